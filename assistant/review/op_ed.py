"""An op-ed, from a document of the library, a file, or a web address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from assistant.review.types import OpEd
from ingest.folders import is_url
from ingest.load import load, read
from ingest.load.web import Fetched
from ingest.metadata import complete
from ingest.types import Document, Metadata
from ingest.view import View

NOTHING = Metadata()


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
            return _made(view.text(source.slug), source.sha256, known, given)
    if is_url(location):
        fetched = fetch(location)
        data, name, media_type = fetched.data, fetched.name, fetched.media_type
    else:
        data, name, media_type = read(Path(location)), Path(location).name, ""
    document = load(data, name=name, media_type=media_type)
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
