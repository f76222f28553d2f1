"""The paragraphs and tables of RTF as blocks of the stored text."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.load.builder import TextBuilder
from ingest.load.list_leads import ListLeads
from ingest.load.rtf.flow import Flow, Paragraph
from ingest.load.rtf.table import Table, cells_of
from ingest.load.tables import grid_of, table_lines
from ingest.load.word.numbering import cited, joined
from ingest.types import Role

_LONGEST_HEADING = 25  # words: a longer "heading" is a paragraph


class Writer:
    """Puts a flow into the document's text."""

    def __init__(self, builder: TextBuilder, role: Role = "paragraph", place: str = "") -> None:
        self._builder, self._role, self._place = builder, role, place
        self._leads = ListLeads()
        self._labels: dict[int, str] = {}

    def add(self, flow: Flow) -> None:
        """Add the paragraphs and tables of a flow in order."""
        self._items(flow.items)

    def _items(self, items: Iterable[Paragraph | Table]) -> None:
        for item in items:
            if isinstance(item, Table):
                self._table(item)
            else:
                self._paragraph(item)
                for box in item.boxes:
                    self._items(box.items)

    def _paragraph(self, one: Paragraph) -> None:
        if not one.text:
            return
        role: Role = "item" if one.item and self._role == "paragraph" else self._role
        if one.heading and len(one.text.split()) <= _LONGEST_HEADING:
            role = "heading"
        leads = self._leads.of(one.level) if role == "item" else ()
        place = self._numbered(one) or self._place
        text = f"{one.label} {one.text}" if one.label else one.text
        block = self._builder.add(text, role, place=place, leads=leads)
        if role == "item":
            self._leads.item(one.level, block, leads, text)
        else:
            self._leads.paragraph(block, text, heading=role == "heading")

    def _numbered(self, one: Paragraph) -> str:
        """The place of a numbered paragraph, with the numbers above it."""
        own = cited(one.label)
        if own and one.level and "." not in own:
            own = joined(self._labels.get(one.level - 1, ""), own)
        self._labels[one.level] = own
        return own

    def _table(self, table: Table, leads: tuple[int, ...] = ()) -> None:
        cells = cells_of(table)
        if max(map(len, cells), default=0) == 1:
            for number, row in enumerate(cells):
                for cell in row:
                    self._builder.add(cell.text, self._role, place=self._place)
                self._within(table, range(number, number + 1), leads)
            return
        place, done = "", 0
        for line in table_lines(grid_of(cells)):
            if line.role == "row" and not place:
                place = self._builder.next_table()
            at = f"{place}, row {line.row}" if line.role == "row" else ""
            block = self._builder.add(line.text, line.role, place=at, leads=leads)
            self._within(table, range(done, line.row), (*leads, block))
            done = max(done, line.row)
        self._within(table, range(done, len(cells) + 1), leads)
        self._leads.close()

    def _within(self, table: Table, rows: range, leads: tuple[int, ...]) -> None:
        for row in rows:
            for one in table.within.get(row, ()):
                if isinstance(one, Table):
                    self._table(one, leads)
                else:
                    self._items(one.items)
