"""The cells of one sheet as a reader sees them, and the grid that they make: without hidden or struck rows
and columns, merged cells in all their places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from ingest.errors import WrongFormat
from ingest.load.builder import one_line
from ingest.load.number_formats import shown
from ingest.load.sheets.parts import CellStyle, S, Text, parsed, text_of, unescaped
from ingest.load.tables import Grid, Span

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_PLAIN = CellStyle()
_MOST_PLACES = 20_000_000  # of a grid; more is a sheet with cells at its far ends
_MOST_CHARACTERS = 100_000_000  # a text that a million cells share fits into a small file
_CODES = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&K\d\d[+-]\d{3}|&\d+|&[A-Za-z]')


class Area(NamedTuple):
    """A rectangle of cells, with its ends."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a sheet holds: its rows by number, each the texts by column; the numbers of the rows that are
    printed as heads are; its merged cells; and what was left out of it."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    strong: set[int] = field(default_factory=set)
    merges: list[Area] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    uncomputed: int = 0
    characters: int = 0


class Book(NamedTuple):
    """What the cells of all sheets refer to."""

    strings: Sequence[Text]
    styles: Sequence[CellStyle]
    since_1904: bool


def read_sheet(data: bytes, name: str, book: Book) -> Sheet:
    """The sheet in a part of the workbook."""
    sheet = Sheet()
    unseen: set[int] = set()
    rows_unseen = False
    last = 0
    covered: set[int] = set()
    for element in parsed(data, name, "sheetFormatPr", "col", "row", "mergeCell", "oddHeader", "oddFooter"):
        tag = element.tag.rpartition("}")[2]
        if tag == "sheetFormatPr":
            rows_unseen = element.get("zeroHeight") in ("1", "true")
        elif tag == "col" and (element.get("hidden") in ("1", "true") or element.get("width") == "0"):
            first, end = int(element.get("min") or 1), int(element.get("max") or 1)
            unseen.update(range(first, min(end, first + 16_384) + 1))
        elif tag == "row":
            last = int(element.get("r") or last + 1)
            hidden = element.get("hidden") in ("1", "true") or element.get("ht") == "0"
            hidden = hidden or (rows_unseen and element.get("hidden") is None)
            _read_row(element, last, sheet, book, unseen, covered, hidden=hidden)
            if sheet.characters > _MOST_CHARACTERS:
                raise WrongFormat(
                    f"{name}: its cells hold more than {_MOST_CHARACTERS:,} characters",
                    hint="split the sheet, or save the part that is needed",
                )
        elif tag == "mergeCell":
            area = area_of(element.get("ref") or "")
            if area is not None:
                sheet.merges.append(area)
        elif tag in ("oddHeader", "oddFooter"):
            place = tag.removeprefix("odd").lower()
            sheet.marks += [(part, place) for part in re.split(r"&[LCR]", element.text or "")]
    sheet.hidden_columns = len(covered)
    sheet.marks = [(one_line(_CODES.sub("", mark)), place) for mark, place in sheet.marks]
    return sheet


def _read_row(
    row: Any, number: int, sheet: Sheet, book: Book, unseen: set[int], covered: set[int], *, hidden: bool
) -> None:
    texts: dict[int, str] = {}
    strong, column = True, 0
    left_out = False
    for cell in row.iterchildren(f"{S}c"):
        match = _REFERENCE.match(cell.get("r") or "")
        column = column_of(match[1]) if match else column + 1
        place = cell.get("s") or "0"
        style = book.styles[int(place)] if place.isdecimal() and int(place) < len(book.styles) else _PLAIN
        text, struck = _value(cell, style, book, sheet)
        if struck:
            sheet.struck.append(struck)
        if not text:
            continue
        sheet.characters += len(text)
        if hidden or column in unseen or style.white:
            sheet.hidden.append(text)
            left_out = True
            if column in unseen:
                covered.add(column)
        elif style.struck:
            sheet.struck.append(text)
            left_out = True
        else:
            texts[column] = text
            strong = strong and (style.bold or style.shaded)
    sheet.hidden_rows += hidden and left_out
    if texts:
        sheet.rows[number] = texts
        if strong:
            sheet.strong.add(number)
    elif left_out:
        sheet.rows[number] = {0: ""}  # no empty row: it parts no tables


