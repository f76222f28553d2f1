"""The tables of Word as grids: merged cells, deleted rows, heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ingest.load.tables import Cell
from ingest.load.word.styles import Style, W, value_of

_WRAPS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


class Read(NamedTuple):
    """What a cell says: its text, whether all of it is bold."""

    text: str
    bold: bool


def inside(parent: Any, tag: str) -> Iterator[Any]:
    """The children with this tag, those that a content control or an insertion wraps among them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPS:
            yield from inside(child, tag)


def rows_of(table: Any, leave_out: Callable[[str, Any], None]) -> Iterator[Any]:
    """The rows that are still in the table."""
    for row in inside(table, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            leave_out("deleted", row)
        elif properties is not None and _is_on(properties.find(f"{W}hidden")):
            leave_out("hidden", row)
        else:
            yield row


def cells_of(row: Any) -> list[Any]:
    """The cells of a row that are still in it."""
    return [
        cell for cell in inside(row, f"{W}tc") if cell.find(f"{W}tcPr/{W}cellDel") is None
    ]  # a cell that a merge covers is there, but empty


def table_cells(
    table: Any, rows: list[Any], read: Callable[[int, Any], Read], styles: Mapping[str, Style]
) -> list[list[Cell]]:
    """The cells of each row, without those that a merged one covers; `read` gives a cell's words."""
    styled = _styles_first_row(table, styles)
    cells: list[list[Cell]] = []
    open_at: dict[int, tuple[int, int]] = {}  # column: where the cell stands that reaches down in it
    for number, row in enumerate(rows):
        properties = row.find(f"{W}trPr")
        head = properties is not None and _is_on(properties.find(f"{W}tblHeader"))
        before = value_of(properties, "gridBefore")
        column = int(before) if before.isdecimal() else 0
        line = [Cell("", columns=column)] if column else []
        for cell in cells_of(row):
            marks = cell.find(f"{W}tcPr")
            across = value_of(marks, "gridSpan")
            columns = int(across) if across.isdecimal() and across != "0" else 1
            merge = marks.find(f"{W}vMerge") if marks is not None else None
            if merge is not None and merge.get(f"{W}val") != "restart" and column in open_at:
                at, place = open_at[column]
                cells[at][place] = replace(cells[at][place], rows=number - at + 1)
            else:
                words = read(number, cell)
                strong = words.bold or _is_filled(marks) or (styled and number == 0)
                line.append(Cell(words.text, 1, columns, head, strong))
                open_at.pop(column, None)
                if merge is not None:
                    open_at[column] = (number, len(line) - 1)
            column += columns
        cells.append(line)
    return cells


def _styles_first_row(table: Any, styles: Mapping[str, Style]) -> bool:
    """Whether the table's style sets its first row apart, and the table lets it."""
    properties = table.find(f"{W}tblPr")
    style = styles.get(value_of(properties, "tblStyle"))
    look = properties.find(f"{W}tblLook") if properties is not None else None
    if style is None or not style.heads or look is None:
        return False
    first = look.get(f"{W}firstRow")
    if first is not None:
        return first in ("1", "true", "on")
    try:
        return bool(int(look.get(f"{W}val") or "0", 16) & 0x20)
    except ValueError:
        return False


def _is_filled(marks: Any) -> bool:
    shading = marks.find(f"{W}shd") if marks is not None else None
    return shading is not None and (shading.get(f"{W}fill") or "auto").lower() not in ("auto", "ffffff")


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{W}val") not in ("0", "false", "off")
