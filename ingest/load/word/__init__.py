"""Word documents: headings, numbered paragraphs, tables, text boxes and notes in order, without what is
deleted, struck or hidden."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ingest.load.builder import TextBuilder, one_line
from ingest.load.charts import chart
from ingest.load.dateline import finished
from ingest.load.list_leads import ListLeads
from ingest.load.looks import without_bullet
from ingest.load.ooxml import core, diagram, package, part, readable, relations
from ingest.load.own_text import own_letters
from ingest.load.page_marks import telling
from ingest.load.tables import add_table, grid_of, table_lines
from ingest.load.word.numbering import Label, Numbering
from ingest.load.word.styles import PLAIN, Style, W, read_styles, value_of
from ingest.load.word.tables import Read, cells_of, inside, rows_of, table_cells
from ingest.load.word.text import (
    MC,
    TextReader,
    Words,
    all_text,
    boxes,
    drawn_words,
    references,
)
from ingest.types import Document, Role

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WRAPS = frozenset(f"{W}{tag}" for tag in ("sdtContent", "ins", "customXml", "moveTo", "smartTag"))
_NOTES = (("footnotes", "footnote", "footnoteReference"), ("endnotes", "endnote", "endnoteReference"))
_HEADING = re.compile(r"[Hh]eading ?[1-9]|Title")
_LONGEST_HEADING = 25  # words: a longer "heading" is a paragraph with a number, as lawyers style them


def load_docx(data: bytes, name: str) -> Document:
    """A `.docx` file. What its pages' headers say and the text does not comes first, footnotes and endnotes
    come last."""
    archive, main = package(data, name, "word/document.xml")
    with archive, readable(name, "Word document"):
        parts = relations(archive, main, name)
        kinds = {relation.kind: relation.target for relation in parts.values()}

        def other(kind: str) -> Any:
            return part(archive, kinds[kind], name) if kind in kinds else None

        styles = read_styles(other("styles"))
        builder = TextBuilder()
        reader = _Reader(archive, name, builder, main, Numbering(other("numbering")), styles)
        body = part(archive, main, name).find(f"{W}body")
        if body is not None:
            builder.see(own_letters(body, f"{W}t"))
            for text, place in telling(_page_marks(body, reader), all_text(body)):
                builder.add(text, "note", place=place)
            reader.blocks(body)
            for kind, tag, reference in _NOTES:
                reader.notes(other(kind), kinds.get(kind, ""), _references(body, reference), tag)
        comments = other("comments")
        if comments is not None:
            builder.leave_out("comments", all_text(comments))
        known, note = core(archive, name)
        return finished(builder, known, note)


class _Reader:
    """Puts the parts of one document into its text."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        name: str,
        builder: TextBuilder,
        member: str,
        numbering: Numbering,
        styles: dict[str, Any],
    ) -> None:
        self.archive, self.name, self.builder, self.styles = archive, name, builder, styles
        self.numbering = numbering
        self.relations = relations(archive, member, name)
        self.reader = TextReader(styles, self.leave_out)
        self._leads = ListLeads()
        self._role: Role = "paragraph"
        self._place = ""

    def leave_out(self, why: str, text: str) -> None:
        """Count what is not read."""
        if why == "hidden":
            self.builder.hide(text)
        else:
            self.builder.leave_out(why, text)

    def blocks(self, parent: Any, *, boxed: bool = False) -> None:
        """Add the paragraphs and tables in an element. `boxed` says that something dark may lie behind
        them."""
        open_words: list[Words] = []
        for element in _content(parent):
            if element.tag == f"{W}p":
                words = self.reader.words(element, boxed=boxed)
                open_words.append(words)
                if not words.runs_on:
                    self._paragraph(element, open_words)
                    open_words = []
            elif element.tag == f"{W}tbl":
                self._flush(open_words)
                open_words = []
                self._table(element)
            elif element.tag == f"{W}altChunk":
                self.builder.note("a part of the document that is kept in another format was not read")
        self._flush(open_words)

    def _flush(self, words: list[Words]) -> None:
        if words:
            self._add("".join(one.text for one in words), self._role, None)
            self._drawings(words)

    def notes(self, root: Any, member: str, numbers: dict[str, int], tag: str) -> None:
        """Add the footnotes or endnotes that the text refers to."""
        if root is None:
            return
        self.relations = relations(self.archive, member, self.name)
        self._role = "note"
        for note in root.findall(f"{W}{tag}"):
            number = numbers.get(note.get(f"{W}id") or "")
            if number is not None and note.get(f"{W}type") in (None, "normal"):
                name = "note" if tag == "footnote" else tag
                self._place = f"{name} {number}" if number else name
                self.blocks(note)
        self._role, self._place = "paragraph", ""

    def _paragraph(self, element: Any, words: list[Words]) -> None:
        properties = element.find(f"{W}pPr")
        style_id = value_of(properties, "pStyle")
        style = self.styles.get(style_id, self.styles.get("", PLAIN))
        if style_id not in self.styles and _HEADING.fullmatch(style_id):
            style = Style(role="heading")  # named, but not kept in the file
        label = self.numbering.label(properties, style, style_id)
        text = one_line("".join(one.text for one in words))
        if style.contents:
            self.builder.leave_out("contents", text)
            return
        outline = value_of(properties, "outlineLvl")
        role: Role = "heading" if outline.isdecimal() and int(outline) < 9 else style.role
        if role == "heading" and _is_prose(text):
            role = "paragraph"
        if role == "paragraph":
            role = self._role if label is None or self._role != "paragraph" else "item"
        self._add(text, role, label)
        self._drawings(words)

    def _add(self, text: str, role: Role, label: Label | None) -> None:
        text, bulleted = without_bullet(one_line(text))
        if not text:
            return
        if bulleted and role == "paragraph":
            role = "item"
        item = role == "item" and label is not None
        leads = self._leads.of(label.level, label.list) if label is not None and item else ()
        place = self._place
        if label is not None:
            place = label.place or place
            text = f"{label.text} {text}" if label.text else text
        block = self.builder.add(text, role, place=place, leads=leads)
        if label is not None and item:
            self._leads.item(label.level, block, leads, text, label.list)
        elif role != "item":
            self._leads.paragraph(block, text, heading=role == "heading")

    def _drawings(self, words: Iterable[Words]) -> None:
        """Add what is drawn in a paragraph, after it: boxes, charts and diagrams."""
        for drawn in (one for each in words for one in each.drawn):
            for box in boxes(drawn):
                self.blocks(box, boxed=True)
            for reference in references(drawn):
                relation = self.relations.get(reference)
                root = part(self.archive, relation.target, self.name) if relation else None
                if root is None or relation is None:
                    continue
                if relation.kind == "diagramData":
                    for text in diagram(root):
                        self.builder.add(text, "item")
                else:
                    shown = chart(root)
                    self.builder.add(shown.title)
                    add_table(self.builder, shown.grid)

    def _table(self, table: Any, leads: tuple[int, ...] = ()) -> None:
        rows = list(rows_of(table, lambda why, row: self.leave_out(why, all_text(row))))
        cells = [cells_of(row) for row in rows]
        if max(map(len, cells), default=0) == 1 or (len(rows) == 1 and any(map(_is_long, cells[0]))):
            for cell in (cell for row in cells for cell in row):  # laid out, not tabulated
                self.blocks(cell, boxed=True)
            return
        within: dict[int, list[Callable[[tuple[int, ...]], None]]] = {}
        grid = grid_of(
            table_cells(
                table, rows, lambda row, cell: self._cell(cell, within.setdefault(row, [])), self.styles
            )
        )
        place, done = "", 0
        for line in table_lines(grid):
            if line.role == "row" and not place:
                place = self.builder.next_table()
            at = f"{place}, row {line.row}" if line.role == "row" else ""
            block = self.builder.add(line.text, line.role, place=at, leads=leads)
            for row in range(done, line.row):
                for add in within.get(row, ()):
                    add((*leads, block))
            done = line.row
        for row in range(done, len(rows)):
            for add in within.get(row, ()):
                add(leads)
        self._leads.close()

    def _cell(self, cell: Any, within: list[Callable[[tuple[int, ...]], None]]) -> Read:
        """The words of a cell; the tables and boxes in it are to be added after its row."""
        texts: list[str] = []
        bold = True
        for element in _content(cell):
            if element.tag == f"{W}tbl":
                within.append(lambda leads, table=element: self._table(table, leads))  # type: ignore[misc]
                continue
            if element.tag != f"{W}p":
                continue
            words = self.reader.words(element, boxed=True)
            properties = element.find(f"{W}pPr")
            style_id = value_of(properties, "pStyle")
            label = self.numbering.label(properties, self.styles.get(style_id, PLAIN), style_id)
            text = one_line(words.text)
            if text:
                bold = bold and words.bold
                text = f"{label.text} {text}" if label is not None and label.text else text
                texts.append(words.text if words.runs_on else f"{text} ")
            if words.drawn:
                within.append(lambda _, words=words: self._drawings([words]))  # type: ignore[misc]
        return Read("".join(texts), bool(texts) and bold)


