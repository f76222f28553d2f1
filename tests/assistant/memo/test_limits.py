"""A memo within its limits: what goes first, and how seldom its pages are counted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.memo.formats import SectionFormat
from assistant.memo.limits import fit
from assistant.memo.types import Section
from assistant.paper import Paragraph, Text

FACTS = [[f"Fact {place}.{number}" for number in range(count)] for place, count in enumerate((9, 7, 1))]
FORMATS = [SectionFormat("Facts"), SectionFormat("Latest", order="latest"), SectionFormat("One")]
SECTIONS = [
    Section(form.heading, tuple(Paragraph((Text(fact, "fact"),)) for fact in facts))
    for form, facts in zip(FORMATS, FACTS, strict=True)
]
SCORES = {fact: float(number) for facts in FACTS for number, fact in enumerate(facts)}


def told(sections: Sequence[Section]) -> list[str]:
    return [
        text.text
        for section in sections
        for block in section.blocks
        if isinstance(block, Paragraph)
        for text in block.texts
    ]


@pytest.mark.parametrize("most", [17, 16, 15, 12, 8, 4, 3, 1])
def test_no_more_goes_than_must_and_the_pages_are_counted_seldom(most: int) -> None:
    counted: list[int] = []

    def fits(tried: Sequence[Section]) -> bool:
        counted.append(len(told(tried)))
        return counted[-1] <= most

    left = told(fit(SECTIONS, FORMATS, SCORES, fits))
    assert len(left) == max(most, 1)  # the first section keeps one
    assert len(counted) <= 5
    assert "Fact 0.8" in left


def test_what_is_worth_least_goes_first_wherever_it_stands() -> None:
    left = told(fit(SECTIONS, FORMATS, SCORES, lambda tried: len(told(tried)) <= 13))
    assert "Fact 0.0" not in left and "Fact 1.0" not in left and "Fact 2.0" not in left
    assert "Fact 0.8" in left and "Fact 1.6" in left
