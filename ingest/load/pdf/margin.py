"""What stands in the margins of a PDF page beside its text: the numbers of its lines, and side notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

from ingest.load.pdf.columns import middle, side_by_side
from ingest.load.pdf.glyphs import Box, Glyph, Line, run_of

Side = Literal["left", "right"]

_SIDES: tuple[Side, ...] = ("left", "right")
_LEADING = re.compile(r"\s*(\d{1,4})(?=\s|$)")
_TRAILING = re.compile(r"(?<!\S)(\d{1,4})\s*$")
_STEPS = (1, 2, 5, 10)
_FEWEST = 4  # numbers that make a column of them, on a page that is looked at alone
_ALIGNED = 2.5  # points between numbers that stand under one another
_OUTSIDE = 3  # lines that may stand above or below the numbers and reach under them: heads and feet of pages
_YEARS = range(1800, 2200)
_BODY = 0.33  # of the page's width: a wider stretch is a line of the text
_NOTE_SIZE = 0.94  # of the text's type size: side notes are set smaller


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at the edge of a row: the run that holds it, its own box, and what is left of the run."""

    value: int
    run: Line
    box: Box
    rest: tuple[Glyph, ...]
    is_alone: bool


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """The column of line numbers of a page: where it stands, and the numbers in it."""

    side: Side
    at: float
    found: tuple[_Number, ...]


def line_numbers(runs: Sequence[Line], known: Sequence[tuple[Side, float]] = ()) -> tuple[LineNumbers, ...]:
    """The columns of line numbers beside the text, at most one a side. `known` are the places where other
    pages of the document have theirs: there even one number is enough."""
    rows = _rows([run for run in runs if run.upright])
    found = []
    for side in _SIDES:
        numbers = [number for row in rows if (number := _number(row, side))]
        places = [at for where, at in known if where == side]
        for aligned in _under_one_another(numbers):
            at = median(_edge(one, side) for one in aligned)
            is_known = any(abs(at - place) < 2 * _ALIGNED for place in places)
            if _counts_lines(aligned, rows, side, is_known=is_known):
                found.append(LineNumbers(side, at, tuple(aligned)))
                break
    return tuple(found)


def without(runs: Sequence[Line], columns: Sequence[LineNumbers]) -> list[Line]:
    """The runs without the line numbers."""
    numbered = {id(number.run): number for column in columns for number in column.found}
    kept: list[Line] = []
    for run in runs:
        number = numbered.get(id(run))
        if number is None:
            kept.append(run)
        elif number.rest:
            kept += run_of(number.rest, bold=run.bold)
    return kept


def outside(runs: Sequence[Line], columns: Sequence[LineNumbers]) -> list[Line]:
    """The few runs above the first and below the last numbered line of a page whose every line has a number:
    heads and feet."""
    numbers = [number for column in columns for number in column.found]
    values = [number.value for number in numbers]
    if len(values) < _FEWEST or values[1] - values[0] != 1:
        return []
    top, bottom = max(one.box.top for one in numbers), min(one.box.bottom for one in numbers)
    above = [run for run in runs if run.box.bottom > top]
    below = [run for run in runs if run.box.top < bottom]
    return (above if len(_rows(above)) <= _OUTSIDE - 1 else []) + (
        below if len(_rows(below)) <= _OUTSIDE + 1 else []
    )


def _rows(runs: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for run in sorted(runs, key=lambda run: -middle(run)):
        if rows and side_by_side(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.box.left) for row in rows]


def _number(row: Sequence[Line], side: Side) -> _Number | None:
    """The number at the edge of a row, if one stands there apart from the words."""
    run = row[0] if side == "left" else row[-1]
    text = "".join(glyph.char for glyph in run.glyphs)
    match = (_LEADING if side == "left" else _TRAILING).search(text)
    if not match or (side == "left" and match.start() != 0):
        return None
    own, rest = _split(run.glyphs, match.start(1), match.end(1))
    boxes = [glyph.box for glyph in own if glyph.box]
    if not boxes:
        return None
    box = Box(boxes[0].left, min(b.bottom for b in boxes), boxes[-1].right, max(b.top for b in boxes))
    return _Number(int(match[1]), run, box, tuple(rest), not rest)


def _split(glyphs: Sequence[Glyph], start: int, end: int) -> tuple[list[Glyph], list[Glyph]]:
    """The characters from `start` to `end` of the run's text, and the others, without the blanks between."""
    own: list[Glyph] = []
    before: list[Glyph] = []
    after: list[Glyph] = []
    place = 0
    for glyph in glyphs:
        (own if start <= place < end else before if place < start else after).append(glyph)
        place += len(glyph.char)
    rest = [*before, *after]
    while rest and rest[0].char.isspace():
        rest.pop(0)
    while rest and rest[-1].char.isspace():
        rest.pop()
    return own, rest


def _edge(number: _Number, side: Side) -> float:
    return number.box.right if side == "left" else number.box.left


