"""A PDF → a paper. One whose text is tagged, as those are that Pincite, Word and LibreOffice write, is read
by its tags: each paragraph whole, whatever pages and notes come between, without running heads and feet. Of
any other the paragraphs are told by where they stand, and it can have no notes but those that are typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import normalize

from assistant.paper import Heading, Paper, Style
from assistant.verify.layout import laid_out, marks_of
from assistant.verify.read_blocks import ReadBlock, ReadParagraph, ReadTable
from assistant.verify.read_document import paper_of_document
from assistant.verify.sentences import RECORD, Marked, annex_begins, head_field
from ingest.errors import WrongFormat
from ingest.load.builder import one_line
from ingest.load.pdf import Tag, Tagged, load_pdf, tagged

_MOST = 0.75  # of a file's letters that must be in tags, for these to be the whole of its text
_NOTES = ("Note", "FENote")
_HEADING = re.compile(r"(?:H(?P<level>[1-6])?|Title)")
_BOLD = ("Span", "Strong")
_OF_MARKS = ("Lbl", "Link", "Reference")
_INLINE = (*_BOLD, *_OF_MARKS, "Em", "Quote", "Annot", "Form", "Ruby", "Formula", "Sub", "BibEntry")
_LEFT_OUT = ("TOC", "TOCI", "Figure", "Artifact")
_MARK = re.compile(r"\s*\[?(\d{1,3}|[ivxlc]{1,6})\]?\s*,?\s*")
_NOTE_LABEL = re.compile(r"\s*\[?(\d{1,3}|[ivxlc]{1,6})\]?[.)]?(?=\s)\s*")
_ENUMERATOR = re.compile(r"\s*(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|[^\w\s“\"'(\[])\s*")
_OPENS = re.compile(r"[\w“\"«‘(\[]")
_ITEM = " "  # the lead of an item whose own is not known
_FEWEST_ADDED = 5  # words: fewer are a page's number or a stamp
_ROMAN, _ROMAN_FROM = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}, 1000
_ENDED = re.compile(r"[.!?:;…][”\"’»)\]]*\s*$")


@dataclass(slots=True)
class _Flow:
    """A paragraph, a heading or a cell as it is put together, over the end of a page where it goes on.
    `level` is that of a heading, `label` its first words where they stand apart and end with a colon."""

    level: int = 0
    lead: str = ""
    label: str = ""
    marked: Marked = field(default_factory=Marked)
    printed: str = ""

    @property
    def style(self) -> Style:
        """How it is listed."""
        return "numbered" if re.search(r"\w", self.lead) else "bullet" if self.lead else "plain"

    def add(self, text: str) -> None:
        """Go on with these words."""
        self.printed += text
        self.marked.add(text)


@dataclass(slots=True)
class _Rows:
    """A table as it is put together."""

    rows: list[list[_Flow]]


@dataclass(slots=True)
class _Reading:
    """The file so far: what stands in it in order; its notes by their labels, the labels by the tags' ids,
    and the labels of all notes of the file."""

    parts: list[_Flow | _Rows] = field(default_factory=list)
    notes: dict[str, _Flow] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    keeps_spaces: bool = False
    begins_page: bool = False

    def goes_on(self, flow: _Flow) -> bool:
        """Whether a paragraph may go on on the next page: it ends within a line, or within a sentence."""
        is_ended = not flow.printed.endswith((" ", "-")) if self.keeps_spaces else _ENDED.search(flow.printed)
        return not flow.level and not is_ended

    def last_part(self) -> _Flow | _Rows | None:
        """What the first part of a page may go on with; None for any other."""
        begins, self.begins_page = self.begins_page, False
        return self.parts[-1] if begins and self.parts else None


def read_pdf(data: bytes, name: str) -> Paper:
    """The paper in a `.pdf` file.

    Raises:
        WrongFormat, PasswordProtected: it is not a PDF, cannot be opened, or has notes whose marks cannot be
            told from its text.
    """
    tags = tagged(data, name)
    if tags.share < _MOST:
        return _by_place(data, name)
    found = _Reading(known=frozenset(_note_labels(tags)), keeps_spaces=tags.keeps_spaces)
    for page in tags.pages:
        found.begins_page = True
        for tag in page:
            _add(found, tag)
    head = _Head(one_line(tags.title))
    read = [block for part in found.parts for block in head.read(part)]
    heads = [" ".join(block.columns) for block in read if isinstance(block, ReadTable)]
    if added := _added(tags.outside, heads):
        read.insert(0, ReadParagraph(_said(added)))
    notes = {_number(label): one.marked.text.strip() for label, one in found.notes.items()}
    for number in marks_of(read):
        notes.setdefault(number, "")  # a mark whose note is nowhere
    blocks, all_notes = laid_out(read, notes)
    cut = annex_begins(blocks)
    return Paper(
        title=head.title,
        blocks=blocks[:cut],
        annexes=blocks[cut:],
        notes=all_notes,
        fields=tuple(head.fields),
        draft=any("DRAFT" in line for line in tags.outside),
        record=head.record,
    )


def _number(label: str) -> int:
    """The number of a note: its label, or, of endnotes in Roman figures, one that no other has."""
    if label.isdigit():
        return int(label)
    values = [_ROMAN[one] for one in label]
    return _ROMAN_FROM + sum(
        -one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)
    )


# Tags -------------------------------------------------------------------------------------------------------


def _add(found: _Reading, tag: Tag, lead: str = "") -> None:
    """Add what a tag holds: a heading, a paragraph, a table, or others."""
    if tag.kind in _LEFT_OUT:
        return
    if tag.kind in _NOTES:
        _add_note(found, tag)
    elif tag.kind == "Table":
        _add_table(found, tag)
    elif tag.kind == "LI":
        label = next((one.text for one in _tags(tag) if one.kind == "Lbl"), "")
        for one in _tags(tag):
            if one.kind != "Lbl":
                _add(found, one, label.strip() or _ITEM)
    elif _words(tag):
        _add_text(found, tag, lead)
    else:
        for one in _tags(tag):
            _add(found, one, lead)
            lead = _ITEM if lead else ""


def _add_text(found: _Reading, tag: Tag, lead: str) -> None:
    """A tag that holds words itself, and after them what other blocks it holds."""
    heading = _HEADING.fullmatch(tag.kind)
    flow = found.last_part()
    is_new = heading or lead not in ("", _ITEM) or not isinstance(flow, _Flow) or not found.goes_on(flow)
    if is_new or not isinstance(flow, _Flow):
        parts = [one for one in tag.parts if not isinstance(one, str) or one.strip()]
        if lead == _ITEM and parts and isinstance(parts[0], str) and _ENUMERATOR.fullmatch(parts[0]):
            lead, tag = parts[0].strip(), replace(tag, parts=tuple(parts[1:]))
        flow = _Flow(int(heading["level"] or 1) if heading else 0, "" if lead == _ITEM else lead)
        found.parts.append(flow)
    elif not flow.printed.endswith((" ", "-")):
        flow.add(" ")
    for block in _fill(flow, tag, found):
        _add(found, block)


def _fill(flow: _Flow, tag: Tag, found: _Reading) -> list[Tag]:
    """Add a tag's words to a flow, and its notes to the paper; what else it holds is returned."""
    others: list[Tag] = []
    for part in tag.parts:
        if isinstance(part, str):
            marks = flow.marked.marks
            if marks and marks[-1][0] == len(flow.marked.text) and _OPENS.match(part):
                flow.add(" ")  # a line that ends after a note's mark
            flow.add(part)
        elif part.kind in _NOTES:
            _add_note(found, part)
        elif (mark := _MARK.fullmatch(part.text)) and _is_mark(part, mark[1], flow, found):
            if flow.marked.marks and flow.marked.text[flow.marked.marks[-1][0] :].strip() == ",":
                flow.marked.text = flow.marked.text[: flow.marked.marks[-1][0]]  # between two marks
            flow.marked.mark(_number(mark[1]))
        elif part.kind in _INLINE:
            if not flow.printed.strip() and part.kind in _BOLD and part.text.strip().endswith(":"):
                flow.label = part.text.strip()
            else:
                others += _fill(flow, part, found)
        else:
            others.append(part)
    return others


