"""Tables on PDF pages: lines whose words stand under one another become rows of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.load.builder import one_line
from ingest.load.pdf.glyphs import HYPHEN_MARK, Line, Part, words_of
from ingest.load.pdf.labels import hangs
from ingest.load.tables import Cell, Grid, grid_of

_TIGHT = 0.8  # of the usual distance of rows: a nearer line goes on with the row above it
_APART = 3.2  # of the type size: a wider distance ends a table
_MOST_HEADS = 5  # lines of heads that may stand above the rows
_HALF_LINE = 0.9  # of the type size: heads of several lines beside one another stand nearer than lines do
_OVERLAPS = 0.7  # of the type size: nearer lines are cells of several lines, set in the middle of their row
_FULL = 0.8  # of the columns: a row of so many cells has none that spans two
_CLEAR = 0.45  # of the type size: what stands between two columns is at least so wide
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_ODD = 0.06  # of the lines: so many may reach over the space between two columns, as titles within a table do

Span = tuple[float, float]


@dataclass(slots=True)
class Table:
    """The lines of a table, which may go on over the ends of pages."""

    lines: list[Line] = field(default_factory=list)

    def extend(self, lines: Sequence[Line]) -> None:
        """Go on with lines of the next page, without the heads that it repeats."""
        heads = {one_line(line.text) for line in self.lines[:_MOST_HEADS]}
        start = 0
        while start < len(lines) and one_line(lines[start].text) in heads:
            start += 1
        self.lines.extend(lines[start:])

    def goes_on(self, lines: Sequence[Line]) -> bool:
        """Whether a table at the top of the next page has the same columns."""
        mine, others = columns_of(self.lines[-60:]), columns_of(lines)
        near = sum(
            any(abs(one[0] - other[0]) < 12 or abs(one[1] - other[1]) < 12 for other in others)
            for one in mine
        )
        return abs(len(mine) - len(others)) < 2 and near >= max(2, len(mine) - 1)


def tables_in(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The stretches of a column's lines that are tables, as the first and the number after the last."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(lines):
        if not _has_cells(lines[start]):
            start += 1
            continue
        end = start + 1
        while end < len(lines) and (step := _goes_on(lines, start, end)):
            end = step
        if _is_table(lines[start:end]):
            floor = found[-1][1] if found else 0
            found.append((_with_heads(lines, start, end, floor), end))
        start = end
    return found


def _has_cells(line: Line) -> bool:
    return line.upright and line.cells > 1 and not line.alone and not hangs(line)


def _goes_on(lines: Sequence[Line], start: int, end: int) -> int:
    """Where the table from `start` stands after the line `end`; 0 where that is none of it."""
    line, before = lines[end], lines[end - 1]
    distance = before.box.bottom - line.box.bottom
    if distance > _APART * max(line.size, before.size) or distance < 0 or not line.upright or line.alone:
        return 0
    if line.cells > 1:
        return end + 1
    # A line of one part belongs to the table where rows with cells follow, or where it goes on with a cell.
    after = next((n for n in range(end + 1, min(end + 3, len(lines))) if _has_cells(lines[n])), 0)
    first = lines[start:end]
    width = max(one.box.right for one in first) - min(one.box.left for one in first)
    short = line.box.right - line.box.left < 0.6 * width
    if short and before.parts and line.box.left > before.parts[0].right and distance < 1.6 * line.size:
        return end + 1
    below_label = line.box.right < max(one.parts[1].left for one in first if one.cells > 1)
    if short and below_label and line.text.strip()[:1].islower() and distance < 1.4 * line.size:
        return end + 1
    if short and after and lines[after - 1].box.bottom - lines[after].box.bottom < _APART * line.size:
        return after
    return 0


def _is_table(lines: Sequence[Line]) -> bool:
    """Whether there are rows enough: two lines of two parts are set so for their look."""
    rows = [line for line in lines if line.cells > 1]
    return len(rows) > 2 or (len(rows) == 2 and all(line.cells > 2 for line in rows))


def _with_heads(lines: Sequence[Line], start: int, end: int, floor: int) -> int:
    """Where the table begins with the lines of heads above it that have no wide gaps: their words stand over
    its columns."""
    columns = columns_of(lines[start:end])
    first = start
    for number in range(start - 1, max(floor, start - 1 - _MOST_HEADS) - 1, -1):
        line, below = lines[number], lines[number + 1]
        distance = line.box.bottom - below.box.bottom
        if not line.upright or not 0 < distance < 2.2 * max(line.size, below.size):
            break
        words = words_of(line)
        touched = {_column(word, columns) for word in words}
        if (None in touched and line.cells < 2) or line.box.right > columns[-1][1] + 30:
            break
        if len(touched) == 1:
            if distance > _HALF_LINE * line.size:
                break
            continue  # a line of one head, where a higher one has more
        steps = [(b.left - a.right, _column(a, columns) == _column(b, columns)) for a, b in pairwise(words)]
        within = [gap for gap, is_same in steps if is_same]
        between = [gap for gap, is_same in steps if not is_same]
        if line.cells < 2 and within and min(between) < 1.3 * max(within):
            break  # words of a sentence stand evenly
        first = number
    while first > floor and _is_half_line(lines[first - 1], lines[first]):
        first -= 1
    return first


def _is_half_line(line: Line, below: Line) -> bool:
    """Whether a line stands between the lines of the heads beside it."""
    return line.upright and 0 < line.box.bottom - below.box.bottom < _HALF_LINE * below.size


def _column(word: Part, columns: Sequence[Span]) -> int | None:
    """The column in which a word stands; None where it reaches over two."""
    touched = [n for n, (left, right) in enumerate(columns) if word.left < right and word.right > left]
    if len(touched) > 1:
        return None
    middle = (word.left + word.right) / 2
    return touched[0] if touched else min(range(len(columns)), key=lambda n: _distance(middle, columns[n]))


def _distance(x: float, span: Span) -> float:
    return max(span[0] - x, x - span[1], 0.0)


def columns_of(lines: Sequence[Line]) -> list[Span]:
    """The columns of a table: the stretches between the spaces into which hardly a word reaches."""
    words = [word for line in lines for word in words_of(line)]
    if not words:
        return []
    size = max(line.size for line in lines)
    edges = sorted([(word.left, 1) for word in words] + [(word.right, -1) for word in words])
    odd = int(_ODD * len(lines))
    columns: list[list[float]] = []
    covering = 0
    for x, step in edges:
        before, covering = covering, covering + step
        if before <= odd < covering:
            # A space narrower than this is one between words that happen to stand under one another.
            needed = _CLEAR * size if len(lines) > 7 else 2 * _CLEAR * size
            if columns and x - columns[-1][1] < needed:
                continue
            columns.append([x, x])
        elif covering <= odd < before and columns:
            columns[-1][1] = x
    return [(left, right) for left, right in columns]


def rows_of_table(table: Table) -> tuple[Grid, list[Line]]:
    """The table as a grid, and the first line of each of its rows."""
    columns = columns_of(table.lines)
    steps = sorted(
        before.box.bottom - line.box.bottom
        for before, line in pairwise(table.lines)
        if before.page == line.page
    )
    usual = steps[len(steps) // 2] if steps else 0.0
    rows: list[list[list[Part]]] = []
    firsts: list[Line] = []
    previous: Line | None = None
    for line in table.lines:
        placed = _placed(line, columns)
        distance = previous.box.bottom - line.box.bottom if previous and previous.page == line.page else None
        if (
            rows
            and distance is not None
            and (distance < _OVERLAPS * line.size or _continues(placed, rows[-1], distance, usual))
        ):
            for own, more in zip(rows[-1], placed, strict=True):
                own.extend(more)
            firsts[-1] = replace(firsts[-1], ruled=firsts[-1].ruled or line.ruled)
        else:
            rows.append(placed)
            firsts.append(line)
        previous = line
    banners, heads = _banners(rows), _ruled_heads(firsts)
    cells = [
        _cells(row, columns, line, head=n < heads)
        for n, (row, line) in enumerate(zip(rows, firsts, strict=True))
    ]
    if banners:
        named = [_spread(row, columns) for row in rows[:banners]]
        named.append([_text(parts) for parts in rows[banners]])
        heads_row = [", ".join(dict.fromkeys(filter(None, over))) for over in zip(*named, strict=True)]
        cells[: banners + 1] = [[Cell(text, head=True) for text in heads_row]]
        firsts = [firsts[0], *firsts[banners + 1 :]]
    return grid_of(cells), firsts


def _ruled_heads(firsts: Sequence[Line]) -> int:
    """How many rows stand above the rule under the heads; 0 where there is none, or one under each row."""
    ruled = [number for number, line in enumerate(firsts[:-1]) if line.ruled]
    single = ruled and ruled[0] < _MOST_HEADS and (len(ruled) == 1 or ruled[1] > ruled[0] + 1)
    return ruled[0] + 1 if single else 0


def _banners(rows: Sequence[Sequence[Sequence[Part]]]) -> int:
    """How many rows at the top have several heads, each over some of the heads in the row below."""
    found = 0
    for row, below in pairwise(rows[: _MOST_HEADS + 1]):
        filled, under = sum(map(bool, row)), sum(map(bool, below))
        figures = any(part.text[0].isdigit() and not _YEAR.match(part.text) for cell in row for part in cell)
        if filled < 2 or figures or filled >= under:
            break
        found += 1
    return found


def _spread(row: Sequence[Sequence[Part]], columns: Sequence[Span]) -> list[str]:
    """What of a row of banners stands over each column: a banner stands over those that lie around its
    middle, no further to one side than to the other, and no nearer to the next banner."""
    banners = [(parts[0].left, max(part.right for part in parts), _text(parts)) for parts in row if parts]
    middles = [(left + right) / 2 for left, right, _ in banners]
    found = []
    for left, right in columns:
        over = ""
        for (first, last, text), middle in zip(banners, middles, strict=True):
            reach = min((abs(middle - other) for other in middles if other != middle), default=0.0) / 2
            if abs((left + right) / 2 - middle) <= reach or (first < right and last > left):
                over = text
                break
        found.append(over)
    return found


def _placed(line: Line, columns: Sequence[Span]) -> list[list[Part]]:
    """The words of a line by column; what reaches over several stands in the first, with what belongs to
    it."""
    placed: list[list[Part]] = [[] for _ in columns]
    words = words_of(line)
    for word in words:
        touched = [n for n, (left, right) in enumerate(columns) if word.left < right and word.right > left]
        if len(touched) == 1:
            placed[touched[0]].append(word)
    if sum(map(len, placed)) == len(words) and sum(map(bool, placed)) >= _FULL * len(columns):
        return placed
    placed = [[] for _ in columns]
    last: tuple[int, float] | None = None
    for word in words:
        touched = [n for n, (left, right) in enumerate(columns) if word.left < right and word.right > left]
        at = _column(word, columns) if len(touched) < 2 else touched[0]
        assert at is not None
        if last and at != last[0] and placed[last[0]] and word.left - last[1] < _CLEAR * line.size:
            at = last[0]  # no space to speak of: one cell that spans two columns
        placed[at].append(word)
        last = at, word.right
    return placed


def _continues(
    placed: Sequence[Sequence[Part]], above: Sequence[Sequence[Part]], distance: float, usual: float
) -> bool:
    """Whether a line goes on with the cells of the row above it."""
    filled = [bool(cell) for cell in placed]
    if all(filled) or not all(above[n] for n, is_filled in enumerate(filled) if is_filled):
        return False
    if distance < _TIGHT * usual or (not filled[0] and _goes_with(placed, above)):
        return True
    # One cell of many goes on with what stands above it, and so does a label that begins with a small letter.
    return sum(filled) == 1 and len(filled) > 2 and (not filled[0] or placed[0][0].text[:1].islower())


def _goes_with(placed: Sequence[Sequence[Part]], above: Sequence[Sequence[Part]]) -> bool:
    """Whether what stands in each filled cell continues words: figures do not."""
    return all(
        not any(char.isdigit() for part in cell for char in part.text)
        and any(char.isalpha() for part in over for char in part.text)
        for cell, over in zip(placed, above, strict=True)
        if cell
    )


def _cells(
    row: Sequence[Sequence[Part]], columns: Sequence[Span], first: Line, *, head: bool = False
) -> list[Cell]:
    cells = []
    column = 0
    while column < len(columns):
        parts = row[column]
        right = max((part.right for part in parts), default=0.0)
        across = 1
        while (
            column + across < len(columns)
            and not row[column + across]
            and right > columns[column + across][0]
        ):
            across += 1
        cells.append(Cell(_text(parts), columns=across, head=head, strong=first.bold))
        column += across
    return cells


def _text(parts: Sequence[Part]) -> str:
    text = ""
    for part in parts:
        words = part.text.strip()
        text = text[:-1] + words if text.endswith(HYPHEN_MARK) else f"{text} {words}".strip()
    return text.replace(HYPHEN_MARK, "-")