def _value(cell: Any, style: CellStyle, book: Book, sheet: Sheet) -> tuple[str, str]:
    """The text of a cell as it is shown, and what of it is struck."""
    kind, value = cell.get("t") or "n", cell.findtext(f"{S}v")
    if kind == "inlineStr":
        inline = cell.find(f"{S}is")
        own = text_of(inline) if inline is not None else Text("")
        return own.text, own.struck
    if not value:
        if kind != "str" and cell.find(f"{S}f") is not None:
            sheet.uncomputed += 1
        return "", ""
    if kind == "s":
        known = value.isdecimal() and int(value) < len(book.strings)
        shared = book.strings[int(value)] if known else Text("")
        return shared.text, shared.struck
    if kind == "b":
        return ("TRUE" if value == "1" else "FALSE"), ""
    if kind in ("str", "e"):
        return one_line(unescaped(value)), ""
    if kind == "d":
        return _iso(value), ""
    try:
        number = float(value)
    except ValueError:
        return one_line(value), ""
    text = shown(number, style.form, since_1904=book.since_1904)
    if not text:
        sheet.hidden.append(value)  # the format ";;;" shows nothing
    return one_line(text), ""


def _iso(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment.strftime("%Y-%m-%d %H:%M" if moment.hour or moment.minute else "%Y-%m-%d")


def column_of(letters: str) -> int:
    """The number of a column from its letters: "A" is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def area_of(reference: str) -> Area | None:
    """The area that "B2:D9" names."""
    ends = [(int(row), column_of(letters)) for letters, row in _REFERENCE.findall(reference)]
    if not ends:
        return None
    (top, left), (bottom, right) = ends[0], ends[-1]
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def grid_of_sheet(sheet: Sheet, tables: Sequence[Area] = ()) -> Grid:
    """The grid of a sheet. Empty rows and columns between others stand in it once; `tables` are the areas
    whose first row the sheet itself calls heads."""
    rows = sorted(sheet.rows)
    columns = sorted({column for texts in sheet.rows.values() for column in texts if column})
    across = {column: place for place, column in enumerate(_with_gaps(columns))}
    numbers: list[int] = []
    before = 0
    for row in rows:
        if before and row > before + 1 and numbers and numbers[-1]:
            numbers.append(0)
        if sheet.rows[row].keys() != {0}:
            numbers.append(row)
        before = row
    width = max(across.values(), default=-1) + 1
    if width * len(numbers) > _MOST_PLACES:
        return _narrow(sheet)
    grid = Grid([[""] * width for _ in numbers], numbers=numbers, usual=True)
    down = {row: place for place, row in enumerate(numbers) if row}
    for row, place in down.items():
        for column, text in sheet.rows[row].items():
            if column:
                grid.cells[place][across[column]] = text
        if row in sheet.strong:
            grid.strong.add(place)
    real = [row for row in numbers if row]
    filled = 0
    for area in sheet.merges:
        filled += _merge(grid, area, down, across, real)
        if filled > _MOST_PLACES:
            break  # no sheet that people made merges so much
    for area in tables:
        if area.top in down and all(area.left <= column <= area.right for column in sheet.rows[area.top]):
            grid.heads.add(down[area.top])
    return grid


def _with_gaps(columns: Sequence[int]) -> list[int]:
    """The columns, with one that is empty where others are left out between two."""
    found: list[int] = []
    for column in columns:
        if found and column > found[-1] + 1:
            found.append(column - 1)
        found.append(column)
    return found


def _merge(
    grid: Grid,
    area: Area,
    down: Mapping[int, int],
    across: Mapping[int, int],
    rows: Sequence[int],
) -> int:
    """Put the text of a merged cell in all of its places that the grid has; says how many they are."""
    if area.left not in across or area.top not in down:
        return 0
    top, left = down[area.top], across[area.left]
    last = rows[bisect_left(rows, area.bottom + 1) - 1]
    right = max(place for column, place in _between(across, area.left, area.right))
    text = grid.cells[top][left]
    if not text:
        return 0
    span = Span(top, left, down[last] - top + 1, right - left + 1)
    for row in range(span.row, span.row + span.rows):
        for column in range(span.column, span.column + span.columns):
            grid.cells[row][column] = text
            grid.spans[row, column] = span
    return span.rows * span.columns


def _between(across: Mapping[int, int], left: int, right: int) -> Iterator[tuple[int, int]]:
    """The columns of the grid from `left` to `right`, with their places."""
    columns = range(left, right + 1) if right - left < len(across) else sorted(across)
    return ((column, across[column]) for column in columns if column in across and left <= column <= right)


def _narrow(sheet: Sheet) -> Grid:
    """The rows of a sheet whose cells are too far apart for a grid, each cell beside the one before it."""
    rows = [row for row in sorted(sheet.rows) if sheet.rows[row].keys() != {0}]
    lines = [[text for column, text in sorted(sheet.rows[row].items()) if column] for row in rows]
    width = max(map(len, lines), default=0)
    return Grid([line + [""] * (width - len(line)) for line in lines], numbers=rows)
