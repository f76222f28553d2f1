"""The original PDFs' pages, read apart from ingest: what a citation's page is checked against must not come from what made the citation."""

from __future__ import annotations

from functools import cache
from typing import Any

from ingest.library import Library


class PageTexts:
    """The text of each page of a library's PDFs as pdfium gives it. Not for threads: pdfium is not."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._opened = cache(self._open)
        self.text = cache(self._text)
        """The text of a source's page, numbered from 1."""
        self._documents: list[Any] = []

    def __enter__(self) -> PageTexts:
        return self

    def __exit__(self, *_: object) -> None:
        for document in self._documents:
            document.close()

    def count(self, slug: str) -> int:
        """How many pages a source's original has; 0 when it is not a PDF."""
        document = self._opened(slug)
        return 0 if document is None else len(document)

    def _text(self, slug: str, number: int) -> str:
        page = self._opened(slug)[number - 1]
        words = page.get_textpage()
        try:
            return str(words.get_text_range())
        finally:
            words.close()
            page.close()

    def _open(self, slug: str) -> Any:
        import pypdfium2

        data = self._library.original(slug)
        if not data[:1024].lstrip().startswith(b"%PDF"):
            return None
        self._documents.append(pypdfium2.PdfDocument(data))
        return self._documents[-1]
