from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.types import Answer, AnswerSentence, Turn
from eval.__main__ import main
from eval.asked import answered_before, ask_all, written
from eval.gate import failures, load_floors
from eval.nuggets import MEDIANS, SHARES, Line, Quoted, Reply, score
from eval.request_cases import EXPECTED, REQUESTS, SECOND_LIBRARY, Request, chosen, load_requests
from eval.requests import measure
from ingest.errors import PinciteError, UsageError

ACT = """# Ferry Safety Act

Section 1. Every ferry that carries more than 40 passengers shall have two radios.

Section 2. An owner who sails without two radios shall pay a fine of 9,000 crowns for each voyage.

Section 3. The harbour office shall inspect every ferry once a year and shall report by 30 June.
"""
LETTER = """# Letter of the Ferry Owners' Union

The union holds that a second radio costs more than small owners can bear.
"""
FINE = {
    "text": "The fine is 9,000 crowns a voyage.",
    "vital": True,
    "evidence": [{"source": "act", "quote": "shall pay a fine of 9,000 crowns for each voyage"}],
}
SPEED = {
    "text": "Ferries keep below 12 knots.",
    "vital": False,
    "evidence": [{"source": "letter", "quote": "a second radio"}],
}
ROWS: list[dict[str, Any]] = [
    {
        "id": "F1",
        "kind": "figures",
        "request": "How high is the fine for sailing without two radios?",
        "expected": "answer",
        "nuggets": [FINE, SPEED],
        "must_not": ["that passengers pay it"],
    },
    {
        "id": "F2",
        "kind": "followup",
        "request": "and what is the fine?",
        "history": [{"question": "Which ferries need two radios?"}],
        "nuggets": [FINE],
    },
    {"id": "F3", "kind": "meta", "request": "Who won the ski jumping?", "expected": "decline", "nuggets": []},
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library's folder of two documents with its requests."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "documents").mkdir()
    for name, text in (("act", ACT), ("letter", LETTER)):
        (folder / "documents" / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "requests.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return folder


class Echo:
    """Answers with what it was asked and what it remembers; breaks where it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        if question == "break":
            raise PinciteError("it broke")
        sentence = AnswerSentence(f"You said {question}", "supported", 1.0, ())
        return Answer(str(len(self.asked)), question, question, "answered", (sentence,), model="quotes")


def asking(*requests: Request) -> tuple[Echo, list[Any]]:
    echo = Echo()
    return echo, list(ask_all(requests, echo))  # type: ignore[arg-type]


def test_a_request_is_asked_after_its_history_as_that_is_answered() -> None:
    echo, [found] = asking(Request("R", "followup", "and then?", history=("first", "second")))
    first, second = Turn("first", "You said first"), Turn("second", "You said second")
    assert echo.asked == [("first", ()), ("second", (first,)), ("and then?", (first, second))]
    assert found.answer["sentences"][0]["text"] == "You said and then?"


@pytest.mark.parametrize("history", [(), ("break",)])
def test_a_request_that_breaks_has_no_answer_and_the_others_go_on(history: tuple[str, ...]) -> None:
    broken = Request("R", "fact", "what?" if history else "break", history=history)
    _, found = asking(broken, Request("S", "fact", "again?"))
    assert [(one.broke, one.answer is None) for one in found] == [("it broke", True), ("", False)]


def test_answers_are_written_as_they_come_and_read_back(tmp_path: Path) -> None:
    requests = [Request("R", "fact", "one?"), Request("S", "fact", "break"), Request("T", "fact", "two?")]
    path = tmp_path / "answers.jsonl"
    _, found = asking(*requests)
    stream = written(found, path)
    next(stream)
    assert json.loads(path.read_text(encoding="utf-8")).keys() == {"id", "seconds", "answer"}
    list(stream)
    again = list(answered_before(path, requests))
    assert [one.request.id for one in again] == ["R", "T"], "what broke has no line"
    assert [row.answer["id"] for row in again if row.answer] == ["1", "3"]
    assert [one.request.id for one in answered_before(path, requests[2:])] == ["T"]


@pytest.mark.parametrize("text", ["no JSON", '{"id": "R"}', '{"id": "other", "answer": {}}', ""])
def test_a_file_that_holds_no_answers_is_bad_usage(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"answers\.jsonl"):
        list(answered_before(path, [Request("R", "fact", "one?")]))


@pytest.mark.parametrize(
    ("only", "ids"),
    [
        ("", ["F1", "F2", "F3"]),
        ("f2", ["F2"]),
        ("meta, F1", ["F1", "F3"]),
        ("Figures,followup", ["F1", "F2"]),
    ],
)
def test_requests_are_chosen_by_id_and_kind(library: Path, only: str, ids: list[str]) -> None:
    requests = load_requests(library / "requests.jsonl")
    assert [one.id for one in chosen(requests, only)] == ids


def test_an_unknown_id_or_kind_is_named(library: Path) -> None:
    with pytest.raises(UsageError, match="f9, poems") as raised:
        chosen(load_requests(library / "requests.jsonl"), "F1,F9,poems")
    assert raised.value.hint == "the kinds are figures, followup, meta"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"id": "R", "kind": "fact", "request": "?"}',
        '{"id": "R", "kind": "fact", "request": "?", "nuggets": [{"text": "It is."}]}',
        '{"id": "R", "kind": "fact", "request": "?", "nuggets": []}\n' * 2,
    ],
)
def test_a_file_that_holds_no_requests_is_bad_usage(tmp_path: Path, text: str) -> None:
    path = tmp_path / "requests.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"requests\.jsonl"):
        load_requests(path)


@pytest.mark.parametrize("path", [REQUESTS, SECOND_LIBRARY / "requests.jsonl"])
def test_our_own_requests_are_whole(path: Path) -> None:
    requests = load_requests(path)
    assert {one.expected for one in requests} <= set(EXPECTED)
    proven = [one for one in requests if one.expected != "capabilities"]
    assert all(nugget.evidence for one in proven for nugget in one.nuggets)


def test_every_floor_is_of_a_figure_that_is_measured() -> None:
    kinds = {one.kind for one in load_requests(REQUESTS)}
    named = {*SHARES, *MEDIANS, "words"} | {f"{share} {kind}" for share in SHARES for kind in kinds}
    assert {floor.metric for floor in load_floors() if floor.suite == "requests"} <= named


def whole(request: Request) -> Reply:
    """The best reply there can be: every proof, each in a sentence of its own."""
    proofs = [
        Quoted(nugget.evidence[0].source, nugget.evidence[0].quote or "It.")
        for nugget in request.nuggets
        if nugget.evidence
    ]
    lines = tuple(Line("So it is.", (one,)) for one in proofs)
    status = {"decline": "abstained", "capabilities": "capabilities"}.get(request.expected, "answered")
    lines += tuple(Line(nugget.text) for nugget in request.nuggets if not nugget.evidence)
    return Reply(status, lines, (), True, True, "quotes")


def gated(reply: Callable[[Request], Reply]) -> list[str]:
    result = {"suite": "requests", **measure([score(one, reply(one)) for one in load_requests(REQUESTS)], {})}
    return failures([result], [floor for floor in load_floors() if floor.suite == "requests"])


def test_the_gate_passes_whole_answers_and_stops_those_beside_the_point() -> None:
    assert gated(whole) == []
    beside = Line("This is beside the point.", (Quoted("nowhere", "Nothing of it."),))
    stopped = gated(lambda _: Reply("answered", (beside,), model="quotes"))
    assert any(one.startswith("requests vital_recall: 0.000") for one in stopped)
    assert any(one.startswith("requests off_point: 1.000") for one in stopped)


@pytest.fixture(scope="module")
def asked(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library's requests, asked: answers and a saved result."""
    folder = tmp_path_factory.mktemp("asked")
    words = [
        "requests",
        "--library",
        library,
        "--out",
        folder / "answers.jsonl",
        "--results",
        folder,
        "--peers",
    ]
    assert main([*map(str, words), "--cache", str(folder / "cache"), "--json"]) == 0
    return folder


@pytest.mark.model
def test_the_command_asks_scores_and_saves(asked: Path) -> None:
    [path] = asked.glob("requests-*.json")
    result = json.loads(path.read_text(encoding="utf-8"))
    assert result["figures"]["ALL"]["n"] == 3
    assert result["figures"]["ALL"]["vital_recall"] == 1
    assert result["figures"]["figures"]["all_recall"] == 0.5
    assert result["figures"]["meta"]["met"] == 1
    assert result["metrics"]["vital_recall followup"]["mean"] == 1
    assert result["problems"] == [] and result["unscored"] == {}
    rows = [json.loads(row) for row in (asked / "answers.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["F1", "F2", "F3"]
    assert Answer.from_json(rows[1]["answer"]).question == "and what is the fine?"


@pytest.mark.model
def test_the_peers_stand_beside_it_in_no_more_words(asked: Path) -> None:
    [path] = asked.glob("requests-*.json")
    result = json.loads(path.read_text(encoding="utf-8"))
    assert set(result["peers"]) == {"langchain", "langchain, whole", "hybrid", "hybrid, whole"}
    for name in ("langchain", "hybrid"):
        assert result["peers"][f"{name}, whole"]["figures"]["vital_recall"] == 1
        assert result["peers"][name]["ALL"]["words"] <= result["figures"]["ALL"]["words"]
        assert result["metrics"][f"vital_recall over {name}"]["n"] == 2, "requests with vital nuggets"
    assert list((asked / "cache").glob("peers-*.json"))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Answers to the first and the third request, as a file keeps them."""
    fine = "An owner who sails without two radios shall pay a fine of 9,000 crowns for each voyage."
    citations = [
        {"number": 1, "source": "act", "quote": fine},
        {"number": 2, "source": "letter", "quote": "The union holds its own view."},
    ]
    sentences: list[dict[str, Any]] = [
        {"heading": "Owners", "text": "The union has a view.", "citations": [2]},
        {"text": "It is in section 2.", "citations": [1]},
    ]
    answered: dict[str, Any] = {
        "status": "answered",
        "model": "quotes",
        "sentences": sentences,
        "citations": citations,
    }
    answered["kind"] = "figures"
    declined = {"status": "abstained", "model": "quotes", "missing": "Nothing on skis."}
    path = tmp_path / "answers.jsonl"
    rows = [{"id": "F1", "seconds": 2.0, "answer": answered}, {"id": "F3", "answer": declined}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def told(answers: Path, library: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    given = ["requests", "--cases", str(library / "requests.jsonl"), "--answers", str(answers)]
    assert main([*given, "--results", str(answers.parent), *words]) == 0
    return capsys.readouterr().out


def test_a_program_gets_the_figures_by_kind_and_nothing_else(
    answers: Path, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.loads(told(answers, library, capsys, "--json", "--show"))
    assert set(rows) == {"figures", "meta", "ALL"}
    assert rows["ALL"].pop("intervals")["all_recall"] == [0.5, 0.5]
    assert rows["ALL"] == {
        "n": 2,
        "vital_recall": 1,
        "all_recall": 0.5,
        "off_point": 0.5,
        "off_point_quotes": 0.5,
        "met": 1,
        "words_before_first_vital": 5,
        "words_before_first_vital_quote": 5,
        "p50_s": 2,
        "words": 5,
        "fluent": 0,
    }


def test_a_person_sees_what_each_answer_holds_and_lacks(
    answers: Path, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = told(answers, library, capsys, "--show")
    for line in (
        "F1 (figures) How high is the fine for sailing without two radios?",
        "  answered, read as figures; expected: answer, met; 2.0 s",
        "  1. Owners: The union has a view. [letter] — OFF THE POINT",
        "  2. It is in section 2. [act] — holds 1",
        "    1 vital in 2     The fine is 9,000 crowns a voyage. [act]",
        "    2       MISSED   Ferries keep below 12 knots. [letter]",
        "  it must not say: that passengers pay it",
        "  missing: Nothing on skis.",
    ):
        assert line in shown.splitlines()
    assert "F1" not in told(answers, library, capsys, "--show", "--only", "meta")


@pytest.mark.model
def test_faults_of_the_requests_are_told(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [{"source": "act", "quote": "words it lacks"}, {"source": "nowhere", "quote": ""}]
    row = {**ROWS[2], "expected": "a poem", "nuggets": [{"text": "It is.", "evidence": wrong}]}
    path = tmp_path / "wrong.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    given = ["requests", "--library", library, "--cases", path, "--results", tmp_path]
    assert main([str(word) for word in given]) == 0
    shown = capsys.readouterr().out
    assert "! F3: act does not hold “words it lacks”" in shown
    assert "! F3: the library has no source 'nowhere'" in shown
    assert "and not 'a poem'" in shown
