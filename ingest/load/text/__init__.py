"""Plain text: its encoding, its leading `Key: value` lines, and its lines."""

from __future__ import annotations

import codecs
import re

from ingest.errors import WrongFormat
from ingest.load.builder import TextBuilder, clean
from ingest.load.metadata import merge, metadata
from ingest.load.signature import binary
from ingest.load.text.lines import add_lines, head_of
from ingest.types import Document, Metadata

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KEYS = {
    "url": "url",
    "fecha": "date",
    "date": "date",
    "título": "title",
    "titulo": "title",
    "title": "title",
    "publisher": "publisher",
    "author": "author",
    "autor": "author",
    "kind": "kind",
}
_KEY_LINE = re.compile(r"\s*([^\W\d_]+):[ \t]*(.*)")


def decode(data: bytes, name: str, charset: str = "") -> str:
    """The text in `data`, by its BOM, as UTF-8, in the declared `charset`, or in the likeliest encoding;
    raises `WrongFormat` when it is not text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding, name).removeprefix("\ufeff")
    looks = binary(data)
    if looks:
        raise WrongFormat(
            f"{name} is not a text file: it looks like {looks}",
            hint="give it the suffix of its format, or save it as UTF-8 text",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data, name, charset)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise WrongFormat(
            f"{name} is not valid {encoding} text", hint="open it in an editor and save it as UTF-8"
        ) from None


def _guessed(data: bytes, name: str, charset: str) -> str:
    from charset_normalizer import from_bytes

    if charset:
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            pass
    found = from_bytes(data)
    best = found.best()
    if best is None:
        raise WrongFormat(
            f"{name}: its encoding cannot be detected", hint="open it in an editor and save it as UTF-8"
        )
    # Short Western texts fit several code pages alike; Windows-1252 is by far the commonest of them.
    western = next(
        (match for match in found if "cp1252" in match.could_be_from_charset and match.chaos <= best.chaos),
        None,
    )
    return data.decode("cp1252") if western else str(best)


def charset_of(media_type: str) -> str:
    """The charset parameter of a media type, or empty."""
    match = re.search(r"charset=\"?([\w.:-]+)", media_type, re.IGNORECASE)
    return match[1] if match else ""


def load_text(data: bytes, name: str, media_type: str = "") -> Document:
    """A `.txt` file: known keys at the very top are metadata, the rest becomes blocks."""
    known, body = _split_keys(clean(decode(data, name, charset_of(media_type))).split("\n"))
    builder = TextBuilder()
    add_lines(builder, body)
    return builder.document(merge(known, head_of(body)))


def _split_keys(lines: list[str]) -> tuple[Metadata, list[str]]:
    values: dict[str, object] = {}
    for number, line in enumerate(lines):
        match = _KEY_LINE.match(line)
        if not match or match[1].lower() not in _KEYS:
            return metadata(values), lines[number:]
        values.setdefault(_KEYS[match[1].lower()], match[2])
    return metadata(values), []
