"""Which part of a document is meant."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.rules import our_rules
from assistant.plans.extents import part_meant, without_extent
from assistant.types import Evidence
from tests.assistant.evidence import evidence

RULES = our_rules()
LINES = (
    "Good morning to all.",
    "Dear Mayor Larch,",
    "The ferry carried 300 carts in May.",
    "The quay is too short for the new boat.",
    "We ask for a longer quay.",
    "Yours sincerely,",
    "Now to the market, which has 40 stalls.",
    "The baker was heard on Monday.",
)


def sentences(lines: Sequence[str] = LINES, heads: Sequence[str] = ()) -> list[Evidence]:
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    return [
        evidence(line, start=start, heading=heads[number] if heads else "", title="Minutes of the council")
        for number, (line, start) in enumerate(zip(lines, starts, strict=True))
    ]


def part(request: str, found: Sequence[Evidence]) -> list[str]:
    return [one.text for one in part_meant(request, found, RULES)]


def test_all_of_a_document_is_meant_where_no_part_is() -> None:
    assert part("Sum up the minutes", sentences()) == list(LINES)


def test_a_quoted_line_ends_or_begins_the_part() -> None:
    assert part("the minutes, down to the 'quay is too short' line", sentences()) == list(LINES[:4])
    assert part("the minutes from “Now to the market” on", sentences()) == list(LINES[6:])
    assert part("the minutes down to the 'lighthouse burnt' line", sentences()) == list(LINES)


def test_the_letter_within_minutes_is_meant_without_its_salutation() -> None:
    assert part("boil the letter to the mayor down", sentences()) == list(LINES[2:5])
    assert part("boil the minutes down", sentences()) == list(LINES)


def test_the_words_of_a_head_choose_its_section() -> None:
    heads = ["Harbour fees and tolls"] * 4 + ["The market"] * 4
    assert part("what the minutes say of harbour tolls", sentences(heads=heads)) == list(LINES[:4])


def test_what_is_said_of_the_part_is_no_subject() -> None:
    assert "quay" not in without_extent("its pitch, down to the 'quay is too short' line", RULES)
