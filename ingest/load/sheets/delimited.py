"""Tables as text: .csv and .tsv, those of Eurostat among them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest.errors import WrongFormat
from ingest.load.builder import TextBuilder, one_line
from ingest.load.dateline import finished
from ingest.load.tables import Grid, add_table
from ingest.load.tables.heads import is_period
from ingest.load.text import decode
from ingest.types import Document

_DELIMITERS = "\t;|,"  # of two that part the lines as well, the first: a comma may be that of a decimal
_SNIFFED = 16_384  # characters that decide the delimiter
_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?\s*\r?(?:\n|$)", re.IGNORECASE)
# A column of several keys over one of time: "freq,unit,geo\TIME_PERIOD".
_KEYS = re.compile(r"[\w ]+(?:,[\w ]+)*\\[\w ]+")


def load_csv(data: bytes, name: str, *, delimiter: str = "") -> Document:
    """A `.csv` or `.tsv` file; without `delimiter` it is told from its `sep=` line or its first lines."""
    text = decode(data, name)
    given = _SEPARATOR.match(text)
    if given:
        text, delimiter = text[given.end() :], given[1]
    builder = TextBuilder()
    try:
        mark = delimiter or _delimiter(text)
        spaced = f'{mark} "' in text[:_SNIFFED]
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=spaced))
    except csv.Error as error:
        raise WrongFormat(
            f"{name} cannot be read as a table: {error}", hint="save it again as CSV in UTF-8, or as .xlsx"
        ) from None
    grid = _grid(rows, first=2 if given else 1)
    series = _series(grid)
    if series is None:
        add_table(builder, grid, "", titles="heading")
        return finished(builder, {})
    for row, line in series.fields:
        builder.add(" | ".join(filter(None, line)), "row", place=f"row {row}")
    add_table(builder, series.values, "", titles="heading")
    return finished(builder, {"title": series.title, "date": series.date})


class _Series(NamedTuple):
    """A file of one series over time: what it says of itself, line by line, and its values."""

    title: str
    date: str
    fields: list[tuple[int, list[str]]]
    values: Grid


def _series(grid: Grid) -> _Series | None:
    """The series in a file that opens with its title and other fields, as offices of statistics give them;
    its title is the head of its values."""
    cells = grid.cells
    if not cells or len(cells[0]) != 2 or cells[0][0].lower() != "title":
        return None
    first = next((row for row, line in enumerate(cells) if is_period(line[0])), 0)
    if not first:
        return None
    title = cells[0][1]
    released = next((line[1] for line in cells[:first] if line[0].lower() == "release date"), "")
    fields = list(zip(grid.numbers[1:first], cells[1:first], strict=True))
    values = Grid([["", title], *cells[first:]], heads={0}, numbers=(0, *grid.numbers[first:]))
    day = re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", released)
    return _Series(title, f"{day[3]}-{day[2]}-{day[1]}" if day else "", fields, values)


def _delimiter(text: str) -> str:
    """The mark between cells: of those that part most lines alike, the one that parts them into most."""
    lines = [line for line in text[:_SNIFFED].splitlines()[:200] if line.strip() and not line.startswith("#")]
    best, score = ",", (0.0, 0)
    for mark in _DELIMITERS:
        counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
        parted = [count for count in counts if count > 1]
        if parted:
            usual = max(set(parted), key=parted.count)
            found = (round(parted.count(usual) / len(counts), 1), usual)
            if found > score:
                best, score = mark, found
    return best


def _grid(rows: list[list[str]], first: int) -> Grid:
    parted = [row for row in rows if len(row) > 1]
    spaced = 2 * sum(map(_is_spaced, parted)) > len(parted)
    cells = [[one_line(cell) for cell in (row if spaced else _without_commas(row))] for row in rows]
    if cells and cells[0] and _KEYS.fullmatch(cells[0][0]):
        cells = list(_by_keys(cells))
    width = max(map(len, cells), default=0)
    for row in cells:
        row.extend([""] * (width - len(row)))
    # A row that holds line ends counts as one, as in a spreadsheet.
    return Grid(cells, numbers=range(first, first + len(cells)), usual=True)


def _without_commas(row: list[str]) -> list[str]:
    """A row; a comment, or a line of prose that its commas part ("Fees by port, 2024"), is one cell again."""
    if row and row[0].startswith("#"):
        return [",".join(row).strip("#, \t")]
    filled = [cell for cell in row if cell.strip()]
    if _is_spaced(row) and (len(filled) < len(row) or " " in filled[0].strip()):
        return [",".join(filled)] + [""] * (len(row) - 1)
    return row


def _is_spaced(row: list[str]) -> bool:
    """Whether a blank follows each mark between the filled cells, which stand together at the start."""
    filled = [cell for cell in row if cell.strip()]
    together = len(filled) > 1 and row[: len(filled)] == filled and not filled[0][:1].isspace()
    return together and all(cell.startswith(" ") and not cell.startswith("  ") for cell in filled[1:])


def _by_keys(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows of a file whose first column holds several keys, with a column for each of them."""
    lines = iter(rows)
    head = next(lines)
    keys, _, _ = head[0].partition("\\")
    names = keys.split(",")
    yield [*names, *head[1:]]
    for line in lines:
        values = line[0].split(",") if line else []
        values += [""] * (len(names) - len(values))
        yield [*values[: len(names) - 1], ",".join(values[len(names) - 1 :]), *line[1:]]
