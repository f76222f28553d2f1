from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator
from pypdfium2 import PdfDocument

from assistant.paper import Paper
from assistant.render.docx.document import paper_docx
from assistant.render.pdf import body_pages
from tests.assistant.papers import PAPER, PLAIN
from tests.assistant.render.test_paper import expected, squashed
from tests.installed import missing


@pytest.fixture(scope="module")
def data() -> bytes:
    return paper_docx(PAPER)


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return etree.fromstring(parts.read(name))


@pytest.mark.parametrize(
    "paper",
    [PAPER, PLAIN, replace(PAPER, annexes=PAPER.blocks[-1:])],
    ids=["paper", "plain", "annex of a table"],
)
def test_it_is_valid_by_the_schemas_of_office(paper: Paper, tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(paper_docx(paper))
    for version in (FileFormat.OFFICE_2013, FileFormat.MICROSOFT_365):
        assert [one.description for one in OpenXmlValidator(file_format=version).validate(file).errors] == []


def test_footnotes_are_words_own(data: bytes) -> None:
    footnotes, document = part(data, "word/footnotes.xml"), part(data, "word/document.xml")
    ids = [one.get(qn("w:id")) for one in footnotes]
    referred = [one.get(qn("w:id")) for one in document.iter(qn("w:footnoteReference"))]
    assert [one.get(qn("w:type")) for one in footnotes][:3] == ["separator", "continuationSeparator", None]
    assert referred == ids[2:] == ["1", "2", "3"]
    assert all(len(list(one.iter(qn("w:footnoteRef")))) == 1 for one in footnotes[2:])
    assert [one.get(qn("w:id")) for one in part(data, "word/settings.xml").iter(qn("w:footnote"))] == ids[:2]


def test_a_note_is_repeated_by_a_cross_reference(data: bytes) -> None:
    document = part(data, "word/document.xml")
    marks = {one.get(qn("w:name")) for one in document.iter(qn("w:bookmarkStart"))}
    repeated = [one.text.split()[1] for one in document.iter(qn("w:instrText"))]
    assert len(repeated) == len(expected(PAPER)[1]) - 3
    assert set(repeated) == marks


def test_styles_say_what_each_paragraph_and_text_is(data: bytes) -> None:
    document = Document(BytesIO(data))
    found = {one.style.name for one in document.paragraphs if one.text and one.style}
    assert found >= {
        "Title",
        "Heading 1",
        "Heading 2",
        "Field",
        "Numbered Paragraph",
        "List Bullet",
        "Normal",
    }
    runs = {(run.style.name, run.text) for one in document.paragraphs for run in one.runs}
    assert ("To Be Confirmed", "To be confirmed: what it costs.") in runs
    assert ("Not Supported", "Five thousand jobs will go.") in runs
    assert ("Own Words", "We recommend that you approve the reply.") in runs
    assert ("Label", "Recommendation:") in runs


def test_numbers_are_words_own_and_count_through() -> None:
    numbering, styles = (part(paper_docx(PAPER), f"word/{name}.xml") for name in ("numbering", "styles"))
    (style,) = (one for one in styles if one.get(qn("w:styleId")) == "NumberedParagraph")
    number = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    (numbered,) = (one for one in numbering if one.tag == qn("w:num") and one.get(qn("w:numId")) == number)
    kind = numbered[0].get(qn("w:val"))
    (level,) = (one[1] for one in numbering if one.get(qn("w:abstractNumId")) == kind)
    assert level.find(qn("w:numFmt")).get(qn("w:val")) == "decimal"


def test_tables_repeat_their_head(data: bytes) -> None:
    for table in Document(BytesIO(data)).tables:
        heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads[0] and not any(heads[1:])
        assert table.style and table.style.name == "Paper Table"


def test_properties_are_the_papers_and_nothing_of_a_template_is_left(data: bytes) -> None:
    properties = Document(BytesIO(data)).core_properties
    assert (properties.title, properties.author, properties.identifier) == (
        expected(PAPER)[0][0],
        "Pincite",
        PAPER.record,
    )
    assert (properties.language, properties.comments, properties.content_status) == ("en-US", "", "Draft")
    with zipfile.ZipFile(BytesIO(data)) as parts:
        assert not any(b"python-docx" in parts.read(name) for name in parts.namelist())
        assert not [name for name in parts.namelist() if "thumbnail" in name or "customXml" in name]


def test_annexes_begin_a_page(data: bytes) -> None:
    broken = [
        one.text for one in Document(BytesIO(data)).paragraphs if one.paragraph_format.page_break_before
    ]
    assert broken == ["Not supported by the documents"]


@pytest.fixture(scope="module")
def printed(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file as LibreOffice prints it."""
    office, folder = shutil.which("soffice"), tmp_path_factory.mktemp("printed")
    if office is None:
        missing(
            "no LibreOffice is installed: apt-get install --no-install-recommends libreoffice-writer"
            " fonts-liberation"
        )
    (folder / "paper.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "paper.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "paper.pdf"


@pytest.mark.process
def test_libre_office_prints_what_typst_sets(printed: Path) -> None:
    """Every line and note; the marking, DRAFT and the number on each page; the annexes on a page of their own
    after the measured pages."""
    with PdfDocument(printed) as pdf:
        pages = [one.get_textpage().get_text_range() for one in pdf]
        first = pdf[0].render(scale=1).to_numpy()
    lines, _, notes = expected(PAPER)
    told = squashed("".join(pages))
    assert [one for one in notes if squashed(one) not in told] == []
    assert [one for one in lines if not all(squashed(word) in told for word in one.split())] == []
    for number, one in enumerate(pages, 1):
        assert one.count(PAPER.marking) == 2 and "DRAFT" in one and f"Page {number} of {len(pages)}" in one
    assert len(pages) == body_pages(PAPER) + 1 and squashed("Not supported by the documents") in squashed(
        pages[-1]
    )
    assert "1. First" in pages[0].replace("\r\n", " ") and "3. Option A:" in pages[0].replace("\r\n", " ")
    assert 0.01 < (first < 128).mean() < 0.3  # neither empty nor blotted