def _is_mark(tag: Tag, label: str, flow: _Flow, found: _Reading) -> bool:
    """Whether a number is the mark of a note: it is tagged so, or stands right after a word in a tag of its
    own, as a note's second mark does."""
    if tag.kind in _OF_MARKS:
        return True
    marks, text = flow.marked.marks, flow.marked.text
    follows = bool(text) and (
        bool(marks and marks[-1][0] == len(text)) or not (text + tag.text[:1])[-1].isspace()
    )
    return tag.kind in _BOLD and label in found.known and follows and not text[-1].isspace()


def _note_labels(tags: Tagged) -> Iterator[str]:
    for page in tags.pages:
        for tag in page:
            for one in (tag, *_descendants(tag, into_tables=True)):
                if one.kind in _NOTES and (label := _note_label(one)):
                    yield label[1]


def _note_label(tag: Tag) -> re.Match[str] | None:
    own = next((one.text for one in _tags(tag) if one.kind == "Lbl"), "")
    return _MARK.fullmatch(own) if own else _NOTE_LABEL.match(tag.text)


def _add_note(found: _Reading, tag: Tag) -> None:
    """A note, or the rest of one that began on the page before."""
    text = "".join(one if isinstance(one, str) else one.text for one in tag.parts if not _is_label(one))
    label = _note_label(tag)
    own = any(map(_is_label, tag.parts))
    name = found.labels.get(tag.id) if tag.id else ""
    if not name and label and label[1] not in found.notes:
        name = label[1]
        text = text if own else text[label.end() :]
    name = name or next(reversed(found.notes), "")
    if not name:
        return
    found.labels[tag.id] = name
    flow = found.notes.setdefault(name, _Flow())
    if flow.printed and not flow.printed.endswith((" ", "-")):
        flow.add(" ")
    flow.add(text)


