"""Where one table of a grid ends and the next begins: at empty rows and columns, and where two touch at a
corner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ingest.load.tables.grid import Grid, values_of
from ingest.load.tables.heads import MOST_HEADS, figure_columns, is_figure, is_period

_NEAR = 3  # rows between heads and their figures, at most
DEPTH = 4
"""How many times a sheet is cut into tables, one within another."""


def parts_of(
    grid: Grid, rows: range, columns: Sequence[int], depth: int
) -> Iterator[tuple[range, list[int]]]:
    """The parts of a grid that empty rows set apart, and empty columns where a table of its own begins after
    them; each with the columns that hold something."""

    def used(run: range, of: Sequence[int]) -> list[int]:
        return [column for column in of if any(grid.cells[row][column] for row in run)]

    filled = _runs(rows, lambda row: any(grid.cells[row][column] for column in columns))
    for run in (
        part for lines in _with_heads(grid, filled, columns) for part in _apart(grid, lines, columns)
    ):
        # A title over several tables may span the columns between them.
        first = next((row for row in run if len(values_of(grid, row, columns)) > 1), run[-1])
        body = range(first, run.stop)
        held = set(used(body, columns))
        sides = list(_runs(columns, held.__contains__))
        if depth and len(sides) > 1 and all(_is_table(grid, body, side) for side in sides):
            if first > run.start:
                yield range(run.start, first), used(range(run.start, first), columns)[:1]
            for side in sides:
                yield from parts_of(grid, body, side, depth - 1)
        else:
            yield run, used(run, columns)


def _with_heads(grid: Grid, runs: Iterable[Sequence[int]], columns: Sequence[int]) -> Iterator[range]:
    """The runs of filled rows; heads that an empty row parts from their figures are one with them."""
    open_run: range | None = None
    for rows in runs:
        run = range(rows[0], rows[-1] + 1)
        if open_run is not None and not _heads_for(grid, open_run, run, columns):
            yield open_run
            open_run = None
        open_run = run if open_run is None else range(open_run.start, run.stop)
    if open_run is not None:
        yield open_run


def _heads_for(grid: Grid, above: range, below: range, columns: Sequence[int]) -> bool:
    """Whether all that stands above is words, several in its last row, and figures stand in the first row
    below, near it."""
    last, first = values_of(grid, above[-1], columns), values_of(grid, below[0], columns)
    near = grid.number(below[0]) - grid.number(above[-1]) <= _NEAR
    if (
        not near
        or len(last) < 2
        or len(above) > MOST_HEADS
        or {at for at, _ in first[1:]} - {at for at, _ in last}
    ):
        return False
    words = all(
        not is_figure(text) or is_period(text) for row in above for _, text in values_of(grid, row, columns)
    )
    return words and len(first) > 1 and all(is_figure(text) and not is_period(text) for _, text in first[1:])


def _apart(grid: Grid, rows: range, columns: Sequence[int]) -> Iterator[range]:
    """The stretches of rows that have no column in common: tables that touch at a corner."""
    used = [sum(1 << column for column in columns if grid.cells[row][column]) for row in rows]  # a bit each
    below = [0]
    for own in reversed(used[1:]):
        below.append(below[-1] | own)
    start, above = rows.start, 0
    for row, own, after in zip(rows, used, reversed(below), strict=True):
        above |= own
        if after and not above & after:
            yield range(start, row + 1)
            start, above = row + 1, 0
    yield range(start, rows.stop)


def _runs(places: Sequence[int], filled: Callable[[int], bool]) -> Iterator[Sequence[int]]:
    """The stretches of `places` that are filled."""
    start: int | None = None
    for number, place in enumerate(places):
        if filled(place):
            start = number if start is None else start
        elif start is not None:
            yield places[start:number]
            start = None
    if start is not None:
        yield places[start:]


def _is_table(grid: Grid, rows: range, columns: Sequence[int]) -> bool:
    """Whether columns beside an empty one are a table of their own: they begin with a column of labels that
    has a head, or whose values differ from row to row as years do."""
    lines = [line for row in rows if any(line := [grid.cells[row][column] for column in columns])]
    if len(columns) < 2 or len(lines) < 2:
        return False
    labels = [line[0] for line in lines[1:] if line[0]]
    return bool(
        lines[0][0]
        and not is_figure(lines[0][0])
        and labels
        and (0 not in figure_columns(lines[1:]) or len(set(labels)) == len(labels) > 1)
    )
