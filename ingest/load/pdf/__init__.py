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
from typing import Any, ClassVar

from ingest.errors import PasswordProtected, WrongFormat
from ingest.load import budgets
from ingest.load.budgets import PAGES, check, scale
from ingest.load.builder import TextBuilder, one_line
from ingest.load.metadata import iso_date
from ingest.load.pdf.dates import ALONE
from ingest.load.pdf.furniture import lone_heads
from ingest.load.pdf.glyphs import Box, ink_box
from ingest.load.pdf.head import Head, head_of, lines_of
from ingest.load.pdf.parts import Part, is_cover, parts_of
from ingest.load.pdf.read import Read, Seen, missing, read, see
from ingest.load.pdf.tags import Tag, Tagged, tags_of
from ingest.load.pdf.text import Body, add_pages, body_of
from ingest.load.signature import signature
from ingest.types import Document

__all__ = ["Box", "Picture", "Tag", "Tagged", "boxes", "load_pdf", "picture", "tagged"]

_LOCK = threading.Lock()
_HEADER_WITHIN = 1024  # bytes: readers accept junk before the header up to here
_FEW = 16  # characters: a page with fewer has no text layer to speak of
_IGNORED = re.compile(r"[\s\x00-\x1f\u00ad\u2010\u2011\ufffe-]+")
_COLOURS = 64  # of a page's picture: text stays sharp and the file small
_SHORTEST_PART = 8  # characters of a quote that goes on on another page: fewer match by chance
_POINTS_PER_INCH = 72
_DOUBTFUL = 0.05  # of the words of a file: more that are not stored are told
_XFA = (2, 3)  # pdfium's types of forms that are programs for Adobe's
_FEW_WORDS = 20  # fewer lost words are no sign of anything
_FILE_NAME = re.compile(
    r"\.(?:docx?|indd|pdf|pptx?|xlsx?|rtf|qxp|qxd|wpd?|odt|html?|tex|dvi|ps|p65|exe|tmp|txt|sgml?|xml)$|^untitled"
    r"|^Microsoft (?:Word|PowerPoint|Excel) - |^(?:Print|Slide|Layout|Document) ?\d*$|^[\w-]*\d[\w-]*$",
    re.IGNORECASE,
)
# What programs write where a file's author should stand.
_NO_AUTHOR = frozenset(
    "anonymous python-docx unspecified unknown user admin administrator owner author none default "
    "gpo u.s. government printing office".split()
)
_WAITS = re.compile(r"please wait\.\.\.|requires adobe|open this document in adobe", re.IGNORECASE)


PICTURE_DPI = 150
"""How many pixels an inch of a page has on its picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a PNG of `width` × `height` pixels, the rectangles of a quote on it, and its lines of text,
    each with its rectangle: pixels, the origin at the upper left."""

    __pydantic_config__: ClassVar = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}

    png: bytes
    width: int
    height: int
    marks: tuple[Box, ...]
    lines: tuple[tuple[str, Box], ...] = ()


def load_pdf(data: bytes, name: str) -> Document:
    """A `.pdf` file: paragraphs, each page's span, what its head says of it, and the PDF files inside it."""
    with _opened(data, name) as pdf:
        check(len(pdf), PAGES, "pages")
        seen = [see(pdf, number) for number in range(len(pdf))]
        pages = read(seen)
        _check_form(pdf, seen, name)
        _recognise(pdf, pages, name)
        info = pdf.get_metadata_dict()
        parts, others = parts_of(pdf)
        inside = [_read_part(part, seen, parts[:number]) for number, part in enumerate(parts)]
    cover = is_cover(data, " ".join(page.plain for page in seen), parts, others)
    if cover and not parts:
        raise WrongFormat(
            f"{name} is a portfolio, a cover over other files: {', '.join(others)}",
            hint="save the files in it and ingest them",
        )
    builder = TextBuilder()
    _tell(builder, seen, pages)
    body = _body(builder, pages)
    if not cover:
        add_pages(builder, body.pages)
    told = [*body.left_out, *(text for page in pages for text in (*page.aside, *page.outside))]
    for part, (part_seen, part_pages) in zip(parts, inside, strict=True):
        _tell(builder, part_seen, part_pages)
        add_pages(builder, _body(builder, part_pages).pages, first=part_seen[0].number, heading=part.name)
    if others:
        builder.note(f"attached files are not read: {', '.join(others)}; save them and ingest them")
    document = builder.document()
    lost, words = missing(seen, told, document.text) if not cover else (0, 0)
    notes = list(document.notes)
    if lost > max(_FEW_WORDS, _DOUBTFUL * words):
        notes.append(f"about {lost:,} of the {words:,} words of the pages are not in the stored text")
    lines = tuple(lines_of([line.text for line in body.pages[0]])) if body.pages else ()
    known = head_of(Head(lines, tuple(map(one_line, told)), _title(info.get("Title", "")), document))
    made = iso_date(info.get("CreationDate"))
    if made and not known.date:
        notes.append(f"no date is printed at its head; when the file was made ({made}) is not that")
    author = one_line(info.get("Author", ""))
    if author.strip("()").lower() in _NO_AUTHOR or known.publisher:
        author = ""
    return replace(document, notes=tuple(notes), metadata=replace(known, author=author))


def tagged(data: bytes, name: str) -> Tagged:
    """What the tags of a `.pdf` file say of its text; a file without tags has pages without any.

    Raises:
        WrongFormat, PasswordProtected: it is not a PDF, or cannot be opened.
    """
    with _opened(data, name) as pdf:
        return tags_of(pdf)


