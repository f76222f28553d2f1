"""Word processors and slides: .docx, .pptx, .odt and .rtf, in document order, without what is deleted or
hidden."""

from __future__ import annotations

import re

from ingest.errors import WrongFormat
from ingest.load.builder import TextBuilder
from ingest.load.metadata import metadata
from ingest.load.signature import signature
from ingest.types import Document

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
