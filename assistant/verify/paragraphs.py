"""A paper taken apart: its paragraphs and cells in order, each with its number and its place in words, and
what its annex says of its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.paper import Heading, Paper, Paragraph, Table, Text
from assistant.verify.sentences import is_apart


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading, a paragraph or a cell. `is_own` is False for what the paper sets apart: headings, the list
    of sources, what is to be confirmed, what it says itself is not supported. `row` holds the notes of the
    whole row of a cell; `heading` is what it stands under, and `label` what stands before it: words in bold,
    or the first cell of its row."""

    number: int
    where: str
    texts: tuple[Text, ...]
    is_own: bool
    row: tuple[int, ...] = ()
    heading: str = ""
    label: str = ""
    is_cell: bool = False


def units(paper: Paper) -> Iterator[Unit]:
    """The paper's units, the head of a table among its cells. The numbers are those of `read_body`'s
    elements, from 1 on."""
    number, heading, apart = 0, "", 0
    for block in (*paper.blocks, *paper.annexes):
        if isinstance(block, Heading):
            number += 1
            apart = 0 if block.level <= apart else apart
            if not apart and is_apart(block.text):
                apart = block.level
            heading = block.text
            yield Unit(number, f"heading “{heading}”", (Text(heading),), False)
        elif isinstance(block, Paragraph):
            number += 1
            where = f"paragraph {number}{_under(heading)}"
            yield Unit(number, where, block.texts, not apart, heading=heading, label=block.label)
        else:
            yield from _cells(block, number, heading, not apart)
            number += len(block.columns) * (1 + len(block.rows))


def _cells(table: Table, number: int, heading: str, is_own: bool) -> Iterator[Unit]:
    under = _under(heading)
    for position, column in enumerate(table.columns, 1):
        yield Unit(number + position, f"head of the table{under}", (Text(column),), False)
    number += len(table.columns)
    for count, row in enumerate(table.rows, 1):
        notes = tuple(note for cell in row for text in cell for note in text.notes)
        for position, cell in enumerate(row, 1):
            number += 1
            label = " ".join(text.text for text in row[0]) if position > 1 else ""
            where = f"row {count}, column {position} of the table{under}"
            yield Unit(number, where, cell, is_own, notes, heading, label, is_cell=True)


def _under(heading: str) -> str:
    return f" under “{heading}”" if heading else ""


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A row of the paper's list of sources: the document, and how its file's SHA-256 began when it was
    cited."""

    title: str
    slug: str
    sha256: str


def listed_sources(paper: Paper) -> tuple[ListedSource, ...]:
    """The rows of the list of sources; none where the paper has no such list."""
    found: list[ListedSource] = []
    for block in (*paper.blocks, *paper.annexes):
        if (
            isinstance(block, Table)
            and {"document", "sha-256"}
            <= (names := {name.lower(): at for at, name in enumerate(block.columns)}).keys()
        ):
            for row in block.rows:
                cells = [" ".join(text.text for text in cell).strip() for cell in row]
                sha256 = cells[names["sha-256"]].lower()
                if cells[names["document"]] and sha256:
                    found.append(
                        ListedSource(
                            cells[names.get("source", names["document"])], cells[names["document"]], sha256
                        )
                    )
    return tuple(found)
