"""Values: the same thing with another number, a number that the record has as nothing, and two things that a
claim compares and of which the record gives the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.lexicon.quantities import Quantity
from assistant.lexicon.words import content_stems, stems
from assistant.plans.asks import facets_of
from assistant.review.bearing import Bearing, Held, point
from assistant.review.countries import of_one_country
from assistant.review.figures import causes_of
from assistant.review.matter import period
from assistant.review.reading import Read, same_value
from assistant.review.types import ClaimFinding, Point
from assistant.types import Evidence

_ALSO = 0.0  # of the cross-encoder: a sentence that may bear the claim's figure
_PLAIN = 4.5  # ... so near that the one number of its unit is of the same, whatever the words beside it
_OF_A_THING = -3.0  # ... that tells the number of one of two things compared
_AS_NEAR = 2.0  # below a sentence with another number: one with the claim's own that counts
_OF_ITS_WORDS = 0.4  # of the claim's words, by their rarity, that a sentence with its number has
_TOLD_OF = 0.2  # of the claim's words, by their rarity, that what tells of a change to it has
_NAMES = 4  # words of a name


def other_figure(held: Held) -> Iterator[Point]:
    """The same thing with another number; of a later document than the op-ed, it has changed since."""
    mine = held.mine
    for told in mine.telling:
        having = [one for one in held.near if one.score >= _ALSO and Read(one.english, mine.rules).has(told)]
        for one in held.same:
            if any(_is_as_near(each, one, mine) for each in having):
                continue
            for other in one.read.quantities:
                if not _of_the_same(mine, told, one, other) or mine.has(other):
                    continue
                later = _has_changed_since(held, one)
                yield point(
                    "overtaken" if later else "contradicted",
                    f"Your documents say {other.text}{' since then' if later else ''}, not {told.text}.",
                    one,
                )


def _has_changed_since(held: Held, one: Bearing) -> bool:
    """Whether what a claim says of its day may have been so, and a later document tells otherwise; what a law
    provides has only where it is told that it changed."""
    is_later = bool(held.date) and one.one.source.date > held.date
    if not is_later or held.mine.tells("standing", "stands") is None:
        return False
    provides = facets_of(one.read.text, held.mine.rules)
    return not provides or one.read.tells("change", "tells") is not None


def _is_as_near(having: Evidence, one: Bearing, mine: Read) -> bool:
    """Whether a sentence that has the claim's number is as near to the claim as one that has another, and of
    its country: it may be the one that the claim rests on."""
    return having.score >= one.score - _AS_NEAR and of_one_country(mine.text, having, mine.rules)


def other_year(held: Held) -> Iterator[Point]:
    """The same number, of another year: no sentence that has the number has the claim's year."""
    years = period(held.mine.text, held.shelf.rules)
    having = [one for one in held.worded_alike if any(one.read.has(each) for each in held.mine.precise)]
    theirs = [(one, period(one.read.text, held.shelf.rules)) for one in having]
    if not years or any(not each or each & years for _, each in theirs):
        return
    for one, told in theirs:
        if one.same and one.share >= _OF_ITS_WORDS:
            finding: ClaimFinding = "contradicted" if _of_its_cause(held.mine, one) else "qualified"
            yield point(finding, f"Your documents say it of {min(told)}, not of {min(years)}.", one)


def _of_its_cause(mine: Read, one: Bearing) -> bool:
    """Whether what a sentence counts has the claim's cause, or the claim names none."""
    causes = causes_of(mine.text, mine.rules)
    return not causes or bool(causes & causes_of(one.read.text, mine.rules))


def changed_from(held: Held) -> Iterator[Point]:
    """A number of the claim from which the record tells a change to another: “raises the toll from 4 crowns
    to 6”."""
    changes = held.shelf.rules["comparisons"].of("from to").rows
    if held.mine.years or held.mine.days or held.mine.tells("trends", "up", "down"):
        return
    wanted = held.shelf.rarity(held.resolved.text)
    for one in held.near:
        later = bool(held.date) and one.source.date > held.date
        if one.score < _OF_A_THING or not (later or held.mine.tells("standing", "stands")):
            continue
        if not of_one_country(held.mine.text, one, held.shelf.rules):
            continue
        for match in (match for row in changes for match in row.find_all(one.english)):
            first, last = (Read(match[name], held.shelf.rules).quantities for name in ("first", "last"))
            if not (first and last) or held.shelf.share(wanted, one, titled=False) < _TOLD_OF:
                continue
            if any(same_value(told, first[0]) for told in held.mine.precise) and not held.mine.has(last[0]):
                told = f"Your documents tell of a change from {first[0].text} to {last[0].text}."
                yield point("overtaken", told, one)


def _of_the_same(mine: Read, told: Quantity, one: Bearing, other: Quantity) -> bool:
    """Whether two numbers are of one unit and count the same, over the same time."""
    theirs = one.read
    if told.unit != other.unit or same_value(told, other) or bool(mine.rates) != bool(theirs.rates):
        return False
    if theirs.tells("lengths", "supposed") and not mine.tells("lengths", "supposed"):
        return False
    if not told.unit:
        return bool(mine.noun(told) & theirs.noun(other))
    alone = all(sum(each.unit == told.unit for each in of.quantities) == 1 for of in (mine, theirs))
    return (alone and one.score >= _PLAIN) or bool(mine.around(told) & theirs.around(other))


