"""A Word file → a paper: what a reader of its final version sees, with its footnotes and endnotes at their
sentences."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.paper import Heading, Paper, Role, Style
from assistant.verify.layout import laid_out
from assistant.verify.read_blocks import ReadBlock, ReadParagraph, ReadTable
from assistant.verify.sentences import RECORD, Marked, annex_begins, head_field, numbered
from ingest.load.archive import member_xml, opened
from ingest.load.builder import one_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DELETED = {
    f"{_W}{tag}"
    for tag in ("del", "moveFrom", "delText", "pPr", "rPr", "txbxContent", "tblPr", "tcPr", "trPr", "sdtPr")
}
_AROUND = {f"{_W}{tag}" for tag in ("sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag")}
_SPACES = {f"{_W}{tag}" for tag in ("tab", "br", "cr", "ptab")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ROLES: Mapping[str, Role] = {"own words": "own", "to be confirmed": "gap", "not supported": "failed"}
_POWERS, _LENGTH = ("2", "3"), re.compile(r"\d\s?[kcdm]?m$")
_REFERENCES = {f"{_W}footnoteReference": "footnote", f"{_W}endnoteReference": "endnote"}


@dataclass(slots=True)
class Body:
    """What is in a file's body, and its program's notes by number. `elements` are the Word paragraphs of each
    heading, paragraph and cell of `blocks`, in their order."""

    title: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[ReadBlock] = field(default_factory=list)
    elements: list[list[Any]] = field(default_factory=list)
    record: str = ""
    notes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the body is read with: the names of styles by id, and the numbers of notes."""

    styles: Mapping[str, str]
    numbers: Mapping[str, int]


def read_docx(data: bytes, name: str) -> Paper:
    """The paper in a `.docx` file.

    Raises:
        WrongFormat, PasswordProtected: it is not a Word file, or cannot be opened.
    """
    with opened(data, name, holding="word/document.xml") as archive:
        body = read_body(member_xml(archive, "word/document.xml", name), archive, name)
        core = member_xml(archive, "docProps/core.xml", name)
        known = (
            {str(one.tag).rpartition("}")[2]: one.text or "" for one in core if isinstance(one.tag, str)}
            if core is not None
            else {}
        )
        stamped = list(_stamps(archive, name))
    blocks, notes = laid_out(body.blocks, body.notes)
    cut = annex_begins(blocks)
    return Paper(
        title=body.title or one_line(known.get("title", "")),
        blocks=blocks[:cut],
        annexes=blocks[cut:],
        notes=notes,
        fields=tuple(body.fields),
        marking=next((text for text in stamped if text.upper() != "DRAFT"), ""),
        draft=any(text.upper() == "DRAFT" for text in stamped)
        or known.get("contentStatus", "").lower() == "draft",
        record=body.record or known.get("identifier", "").strip(),
    )


def read_body(document: Any, archive: zipfile.ZipFile, name: str) -> Body:
    """What stands in the body of a file. `document` is the root of its document part."""
    texts = dict(_note_texts(archive, name))
    numbers = numbered(key for key in _referred(document) if key in texts)
    parts = _Parts(_style_names(member_xml(archive, "word/styles.xml", name)), numbers)
    found = Body(notes={number: texts[key] for key, number in numbers.items()})
    body = document.find(f"{_W}body")
    for element in _flat(body if body is not None else ()):
        if element.tag == f"{_W}tbl":
            _add_table(found, element, parts)
        else:
            _add_paragraph(found, element, parts)
    return found


