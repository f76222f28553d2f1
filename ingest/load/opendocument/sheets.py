"""OpenDocument spreadsheets (.ods): each visible sheet a heading and its tables, cells as they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.load.opendocument import Reader, all_text, loaded, rows_of
from ingest.load.opendocument.styles import OFFICE, STYLE, TABLE
from ingest.load.own_text import own_letters
from ingest.load.tables import Cell, Grid, add_table, grid_of
from ingest.types import Document

_UNSEEN = frozenset({"collapse", "filter"})
_MOST = 500  # rows or cells for which one element may stand
_NUMERIC_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


def load_ods(data: bytes, name: str) -> Document:
    """An `.ods` file. Hidden sheets, rows and columns are left out and counted."""
    return loaded(data, name, "spreadsheet", _sheets)


def _sheets(reader: Reader, root: Any, common: Any) -> None:
    unseen = {
        style.get(f"{STYLE}name")
        for of in (root, common)
        for style in (of.iter(f"{STYLE}style") if of is not None else ())
        if any(one.get(f"{TABLE}display") == "false" for one in style.iter(f"{STYLE}table-properties"))
    }
    hidden = []
    for table in root.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"):
        title = table.get(f"{TABLE}name") or ""
        if table.get(f"{TABLE}style-name") in unseen:
            reader.leave_out("hidden", "".join(all_text(table)))
            hidden.append(title)
            continue
        reader.builder.see(own_letters(table))
        grid = _grid(reader, table)
        if any(any(row) for row in grid.cells):
            reader.builder.add(title, "heading")
            add_table(reader.builder, grid, title, titles="heading")
    if hidden:
        reader.builder.note(f"hidden sheets were left out: {', '.join(hidden)}")


def _grid(reader: Reader, table: Any) -> Grid:
    """The grid of a sheet. Empty rows between others stand in it once."""
    columns = _hidden_columns(table)
    lines: list[list[Cell]] = []
    numbers: list[int] = []
    at = 1
    for row, head in rows_of(table):
        repeats = _repeats(row, "rows")
        if row.get(f"{TABLE}visibility") in _UNSEEN:
            reader.leave_out("hidden", "".join(all_text(row)))
        else:
            cells = list(_cells(reader, row, head, columns))
            while cells and not cells[-1].text and cells[-1].columns == 1:
                cells.pop()
            if any(cell.text for cell in cells):
                for number in range(min(repeats, _MOST)):
                    lines.append(cells)
                    numbers.append(at + number)
            elif numbers and numbers[-1]:
                lines.append([])
                numbers.append(0)
        at += repeats
    while numbers and not numbers[-1]:
        lines.pop()
        numbers.pop()
    grid = grid_of(lines, usual=True)
    grid.numbers = numbers
    return grid


def _cells(reader: Reader, row: Any, head: bool, hidden: set[int]) -> Iterator[Cell]:
    """The cells of a row that no other covers, without those of hidden columns."""
    column = 0
    for element in row:
        repeats = _repeats(element, "columns")
        if element.tag == f"{TABLE}table-cell":
            for note in element.findall(f"{OFFICE}annotation"):
                reader.leave_out("comments", "".join(all_text(note)))
                element.remove(note)
            cell, _ = reader.cell(element, head, [])
            cell = replace(cell, text=_shown(element, cell.text))
            for first in range(column, column + min(repeats, _MOST)):
                places = [one for one in range(first, first + cell.columns) if one not in hidden]
                if places:
                    yield replace(cell, columns=len(places))
                else:
                    reader.leave_out("hidden", cell.text)
        column += repeats


def _shown(cell: Any, text: str) -> str:
    """A cell's text; a date in figures, which are read in two ways, as the file keeps it."""
    day = cell.get(f"{OFFICE}date-value") or ""
    if day and _NUMERIC_DATE.fullmatch(text.strip()):
        return day[: len("2025-02-03")]
    return text or cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}string-value") or ""


def _hidden_columns(table: Any) -> set[int]:
    hidden: set[int] = set()
    column = 0
    for element in table.iter(f"{TABLE}table-column"):
        repeats = min(_repeats(element, "columns"), 20_000)
        if element.get(f"{TABLE}visibility") in _UNSEEN:
            hidden.update(range(column, column + repeats))
        column += repeats
    return hidden


def _repeats(element: Any, of: str) -> int:
    value = element.get(f"{TABLE}number-{of}-repeated") or "1"
    return int(value) if re.fullmatch(r"[1-9]\d{0,8}", value) else 1
