"""The blocks that were read from a file → the blocks of a paper, cut into sentences, and its notes: those
that a program made, and those that are typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from types import MappingProxyType

from assistant.lexicon.dates import days
from assistant.paper import Block, Note, Paragraph, Table
from assistant.verify.read_blocks import ReadBlock, ReadParagraph, ReadTable
from assistant.verify.sentences import Marked, is_list_of_notes
from assistant.verify.typed_notes import (
    Shape,
    TypedList,
    bare_numbers,
    typed_lists,
    with_typed_marks,
    without,
)

_NUMBERED = re.compile(r"\s*((?:\d{1,2}(?:\.\d{1,2}){1,3}\.?|\(?\d{1,2}[.)]))\s+(?=[“\"A-ZÁÉÍÓÚÑ])")


def laid_out(
    blocks: Sequence[ReadBlock], notes: Mapping[int, str], links: Mapping[int, str] = MappingProxyType({})
) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The blocks, as many as before and in their places, and the notes. `notes` are the texts of those that a
    program made, by their numbers; `links` are the addresses behind typed marks. Where a typed list of notes
    stood, empty paragraphs are left. A mark whose note is nowhere stays with its sentence, as a number
    without a note."""
    blocks = list(map(_with_lead, blocks))
    offset = max(notes, default=0)  # typed notes beside a program's go on counting
    typed, shape = _typed(blocks, notes, offset)
    known: Collection[int] = typed.texts if typed else ()
    if not typed and not notes and (lost := _counted_up(blocks)):
        known, shape = lost, "bare"
    given = {**links, **(typed.texts if typed else {})}
    own = {number + offset: text for number, text in given.items()}
    read = [
        ReadParagraph(Marked())
        if typed and typed.first <= at < typed.last
        else with_marks(block, known, shape, offset)
        for at, block in enumerate(blocks)
    ]
    cited, before = set(marks_of(read)), set(marks_of(blocks))
    texts = dict.fromkeys(cited - before, "") | {number: own[number] for number in cited & own.keys()}
    texts |= notes
    return (
        tuple(_finished(block, texts) for block in read),
        tuple(Note(number, text) for number, text in sorted(texts.items()) if text),
    )


def _with_lead(block: ReadBlock) -> ReadBlock:
    """A paragraph whose number is typed before its words, without it: “1.2 The toll rose”."""
    if not isinstance(block, ReadParagraph) or block.lead or block.label:
        return block
    typed = _NUMBERED.match(block.marked.text)
    if not typed or any(day.text.startswith(typed[1]) for day in days(block.marked.text[:40])):
        return block
    return replace(block, marked=without(block.marked, [(0, typed.end(), ())]), lead=typed[1])


def _typed(
    blocks: Sequence[ReadBlock], notes: Mapping[int, str], offset: int
) -> tuple[TypedList | None, Shape]:
    """The list of typed notes, and how their marks are typed. A list to which no mark refers is one only
    under a heading that says so."""
    found = list(typed_lists(blocks))
    for one in found:
        body = [*blocks[: one.first], *blocks[one.last :]]
        shapes: tuple[Shape, ...] = ("bracketed", one.shape)
        for shape in shapes:
            marked = [with_marks(block, one.texts, shape, offset) for block in body]
            if {number - offset for number in marks_of(marked) if number not in notes} & one.texts.keys():
                return one, shape
    around = [(one, blocks[max(0, one.first - 1) : one.first + 1]) for one in found]
    headed = (one for one, near in around if any(is_list_of_notes(_text(block)) for block in near))
    return next(headed, None), "bracketed"


def _text(block: ReadBlock) -> str:
    return "" if isinstance(block, ReadTable) else block.text


def _counted_up(blocks: Sequence[ReadBlock]) -> set[int]:
    """The numbers of marks that lost their height, where the notes were lost too: such as count up from 1."""
    found: list[int] = []
    for block in blocks:
        for text in texts_of(block):
            found += bare_numbers(text.text)
    highest = [0, *accumulate(found, max)]
    counts_up = all(number <= before + 1 for number, before in zip(found, highest, strict=False))
    return set(found) if len(set(found)) > 1 and counts_up else set()


def with_marks(block: ReadBlock, known: Collection[int], shape: Shape, offset: int = 0) -> ReadBlock:
    """The block with its typed marks as marks of notes; see `with_typed_marks`."""
    if isinstance(block, ReadParagraph):
        return replace(block, marked=with_typed_marks(block.marked, known, shape, offset))
    if isinstance(block, ReadTable):
        rows = tuple(
            tuple(with_typed_marks(cell, known, shape, offset) for cell in row) for row in block.rows
        )
        return replace(block, rows=rows)
    return block


def marks_of(blocks: Sequence[ReadBlock]) -> Iterator[int]:
    """The numbers of the notes to which the blocks refer."""
    for block in blocks:
        for marked in texts_of(block):
            yield from (number for _, number in marked.marks)


def texts_of(block: ReadBlock) -> Sequence[Marked]:
    """The texts in a block that may have notes."""
    if isinstance(block, ReadParagraph):
        return (block.marked,)
    return [cell for row in block.rows for cell in row] if isinstance(block, ReadTable) else ()


def _finished(block: ReadBlock, notes: Mapping[int, str]) -> Block:
    if isinstance(block, ReadParagraph):
        return Paragraph(block.marked.texts(notes), block.style, block.label)
    if isinstance(block, ReadTable):
        return Table(block.columns, tuple(tuple(cell.texts(notes) for cell in row) for row in block.rows))
    return block
