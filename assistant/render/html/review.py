"""A review of an op-ed → HTML for the web page: what needs attention first, each claim with what the record
says to it, beside the op-ed with its claims marked; and what the op-ed leaves out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from assistant.lexicon.dates import readable_date
from assistant.paper import where
from assistant.render.html.work import addressed_html
from assistant.render.jinja import filled
from assistant.render.labels import as_sentence, source_details
from assistant.review.types import FLAGS, WORDS, Assessed, ClaimFinding, OpEd, Review, flagged_first
from assistant.types import Citation
from assistant.workspace.made import Made, Mark

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
_OTHERS: tuple[ClaimFinding, ...] = ("supported", "not decided", "not in the record", "judgement")
_WHAT_IT_IS: Mapping[ClaimFinding, str] = {
    "contradicted": "That is wrong",
    "overtaken": "That is out of date",
    "qualified": "That needs context",
}


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quote on a card, and on which side of the claim it is."""

    citation: Citation
    side: str
    number: int


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim as a card: its quotes best first, what the reader holds of it, and a reply to copy."""

    assessed: Assessed
    quotes: tuple[_Quote, ...] = ()
    mark: Mark = field(default_factory=Mark)
    rebuttal: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    """Claims that stand together under a heading, open or folded."""

    name: str
    findings: str
    claims: tuple[_Claim, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the op-ed's text; a claim, or what stands between."""

    text: str
    claim: Assessed | None = None


def claims_html(assessed: Sequence[Assessed]) -> str:
    """The claims that were assessed by now, without their quotes, whose numbers the review will give."""
    return _filled([_Claim(one) for one in flagged_first(assessed)], None, "")


def review_html(review: Review, made: Made | None = None) -> str:
    """The whole review, and what its reader holds of the claims, where it is kept."""
    marks = made.marks if made else {}
    claims = [
        _Claim(
            one,
            tuple(_quotes(one, review)),
            marks.get(str(one.claim.number), Mark()),
            _rebuttal(one, review),
        )
        for one in flagged_first(review.claims)
    ]
    html = _filled(claims, review, made.id if made else "")
    return addressed_html(html, f"r={made.id}" if made else "")


def _filled(claims: Sequence[_Claim], review: Review | None, kept: str) -> str:
    counts = Counter(one.assessed.finding for one in claims)
    return filled(
        "review",
        claims=claims,
        review=review,
        kept=kept,
        by=_by(review) if review else "",
        groups=_groups(claims, is_whole=review is not None),
        flagged=sum(counts[one] for one in FLAGS),
        counts=[(finding, counts[finding]) for finding in get_args(ClaimFinding) if counts[finding]],
        lines=list(_lines(review.op_ed, claims)) if review else [],
        omissions=[(one, review.citation(one.citation)) for one in review.omissions] if review else [],
        flags=FLAGS,
        signs=_SIGNS,
        words=WORDS,
        details=lambda citation: source_details([citation]),
    )


def _groups(claims: Sequence[_Claim], *, is_whole: bool) -> list[_Group]:
    """What needs attention; the rest is folded once the review is whole."""

    def of(*findings: ClaimFinding) -> tuple[_Claim, ...]:
        return tuple(one for one in claims if one.assessed.finding in findings)

    first = _Group("Needs attention", ",".join(FLAGS), of(*FLAGS), True)
    rest = [_Group(WORDS[one].capitalize(), one, of(one), not is_whole) for one in _OTHERS]
    return [first, *(one for one in rest if one.claims)]


def _quotes(one: Assessed, review: Review) -> Iterator[_Quote]:
    """Its quotes: what speaks against it first where it is flagged, and what is only near it last."""
    sides = {"Against": one.against, "For": one.supports, "Closest passage": one.nearest}
    if one.finding not in FLAGS:
        sides = {"For": one.supports, "Against": one.against, "Closest passage": one.nearest}
    place = 0
    for side, numbers in sides.items():
        for number in numbers:
            yield _Quote(review.citation(number), side, place)
            place += 1


def _rebuttal(one: Assessed, review: Review) -> str:
    """A reply to a flagged claim, to be sent as it is: what it says, why that does not stand, and the quote
    with its source."""
    if one.finding not in FLAGS or not one.against:
        return ""
    quote = review.citation(one.against[0])
    told = ", ".join(
        part
        for part in (quote.title, quote.publisher, readable_date(quote.date), where([quote]), quote.url)
        if part
    )
    told_why = " ".join(as_sentence(why) for why in one.told[:1])
    return (
        f"The op-ed says: “{one.claim.text}” {_WHAT_IT_IS[one.finding]}. {told_why}\n“{quote.words}” ({told})"
    )


def _lines(op_ed: OpEd, claims: Sequence[_Claim]) -> Iterator[list[_Piece]]:
    """The op-ed's text line by line, each in pieces."""
    placed = sorted((one.assessed for one in claims), key=lambda one: one.claim.start)
    for line in re.finditer(r"[^\n]*\S[^\n]*", op_ed.text):
        pieces, at = [], line.start()
        for one in placed:
            if line.start() <= one.claim.start and one.claim.end <= line.end():
                pieces += [_Piece(op_ed.text[at : one.claim.start])] if one.claim.start > at else []
                pieces.append(_Piece(op_ed.text[one.claim.start : one.claim.end], one))
                at = one.claim.end
        yield [*pieces, *([_Piece(op_ed.text[at : line.end()])] if at < line.end() else [])]


def _by(review: Review) -> str:
    op_ed = review.op_ed
    return ", ".join(
        part for part in (op_ed.author, op_ed.publisher, readable_date(op_ed.date) or "undated") if part
    )
