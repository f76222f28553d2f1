"""The one way from a query to sentences of the library: passages, what is told of a change to them, their
sentences, screened, and ranked."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.guard.screening import Screened, screen
from assistant.lexicon.words import content_stems, stems
from assistant.query.query import Query
from assistant.retrieval.changes import with_changes
from assistant.retrieval.options import ANSWER, Options
from assistant.retrieval.ranking import weighed
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentences import sentences_of
from assistant.types import Evidence


def find_evidence(query: Query, retriever: Retriever, options: Options = ANSWER) -> Screened:
    """The sentences that are relevant to a query, best first, and those that must not be used. The latter are
    set apart before sentences are scored; the models of retrieval still read the passages they stand in."""
    narrowed = retriever.within(query.period.asked)
    view = narrowed.view
    hits = narrowed.passages(query, options)
    found = [one for hit in hits for one in sentences_of(hit, narrowed)]
    screened = screen(found, view, retriever.rules)
    usable = list(screened.usable)
    if options.sentences is not None:
        usable = _likeliest(query, usable, options.sentences)
    usable = weighed(query, usable, retriever)
    if query.wants_latest:
        usable = with_changes(query, usable, narrowed)
    return Screened(tuple(usable), screened.quarantined)


def _likeliest(query: Query, found: Sequence[Evidence], most: int) -> list[Evidence]:
    """The sentences, each once, that share most words with the searches."""
    wanted = content_stems(" ".join(query.searches))
    distinct = {(one.source.slug, one.sentence.start, one.sentence.end): one for one in found}
    shared = {
        place: len(wanted & stems(f"{one.source.title} {one.english}")) for place, one in distinct.items()
    }
    return [distinct[place] for place in sorted(distinct, key=lambda place: -shared[place])][:most]
