"""Polarity: what a claim affirms denied in its own words, the opposite word or direction, and contrary ways
of saying how long, how often, how far or whether it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.lexicon.features import features
from assistant.review.bearing import Held, point
from assistant.review.trends import direction
from assistant.review.types import Point

_LEAST = 1.0  # of the cross-encoder: a sentence that may be about what the claim says
_ABOUT = 2.0  # ... that is
_CLOSE = 1.0  # below the best: a law has many sentences near to each other
_SHARE = 0.3  # ... that a sentence with the opposite word has
_ROOT = 3  # letters
_OPPOSITES = (
    "for-against",
    "convicted-accused",
    "allow-prohibit",
    "start-stop",
    "largest-smallest",
    "covers-excludes",
    "double-half",
    "north-south",
    "import-export",
)
"""The pairs of opposites that are seldom said of two things by chance."""
_CONTRASTS = (
    ("granted", "refused", "Your documents say that it was refused."),
    ("refused", "granted", "Your documents say that it was granted."),
    ("for a time", "lasting", "Your documents say that it is for good."),
    ("lasting", "for a time", "Your documents say that it is for a time."),
    ("first", "again", "Your documents tell that it was not the first."),
    ("passed", "introduced", "Your documents have it only as introduced."),
    ("may", "may not", "Your documents say that this is not allowed."),
    ("obliged", "allowed", "Your documents say that it may be done, not that it must."),
    ("most", "not most", "Your documents say less."),
)
"""Pairs of rows: what a claim says, and what of a sentence stands against it."""


def denied_in_its_words(held: Held) -> Iterator[Point]:
    """A denial of what the claim affirms: its verb, denied."""
    if held.mine.denies:
        return
    for one in held.bearing:
        if not one.same and (one.score < _ABOUT or one.share < _SHARE):
            continue
        for found in held.shelf.rules["denials"].of("not done").rows:
            if any(_is_said(match["verb"], held.mine.text) for match in found.find_all(one.read.text)):
                yield point("contradicted", "Your documents say the opposite.", one)


def _is_said(word: str, text: str) -> bool:
    """Whether a text has a word in any of its forms."""
    root = word.lower().removesuffix("ed").removesuffix("e")
    return len(root) >= _ROOT and any(each.startswith(root) for each in re.findall(r"\w+", text.lower()))


def turned_round(held: Held) -> Iterator[Point]:
    """The other direction, of the same names."""
    rules = held.shelf.rules
    way = direction(held.mine.text, rules)
    names = [one for one in features(held.mine.text, rules).names() if " " in one]
    for one in held.bearing if way and names else ():
        theirs = direction(one.read.text, rules)
        named = all(name.lower() in one.read.text.lower() for name in names)
        if one.score >= _ABOUT and theirs not in ("", way) and named:
            yield point("contradicted", "Your documents say the opposite.", one)


def opposed(held: Held) -> Iterator[Point]:
    """The opposite word in a sentence that has much of the claim."""
    if held.mine.denies:
        return
    for row in held.shelf.rules["opposites"].rows:
        if row.id.rpartition(".")[2] not in _OPPOSITES:
            continue
        first, second = row.find(held.mine.text), row.find_against(held.mine.text)
        said = first or second
        if said is None or (first and second):
            continue
        for one in held.same:
            other, same = row.find_against(one.read.text), row.find(one.read.text)
            if second:
                other, same = same, other
            near = one.share >= _SHARE and held.shelf.has_names(held.mine.text, one.one)
            if other and not same and near and not one.read.denies:
                told = f"Your documents say “{other.group().lower()}”, not “{said.group().lower()}”."
                yield point("contradicted", told, one)


def contrasted(held: Held) -> Iterator[Point]:
    """One of two contrary ways of saying how long, how often, how far or whether it may be."""
    for sign, against, told in _CONTRASTS:
        if not held.mine.tells("scope", sign) or held.mine.tells("scope", against):
            continue
        for one in held.bearing:
            least = max(_LEAST, held.near[0].score - _CLOSE) if sign in ("may", "obliged") else _ABOUT
            if one.score < least or not one.read.tells("scope", against):
                continue
            if sign in ("may", "most", "obliged") or not one.read.tells("scope", sign):
                yield point("qualified" if sign in ("most", "obliged") else "contradicted", told, one)
