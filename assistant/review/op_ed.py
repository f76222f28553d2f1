"""An op-ed, from a document of the library, a file, or a web address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from assistant.review.types import OpEd
from ingest.confined import confined
from ingest.folders import is_url
from ingest.load import load, read
from ingest.load.web import Fetched
from ingest.metadata import complete
from ingest.types import Document, Metadata
from ingest.view import View

NOTHING = Metadata()
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?:[^\n]*\n)*?---[ \t]*(?:\r?\n|\Z)")
"""The front matter of a Markdown text."""
_TITLED = re.compile(r"^title:\s*(\S.*?)\s*$", re.MULTILINE | re.IGNORECASE)
_HEADLINE = 12  # words: a longer first line is cut


def read_op_ed(
    location: str,
    view: View,
    fetch: Callable[[str], Fetched],
    given: Metadata = NOTHING,
) -> OpEd:
    """The op-ed at a location; what is given of it goes over what it says of itself, and over what the
    view knows of the same file.

    Raises:
        LoadError: the file or page cannot be read; the error names it.
    """
    for source in view.sources:
        if source.slug == location:
            known = Metadata(
                title=source.title, author=source.author, publisher=source.publisher, date=source.date
            )
            text = view.text(source.slug)
            front = _FRONT.match(text)  # of Markdown that was stored as plain text
            return _made(text[front.end() :] if front else text, source.sha256, known, given)
    if is_url(location):
        fetched = fetch(location)
        data, name, media_type = fetched.data, fetched.name, fetched.media_type
    else:
        data, name, media_type = read(Path(location)), Path(location).name, ""
        if Path(name).suffix.lower() == ".txt" and _FRONT.match(data.decode("utf-8", "replace")):
            name = Path(name).with_suffix(".md").name  # Markdown that was saved, or pasted, as plain text
    document = confined(load, data, called=name, name=name, media_type=media_type)
    sha256 = hashlib.sha256(data).hexdigest()
    return _made(document.text, sha256, _known(document, name, sha256, view), given)


def _known(document: Document, name: str, sha256: str, view: View) -> Metadata:
    own = next((source for source in view.sources if source.sha256 == sha256), None)
    if own is not None:
        return Metadata(title=own.title, author=own.author, publisher=own.publisher, date=own.date)
    return complete(Metadata(), document, name)


def _made(text: str, sha256: str, known: Metadata, given: Metadata) -> OpEd:
    told = {
        name: getattr(given, name) or getattr(known, name)
        for name in ("title", "author", "publisher", "date")
    }
    return OpEd(text, sha256=sha256, **told)


def called(text: str) -> str:
    """What a text that was pasted is called: by its front matter, its headline, or the words that it opens
    with."""
    front = _FRONT.match(text.strip())
    if front and (titled := _TITLED.search(front.group())):
        return titled[1].strip("\"' ")
    body = text.strip()[front.end() :] if front else text
    words = next((line.strip(" #*") for line in body.splitlines() if line.strip(" #*-")), "").split()
    return " ".join(words) if len(words) <= _HEADLINE else f"{' '.join(words[:_HEADLINE])}…"
