"""What is said of a document from the catalogue, in words."""

from __future__ import annotations

from assistant.lexicon.dates import readable_date
from assistant.query.catalogue import CatalogueKind
from ingest.types import Source

_NO_KIND = frozenset(("", "unknown"))


def listed(kind: CatalogueKind, source: Source) -> str:
    """A document on a line: its title, then what was asked of it and what tells it from others."""
    day = readable_date(source.date) or "undated"
    known = [source.publisher, day, "" if source.kind in _NO_KIND else source.kind]
    told = ", ".join(part for part in known if part)
    match kind:
        case "author":
            by = source.author or source.publisher
            rest = ", ".join(part for part in (source.publisher if source.author else "", day) if part)
            return (
                f"“{source.title}” is by {by} ({rest})"
                if by
                else f"“{source.title}” names no author ({told})"
            )
        case "date":
            return f"“{source.title}” is of {day}{f' ({source.publisher})' if source.publisher else ''}"
        case _:
            return f"{source.title} ({told})"
