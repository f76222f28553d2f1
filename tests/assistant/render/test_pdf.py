from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from assistant.paper import Paper, Paragraph, Table, Text
from assistant.render.pdf import body_pages, paper_pdf
from tests.assistant.papers import HOSTILE, LONG, PAPER, PLAIN


def pages(data: bytes) -> list[str]:
    with PdfDocument(data) as pdf:
        return [one.get_textpage().get_text_range() for one in pdf]


def test_it_is_tagged_and_claims_to_be_accessible() -> None:
    data = paper_pdf(PAPER)
    with PdfDocument(data) as pdf:
        assert pdf.is_tagged()
        assert (pdf.get_metadata_value("Author"), pdf.get_metadata_value("Title")) == ("Pincite", PAPER.title)
        assert {(round(one.get_width()), round(one.get_height())) for one in pdf} == {(595, 842)}
    assert b"pdfuaid:part" in data


def test_each_page_has_its_number_and_the_marking() -> None:
    told = pages(paper_pdf(PAPER))
    for number, one in enumerate(told, 1):
        assert one.count(PAPER.marking) == 2 and f"Page {number} of {len(told)}" in one


@pytest.mark.parametrize("count", [1, 40, 200])
def test_pages_are_those_of_the_body(count: int) -> None:
    body = replace(PLAIN, title="T", blocks=(Paragraph((Text(LONG),)),) * count)
    whole = replace(body, annexes=(Paragraph((Text("An annex."),)),))
    assert (
        body_pages(whole)
        == body_pages(body)
        == len(pages(paper_pdf(body)))
        == len(pages(paper_pdf(whole))) - 1
    )


def test_a_row_longer_than_a_page_is_not_cut_off() -> None:
    told = pages(
        paper_pdf(
            Paper("T", (Table(("A", "B"), (((Text("short"),), (Text(f"{LONG} " * 60 + "The end."),)),)),))
        )
    )
    assert len(told) > 1 and "The end." in told[-1].replace("\r\n", " ")


def test_a_text_of_letters_that_the_fonts_lack_is_still_set() -> None:
    assert "Approve" in pages(paper_pdf(Paper("Approve 中国 عربي", PLAIN.blocks)))[0]


@given(st.text(st.sampled_from("#$]*@_`\\<>/\"'={}()~-+1.: aé\n"), min_size=1, max_size=40))
def test_no_text_becomes_code(text: str) -> None:
    paper = Paper(
        HOSTILE,
        (Paragraph((Text(text), Text("#panic()")), "numbered", label=text),),
        fields=((text, text),),
        marking=text,
        record=text,
    )
    assert body_pages(paper) == 1
