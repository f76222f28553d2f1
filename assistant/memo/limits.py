"""A memo within its limits: facts are left out, the least relevant first, until its sections and its body
are no longer than allowed."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.memo.formats import SectionFormat
from assistant.memo.types import Section
from assistant.paper import Block, Paragraph, Table, Text

LINE = 95
"""Characters of a line of the body, about: 11 points on A4 or Letter."""


def lines_of(block: Block) -> int:
    """About how many lines a block takes."""
    if isinstance(block, Paragraph):
        told = " ".join(one.text for one in block.texts)
        return max(1, math.ceil((len(block.label) + 2 * bool(block.label) + len(told)) / LINE))
    if isinstance(block, Table):
        width = LINE / max(1, len(block.columns))
        return (
            sum(
                max((math.ceil(sum(len(text.text) + 1 for text in cell) / width) for cell in row), default=1)
                for row in block.rows
            )
            + 1
        )
    return 2


def fit(
    sections: Sequence[Section],
    formats: Sequence[SectionFormat],
    scores: Mapping[str, float],
    fits: Callable[[Sequence[Section]], bool],
) -> list[Section]:
    """The sections within their own limits, and, as far as facts can be left out, together within what `fits`
    allows: the fact that is worth least goes first, wherever it stands; the first section keeps one.

    What goes does not depend on `fits`, and less never takes more room, so that the first version that fits
    is looked for by halves: `fits`, which sets the pages, is asked seldom."""
    kept = [_within_lines(section, of, scores) for section, of in zip(sections, formats, strict=True)]
    if fits(kept):
        return kept
    shorter = list(_shortened(kept, scores))
    if not shorter:
        return kept
    first = bisect_left(range(len(shorter) - 1), True, key=lambda number: fits(shorter[number]))
    return shorter[first]


def _shortened(kept: list[Section], scores: Mapping[str, float]) -> Iterator[list[Section]]:
    """The sections with one fact less each time."""
    while True:
        facts = [one for number, section in enumerate(kept) for one in _facts(section, number, scores)]
        first = [one for one in facts if one.section == 0]
        may_go = [one for one in facts if one.section or len(first) > 1]
        if not may_go:
            return
        least = min(may_go, key=lambda one: one.score)
        kept = [_without(one, least.text) if n == least.section else one for n, one in enumerate(kept)]
        yield kept


@dataclass(frozen=True, slots=True)
class _Fact:
    section: int
    text: Text
    score: float


def _facts(section: Section, position: int, scores: Mapping[str, float]) -> Iterator[_Fact]:
    for block in section.blocks:
        for text in block.texts if isinstance(block, Paragraph) else ():
            if text.role == "fact":
                yield _Fact(position, text, scores.get(text.text, 0.0))


def _has_others(section: Section) -> bool:
    return (
        sum(
            text.role == "fact"
            for block in section.blocks
            if isinstance(block, Paragraph)
            for text in block.texts
        )
        > 1
    )


def _within_lines(section: Section, of: SectionFormat, scores: Mapping[str, float]) -> Section:
    while of.lines and sum(map(lines_of, section.blocks)) > of.lines and _has_others(section):
        section = _without(section, min(_facts(section, 0, scores), key=lambda one: one.score).text)
    return section


def _without(section: Section, fact: Text) -> Section:
    """The section without a fact and what is remarked of it."""
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Paragraph) and fact in block.texts:
            left = list(block.texts)
            place = left.index(fact)
            del left[place]
            while place < len(left) and left[place].role == "form":
                del left[place]
            blocks += [replace(block, texts=tuple(left))] if left else []
        else:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))
