"""The one way from a query to sentences of the library: passages, what is told of a change to them, their
sentences, screened, and ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.guard.screening import Screened, screen
from assistant.lexicon.leads import with_kept_leads
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, stems
from assistant.query.query import Query
from assistant.retrieval.neighbours import with_sentence_before
from assistant.retrieval.options import ANSWER, Options
from assistant.retrieval.ranking import read_with_titles, weighed
from assistant.retrieval.retriever import Retriever, best_first, key
from assistant.retrieval.supersession import change_search, instrument_numbers, tells_of_change
from assistant.types import Evidence
from ingest.types import Hit
from ingest.view import View

_CHANGES_READ = 4  # passages (eval/LOG.md)
_CHANGES_FIRST = 2  # documents whose change to what is asked about goes before everything else
_STEP = 0.01  # of a score: what puts one before another


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
    found = [one for hit in hits for one in sentences_of(hit, narrowed)]
    screened = screen([one for one in found if options.worth(one)], view, retriever.rules)
    usable = list(screened.usable)
    if options.sentences is not None:
        usable = _likeliest(query, usable, options.sentences)
    if options.weighed:
        usable = _with_changes_first(weighed(query, usable, instruments, retriever), instruments, retriever)
    else:
        usable = read_with_titles(query.variants[:1], usable, retriever)
    return Screened(tuple(usable), screened.quarantined)


def sentences_of(hit: Hit, retriever: Retriever) -> list[Evidence]:
    """The passage's sentences, each starting with the passage's score."""
    passage = with_sentence_before(hit.passage, retriever.view, retriever.rules)
    return [
        Evidence(
            retriever.view.source(passage.source),
            passage,
            with_kept_leads(sentence, retriever.rules),
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


def _with_changes_first(
    found: Sequence[Evidence], instruments: Sequence[str], retriever: Retriever
) -> list[Evidence]:
    """The evidence (best first), where the sentences that tell of a change to the instruments, the newest
    document's first, go before all others: what ended an order names it by its number, and has few of the
    words of a question about what it ordered."""
    if not found or not instruments:
        return list(found)
    telling = [one for one in found if tells_of_change(one.text, instruments, retriever.rules)]
    # Of one document's the best is enough: the others keep their place.
    firsts = {one.source.slug: one for one in reversed(telling)}
    newest = sorted(firsts.values(), key=lambda one: one.source.date, reverse=True)[:_CHANGES_FIRST]
    best = found[0]
    raised = [
        replace(
            one,
            score=max(one.score, best.score + (len(newest) - number) * _STEP),
            answers=max(one.answers or 0.0, best.answers or 0.0),
        )
        for number, one in enumerate(newest)
    ]
    return best_first([*raised, *(one for one in found if one not in newest)])


def _instruments(hits: Sequence[Hit], view: View, rules: Rules) -> tuple[str, ...]:
    return instrument_numbers((view.source(hit.passage.source).title for hit in hits), rules)
