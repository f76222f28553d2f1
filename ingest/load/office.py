"""Word processors and slides: .docx, .pptx, .odt and .rtf, in document order, without what is deleted or
hidden."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from ingest.errors import WrongFormat
from ingest.load.archive import member_xml, opened
from ingest.load.builder import TextBuilder, one_line
from ingest.load.metadata import metadata
from ingest.load.signature import signature
from ingest.types import Document, Metadata

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SPACES = {f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"}
_TINY = 4  # half points
_WHITE = re.compile("[fF][a-fA-F0-9][fF][a-fA-F0-9][fF][a-fA-F0-9]")
# Hidden type, to the end of its group or to where it is switched off.
_RTF_HIDDEN = re.compile(
    r"(?<!\\)\\v(?:1)?(?![a-z0-9-])(?:[^{}\\]|\\(?!v0)(?:[^a-z]|[a-z]+-?\d*)|\{[^{}]*\})*"
)
_NOT_READ = {
    *(
        f"{_W}{tag}"
        for tag in (
            "del",
            "moveFrom",
            "txbxContent",
            "instrText",
            "delText",
            "pPr",
            "footnoteReference",
            "endnoteReference",
        )
    ),
    *(f"{_TEXT}{tag}" for tag in ("note", "tracked-changes", "ruby-text")),
    "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def _core(archive: zipfile.ZipFile, name: str) -> Metadata:
    root = member_xml(archive, "docProps/core.xml", name)
    values = (
        {_local(element): element.text for element in root if isinstance(element.tag, str)}
        if root is not None
        else {}
    )
    creator = values.get("creator")
    return metadata(
        {
            "title": values.get("title"),
            "author": (
                "" if creator in ("python-docx", "Steve Canny") else creator
            ),  # what libraries write who know no author
            "date": values.get("created"),
        }
    )


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def load_pptx(data: bytes, name: str) -> Document:
    """A `.pptx` file: each slide a page, its title a heading, then its text, tables and notes; hidden slides
    are left out."""
    import pptx
    from pptx.exc import PackageNotFoundError

    with opened(data, name, holding="ppt/presentation.xml") as archive:
        known = _core(archive, name)
    try:
        slides = pptx.Presentation(io.BytesIO(data)).slides
        builder = TextBuilder()
        for number, slide in enumerate(slides, 1):
            builder.page(number)
            if slide._element.get("show") != "0":
                _add_slide(builder, slide)
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        SyntaxError,
        OSError,
    ) as error:  # how python-pptx meets a damaged part
        raise WrongFormat(
            f"{name} is not a readable presentation: {error}",
            hint="open it in its program and save it again as .pptx",
        ) from None
    return builder.document(known)


def _add_slide(builder: TextBuilder, slide: Any) -> None:
    title = slide.shapes.title
    if title is not None:
        builder.add(title.text_frame.text, "heading")
    for shape in _shapes(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if getattr(shape, "has_table", False):
            for row in shape.table.rows:
                cells = [one_line(cell.text) for cell in row.cells if not cell.is_spanned]
                builder.add(" | ".join(cells) if any(cells) else "", "row")
        elif shape.has_text_frame:
            paragraphs = [
                paragraph.text for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()
            ]
            for text in paragraphs:
                builder.add(text, "item" if len(paragraphs) > 1 else "paragraph")
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            builder.add(paragraph.text)


def _shapes(shapes: Any) -> Iterator[Any]:
    """The shapes of a slide from the top down, those of groups among them."""
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def load_rtf(data: bytes, name: str) -> Document:
    """An `.rtf` file: its paragraphs, as plain text."""
    from striprtf.striprtf import rtf_to_text

    from ingest.load.lines import add_lines

    if not data.lstrip().startswith(b"{\\rtf"):
        looks = signature(data)
        raise WrongFormat(
            f"{name} is not RTF" + (f": it looks like {looks}" if looks else ""),
            hint="give it the suffix of its format",
        )
    source = data.decode("latin-1")
    builder = TextBuilder()
    for hidden in _RTF_HIDDEN.findall(source):
        builder.hide(re.sub(r"\\[a-z]+-?\d* ?|[{}]", " ", hidden))
    source = _RTF_HIDDEN.sub("", source)
    try:
        text = str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    except (UnicodeError, LookupError, ValueError, IndexError) as error:
        raise WrongFormat(
            f"{name} is damaged RTF: {error}", hint="open it in a word processor and save it as .docx"
        ) from None
    # Each line is a paragraph: an empty line between them keeps them apart.
    add_lines(builder, [part for line in text.split("\n") for part in (line, "")])
    info = {
        key: match[1]
        for key in ("title", "author")
        if (match := re.search(r"\{\\" + key + r" ([^{}\\]*)\}", source))
    }
    return builder.document(metadata(info))