def none_of_it(held: Held) -> Iterator[Point]:
    """A number of what the record says there is none of, and none of what it gives a number of: in the same
    verb, of the same names."""
    mine, rules = held.mine, held.shelf.rules
    none = rules["denials"].of("none")
    counted = [one for one in mine.quantities if not one.unit and not none.find(mine.text)]
    wanted = _verbs(mine, rules["denials"].of("no object").stems)
    for one in (*(each.one for each in held.bearing), *held.following):
        theirs = Read(one.english, rules)
        shared = wanted & _verbs(theirs, frozenset())
        if not shared or not held.shelf.has_names(mine.text, one, itself=bool(counted)):
            continue
        if counted and none.find(theirs.text) and not any(each.value > 1 for each in theirs.quantities):
            yield point("contradicted", "Your documents say that there is none.", one)
        elif none.find(mine.text) and not theirs.denies and _some(theirs, mine):
            yield point("contradicted", "Your documents tell of some.", one)


def _some(theirs: Read, mine: Read) -> bool:
    """Whether a sentence counts some of what a claim says there is none of, by the claim's own number where
    that has one."""
    return any(not each.unit and each.value >= 1 for each in theirs.quantities) and (
        not mine.precise or any(theirs.has(each) for each in mine.precise)
    )


def _verbs(read: Read, little: frozenset[str]) -> set[str]:
    """The stems of the words that may tell what was done."""
    words = (match.group() for match in read.rules["status"].of("deed").pattern.finditer(read.text))
    return {stem for word in words for stem in content_stems(word)} - little


def compared_things(held: Held) -> Iterator[Point]:
    """One thing said to be more or less than another of the same measure, where the record gives the numbers
    of both the other way."""
    found = held.shelf.rules["comparisons"].of("more", "less").rows
    for row in found:
        match = row.find(held.mine.text)
        if match is None:
            continue
        before, after = held.mine.text[: match.start()], held.mine.text[match.end() :]
        first, second = _last_name(before), _first_name(after)
        measure = content_stems(before) - stems(f"{first} {second}")
        if not first or not second or first == second:
            continue
        numbers = [
            _number_of(name, other, measure, held) for name, other in ((first, second), (second, first))
        ]
        if numbers[0] is None or numbers[1] is None or numbers[0][0].unit != numbers[1][0].unit:
            continue
        (one, of_one), (other, of_other) = numbers[0], numbers[1]
        if (one.value > other.value) != (row.value == "more") and not same_value(one, other):
            told = f"Your documents say {one.text} for {first} and {other.text} for {second}."
            yield point("contradicted", told, of_one, of_other)


def _number_of(name: str, other: str, measure: set[str], held: Held) -> tuple[Quantity, Evidence] | None:
    """The number of a measure that the nearest sentence which names one thing and not the other gives: the
    last where it tells a change to it."""
    for one in held.near:
        theirs = Read(one.english, held.shelf.rules)
        text = theirs.text
        if one.score < _OF_A_THING or name not in text or other in text:
            continue
        places = [
            match.start() for match in re.finditer(r"[^\W\d_]+", text) if stems(match.group()) & measure
        ]
        amounts = [
            each for each in theirs.quantities if each.unit and each.unit not in ("year", "month", "day")
        ]
        if places and amounts:
            last = max(places)
            return min(amounts, key=lambda each: (text.find(each.text) < last, text.find(each.text))), one
    return None


def _last_name(text: str) -> str:
    return next(iter(reversed(re.findall(r"\b[A-Z][\w’'-]+", text[1:]))), "")


def _first_name(text: str) -> str:
    return next(iter(re.findall(r"\b[A-Z][\w’'-]+", " ".join(text.split()[: _NAMES * 2]))), "")


def part_of_all(held: Held) -> Iterator[Point]:
    """A share where the claim says all."""
    if held.mine.denies or not held.mine.tells("exceptions", "universal"):
        return
    if any(each.unit == "%" for each in held.mine.quantities):
        return
    for one in held.same:
        part = next((each for each in one.read.quantities if each.unit == "%" and each.value < 100), None)
        if part:
            yield point("contradicted", f"Your documents say {part.text}, not all.", one)


def end_of_a_range(held: Held) -> Iterator[Point]:
    """The end of a range told as the figure."""
    ranges = held.shelf.rules["lengths"].of("range")
    if ranges.find(held.mine.text):
        return
    for one in held.same:
        found = ranges.find(one.read.text)
        if found is None:
            continue
        ends = Read(found.group(), held.shelf.rules).quantities
        before = Read(one.read.text[: found.start()], held.shelf.rules).quantities
        for told in held.mine.quantities:
            middle = next(
                (each for each in before if each.unit == told.unit and not same_value(each, told)), None
            )
            if middle and any(same_value(told, each) for each in ends):
                text = f"Your documents say {middle.text}; {told.text} is only an end of the range."
                yield point("qualified", text, one)


def not_comparable(held: Held) -> Iterator[Point]:
    """Two figures that a claim compares, where the record says beside one of them that they are not of one
    basis."""
    if len(held.mine.precise) < 2 or not held.shelf.rules["comparisons"].find(held.mine.text):
        return
    basis = held.shelf.rules["comparisons"].of("basis")
    with_it = [
        one
        for one in held.near
        if one.score >= _OF_A_THING
        and any(Read(one.english, held.shelf.rules).has(each) for each in held.mine.precise)
    ]
    slugs = {one.source.slug for one in with_it}
    for one in (*held.near, *held.following):
        if one.source.slug in slugs and basis.find(one.english):
            yield point("qualified", "Your documents say that the two are not to be compared.", one)
