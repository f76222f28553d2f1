"""A table in letters of one width, for a terminal and for Slack."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

_BETWEEN = "  "
_LEAST = 18  # letters of a column that is made narrower to fit


def column_text(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The rows as lines of at most so many letters, a line under the first of them; a cell that is too long
    for its column goes on below. An empty list where there is no room for that."""
    widths = _widths(rows, width)
    if sum(widths) + len(_BETWEEN) * (len(widths) - 1) > width:
        return []
    lines = [line for row in rows for line in _row(row, widths)]
    head = len(list(_row(rows[0], widths)))
    return [*lines[:head], _BETWEEN.join("─" * one for one in widths), *lines[head:]]


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [
        textwrap.wrap(cell, width, break_on_hyphens=False) or [""]
        for cell, width in zip(cells, widths, strict=True)
    ]
    return [
        _BETWEEN.join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip()
        for line in zip_longest(*wrapped, fillvalue="")
    ]


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """How wide each column is: as its longest cell, but where all are too wide together, the widest give
    way."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = width - len(_BETWEEN) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths
