"""A paper that quotes a law: the words that an item completes, the provision in which it stands, and what
holds of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer.inquiry import cite
from assistant.lexicon.rules import our_rules
from assistant.paper import Note, Paper, Paragraph, Text, note_text
from assistant.render.findings import finding_text
from assistant.verify.check import verify
from assistant.verify.documents import CitedDocuments
from assistant.verify.types import SentenceFinding
from ingest.view import View
from tests.assistant.laws import INTO_ANOTHER, LATER, MAY_NOT, REFUSING, REPORTING, laws

NOTED = "Pilots Act 2019, Parliament of Alder, 3 May 2019, {}: “{}”"
TOLL = "A vessel of more than 12 metres pays a toll of 40 crowns."


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    return laws(Path(tmp_path_factory.mktemp("laws")))


def findings(view: View, sentence: str, *notes: str) -> tuple[SentenceFinding, ...]:
    texts = (Text(sentence, "read", tuple(range(1, len(notes) + 1))),)
    paper = Paper("Memo", (Paragraph(texts),), notes=tuple(Note(n, one) for n, one in enumerate(notes, 1)))
    [checked] = verify(paper, view, our_rules()).sentences
    return checked.findings


def told(view: View, sentence: str, *notes: str) -> list[tuple[str, str, bool]]:
    return [(one.kind, finding_text(one), one.failed) for one in findings(view, sentence, *notes)]


def test_an_item_without_the_words_that_deny_it_is_flagged(view: View) -> None:
    [(kind, said, failed)] = told(view, f"The Pilots Act 2019 provides: “{REPORTING}”")
    assert kind == "left out" and failed and "the words before it say “may not”" in said


@pytest.mark.parametrize(
    "sentence",
    [
        f"The Pilots Act 2019 provides: “{MAY_NOT} … {REPORTING}”",
        f"The Pilots Act 2019 provides: “{MAY_NOT} … {REFUSING} … {REPORTING}”",
        f"The Pilots Act 2019 provides: “A pilot may not be dismissed … {REPORTING}”",
    ],
)
def test_one_with_them_holds(view: View, sentence: str) -> None:
    assert told(view, sentence) == []


def test_an_item_is_found_however_far_it_stands_from_the_words_that_it_completes(view: View) -> None:
    documents = CitedDocuments(view, our_rules())
    [place] = documents.find(f"{MAY_NOT} … {REPORTING}", ["pilots"])
    assert documents.text("pilots")[place.start : place.end] == REPORTING.rstrip(".") and place.led
    assert documents.find(f"{LATER} … {REPORTING}", ["pilots"]) == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("sentence", "note", "kind"),
    [
        (f"It provides: “{LATER}”", NOTED.format("§ 17", LATER), "standing"),
        (f"It provides, but this is not yet in force: “{LATER}”", NOTED.format("§ 17", LATER), ""),
        (f"It provides: “{LATER}”", NOTED.format("§ 17, not yet in force", LATER), ""),
        (f"It provides: “{LATER}”", NOTED.format("§ 9, not yet in force", LATER), "wrong place"),
        (f"It provides: “{LATER}”", NOTED.format("section 17, not yet in force", LATER), ""),
    ],
)
def test_a_note_is_held_to_the_provision(view: View, sentence: str, note: str, kind: str) -> None:
    assert [one.kind for one in findings(view, sentence, note)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            f"Article 4 of Decree 29 on tolls, since repealed, says: “{TOLL}”",
            [("wrong place", "the words are at Article 3(6), not Article 4", True)],
        ),
        (
            f"Article 3(5) of Decree 29 on tolls, since repealed, says: “{TOLL}”",
            [("wrong place", "the words are at Article 3(6), not Article 3(5)", True)],
        ),
        (f"Article 3 of Decree 29 on tolls, since repealed, says: “{TOLL}”", []),
        (f"Under Article 9 of the Harbours Treaty and Decree 29, since repealed, “{TOLL}”", []),
        (
            f"Article 3(6) of Decree 29 on tolls says: “{TOLL}”",
            [("standing", "the document is not in force: repealed on 19 February 2007", False)],
        ),
        (
            f"The Pilots Act 2019 says: {INTO_ANOTHER}",
            [("standing", "the document puts these words into another act", False)],
        ),
        (f"The Pilots Act 2019 inserts into another act: {INTO_ANOTHER}", []),
    ],
)
def test_the_words_around_a_quote_are_held_to_what_is_known(
    view: View, sentence: str, expected: list[tuple[str, str, bool]]
) -> None:
    found = [one for one in told(view, sentence) if one[0] in ("wrong place", "standing")]
    assert found == expected


def test_our_own_note_names_the_provision_and_holds(view: View) -> None:
    documents = CitedDocuments(view, our_rules())
    for words in (REPORTING, LATER, INTO_ANOTHER):
        note = note_text(cite(documents.evidence(documents.find(words, ["pilots"])[0]), 1))
        assert [
            one.kind for one in findings(view, f"The Act: “{words}”", note) if one.kind != "left out"
        ] == []