def _flat(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables, also those in content controls and moved or inserted blocks; text boxes
    after their paragraph."""
    for element in parent:
        if element.tag == f"{_W}p":
            yield element
            for box in element.iter(f"{_W}txbxContent"):
                if not any(around.tag == _FALLBACK for around in box.iterancestors()):
                    yield from _flat(box)
        elif element.tag == f"{_W}tbl":
            yield element
        elif element.tag in _AROUND:
            yield from _flat(element)


def _add_paragraph(found: Body, element: Any, parts: _Parts) -> None:
    style = _style_of(element, parts)
    label, marked = _read(element, parts)
    text = f"{label} {marked.text}".strip()
    level = _level(element, style)
    if not text:
        return
    if style == "title" and not found.title:
        found.title = text
    elif record := RECORD.fullmatch(text):
        found.record = record["id"]
    elif level:
        _add(found, Heading(text, level), element)
    elif not found.blocks and not marked.marks and (line := head_field(text)):
        found.fields.append(line)
    else:
        _add(found, ReadParagraph(marked, _list_style(element, style), label), element)


def _add(found: Body, block: ReadBlock, element: Any) -> None:
    found.blocks.append(block)
    found.elements.append([element])


def _add_table(found: Body, table: Any, parts: _Parts) -> None:
    """A table; one of labels and values at the head of the file is its fields."""
    rows = [
        [list(_flat(cell)) for cell in row.iter(f"{_W}tc")]
        for row in table.iter(f"{_W}tr")
        if next(row.iterancestors(f"{_W}tbl")) is table
    ]
    width = max((len(row) for row in rows), default=0)
    read = [[_cell(cell, parts) for cell in row] for row in rows]
    lines = [
        head_field(f"{row[0].text.strip().rstrip(':')}: {row[1].text.strip()}") if len(row) == 2 else None
        for row in read
    ]
    if not found.blocks and all(lines):
        found.fields += [line for line in lines if line]
        return
    if width == 0:
        return
    empty: list[Marked] = [Marked()] * width
    head, *others = ((row + empty)[:width] for row in read)
    cells = tuple(tuple(row) for row in others)
    found.blocks.append(ReadTable(tuple(one.text.strip() for one in head), cells))
    found.elements += [cell for row in rows for cell in (row + [[]] * width)[:width]]


def _cell(paragraphs: list[Any], parts: _Parts) -> Marked:
    marked = Marked()
    for one in paragraphs:
        if marked.text:
            marked.add(" ")
        if one.tag == f"{_W}p":
            _pieces(one, parts, marked)
        else:
            marked.add(" ".join("".join(p.itertext(f"{_W}t", with_tail=False)) for p in one.iter(f"{_W}p")))
    return marked


def _read(element: Any, parts: _Parts) -> tuple[str, Marked]:
    """The paragraph's label, which stands before its text in bold and with a colon, and the rest."""
    label, marked, opening = "", Marked(), True
    for child in element:
        lead = (
            "".join(child.itertext(f"{_W}t", with_tail=False))
            if opening and child.tag == f"{_W}r" and _is_label(child, parts)
            else ""
        )
        label += lead
        opening = opening and (bool(lead) or child.tag == f"{_W}pPr")
        if not lead:
            _pieces(child, parts, marked)
    label = one_line(label)
    if label and not (label.endswith(":") and marked.text.strip()):
        marked.marks = [(place + len(label) + 1, number) for place, number in marked.marks]
        marked.roles = [
            (first + len(label) + 1, last + len(label) + 1, role) for first, last, role in marked.roles
        ]
        marked.text, label = f"{label} {marked.text}".rstrip(), ""
    return label, marked


def _is_label(run: Any, parts: _Parts) -> bool:
    bold = run.find(f"{_W}rPr/{_W}b")
    return _run_style(run, parts) == "label" or (
        bold is not None and bold.get(f"{_W}val") not in ("0", "false", "off")
    )


def _pieces(element: Any, parts: _Parts, marked: Marked, role: Role = "read") -> None:
    """Add what is seen of an element: text, and the marks of notes. What is deleted, hidden, or a field's
    instruction is not."""
    if not isinstance(element.tag, str) or element.tag in _DELETED or element.tag == _FALLBACK:
        return
    if element.tag == f"{_W}r":
        style = _run_style(element, parts)
        if _is_hidden(element) or _adds_typed_marks(element, style, parts, marked):
            return
        role = _ROLES.get(style, role)
    if element.tag in _REFERENCES:
        number = parts.numbers.get(_REFERENCES[element.tag] + str(element.get(f"{_W}id")))
        if number:
            marked.mark(number)
    elif element.tag in _SPACES:
        marked.add(" ")
    elif element.tag == f"{_W}noBreakHyphen":
        marked.add("-", role)
    elif element.tag == f"{_W}t":
        marked.add(element.text or "", role)
    elif element.tag != f"{_W}instrText":
        for child in element:
            _pieces(child, parts, marked, role)


def _adds_typed_marks(run: Any, style: str, parts: _Parts, marked: Marked) -> bool:
    """Whether the run is the number of a note as text: a cross-reference to it, or a raised figure."""
    raised = run.find(f"{_W}rPr/{_W}vertAlign")
    text = "".join(run.itertext(f"{_W}t", with_tail=False))
    is_raised = style.endswith("note reference") or (
        raised is not None and raised.get(f"{_W}val") == "superscript"
    )
    if not is_raised or not re.fullmatch(r"\s*\d{1,3}(?:\s*,\s*\d{1,3})*\s*", text):
        return False
    if text in _POWERS and _LENGTH.search(marked.text):
        return False  # an area or a volume
    for number in re.findall(r"\d+", text):
        marked.mark(int(number))
    return True


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false", "off")


def _referred(document: Any) -> Iterator[str]:
    """The notes that the text refers to, in order, but not from what was deleted."""
    for element in document.iter(*_REFERENCES):
        if not any(around.tag in _DELETED for around in element.iterancestors()):
            yield _REFERENCES[element.tag] + str(element.get(f"{_W}id"))


def _note_texts(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str]]:
    for kind in ("footnote", "endnote"):
        root = member_xml(archive, f"word/{kind}s.xml", name)
        for note in root if root is not None else ():
            if note.get(f"{_W}type") in (None, "normal"):
                marked = Marked()
                for paragraph in note.iter(f"{_W}p"):
                    _pieces(paragraph, _Parts({}, {}), marked)
                    marked.add(" ")
                yield f"{kind}{note.get(f'{_W}id')}", marked.text.strip()


