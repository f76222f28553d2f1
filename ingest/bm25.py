"""BM25 over the passages that somebody may see, and over no others: FTS5's own counts all that it holds, and
so tells how much there is that is hidden, and which words stand in it.

The formula is FTS5's, with its constants: Robertson and Zaragoza (2009), with a floor under the weight of
words that stand in more than half of the passages. Every array has a place for each passage, at its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

WEIGHTS = {"title": 2.0, "heading": 1.5, "text": 1.0, "gloss": 1.0}
"""How much an occurrence counts in each column: a title word says what the whole document is about."""
_K1, _B = 1.2, 0.75
_FLOOR = 1e-6


def lengths_of(tokens: Iterable[tuple[int, int]]) -> Numbers:
    """How many tokens each passage has, from pairs of its id and that number; NaN where there is none that
    counts."""
    pairs = np.array(list(tokens), dtype=np.int64).reshape(-1, 2)
    lengths = np.full(pairs[:, 0].max(initial=-1) + 1, np.nan)
    lengths[pairs[:, 0]] = pairs[:, 1]
    return lengths


def adjacent(tokens: Sequence[Sequence[tuple[int, str, int]]]) -> Iterator[tuple[int, str]]:
    """The passage and the column of each occurrence of a phrase, from those of its tokens, which come with
    their numbers within the column."""
    first, *others = ({*places} for places in tokens or [()])
    for passage, column, number in first:
        if all((passage, column, number + i) in places for i, places in enumerate(others, start=1)):
            yield passage, column


def frequencies(occurrences: Iterable[tuple[int, str]], lengths: Numbers) -> Numbers:
    """How often something occurs in each passage that counts, by weight, from the passage and the column of
    each occurrence."""
    found = [(passage, WEIGHTS[column]) for passage, column in occurrences if passage < len(lengths)]
    passages = np.array([passage for passage, _ in found], dtype=np.int64)
    often = np.bincount(passages, [weight for _, weight in found], minlength=len(lengths))
    return np.where(np.isnan(lengths), 0.0, often)


def best(words: Sequence[Numbers], lengths: Numbers, limit: int) -> list[tuple[int, float]]:
    """The passages that have one of a query's words, best first and of equals the one stored first, with
    their scores (higher is better), from the `frequencies` of each word."""
    total = np.count_nonzero(~np.isnan(lengths))
    if not total:
        return []
    scores = np.zeros(len(lengths))
    norms = _K1 * (1 - _B + _B * lengths / (np.nansum(lengths) / total))
    for often in words:
        (passages,) = np.nonzero(often)
        rarity = log((total - len(passages) + 0.5) / (len(passages) + 0.5))
        rarity = rarity if rarity > 0 else _FLOOR
        times = often[passages]
        scores[passages] += rarity * (times * (_K1 + 1) / (times + norms[passages]))
    (found,) = np.nonzero(scores)
    order = found[np.argsort(-scores[found], kind="stable")][:limit]
    return [(int(passage), float(scores[passage])) for passage in order]
