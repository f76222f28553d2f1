"""How the library is searched: one value for each use of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from assistant.query.query import Query
from assistant.types import Evidence
from ingest.types import EVERYTHING, Restriction

# How many fused passages the cross-encoder reads: quality against time is tabled in eval/LOG.md.
RERANKED = 32

Reranking = Literal["all variants", "own words and rank", "none"]
"""What orders the fused passages: the cross-encoder over all variants of the query; the cross-encoder over
the query's own words with a share of the fused rank, which leaves out what says the same as a better passage;
nothing."""


def _any(evidence: Evidence) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """One use of the library.

    Of `pool` fused passages of documents of `since` (an ISO date) or later, ordered by `reranking`, the best
    `passages` are kept. Of their sentences those are read that are `worth` it, and of these at most
    `sentences`, those with most words of the query; None reads all. Where they are `weighed`, the score of
    the passage, the query's requirements and period and the answerability model count too; where not, only
    what the cross-encoder makes of the sentence with its document's title.
    """

    pool: int = RERANKED
    passages: int
    reranking: Reranking
    sentences: int | None = None
    weighed: bool = True
    worth: Callable[[Evidence], bool] = _any
    since: str = ""

    def restriction(self, query: Query) -> Restriction:
        """The documents that the query and these options want."""
        of_period = query.period.restriction if query.period.said else EVERYTHING
        return replace(of_period, since=max(self.since, of_period.since))


# The numbers were set on eval/cases-*.jsonl and eval/review.jsonl (eval/LOG.md).
ANSWER = Options(passages=16, reranking="all variants")
"""The evidence for an answer or a memo."""

CLAIM = Options(pool=24, passages=24, reranking="none", sentences=20, weighed=False)
"""What the record says to a claim: asked often, so the cross-encoder reads few sentences."""


def search(limit: int) -> Options:
    """The passages for a reader who looks for them."""
    return Options(pool=max(limit, RERANKED), passages=limit, reranking="own words and rank")