def _body(builder: TextBuilder, pages: Sequence[Read]) -> Body:
    """The pages without their furniture; the head and foot of a single page are a guess, and told."""
    body = body_of([page.lines for page in pages])
    if len(pages) != 1:
        return body
    lone = list(lone_heads(body.pages[0], pages[0].height))
    for line in lone:
        builder.note(f"a running head or foot was left out: “{one_line(line.text)}”")
    kept = [line for line in body.pages[0] if not any(line is one for one in lone)]
    return Body([kept], (*body.left_out, *(line.text for line in lone)))


def _tell(builder: TextBuilder, seen: Sequence[Seen], pages: Sequence[Read]) -> None:
    """Count what is left out of the pages."""
    builder.hide(" ".join(line for page in seen for line in page.hidden))
    builder.leave_out("struck", " ".join(page.struck for page in seen))
    builder.leave_out("notes", " ".join(text for page in pages for text in page.aside))
    fields = [field for page in seen for field in page.fields]
    builder.leave_out(
        "hidden", " ".join(field.value for field in fields if field.is_hidden and field.kind == "text")
    )
    comments = sum(field.kind == "comment" for field in fields)
    if comments:
        builder.note(f"comments on the pages are not read: {comments}")


def _check_form(pdf: Any, seen: Sequence[Seen], name: str) -> None:
    """Raise `WrongFormat` for a form that only Adobe's programs can show."""
    plain = " ".join(page.plain for page in seen)
    if _WAITS.search(plain) and pdf.get_formtype() in _XFA:
        raise WrongFormat(
            f"{name} is a form that only Adobe Acrobat shows",
            hint="open it in Acrobat and print it to a new PDF",
        )


def _recognise(pdf: Any, pages: list[Read], name: str) -> None:
    """Read the pages that are pictures, where most are."""
    blank = [number for number, page in enumerate(pages) if sum(len(line.text) for line in page.lines) < _FEW]
    if pages and len(blank) > len(pages) / 2 and not pdf.count_attachments():
        from ingest.load.pdf.ocr import recognised

        for number in blank:
            pages[number] = replace(pages[number], lines=recognised(pdf, number, name))
            budgets.more_time()


def _read_part(part: Part, seen: Sequence[Seen], before: Sequence[Part]) -> tuple[list[Seen], list[Read]]:
    """The pages of a PDF inside the file, counted on from those before it."""
    first = len(seen) + sum(len(one.pdf) for one in before) + 1
    found = [see(part.pdf, number, first=first) for number in range(len(part.pdf))]
    return found, read(found)


def boxes(data: bytes, page: int, quote: str) -> tuple[Box, ...]:
    """The rectangles, one a line, of `quote` on `page` (from 1); of one that runs over the page's end, the
    part that stands here; or none."""
    with _opened(data, "the PDF") as pdf:
        place = _page(pdf, page)
        return _quoted(*place, quote) if place else ()


def picture(data: bytes, page: int, quote: str = "", *, dpi: int = PICTURE_DPI) -> Picture:
    """The picture of `page` (from 1) with the rectangles, one a line, of `quote`.

    Raises:
        WrongFormat: there is no such page.
    """
    with _opened(data, "the PDF") as pdf:
        place = _page(pdf, page)
        if place is None:
            raise WrongFormat(f"the PDF has {len(pdf)} pages and none is number {page}")
        shown, number = place
        image = shown[number].render(scale=scale(shown[number].get_size(), dpi / _POINTS_PER_INCH)).to_pil()
        [laid_out] = read([see(shown, number)])

        def placed(box: Box) -> Box:
            return _on_picture(shown[number], box, image.size)

        marks = tuple(map(placed, _boxes(shown[number].get_textpage(), _stream(laid_out), _bare(quote))))
        lines = tuple((one.text, placed(one.box)) for one in laid_out.lines if one.upright and one.text)
    png = BytesIO()
    image.convert("RGB").quantize(_COLOURS).save(png, "PNG")
    width, height = image.size
    return Picture(png.getvalue(), width, height, marks, lines)


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


def _quoted(pdf: Any, place: int, quote: str) -> tuple[Box, ...]:
    [page] = read([see(pdf, place)])
    return _boxes(pdf[place].get_textpage(), _stream(page), _bare(quote))


def _stream(page: Read) -> list[tuple[int, int]]:
    """The numbers of a page's characters in the order in which they are read, each with that of its line."""
    return [
        (index, number)
        for number, line in enumerate(page.lines)
        for span in line.spans
        for index in range(*span)
    ]


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
            if pdf.get_formtype():
                pdf.init_forms()
            yield pdf
        except pypdfium2.PdfiumError as error:
            raise WrongFormat(
                f"{name} is a damaged PDF: {error}", hint="download it again, or print it to a new PDF"
            ) from None
        finally:
            pdf.close()


def _page(pdf: Any, number: int) -> tuple[Any, int] | None:
    """The file and the place in it of page `number` (from 1): those of the PDF files inside come after its
    own."""
    if 0 < number <= len(pdf):
        return pdf, number - 1
    number -= len(pdf)
    for part in parts_of(pdf)[0] if number > 0 else ():
        if number <= len(part.pdf):
            return part.pdf, number - 1
        number -= len(part.pdf)
    return None


def _title(title: str) -> str:
    """The info dictionary's title, unless it is a file's name."""
    title = one_line(title)
    is_name = _FILE_NAME.search(title) or ALONE.fullmatch(title)
    return title if re.search(r"[^\W\d_]{3}", title) and not is_name else ""
