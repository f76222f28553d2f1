"""The original files, read apart from ingest: what a quote and its page are checked against must not come
from what made the citation."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from email import message_from_bytes, policy
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from eval.quotes import normalised
from ingest.view import View

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|\?xml)", re.IGNORECASE)
_SHORTEST_PART = 8  # characters of a quote on one of two pages: fewer would stand anywhere
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Originals:
    """A view's original files: PDFs as pdfium gives them, other formats by the standard library. Not for
    threads: pdfium is not."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._opened = cache(self._open)
        self.page = cache(self._page)
        """The text of a PDF's page, numbered from 1, by slug and number."""
        self._characters = cache(self._read)
        self._documents: list[Any] = []

    def __enter__(self) -> Originals:
        return self

    def __exit__(self, *_: object) -> None:
        for document in self._documents:
            document.close()

    def pages(self, slug: str) -> int:
        """How many pages a source's original has; 0 when it is not a PDF."""
        document = self._opened(slug)
        return 0 if document is None else len(document)

    def hold(self, slug: str, quote: str) -> bool | None:
        """Whether the original has the quote's letters and figures, in their order; None for a format that is
        not read here. What a PDF prints at the foot and the head of its pages may stand within a quote that
        runs on to the next."""
        text, wanted = self._characters(slug), _characters(quote)
        return None if text is None else wanted in text or self._runs_on(slug, wanted)

    def _runs_on(self, slug: str, wanted: str) -> bool:
        pages = [_characters(self.page(slug, number)) for number in range(1, self.pages(slug) + 1)]
        return any(
            wanted[:cut] in page and wanted[cut:] in following
            for page, following in pairwise(pages)
            for cut in range(_SHORTEST_PART, len(wanted) - _SHORTEST_PART + 1)
        )

    def _read(self, slug: str) -> str | None:
        if count := self.pages(slug):
            return _characters(" ".join(self.page(slug, number) for number in range(1, count + 1)))
        data = self._view.original(slug)
        text = next((read(data) for matches, read in _READERS if matches(data)), None)
        return None if text is None else _characters(text)

    def _page(self, slug: str, number: int) -> str:
        page = self._opened(slug)[number - 1]
        words = page.get_textpage()
        try:
            return str(words.get_text_range())
        finally:
            words.close()
            page.close()

    def _open(self, slug: str) -> Any:
        import pypdfium2

        data = self._view.original(slug)
        if not data[:1024].lstrip().startswith(b"%PDF"):
            return None
        self._documents.append(pypdfium2.PdfDocument(data))
        return self._documents[-1]


def _characters(text: str) -> str:
    """Letters and figures, with the marks that change a figure's value; layout, punctuation and markup are
    the reader's doing."""
    text = unicodedata.normalize("NFKC", normalised(text)).casefold()
    return "".join(re.findall(r"(?<=\d)[.,](?=\d)|[^\W_]|[$€£%]", text))


def _docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = [
            name
            for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
            if name in parts.namelist()
        ]
        trees = [ElementTree.fromstring(parts.read(name)) for name in names]
    return " ".join(
        "".join(text.text or "" for text in paragraph.iter(f"{_WORD}t"))
        for tree in trees
        for paragraph in tree.iter(f"{_WORD}p")
    )


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep the text between tags."""
        self.words.append(data)


def _html(text: str) -> str:
    reader = _Words()
    reader.feed(text)
    return "".join(reader.words)


def _markdown(text: str) -> str:
    """Links by their words alone."""
    return re.sub(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)", "]", text)


def _mail(data: bytes) -> str:
    parts = [
        part
        for part in message_from_bytes(data, policy=policy.default).walk()
        if part.get_content_maintype() == "text"
    ]
    return " ".join(
        _html(part.get_content()) if part.get_content_subtype() == "html" else part.get_content()
        for part in parts
    )


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


_READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], str]], ...] = (
    (lambda data: data.startswith(b"PK") and b"word/document.xml" in data, _docx),
    (lambda data: bool(_MARKUP.match(data)), lambda data: _html(data.decode("utf-8", "replace"))),
    (
        lambda data: (
            bool(re.match(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}", data[:4000]))
            and b"\nSubject:" in b"\n" + data[:4000]
        ),
        _mail,
    ),
    (_is_text, lambda data: _markdown(data.decode("utf-8-sig"))),
)
