"""The day that a document carries under its title ("12 March 2025"), which goes before what its file says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ingest.load.builder import TextBuilder
from ingest.load.metadata import iso_date, metadata
from ingest.load.typed_numbers import with_typed_numbers
from ingest.load.written_dates import written_date
from ingest.types import Document

# The days on which the templates of python-docx and python-pptx were made.
_TEMPLATES = frozenset({"2013-12-23", "2013-01-27"})
# The days from which programs count, which they write for no date at all.
_EPOCHS = frozenset({"1601-01-01", "1899-12-30", "1900-01-01", "1904-01-01", "1970-01-01", "1980-01-01"})
_STALE = 366  # days between making a file and its last change, after which it was made from an older one
_LINES = 8  # the title, its subtitle, an author, an office: the date stands among them
_LONGEST = 30  # words: a longer block is the text itself
_OPENING = re.compile(
    r"(?:(?:for )?(?:immediate )?release[ds]?|date[ds]?(?: of issue)?|published|issued|adopted"
    r"|(?:last )?(?:updated?|revised|reviewed))(?: on)?"
    r"\s*[:–—-]?\s+",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:[^\W\d_][^\d,:.]{1,30},\s+(?:[A-Z]\.?[A-Z]?\.?,?\s+(?:[–—-]\s*)?)?)(?=\S*\s*\d|[A-Z][a-z]+ \d)"
)
_WHOLE = re.compile(
    r"(?:\d{1,2}\s)?[^\W\d_]{3,10}\.?(?:\s\d{1,2})?,?\s\d{4}|\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}"
    r"|(?:(?:le|den|dnia|a|el|em|li)\s)?\d{1,2}(?:er|\.|º|°)?\s(?:de\s|d['’])?[^\W\d_]{3,12},?\s(?:del?\s)?\d{4}"
)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b(?: of)?", re.IGNORECASE)


def believed(created: object, modified: object) -> tuple[object, str]:
    """The day on which a file was made, if it may be the document's; else nothing, and a sentence on it. It
    is not where a library's template was made then, or the file was still changed a year later."""
    made, changed = iso_date(created), iso_date(modified)
    if made in _EPOCHS:
        return "", ""
    if made not in _TEMPLATES and _days(made, changed) <= _STALE:
        return created, ""
    return "", (
        f"the file's creation date, {made}, is that of the file or template it was made from; "
        "it was not taken for the document's date"
    )


def _days(first: str, last: str) -> int:
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return 0


def dateline(document: Document) -> str:
    """The date that stands alone under the document's title, in ISO; empty where there is none."""
    seen = 0
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.role in ("note", "row", "item"):
            continue  # “Gull Rock, 1 May 2024” in a list is something else's day
        seen += 1
        if seen > _LINES or len(text.split()) > _LONGEST:
            break
        if found := date_of(text):
            return found
    return ""


def date_of(line: str) -> str:
    """The date that a line is ("Oslo, 12th March 2025"), in ISO; empty for a line that says more."""
    line = _WEEKDAY.sub("", _OPENING.sub("", line.strip(), count=1)).strip(" .")
    line = _ORDINAL.sub(r"\1", line)
    for text in (line, _PLACE.sub("", line, count=1)):
        if _WHOLE.fullmatch(text) and (found := iso_date(text) or written_date(text)):
            return found
    return ""


def finished(builder: TextBuilder, known: Mapping[str, object], note: str = "") -> Document:
    """The document with what its file says of itself. The day under its title goes before the file's; `note`
    tells of a date of the file that was not used."""
    document = builder.document(metadata(known))
    of_file, own = document.metadata.date, dateline(document)
    title = document.metadata.title
    if not title and document.blocks and document.blocks[0].role == "note":
        first = next((block for block in document.blocks if block.role != "note"), document.blocks[0])
        title = document.text[first.start : first.end] if first.role == "heading" else ""
    notes = [note] if note else []
    if own and of_file and not of_file.startswith(own):
        notes.append(f"the document's date is {own}, as under its title, not {of_file}, as its file says")
    return replace(
        with_typed_numbers(document),
        metadata=replace(document.metadata, date=own or of_file, title=title),
        notes=(*document.notes, *notes),
    )
