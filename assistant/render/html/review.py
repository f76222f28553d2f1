"""A review of an op-ed → HTML for the web page: each claim with what the record says to it, and what the
op-ed leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from assistant.lexicon.dates import readable_date
from assistant.render.jinja import filled
from assistant.render.labels import source_details
from assistant.review.types import WORDS, Assessed, ClaimFinding, Review, flagged_first
from assistant.types import Citation

_SIGNS = {
    "contradicted": "✗",
    "overtaken": "↻",
    "qualified": "±",
    "supported": "✓",
    "not decided": "≈",
    "not in the record": "?",
    "judgement": "○",
}
"""Beside the word for a finding, so that nothing hangs on its colour."""


@dataclass(frozen=True, slots=True)
class _Claim:
    assessed: Assessed
    supports: tuple[Citation, ...] = ()
    against: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()


def claims_html(assessed: Sequence[Assessed]) -> str:
    """The claims that were assessed by now, without their quotes, whose numbers the review will give."""
    return _filled([_Claim(one) for one in assessed], None)


def review_html(review: Review) -> str:
    """The whole review."""
    cited = review.citation
    quoted = [
        _Claim(one, *(tuple(map(cited, of)) for of in (one.supports, one.against, one.nearest)))
        for one in flagged_first(review.claims)
    ]
    return _filled(quoted, review)


def _filled(claims: Sequence[_Claim], review: Review | None) -> str:
    counts = Counter(one.assessed.finding for one in claims)
    return filled(
        "review",
        claims=claims,
        review=review,
        by=_by(review) if review else "",
        counts=[(finding, counts[finding]) for finding in get_args(ClaimFinding) if counts[finding]],
        omissions=[(one, review.citation(one.citation)) for one in review.omissions] if review else [],
        signs=_SIGNS,
        words=WORDS,
        details=lambda citation: source_details([citation]),
    )


def _by(review: Review) -> str:
    op_ed = review.op_ed
    return ", ".join(
        part for part in (op_ed.author, op_ed.publisher, readable_date(op_ed.date) or "undated") if part
    )
