"""Whether the evidence answers the question at all, and what to say when it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Evidence
from ingest.library import Library

MIN_SCORE = 0.0
MIN_BEST = 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The evidence worth showing, best first; `missing` is what it leaves unanswered, `nothing` what to say if nothing is shown."""

    evidence: tuple[Evidence, ...]
    missing: str | None
    nothing: str


def coverage(question: str, evidence: Sequence[Evidence], library: Library) -> Coverage:
    """The part of the evidence that answers the question."""
    nearest = evidence[0].source.title if evidence else ""
    nothing = f"The library does not answer this. The nearest document is “{nearest}”." if nearest else "The library does not answer this."
    return Coverage(tuple(evidence), None, nothing)
