"""Standing: an op-ed says how things stand, and they changed after it, or had changed before."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.dates import readable_date
from assistant.query.query import read_claim
from assistant.retrieval.changes import changes_since, changes_to
from assistant.review.shelf import Shelf, by_date
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_RESTING = -1.0  # of the cross-encoder: what a claim of how things stand rests on
_RESTS_ON = 8  # sentences
_MOST = 3


def changed(claim: Claim, shelf: Shelf, near: Sequence[Evidence], date: str) -> list[Point]:
    """What ended or changed, after `date`, that on which the nearest sentences rest."""
    if not date or claim.kind == "opinion" or not shelf.rules["standing"].of("stands").find(claim.text):
        return []
    basis = [one for one in near if one.source.date <= date and one.score >= _RESTING][:_RESTS_ON]
    if not basis:
        return []
    later = [
        one
        for one in changes_to(read_claim(claim.text), basis, shelf.inquiry.retriever)
        if one.source.date > date
    ]
    if not later:
        return []
    ordered = by_date(later)
    told = f"This had changed by {readable_date(ordered[0].source.date)}."
    return [Point("overtaken", told, ordered[:_MOST])]


def changed_since(claim: Claim, supporting: Sequence[Evidence], shelf: Shelf) -> list[Point]:
    """What ended or changed, in a later document, what supports a claim of how things stand: an old state is
    no support for it, whenever the op-ed was written."""
    if not supporting or not shelf.rules["standing"].of("stands").find(claim.text):
        return []
    since = max(one.source.date for one in supporting)
    slugs = [slug for slug, source in shelf.sources.items() if since and source.date > since]
    ordered = by_date(changes_since(supporting, shelf.inquiry.retriever, slugs))
    if not ordered:
        return []
    told = f"This was so once, and had changed by {readable_date(ordered[0].source.date)}."
    return [Point("overtaken", told, (*ordered[:_MOST], *supporting[:1]))]
