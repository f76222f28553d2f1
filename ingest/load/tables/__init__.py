"""Tables of every format: a grid of cells in, rows that can be read and cited alone out ("Country: Sudland |
Goods: Timber | 2024, Duty (%): 0"), and the titles and notes between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.load.builder import TextBuilder
from ingest.load.tables.grid import Cell, Grid, Span, grid_of, values_of
from ingest.load.tables.heads import (
    MOST_HEADS,
    continues_heads,
    figure_columns,
    is_figure,
    is_period,
    joined_heads,
    opens_with_heads,
)
from ingest.load.tables.parts import DEPTH, parts_of
from ingest.types import Role

__all__ = ["Cell", "Grid", "Line", "Span", "add_table", "grid_of", "table_lines"]

_NOTE = re.compile(
    r"(?:sources?|notes?|n\.b\.|fuentes?|notas?|quellen?|hinweis|anmerkung)\b\s*[:.]"
    r"|[*†‡§]|[\[(]?(?:\d{1,2}|[a-z])[\])]\s|source\s",
    re.IGNORECASE,
)
_LONGEST_TITLE = 25  # words
_SHORTEST_TITLE = 4  # words: what is shorter may be the label of a row whose values are missing
_LONGEST_NAME = 6  # words
_TOTAL = re.compile(r"(?:grand |over)?(?:total|all)\b", re.IGNORECASE)
_SAMPLE = 50  # rows that tell what columns hold
_REMEMBERED = 20  # tables above, whose heads may hold for a part without any


class Line(NamedTuple):
    """What a table puts into the text: a row, a title above it, or a note. `row` counts from 1 and is the
    place within the table."""

    text: str
    role: Role
    row: int


def add_table(
    builder: TextBuilder,
    grid: Grid,
    place: str | None = None,
    *,
    titles: Role = "paragraph",
    speaker: str = "",
) -> None:
    """Add a table's lines. `place` is the sheet's name, empty where the file is the table, or None to count
    the document's tables; `titles` is the role of a title within the grid."""
    for line in table_lines(grid, titles=titles):
        if line.role != "row":
            builder.add(line.text, line.role, speaker=speaker)
            continue
        place = builder.next_table() if place is None else place
        at = f"{place}, row {line.row}" if place else f"row {line.row}"
        builder.add(line.text, line.role, place=at, speaker=speaker)


def table_lines(grid: Grid, *, titles: Role = "paragraph") -> Iterator[Line]:
    """The lines of all tables in a grid. Heads stand in each row that they belong to, and nowhere else,
    unless no row follows them. A table without heads keeps its cells, joined by " | "."""
    width = max(map(len, grid.cells), default=0)
    known: list[_Known] = []
    last: Line | None = None
    for rows, columns in parts_of(grid, range(len(grid.cells)), range(width), DEPTH):
        for line in _Table(grid, rows, tuple(columns), titles, known).lines():
            if last is not None:
                yield last
            last = line
    if last is not None:  # what nothing follows is no title
        yield last._replace(role="paragraph") if last.role == "heading" else last


class _Known(NamedTuple):
    """The heads of a table above, and which of its columns hold figures, and which nothing but years."""

    columns: tuple[int, ...]
    heads: list[str]
    figures: frozenset[int]
    periods: frozenset[int]


