"""Whether two sentences may be of one matter: of one time, of one country, of one cause."""

from __future__ import annotations

import re

from assistant.lexicon.rules import Rules
from assistant.review.countries import of_one_country
from assistant.review.figures import of_one_cause
from assistant.types import Evidence

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LATEST = 2100
LASTING = frozenset(("statute", "regulation", "law", "constitution", "treaty", "executive order"))
"""Kinds of documents that hold from their day on."""


def may_be_of_one_matter(text: str, one: Evidence, rules: Rules) -> bool:
    """Whether a sentence of the record may speak of what a text does: nothing that both name differs."""
    return (
        of_one_time(text, one, rules) and of_one_country(text, one, rules) and of_one_cause(text, one, rules)
    )


def of_one_time(text: str, one: Evidence, rules: Rules) -> bool:
    """Whether a sentence may tell of the years that a text names: it names one of them, or none and its
    document is of one of them or of the year after; a law holds from its year on."""
    mine = period(text, rules)
    if not mine:
        return True
    theirs = period(one.english, rules)
    year = one.source.date[:4]
    if theirs or not year:
        return not theirs or bool(mine & theirs)
    if one.source.kind in LASTING:
        return max(mine) >= int(year)
    return bool(mine & {int(year), int(year) - 1})


def period(text: str, rules: Rules) -> frozenset[int]:
    """The years of which a text tells: those it names, those between two that it spans, and those after one
    since which something is so."""
    years = sorted(int(year) for year in _YEAR.findall(text))
    if not years:
        return frozenset()
    if rules["lengths"].of("since a year").find(text):
        return frozenset(range(years[0], _LATEST))
    return (
        frozenset(range(years[0], years[-1] + 1))
        if rules["lengths"].of("from year to year").find(text)
        else frozenset(years)
    )
