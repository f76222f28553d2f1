"""The columns of a PDF page: which stretches of characters stand in which, in reading order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import median

from ingest.load.pdf.glyphs import Line

_FEW = 4  # lines: a masthead, a title and a date above the columns
_NARROWEST = 0.15  # of the page's width: five columns of prose are about as wide as this each
_STEP = 3.0  # points between the places where a gutter is looked for
_DEEPEST = 3  # a side of a gutter may itself be columns, down to eight of them


def zones_of(runs: Sequence[Line], width: float) -> list[list[Line]]:
    """Divide `runs` into the columns of the page, in reading order: what spans two columns ends both of
    them."""
    gutter = _gutter(runs, width)
    if gutter is None:
        return [list(runs)] if runs else []
    above = _set_apart(runs, top=True)
    below = _set_apart(runs, top=False)
    if below and _ends_column(below[-1], runs, gutter):
        below = []
    if above or below:
        apart = {id(run) for run in (*above, *below)}
        inner = [run for run in runs if id(run) not in apart]
        return [zone for zone in (above, *zones_of(inner, width), below) if zone]
    spanning = sorted(
        (run for run in runs if run.box.left < gutter < run.box.right), key=lambda run: -run.box.top
    )
    rest = [run for run in runs if not run.box.left < gutter < run.box.right]
    zones: list[list[Line]] = []
    for limit in [*spanning, None]:
        floor = limit.box.top if limit else -math.inf
        band = [run for run in rest if middle(run) > floor]
        rest = [run for run in rest if middle(run) <= floor]
        zones += zones_of([run for run in band if run.box.right <= gutter], width)
        zones += zones_of([run for run in band if run.box.left >= gutter], width)
        if limit and zones and zones[-1][-1] in spanning:
            zones[-1].append(limit)
        elif limit:
            zones.append([limit])
    return zones


def _set_apart(runs: Sequence[Line], *, top: bool) -> list[Line]:
    """The few lines at the top or bottom that white space over the full width divides from the columns: none
    stands beside another, but for the short pieces of a running head."""
    usual = median(run.box.right - run.box.left for run in runs)
    ordered = sorted(runs, key=lambda run: -run.box.top if top else run.box.bottom)
    found: list[Line] = []
    for count in range(1, _FEW + 1):
        edge, rest = ordered[:count], ordered[count:]
        beside = [run for run in edge[:-1] if side_by_side(edge[-1], run)]
        short = all(run.box.right - run.box.left < 0.5 * usual for run in (*beside, edge[-1]))
        is_head = top and (short or _is_short(edge, runs))
        if not rest or (beside and not is_head):
            break
        upper, lower = (edge, rest) if top else (rest, edge)
        space = min(run.box.bottom for run in upper) - max(run.box.top for run in lower)
        if space > 0.8 * median(run.size for run in rest):
            found = edge
    return found


def _ends_column(line: Line, runs: Sequence[Line], gutter: float) -> bool:
    """Whether a line under white space opens a paragraph of a column that runs on below the end of the other:
    it is as wide and in the type of what stands above it."""
    column = [run for run in runs if run.box.right <= gutter or run.box.left >= gutter]
    column = [run for run in column if (run.box.left < gutter) == (line.box.left < gutter)]
    wide = [run.box.right - run.box.left for run in column]
    return (
        line in column
        and line.box.right - line.box.left > 0.6 * max(wide)
        and abs(line.size - median(run.size for run in column)) < 0.07 * line.size
    )


def _is_short(edge: Sequence[Line], runs: Sequence[Line]) -> bool:
    """Whether the runs at an edge are a head and the page's number beside it, not lines of columns."""
    row = [run for run in edge if side_by_side(run, edge[-1])]
    extent = max(run.box.right for run in runs) - min(run.box.left for run in runs)
    return (
        len(row) < 4
        and any(len(run.text.strip()) < 6 for run in row)
        and all(run.box.right - run.box.left < 0.6 * extent for run in row)
    )


def side_by_side(one: Line, other: Line) -> bool:
    """Whether two stretches stand at the same height."""
    shared = min(one.box.top, other.box.top) - max(one.box.bottom, other.box.bottom)
    return shared > 0.5 * min(one.box.top - one.box.bottom, other.box.top - other.box.bottom)


def _gutter(runs: Sequence[Line], width: float, depth: int = _DEEPEST) -> float | None:
    """The x between two columns of prose, or None where the page has one column or a table."""
    for crossing, x in sorted(_strips(runs)):
        left = [run for run in runs if run.box.right <= x]
        right = [run for run in runs if run.box.left >= x]
        if (
            crossing < min(len(left), len(right))
            and _overlap(left, right)
            and _is_prose(left, width, depth)
            and _is_prose(right, width, depth)
        ):
            return x
    return None


def _strips(runs: Sequence[Line]) -> Iterator[tuple[int, float]]:
    """The places that fewer stretches cross than those to the left and to the right of them, and by how many
    they are crossed."""
    if len(runs) < 2 * _FEW:
        return
    first, last = min(run.box.left for run in runs), max(run.box.right for run in runs)
    size = int((last - first) / _STEP) + 2
    changes = [0] * (size + 1)
    for run in runs:
        start = math.floor((run.box.left - first) / _STEP) + 1
        end = math.ceil((run.box.right - first) / _STEP)
        if end > start:
            changes[start] += 1
            changes[end] -= 1
    crossed, counts = 0, []
    for change in changes[:size]:
        crossed += change
        counts.append(crossed)
    start = 0
    for place in range(1, size):
        if counts[place] == counts[start]:
            continue
        is_low = start > 0 and counts[start - 1] > counts[start] < counts[place]
        if is_low and counts[start] < len(runs) / 3:
            yield counts[start], first + _STEP * (start + place - 1) / 2
        start = place


def _is_prose(runs: Sequence[Line], width: float, depth: int) -> bool:
    """Whether `runs` are one column of prose, or several."""
    return _is_column(runs, width) or (depth > 1 and _gutter(runs, width, depth - 1) is not None)


def _is_column(runs: Sequence[Line], width: float) -> bool:
    """Whether `runs` are lines of prose under one another: cells of a table are short for their column, notes
    in a margin are narrow."""
    if len(runs) < _FEW:
        return False
    extent = max(run.box.right for run in runs) - min(run.box.left for run in runs)
    # Marks of notes and divided words are runs of their own, and no lines.
    widths = sorted(run.box.right - run.box.left for run in runs if len(run.text.strip()) > 2)
    if not widths:
        return False
    usual = median(widths)
    return usual > 0.6 * extent and usual > _NARROWEST * width


def _overlap(left: Sequence[Line], right: Sequence[Line]) -> bool:
    if not left or not right:
        return False
    top = min(max(run.box.top for run in side) for side in (left, right))
    bottom = max(min(run.box.bottom for run in side) for side in (left, right))
    return top - bottom > 2 * median(run.size for run in left)


def middle(run: Line) -> float:
    """The height at which a stretch stands."""
    return (run.box.top + run.box.bottom) / 2
