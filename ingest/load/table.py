"""Tables: .xlsx, .csv and .tsv. Each row is a block that names its columns, so that it can be read and cited
alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from ingest.errors import WrongFormat
from ingest.load.archive import opened
from ingest.load.builder import TextBuilder, one_line
from ingest.load.metadata import metadata
from ingest.load.text import decode
from ingest.types import Document

_DELIMITERS = ",;\t|"
_SNIFFED = 16_384  # characters that decide the delimiter


def load_csv(data: bytes, name: str, *, delimiter: str = "") -> Document:
    """A `.csv` or `.tsv` file; without `delimiter` it is told from the first lines."""
    text = decode(data, name)
    builder = TextBuilder()
    try:
        add_rows(builder, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text)))
    except csv.Error as error:
        raise WrongFormat(
            f"{name} cannot be read as a table: {error}", hint="save it again as CSV in UTF-8, or as .xlsx"
        ) from None
    return builder.document()


def _delimiter(text: str) -> str:
    try:
        return csv.Sniffer().sniff(text[:_SNIFFED], _DELIMITERS).delimiter
    except csv.Error:
        first = text.partition("\n")[0]
        return max(_DELIMITERS, key=first.count)


def load_xlsx(data: bytes, name: str) -> Document:
    """A `.xlsx` file: each visible sheet a heading and its rows; formulas by their last computed value."""
    import warnings

    import openpyxl

    opened(data, name, holding="[Content_Types].xml")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations, which we do not read
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True)
            builder = TextBuilder()
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    _add_sheet(builder, sheet)
            properties = book.properties
            book.close()
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        SyntaxError,
        EOFError,
    ) as error:  # how openpyxl meets a damaged part
        raise WrongFormat(
            f"{name} is not a readable workbook: {error}",
            hint="open it in its program and save it again as .xlsx",
        ) from None
    return builder.document(
        metadata({"title": properties.title, "author": properties.creator, "date": properties.created})
    )


def _add_sheet(builder: TextBuilder, sheet: Any) -> None:
    rows = [[_value(cell) for cell in row] for row in sheet.iter_rows()]
    if any(any(row) for row in rows):
        builder.add(sheet.title, "heading")
        add_rows(builder, rows)


def add_rows(builder: TextBuilder, rows: Iterable[Sequence[str]]) -> None:
    """Add the rows of one table; the first that names several columns is the header of those that follow."""
    header: list[str] = []
    for row in rows:
        cells = [one_line(cell) for cell in row]
        if not any(cells):
            continue
        if header:
            builder.add(" | ".join(_labelled(header, cells)), "row")
        elif sum(map(bool, cells)) == 1 and len(cells) > 1:  # a title above the table
            builder.add(next(filter(None, cells)))
        else:
            header = cells if _is_header(cells) else [""] * len(cells)
            builder.add(" | ".join(filter(None, cells)), "row")


def _is_header(cells: Sequence[str]) -> bool:
    named = [cell for cell in cells if cell]
    return len(set(named)) == len(named) and not any(
        re.fullmatch(r"[-+$€£]?[\d.,]+%?", cell) and not re.fullmatch(r"(19|20)\d\d", cell) for cell in named
    )


def _labelled(header: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    for number, cell in enumerate(cells):
        label = header[number] if number < len(header) else ""
        if cell:
            yield f"{label.rstrip(':')}: {cell}" if label else cell


def _value(cell: Any) -> str:
    """A cell as its reader sees it: dates in ISO, percentages as such, no needless decimals."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time() == time()
            else value.isoformat(sep=" ", timespec="minutes")
        )
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int):
        percent = "%" in re.sub(r'"[^"]*"', "", cell.number_format or "")
        return _number(value * 100) + "%" if percent else _number(value)
    return (
        str(value.isoformat() if isinstance(value, date | time) else value)
        if not isinstance(value, timedelta)
        else str(value)
    )


def _number(value: float) -> str:
    """Binary fractions are rounded at the fifteen digits that a spreadsheet keeps."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.15g}"
    return text if "e" not in text else f"{value:f}".rstrip("0").rstrip(".")
