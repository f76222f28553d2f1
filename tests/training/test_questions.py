from __future__ import annotations

import json
import random
from pathlib import Path

from training.questions import QUESTIONS, Asked, load_questions, pairs, separation

ULM = ("The bridge of Ulm was opened in 1832.", "It carries two lanes.", "Mayor Weiss opened it.")
BRIDGE = Asked("a", "", ULM, (("Who opened the bridge?", (2,)),), ("Who paid?",))
DUG = ("The tunnel of Ulm was dug in 1901.", "Its bridge is short.", "It leaks.")
TUNNEL = Asked("b", "", DUG, (("When was the tunnel dug?", (0,)),), ("How long is it?",))


def test_an_answered_question_is_shown_with_and_without_its_answer() -> None:
    found = pairs([BRIDGE, TUNNEL], random.Random(1))
    labels = {(one.question, one.text): one.label for one in found}
    assert labels["Who opened the bridge?", BRIDGE.text] == 1
    assert labels["Who opened the bridge?", BRIDGE.sentences[2]] == 1
    assert labels["Who opened the bridge?", " ".join(BRIDGE.sentences[:2])] == 0
    assert labels["Who opened the bridge?", TUNNEL.text] == 0
    assert labels["Who paid?", BRIDGE.text] == 0


def test_questions_find_their_sentences_in_the_pool(tmp_path: Path) -> None:
    row = {
        "dataset": "wice",
        "id": "1",
        "sentences": [[0, 5], [6, 11]],
        "answered": [["Who?", [1]]],
        "unanswered": ["When?"],
    }
    (tmp_path / "questions.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    [one] = load_questions(
        tmp_path / "questions.jsonl", [{"dataset": "wice", "id": "1", "evidence": "One.\nx Two. TITLE: Z"}]
    )
    assert one.title == "Z"
    assert (one.sentences, one.answered, one.unanswered) == (
        ("One. ", " Two."[:5]),
        (("Who?", (1,)),),
        ("When?",),
    )


def test_separation_is_the_share_of_pairs_in_order() -> None:
    assert separation([3, 1, 2, 0], [1, 1, 0, 0]) == 0.75
    assert separation([1, 1], [1, 0]) == 0.5


def test_the_committed_questions_are_whole() -> None:
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 2000
    assert (
        sum(len(row["answered"]) for row in rows) > 4000
        and sum(len(row["unanswered"]) for row in rows) > 6000
    )
    for row in rows:
        assert all(0 <= place < len(row["sentences"]) for _, places in row["answered"] for place in places)
        assert all(
            question.strip() == question
            for question in (*row["unanswered"], *(question for question, _ in row["answered"]))
        )
