"""The order of sentences: by the cross-encoder, by what the question requires, by date, and by what the
answerability model makes of their passages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from assistant.query.period import ANY_TIME, Period
from assistant.query.query import Query, Variant
from assistant.query.requirements import shortfall
from assistant.retrieval.retriever import Retriever, best_first, key
from assistant.types import Evidence
from ingest.gloss import in_english
from ingest.view import View

_READ_AGAIN = 20  # sentences, with their titles (eval/LOG.md)
# In units of the cross-encoder's logit (eval/LOG.md): what the newest of the documents found gains over the
# oldest, where the latest is asked for; what a document of the period that is asked for gains.
_LATEST = 6.0
_OF_THE_PERIOD = 3.0
# How many passages the answerability model reads, and how much its logit counts in the score of their
# sentences (eval/LOG.md).
_READ_FOR_ANSWERS = 8
_ANSWERS_COUNT = 0.5


def weighed(query: Query, found: Sequence[Evidence], retriever: Retriever) -> list[Evidence]:
    """The evidence, whose scores are its passages', with all that counts, best first."""
    required = query.requirements
    rarity = rarities((*required.names, *required.numbers), retriever.view)
    timely = _timeliness(found, query)
    bases = [
        one.score + on_time - shortfall(required, one, rarity, retriever.rules)
        for one, on_time in zip(found, timely, strict=True)
    ]
    scores = _read_sentences(query, found, bases, retriever)
    ranked = best_first(replace(one, score=score) for one, score in zip(found, scores, strict=True))
    return answering(query, ranked, retriever)


def _read_sentences(
    query: Query, found: Sequence[Evidence], bases: Sequence[float], retriever: Retriever
) -> list[float]:
    """The scores of the sentences with what the cross-encoder makes of each; the best are read again with
    their document's title, which names what "this order" or "the Act" is, and both scores count half."""
    alone = retriever.read(query.variants, [one.english for one in found])
    scores = [base + score for base, score in zip(bases, alone, strict=True)]
    again = sorted(range(len(found)), key=lambda i: -scores[i])[:_READ_AGAIN]
    whole = [Variant(query.variants[-1].text)]
    titled = retriever.read(whole, [f"{found[i].source.title}. {found[i].english}" for i in again])
    for i, score in zip(again, titled, strict=True):
        scores[i] = bases[i] + (alone[i] + score) / 2
    return scores


def answering(query: Query, ranked: Sequence[Evidence], retriever: Retriever) -> list[Evidence]:
    """The evidence (best first) with what the answerability model makes of the best passages; what stands in
    one that answers less than the best does ranks lower."""
    by_passage: dict[tuple[str, int], Evidence] = {}
    for one in ranked:
        by_passage.setdefault(key(one.passage), one)
    passages = list(by_passage.values())[:_READ_FOR_ANSWERS]
    texts = [f"{one.source.title}. {in_english(one.passage.text)}" for one in passages]
    logits = retriever.answers(query.variants[-1].text, texts)
    of_passage = {key(one.passage): logit for one, logit in zip(passages, logits, strict=True)}
    most, least = max(logits, default=0.0), min(logits, default=0.0)

    def with_answers(one: Evidence) -> Evidence:
        logit = of_passage.get(key(one.passage))
        lost = _ANSWERS_COUNT * (most - (least if logit is None else logit))
        return replace(one, score=one.score - lost, answers=logit)

    return best_first(map(with_answers, ranked))


def _timeliness(found: Sequence[Evidence], query: Query) -> list[float]:
    """What each sentence gains for its document's date: of the period that the question names, or, where it
    asks for the latest, late."""
    days = sorted({one.source.date for one in found})
    late = {day: _LATEST * position / max(1, len(days) - 1) for position, day in enumerate(days)}
    gains = []
    for one in found:
        gain = _OF_THE_PERIOD if _is_of(query.period, one) else 0.0
        if query.wants_latest:
            gain += late[one.source.date]
        gains.append(gain)
    return gains


def _is_of(period: Period, one: Evidence) -> bool:
    return period != ANY_TIME and period.holds(one.source.date)


def rarities(words: Sequence[str], view: View) -> dict[str, float]:
    """For each word, 0 when it is in every passage to 1 when it is in none: its inverse document frequency,
    scaled."""
    total = view.size() + 1
    found = view.document_frequency(words)
    return {
        word: math.log(total / (count + 1)) / math.log(total) if total > 1 else 1.0
        for word, count in found.items()
    }