def _style_names(styles: Any) -> dict[str, str]:
    """The names of the styles, in small letters, by id; they are the same in every language of Word."""
    found = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        label = style.find(f"{_W}name")
        found[style.get(f"{_W}styleId")] = (label.get(f"{_W}val") if label is not None else "").lower()
    return found


def _style_of(paragraph: Any, parts: _Parts) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return parts.styles.get(style.get(f"{_W}val"), "") if style is not None else ""


def _run_style(run: Any, parts: _Parts) -> str:
    style = run.find(f"{_W}rPr/{_W}rStyle")
    return parts.styles.get(style.get(f"{_W}val"), "") if style is not None else ""


def _level(paragraph: Any, style: str) -> int:
    """The level of a heading; 0 for what is none."""
    if found := re.match(r"heading (\d)", style):
        return int(found[1])
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    if (
        outline is not None
        and (outline.get(f"{_W}val") or "9").isdigit()
        and int(outline.get(f"{_W}val")) < 9
    ):
        return int(outline.get(f"{_W}val")) + 1
    return 1 if style in ("title", "subtitle") else 0


def _list_style(paragraph: Any, style: str) -> Style:
    if "bullet" in style:
        return "bullet"
    return (
        "numbered"
        if style.startswith(("numbered", "list number")) or paragraph.find(f"{_W}pPr/{_W}numPr") is not None
        else "plain"
    )


def _stamps(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """What stands at the head of every page."""
    for member in archive.namelist():
        if re.fullmatch(r"word/header\d*\.xml", member):
            for paragraph in member_xml(archive, member, name).iter(f"{_W}p"):
                if text := one_line("".join(paragraph.itertext(f"{_W}t", with_tail=False))):
                    yield text
