"""A sentence read for what can be held against another: numbers, lengths of time, days, rates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.lexicon.dates import Day, days
from assistant.lexicon.quantities import Quantity, quantities
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import LITTLE_WORDS, content_stems, stems

_AROUND = 6  # words on each side of a number, which say what it is of
_NEAR_VALUE = 0.015  # of a value: “about 100” is 97
_ROUNDED = 0.1  # of a value: “more than 107,000” is 107,543
_SMALL = 12.0  # a count up to a dozen tells little
_NUMBER = re.compile(r"[\d,.]*\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AFTER = re.compile(r"[\s-]+([^\W\d_]+)(?:[\s-]+([^\W\d_]+))?")
_OF_SO_MANY = re.compile(
    r"\s+of\s+(?:the|its|their|them|these|those)(?=\s)(?:\s+[\w,]*\d[\w,]*|\s+\w+(?=\s+\w))?"
)
_IN_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0}


@dataclass(frozen=True)
class Read:
    """A sentence, with what it says worked out when it is asked for and kept."""

    text: str
    rules: Rules = field(repr=False)

    @cached_property
    def quantities(self) -> Sequence[Quantity]:
        """Its numbers that are counted out: neither “third” nor “thousands”."""
        vague = self.rules["lengths"].of("vague")
        return tuple(
            one
            for one in quantities(self.text)
            if one.unit != "th" and one.text and not vague.covers(one.text)
        )

    @cached_property
    def telling(self) -> Sequence[Quantity]:
        """Its numbers that tell something: all but a bare one, which is an article."""
        return tuple(one for one in self.quantities if one.unit or one.value > 1)

    @cached_property
    def precise(self) -> Sequence[Quantity]:
        """Its numbers that few sentences have by chance: amounts, and counts of more than a dozen."""
        return tuple(
            one for one in self.quantities if one.unit not in _IN_DAYS and (one.unit or one.value > _SMALL)
        )

    @cached_property
    def lengths(self) -> Sequence[tuple[float, str]]:
        """The lengths of time that it tells, in days, each with its words: “within 30 days”, “almost a
        month”, “the better part of a year”."""
        found = []
        for match in self.rules["lengths"].of("length").pattern.finditer(self.text):
            words = match.group().lower()
            unit = next((one for one in _IN_DAYS if re.search(rf"\b{one}s?\b", words)), "")
            if not unit:
                continue
            part = next((float(row.value) for row in self.rules["parts"].rows if row.find(words)), 0.0)
            count = next((one.value for one in quantities(words)), 1.0)
            found.append(((part or count) * _IN_DAYS[unit], match.group()))
        return tuple(found)

    @cached_property
    def days(self) -> Sequence[Day]:
        """The dates that it names, to the month at least."""
        return tuple(one for one in days(self.text) if one.month)

    @cached_property
    def years(self) -> frozenset[str]:
        """The years that it names."""
        return frozenset(_YEAR.findall(self.text))

    @cached_property
    def rates(self) -> frozenset[str]:
        """What its numbers are counted over: a day, a year."""
        return frozenset(one.value for one in self.rules["rates"].rows if one.find(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words that say something, and of those that mean the same."""
        return frozenset(with_synonyms(content_stems(self.text), self.rules))

    @cached_property
    def denies(self) -> bool:
        """Whether it denies anything."""
        return self.rules["negation"].find(self.text) is not None

    def around(self, one: Quantity) -> set[str]:
        """The stems of the words on both sides of a number, and of those that mean the same."""
        place = self.text.find(one.text)
        before, after = self.text[: max(0, place)].split(), self.text[place + len(one.text) :].split()
        near = " ".join((*before[-_AROUND:], *after[:_AROUND]))
        return with_synonyms(content_stems(_NUMBER.sub(" ", near)), self.rules)

    def noun(self, one: Quantity) -> set[str]:
        """What a bare number counts: the word after it, or the second; of “six of the eight boats” these."""
        rest = self.text[self.text.find(one.text) + len(one.text) :]
        counted = _OF_SO_MANY.match(rest)
        after = _AFTER.match(rest[counted.end() :] if counted else rest)
        words = " ".join(filter(None, after.groups())) if after else ""
        return with_synonyms(stems(words) - stems(" ".join(LITTLE_WORDS)), self.rules)

    def tells(self, subject: str, *values: str) -> re.Match[str] | None:
        """The first place that a row of the subject that stands for one of the values matches."""
        return self.rules[subject].of(*values).find(self.text)

    def has(self, one: Quantity) -> bool:
        """Whether it has a number."""
        return any(same_value(one, other) for other in quantities(self.text))


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are of one unit and of one value, as far as both are told."""
    if one.unit != other.unit:
        return False
    near = _NEAR_VALUE if "~" in (one.bound, other.bound) else _ROUNDED if one.bound or other.bound else 1e-6
    return abs(one.value - other.value) <= near * max(abs(one.value), abs(other.value), 1e-9)


def same_day(one: Day, other: Day) -> bool:
    """Whether two days may be one, as far as both are told."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(not mine or not theirs or mine == theirs for mine, theirs in pairs)
