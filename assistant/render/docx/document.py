"""A paper → Word. `templates/docx` holds the styles, the numbering and the settings as the parts of a Word
file; here the words are put in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu

from assistant.paper import Block, Heading, Paper, Paragraph, Table, Text
from assistant.render.blocks import column_shares, fair_copy, told_apart
from assistant.render.docx.notes import add_notes, reference

_TEMPLATES = Path(__file__).parents[1] / "templates"
_STYLES = {"plain": "Normal", "numbered": "Numbered Paragraph", "bullet": "List Bullet"}
_ROLES = {"own": "Own Words", "gap": "To Be Confirmed", "failed": "Not Supported"}


def paper_docx(paper: Paper) -> bytes:
    """The paper as a `.docx` file with native footnotes; its properties carry the id of its record."""
    paper = fair_copy(paper)
    document = Document(_empty())
    _properties(document.core_properties, paper)
    _every_page(document.sections[0], paper)
    _head(document, paper)
    _blocks(document, paper.blocks)
    if paper.annexes:
        first = len(document.element.body)
        _blocks(document, paper.annexes)
        _new_page(document, document.element.body[first - 1])
    add_notes(document, paper.notes)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _empty() -> BytesIO:
    """The parts of the template as a Word file without a word in it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for path in sorted((_TEMPLATES / "docx").rglob("*")):
            if path.is_file():
                parts.writestr(path.relative_to(_TEMPLATES / "docx").as_posix(), path.read_bytes())
    out.seek(0)
    return out


def _properties(properties: Any, paper: Paper) -> None:
    properties.title = paper.title[:255]  # the most that a property may hold
    properties.author = properties.last_modified_by = "Pincite"
    properties.identifier = paper.record
    properties.language = "en-US"
    properties.content_status = "Draft" if paper.draft else ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)


def _every_page(section: Any, paper: Paper) -> None:
    """The marking at the head and the foot of every page, DRAFT where it is one, and the page's number."""
    header, footer = section.header, section.footer
    first = header.paragraphs[0]
    if paper.draft:
        first.insert_paragraph_before("DRAFT", "Draft Stamp")
        first._p.append(parse_xml((_TEMPLATES / "watermark.xml").read_bytes()))
    if paper.marking:
        header.paragraphs[0].insert_paragraph_before(paper.marking, "Marking")
    line = footer.paragraphs[0]
    line.add_run("\t")
    line.add_run(paper.marking, "Label")
    line.add_run("\tPage ")
    _field(line, "PAGE")
    line.add_run(" of ")
    _field(line, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    field, run, text = OxmlElement("w:fldSimple"), OxmlElement("w:r"), OxmlElement("w:t")
    field.set(qn("w:instr"), f" {name} ")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _head(document: Any, paper: Paper) -> None:
    document.add_paragraph(paper.title, "Title")
    for name, value in paper.fields:
        line = document.add_paragraph(style="Field")
        line.add_run(f"{name}:", "Label")
        line.add_run(f"\t{value}")


def _blocks(document: Any, blocks: Iterable[Block]) -> None:
    for one in blocks:
        if isinstance(one, Heading):
            document.add_paragraph(one.text, f"Heading {one.level}")
        elif isinstance(one, Paragraph):
            _texts(document.add_paragraph(style=_STYLES[one.style]), one.texts, one.label)
        else:
            _table(document, one)


def _texts(paragraph: Any, texts: Iterable[Text], label: str = "") -> None:
    if label:
        paragraph.add_run(label, "Label")
    for one in texts:
        if len(paragraph._p.r_lst):
            paragraph.add_run(" ")
        for piece, is_strong in told_apart(one):
            if piece:
                run = paragraph.add_run(piece, _ROLES.get(one.role))
                run.bold = is_strong or None
        for position, number in enumerate(one.notes):
            if position:
                paragraph.add_run(" ", "footnote reference")  # else notes 1 and 2 read as note 12
            paragraph._p.append(reference(number))


def _table(document: Any, table: Table) -> None:
    """A table whose head is repeated on each page and whose rows are not broken across two."""
    shares, section = column_shares(table), document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    made = document.add_table(0, len(table.columns), "Paper Table")
    made.autofit = False
    head = tuple((Text(one),) for one in table.columns)
    for position, cells in enumerate((head, *table.rows)):
        row = made.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if position == 0:
            row._tr.trPr.append(OxmlElement("w:tblHeader"))
        for cell, share, texts in zip(row.cells, shares, cells, strict=True):
            cell.width = Emu(int(width * share))
            cell.paragraphs[0].style = "Table Text"
            _texts(cell.paragraphs[0], texts)
    for column, share in zip(made.columns, shares, strict=True):
        column.width = Emu(int(width * share))
    document.add_paragraph(style="After Table")  # two tables that touch would become one


def _new_page(document: Any, first: Any) -> None:
    """Begin a page before the element."""
    if first.tag == qn("w:p"):
        first.get_or_add_pPr().get_or_add_pageBreakBefore()
    else:
        broken = document.add_paragraph(style="After Table")
        broken.paragraph_format.page_break_before = True
        first.addprevious(broken._p)