def _content(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables in an element, those that controls and insertions wrap among them."""
    for element in parent:
        if element.tag == f"{W}sdt":
            asks = element.find(f"{W}sdtPr/{W}showingPlcHdr")
            content = element.find(f"{W}sdtContent")
            if asks is None and content is not None:
                yield from _content(content)
        elif element.tag in _WRAPS:
            yield from _content(element)
        elif element.tag == f"{MC}AlternateContent":
            choice = element.find(f"{MC}Choice")
            yield from _content(choice if choice is not None else element.find(f"{MC}Fallback"))
        else:
            yield element


def _is_long(cell: Any) -> bool:
    """Whether a cell holds several paragraphs, or tables."""
    full = [one for one in inside(cell, f"{W}p") if next(one.iter(f"{W}t"), None) is not None]
    return len(full) > 1 or next(inside(cell, f"{W}tbl"), None) is not None


def _is_prose(text: str) -> bool:
    words = len(text.split())
    return words > _LONGEST_HEADING or (words > _LONGEST_HEADING // 2 and text.endswith((".", ";")))


def _references(body: Any, tag: str) -> dict[str, int]:
    """The number of each note that the text refers to, by its id; 0 for one with a mark of its own."""
    numbers: dict[str, int] = {}
    count = 0
    for reference in body.iter(f"{W}{tag}"):
        if any(above.tag in (f"{W}del", f"{W}moveFrom") for above in reference.iterancestors()):
            continue
        own = reference.get(f"{W}customMarkFollows") in ("1", "true", "on")
        name = reference.get(f"{W}id") or ""
        if name not in numbers:
            count += not own
            numbers[name] = 0 if own else count
    return numbers


def _page_marks(body: Any, reader: _Reader) -> Iterator[tuple[str, str]]:
    """The lines of the headers and footers that the document's pages show, with their place."""
    for section in body.iter(f"{W}sectPr"):
        first = section.find(f"{W}titlePg") is not None
        for reference in section:
            place = {f"{W}headerReference": "header", f"{W}footerReference": "footer"}.get(reference.tag)
            relation = reader.relations.get(reference.get(f"{_R}id") or "")
            if place is None or relation is None or (reference.get(f"{W}type") == "first" and not first):
                continue
            root = part(reader.archive, relation.target, reader.name)
            for text in _marks(root, reader) if root is not None else ():
                yield text, place


def _is_no_text(element: Any) -> bool:
    """Whether an element is the older form of another, or a control that asks for its filling in."""
    return bool(element.tag == f"{MC}Fallback" or element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None)


def _marks(root: Any, reader: _Reader) -> Iterator[str]:
    texts = TextReader(reader.styles, lambda _why, _text: None)
    for paragraph in root.iter(f"{W}p"):
        if any(_is_no_text(above) for above in paragraph.iterancestors()):
            continue
        words = texts.words(paragraph, boxed=True)
        yield words.text
        for drawn in words.drawn:
            yield from drawn_words(drawn)
