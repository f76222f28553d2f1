"""How the library is searched: one value for each use of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# How many fused passages the cross-encoder reads: quality against time is tabled in eval/LOG.md.
RERANKED = 32

Reranking = Literal["all variants", "own words and rank", "none"]
"""What orders the fused passages: the cross-encoder over all variants of the query; the cross-encoder over
the query's own words with a share of the fused rank, which leaves out what says the same as a better passage;
nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """One use of the library.

    Of `pool` fused passages, ordered by `reranking`, the best `passages` are kept. Of their sentences at most
    `sentences` are read, those with most words of the query; None reads all.
    """

    pool: int = RERANKED
    passages: int
    reranking: Reranking
    sentences: int | None = None


# The numbers were set on eval/cases-*.jsonl and eval/review.jsonl (eval/LOG.md).
ANSWER = Options(passages=16, reranking="all variants")
"""The evidence for an answer or a memo."""


def search(limit: int) -> Options:
    """The passages for a reader who looks for them."""
    return Options(pool=max(limit, RERANKED), passages=limit, reranking="own words and rank")