def _add_table(found: _Reading, table: Tag) -> None:
    rows = [
        [_cell(cell, found) for cell in _tags(row) if cell.kind in ("TH", "TD")]
        for row in _descendants(table)
        if row.kind == "TR"
    ]
    rows = [row for row in rows if any(cell.printed.strip() for cell in row)]
    before = found.last_part()
    if not isinstance(before, _Rows) or not rows:
        found.parts += [_Rows(rows)] if rows else []
        return
    if [one.printed for one in rows[0]] == [one.printed for one in before.rows[0]]:
        rows = rows[1:]  # its head once more
    broken = [one for one in before.rows[-1] if one.printed.endswith(" ")]
    if rows and broken:
        rest = rows.pop(0)
        into = before.rows[-1] if len(rest) == len(before.rows[-1]) else broken
        for cell, more in zip(into, rest, strict=False):
            cell.printed += more.printed
            length = len(cell.marked.text)
            cell.marked.add(more.marked.text)
            cell.marked.marks += [(length + place, number) for place, number in more.marked.marks]
    before.rows += rows


def _cell(cell: Tag, found: _Reading) -> _Flow:
    flow = _Flow()
    waiting = _fill(flow, cell, found)
    while waiting:
        if flow.printed and not flow.printed.endswith(" "):
            flow.marked.add(" ")
        waiting = [*_fill(flow, waiting[0], found), *waiting[1:]]
    flow.marked.text = f"{flow.label} {flow.marked.text}".strip() if flow.label else flow.marked.text
    return flow


def _words(tag: Tag) -> bool:
    """Whether a tag holds words itself, or in tags that are no blocks; those of notes do not count."""
    return any(
        bool(part.strip()) if isinstance(part, str) else part.kind in _INLINE and bool(_own(part).strip())
        for part in tag.parts
    )


