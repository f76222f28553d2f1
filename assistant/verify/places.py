"""What a finding says that a source has, and what a note quotes → where it stands there, to be opened."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer.inquiry import cite
from assistant.lexicon.rules import Rules
from assistant.paper import Paper
from assistant.types import Citation
from assistant.verify.documents import CitedDocuments, FoundQuote
from assistant.verify.notes import check_notes
from assistant.verify.paragraphs import listed_sources
from assistant.verify.quotes import quoted
from assistant.verify.types import SentenceFinding
from ingest.view import View

_BETWEEN = " / "  # stands between the pieces of a frankenquote


def places(finding: SentenceFinding, sentence: str, view: View, rules: Rules) -> tuple[Citation, ...]:
    """Where the finding's source has its words: each piece of what it has instead, or else what the sentence
    quotes; the source's beginning, with an empty quote, where it has neither; nothing where no source is
    near, or it is not in the view."""
    documents = CitedDocuments(view, rules)
    if finding.source not in documents.sources:
        return ()
    pieces = finding.instead.split(_BETWEEN) if finding.kind == "frankenquote" else [finding.instead]
    for words in ([one for one in pieces if one], [one.text for one in quoted(sentence) if one.is_quote]):
        found = [place for one in words for place in documents.find(one, [finding.source])[:1]]
        if found:
            return tuple(cite(documents.evidence(one), number) for number, one in enumerate(found, start=1))
    return (replace(cite(documents.evidence(FoundQuote(finding.source, 0, 1)), 1), start=0, end=0, quote=""),)


def noted(paper: Paper, view: View, rules: Rules) -> dict[int, Citation]:
    """Where the quote of each note of a paper stands, by the note's number; a note whose quote stands nowhere
    is left out."""
    documents = CitedDocuments(view, rules)
    notes = check_notes(paper.notes, documents, listed_sources(paper))
    return {
        number: cite(documents.evidence(one.places[0]), number) for number, one in notes.items() if one.places
    }
