"""What holds for a paper in every kind of file: the same words, in the same order, under the same numbers of
notes, and none of them as markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from lxml import html
from markdown_it import MarkdownIt
from pypdfium2 import PdfDocument

from assistant.paper import Heading, Note, Paper, Paragraph, Table, Text
from assistant.render.blocks import fair_copy
from assistant.render.docx.document import paper_docx
from assistant.render.html.paper import paper_html
from assistant.render.markdown import paper_markdown
from assistant.render.pdf import paper_pdf
from tests.assistant.papers import CITATIONS, PAPER, PLAIN

_REFERENCE = re.compile(r"\[\^(\d+)\]")


def _lines(told: Iterable[str]) -> list[str]:
    return [" ".join(one.split()) for one in told if one.strip()]


def expected(paper: Paper) -> tuple[list[str], list[int], list[str]]:
    """The lines of the title, the fields and the blocks; the numbers of the notes referred to, in order; and
    the notes."""
    paper = fair_copy(paper)
    lines, numbers = [paper.title, *(f"{name}: {value}" for name, value in paper.fields)], []
    for block in (*paper.blocks, *paper.annexes):
        match block:
            case Heading():
                cells: list[tuple[Text, ...]] = [(Text(block.text),)]
            case Paragraph():
                cells = [(Text(block.label), *block.texts)]
            case Table():
                cells = [
                    *((Text(one),) for one in block.columns),
                    *(cell for row in block.rows for cell in row),
                ]
        lines += [" ".join(text.text for text in cell) for cell in cells]
        numbers += [number for cell in cells for text in cell for number in text.notes]
    return _lines(lines), numbers, [one.text for one in paper.notes]


def word(data: bytes) -> tuple[list[str], list[int], list[str]]:
    document = Document(BytesIO(data))
    footnotes = next(
        part for part in document.part.package.iter_parts() if str(part.partname) == "/word/footnotes.xml"
    )
    notes = [one for one in html.etree.fromstring(footnotes.blob) if one.get(qn("w:type")) is None]
    lines, numbers = [], list[int]()
    for block in document.iter_inner_content():
        cells = (
            [cell for row in block.rows for cell in row.cells] if isinstance(block, WordTable) else [block]
        )
        for cell in cells:
            lines.append("".join(_said(cell, numbers)))
    return _lines(lines), numbers, ["".join(one.itertext()).strip() for one in notes]


def _said(cell: Any, numbers: list[int]) -> Iterable[str]:
    paragraphs = cell.paragraphs if hasattr(cell, "paragraphs") else [cell]
    for run in (run for paragraph in paragraphs for run in paragraph.runs):
        if run.style.name == "footnote reference":
            numbers += [int(one.get(qn("w:id"))) for one in run._r.iter(qn("w:footnoteReference"))]
            numbers += [int(one.text) for one in run._r.iter(qn("w:t")) if one.text.strip()]
        else:
            yield run.text


def markdown(told: str) -> tuple[list[str], list[int], list[str]]:
    body, *definitions = re.split(
        r"^\[\^\d+\]: ", re.sub(r"\A---\n.*?\n---\n", "", told, flags=re.DOTALL), flags=re.MULTILINE
    )
    page = html.fromstring(f"<main>{_parsed(body)}</main>")
    lines = [
        line
        for one in page.iter("h1", "h2", "h3", "h4", "p", "li", "th", "td")
        for line in one.text_content().split("\n")
    ]
    kept = [line for line in _lines(lines) if line not in (PAPER.marking, "DRAFT")]
    numbers = [int(one) for line in kept for one in _REFERENCE.findall(line)]
    notes = [html.fromstring(_parsed(one)).text_content().strip() for one in definitions]
    return [_REFERENCE.sub("", line) for line in kept], numbers, notes


def _parsed(text: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").enable("strikethrough").render(text))


def page(told: str) -> tuple[list[str], list[int], list[str]]:
    body = html.fromstring(told)
    body = body if body.tag == "article" else body.find(".//main")
    numbers = [int(one.text) for one in body.xpath(".//*[@class='ref']/a | .//button[@class='cite']")]
    notes = [one.text_content() for one in body.xpath(".//section[@class='notes']//li")]
    for gone in body.xpath(
        ".//*[@class='ref'] | .//*[@class='cited'] | .//section[@class='notes'] | .//p[contains(@class,"
        " 'stamp')]"
    ):
        gone.drop_tree()
    for one in body.iter("dt"):
        one.text = f"{one.text} {one.getnext().text}"
        one.getnext().text = ""
    return (
        _lines(
            one.text_content() for one in body.iter("h1", "h2", "h3", "h4", "h5", "p", "li", "dt", "th", "td")
        ),
        numbers,
        notes,
    )


@pytest.mark.parametrize("paper", [PAPER, PLAIN], ids=["paper", "plain"])
def test_word_markdown_and_html_say_the_same(paper: Paper) -> None:
    assert word(paper_docx(paper)) == expected(paper)
    assert markdown(paper_markdown(paper)) == expected(paper)
    assert page(paper_html(paper)) == page(paper_html(paper, whole=False)) == expected(paper)


def squashed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_pdf_says_the_same() -> None:
    with PdfDocument(paper_pdf(PAPER)) as pdf:
        told = squashed("".join(one.get_textpage().get_text_range() for one in pdf))
    paper = fair_copy(PAPER)
    texts = [
        text.text
        for block in (*paper.blocks, *paper.annexes)
        if isinstance(block, Paragraph)
        for text in block.texts
    ]
    cells = [
        text.text
        for block in (*paper.blocks, *paper.annexes)
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        for text in cell
    ]
    lines, _, notes = expected(PAPER)
    heads = [one for one in lines if one not in texts and not any(text in one for text in texts + cells)]
    assert len(heads) > 10
    assert [one for one in (*heads, *texts, *cells, *notes) if squashed(one) not in told] == []


def test_notes_are_numbered_in_the_order_of_their_use_and_unused_ones_left_out() -> None:
    notes = tuple(Note(number, f"note {number}") for number in (4, 7, 9))
    paper = Paper("T", (Paragraph((Text("a.", "fact", (9,)), Text("b.", "fact", (4, 9, 4)))),), notes=notes)
    fair = fair_copy(paper)
    assert [(one.number, one.text) for one in fair.notes] == [(1, "note 9"), (2, "note 4")]
    assert [text.notes for block in fair.blocks if isinstance(block, Paragraph) for text in block.texts] == [
        (1,),
        (2, 1),
    ]
    assert fair_copy(fair) == fair


def test_quotes_in_notes_are_those_of_the_documents() -> None:
    """Last in the note, and exact but for the breaks of its lines."""
    notes = {one.citation.number: one.text for one in fair_copy(PAPER).notes if one.citation}
    for cited in CITATIONS:
        assert notes[cited.number].endswith(f": “{cited.quote.replace(chr(10), ' ')}”")


def test_no_level_of_heading_is_skipped() -> None:
    paper = Paper("T", (Heading("a", 3), Heading("b", 9), Heading("c", 4), Heading("d", 0)))
    assert [one.level for one in fair_copy(paper).blocks if isinstance(one, Heading)] == [1, 2, 3, 1]


def test_draft_and_marking_are_in_every_file_and_only_where_they_belong() -> None:
    def stamps(paper: Paper) -> list[bool]:
        sections = Document(BytesIO(paper_docx(paper))).sections
        files = [
            paper_markdown(paper),
            paper_html(paper),
            paper_html(paper, whole=False),
            sections[0].header._element.xml,
        ]
        with PdfDocument(paper_pdf(paper)) as pdf:
            files += [one.get_textpage().get_text_range() for one in pdf]
        return [stamp in one for one in files for stamp in ("DRAFT", "SENSITIVE")]

    assert all(stamps(PAPER))
    assert not any(stamps(replace(PAPER, draft=False, marking="")))


def test_the_record_can_be_read_back_from_every_file() -> None:
    bare = replace(PAPER, annexes=())
    assert Document(BytesIO(paper_docx(bare))).core_properties.identifier == bare.record
    assert paper_markdown(bare).startswith(f'---\nrecord: "{bare.record}"\n')
    assert html.fromstring(paper_html(bare)).xpath("//meta[@name='dcterms.identifier']/@content") == [
        bare.record
    ]
    with PdfDocument(paper_pdf(bare)) as pdf:
        assert pdf.get_metadata_value("Keywords") == bare.record