def _own(tag: Tag) -> str:
    return "".join(
        one if isinstance(one, str) else "" if one.kind in _NOTES else _own(one) for one in tag.parts
    )


def _is_label(part: str | Tag) -> bool:
    return isinstance(part, Tag) and part.kind == "Lbl"


def _tags(tag: Tag) -> list[Tag]:
    return [one for one in tag.parts if isinstance(one, Tag)]


def _descendants(tag: Tag, *, into_tables: bool = False) -> Iterator[Tag]:
    for one in _tags(tag):
        yield one
        if into_tables or one.kind != "Table":
            yield from _descendants(one, into_tables=into_tables)


# Blocks -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Head:
    """Turns what was read into blocks; what stands at the paper's head goes into its title and its fields.
    `waiting` is a label whose value comes next."""

    title: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    record: str = ""
    waiting: str = ""
    is_past: bool = False

    def read(self, part: _Flow | _Rows) -> Iterator[ReadBlock]:
        """The blocks that a part is, one or none."""
        if isinstance(part, _Rows):
            self.is_past = True
            head, *others = part.rows
            width = max(map(len, part.rows))
            cells = tuple((*(one.marked for one in row), *_empty(width - len(row))) for row in others)
            yield ReadTable(tuple(one.marked.text.strip() for one in head), cells)
            return
        text = part.marked.text = part.marked.text.rstrip()
        whole = one_line(f"{part.label} {text}")
        if not whole:
            return
        if record := RECORD.fullmatch(whole):
            self.record = record["id"]
        elif self.is_past or not self._is_of_head(whole, part):
            self.is_past = True
            if part.level:
                self.title = self.title or whole
                yield Heading(whole, part.level)
            elif part.label and not text:
                yield ReadParagraph(_said(part.label), part.style, "", part.lead)
            else:
                yield ReadParagraph(part.marked, part.style, part.label, part.lead)

    def _is_of_head(self, text: str, part: _Flow) -> bool:
        """Whether a line is the title, a field at the paper's head, or a part of one."""
        if part.level or _same(text, self.title):
            return _same(text, self.title)
        line = head_field(f"{self.waiting} {text}".strip())
        self.waiting = text if not self.waiting and re.fullmatch(r"[^\W\d_][\w /&-]{0,24}:", text) else ""
        if line and not part.marked.marks:
            self.fields.append(line)
        return bool(line or self.waiting)


def _same(text: str, other: str) -> bool:
    """Whether two texts are the same letters, whatever a font draws as one."""
    return re.sub(r"\s", "", normalize("NFKC", text)) == re.sub(r"\s", "", normalize("NFKC", other))


def _added(lines: Sequence[str], heads: Sequence[str]) -> str:
    """What stands on the pages in no tag and is no running head or foot, which come more than once, nor the
    head of a table on its next page: words that were put in later, and are read with the rest."""
    plain = [re.sub(r"\d+", "0", line) for line in lines]
    counts = Counter(plain)
    repeated = re.sub(r"\s", "", " ".join(heads))
    kept = [
        line
        for line, one in zip(lines, plain, strict=True)
        if counts[one] == 1 and re.sub(r"\s", "", line) not in repeated
    ]
    return " ".join(line for line in kept if len(line.split()) >= _FEWEST_ADDED)


def _said(text: str) -> Marked:
    marked = Marked()
    marked.add(text)
    return marked


def _empty(count: int) -> list[Marked]:
    return [Marked() for _ in range(count)]


def _by_place(data: bytes, name: str) -> Paper:
    document = load_pdf(data, name)
    if any(block.role == "note" for block in document.blocks):
        raise WrongFormat(
            f"{name} is a PDF without tags: its notes are read, and not to which sentences they belong",
            hint="verify its Word file, or export the PDF anew as a tagged, accessible PDF",
        )
    return paper_of_document(document)
