"""Places of a library as evidence, for suites that check sentences anew."""

from __future__ import annotations

from assistant.types import Citation, Evidence
from ingest.library import Library
from ingest.types import EVERYBODY, Passage, Sentence


def passage_at(library: Library, slug: str, place: int) -> Passage:
    """The passage of a source that a character of its text stands in, or the last before it."""
    everything = library.neighbours(Passage(slug, 0, 0, 0, "", ""), EVERYBODY, before=0, after=1_000_000)
    return next((passage for passage in reversed(everything) if passage.start <= place), everything[0])


def cited_evidence(citation: Citation, library: Library) -> Evidence:
    """What a citation points to, read anew from the library."""
    text = library.text(citation.source)[citation.start : citation.end]
    sentence = Sentence(citation.start, citation.end, citation.page, citation.page_end)
    return Evidence(
        library.source(citation.source), passage_at(library, citation.source, citation.start), sentence, text
    )
