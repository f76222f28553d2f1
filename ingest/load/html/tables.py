"""The tables of a page: those that hold data become rows, those that lay the page out are read as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.load.builder import one_line
from ingest.load.html.tree import BLOCKS, is_element, tag_of
from ingest.load.tables import Cell, Line, grid_of, table_lines

_LONGEST_CELL = 500  # characters: a longer cell is a text
_NUMBER = re.compile(
    r"[\"'“„‘«]?[\[(]?(?:\d{1,3}[a-z]{0,2}|[a-zA-Z]{1,2}|[ivxlcIVXLC]{1,7})?[\])]?[.°º]?|[-–—•·▪●◦*‣]"
)
_INNER = frozenset(
    {"table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "pre"}
)
_FIGURE = re.compile(r"[^\w]*[\d.,\s]+[^\w]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells, and whether it stands in the table's head."""

    cells: tuple[Any, ...]
    in_head: bool = False


def rows_of(table: Any, skips: Callable[[Any], bool]) -> list[Row]:
    """The rows of a table, without those of tables within it."""
    return [row for row in _rows(table, False, skips) if row.cells]


def _rows(element: Any, in_head: bool, skips: Callable[[Any], bool]) -> Iterator[Row]:
    for child in element:
        if not is_element(child) or skips(child):
            continue
        tag = tag_of(child)
        if tag == "tr":
            cells = tuple(
                cell
                for cell in child
                if is_element(cell) and tag_of(cell) in ("td", "th") and not skips(cell)
            )
            yield Row(cells, in_head)
        elif tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child, tag == "thead", skips)
        elif tag not in ("caption", "col", "colgroup") and "".join(child.itertext()).strip():
            yield Row(
                (child,), in_head
            )  # what a page sets between rows, such as a table that it forgot to close


def is_layout(table: Any, rows: Sequence[Row]) -> bool:
    """Whether a table only lays the page out: its cells hold tables, lists, titles or whole texts, it has one
    column, or its first column has nothing but numbers, dashes or blanks."""
    if table.get("role") in ("presentation", "none") or not rows:
        return True
    if any(tag_of(cell) == "th" for row in rows for cell in row.cells) or any(row.in_head for row in rows):
        return any(child is not table for child in table.iter("table"))
    widest = max(len(row.cells) for row in rows)
    if widest == 1:
        return True
    texts = [[one_line("".join(cell.itertext())) for cell in row.cells] for row in rows]
    if any(_is_text(cell) for row in rows for cell in row.cells):
        return True
    if any(len(text) > _LONGEST_CELL for row in texts for text in row):
        return True
    filled = [[text for text in row if text] for row in texts]
    if any(_FIGURE.fullmatch(text) for row in filled for text in row[1:]):
        return False
    if len(rows) == 1:
        return True
    labels = [row[0] for row in texts if len(row) == widest]
    firsts = [row[0] for row in filled if row]
    return widest <= 3 and (
        all(_NUMBER.fullmatch(label) for label in labels)
        or (not any(labels) and all(_NUMBER.fullmatch(first) for first in firsts))
    )


def is_contents(rows: Sequence[Row]) -> bool:
    """Whether a table is a list of contents: nearly all of its rows lead to places on the page."""
    if len(rows) < 4:
        return False
    leading = 0
    for row in rows:
        links = [link for cell in row.cells for link in cell.iter("a") if "#" in (link.get("href") or "")]
        text = sum(len("".join(cell.itertext()).strip()) for cell in row.cells)
        leading += bool(links) and 2 * sum(len("".join(link.itertext())) for link in links) > text
    return 10 * leading >= 8 * len(rows)


def _is_text(cell: Any) -> bool:
    """Whether a cell holds more than a value: other tables, lists, titles, or several paragraphs."""
    paragraphs = 0
    for inner in cell.iterdescendants():
        if not is_element(inner) or tag_of(inner) not in BLOCKS:
            continue
        if tag_of(inner) in _INNER:
            return True
        if tag_of(inner) in ("p", "div") and (inner.text or "").strip():
            paragraphs += 1
            if paragraphs > 3:
                return True
    return False


def lines_of(
    rows: Sequence[Row], texts: Mapping[Any, str], heads: Mapping[Any, str] | None = None
) -> Iterator[Line]:
    """The lines of a table of data, each with the heads of its columns. `heads` are known from elsewhere
    for the cells of one of its rows, where it prints none."""
    cells = [_closed([_cell(row, cell, texts[cell]) for cell in row.cells]) for row in rows]
    printed = any(one.head for row in cells for one in row)
    if heads and not printed:
        cells.insert(
            0, [Cell(head, columns=_span(cell.get("colspan")), head=True) for cell, head in heads.items()]
        )
    for line in table_lines(grid_of(cells)):
        yield line._replace(row=line.row - 1) if heads and not printed else line


def _closed(cells: list[Cell]) -> list[Cell]:
    """A row in which a bracket that has a cell of its own stands with the figure that it closes."""
    found: list[Cell] = []
    for cell in cells:
        if cell.text in (")", "%)", "%") and found and re.search(r"\d$", found[-1].text):
            found[-1] = replace(found[-1], text=found[-1].text + cell.text)
            cell = replace(cell, text="")
        found.append(cell)
    return found


def _cell(row: Row, cell: Any, text: str) -> Cell:
    return Cell(
        _tight(text),
        _span(cell.get("rowspan")),
        _span(cell.get("colspan")),
        head=row.in_head or tag_of(cell) == "th",
        strong=_is_strong(cell),
    )


def _span(value: str | None) -> int:
    return min(int(value), 1000) if value and re.fullmatch(r"\d{1,4}", value.strip()) else 1


def _is_strong(cell: Any) -> bool:
    """Whether all of a cell is printed bold."""
    inner = cell
    while not (inner.text or "").strip() and len(inner) == 1 and not (inner[0].tail or "").strip():
        inner = inner[0]
        if tag_of(inner) in ("b", "strong"):
            return True
    return False


def _tight(text: str) -> str:
    """A figure in brackets without the blanks that set it off in its column."""
    return re.sub(r"^\( ?([$€£]? ?[\d.,]+) ?\)$", r"(\1)", text)
