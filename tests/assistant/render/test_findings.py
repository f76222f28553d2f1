from __future__ import annotations

from typing import get_args

import pytest

from assistant.render.findings import finding_text
from assistant.render.verification import finding_json
from assistant.types import Failure
from assistant.verify.types import Detail, DetailKind, SentenceFinding

FAILURES = (Failure("contradicted", ("higher",), "lower", "opposite", nearest="The toll was lower."),)


@pytest.mark.parametrize("kind", get_args(DetailKind))
def test_every_detail_has_words(kind: DetailKind) -> None:
    said = finding_text(SentenceFinding("not supported", Detail(kind, ("12",), ("14",), FAILURES)))
    assert said and "None" not in said and "“”" not in said and said[-1] not in ".:,"


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        (Detail("failed the check", failures=FAILURES), "it says “higher” where the source says “lower”"),
        (Detail("lacking", ("12", "14")), "the source does not have “12”, “14”"),
        (
            Detail("of another document", ("“Alder Act”",), ("“Birch Act”", "“Cedar Act”")),
            "the words are of “Alder Act”, not of “Birch Act” or “Cedar Act”",
        ),
        (Detail("borne out by another note", ("3",), ("1", "2")), "note 3 bears it out, notes 1, 2 not"),
        (Detail("borne out by another note", ("3",), ("1",)), "note 3 bears it out, note 1 not"),
        (Detail("on another page", ("4", "6–7"), ("9",)), "the words are on page 9, not 4, 6–7"),
        (Detail("title changed"), "the title is another"),
        (Detail("quote changed"), "the quote is not the source's, letter for letter"),
        (Detail("quote changed", ("12",)), "the quote was changed: “12” is not what it says"),
        (Detail("quote denied"), "the quote denies what the source says, or says what it denies"),
        (
            Detail("never stood together", ("one two", "three four"), ("alder", "birch")),
            "its words are real, but never stood together: “one two” (alder) / “three four” (birch)",
        ),
    ],
)
def test_a_finding_is_put_in_plain_words(detail: Detail, said: str) -> None:
    assert finding_text(SentenceFinding("not supported", detail)) == said
    assert finding_json(SentenceFinding("not supported", detail))["told"] == said
