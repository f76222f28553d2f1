"""Retrieval: dense and full text for each of a turn's searches, fused by reciprocal rank (Cormack et al. 2009), reranked as passages, then
sentence by sentence."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.conversation import Understanding
from assistant.demands import read_demands, shortfall
from assistant.rerank import rerank
from assistant.types import Evidence
from ingest.gloss import gloss, in_english, is_spanish
from ingest.library import Library, embedded_text
from ingest.types import Hit, Passage, Reader, Restriction, Source

# How far each search looks, how many fused passages the cross-encoder reads, of how many of those it reads the sentences, and how many of
# the sentences it reads with their titles: quality against time is tabled in eval/LOG.md.
DEPTH = 50
RERANKED = 32
READ_CLOSELY = 16
READ_AGAIN = 20
_RRF_K = 60  # the constant of Cormack et al.
# How much of a passage's fused rank its score keeps, in units of the cross-encoder's logit for a mean reciprocal rank (eval/LOG.md).
_KEPT_RANK = 300.0


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

    def reranked(self, question: str, found: Sequence[Hit], reader: Reader, restriction: Restriction) -> list[Hit]:
        """The same passages with the cross-encoder's scores, best first."""
        titles = {source.slug: source.title for source in self._library.sources(reader, restriction)}
        scores = rerank(question, [embedded_text(titles[hit.passage.source], hit.passage) for hit in found], self._models)
        return _best_first(replace(hit, score=score) for hit, score in zip(found, scores, strict=True))

    def passages(self, turn: Understanding, reader: Reader, restriction: Restriction, limit: int = RERANKED) -> list[Hit]:
        """The most pertinent passages, best first: the last turn's words rank what all of its searches found."""
        fused = self.fused(turn.searches, reader, restriction)[: max(limit, RERANKED)]
        reranked = self.reranked(turn.reading, fused, reader, restriction)
        kept = {_key(hit.passage): _KEPT_RANK * hit.score / (2 * len(turn.searches)) for hit in fused}
        return _best_first(replace(hit, score=hit.score + kept[_key(hit.passage)]) for hit in reranked)[:limit]

    def evidence(self, turn: Understanding, reader: Reader, restriction: Restriction) -> list[Evidence]:
        """The sentences of the most pertinent passages, best first: the cross-encoder's logits, less what the question's demands cost."""
        sources = {source.slug: source for source in self._library.sources(reader, restriction)}
        fused = self.fused(turn.searches, reader, restriction)[:RERANKED]
        hits = self.reranked(turn.reading, fused, reader, restriction)[:READ_CLOSELY]
        found = [one for hit in hits for one in _sentences(hit, sources[hit.passage.source])]
        demands = read_demands(turn.question)
        rarity = self._rarity((*demands.names, *demands.numbers), reader)
        readings = [gloss(one.text) if is_spanish(one.passage.text) else one.text for one in found]
        alone = rerank(turn.reading, readings, self._models)
        bases = [one.score - shortfall(demands, one.text, one.context, rarity) for one in found]
        order = sorted(range(len(found)), key=lambda i: -(bases[i] + alone[i]))
        # The best are read again with their document's title, which names what "this order" or "the Act" is; both readings count half.
        titled = rerank(in_english(turn.standalone), [f"{found[i].source.title}. {readings[i]}" for i in order[:READ_AGAIN]], self._models)
        scores = [alone[i] for i in order]
        scores[:READ_AGAIN] = [(a + b) / 2 for a, b in zip(scores, titled, strict=False)]
        scored = [replace(found[i], score=bases[i] + score) for i, score in zip(order, scores, strict=True)]
        return sorted(scored, key=lambda one: -one.score)

    def _rarity(self, words: Sequence[str], reader: Reader) -> dict[str, float]:
        """For each word, 0 when it is in every passage to 1 when it is in none: its inverse document frequency, scaled."""
        total = self._library.size() + 1
        found = self._library.document_frequency(words, reader)
        return {word: math.log(total / (count + 1)) / math.log(total) if total > 1 else 1.0 for word, count in found.items()}


def _sentences(hit: Hit, source: Source) -> list[Evidence]:
    """The passage's sentences, each starting with the passage's score."""
    passage = hit.passage
    return [
        Evidence(source, passage, sentence, passage.text[sentence.start - passage.start : sentence.end - passage.start], hit.score)
        for sentence in passage.sentences
    ]
