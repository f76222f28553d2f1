"""What a finding says that a source has, and what a note is about → where it stands there, to be opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.answer.inquiry import cite
from assistant.lexicon.rules import Rules
from assistant.paper import Paper
from assistant.types import Citation
from assistant.verify.cited import is_title
from assistant.verify.documents import CitedDocuments, FoundQuote
from assistant.verify.notes import CheckedNote, check_notes
from assistant.verify.paragraphs import Unit, listed_sources, units
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
    """Where what each note of a paper is about stands, by the note's number: its quote, or, where it has
    none, the one in the text that it follows. A note whose quote stands nowhere is left out."""
    documents = CitedDocuments(view, rules)
    notes = check_notes(paper.notes, documents, listed_sources(paper))
    found = {number: one.places[0] for number, one in notes.items() if one.places}
    for unit in units(paper):
        found = _followed(unit, notes, documents) | found
    return {number: cite(documents.evidence(place), number) for number, place in sorted(found.items())}


def _followed(
    unit: Unit, notes: Mapping[int, CheckedNote], documents: CitedDocuments
) -> dict[int, FoundQuote]:
    """Where the quotes of a text stand, by the numbers of those notes after them that have no quote. Notes at
    the end of several quotes are of one each, in their order."""
    found: dict[int, FoundQuote] = {}
    quotes: list[str] = []
    for text in unit.texts:
        quotes += [
            one.text for one in quoted(text.text) if one.is_quote and not is_title(one.text, documents)
        ]
        for number in text.notes:
            note = notes.get(number)
            if not note or not note.named or note.cited.quotes:
                continue
            stand = [places[0] for one in quotes if (places := documents.find(one, note.named))]
            left = [one for one in stand if one not in found.values()] or stand
            found |= {number: left[0]} if left else {}
        quotes = [] if text.notes else quotes
    return found
