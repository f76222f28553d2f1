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


def cited_evidence(citation: Citation, view: View) -> Evidence:
    """What a citation points to, read anew from the library."""
    text = view.text(citation.source)[citation.start : citation.end]
    passage = passage_at(view, citation.source, citation.start)
    known = next((one for one in passage.sentences if one.start <= citation.start < one.end), Sentence(0, 0))
    sentence = replace(
        known, start=citation.start, end=citation.end, page=citation.page, page_end=citation.page_end
    )
    return Evidence(view.source(citation.source), passage, sentence, text)
