"""Extent: what a claim says of all, where the record says it of some or tells of one that is otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.lexicon.features import features
from assistant.review.bearing import Held, before, point
from assistant.review.countries import of_one_country
from assistant.review.reading import Read
from assistant.review.trends import direction
from assistant.review.types import Point

_ABOUT = 2.0  # of the cross-encoder: a sentence about what the claim says
_OF_ITS_WORDS = 3  # words of the claim that an exception to it has
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


def excepted(held: Held) -> Iterator[Point]:
    """An exception, where the claim says with stress that it is so of every one."""
    signs = held.shelf.rules["exceptions"]
    if held.mine.denies or not signs.of("stressed").find(held.mine.text):
        return
    for one in held.bearing:
        shared = len(held.mine.stems & one.read.stems)
        if one.score >= _ABOUT and shared >= _OF_ITS_WORDS and signs.of("except").find(one.read.text):
            yield point("qualified", "Your documents name an exception.", one)


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
        turned = direction(one.english, rules) not in ("", way)
        if turned and named and shared >= _SHARED and of_one_country(held.mine.text, one, rules):
            found.append((shared, one))
    if found:
        told = "Your documents tell of one that went the other way."
        yield point("contradicted", told, max(found, key=lambda each: each[0])[1])
