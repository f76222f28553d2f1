"""What of the evidence a sentence may rest on, where it does not say, or says wrongly: single quotes that
have most of its rarer words, and quotes of one document that have them together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.lexicon.features import Features, features
from assistant.types import Evidence

_SINGLE, _TOGETHER = 4, 3  # candidates of each sort
_MOST_TOGETHER = 3  # quotes of one document in one candidate
# A further quote has at least so many of the words that the ones before it lack.
_LEAST_ADDED = 2


@dataclass(frozen=True, slots=True)
class _Read:
    """A piece of evidence with the words it has of a claim, and those that it has with what is known of its
    document."""

    evidence: Evidence
    words: frozenset[str]
    known: frozenset[str]


def candidates(claim: Features, evidence: Sequence[Evidence], least: float) -> Iterator[tuple[Evidence, ...]]:
    """Quotes that a claim may rest on, likeliest first; all of them have at least that share of its words
    with what is known of their document."""
    wanted = claim.content_stems
    read = [_read(claim, one) for one in evidence]
    times = Counter(word for one in read for word in one.words)
    weight = {word: math.log(1 + len(read) / times[word]) for word in times}

    def has(words: frozenset[str]) -> float:
        return sum(weight[word] for word in words if word in weight)

    near = sorted(read, key=lambda one: -has(one.words))
    near = [one for one in near if len(one.known) >= least * len(wanted)][:_SINGLE]
    yield from ((one.evidence,) for one in near)
    told: set[frozenset[int]] = set()
    for first in near[:_TOGETHER]:
        chosen = [first]
        while len(chosen) < _MOST_TOGETHER:
            lacking = wanted - frozenset().union(*(one.known for one in chosen))
            beside = [one for one in read if one.evidence.source.slug == first.evidence.source.slug]
            best = max(beside, key=lambda one: has(one.words & lacking))
            if len(best.words & lacking) < _LEAST_ADDED:
                break
            chosen.append(best)
        places = frozenset(one.evidence.sentence.start for one in chosen)
        if len(chosen) > 1 and places not in told:
            told.add(places)
            yield tuple(one.evidence for one in sorted(chosen, key=lambda one: one.evidence.sentence.start))


def _read(claim: Features, one: Evidence) -> _Read:
    words = claim.content_stems & features(one.statement, claim.rules).stems
    known = claim.content_stems & features(one.attribution, claim.rules).stems
    return _Read(one, frozenset(words), frozenset(words | known))
