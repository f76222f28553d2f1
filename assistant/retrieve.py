"""Retrieval: dense and full text, fused by reciprocal rank (Cormack et al. 2009), reranked as passages, then sentence by sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assistant.rerank import rerank
from assistant.types import Evidence
from ingest.library import Library, embedded_text
from ingest.types import Hit, Passage, Reader, Restriction, Source

# How far each search looks, how many fused passages the cross-encoder reads, and of how many of those it reads the sentences: quality
# against time is tabled in eval/LOG.md.
DEPTH = 50
RERANKED = 32
READ_CLOSELY = 10
_RRF_K = 60  # the constant of Cormack et al.


def fuse(rankings: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The passages of several rankings by reciprocal rank fusion, best first."""
    scores: dict[tuple[str, int], float] = defaultdict(float)
    passages: dict[tuple[str, int], Passage] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            key = (hit.passage.source, hit.passage.number)
            passages[key] = hit.passage
            scores[key] += 1 / (_RRF_K + rank)
    return [Hit(passages[key], score) for key, score in sorted(scores.items(), key=lambda item: -item[1])]


class Retriever:
    """Searches one library."""

    def __init__(self, library: Library, models: str = "") -> None:
        self._library = library
        self._models = models

    def passages(self, question: str, reader: Reader, restriction: Restriction, limit: int = RERANKED) -> list[Hit]:
        """The most pertinent passages, best first, scored by the cross-encoder."""
        fused = fuse(
            [
                self._library.nearest(question, DEPTH, reader, restriction),
                self._library.full_text(question, DEPTH, reader, restriction),
            ]
        )[: max(limit, RERANKED)]
        titles = {source.slug: source.title for source in self._library.sources(reader, restriction)}
        scores = rerank(question, [embedded_text(titles[hit.passage.source], hit.passage) for hit in fused], self._models)
        return sorted((replace(hit, score=score) for hit, score in zip(fused, scores, strict=True)), key=lambda hit: -hit.score)[:limit]

    def evidence(self, question: str, reader: Reader, restriction: Restriction) -> list[Evidence]:
        """The sentences of the most pertinent passages, best first."""
        sources = {source.slug: source for source in self._library.sources(reader, restriction)}
        found = [
            candidate
            for hit in self.passages(question, reader, restriction, READ_CLOSELY)
            for candidate in _sentences(hit, sources[hit.passage.source])
        ]
        # A sentence is read with its document's title, which names what "this order" or "the Act" is.
        scores = rerank(question, [f"{candidate.source.title}. {candidate.text}" for candidate in found], self._models)
        return sorted((replace(candidate, score=score) for candidate, score in zip(found, scores, strict=True)), key=_merit, reverse=True)


# A sentence in a pertinent passage is likelier to be meant than the same words elsewhere.
_PASSAGE_SHARE = 0.5


def _merit(evidence: Evidence) -> float:
    return evidence.score + _PASSAGE_SHARE * evidence.passage_score


def _sentences(hit: Hit, source: Source) -> list[Evidence]:
    passage = hit.passage
    return [
        Evidence(source, sentence, passage.text[sentence.start - passage.start : sentence.end - passage.start], passage.heading, 0.0, hit.score)
        for sentence in passage.sentences
    ]
