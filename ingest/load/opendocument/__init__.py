"""OpenDocument text (.odt): headings, numbered paragraphs, tables, frames and notes in order, without what is
deleted, struck or hidden."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from ingest.errors import PasswordProtected
from ingest.load.archive import member_bytes, member_xml, opened
from ingest.load.builder import TextBuilder, one_line
from ingest.load.dateline import believed, finished
from ingest.load.list_leads import ListLeads
from ingest.load.looks import Look, Pieces, without_bullet
from ingest.load.mathml import MATH, in_line
from ingest.load.ooxml import readable
from ingest.load.opendocument.lists import Lists
from ingest.load.opendocument.styles import DRAW, OFFICE, STYLE, TABLE, TEXT, Styles
from ingest.load.own_text import own_letters
from ingest.load.page_marks import telling
from ingest.load.tables import Cell, Grid, add_table, grid_of, table_lines
from ingest.load.word.numbering import Label
from ingest.types import Document, Role

_CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_MOST_REPEATS = 500  # of a cell or row: more are the empty rest of a sheet
_LONGEST_HEADING = 25  # words: a longer "heading" is a paragraph
_SPACES = frozenset(f"{TEXT}{tag}" for tag in ("s", "tab", "line-break"))
_NOT_TEXT = frozenset(
    {f"{TEXT}{tag}" for tag in ("ruby-text", "tracked-changes", "placeholder", "number")}
    | {f"{OFFICE}{tag}" for tag in ("forms", "scripts", "event-listeners")}
    | {f"{{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}}{tag}" for tag in ("title", "desc")}
)
_CONTENTS = frozenset(
    f"{TEXT}{tag}" for tag in ("table-of-content", "illustration-index", "table-index", "alphabetical-index")
)
_PASSING = frozenset(
    f"{TEXT}{tag}" for tag in ("page-number", "page-count", "file-name", "page-continuation")
)
_HEADERS = {"header": "header", "footer": "footer"}


def load_odt(data: bytes, name: str) -> Document:
    """An `.odt` file. What its pages' headers say and the text does not comes first, footnotes come last."""
    return loaded(data, name, "text document", _text)


def loaded(data: bytes, name: str, kind: str, add: Callable[[Reader, Any, Any], None]) -> Document:
    """An OpenDocument file, whose content `add` puts into the text, from its root and that of its common
    styles."""
    with opened(data, name, holding="content.xml") as archive, readable(name, kind):
        manifest = member_bytes(archive, "META-INF/manifest.xml", name) or b""
        if b"encryption-data" in manifest:
            raise PasswordProtected(
                f"{name} opens only with a password", hint="save a copy without a password"
            )
        root = member_xml(archive, "content.xml", name)
        common = member_xml(archive, "styles.xml", name)
        builder = TextBuilder()
        reader = Reader(archive, name, builder, Styles(root, common), Lists(root, common))
        add(reader, root, common)
        return finished(builder, *_known(member_xml(archive, "meta.xml", name)))


def _text(reader: Reader, root: Any, common: Any) -> None:
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    body = root if body is None else body
    reader.builder.see(own_letters(body))
    for text, place in telling(reader.page_marks(common), "".join(all_text(body))):
        reader.builder.add(text, "note", place=place)
    reader.blocks(body, "paragraph")
    reader.notes()


def _known(meta: Any) -> tuple[dict[str, object], str]:
    values = (
        {str(one.tag).rpartition("}")[2]: one.text for one in meta.iter() if isinstance(one.tag, str)}
        if meta is not None
        else {}
    )
    date, note = believed(values.get("creation-date") or values.get("date"), values.get("date"))
    author = values.get("initial-creator") or values.get("creator")
    return {"title": values.get("title"), "author": author, "date": date}, note


