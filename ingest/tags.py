"""Tags: the names of the collections that a document is in, kept as one text with commas between."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.load.builder import one_line


def tags_of(text: str) -> tuple[str, ...]:
    """The tags in a text, each once, however it is spelt in capitals."""
    found: dict[str, str] = {}
    for one in filter(None, map(one_line, re.split(r"[,;\n]", text))):
        found.setdefault(one.casefold(), one)
    return tuple(found.values())


def tags_text(tags: Iterable[str]) -> str:
    """The tags as one text."""
    return ", ".join(tags_of("\n".join(tags)))


def has_tag(text: str, tag: str) -> bool:
    """Whether a tag is among those of a text."""
    return tag.casefold() in (one.casefold() for one in tags_of(text))
