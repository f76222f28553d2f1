"""Retrieval: dense and full text for each of a turn's searches, fused by reciprocal rank (Cormack et al.
2009) and reranked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from assistant.lexicon.rules import Rules
from assistant.lexicon.sameness import same_statement
from assistant.models.answerability import answerability
from assistant.models.reranker import rerank
from assistant.query.conversation import Understanding
from assistant.types import Evidence
from ingest.library import Library, embedded_text
from ingest.types import Hit, Passage, Reader, Restriction

# How far each search looks, and how many fused passages the cross-encoder reads: quality against time is
# tabled in eval/LOG.md.
DEPTH = 50
RERANKED = 32
# of two passages' words, shared (eval/LOG.md): a passage makes many statements, and one of them may be new
_NEARLY_ALL = 0.97
_RRF_K = 60  # the constant of Cormack et al.
# How much of a passage's fused rank its score keeps, in units of the cross-encoder's logit for a mean
# reciprocal rank (eval/LOG.md).
_KEPT_RANK = 300.0

Scored = TypeVar("Scored", Hit, Evidence)

Readings = Sequence[tuple[str, float]]
"""Texts that rank, each with how much it counts."""


def fuse(rankings: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The passages of several rankings by reciprocal rank fusion, best first."""
    scores: dict[tuple[str, int], float] = defaultdict(float)
    passages: dict[tuple[str, int], Passage] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            passages[key(hit.passage)] = hit.passage
            scores[key(hit.passage)] += 1 / (_RRF_K + rank)
    return [Hit(passages[of], score) for of, score in sorted(scores.items(), key=lambda item: -item[1])]


def key(passage: Passage) -> tuple[str, int]:
    """What tells a passage from every other."""
    return passage.source, passage.number


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those that say the same as a better one: releases repeat one another's paragraphs."""
    kept: list[Hit] = []
    for hit in hits:
        if not any(same_statement(hit.passage.text, other.passage.text, _NEARLY_ALL) for other in kept):
            kept.append(hit)
    return kept


def best_first(found: Iterable[Scored]) -> list[Scored]:
    """What was found, by score."""
    return sorted(found, key=lambda one: -one.score)


class Retriever:
    """Searches one library."""

    def __init__(self, library: Library, rules: Rules, models: str = "") -> None:
        self.library = library
        self.rules = rules
        self._models = models

    def fused(self, searches: Sequence[str], reader: Reader, restriction: Restriction) -> list[Hit]:
        """What the searches find, dense and by full text, best first by reciprocal rank."""
        nearest = [self.library.nearest(search, DEPTH, reader, restriction) for search in searches]
        full_text = [self.library.full_text(search, DEPTH, reader, restriction) for search in searches]
        return fuse([*nearest, *full_text])

    def reranked(
        self, readings: Readings, found: Sequence[Hit], reader: Reader, restriction: Restriction
    ) -> list[Hit]:
        """The same passages with the cross-encoder's scores, best first."""
        titles = {source.slug: source.title for source in self.library.sources(reader, restriction)}
        scores = self.read(
            readings, [embedded_text(titles[hit.passage.source], hit.passage) for hit in found]
        )
        return best_first(replace(hit, score=score) for hit, score in zip(found, scores, strict=True))

    def passages(
        self, turn: Understanding, reader: Reader, restriction: Restriction, limit: int = RERANKED
    ) -> list[Hit]:
        """The most pertinent passages, best first, none the same as a better one: the last turn's words rank
        what all searches found."""
        fused = self.fused(turn.searches, reader, restriction)[: max(limit, RERANKED)]
        reranked = self.reranked(turn.readings[:1], fused, reader, restriction)
        kept = {key(hit.passage): _KEPT_RANK * hit.score / (2 * len(turn.searches)) for hit in fused}
        return _distinct(
            best_first(replace(hit, score=hit.score + kept[key(hit.passage)]) for hit in reranked)
        )[:limit]

    def read(self, readings: Readings, texts: Sequence[str]) -> list[float]:
        """The cross-encoder's logits of the texts, over the readings of a question by their weights."""
        logits = [(weight, rerank(reading, texts, self._models)) for reading, weight in readings]
        total = sum(weight for weight, _ in logits)
        return [sum(weight * of[i] for weight, of in logits) / total for i in range(len(texts))]

    def answers(self, question: str, texts: Sequence[str]) -> list[float]:
        """The answerability model's logits of the texts."""
        return answerability(question, texts, self._models)
