"""Extent: what a claim says of all, where the record says it of some or tells of one that is otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.lexicon.features import features
from assistant.review.bearing import Held, before, point
from assistant.review.matter import of_one_country
from assistant.review.reading import Read
from assistant.review.trends import direction
from assistant.review.types import Point

_SHARED = 2  # words that say it is of the same


def only_some(held: Held) -> Iterator[Point]:
    """Some only, where the claim says all."""
    signs = held.shelf.rules["exceptions"]
    if held.mine.denies or not held.mine.tells("exceptions", "universal"):
        return
    if signs.of("some only").find(held.mine.text):
        return
    for one in held.same:
        if signs.of("some only").find(one.read.text):
            yield point("contradicted", "Your documents say it of some only.", one)


def one_of_them_otherwise(held: Held) -> Iterator[Point]:
    """One that went the other way, where all are said to have gone one: the sentence that has most of the
    claim's words, with the sentence before it."""
    rules = held.shelf.rules
    way = direction(held.mine.text, rules)
    if not way or not held.mine.tells("exceptions", "universal", "all of them"):
        return
    found = []
    for one in (*(each.one for each in held.bearing), *held.following, *held.near):
        shared = len(held.resolved.stems & Read(f"{before(one)} {one.english}", rules).stems)
        named = features(one.english, rules).names()
        if direction(one.english, rules) in ("", way) or not of_one_country(held.mine.text, one):
            continue
        if named and shared >= _SHARED:
            found.append((shared, one))
    if found:
        told = "Your documents tell of one that went the other way."
        yield point("contradicted", told, max(found, key=lambda each: each[0])[1])
