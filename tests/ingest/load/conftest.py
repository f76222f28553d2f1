from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF

from ingest.types import Document

PdfMaker = Callable[..., bytes]


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of real policy documents, beside the checkout."""
    folder = Path(__file__).resolve().parents[4] / "shared" / "library" / "documents"
    if not folder.is_dir():
        pytest.skip(f"the real library is not at {folder}")
    return folder


def blocks(document: Document) -> list[tuple[str, str]]:
    """The blocks as (role, text), after checking what holds for every document."""
    end = 0
    for number, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        assert text and text == text.strip() and "\n" not in text
        assert document.text[end : block.start] in (("",) if number == 0 else ("\n", "\n\n"))
        end = block.end
    assert end == len(document.text)
    for page, after in zip(document.pages, document.pages[1:], strict=False):
        assert page.end == after.start
    if document.pages:
        assert (document.pages[0].start, document.pages[-1].end) == (0, len(document.text))
    return [(block.role, document.text[block.start : block.end]) for block in document.blocks]


@pytest.fixture(name="blocks")
def blocks_fixture() -> Callable[[Document], list[tuple[str, str]]]:
    return blocks


@pytest.fixture
def make_pdf() -> PdfMaker:
    """Write a PDF: each page is a list of (x, y from the top, text) or (x, y, text, style, size)."""

    def make(*pages: list[tuple[object, ...]], title: str = "", password: str = "") -> bytes:
        pdf = FPDF(unit="pt", format=(612, 792))
        pdf.set_auto_page_break(False)
        pdf.set_title(title)
        for lines in pages:
            pdf.add_page()
            for x, y, text, *font in lines:
                style, size = font or ("", 10)
                pdf.set_font("Times", str(style), float(str(size)))
                pdf.text(float(str(x)), float(str(y)), str(text))
        if password:
            pdf.set_encryption(owner_password="owner", user_password=password)
        return bytes(pdf.output())

    return make
