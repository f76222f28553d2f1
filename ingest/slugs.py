"""The name of a document in the library, kept apart from those of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from ingest.folders import is_url
from ingest.metadata import slug_from_name


def free_slug(wanted: str, path: str, taken: Iterable[str]) -> str:
    """The slug that is wanted; where another document has it, with the folders before it that the document is
    in, or the host, and at last a number."""
    taken = frozenset(taken)
    if wanted not in taken:
        return wanted
    slug = wanted
    for place in _places(path):
        slug = f"{slug_from_name(place)}-{slug}"
        if slug not in taken:
            return slug
    return next(numbered for number in count(2) if (numbered := f"{slug}-{number}") not in taken)


def _places(path: str) -> Iterator[str]:
    """What a path or URL is in, nearest first."""
    if is_url(path):
        yield from (part for part in reversed(PurePosixPath(urlsplit(path).path).parts[1:-1]))
        yield (urlsplit(path).hostname or "").replace(".", "-")
    else:
        yield from (folder.name for folder in Path(path).parents if folder.name)
