"""A source that was taken out of the library, held so that it can come back as it was: in memory alone, so
that nothing of it can be read meanwhile, and nothing is left of it when the program ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import UsageError
from ingest.library import Library, Original
from ingest.types import Document, Passage, Said, Source


@dataclass(frozen=True, slots=True)
class Removed:
    """A source with all that was kept of it."""

    source: Source
    said: Said
    document: Document
    passages: Sequence[Passage]
    original: Original


def take_out(library: Library, slug: str) -> Removed:
    """Take a source out of the library wholly, as `Library.remove`, and hold it. Call within `writing`.

    Raises:
        UnknownSource: as its name says.
    """
    whole = library.whole()
    document = Document(whole.text(slug), (), whole.pages(slug), whole.found(slug), whole.notes(slug))
    original = Original(whole.original(slug), whole.kept(slug).name)
    held = Removed(whole.source(slug), whole.said(slug), document, whole.passages(slug), original)
    library.remove(slug)
    return held


def put_back(library: Library, held: Removed) -> Source:
    """Store a source again as it was, for those who could read it. Call within `writing`.

    Raises:
        UsageError: another has its slug, or is of the same file.
    """
    source = held.source
    if any(one.slug == source.slug or one.sha256 == source.sha256 for one in library.whole().sources):
        raise UsageError(f"“{source.title}” was added again meanwhile", hint="the new one stays")
    return library.add(held.document, held.passages, held.original, source, held.said)
