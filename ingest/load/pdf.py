"""PDF by pypdfium2: text by page, and the rectangles of a quote. pdfium is not thread-safe, so one lock
guards every use."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import c_int
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from ingest.errors import PasswordProtected, WrongFormat
from ingest.load.builder import TextBuilder, one_line
from ingest.load.metadata import metadata
from ingest.load.pdf_furniture import is_stamp
from ingest.load.pdf_glyphs import Box, Line, glyphs_of, ink_box, runs_of
from ingest.load.pdf_margin import line_numbers, numbered_at, side_notes, without
from ingest.load.pdf_page import page_lines
from ingest.load.pdf_seen import lines_of, unseen
from ingest.load.pdf_text import add_pages, body_of
from ingest.load.signature import signature
from ingest.types import Document

__all__ = ["Box", "Picture", "boxes", "load_pdf", "picture"]

_LOCK = threading.Lock()
_HEADER_WITHIN = 1024  # bytes: readers accept junk before the header up to here
_FEW = 16  # characters: a page with fewer has no text layer to speak of
_IGNORED = re.compile(r"[\s\x00-\x1f\u00ad\u2010\u2011\ufffe-]+")
_COLOURS = 64  # of a page's picture: text stays sharp and the file small
_SHORTEST_PART = 8  # characters of a quote that goes on on another page: fewer match by chance
_NEAR = 5  # lines: so many heads may stand above a table's rows
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a PNG of `width` × `height` pixels, and the rectangles of a quote on it: pixels, the origin
    at the upper left."""

    png: bytes
    width: int
    height: int
    marks: tuple[Box, ...]


def load_pdf(data: bytes, name: str) -> Document:
    """A `.pdf` file: paragraphs, each page's span, and the title, author and date of its info dictionary."""
    builder = TextBuilder()
    with _opened(data, name) as pdf:
        seen = [_seen(pdf, number) for number in range(len(pdf))]
        pages = _read(seen)
        blank = [number for number, lines in enumerate(pages) if sum(len(line.text) for line in lines) < _FEW]
        if pages and len(blank) > len(pages) / 2:
            from ingest.load.ocr import recognised

            for number in blank:
                pages[number] = recognised(pdf, number, name)
        info = pdf.get_metadata_dict()
    builder.hide(" ".join(line for page in seen for line in page.hidden if not is_stamp(line)))
    for page in seen:
        builder.leave_out("notes", " ".join(run.text for run in side_notes(page.runs, page.width)))
    add_pages(builder, body_of(pages))
    document = builder.document()
    title = _title(info.get("Title", "")) or _first_heading(document)
    return replace(
        document,
        metadata=metadata({"title": title, "author": info.get("Author"), "date": info.get("CreationDate")}),
    )


def boxes(data: bytes, page: int, quote: str) -> tuple[Box, ...]:
    """The rectangles, one a line, of `quote` on `page` (from 1); of one that runs over the page's end, the
    part that stands here; or none."""
    with _opened(data, "the PDF") as pdf:
        return _quoted(pdf, page, quote) if 0 < page <= len(pdf) else ()


def picture(data: bytes, page: int, quote: str = "", *, dpi: int = 110) -> Picture:
    """The picture of `page` (from 1) with the rectangles, one a line, of `quote`.

    Raises:
        WrongFormat: there is no such page.
    """
    with _opened(data, "the PDF") as pdf:
        if not 0 < page <= len(pdf):
            raise WrongFormat(f"the PDF has {len(pdf)} pages and none is number {page}")
        image = pdf[page - 1].render(scale=dpi / _POINTS_PER_INCH).to_pil()
        marks = tuple(_on_picture(pdf[page - 1], box, image.size) for box in _quoted(pdf, page, quote))
    png = BytesIO()
    image.convert("RGB").quantize(_COLOURS).save(png, "PNG")
    width, height = image.size
    return Picture(png.getvalue(), width, height, marks)


def _on_picture(page: Any, box: Box, size: tuple[int, int]) -> Box:
    """A rectangle of the page as one of its picture, which shows it turned and cropped as the page says."""
    from pypdfium2 import raw

    corners = []
    for x, y in ((box.left, box.top), (box.right, box.bottom)):
        across, down = c_int(), c_int()
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (x0, y0), (x1, y1) = corners
    return Box(min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1))


def _quoted(pdf: Any, page: int, quote: str) -> tuple[Box, ...]:
    textpage = pdf[page - 1].get_textpage()
    [lines] = _read([_seen(pdf, page - 1)])
    stream = [
        (index, number) for number, line in enumerate(lines) for span in line.spans for index in range(*span)
    ]
    return _boxes(textpage, stream, _bare(quote))


