"""The second reader: it must find what stands in an original, and nothing else."""

from __future__ import annotations

from typing import Any, cast

import pytest
from fpdf import FPDF

from eval.originals import Originals


class Files:
    """The one part of a library that is read here."""

    def __init__(self, **files: bytes) -> None:
        self._files = files

    def original(self, slug: str) -> bytes:
        return self._files[slug]


def holds(data: bytes, quote: str) -> bool | None:
    with Originals(cast("Any", Files(one=data))) as originals:
        return originals.hold("one", quote)


XML = b"""<?xml version="1.0"?><division id="A1"><section><enum>1.</enum><text>It may be cited as the \
<quote>Alder Act</quote>
(Public Law <external-xref legal-doc="public-law">116-283</external-xref>; \
note).</text></section></division>"""
MARKDOWN = b"The council met in [Ottawa](https://www.example.org/a_(b).html) on 3 March.\n"


@pytest.mark.parametrize(
    ("data", "quote"),
    [
        (XML, "It may be cited as the “Alder Act” (Public Law 116-283; note)."),
        (MARKDOWN, "The council met in Ottawa on 3 March."),
        (b"<!DOCTYPE html><p>The council met in <a href='x'>Ottawa</a>.</p>", "The council met in Ottawa."),
        (
            (
                b"Subject: Minutes\nFrom: a@example.org\nTo: b@example.org\nDate: Mon, 3 Mar 2025 10:00:00"
                b" +0000\n\nThe council met.\n"
            ),
            "The council met.",
        ),
    ],
)
def test_words_are_found_whatever_the_markup(data: bytes, quote: str) -> None:
    assert holds(data, quote) is True
    assert holds(data, quote.replace("The council", "The committee").replace("Alder", "Birch")) is False


def pages(*texts: str) -> bytes:
    pdf = FPDF()
    pdf.set_font("helvetica")
    for number, text in enumerate(texts, 1):
        pdf.add_page()
        pdf.multi_cell(0, text=f"{text}\nVerDate Sep 11 Jkt 265001 PO 0000{number}")
    return bytes(pdf.output())


def test_a_quote_may_run_on_to_the_next_page_past_what_is_printed_at_its_foot() -> None:
    data = pages("The duty will be paused until the public", "health crisis has ended in both countries.")
    assert holds(data, "The duty will be paused until the public health crisis has ended") is True
    assert holds(data, "The duty will be raised until the public health crisis has ended") is False
    assert holds(data, "health crisis has ended The duty will be paused") is False


def test_a_format_that_is_not_read_here_is_not_judged() -> None:
    assert holds(b"\0\1\2", "anything") is None
