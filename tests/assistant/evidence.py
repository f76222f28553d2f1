"""Evidence made by hand, for tests of what is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.types import Evidence
from ingest.types import Lead, Passage, Sentence, Source


def source(**known: str) -> Source:
    values = {
        "slug": "doc",
        "title": "A title",
        "publisher": "",
        "author": "",
        "date": "",
        "kind": "unknown",
        "url": "",
        "sha256": "0" * 64,
    }
    values |= {"path": "doc.txt", **known}
    return Source(**values, characters=0, page_count=None, added="2026-01-01T00:00:00+00:00")  # type: ignore[arg-type]


def evidence(
    text: str,
    *,
    start: int = 0,
    passage: str = "",
    heading: str = "",
    score: float = 5.0,
    at: Mapping[str, Any] | None = None,
    **known: str,
) -> Evidence:
    """A sentence; `at` are values of it, such as its place and its speaker."""
    whole = passage or text
    place = Passage(known.get("slug", "doc"), 0, 0, len(whole), whole, heading)
    sentence = Sentence(start, start + len(text), **(at or {}))
    return Evidence(source(**known), place, sentence, text, score)


def item_of(lead: str, *between: str, item: str, **known: Any) -> Evidence:
    """An item of a list after its lead-in, and after the items between."""
    passage = "\n".join((lead, *between, item))
    at = {"role": "item", "leads": (Lead(0, len(lead), lead),), **known.pop("at", {})}
    return evidence(item, start=len(passage) - len(item), passage=passage, at=at, **known)
