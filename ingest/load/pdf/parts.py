"""The files inside a PDF: those of a portfolio, and the attachments of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_COVER = re.compile(
    r"\bpdf portfolio\b|\bportfolio\b.*\b(?:reader|acrobat|viewer)\b|\b(?:reader|acrobat)\b.*\bportfolio\b"
    r"|for the best experience",
    re.IGNORECASE | re.DOTALL,
)
# What else is attached are settings and pictures of the program that made the file.
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xls[xmb]?|pptx?|od[tsp]|rtf|txt|csv|tsv|md|html?|xml|json|eml|msg|zip|epub)$",
    re.IGNORECASE,
)
_COVER_WORDS = 90


@dataclass(frozen=True, slots=True)
class Part:
    """A PDF file inside another, open."""

    name: str
    pdf: Any


def parts_of(pdf: Any) -> tuple[list[Part], list[str]]:
    """The PDF files inside an open PDF, and the names of the other files inside it."""
    import pypdfium2

    parts: list[Part] = []
    others: list[str] = []
    for number in range(pdf.count_attachments()):
        attachment = pdf.get_attachment(number)
        name = attachment.get_name()
        try:
            data = bytes(attachment.get_data())
            if data.lstrip()[:5] == b"%PDF-":
                parts.append(Part(name, pypdfium2.PdfDocument(data)))
            elif _DOCUMENT.search(name):
                others.append(name)
        except pypdfium2.PdfiumError:
            others.append(name)
    return parts, others


def is_cover(data: bytes, text: str, parts: Sequence[Part], others: Sequence[str]) -> bool:
    """Whether the PDF itself is only the cover of a portfolio."""
    if not parts and not others:
        return False
    short = len(text.split()) < _COVER_WORDS
    return short and (b"/Collection" in data or bool(_COVER.search(text)))
