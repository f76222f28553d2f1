"""Retrieval: dense and full text for each of a turn's searches, fused by reciprocal rank (Cormack et al. 2009), reranked as passages, then
sentence by sentence."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.conversation import Understanding
from assistant.dates import ANY_TIME, Period, wants_latest
from assistant.demands import read_demands, shortfall
from assistant.overtaken import CHANGE_WORDS, instrument_numbers, tells_of_change
from assistant.rerank import rerank
from assistant.types import Evidence
from assistant.widen import widened
from ingest.gloss import gloss, in_english, is_spanish
from ingest.library import Library, embedded_text
from ingest.types import Hit, Passage, Reader, Restriction, Source

# How far each search looks, how many fused passages the cross-encoder reads, of how many of those it reads the sentences, and how many of
# the sentences it reads with their titles: quality against time is tabled in eval/LOG.md.
DEPTH = 50
RERANKED = 32
READ_CLOSELY = 16
READ_AGAIN = 20
_CHANGES_READ = 4
# What the newest of the documents found gains over the oldest, and one of the period over others, in units of the logit (eval/LOG.md).
_LATEST = 6.0
_CHANGED = 10.0
_OF_THE_PERIOD = 3.0
_NEARLY_THE_SAME = 0.9  # of two passages' words, shared
_RRF_K = 60  # the constant of Cormack et al.
# How much of a passage's fused rank its score keeps, in units of the cross-encoder's logit for a mean reciprocal rank (eval/LOG.md).
_KEPT_RANK = 300.0

Readings = Sequence[tuple[str, float]]
"""Texts that rank, each with how much it counts."""


def fuse(rankings: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The passages of several rankings by reciprocal rank fusion, best first."""
    scores: dict[tuple[str, int], float] = defaultdict(float)
    passages: dict[tuple[str, int], Passage] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            key = _key(hit.passage)
            passages[key] = hit.passage
            scores[key] += 1 / (_RRF_K + rank)
    return [Hit(passages[key], score) for key, score in sorted(scores.items(), key=lambda item: -item[1])]


def _key(passage: Passage) -> tuple[str, int]:
    return passage.source, passage.number


def _timeliness(found: Sequence[Evidence], period: Period, latest: bool, numbers: Sequence[str]) -> list[float]:
    """What each sentence gains for its document's date: of the period that the question names, or, where it asks for the latest, late, and
    more where it tells of a change to an instrument."""
    days = sorted({one.source.date for one in found})
    late = {day: _LATEST * position / max(1, len(days) - 1) for position, day in enumerate(days)}
    return [
        _OF_THE_PERIOD * (period != ANY_TIME and period.holds(one.source.date))
        + latest * (late[one.source.date] + _CHANGED * tells_of_change(one.text, numbers))
        for one in found
    ]


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those whose words are nearly those of a better one: releases repeat one another's paragraphs."""
    kept: list[tuple[Hit, set[str]]] = []
    for hit in hits:
        words = set(hit.passage.text.lower().split())
        if all(len(words & other) <= _NEARLY_THE_SAME * len(words | other) for _, other in kept):
            kept.append((hit, words))
    return [hit for hit, _ in kept]


def _best_first(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: -hit.score)


