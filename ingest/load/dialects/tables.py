"""Tables of XML: the cells of HTML, of CALS and of the Government Publishing Office, with what they span."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ingest.load.tables import Cell

_SPANS = (("rowspan", "ROWSPAN"), ("colspan", "COLSPAN"))


def cell_of(element: Any, text: str, is_head: bool) -> Cell:
    """A cell with how many rows and columns it spans, as its format tells."""
    rows, columns = (
        next((int(value) for name in names if (value := element.get(name, "")).isdecimal()), 1)
        for names in _SPANS
    )
    if element.get("morerows", "").isdecimal():
        rows = int(element.get("morerows")) + 1
    first, last = (re.search(r"\d+$", element.get(name, "")) for name in ("namest", "nameend"))
    if first and last:
        columns = int(last[0]) - int(first[0]) + 1
    # The Government Publishing Office counts the columns that a cell reaches beyond its own.
    beyond = element.get("A") or (element.getparent().get("EXPSTB") if element.getprevious() is None else "")
    if beyond and (match := re.search(r"\d+$", beyond)):
        columns = int(match[0]) + 1
    return Cell(text, rows, columns, is_head)


def head_rows(heads: Sequence[Any], flat: Callable[[Any], str]) -> list[list[Cell]]:
    """The rows of column heads that stand in one list, each with its level: a head is over those of lower
    levels that follow it."""
    levels = [int(one.get("H")) if (one.get("H") or "").isdecimal() else 1 for one in heads]
    deepest = max(levels, default=0)
    rows: list[list[Cell]] = [[] for _ in range(deepest)]
    for number, (head, level) in enumerate(zip(heads, levels, strict=True)):
        after = next((at for at in range(number + 1, len(levels)) if levels[at] <= level), len(levels))
        below = _leaves(levels[number + 1 : after])
        down = 1 if below else deepest - level + 1
        rows[level - 1].append(Cell(flat(head), down, max(1, below), True))
    return rows


def _leaves(levels: Iterable[int]) -> int:
    """How many heads of a list have none below them."""
    listed = list(levels)
    return sum(
        1 for number, level in enumerate(listed) if number + 1 == len(listed) or listed[number + 1] <= level
    )