def _under_one_another(numbers: Sequence[_Number]) -> list[list[_Number]]:
    """The largest groups of numbers that stand under one another by their left, right or middle, the largest
    first."""
    measures: tuple[Callable[[_Number], float], ...] = (
        lambda one: one.box.right,
        lambda one: one.box.left,
        lambda one: (one.box.left + one.box.right) / 2,
    )
    groups: list[list[_Number]] = []
    for measure in measures:
        places = Counter(round(measure(one) / _ALIGNED) for one in numbers)
        if not places:
            continue
        at = max(places, key=lambda place: places[place] + max(places[place - 1], places[place + 1]))
        near = [one for one in numbers if abs(round(measure(one) / _ALIGNED) - at) <= 1]
        groups.append(near)
    return sorted(groups, key=len, reverse=True)


def _counts_lines(
    numbers: Sequence[_Number], rows: Sequence[Sequence[Line]], side: Side, *, is_known: bool
) -> bool:
    """Whether the numbers count the lines of the page, and are no list's, table's or paragraphs'."""
    values = [one.value for one in numbers]
    few = _FEWEST - 1 if values[:3] == [5, 10, 15] else _FEWEST
    if len(values) < (1 if is_known else few):
        return False
    if values[0] in _YEARS and values[-1] in _YEARS and not is_known:
        return False
    steps = [after - before for before, after in pairwise(values)]
    step = Counter(one for one in steps if one in _STEPS).most_common(1)
    by = step[0][0] if step else 1
    regular = sum(one == by or after in (1, by) for one, after in zip(steps, values[1:], strict=True))
    if steps and (regular < 0.85 * len(steps) or (by > 1 and any(value % by for value in values))):
        return False
    if not _stand_alone(numbers, rows, side):
        return False
    return is_known or _is_beside_lines(numbers, rows, by)


def _stand_alone(numbers: Sequence[_Number], rows: Sequence[Sequence[Line]], side: Side) -> bool:
    """Whether no other text of the page reaches into the column of the numbers, but for a few heads and
    feet."""
    own = {id(one.run) for one in numbers}
    top, bottom = max(one.box.top for one in numbers), min(one.box.bottom for one in numbers)
    left, right = min(one.box.left for one in numbers), max(one.box.right for one in numbers)
    within = beyond = 0
    for row in rows:
        reaching = [
            run
            for run in row
            if id(run) not in own and (run.box.left < right if side == "left" else run.box.right > left)
        ]
        if reaching and bottom < middle(row[0]) < top:
            within += 1
        elif reaching:
            beyond += 1
    return within <= 0.1 * len(numbers) and beyond <= _OUTSIDE


def _is_beside_lines(numbers: Sequence[_Number], rows: Sequence[Sequence[Line]], step: int) -> bool:
    """Whether the numbers stand at even distances beside lines of prose, or go on where nothing is written;
    the numbers of a table stand beside cells."""
    top, bottom = max(one.box.top for one in numbers), min(one.box.bottom for one in numbers)
    between = [row for row in rows if bottom <= middle(row[0]) <= top]
    if step == 1 and len(numbers) < 0.6 * len(between):
        return False
    if step > 1 and not 0.5 * step <= len(between) / len(numbers) <= 1.5 * step:
        return False
    own = {id(one.run): one for one in numbers}
    others = [[run for run in row if not (id(run) in own and own[id(run)].is_alone)] for row in between]
    cells = [len(row) + sum(_gaps(run) for run in row) for row in others if row]
    if cells and median(cells) > 2:
        return False
    filled = [row for row in others if row]
    if len(filled) < 0.9 * len(others) or not filled:
        return True
    extents = [row[-1].box.right - row[0].box.left for row in filled]
    return median(extents) > 0.6 * max(extents)


def _gaps(run: Line) -> int:
    return max(0, run.cells - 1)


def side_notes(runs: Sequence[Line], width: float) -> list[Line]:
    """The runs that stand in smaller type in the margin beside the lines of the text."""
    upright = [run for run in runs if run.upright]
    sizes = Counter[float]()
    for run in upright:
        sizes[round(run.size, 1)] += len(run.text)
    if not sizes:
        return []
    size = sizes.most_common(1)[0][0]
    body = [
        run
        for run in upright
        if run.box.right - run.box.left > _BODY * width and abs(run.size - size) < 0.05 * size
    ]
    if len(body) < _FEWEST:
        return []
    left = sorted(run.box.left for run in body)[len(body) // 20]
    right = sorted((run.box.right for run in body), reverse=True)[len(body) // 20]
    aside = [
        run
        for run in upright
        if run.size < _NOTE_SIZE * size and (run.box.right < left - 2 or run.box.left > right + 2)
    ]
    return [run for run in aside if any(_is_beside(run, line) for line in body)]


def _is_beside(run: Line, line: Line) -> bool:
    reach = 1.2 * line.size
    return run.box.bottom < line.box.top + reach and run.box.top > line.box.bottom - reach


def numbered_at(pages: Sequence[Sequence[LineNumbers]]) -> list[tuple[Side, float]]:
    """Where most pages have their line numbers: the side, and the height of the column's edge."""
    places: list[tuple[Side, float]] = []
    for side in _SIDES:
        found = [column.at for page in pages for column in page if column.side == side]
        if len(found) >= 0.4 * len(pages):
            places += [(side, at) for at in sorted(set(found))]
    return places
