"""Tables whose cells are framed by lines: the frames tell rows, columns and what spans several of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from ingest.load.pdf.glyphs import HYPHEN_MARK, Box, Line, Part, words_of
from ingest.load.tables import Cell

_NEAR = 3.0  # points within which two lines meet, or are one
_MOST_LINES = 3000  # more are a drawing
_LONGEST = 70  # words of a usual cell: more are a page's layout, not a table
_FILLED = 0.3  # of the cells: fewer with words in them are a form or a drawing


class _Word(NamedTuple):
    base: float
    part: Part
    bold: bool


@dataclass(frozen=True, slots=True)
class Framed:
    """A framed table: its rows of cells, and where it stands."""

    rows: tuple[tuple[Cell, ...], ...]
    box: Box
    columns: tuple[float, ...]


def framed(
    runs: Sequence[Line], level: Sequence[Box], upright: Sequence[Box]
) -> list[tuple[Framed, list[Line]]]:
    """The framed tables of a page, each with the runs in it."""
    if len(upright) < 2 or len(level) + len(upright) > _MOST_LINES:
        return []
    found = []
    for group in _connected(level, upright):
        rows = _places([(box.bottom + box.top) / 2 for box in group[0]])[::-1]
        columns = _places([(box.left + box.right) / 2 for box in group[1]])
        if len(rows) < 3 or len(columns) < 3:
            continue
        box = Box(columns[0], rows[-1], columns[-1], rows[0])
        inside = [
            run for run in runs if run.upright and not run.floats and not run.alone and _is_in(run.box, box)
        ]
        table = _filled(inside, rows, columns, group)
        if table:
            found.append((Framed(table, box, tuple(columns)), inside))
    return found


def _connected(level: Sequence[Box], upright: Sequence[Box]) -> Iterator[tuple[list[Box], list[Box]]]:
    """The lines in groups of those that meet."""
    lines = [*level, *upright]
    parent = list(range(len(lines)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    order = sorted(range(len(lines)), key=lambda number: lines[number].left)
    active: list[int] = []
    for number in order:
        active = [other for other in active if lines[other].right >= lines[number].left - _NEAR]
        for other in active:
            if (
                lines[other].bottom <= lines[number].top + _NEAR
                and lines[other].top >= lines[number].bottom - _NEAR
            ):
                parent[root(other)] = root(number)
        active.append(number)
    groups: dict[int, tuple[list[Box], list[Box]]] = {}
    for number, line in enumerate(lines):
        groups.setdefault(root(number), ([], []))[number >= len(level)].append(line)
    yield from groups.values()


def _places(values: Sequence[float]) -> list[float]:
    """The values without those that are as good as another, rising."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _is_in(box: Box, frame: Box) -> bool:
    across, up = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return frame.left < across < frame.right and frame.bottom < up < frame.top


def _filled(
    runs: Sequence[Line], rows: Sequence[float], columns: Sequence[float], lines: tuple[list[Box], list[Box]]
) -> tuple[tuple[Cell, ...], ...]:
    """The rows of cells with their words; nothing where the frame is no table's."""
    down, across = len(rows) - 1, len(columns) - 1
    words: dict[tuple[int, int], list[_Word]] = {}
    for run in runs:
        row = _between((run.box.bottom + run.box.top) / 2, rows[::-1])
        for word in words_of(run):
            place = down - 1 - row, _between((word.left + word.right) / 2, columns)
            base = run.box.bottom if math.isnan(run.base) else run.base
            words.setdefault(place, []).append(_Word(base, word, run.bold))
    counts = [len(found) for found in words.values()]
    if not counts or median(counts) > _LONGEST or len(words) < _FILLED * down * across:
        return ()
    spans = _spans(rows, columns, lines)
    filled: list[tuple[Cell, ...]] = []
    for row in range(down):
        held: list[tuple[tuple[int, int], list[_Word]]] = []
        for column in range(across):
            span = spans[row][column]
            if span is not None:
                places = [(r, c) for r in range(row, row + span[0]) for c in range(column, column + span[1])]
                held.append((span, [word for place in places for word in words.get(place, ())]))
        whole = sum(span[1] for span, _ in held) == across
        filled += _split(held) if whole else [tuple(_cell(*one) for one in held)]
    used = [column for column in range(across) if any((row, column) in words for row in range(down))]
    return tuple(filled) if len(used) > 1 and len({row for row, _ in words}) > 1 else ()


def _split(cells: Sequence[tuple[tuple[int, int], list[_Word]]]) -> list[tuple[Cell, ...]]:
    """The row of a frame; the several rows of one where figures stand line by line in all of its cells."""
    lines = [sorted({round(word.base) for word in found}, reverse=True) for _, found in cells if found]
    single = all(span[0] == 1 for span, _ in cells) and len(lines) > 1
    alike = (
        single
        and len(lines[0]) > 1
        and all(
            len(one) == len(lines[0]) and all(abs(a - b) < _NEAR for a, b in zip(one, lines[0], strict=True))
            for one in lines
        )
    )
    figures = sum(any(char.isdigit() for char in _text(found)) for _, found in cells if found)
    if not alike or 2 * figures < len(lines):
        return [tuple(_cell(span, found) for span, found in cells)]
    return [
        tuple(_cell(span, [word for word in found if abs(word.base - base) < _NEAR]) for span, found in cells)
        for base in lines[0]
    ]


def _cell(span: tuple[int, int], words: Sequence[_Word]) -> Cell:
    return Cell(_text(words), *span, strong=bool(words) and all(word.bold for word in words))


def _between(value: float, edges: Sequence[float]) -> int:
    return max(0, min(len(edges) - 2, sum(edge < value for edge in edges) - 1))


def _spans(
    rows: Sequence[float], columns: Sequence[float], lines: tuple[list[Box], list[Box]]
) -> list[list[tuple[int, int] | None]]:
    """How many rows and columns each cell spans; None for those that another covers."""
    level = [[line for line in lines[0] if abs((line.bottom + line.top) / 2 - y) <= _NEAR] for y in rows]
    upright = [[line for line in lines[1] if abs((line.left + line.right) / 2 - x) <= _NEAR] for x in columns]
    down, across = len(rows) - 1, len(columns) - 1
    found: list[list[tuple[int, int] | None]] = [[(1, 1)] * across for _ in range(down)]
    taken: set[tuple[int, int]] = set()
    for row in range(down):
        up = (rows[row] + rows[row + 1]) / 2
        for column in range(across):
            if (row, column) in taken:
                found[row][column] = None
                continue
            wide = 1
            while column + wide < across and not _is_passed(upright[column + wide], up, is_upright=True):
                wide += 1
            at = (columns[column] + columns[column + 1]) / 2
            high = 1
            while row + high < down and not _is_passed(level[row + high], at, is_upright=False):
                high += 1
            found[row][column] = (high, wide)
            taken.update((r, c) for r in range(row, row + high) for c in range(column, column + wide))
    return found


def _is_passed(lines: Sequence[Box], at: float, *, is_upright: bool) -> bool:
    """Whether one of the lines at an edge passes by `at`."""
    ends = ((one.bottom, one.top) if is_upright else (one.left, one.right) for one in lines)
    return any(start - _NEAR < at < end + _NEAR for start, end in ends)


def _text(words: Sequence[_Word]) -> str:
    """The words of a cell, line by line from the top."""
    text = ""
    for word in sorted(words, key=lambda one: (-round(one.base), one.part.left)):
        more = word.part.text
        text = text[:-1] + more if text.endswith(HYPHEN_MARK) else f"{text} {more}".strip()
    return text.replace(HYPHEN_MARK, "-")
