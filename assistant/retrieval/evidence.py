"""The one way from a query to sentences of the library: passages, what is told of a change to them, their
sentences, screened, and ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.guard.screening import Screened, screen
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, stems
from assistant.query.query import Query
from assistant.retrieval.neighbours import with_sentence_before
from assistant.retrieval.options import ANSWER, Options
from assistant.retrieval.ranking import read_with_titles, weighed
from assistant.retrieval.retriever import Retriever, key
from assistant.retrieval.supersession import change_search, instrument_numbers, tells_of_change
from assistant.types import Evidence
from ingest.types import Hit
from ingest.view import View

_CHANGES_READ = 4  # passages (eval/LOG.md)


def find_evidence(query: Query, retriever: Retriever, options: Options = ANSWER) -> Screened:
    """The sentences that are relevant to a query, best first, and those that must not be used. The latter are
    set apart before sentences are scored; the models of retrieval still read the passages they stand in."""
    narrowed = retriever.within(options.restriction(query))
    view = narrowed.view
    hits = narrowed.passages(query, options)
    instruments: tuple[str, ...] = ()
    if options.weighed and query.wants_latest:
        instruments = (*query.requirements.numbers, *_instruments(hits, view, retriever.rules))
        hits += _changes(instruments, hits, narrowed)
    found = [one for hit in hits for one in _sentences(hit, narrowed)]
    screened = screen([one for one in found if options.worth(one)], view, retriever.rules)
    usable = list(screened.usable)
    if options.sentences is not None:
        usable = _likeliest(query, usable, options.sentences)
    if options.weighed:
        usable = weighed(query, usable, instruments, retriever)
    else:
        usable = read_with_titles(query.variants[:1], usable, retriever)
    return Screened(tuple(usable), screened.quarantined)


def _sentences(hit: Hit, retriever: Retriever) -> list[Evidence]:
    """The passage's sentences, each starting with the passage's score."""
    passage = with_sentence_before(hit.passage, retriever.view, retriever.rules)
    return [
        Evidence(
            retriever.view.source(passage.source),
            passage,
            sentence,
            passage.text[sentence.start - passage.start : sentence.end - passage.start],
            hit.score,
        )
        for sentence in passage.sentences
    ]


def _likeliest(query: Query, found: Sequence[Evidence], most: int) -> list[Evidence]:
    """The sentences, each once, that share most words with the searches."""
    wanted = content_stems(" ".join(query.searches))
    distinct = {(one.source.slug, one.sentence.start, one.sentence.end): one for one in found}
    shared = {
        place: len(wanted & stems(f"{one.source.title} {one.english}")) for place, one in distinct.items()
    }
    return [distinct[place] for place in sorted(distinct, key=lambda place: -shared[place])][:most]


def _changes(instruments: Sequence[str], hits: Sequence[Hit], retriever: Retriever) -> list[Hit]:
    """The passages, not among the hits, that tell of a change to these instruments, as relevant as the least
    of the hits."""
    if not instruments:
        return []
    rules, known = retriever.rules, {key(hit.passage) for hit in hits}
    found = retriever.fused([change_search(instruments, rules)])
    telling = [
        hit
        for hit in found
        if key(hit.passage) not in known and tells_of_change(hit.passage.text, instruments, rules)
    ]
    return [replace(hit, score=hits[-1].score) for hit in telling[:_CHANGES_READ]]


def _instruments(hits: Sequence[Hit], view: View, rules: Rules) -> tuple[str, ...]:
    return instrument_numbers((view.source(hit.passage.source).title for hit in hits), rules)
