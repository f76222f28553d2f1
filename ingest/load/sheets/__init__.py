"""Excel workbooks: each visible sheet a heading and its tables; formulas by their last computed value."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from ingest.load.builder import TextBuilder
from ingest.load.charts import C, chart
from ingest.load.dateline import finished
from ingest.load.ooxml import R, core, package, part, part_bytes, readable, relations
from ingest.load.page_marks import telling
from ingest.load.sheets.cells import Area, Book, Sheet, area_of, grid_of_sheet, read_sheet
from ingest.load.sheets.parts import S, cell_styles, shared_strings
from ingest.load.slides.text import lines_of, plain_text
from ingest.load.tables import add_table
from ingest.types import Document

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def load_xlsx(data: bytes, name: str) -> Document:
    """A `.xlsx` file. Hidden sheets, rows and columns and what is struck are left out and counted."""
    archive, main = package(data, name, "xl/workbook.xml")
    with archive, readable(name, "workbook"):
        return _Workbook(archive, main, name).document()


class _Workbook:
    """Puts the sheets of one workbook into its text."""

    def __init__(self, archive: zipfile.ZipFile, main: str, name: str) -> None:
        self.archive, self.name, self.builder = archive, name, TextBuilder()
        self.root, self.parts = part(archive, main, name), relations(archive, main, name)
        kinds = {relation.kind: relation.target for relation in self.parts.values()}
        properties = self.root.find(f"{S}workbookPr")
        self.book = Book(
            shared_strings(part_bytes(archive, kinds.get("sharedStrings", ""), name), name),
            cell_styles(part(archive, kinds.get("styles", ""), name)),
            properties is not None and properties.get("date1904") in ("1", "true"),
        )
        self.uncomputed = 0
        self.unseen: list[str] = []  # the names of the hidden sheets

    def document(self) -> Document:
        """The whole workbook."""
        sheets = list(self.root.iter(f"{S}sheet"))
        self.unseen = [one.get("name") or "" for one in sheets if one.get("state", "visible") != "visible"]
        for one in sheets:
            relation = self.parts.get(one.get(f"{R}id") or "")
            if relation is not None:
                self._sheet(one.get("name") or "", relation.target, one.get("state", "visible") == "visible")
        if self.unseen:
            self.builder.note(f"hidden sheets were left out: {', '.join(self.unseen)}")
        if self.uncomputed:
            have = "formula has" if self.uncomputed == 1 else "formulas have"
            self.builder.note(
                f"{self.uncomputed:,} {have} no stored value, so that their cells are empty: "
                "open the file in its program, save it, and ingest it again"
            )
        known, note = core(self.archive, self.name)
        return finished(self.builder, known, note)

    def _sheet(self, title: str, path: str, visible: bool) -> None:
        data = part_bytes(self.archive, path, self.name)
        if data is None:
            return
        sheet = read_sheet(data, f"{self.name}: {path}", self.book)
        if not visible:
            for texts in sheet.rows.values():
                self.builder.leave_out("hidden", " ".join(texts.values()))
            return
        parts = relations(self.archive, path, self.name)
        self._left_out(title, sheet)
        tables = [
            area
            for relation in parts.values()
            if relation.kind == "table" and (area := self._table_area(relation.target)) is not None
        ]
        grid = grid_of_sheet(sheet, tables)
        filled = any(any(row) for row in grid.cells)
        if filled:
            self.builder.add(title, "heading")
            said = " ".join(text for texts in sheet.rows.values() for text in texts.values()) + title
            for text, place in telling(sheet.marks, said):
                self.builder.add(text, "note", place=f"{title}, {place}")
            add_table(self.builder, grid, title, titles="heading")
        for relation in parts.values():
            if relation.kind == "drawing":
                self._drawing(title, relation.target, titled=filled)
            elif relation.kind == "comments":
                root = part(self.archive, relation.target, self.name)
                words = (one.text or "" for one in root.iter(f"{S}t")) if root is not None else ()
                self.builder.leave_out("comments", " ".join(words))

    def _left_out(self, title: str, sheet: Sheet) -> None:
        """Tell of what is not read."""
        self.uncomputed += sheet.uncomputed
        self.builder.leave_out("hidden", " ".join(sheet.hidden))
        self.builder.leave_out("struck", " ".join(sheet.struck))
        counts = {"row": sheet.hidden_rows, "column": sheet.hidden_columns}
        told = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items() if count]
        if told:
            self.builder.note(f"{title}: hidden cells were left out: {' and '.join(told)}")

    def _table_area(self, path: str) -> Area | None:
        """The area of a table that the sheet itself calls one, if it has heads."""
        root = part(self.archive, path, self.name)
        if root is None or root.get("headerRowCount") == "0":
            return None
        return area_of(root.get("ref") or "")

    def _drawing(self, title: str, path: str, *, titled: bool) -> None:
        """Add the text boxes on a sheet, and the charts whose figures stand on no sheet that is read."""
        root = part(self.archive, path, self.name)
        parts = relations(self.archive, path, self.name)
        for element in root.iter(f"{_DRAWING}txBody", f"{C}chart") if root is not None else ():
            if element.tag == f"{_DRAWING}txBody":
                for text in plain_text(lines_of(element, self.builder.leave_out)):
                    if not titled:
                        self.builder.add(title, "heading")
                        titled = True
                    self.builder.add(text, place=title)
                continue
            relation = parts.get(element.get(f"{R}id") or "")
            drawn = part(self.archive, relation.target, self.name) if relation is not None else None
            if drawn is not None and self._is_of_unseen(drawn):
                shown = chart(drawn)
                self.builder.add(shown.title, place=title)
                add_table(self.builder, shown.grid, shown.title or title)

    def _is_of_unseen(self, drawn: Any) -> bool:
        """Whether a chart shows figures of a hidden sheet, or of another file."""
        references = [one.text or "" for one in drawn.iter(f"{C}f")]
        named = {re.sub(r"^'|'$", "", text.rpartition("!")[0]).replace("''", "'") for text in references}
        return not references or any(name in self.unseen or name.startswith("[") for name in named)
