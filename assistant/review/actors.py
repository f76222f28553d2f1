"""Actors: the same done by somebody else, or told of somebody else of the same kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.lexicon.features import features
from assistant.lexicon.names import countries_in
from assistant.review.bearing import Held, point
from assistant.review.reading import same_value
from assistant.review.types import Point

_VERY = 4.5  # of the cross-encoder: about the very thing, without a figure of it
_COUNTED = 12  # a smaller bare number tells little
_OF_ITS_WORDS = 0.5  # of the claim's words, by their rarity, that a sentence on another country has
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
        if one.one.source.kind == "executive-order" and signs.of("in person").find(one.read.text):
            yield point(
                "contradicted", f"Your documents have it as an act of {one.one.source.publisher}.", one
            )


def other_country(held: Held) -> Iterator[Point]:
    """The same told of another country: nothing as near names the claim's."""
    mine = countries_in(held.mine.text)
    near = [one for one in held.worded_alike if one.same and one.share >= _OF_ITS_WORDS]
    if not mine or any(mine & countries_in(f"{one.one.context} {one.one.source.title}") for one in near):
        return
    for one in near:
        if countries_in(one.read.text):
            yield point("contradicted", "Your documents say this of another country.", one)


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
