"""The suite of written sentences: how a sentence is kept, what is counted, and that its floors fall where the
check is broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from assistant.check.check import Check
from assistant.drafting.chat import DraftSentence
from assistant.types import Draft, Evidence, Failure, Verdict
from eval import written
from eval.gate import failures, load_floors
from eval.reading.stored import reading_library
from eval.written_rows import Place, Written, digest_of_words, half_of, load_written, parts_of, text_of
from ingest.folders import collect
from ingest.pipeline import ingest
from ingest.view import View

GIVEN = "The harbour board raised the toll for lorries on the Saltmouth ferry to nine crowns in the spring."


def test_a_sentence_is_kept_in_parts_and_put_together_again() -> None:
    text = "In a word, the harbour board raised the toll for lorries on the Saltmouth ferry to ten crowns."
    parts = parts_of(text, ["Nothing of the kind.", GIVEN])
    assert parts == ["In a word, the", [1, 1, 13], "ten crowns."]
    assert text_of(parts, ["Nothing of the kind.", GIVEN]) == text


def test_short_runs_of_words_stay_words() -> None:
    assert parts_of("The harbour board raised a toll.", [GIVEN]) == ["The harbour board raised a toll."]


def test_passages_of_one_document_are_in_one_half() -> None:
    assert half_of("5b2404-100-200") == half_of("5b2404-300-400") == half_of("5b2404")


def row(text: str, given: Place, **said: Any) -> Written:
    told = {"label": "supported", "kind": "", "cited": (0,), **said}
    return Written(
        text[:12],
        "a model",
        "group",
        "Q",
        "What is the toll?",
        (text,),
        (given,),
        second="",
        half="dev",
        **told,
    )


def test_a_sentence_is_replayed_on_the_words_that_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(f"The ferry at Saltmouth\n\n{GIVEN} Bicycles pay nothing.\n")
    seen: list[tuple[str, tuple[str, ...], str]] = []

    def judge(
        question: str, sentence: DraftSentence, given: Mapping[str, Evidence], check: Check
    ) -> tuple[Draft, Verdict]:
        seen.append((sentence.text, sentence.ids, given["0"].text))
        return Draft(sentence.text, ()), Verdict("supported", 1.0)

    with reading_library() as library:
        slug = ingest(collect([str(tmp_path / "ferry.txt")]), library)[0].slug
        moved = Place(slug, 3, 9, digest_of_words("Bicycles pay nothing."))
        gone = Place(slug, 3, 9, digest_of_words("Bicycles pay a crown."))
        rows = list(
            written.replayed(
                [row("Bicycles are free.", moved), row("They pay.", gone)], library.whole(), {}, judge=judge
            )
        )
    assert seen == [("Bicycles are free.", ("0",), "Bicycles pay nothing.")]
    assert [one.get("lost") for one in rows] == [None, slug]
    assert "no longer holds" in written.measure(rows)["problems"][0]


def shown(label: str, is_shown: bool, kind: str = "") -> dict[str, Any]:
    return {
        "id": "x", "case": "C", "model": "m", "half": "dev", "label": label, "kind": kind, "shown": is_shown
    }  # fmt: skip


def test_what_is_counted_goes_both_ways() -> None:
    rows = [
        shown("supported", True),
        shown("supported", False),
        shown("partly", True, "number"),
        shown("unsupported", False, "invented"),
        {**shown("supported", True), "shown unnamed": False},
    ]
    told = {name: one["mean"] for name, one in written.measure(rows)["metrics"].items()}
    assert told["true withheld"] == pytest.approx(1 / 3, abs=1e-3)
    assert told["false shown"] == told["exact false shown"] == pytest.approx(1 / 3, abs=1e-3)
    assert (told["number stopped"], told["invented stopped"], told["true withheld unnamed"]) == (0, 1, 1)


def test_a_claim_is_right_once_it_says_whose_it_is() -> None:
    plain = shown("partly", True, "opinion")
    told = {name: one["mean"] for name, one in written.measure([plain])["metrics"].items()}
    assert (told["false shown"], told["opinion stopped"]) == (1, 0)
    said = {**plain, "introduction": "Dora Quill argues: "}
    told = {name: one["mean"] for name, one in written.measure([said])["metrics"].items()}
    assert (told["false shown"], told["opinion stopped"]) == (0, 1)


def broken(measured: dict[str, Any]) -> list[str]:
    floors = [one for one in load_floors() if one.suite == "written"]
    return failures([{"suite": "written", **measured}], floors)


PASSED, REFUSED = Verdict("supported", 1.0), Verdict("unsupported", 0.0, (Failure("not entailed"),))


@pytest.fixture(scope="module")
def ours() -> Iterator[list[tuple[list[Written], View]]]:
    """The sentences on our own libraries, with these."""
    with ExitStack() as open_libraries:
        yield [
            (load_written(written.cases_of(name)), open_libraries.enter_context(written.library_of(name)))
            for name in written.OURS
        ]


@pytest.mark.parametrize(
    ("breaks", "floor"),
    [
        ("nothing", ""),
        ("the check is off", "false shown"),
        ("attribution is off", "true withheld unnamed"),
        ("everything is withheld", "true withheld"),
    ],
)
def test_a_floor_falls_where_the_check_is_broken(
    ours: list[tuple[list[Written], View]], breaks: str, floor: str
) -> None:
    """On the sentences of our own libraries: a judge that knows the labels holds the floors, and one that is
    broken in a way does not."""
    labels: dict[str, str] = {}

    def passes(sentence: DraftSentence) -> bool:
        if breaks in ("the check is off", "everything is withheld"):
            return breaks == "the check is off"
        is_lost = breaks == "attribution is off" and not sentence.ids
        return labels[sentence.text] == "supported" and not is_lost

    def judge(
        question: str, sentence: DraftSentence, given: Mapping[str, Evidence], check: Check
    ) -> tuple[Draft, Verdict]:
        return Draft(sentence.text, ()), PASSED if passes(sentence) else REFUSED

    rows: list[dict[str, Any]] = []
    for sentences, view in ours:
        labels |= {"".join(map(str, one.parts)): one.label for one in sentences}
        rows += written.replayed(sentences, view, {}, judge=judge)
    found = broken(written.measure(rows))
    assert any(one.startswith(f"written {floor}:") for one in found) if floor else not found
