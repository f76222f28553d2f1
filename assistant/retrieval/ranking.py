"""Evidence: the sentences of the passages found for a turn, ranked by the cross-encoder and by what the
question demands and when."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from assistant.query.conversation import Understanding
from assistant.query.period import ANY_TIME, Period, wants_latest
from assistant.query.requirements import read_demands, shortfall
from assistant.retrieval.neighbours import widened
from assistant.retrieval.retriever import RERANKED, Retriever, best_first, key
from assistant.retrieval.supersession import CHANGE_WORDS, instrument_numbers, tells_of_change
from assistant.types import Evidence
from ingest.gloss import gloss, in_english, is_spanish
from ingest.library import Library
from ingest.types import Hit, Reader, Restriction, Source

# Of how many passages the sentences are read, and how many of the sentences with their titles (eval/LOG.md).
_READ_CLOSELY = 16
_READ_AGAIN = 20
_CHANGES_READ = 4
# In units of the cross-encoder's logit (eval/LOG.md): what the newest of the documents found gains over the
# oldest and a sentence that tells of a change over others, where the latest is asked for; what a document of
# the period that is asked for gains.
_LATEST = 6.0
_CHANGED = 10.0
_OF_THE_PERIOD = 3.0
# How many passages the answerability model reads, and how much its logit counts in the score of their
# sentences (eval/LOG.md).
_READ_FOR_ANSWERS = 8
_ANSWERS_COUNT = 0.5


def gather(
    turn: Understanding, retriever: Retriever, reader: Reader, restriction: Restriction
) -> list[Evidence]:
    """The sentences of the most pertinent passages, best first: the cross-encoder's logits, less what the
    question's demands cost."""
    library = retriever.library
    if turn.period.said:
        restriction = turn.period.within(restriction)
    sources = {source.slug: source for source in library.sources(reader, restriction)}
    demands = read_demands(turn.question)
    fused = retriever.fused(turn.searches, reader, restriction)[:RERANKED]
    hits = retriever.reranked(turn.readings, fused, reader, restriction)[:_READ_CLOSELY]
    numbers: tuple[str, ...] = ()
    if wants_latest(turn.question):
        numbers = (*demands.numbers, *instrument_numbers(sources[hit.passage.source].title for hit in hits))
        hits += _changes(numbers, hits, retriever, reader, restriction)
    found = [one for hit in hits for one in _sentences(hit, sources[hit.passage.source], library, reader)]
    rarity = _rarity((*demands.names, *demands.numbers), library, reader)
    timely = _timeliness(found, turn, numbers)
    bases = [
        one.score + on_time - shortfall(demands, one, rarity)
        for one, on_time in zip(found, timely, strict=True)
    ]
    scores = _read_sentences(turn, found, bases, retriever)
    return _answering(
        turn,
        best_first(replace(one, score=score) for one, score in zip(found, scores, strict=True)),
        retriever,
    )


def _answering(turn: Understanding, ranked: Sequence[Evidence], retriever: Retriever) -> list[Evidence]:
    """The evidence (best first) with what the answerability model makes of the best passages; what stands in
    one that answers less than the best does ranks lower."""
    by_passage: dict[tuple[str, int], Evidence] = {}
    for one in ranked:
        by_passage.setdefault(key(one.passage), one)
    passages = list(by_passage.values())[:_READ_FOR_ANSWERS]
    texts = [f"{one.source.title}. {in_english(one.passage.text)}" for one in passages]
    logits = retriever.answers(in_english(turn.standalone), texts)
    of_passage = {key(one.passage): logit for one, logit in zip(passages, logits, strict=True)}
    most, least = max(logits, default=0.0), min(logits, default=0.0)

    def weighed(one: Evidence) -> Evidence:
        logit = of_passage.get(key(one.passage))
        return replace(
            one,
            score=one.score - _ANSWERS_COUNT * (most - (least if logit is None else logit)),
            answers=logit,
        )

    return best_first(map(weighed, ranked))


def _read_sentences(
    turn: Understanding, found: Sequence[Evidence], bases: Sequence[float], retriever: Retriever
) -> list[float]:
    """The scores of the sentences with what the cross-encoder makes of each; the best are read again with
    their document's title, which names what "this order" or "the Act" is, and both readings count half."""
    readable = [gloss(one.text) if is_spanish(one.passage.text) else one.text for one in found]
    alone = retriever.read(turn.readings, readable)
    scores = [base + score for base, score in zip(bases, alone, strict=True)]
    again = sorted(range(len(found)), key=lambda i: -scores[i])[:_READ_AGAIN]
    titled = retriever.read(
        [(in_english(turn.standalone), 1.0)], [f"{found[i].source.title}. {readable[i]}" for i in again]
    )
    for i, score in zip(again, titled, strict=True):
        scores[i] = bases[i] + (alone[i] + score) / 2
    return scores


def _sentences(hit: Hit, source: Source, library: Library, reader: Reader) -> list[Evidence]:
    """The passage's sentences, each starting with the passage's score."""
    passage = widened(hit.passage, library, reader)
    return [
        Evidence(
            source,
            passage,
            sentence,
            passage.text[sentence.start - passage.start : sentence.end - passage.start],
            hit.score,
        )
        for sentence in passage.sentences
    ]


def _changes(
    numbers: Sequence[str],
    hits: Sequence[Hit],
    retriever: Retriever,
    reader: Reader,
    restriction: Restriction,
) -> list[Hit]:
    """The passages, not among the hits, that tell of a change to these instruments, as pertinent as the least
    of the hits."""
    known = {key(hit.passage) for hit in hits}
    found = retriever.fused([f"{' '.join(numbers)} {CHANGE_WORDS}"], reader, restriction) if numbers else []
    telling = [
        hit for hit in found if key(hit.passage) not in known and tells_of_change(hit.passage.text, numbers)
    ]
    return [replace(hit, score=hits[-1].score) for hit in telling[:_CHANGES_READ]]


def _timeliness(found: Sequence[Evidence], turn: Understanding, numbers: Sequence[str]) -> list[float]:
    """What each sentence gains for its document's date: of the period that the question names, or, where it
    asks for the latest, late, and more where it tells of a change to an instrument."""
    days = sorted({one.source.date for one in found})
    late = {day: _LATEST * position / max(1, len(days) - 1) for position, day in enumerate(days)}
    latest = wants_latest(turn.question)
    return [
        _OF_THE_PERIOD * _is_of(turn.period, one)
        + latest * (late[one.source.date] + _CHANGED * tells_of_change(one.text, numbers))
        for one in found
    ]


def _is_of(period: Period, one: Evidence) -> bool:
    return period != ANY_TIME and period.holds(one.source.date)


def _rarity(words: Sequence[str], library: Library, reader: Reader) -> dict[str, float]:
    """For each word, 0 when it is in every passage to 1 when it is in none: its inverse document frequency,
    scaled."""
    total = library.size() + 1
    found = library.document_frequency(words, reader)
    return {
        word: math.log(total / (count + 1)) / math.log(total) if total > 1 else 1.0
        for word, count in found.items()
    }
