"""One flow of RTF text (the body, a note, a box): its signs put together into paragraphs and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.load.builder import one_line
from ingest.load.looks import LeaveOut, Look, Pieces
from ingest.load.rtf.table import Row, Table, Text

_BULLET = re.compile(r"\s*[•·▪●○◦‣\uf0b7\uf0a7]\s+")


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its words, its automatic number, the level of its list, and the boxes that are drawn in
    it."""

    text: str
    label: str = ""
    item: bool = False
    level: int = 0
    heading: bool = False
    boxes: list[Flow] = field(default_factory=list)


class Flow:
    """Collects the paragraphs and tables of one flow."""

    def __init__(self, leave_out: LeaveOut) -> None:
        self.items: list[Paragraph | Table] = []
        self.heading = False
        self.level = 0
        self.depth = 0  # in how many tables the paragraph stands
        self.listed = False
        self._shapes: dict[int, Row] = {}  # by depth: the row that was declared last
        self._leave_out = leave_out
        self._pieces = Pieces(leave_out)
        self._label: list[str] = []
        self._boxes: list[Flow] = []
        self._texts: dict[int, list[Text]] = {}  # by depth: the paragraphs of the cell that is being read
        self._cells: dict[int, list[Text]] = {}  # by depth: the cells of the row that is being read
        self._tables: dict[int, Table] = {}

    def add(self, text: str, look: Look) -> None:
        """Add a run to the paragraph that is being read."""
        self._pieces.add(text, look)

    def number(self, text: str) -> None:
        """Add to the paragraph's automatic number."""
        self._label.append(text)

    def box(self, flow: Flow) -> None:
        """Keep a text box for the end of the paragraph."""
        self._boxes.append(flow)

    def reset(self) -> None:
        """Take back what holds for one paragraph alone."""
        self.heading, self.level, self.depth, self.listed = False, 0, 0, False

    def shape(self, *, new: bool = False) -> Row:
        """The row that is being declared, for the table that the paragraph stands in."""
        depth = max(1, self.depth)
        if new or depth not in self._shapes:
            self._shapes[depth] = Row([], [])
        return self._shapes[depth]

    def end_paragraph(self) -> None:
        """The paragraph is whole."""
        text, bold = one_line(self._pieces.text()), self._pieces.bold is True
        label, boxes = one_line("".join(self._label)), self._boxes
        self._pieces, self._label, self._boxes = Pieces(self._leave_out), [], []
        item = bool(label) or self.listed or bool(_BULLET.match(f"{text} "))
        text = _BULLET.sub("", text, count=1)
        label = label if re.search(r"[^\W_]", label) and label != "o" else ""
        if self.depth:
            if text:
                self._texts.setdefault(self.depth, []).append(Text(f"{label} {text}".strip(), bold))
            if boxes:
                self._table(self.depth).within.setdefault(self._row(self.depth), []).extend(boxes)
            return
        self._tables.clear()
        if text or boxes:
            self.items.append(Paragraph(text, label, item, self.level, self.heading, boxes))

    def end_cell(self, depth: int) -> None:
        """The cell is whole. Not every writer says of its last paragraph that it stands in a table."""
        self.depth = depth
        self.end_paragraph()
        texts = self._texts.pop(depth, [])
        bold = bool(texts) and all(text.bold for text in texts)
        self._cells.setdefault(depth, []).append(Text(" ".join(text.text for text in texts), bold))
        for deeper in sorted(one for one in self._tables if one > depth):
            inner = self._tables.pop(deeper)
            self._table(depth).within.setdefault(self._row(depth), []).append(inner)

    def end_row(self, depth: int) -> None:
        """The row is whole; its shape was declared before it or stands at its end."""
        cells, shape = self._cells.pop(depth, []), self._shapes.get(depth, Row([], []))
        if cells:
            self._table(depth).rows.append(Row(cells, list(shape.edges), shape.left, shape.head))
        self.depth = depth - 1

    def close(self) -> None:
        """The flow is at its end."""
        for depth in sorted(self._cells, reverse=True):
            self.end_row(depth)
        self.depth = 0
        self.end_paragraph()

    def _row(self, depth: int) -> int:
        return len(self._table(depth).rows)

    def _table(self, depth: int) -> Table:
        if depth not in self._tables:
            self._tables[depth] = Table()
            if depth == 1:
                self.items.append(self._tables[depth])
        return self._tables[depth]

    def words(self) -> str:
        """All its words, for what is only counted or compared."""
        return " ".join(
            item.text
            if isinstance(item, Paragraph)
            else " ".join(text.text for row in item.rows for text in row.texts)
            for item in self.items
        )