class Reader:
    """Puts the content of one document into its text."""

    def __init__(
        self, archive: zipfile.ZipFile, name: str, builder: TextBuilder, styles: Styles, lists: Lists
    ) -> None:
        self.archive, self.name, self.builder = archive, name, builder
        self.styles, self.lists = styles, lists
        self._notes: list[tuple[str, Any]] = []
        self._drawn: list[Any] = []
        self._place = ""
        self._leads = ListLeads()

    def leave_out(self, why: str, text: str) -> None:
        """Count what is not read."""
        if why == "hidden":
            self.builder.hide(text)
        else:
            self.builder.leave_out(why, text)

    def blocks(self, parent: Any, role: Role) -> None:
        """Add the headings, paragraphs, lists and tables in an element."""
        for element in parent:
            tag = element.tag
            if tag == f"{TEXT}tracked-changes":
                for deletion in element.iter(f"{TEXT}deletion"):
                    self.leave_out("deleted", "".join(all_text(deletion)))
            if not isinstance(tag, str) or tag in _NOT_TEXT:
                continue
            if tag in (f"{TEXT}h", f"{TEXT}p"):
                titled = tag == f"{TEXT}h" or self.styles.is_heading(element.get(f"{TEXT}style-name") or "")
                self._paragraph(element, "heading" if titled and role != "note" else role)
            elif tag == f"{TEXT}list":
                self._list(element, role)
            elif tag == f"{TABLE}table":
                self._table(element)
            elif tag in _CONTENTS:
                self.leave_out("contents", "".join(all_text(element)))
            elif tag == f"{TEXT}section" and element.get(f"{TEXT}display") == "none":
                self.leave_out("hidden", "".join(all_text(element)))
            elif tag == f"{OFFICE}annotation":
                self.leave_out("comments", "".join(all_text(element)))
            elif tag.startswith(DRAW):
                self._drawing(element)
            else:
                self.blocks(element, role)

    def notes(self) -> None:
        """Add the footnotes and endnotes that stand in the text so far."""
        for place, body in self._notes:
            self._place = place
            self.blocks(body, "note")
        self._place = ""

    def page_marks(self, common: Any) -> Iterator[tuple[str, str]]:
        """The lines of the headers and footers, with their place."""
        for page in common.iter(f"{STYLE}master-page") if common is not None else ():
            for area in page:
                local = str(area.tag).rpartition("}")[2].partition("-")[0]
                if local in _HEADERS and area.get(f"{STYLE}display") != "false":
                    for paragraph in area.iter(f"{TEXT}p", f"{TEXT}h"):
                        yield self.words(paragraph)[0], _HEADERS[local]
        self._drawn.clear()

    def _paragraph(self, element: Any, role: Role, label: Label | None = None) -> None:
        if element.tag == f"{TEXT}h":
            number = self.lists.heading(element)
            label = label if label is not None and label.text else number
        text, _ = self.words(element)
        drawn, self._drawn = self._drawn, []
        text = one_line(text)
        if role == "heading" and len(text.split()) > _LONGEST_HEADING:
            role = "paragraph"
        if text:
            self._add(text, role, label)
        for one in drawn:
            self._drawing(one)

    def _add(self, text: str, role: Role, label: Label | None) -> None:
        text, bulleted = without_bullet(text)
        if not text:
            return
        if bulleted and role == "paragraph":
            role = "item"
        leads = self._leads.of(label.level) if role == "item" and label is not None else ()
        place = (label.place if label is not None else "") or self._place
        text = f"{label.text} {text}" if label is not None and label.text else text
        block = self.builder.add(text, role, place=place, leads=leads)
        if role == "item" and label is not None:
            self._leads.item(label.level, block, leads, text)
        elif role != "item":
            self._leads.paragraph(block, text, heading=role == "heading")

    def words(self, paragraph: Any) -> tuple[str, bool]:
        """The words of a paragraph, and whether all are bold; what is drawn in it is kept for later."""
        pieces = Pieces(self.leave_out)
        self._run(paragraph, self.styles.look("paragraph", paragraph.get(f"{TEXT}style-name") or ""), pieces)
        return pieces.text(), pieces.bold is True

    def _run(self, element: Any, look: Look, pieces: Pieces) -> None:
        pieces.add(element.text or "", look)
        for child in element:
            if isinstance(child.tag, str):
                self._inline(child, look, pieces)
            pieces.add(child.tail or "", look)

    def _inline(self, child: Any, look: Look, pieces: Pieces) -> None:
        tag = child.tag
        if tag in _SPACES:
            pieces.add(" ", look)
        elif tag == f"{TEXT}note":
            citation = child.find(f"{TEXT}note-citation")
            number = one_line("".join(citation.itertext())) if citation is not None else ""
            for body in child.findall(f"{TEXT}note-body"):
                self._notes.append((f"note {number}".strip(), body))
        elif tag == f"{OFFICE}annotation":
            self.leave_out("comments", "".join(all_text(child)))
        elif tag == f"{TEXT}span":
            self._run(
                child, {**look, **self.styles.look("text", child.get(f"{TEXT}style-name") or "")}, pieces
            )
        elif tag in (f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph", f"{TEXT}conditional-text"):
            unseen = child.get(f"{TEXT}is-hidden", "true" if "hidden-text" in tag else "false") == "true"
            self._run(child, {**look, "hidden": True} if unseen else look, pieces)
        elif tag.startswith(DRAW) and tag != f"{DRAW}a":
            formula = self._formula(child)
            if formula:
                pieces.add(formula, look)
            else:
                self._drawn.append(child)
        elif tag not in _NOT_TEXT and tag not in _PASSING:
            self._run(child, look, pieces)

    def _list(self, element: Any, role: Role) -> None:
        with self.lists.opened(element):
            for item in element:
                if item.tag == f"{TEXT}list-header":
                    self.blocks(item, role)
                elif item.tag == f"{TEXT}list-item":
                    self._item(item, role)

    def _item(self, item: Any, role: Role) -> None:
        """Add one item; its number stands before its first paragraph."""
        label: Label | None = self.lists.number(item)
        for child in item:
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                as_item: Role = role if role == "note" else "item"
                self._paragraph(child, "heading" if child.tag == f"{TEXT}h" else as_item, label)
                label = None
            elif isinstance(child.tag, str) and child.tag not in _NOT_TEXT:
                self.blocks([child], role)

    def _table(self, table: Any) -> None:
        within: dict[int, list[Any]] = {}
        rows = list(rows_of(table))
        if max((len(_cells(row)) for row, _ in rows), default=0) == 1:
            for row, _ in rows:
                for cell in _cells(row):
                    self.blocks(cell, "paragraph")
            return
        grid = self._grid(rows, within)
        place, done = "", 0
        for line in table_lines(grid):
            if line.role == "row" and not place:
                place = self.builder.next_table()
            at = f"{place}, row {line.row}" if line.role == "row" else ""
            self.builder.add(line.text, line.role, place=at)
            for row in range(done, line.row):
                self._within(within.get(row, ()))
            done = max(done, line.row)
        for row in range(done, len(grid.cells)):
            self._within(within.get(row, ()))

    def _within(self, elements: Any) -> None:
        for element in elements:
            if element.tag == f"{TABLE}table":
                self._table(element)
            else:
                self._drawing(element)

    def _grid(self, rows: list[tuple[Any, bool]], within: dict[int, list[Any]]) -> Grid:
        lines: list[list[Cell]] = []
        for row, head in rows:
            if row.get(f"{TABLE}visibility") in ("collapse", "filter"):
                self.leave_out("hidden", "".join(all_text(row)))
                continue
            line = [self.cell(cell, head, within.setdefault(len(lines), [])) for cell in _cells(row)]
            cells = [cell for cell, repeats in line for _ in range(repeats)]
            while cells and not cells[-1].text and cells[-1].columns == 1:
                cells.pop()
            repeats = _count(row, "number-rows-repeated") if any(cell.text for cell in cells) else 1
            lines.extend(cells for _ in range(repeats))
        return grid_of(lines)

    def cell(self, cell: Any, head: bool, within: list[Any]) -> tuple[Cell, int]:
        """A cell, and how often it stands there; what it holds besides text is added to `within`."""
        texts, bold = [], True
        for element in _paragraphs(cell):
            if element.tag == f"{TABLE}table":
                within.append(element)
                continue
            text, strong = self.words(element)
            if text.strip():
                texts.append(text)
                bold = bold and strong
            within.extend(self._drawn)
            self._drawn.clear()
        down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        strong = bool(texts) and (bold or self.styles.is_filled(cell.get(f"{TABLE}style-name") or ""))
        repeats = _count(cell, "number-columns-repeated") if across == 1 else 1
        return Cell(" ".join(texts), down, across, head, strong), repeats

    def _drawing(self, drawn: Any) -> None:
        """Add what a frame or a shape holds: text, a chart's figures."""
        for element in drawn:
            if element.tag == f"{DRAW}object":
                self._object(element)
            elif element.tag == f"{DRAW}text-box":
                self.blocks(element, "paragraph")
            elif isinstance(element.tag, str) and element.tag.startswith(DRAW):
                self._drawing(element)
            elif element.tag in (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list"):
                self.blocks([element], "paragraph")

    def _formula(self, frame: Any) -> str:
        """The formula in a frame, which stands in the line; empty where the frame holds something else."""
        for element in frame.findall(f"{DRAW}object"):
            root = next(element.iter(f"{MATH}math"), None)
            root = self._part(element) if root is None else root
            if root is not None and root.tag == f"{MATH}math":
                return "".join(in_line(root))
        return ""

    def _part(self, element: Any) -> Any:
        """The content of an object that the file keeps beside its own."""
        path = posixpath.normpath(posixpath.join((element.get(_LINK) or "").lstrip("/"), "content.xml"))
        return member_xml(self.archive, path, self.name)

    def _object(self, element: Any) -> None:
        root = self._part(element)
        chart = next(root.iter(f"{_CHART}chart"), None) if root is not None else None
        if chart is None:
            return
        title = chart.find(f"{_CHART}title")
        self.builder.add(one_line(" ".join(title.itertext())) if title is not None else "")
        for table in chart.iter(f"{TABLE}table"):
            add_table(self.builder, self._grid(list(rows_of(table)), {}))


def rows_of(table: Any, head: bool = False) -> Iterator[tuple[Any, bool]]:
    """The rows of a table, each with whether the format calls it a head."""
    for element in table:
        if element.tag == f"{TABLE}table-row":
            yield element, head
        elif element.tag == f"{TABLE}table-header-rows":
            yield from rows_of(element, True)
        elif element.tag in (f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from rows_of(element, head)


def _cells(row: Any) -> list[Any]:
    """The cells of a row that no other covers."""
    return [cell for cell in row if cell.tag == f"{TABLE}table-cell"]


def _paragraphs(cell: Any) -> Iterator[Any]:
    """The paragraphs and tables in a cell, those of its lists among them."""
    for element in cell:
        if element.tag in (f"{TEXT}p", f"{TEXT}h", f"{TABLE}table"):
            yield element
        elif (
            isinstance(element.tag, str) and element.tag not in _NOT_TEXT and not element.tag.startswith(DRAW)
        ):
            yield from _paragraphs(element)


def _count(element: Any, name: str) -> int:
    value = element.get(f"{TABLE}{name}") or "1"
    return min(max(int(value), 1), _MOST_REPEATS) if re.fullmatch(r"\d{1,9}", value) else 1


def all_text(element: Any) -> Iterator[str]:
    """The paragraphs in an element, for counting."""
    for paragraph in element.iter(f"{TEXT}p", f"{TEXT}h"):
        yield "".join(paragraph.itertext())
        yield " "
