"""Passages: dense and full text for each of a query's searches, fused by reciprocal rank (Cormack et al.
2009) and reranked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from assistant.lexicon.features import features
from assistant.lexicon.rules import Rules
from assistant.lexicon.sameness import same_statement
from assistant.models.answerability import answerability
from assistant.models.reranker import rerank
from assistant.query.query import Query, Variant
from assistant.retrieval.options import Options
from assistant.types import Evidence
from ingest.library import embedded_text
from ingest.types import Hit, Passage, Restriction
from ingest.view import View

DEPTH = 50  # how far each search looks: quality against time is tabled in eval/LOG.md
# of two passages' words, shared (eval/LOG.md): a passage makes many statements, and one of them may be new
_NEARLY_ALL = 0.97
_RRF_K = 60  # the constant of Cormack et al.
# How much of a passage's fused rank its score keeps, in units of the cross-encoder's logit for a mean
# reciprocal rank (eval/LOG.md).
_KEPT_RANK = 300.0

Scored = TypeVar("Scored", Hit, Evidence)
Reading = Callable[[str, Sequence[str], str], list[float]]
"""A local model's logit for each text, given a question and where the models are."""
Logits = MutableMapping[tuple[Reading, str, str], float]
"""The logits that a model gave for a question and a text."""


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


def _distinct(hits: Sequence[Hit], rules: Rules) -> list[Hit]:
    """The hits without those that say the same as a better one: releases repeat one another's paragraphs."""
    kept: list[Hit] = []
    for hit in hits:
        own = features(hit.passage.text, rules)
        if not any(same_statement(own, features(one.passage.text, rules), _NEARLY_ALL) for one in kept):
            kept.append(hit)
    return kept


def best_first(found: Iterable[Scored]) -> list[Scored]:
    """What was found, by score."""
    return sorted(found, key=lambda one: -one.score)


@dataclass(frozen=True, slots=True)
class Retriever:
    """Searches what a view has, with the local models at `models`. `logits` keeps what they have read: the
    plans of one memo read a third of their texts twice for the same question."""

    view: View
    rules: Rules
    models: str = ""
    logits: Logits = field(default_factory=dict, repr=False, compare=False)

    def within(self, restriction: Restriction) -> Retriever:
        """The same, over what of the view the restriction lets through."""
        return replace(self, view=self.view.within(restriction))

    def fused(self, searches: Sequence[str]) -> list[Hit]:
        """What the searches find, dense and by full text, best first by reciprocal rank."""
        nearest = [self.view.nearest(search, DEPTH) for search in searches]
        full_text = [self.view.full_text(search, DEPTH) for search in searches]
        return fuse([*nearest, *full_text])

    def reranked(self, variants: Sequence[Variant], found: Sequence[Hit]) -> list[Hit]:
        """The same passages with the cross-encoder's scores, best first."""
        titled = [embedded_text(self.view.source(hit.passage.source).title, hit.passage) for hit in found]
        scores = self.read(variants, titled)
        return best_first(replace(hit, score=score) for hit, score in zip(found, scores, strict=True))

    def passages(self, query: Query, options: Options) -> list[Hit]:
        """The most relevant passages, best first."""
        pool = self.fused(query.searches)[: options.pool]
        if options.reranking == "none":
            return pool[: options.passages]
        if options.reranking == "all variants":
            return self.reranked(query.variants, pool)[: options.passages]
        kept = {key(hit.passage): _KEPT_RANK * hit.score / (2 * len(query.searches)) for hit in pool}
        reranked = self.reranked(query.variants[:1], pool)
        ranked = best_first(replace(hit, score=hit.score + kept[key(hit.passage)]) for hit in reranked)
        return _distinct(ranked, self.rules)[: options.passages]

    def read(self, variants: Sequence[Variant], texts: Sequence[str]) -> list[float]:
        """The cross-encoder's logits of the texts, over the variants of a query by their weights."""
        logits = [(one.weight, self._read(rerank, one.text, texts)) for one in variants]
        total = sum(weight for weight, _ in logits)
        return [sum(weight * of[i] for weight, of in logits) / total for i in range(len(texts))]

    def answers(self, question: str, texts: Sequence[str]) -> list[float]:
        """The answerability model's logits of the texts."""
        return self._read(answerability, question, texts)

    def _read(self, model: Reading, question: str, texts: Sequence[str]) -> list[float]:
        """A model's logits of the texts; it reads each text once."""
        if new := [one for one in dict.fromkeys(texts) if (model, question, one) not in self.logits]:
            for text, logit in zip(new, model(question, new, self.models), strict=True):
                self.logits[model, question, text] = logit
        return [self.logits[model, question, one] for one in texts]
