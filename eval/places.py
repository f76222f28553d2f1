"""Places of a library as evidence, for suites that check sentences anew."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Citation, Evidence
from ingest.types import Passage, Sentence
from ingest.view import View


def passage_at(view: View, slug: str, place: int) -> Passage:
    """The passage of a source that a character of its text stands in, or the last before it."""
    everything = view.passages(slug)
    return next((passage for passage in reversed(everything) if passage.start <= place), everything[0])


def evidence_at(view: View, slug: str, start: int, end: int) -> Evidence:
    """The words of a source from one character to another, in the sentence and passage that they stand in."""
    passage = passage_at(view, slug, start)
    known = next((one for one in passage.sentences if one.start <= start < one.end), Sentence(0, 0))
    return Evidence(
        view.source(slug), passage, replace(known, start=start, end=end), view.text(slug)[start:end]
    )


def cited_evidence(citation: Citation, view: View) -> Evidence:
    """What a citation points to, read anew from the library."""
    found = evidence_at(view, citation.source, citation.start, citation.end)
    paged = replace(found.sentence, page=citation.page, page_end=citation.page_end)
    return replace(found, sentence=paged)