def _bare(text: str) -> str:
    """What of a text is compared: letters, figures and marks, a superscript as its figure."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text))


def _boxes(textpage: Any, stream: list[tuple[int, int]], wanted: str) -> tuple[Box, ...]:
    from pypdfium2 import raw

    kept = [
        (char, index, line)
        for index, line in stream
        for char in _bare(chr(raw.FPDFText_GetUnicode(textpage, index)))
    ]
    start, length = _located("".join(char for char, _, _ in kept), wanted)
    found: dict[int, Box] = {}
    for _, index, line in kept[start : start + length]:
        box = ink_box(textpage, index)
        if box:
            found[line] = found[line].union(box) if line in found else box
    return tuple(found.values())


def _located(text: str, wanted: str) -> tuple[int, int]:
    """Where `wanted` stands in `text`, or else the longest beginning or end of it that does: the start and
    the length."""
    start = text.find(wanted) if wanted else -1
    if start >= 0:
        return start, len(wanted)
    head = _longest(len(wanted), lambda size: wanted[:size] in text)
    tail = _longest(len(wanted), lambda size: wanted[len(wanted) - size :] in text)
    if max(head, tail) < _SHORTEST_PART:
        return 0, 0
    return (
        (text.rfind(wanted[:head]), head) if head >= tail else (text.find(wanted[len(wanted) - tail :]), tail)
    )


def _longest(limit: int, holds: Any) -> int:
    """The largest size up to `limit` for which `holds`; it holds for every smaller one."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    """The open document; pdfium's errors become ours."""
    import pypdfium2

    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        looks = signature(data)
        raise WrongFormat(
            f"{name} is not a PDF" + (f": it looks like {looks}" if looks else ""),
            hint="give it the suffix of its format",
        )
    with _LOCK:
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise PasswordProtected(
                    f"{name} opens only with a password",
                    hint="save a copy without a password and ingest that",
                ) from None
            raise WrongFormat(
                f"{name} is a damaged PDF: {error}", hint="download it again, or print it to a new PDF"
            ) from None
        try:
            yield pdf
        except pypdfium2.PdfiumError as error:
            raise WrongFormat(
                f"{name} is a damaged PDF: {error}", hint="download it again, or print it to a new PDF"
            ) from None
        finally:
            pdf.close()


@dataclass(frozen=True, slots=True)
class _Page:
    """What a reader sees of a page, as stretches of characters, and the lines that none sees."""

    number: int
    width: float
    runs: tuple[Line, ...]
    hidden: tuple[str, ...]


def _seen(pdf: Any, number: int) -> _Page:
    page = pdf[number]
    textpage = page.get_textpage()
    glyphs = glyphs_of(textpage)
    missed = unseen(page, textpage, glyphs)
    runs = tuple(runs_of(textpage, glyphs, missed))
    return _Page(number + 1, page.get_width(), runs, tuple(lines_of(glyphs, missed)))


def _read(pages: Sequence[_Page]) -> list[list[Line]]:
    """The lines of the text of each page: what stands in the margins beside it is left out."""
    numbers = [line_numbers(page.runs) for page in pages]
    known = numbered_at(numbers)
    lines = []
    for page, columns in zip(pages, numbers, strict=True):
        runs = without(page.runs, columns or (line_numbers(page.runs, known) if known else ()))
        aside = {id(run) for run in side_notes(runs, page.width)}
        text = [run for run in runs if id(run) not in aside]
        lines.append(_lightened(page_lines(text, page.number, page.width)))
    return lines


def _lightened(lines: Sequence[Line]) -> list[Line]:
    """The lines, where only those that may be a table's keep their characters."""
    gaps = [number for number, line in enumerate(lines) if line.cells > 1]
    near = {number + step for number in gaps for step in range(-_NEAR, _NEAR + 1)}
    return [line if number in near else replace(line, glyphs=()) for number, line in enumerate(lines)]


def _title(title: str) -> str:
    """The info dictionary's title, unless it is a file's name."""
    title = one_line(title)
    named = re.search(
        r"\.(?:docx?|indd|pdf|pptx?|xlsx?|rtf|qxp|wpd)$|^untitled|^Microsoft Word - ", title, re.IGNORECASE
    )
    return "" if named else title


def _first_heading(document: Document) -> str:
    end = document.pages[0].end if document.pages else 0
    headings = (
        document.text[block.start : block.end]
        for block in document.blocks
        if block.role == "heading" and block.start < end
    )
    return next(
        (
            heading
            for heading in headings
            if len(heading.split()) > 2 and not heading.startswith("Federal Register")
        ),
        "",
    )
