"""The tables of RTF as grids: a cell spans the columns between its two edges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from ingest.load.tables import Cell

_NEAR = 40  # twentieths of a point: edges so near one another are one


class Edge(NamedTuple):
    """The right edge of a cell, and how the cell is merged: "first" and "more" to the right, "top" and
    "below" downwards."""

    right: int
    across: str = ""
    down: str = ""


class Text(NamedTuple):
    """What a cell says, and whether all of it is bold."""

    text: str
    bold: bool = False


@dataclass(slots=True)
class Row:
    """One row: the texts of its cells, the edges that were declared for it, where it begins, and whether it
    is a head."""

    texts: list[Text]
    edges: list[Edge]
    left: int = 0
    head: bool = False


@dataclass(slots=True)
class Table:
    """The rows so far; `within` holds the tables and boxes that stand in a row."""

    rows: list[Row] = field(default_factory=list)
    within: dict[int, list[Any]] = field(default_factory=dict)


def cells_of(table: Table) -> list[list[Cell]]:
    """The cells of each row, without those that a merged one covers."""
    places = _places(edge for row in table.rows for edge in (row.left, *(one.right for one in row.edges)))
    lines: list[list[Cell]] = []
    open_at: dict[int, tuple[int, int]] = {}  # column: the cell that reaches down in it
    for number, row in enumerate(table.rows):
        line: list[Cell] = []
        column, left, covered = 0, row.left, False
        for place, text in enumerate(row.texts):
            edge = row.edges[place] if place < len(row.edges) else Edge(left)
            columns = max(1, places.get(edge.right, 0) - places.get(left, 0))
            left = max(left, edge.right)
            if edge.across == "more" and line and not covered:
                line[-1] = replace(line[-1], columns=line[-1].columns + columns)
            elif edge.down == "below" and column in open_at:
                at, cell = open_at[column]
                lines[at][cell] = replace(lines[at][cell], rows=number - at + 1)
                covered = True
            elif edge.across != "more" or not covered:
                line.append(Cell(text.text, 1, columns, row.head, text.bold))
                open_at.pop(column, None)
                covered = False
                if edge.down == "top":
                    open_at[column] = (number, len(line) - 1)
            column += columns
        lines.append(line)
    return lines


def _places(edges: Iterable[int]) -> dict[int, int]:
    """The number of each edge from the left; those that are near one another share it."""
    places: dict[int, int] = {}
    last: int | None = None
    number = -1
    for edge in sorted(set(edges)):
        if last is None or edge - last > _NEAR:
            number += 1
            last = edge
        places[edge] = number
    return places
