"""Standing: an op-ed says how things stand, and they changed after it; or that something began only then, and
the record tells of it before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.lexicon.dates import readable_date
from assistant.lexicon.rules import Rules
from assistant.query.query import read_claim
from assistant.retrieval.changes import changes_since, changes_to
from assistant.review.figures import measure_of
from assistant.review.shelf import Shelf, best_of_each, by_date, when_told
from assistant.review.trends import direction
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_RESTING = -1.0  # of the cross-encoder: what a claim of how things stand rests on
_ABOUT = -3.0  # ...: of the cross-encoder: what says something to how things stand
_RESTS_ON = 8  # sentences
_MOST = 3
_LONG_BEFORE = 90  # days


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
    told = f"It changed after the op-ed: {readable_date(ordered[0].source.date)}."
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
    told = f"It was so, and has changed: {readable_date(ordered[0].source.date)}."
    return [Point("overtaken", told, (*ordered[:_MOST], *supporting[:1]))]


def begun_before(claim: Claim, shelf: Shelf, date: str) -> list[Point]:
    """For “at last”, “only after”: what tells of the same turn well before the op-ed."""
    rules = shelf.rules
    way, measure = direction(claim.text, rules), measure_of(claim.text, rules)
    if not (date and way and measure and rules["standing"].of("begun").find(claim.text)):
        return []
    near = shelf.find(claim.text, f"{measure} {claim.text}", telling=partial(_turns, way, measure, rules))
    chosen = [
        one for one in best_of_each(near, least=_ABOUT) if one.source.date and _is_long_before(one, date)
    ]
    if not chosen:
        return []
    ordered = by_date(chosen[:_MOST])
    return [
        Point(
            "qualified",
            f"Your documents tell of it before: {readable_date(when_told(ordered[0]))}.",
            ordered,
        )
    ]


def _is_long_before(one: Evidence, date: str) -> bool:
    from datetime import date as day

    return (day.fromisoformat(date[:10]) - day.fromisoformat(one.source.date[:10])).days >= _LONG_BEFORE


def _turns(way: str, measure: str, rules: Rules, one: Evidence) -> bool:
    return direction(one.english, rules) == way and measure_of(one.english, rules) == measure
