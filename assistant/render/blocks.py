"""The fair copy of a paper: what every file is made from, so that all hold the same words under the same
numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Literal

from assistant.lexicon.printable import plain
from assistant.paper import Block, Heading, Paper, Paragraph, Table, Text

_LEVELS = 3  # of headings, as in the styles of the Word file
_LINE = 100  # characters of a table's text on the width of a page
_WORD = 24  # a longer word may be broken


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """Numbered or bulleted paragraphs that follow one another; `first` is the number of the first."""

    items: tuple[Paragraph, ...]
    first: int = 1
    block: Literal["list"] = "list"

    @property
    def style(self) -> str:
        """What stands before each."""
        return self.items[0].style


def fair_copy(paper: Paper) -> Paper:
    """The paper with every text on one line and without control characters, nothing empty, notes numbered in
    the order of their first use and unused ones left out, and no level of heading skipped."""
    numbers = _numbers(paper)
    by_number = {numbers[one.number]: one for one in paper.notes if one.number in numbers}
    return replace(
        paper,
        title=plain(paper.title),
        blocks=tuple(_blocks(paper.blocks, numbers)),
        annexes=tuple(_blocks(paper.annexes, numbers)),
        notes=tuple(
            replace(by_number[number], number=number, text=plain(by_number[number].text))
            for number in numbers.values()
        ),
        fields=tuple((plain(name).rstrip(":"), plain(value)) for name, value in paper.fields),
        marking=plain(paper.marking),
        record=plain(paper.record),
    )


def listed(blocks: Iterable[Block], first: int = 1) -> Iterator[Block | ListedAnswer]:
    """The blocks, with those paragraphs of a list together that follow one another; numbers begin with
    `first`."""
    for style, found in groupby(blocks, lambda one: one.style if isinstance(one, Paragraph) else ""):
        if style not in ("numbered", "bullet"):
            yield from found
            continue
        items = tuple(one for one in found if isinstance(one, Paragraph))
        yield ListedAnswer(items, first)
        first += len(items) if style == "numbered" else 0


def after(blocks: Iterable[Block]) -> int:
    """The number of the first numbered paragraph after the blocks."""
    return 1 + sum(isinstance(one, Paragraph) and one.style == "numbered" for one in blocks)


def told_apart(one: Text) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it stands out."""
    position = 0
    for word in one.strong:
        found = one.text.find(word, position)
        if found < 0 or not word:
            continue
        yield one.text[position:found], False
        yield word, True
        position = found + len(word)
    yield one.text[position:], False


def column_shares(table: Table) -> list[float]:
    """The share of the width that each column is given: room for its longest word, and of what is left as
    much as its text asks for."""
    columns = [[name, *(_text(row[at]) for row in table.rows)] for at, name in enumerate(table.columns)]
    least = [
        min(max((len(word) for text in column for word in text.split()), default=1), _WORD) + 2
        for column in columns
    ]
    asked = [
        math.sqrt(1 + sum(map(len, column)) / len(column)) for column in columns
    ]  # its square would leave a short column no room
    left = max(_LINE - sum(least), 0)
    widths = [one + left * share / sum(asked) for one, share in zip(least, asked, strict=True)]
    return [round(one / sum(widths), 4) for one in widths]


def _text(texts: Sequence[Text]) -> str:
    return " ".join(one.text for one in texts)


def _numbers(paper: Paper) -> dict[int, int]:
    used = chain.from_iterable(
        text.notes for block in (*paper.blocks, *paper.annexes) for text in _texts(block)
    )
    return {one: number for number, one in enumerate(dict.fromkeys(used), 1)}


def _texts(block: Block) -> Iterable[Text]:
    if isinstance(block, Paragraph):
        return block.texts
    return (text for row in block.rows for cell in row for text in cell) if isinstance(block, Table) else ()


def _blocks(blocks: Iterable[Block], numbers: Mapping[int, int]) -> Iterator[Block]:
    level = 0
    for one in blocks:
        if isinstance(one, Heading):
            level = min(max(one.level, 1), level + 1, _LEVELS)
            yield Heading(plain(one.text), level)
        elif isinstance(one, Paragraph):
            texts, label = _fair(one.texts, numbers), _label(plain(one.label))
            if texts or label:
                yield replace(one, texts=texts, label=label)
        else:
            yield Table(
                tuple(map(plain, one.columns)),
                tuple(tuple(_fair(cell, numbers) for cell in row) for row in one.rows),
            )


def _fair(texts: Iterable[Text], numbers: Mapping[int, int]) -> tuple[Text, ...]:
    said = (
        replace(one, text=plain(one.text), notes=tuple(numbers[note] for note in dict.fromkeys(one.notes)))
        for one in texts
    )
    return tuple(one for one in said if one.text or one.notes)


def _label(label: str) -> str:
    return f"{label}:" if label and (label[-1].isalnum() or label[-1] in ")”’") else label
