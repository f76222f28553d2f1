"""A PDF of our own is read back as the same memo's Markdown is."""

from __future__ import annotations

import ctypes
import random
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest

from assistant.paper import Heading, Note, Paper, Paragraph, Table, Text
from assistant.render.docx.document import paper_docx
from assistant.render.markdown import paper_markdown
from assistant.render.pdf import paper_pdf
from assistant.verify.paragraphs import units
from assistant.verify.read import paper_of
from ingest.errors import UsageError
from tests.assistant.papers import PAPER

WORDS = (
    "the self-reporting ferry of Halvania left its well-known long-term berth at a co-operative pier".split()
)


def of_pdf(paper: Paper) -> Paper:
    return paper_of(paper_pdf(paper), "memo.pdf")


def read(paper: Paper) -> list[tuple[str, tuple[int, ...]]]:
    return [(normalize("NFKC", text.text), text.notes) for unit in units(paper) for text in unit.texts]


def test_it_is_read_as_markdown_is() -> None:
    markdown = paper_of(paper_markdown(PAPER).encode(), "memo.md")
    pdf = of_pdf(PAPER)
    for name in ("title", "fields", "notes", "record", "draft"):
        assert getattr(pdf, name) == getattr(markdown, name), name
    assert read(pdf) == read(markdown)
    styles = [
        [(one.style, normalize("NFKC", one.label)) for one in paper.blocks if isinstance(one, Paragraph)]
        for paper in (pdf, markdown)
    ]
    assert styles[0] == styles[1]
    assert next(one for one in pdf.blocks if isinstance(one, Table)).columns[0] == "Claim"


def long_paper(seed: int) -> Paper:
    """Many pages of sentences of every length, with hyphens at which lines may break, notes that run over
    pages, and cells too."""
    dice = random.Random(seed)

    def sentence() -> str:
        words = [dice.choice(WORDS) for _ in range(dice.randint(4, 45))]
        return f"{' '.join(words).capitalize()}."

    notes = tuple(Note(number, f"Report {number}: “{sentence()}”") for number in range(1, 61))
    texts = [
        Text(sentence(), "fact", (number, number + 1) if number % 7 == 0 and number < 60 else (number,))
        for number in range(1, 61)
    ]
    body = [Paragraph(tuple(texts[at : at + 3]), "numbered" if at % 2 else "plain") for at in range(0, 60, 3)]
    rows = tuple(((Text(sentence()),), (Text(" ".join(sentence() for _ in range(5))),)) for _ in range(12))
    return Paper(
        "Ferries", (Heading("Facts"), *body, Table(("What", "Why"), rows)), notes=notes, marking="OFFICIAL"
    )


@pytest.mark.parametrize("seed", range(4))
def test_pages_notes_and_hyphens_lose_and_merge_no_sentence(seed: int) -> None:
    paper = long_paper(seed)
    found = of_pdf(paper)
    assert read(found) == read(paper_of(paper_markdown(paper).encode(), "memo.md"))
    assert [one.text for one in found.notes] == [one.text for one in paper.notes]


def noted(paper: Paper) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences with notes, without the spaces at which a program may break a line within a word."""
    return [(re.sub(r"\s", "", text), notes) for text, notes in read(paper) if notes]


@pytest.mark.process
def test_the_word_file_printed_by_another_program_is_read_too(tmp_path: Path) -> None:
    paper = replace(PAPER, title="Duties on goods")
    (tmp_path / "memo.docx").write_bytes(paper_docx(paper))
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    tagged = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    subprocess.run(
        [*command, tagged, "memo.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=120
    )
    printed = paper_of((tmp_path / "memo.pdf").read_bytes(), "memo.pdf")
    word = paper_of(paper_docx(paper), "memo.docx")
    assert [one.text for one in printed.notes] == [one.text for one in word.notes]
    assert noted(printed) == noted(word)
    assert printed.fields[:3] == word.fields[:3] and printed.title == word.title


def test_words_that_were_put_in_without_a_tag_are_read(tmp_path: Path) -> None:
    import pypdfium2
    from pypdfium2 import raw

    pdf = pypdfium2.PdfDocument(paper_pdf(long_paper(1)))
    page = pdf[1]
    font = raw.FPDFText_LoadStandardFont(pdf, b"Helvetica")
    text = raw.FPDFPageObj_CreateTextObj(pdf, font, 11.0)
    said = "The toll was doubled in 2019 without a vote."
    words = [*map(ord, said), 0]
    raw.FPDFText_SetText(text, (ctypes.c_ushort * len(words))(*words))
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 72, 20)
    raw.FPDFPage_InsertObject(page, text)
    raw.FPDFPage_GenerateContent(page)
    pdf.save(str(tmp_path / "memo.pdf"))
    paper = paper_of((tmp_path / "memo.pdf").read_bytes(), "memo.pdf")
    assert read(paper)[0] == (said, ())
    assert len(read(paper)) == len(read(of_pdf(long_paper(1)))) + 1


def untagged(*lines: str) -> bytes:
    """A PDF without tags: paragraphs with space between them, headings in bold."""
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    for line in lines:
        pdf.set_font("Helvetica", "B" if len(line) < 20 else "", 14 if len(line) < 20 else 11)
        pdf.multi_cell(0, 5, line, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)
    return bytes(pdf.output())


def test_one_without_tags_is_read_by_place() -> None:
    said = (
        "The toll rose to 4 pounds in May [1]. Nobody had told the crews of the ferries, which had come back"
        " to the pier in April and lay there for three weeks, as every year. Twelve boats left before June."
    )
    data = untagged("Tolls", said, said.replace(" [1]", ""), "Notes", f"[1] {said.replace(' [1]', '')}")
    paper = paper_of(data, "x.pdf")
    assert ("The toll rose to 4 pounds in May.", (1,)) in read(paper)
    assert [one.text for one in paper.notes] == [said.replace(" [1]", "")]


def test_what_is_no_pdf_is_refused_by_its_name() -> None:
    with pytest.raises(UsageError, match=r"memo\.pdf"):
        paper_of(b"no PDF", "memo.pdf")