class _Table:
    """One part of a grid on its way into lines."""

    def __init__(
        self,
        grid: Grid,
        rows: range,
        columns: tuple[int, ...],
        titles: Role,
        known: list[_Known],
    ) -> None:
        self.grid, self.rows, self.columns, self.titles, self.known = grid, rows, columns, titles, known
        self.heads: list[str] = []
        self.section = ""
        self.printed: set[tuple[str, ...]] = set()  # the head rows, which may be repeated

    def texts(self, row: int) -> list[str]:
        return [self.grid.cells[row][column] for column in self.columns]

    def lines(self) -> Iterator[Line]:
        row, opening, titled = self.rows[0], True, False
        carried = _Carried(self)
        while row in self.rows:
            values = self._cells(row)
            if not values:  # between heads and their figures
                row += 1
                continue
            if len(self.columns) == 1 and not self._is_list():
                yield self._aside(row, values[0][1], titled)
                titled, row = True, row + 1
                continue
            if not opening and tuple(self.texts(row)) in self.printed:  # heads of the next page
                row += 1
                continue
            alone = len(values) == 1 and len(self.columns) > 1
            if alone and self._is_title(row, values[0], opening):
                yield self._aside(row, values[0][1], titled)
                opening = titled = True
                self.section, row = "", row + 1
                continue
            if opening or self._is_set_apart(row):
                count = self._count_heads(row)
                if count:
                    if row + count not in self.rows:  # heads over nothing
                        for head in range(row, self.rows[-1] + 1):
                            yield self._line(head, " | ".join(text for _, text in self._cells(head)))
                        return
                    self._take_heads(row, count)
                    carried = _Carried(self, row + count)
                    opening, titled, row = False, False, row + count
                    continue
                if opening:
                    self.heads = self._continued(row)
                    carried = _Carried(self, row)
                opening = titled = False
            if alone and self._is_section(row, values[0]):
                self.section, row = values[0][1].rstrip(":").rstrip(), row + 1
                continue
            yield self._line(row, self._row(row, carried))
            row += 1

    def _cells(self, row: int) -> list[tuple[int, str]]:
        return values_of(self.grid, row, self.columns)

    def _aside(self, row: int, text: str, titled: bool) -> Line:
        words = len(text.split())
        below = row + 1 not in self.rows and row > self.rows[0]  # nothing stands under it
        plain = (
            titled or below or _NOTE.match(text) or words > _LONGEST_TITLE or text.endswith((".", ";", ","))
        )
        return Line(text, "paragraph" if plain else self.titles, self.grid.number(row))

    def _line(self, row: int, text: str) -> Line:
        return Line(text, "row", self.grid.number(row))

    def _is_list(self) -> bool:
        """Whether the only column of the whole grid is a list under a head, as in a file of names."""
        if not self.grid.usual or len(self.grid.cells[0]) > 1 or len(self.rows) < 2:
            return False
        texts = [self.grid.cells[row][0] for row in self.rows[:_SAMPLE]]
        return all(len(text.split()) <= _LONGEST_NAME and not text.endswith(".") for text in texts)

    def _is_title(self, row: int, value: tuple[int, str], opening: bool) -> bool:
        """Whether a row of one cell is a title or a note rather than part of the table."""
        number, text = value
        if _NOTE.match(text):
            return True
        after = row + 1
        if opening:
            if number and after in self.rows and len(self._cells(after)) > 1:
                return not self._count_heads(row)  # a banner over the heads
            goes_on = self._continued(row) and not self._spans_all(row) and after in self.rows
            return not goes_on or self._starts_anew(after) or len(text.split()) >= _SHORTEST_TITLE
        if self._spans_all(row) and after not in self.rows:
            return True
        follows = after in self.rows and len(self._cells(after)) > 1 and self._starts_anew(after)
        sentence = len(text.split()) > _LONGEST_TITLE // 2 or text.endswith(".")
        last = after not in self.rows and len(text.split()) >= _SHORTEST_TITLE
        return follows or ((sentence or last) and number == 0)

    def _spans_all(self, row: int) -> bool:
        span = self.grid.spans.get((row, self.columns[0]))
        return span is not None and span.column + span.columns > self.columns[-1]

    def _is_set_apart(self, row: int) -> bool:
        """Whether a row within the table is printed as its heads are, so that it may be new heads."""
        if row in self.grid.heads:
            return True
        strong = self.grid.strong
        return row in strong and row - 1 not in strong and self._starts_anew(row)

    def _starts_anew(self, row: int) -> bool:
        """Whether a row within the table holds words, all different, where figures stand after it."""
        texts = self.texts(row)
        named = [text for text in texts if text]
        if len(set(named)) != len(named) or any(is_figure(text) and not is_period(text) for text in named):
            return False
        figures = figure_columns(self._body(row, _SAMPLE))
        if not figures or len(named) < 2:
            return False
        return all(texts[column] and not is_figure(texts[column]) for column in figures) or (
            self._count_heads(row) > 0
        )

    def _is_section(self, row: int, value: tuple[int, str]) -> bool:
        """Whether the row names what the rows below it belong to."""
        follows = row + 1 in self.rows and len(self._cells(row + 1)) > 1
        marked = self._spans_all(row) or row in self.grid.strong or value[1].endswith(":")
        return follows and marked and value[0] == 0

    def _count_heads(self, row: int) -> int:
        """How many rows from `row` on are heads."""
        grid = self.grid
        given = 0
        while row + given in self.rows and row + given in grid.heads:
            given += 1
        if given > MOST_HEADS and row + given not in self.rows:
            given = 1  # a table whose every cell is called a head
        if given == 0:
            apart = row in grid.strong and row + 1 not in grid.strong
            body = self._body(row, _SAMPLE)
            if not opens_with_heads(self.texts(row), body, set_apart=apart, usual=grid.usual):
                return 0
            given = 1
        while given < MOST_HEADS and row + given in self.rows:
            span = grid.spans.get((row + given, self.columns[0]))
            covered = span is not None and span.row < row + given
            under, over = self.texts(row + given), self.texts(row + given - 1)
            if not continues_heads(under, over, self._body(row + given, _SAMPLE), covered=covered):
                break
            given += 1
        return given

    def _body(self, row: int, count: int) -> list[list[str]]:
        """The rows after `row` that are not titles or notes within the table; all of them, if each is one."""
        after = range(row + 1, min(self.rows.stop, row + 1 + count))
        return [self.texts(one) for one in after if len(self._cells(one)) > 1] or list(map(self.texts, after))

    def _take_heads(self, row: int, count: int) -> None:
        texts = [self.texts(number) for number in range(row, row + count)]
        spanned = [
            [(number, column) in self.grid.spans for column in self.columns]
            for number in range(row, row + count)
        ]
        self.heads = joined_heads(texts, spanned)
        self.printed = {tuple(line) for line in texts}
        self.section = ""
        self.known.append(_Known(self.columns, self.heads, *self._kinds(row + count - 1)))

    def _continued(self, row: int) -> list[str]:
        """The heads of the last table above in the same columns whose columns hold the same kind of thing."""
        figures, periods = self._kinds(row - 1)
        own = set(self.columns)
        for known in self.known[: -_REMEMBERED - 1 : -1]:
            same = figures == known.figures & own and periods == known.periods & own
            if same and own <= set(known.columns):
                return [known.heads[known.columns.index(column)] for column in self.columns]
        return []

    def _kinds(self, row: int) -> tuple[frozenset[int], frozenset[int]]:
        """The columns of the grid that hold figures after the row, and those that hold nothing but years."""
        body = self._body(row, _SAMPLE)
        figures = frozenset(self.columns[number] for number in figure_columns(body))
        periods = frozenset(
            column
            for number, column in enumerate(self.columns)
            if (texts := [line[number] for line in body if line[number]]) and all(map(is_period, texts))
        )
        return figures, periods

    def _row(self, row: int, carried: _Carried) -> str:
        label = carried.label(row)
        values = ([(0, label)] if label else []) + self._cells(row)
        # The last row of all may be the sum of every section.
        apart = row + 1 not in self.rows and _TOTAL.match(values[0][1])
        parts = [self.section] if self.section and not apart else []
        for number, text in values:
            head = self._head(row, number)
            parts.append(f"{head}: {text}" if head else text)
        return " | ".join(parts)

    def _head(self, row: int, number: int) -> str:
        """The head of a cell; of one that spans several columns, the heads of all."""
        if not self.heads:
            return ""
        span = self.grid.spans.get((row, self.columns[number]))
        if span is None or span.columns == 1:
            return self.heads[number]
        over = [
            head
            for column, head in zip(self.columns, self.heads, strict=True)
            if span.column <= column < span.column + span.columns and head
        ]
        return " / ".join(dict.fromkeys(over))


class _Carried:
    """The label that stands once before several rows and is left blank in the others, as offices of
    statistics print it. Blanks count as that only where the labels after them repeat from group to group."""

    def __init__(self, table: _Table, start: int | None = None) -> None:
        self._labels: dict[int, str] = {}
        if start is None or len(table.columns) < 3 or not table.heads:
            return
        groups: list[tuple[str, list[tuple[int, str]]]] = []
        for row in range(start, table.rows.stop):
            texts = table.texts(row)
            if sum(map(bool, texts)) == 1:
                break  # a title or a note: what comes after it is another table
            if texts[0]:
                groups.append((texts[0], []))
            elif not groups:
                return
            groups[-1][1].append((row, texts[1]))
        seconds = [[second for _, second in members] for _, members in groups if len(members) > 1]
        figures = any(is_figure(second) for members in seconds for second in members)
        shared = len(seconds) > 1 and all(
            len(set(members)) == len(members) and all(members) for members in seconds
        )
        if shared and not figures and set(seconds[0]) & set(seconds[1]):
            self._labels = {row: name for name, members in groups for row, _ in members[1:]}

    def label(self, row: int) -> str:
        return self._labels.get(row, "")
