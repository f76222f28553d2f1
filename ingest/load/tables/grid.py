"""The grid of a table: cells in, as a format gives them, and the text of each wherever it reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.load.budgets import CELLS, COVERED, WIDEST, check
from ingest.load.builder import one_line


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a format gives it: its text, how many rows and columns it spans, whether the format calls it
    a head, and whether it is printed as heads are (bold, shaded)."""

    text: str
    rows: int = 1
    columns: int = 1
    head: bool = False
    strong: bool = False


class Span(NamedTuple):
    """The cell from which others are covered, and how far it reaches."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(slots=True)
class Grid:
    """A table with the text of each cell in every place that it covers. `spans` knows the covered places,
    `heads` the rows that the format calls heads, `strong` those that are printed as heads are; `numbers` are
    the rows' own, where they do not count from 1. `usual` says that tables of this kind have a head."""

    cells: list[list[str]]
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    strong: set[int] = field(default_factory=set)
    numbers: Sequence[int] = ()
    usual: bool = False

    def number(self, row: int) -> int:
        """What the table itself calls the row `row` of the grid."""
        return self.numbers[row] if self.numbers else row + 1


def grid_of(rows: Iterable[Sequence[Cell]], *, usual: bool = False) -> Grid:
    """The grid of rows in which the cells that others cover are not given, as in HTML. A span of 0 rows
    reaches to the table's end."""
    given = [list(row) for row in rows]
    grid = Grid([[] for _ in given], usual=usual)
    most = max((sum(max(1, min(cell.columns, WIDEST)) for cell in row) for row in given), default=0)
    # Squares are made of rows: what a table covers is a small multiple of what it gives.
    fewest = COVERED * (100 + sum(map(len, given)))
    check(most * len(given), min(CELLS, fewest), "cells in a table")
    places = 0
    for top, row in enumerate(given):
        column = 0
        for cell in row:
            while (top, column) in grid.spans:
                column += 1
            down = min(cell.rows or len(given), len(given) - top)
            across = max(1, min(cell.columns, WIDEST))
            places += max(1, down) * across
            check(places, CELLS, "cells in a table")
            _put(grid, Span(top, column, max(1, down), across), one_line(cell.text))
            column += across
        named = [cell for cell in row if cell.text.strip()]
        if named and all(cell.head for cell in named):
            grid.heads.add(top)
        if named and all(cell.strong or cell.head for cell in named):
            grid.strong.add(top)
    _squared(grid.cells)
    return grid


def _put(grid: Grid, span: Span, text: str) -> None:
    covers = span.rows > 1 or span.columns > 1
    for row in range(span.row, span.row + span.rows):
        line = grid.cells[row]
        line.extend([""] * (span.column + span.columns - len(line)))
        for column in range(span.column, span.column + span.columns):
            line[column] = text
            if covers:
                grid.spans[row, column] = span


def _squared(cells: list[list[str]]) -> None:
    width = max(map(len, cells), default=0)
    check(width * len(cells), CELLS, "cells in a table")
    for line in cells:
        line.extend([""] * (width - len(line)))


def values_of(grid: Grid, row: int, columns: Sequence[int]) -> list[tuple[int, str]]:
    """The cells of a row that hold something, each once: the number within `columns` and the text."""
    found: list[tuple[int, str]] = []
    last: Span | None = None
    for number, column in enumerate(columns):
        text = grid.cells[row][column]
        span = grid.spans.get((row, column)) if grid.spans else None
        if text and (span is None or span != last):
            found.append((number, text))
        last = span
    return found
