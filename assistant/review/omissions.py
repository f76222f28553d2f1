"""What an op-ed leaves out: the points that several documents of the record make on its subject and it does
not. A point is what sentences of different documents say in much the same words, or with the same figure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.guard.screening import screen
from assistant.lexicon.quantities import quantities
from assistant.lexicon.words import LITTLE_WORDS, content_stems, stems
from assistant.review.shelf import Shelf
from assistant.review.types import OpEd
from assistant.types import Evidence

_MOST = 5
_FEWEST = 3  # documents that make a point; two where the library has few
_FEW = 20  # documents
_ALIKE = 0.4  # of the words of the shorter of two sentences, by how rare they are
_SHARED = 4  # words of two sentences that say the same, and with a figure in common
_WITH_FIGURE = 3
_TOLD = 0.6  # of a point's words: an op-ed that has them makes it
_SHORTEST, _LONGEST = 8, 45  # words of a sentence that makes a point
_LEAST_COUNT = 100  # a smaller bare number says little
_OF_THE_SUBJECT = 0.25  # of a point's words: an op-ed that has fewer is about something else
_READ = 12  # points that are screened
_PUBLISHERS = 2  # what one office alone repeats is its form
_PARAGRAPHS = 12
_NUMBER = re.compile(r"^\d+$")


@dataclass(frozen=True)
class _Said:
    """A sentence with its words by how rare they are, and its figures."""

    one: Evidence
    words: frozenset[str]
    figures: frozenset[tuple[float, str]]


def omitted(op_ed: OpEd, shelf: Shelf) -> list[tuple[Evidence, tuple[str, ...]]]:
    """The points, those that most documents make and that have most to do with it first: a sentence that
    makes it, and the slugs of the documents."""
    said = [_said(one) for one in _around(op_ed, shelf)]
    weights = _weights(said)
    known = stems(f"{op_ed.title} {op_ed.text}")
    least = _FEWEST if len(shelf.sources) >= _FEW else _FEWEST - 1
    offices = min(_PUBLISHERS, len({source.publisher for source in shelf.sources.values()}))
    points = []
    for one in said:
        told = _share(one.words & known, one.words, weights)
        of = _documents(one, said, weights) if _OF_THE_SUBJECT <= told < _TOLD else ()
        if len(of) >= least and len({shelf.sources[slug].publisher for slug in of}) >= offices:
            points.append((len(of) * (1 + told), one, of))
    points.sort(key=lambda point: -point[0])
    chosen: list[tuple[_Said, tuple[str, ...]]] = []
    for _, one, of in points:
        if not any(_are_alike(one, other, weights, loose=True) for other, _ in chosen):
            chosen.append((one, of))
        if len(chosen) == _READ:
            break
    fit = screen([one.one for one, _ in chosen], shelf.inquiry.view, shelf.rules).usable
    return [(one.one, of) for one, of in chosen if one.one in fit][:_MOST]


def _around(op_ed: OpEd, shelf: Shelf) -> list[Evidence]:
    """The sentences of what the record has on each of the op-ed's paragraphs, each once."""
    paragraphs = [part for part in re.split(r"\n+", op_ed.text) if len(part.split()) >= _SHORTEST]
    found: dict[tuple[str, int], Evidence] = {}
    for part in paragraphs[:_PARAGRAPHS]:
        for one in shelf.about(part):
            whole = one.text[:1].isupper() and one.text.rstrip('”"’)').endswith((".", "!"))
            if whole and _SHORTEST <= len(one.text.split()) <= _LONGEST:
                found.setdefault((one.source.slug, one.sentence.start), one)
    return list(found.values())


def _said(one: Evidence) -> _Said:
    words = content_stems(one.english) - stems(" ".join(LITTLE_WORDS))
    figures = frozenset(
        (each.value, each.unit) for each in quantities(one.english) if each.unit or each.value >= _LEAST_COUNT
    )
    return _Said(one, frozenset(word for word in words if not _NUMBER.match(word)), figures)


def _weights(said: Sequence[_Said]) -> Mapping[str, float]:
    """How rare each word is among the sentences."""
    counts = Counter(word for one in said for word in one.words)
    return {word: math.log(1 + len(said) / count) for word, count in counts.items()}


def _share(some: frozenset[str] | set[str], words: frozenset[str], weights: Mapping[str, float]) -> float:
    return sum(weights[word] for word in some) / (sum(weights[word] for word in words) or 1.0)


def _documents(one: _Said, said: Sequence[_Said], weights: Mapping[str, float]) -> tuple[str, ...]:
    """The documents that say the same, its own first."""
    own = one.one.source.slug
    others = (
        other.one.source.slug
        for other in said
        if other.one.source.slug != own and _are_alike(one, other, weights)
    )
    return tuple(dict.fromkeys((own, *others)))


def _are_alike(one: _Said, other: _Said, weights: Mapping[str, float], *, loose: bool = False) -> bool:
    shared = one.words & other.words
    if one.figures & other.figures and len(shared) >= _WITH_FIGURE:
        return True
    least = _WITH_FIGURE if loose else _SHARED
    if len(shared) < least:
        return False
    return _share(shared, min(one.words, other.words, key=len), weights) >= _ALIKE - 0.15 * loose