class Retriever:
    """Searches one library."""

    def __init__(self, library: Library, models: str = "") -> None:
        self._library = library
        self._models = models

    def fused(self, searches: Sequence[str], reader: Reader, restriction: Restriction) -> list[Hit]:
        """What the searches find, dense and by full text, best first by reciprocal rank."""
        nearest = [self._library.nearest(search, DEPTH, reader, restriction) for search in searches]
        full_text = [self._library.full_text(search, DEPTH, reader, restriction) for search in searches]
        return fuse([*nearest, *full_text])

    def reranked(self, readings: Readings, found: Sequence[Hit], reader: Reader, restriction: Restriction) -> list[Hit]:
        """The same passages with the cross-encoder's scores, best first."""
        titles = {source.slug: source.title for source in self._library.sources(reader, restriction)}
        scores = self._read(readings, [embedded_text(titles[hit.passage.source], hit.passage) for hit in found])
        return _best_first(replace(hit, score=score) for hit, score in zip(found, scores, strict=True))

    def passages(self, turn: Understanding, reader: Reader, restriction: Restriction, limit: int = RERANKED) -> list[Hit]:
        """The most pertinent passages, best first, none nearly the same as a better one: the last turn's words rank what all searches found."""
        fused = self.fused(turn.searches, reader, restriction)[: max(limit, RERANKED)]
        reranked = self.reranked(turn.readings[:1], fused, reader, restriction)
        kept = {_key(hit.passage): _KEPT_RANK * hit.score / (2 * len(turn.searches)) for hit in fused}
        return _distinct(_best_first(replace(hit, score=hit.score + kept[_key(hit.passage)]) for hit in reranked))[:limit]

    def evidence(self, turn: Understanding, reader: Reader, restriction: Restriction) -> list[Evidence]:
        """The sentences of the most pertinent passages, best first: the cross-encoder's logits, less what the question's demands cost."""
        if turn.period.said:
            restriction = turn.period.within(restriction)
        fused = self.fused(turn.searches, reader, restriction)[:RERANKED]
        demands = read_demands(turn.question)
        hits = self.reranked(turn.readings, fused, reader, restriction)[:READ_CLOSELY]
        sources = {source.slug: source for source in self._library.sources(reader, restriction)}
        latest = wants_latest(turn.question)
        numbers = (*demands.numbers, *instrument_numbers(sources[hit.passage.source].title for hit in hits)) if latest else ()
        if numbers:
            hits += self._changes(numbers, hits, reader, restriction)
        found = [one for hit in hits for one in self._sentences(hit, sources[hit.passage.source], reader)]
        rarity = self._rarity((*demands.names, *demands.numbers), reader)
        readable = [gloss(one.text) if is_spanish(one.passage.text) else one.text for one in found]
        alone = self._read(turn.readings, readable)
        timely = _timeliness(found, turn.period, latest, numbers)
        bases = [one.score + on_time - shortfall(demands, one, rarity) for one, on_time in zip(found, timely, strict=True)]
        order = sorted(range(len(found)), key=lambda i: -(bases[i] + alone[i]))
        # The best are read again with their document's title, which names what "this order" or "the Act" is; both readings count half.
        titles = [found[i].source.title for i in order[:READ_AGAIN]]
        titled = rerank(in_english(turn.standalone), [f"{title}. {readable[i]}" for title, i in zip(titles, order, strict=False)], self._models)
        scores = [alone[i] for i in order]
        scores[:READ_AGAIN] = [(a + b) / 2 for a, b in zip(scores, titled, strict=False)]
        scored = [replace(found[i], score=bases[i] + score) for i, score in zip(order, scores, strict=True)]
        return sorted(scored, key=lambda one: -one.score)

    def _changes(self, numbers: Sequence[str], hits: Sequence[Hit], reader: Reader, restriction: Restriction) -> list[Hit]:
        """The passages, not among the hits, that tell of a change to these instruments, as pertinent as the least of the hits."""
        known = {_key(hit.passage) for hit in hits}
        found = self.fused([f"{' '.join(numbers)} {CHANGE_WORDS}"], reader, restriction)
        telling = [hit for hit in found if _key(hit.passage) not in known and tells_of_change(hit.passage.text, numbers)]
        return [replace(hit, score=hits[-1].score) for hit in telling[:_CHANGES_READ]]

    def _read(self, readings: Readings, texts: Sequence[str]) -> list[float]:
        """The cross-encoder's logits of the texts, over the readings of a question by their weights."""
        logits = [(weight, rerank(reading, texts, self._models)) for reading, weight in readings]
        total = sum(weight for weight, _ in logits)
        return [sum(weight * of[i] for weight, of in logits) / total for i in range(len(texts))]

    def _sentences(self, hit: Hit, source: Source, reader: Reader) -> list[Evidence]:
        """The passage's sentences, each starting with the passage's score."""
        passage = widened(hit.passage, self._library, reader)
        return [
            Evidence(source, passage, sentence, passage.text[sentence.start - passage.start : sentence.end - passage.start], hit.score)
            for sentence in passage.sentences
        ]

    def _rarity(self, words: Sequence[str], reader: Reader) -> dict[str, float]:
        """For each word, 0 when it is in every passage to 1 when it is in none: its inverse document frequency, scaled."""
        total = self._library.size() + 1
        found = self._library.document_frequency(words, reader)
        return {word: math.log(total / (count + 1)) / math.log(total) if total > 1 else 1.0 for word, count in found.items()}
