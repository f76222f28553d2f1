"""Actors: the same done by somebody else, or told of somebody else of the same kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.names import lacking_names
from assistant.lexicon.features import Features, features
from assistant.lexicon.names import is_country
from assistant.review.bearing import Held, point
from assistant.review.countries import countries
from assistant.review.reading import same_value
from assistant.review.types import Point
from assistant.types import Evidence

_VERY = 4.5  # of the cross-encoder: about the very thing, without a figure of it
_COUNTED = 12  # a smaller bare number tells little
_OF_ITS_WORDS = 0.5  # of the claim's words, by their rarity, that a sentence on another country has
_ORDERS = frozenset(("executive order", "proclamation", "presidential determination", "decree"))
_NEARLY_THAT = 6.0  # ... nearly the same sentence
_AS_NEAR = 2.5  # below it: a sentence with the claim's own name that counts
_OPENING = 60  # characters in which a claim says who acts


def other_agent(held: Held) -> Iterator[Point]:
    """The same done by somebody else: of another country, or another bearer of the same title."""
    for row in held.shelf.rules["agents"].of("of a people", "of a title", "head of").rows:
        said = row.find(held.mine.text)
        if said is None:
            continue
        for one in held.bearing:
            if said["name"].lower() in one.read.text.lower():
                continue
            others = (
                each for each in row.find_all(one.read.text) if row.value == "head of" or _alike(said, each)
            )
            if other := next(others, None):
                yield point("contradicted", f"Your documents say {other[0]}, not {said[0]}.", one)


def _alike(one: re.Match[str], other: re.Match[str]) -> bool:
    return bool(one["kind"].lower() == other["kind"].lower())


def other_office(held: Held) -> Iterator[Point]:
    """An act of a legislature that the record has as a president's own, or the other way round."""
    signs = held.shelf.rules["agents"]
    opening = held.resolved.text[:_OPENING]
    if not signs.of("legislature").find(opening) or signs.of("executive").find(held.resolved.text):
        return
    for one in held.same:
        if one.one.source.kind in _ORDERS and signs.of("in person").find(one.read.text):
            yield point(
                "contradicted", f"Your documents have it as an act of {one.one.source.publisher}.", one
            )


def other_country(held: Held) -> Iterator[Point]:
    """The same told of another country: nothing as near names the claim's."""
    rules = held.shelf.rules
    mine = countries(held.mine.text, rules)
    near = [one for one in held.worded_alike if one.same and one.share >= _OF_ITS_WORDS]
    around = (countries(f"{one.one.context} {one.one.source.title}", rules) for one in near)
    if not mine or any(mine & named for named in around):
        return
    for one in near:
        if countries(one.read.text, rules):
            yield point("contradicted", "Your documents say this of another country.", one)


def other_name(held: Held) -> Iterator[Point]:
    """Nearly the same sentence with another name of the same kind in one place, where no sentence as near has
    the claim's name."""
    rules = held.shelf.rules
    mine = features(held.mine.text.replace("’", "'"), rules)
    for one in held.worded_alike:
        if one.score < _NEARLY_THAT or one.share < _OF_ITS_WORDS:
            continue
        if not all(one.read.has(each) for each in held.mine.precise):
            continue
        theirs, around = features(one.read.text.replace("’", "'"), rules), _around(held, one.one)
        told = [
            (name, other)
            for name in lacking_names(mine, theirs, around)
            for other in lacking_names(theirs, mine, around)
            if _of_a_kind(name, other)
        ]
        as_near = [each for each in held.near if each.score >= one.score - _AS_NEAR and each is not one.one]
        for name, other in told:
            named = features(name, rules)
            if all(lacking_names(named, features(each.english, rules), named) for each in as_near):
                yield point("contradicted", f"Your documents say this of {other}, not of {name}.", one)


def _of_a_kind(one: str, other: str) -> bool:
    """Whether two names are of countries, acronyms, or end in one word: “the Ports Act”, “the Pilots Act”."""
    if " " in one and " " in other:
        return one.split()[-1] == other.split()[-1]
    short = all(" " not in name and 2 * sum(map(str.isupper, name)) > len(name) > 2 for name in (one, other))
    return short or (is_country(one) and is_country(other))


def _around(held: Held, one: Evidence) -> Features:
    """What a sentence stands in, with what its acronyms stand for."""
    long_forms = " ".join(held.shelf.long_forms(one.source.slug, one.context))
    return features(f"{one.source.title}. {one.attribution} {one.context} {long_forms}", held.shelf.rules)


def other_bearer(held: Held) -> Iterator[Point]:
    """The same figure told of somebody else of the same kind."""
    rules, mine = held.shelf.rules, held.mine
    names = [one for one in features(mine.text, rules).names() if " " in one and " and " not in one]
    for one in held.bearing:
        figures = [other for other in one.read.quantities if other.value > _COUNTED or other.unit]
        figured = any(same_value(each, other) for each in mine.quantities for other in figures)
        if not (one.same and figured) and one.score < _VERY:
            continue
        passage, document = one.one.passage, one.one.source
        told = " ".join(each.read.text for each in held.bearing if each.one.source == document)
        around = f"{one.one.context} {told}".lower()
        for name in names:
            if name.lower() in around:
                continue
            others = [
                each
                for each in features(f"{passage.heading}. {passage.text}", rules).names()
                if " " in each and each.split()[-1] == name.split()[-1] and each != name
            ]
            if others:
                yield point("contradicted", f"Your documents say this of {others[0]}, not of {name}.", one)
