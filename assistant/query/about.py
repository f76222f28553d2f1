"""What documents are about: how sure it is that some of a document is on a subject, by its passages that are
nearest to it and share most words with it, which the cross-encoder reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lexicon.words import content_stems
from assistant.models.reranker import rerank
from ingest.gloss import gloss, in_english, is_spanish
from ingest.types import Hit, Passage, Source
from ingest.view import View

MENTIONS, IS_ON = -4.5, -3.0
"""From how sure on a document has words on a subject, and from how sure on it is on it (eval/LOG.md)."""
_DEPTH = 150  # passages that each search looks at
_MOST_READ = 80  # passages that the cross-encoder reads, of each document the best first
_OF_EACH = 2
_RRF_K = 60
# What a title with all words of the subject adds, and how far below the surest one is still about it: in a
# list, and where one is wanted.
_TITLED, _NEAR_BEST, _NEARER = 4.0, 10.0, 6.0


@dataclass(frozen=True, slots=True)
class About:
    """A document, how sure it is (a logit) that some of it is on a subject, and the passage that is most so;
    `weight` also counts the words of its title."""

    source: Source
    passage: Passage
    sure: float
    weight: float


def about(subject: str, view: View, models: str = "") -> list[About]:
    """The documents that may be about a subject, the surest first."""
    english = in_english(subject)
    passages = _likeliest(english, subject, view)
    if not passages:
        return []
    texts = [gloss(one.text) if is_spanish(one.text) else one.text for one in passages]
    logits = rerank(english, texts, models)
    wanted = content_stems(english)
    found: dict[str, About] = {}
    for passage, sure in zip(passages, logits, strict=True):
        source = view.source(passage.source)
        if source.slug not in found or found[source.slug].sure < sure:
            titled = len(wanted & content_stems(in_english(source.title))) / max(1, len(wanted))
            found[source.slug] = About(source, passage, sure, sure + _TITLED * titled)
    return sorted(found.values(), key=lambda one: -one.weight)


def plainly(found: Sequence[About], *, narrowly: bool = False) -> list[About]:
    """Those of the documents (the surest first) that are about the subject, and do not just have a word on
    it."""
    best = found[0].weight if found else 0.0
    least = best - (_NEARER if narrowly else _NEAR_BEST)
    return [one for one in found if one.sure >= IS_ON and one.weight >= least]


def _likeliest(english: str, subject: str, view: View) -> list[Passage]:
    """The best passages of each document that the searches find, by reciprocal rank."""
    rankings = [view.nearest(english, _DEPTH), view.full_text(english, _DEPTH)]
    if subject != english:
        rankings.append(view.full_text(subject, _DEPTH))
    scores: dict[tuple[str, int], tuple[float, Passage]] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            scores[_place(hit)] = (_score(scores, hit) + 1 / (_RRF_K + rank), hit.passage)
    best = sorted(scores.values(), key=lambda each: -each[0])
    of_each: dict[str, list[Passage]] = {}
    for _, passage in best:
        of_each.setdefault(passage.source, []).append(passage)
    turns = [own[turn] for turn in range(_OF_EACH) for own in of_each.values() if turn < len(own)]
    return turns[:_MOST_READ]


def _place(hit: Hit) -> tuple[str, int]:
    return hit.passage.source, hit.passage.number


def _score(scores: dict[tuple[str, int], tuple[float, Passage]], hit: Hit) -> float:
    return scores[_place(hit)][0] if _place(hit) in scores else 0.0
