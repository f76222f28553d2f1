"""Times: the same act on another day, the same state for another length of time, and what is to be within
another time."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.lexicon.dates import days
from assistant.review.bearing import Held, point
from assistant.review.countries import of_one_country
from assistant.review.figures import of_one_cause
from assistant.review.reading import Read, same_day
from assistant.review.types import Point

_ALSO = 0.0  # of the cross-encoder: a sentence that may bear the claim's day
_SHARE = 0.3  # of the claim's words, by their rarity, that the sentence of a day has
_ABOUT = 2.0  # of the cross-encoder: a sentence about what the claim says
_ABOUT_AS_LONG = 0.2
_AS_NEAR = 2.0  # below the best: a sentence with the claim's own day that counts
_SHARED = 2  # words, with the one that the length is of, that say it is of the same


def other_day(held: Held) -> Iterator[Point]:
    """The same act on another day."""
    rules, mine = held.shelf.rules, held.claim.text
    same = [
        one
        for one in held.worded_alike
        if one.same and of_one_country(mine, one.one, rules) and of_one_cause(mine, one.one, rules)
    ]
    best = max((one.score for one in same), default=0.0)
    told = [
        day
        for each in held.near
        if each.score >= max(_ALSO, best - _AS_NEAR)
        for day in (*days(each.statement), *days(each.passage.heading), *days(each.source.date))
    ]
    if any(same_day(day, other) for day in held.mine.days for other in told):
        return
    for day in held.mine.days:
        for one in same:
            theirs = [other for other in one.read.days if not same_day(day, other)]
            if len(theirs) == 1 and one.share >= _SHARE:
                yield point("contradicted", f"Your documents date it {theirs[0].text}, not {day.text}.", one)


def other_length(held: Held) -> Iterator[Point]:
    """The same for another length of time, or to be done within another."""
    own = held.mine.lengths
    if len(own) != 1:
        return
    lasts, words = own[0]
    known = [
        Read(one.english, held.shelf.rules) for one in (*held.near, *held.following) if one.score >= _ALSO
    ]
    if any(
        abs(lasts - other) <= _ABOUT_AS_LONG * max(lasts, other)
        for each in known
        for other, _ in each.lengths
    ):
        return
    beside = [
        (one.one, one.read) for one in held.bearing if one.same or one.share >= _SHARE or one.score >= _ABOUT
    ]
    beside += [(one, Read(one.english, held.shelf.rules)) for one in held.following]
    for one, theirs in beside:
        if len(theirs.lengths) != 1 or theirs.denies != held.mine.denies:
            continue
        if len(held.mine.stems & theirs.stems) >= _SHARED:
            yield point("contradicted", f"Your documents say {theirs.lengths[0][1]}, not {words}.", one)
