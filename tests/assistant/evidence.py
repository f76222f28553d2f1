"""Evidence made by hand, for tests of what is done with it."""

from __future__ import annotations

from assistant.types import Evidence
from ingest.types import Passage, Sentence, Source


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
    text: str, *, start: int = 0, passage: str = "", heading: str = "", score: float = 5.0, **known: str
) -> Evidence:
    whole = passage or text
    place = Passage(known.get("slug", "doc"), 0, 0, len(whole), whole, heading)
    return Evidence(source(**known), place, Sentence(start, start + len(text)), text, score)
