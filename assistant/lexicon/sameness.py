"""Whether two statements say the same, so that one may stand for the other and the reader misses nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.lexicon.contradiction import contradiction, negations
from assistant.lexicon.features import Features
from assistant.lexicon.words import OPENERS, content_stems, stems
from ingest.gloss import without_accents

SHARED = 0.7
"""The share of their words that two statements have in common from which they may say the same."""

_REMEMBERED = 1024  # texts, as in `features`
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
# “2339B”, “H1B”, “1189(a)”: a figure's letters tell it from another of the same value; those of a unit or an
# ordinal do not.
_DESIGNATION = re.compile(
    r"(?<![\w$€£])(?!\d+(?:st|nd|rd|th|k|m|mn|bn|tn|kg|km|mg)\b)(?=\w*\d)(?:\w+(?:\(\w+\))+|\w*[^\W\d]\w*)",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"n['’]t\b")
_DENYING = stems("do does did not no never")
_WRITTEN = re.compile(r"\b[^\W\d_]\w*")
_OPENERS = OPENERS["en"] | OPENERS["es"]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What must be equal: numbers as (value, unit, bound) and days as (year, month, day), in their order,
    designations, and how often it denies."""

    figures: tuple[tuple[float, str, str], ...]
    days: tuple[tuple[int, int, int], ...]
    designations: tuple[str, ...]
    denials: int


@dataclass(frozen=True)
class _Statement:
    """What of a text another must have to say the same, worked out once."""

    of: Features

    @cached_property
    def words(self) -> Sequence[str]:
        return _words(self.of.text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def facts(self) -> _Facts:
        return _Facts(
            tuple((round(one.value, 9), one.unit, one.bound) for one in self.of.quantities),
            tuple((one.year, one.month, one.day) for one in self.of.days),
            tuple(one.lower() for one in _DESIGNATION.findall(self.of.text)),
            negations(self.of),
        )

    @cached_property
    def without_figures(self) -> str:
        """The text without its dates and spelled numbers, which are compared by their value: “Feb. 4” is “4
        February”."""
        text = self.of.text
        figures = {one.text for one in self.of.days} | {one.text for one in self.of.quantities}
        for told in (one for one in figures if any(map(str.isalpha, one))):
            text = re.sub(rf"(?<!\w){re.escape(told)}(?!\w)", " ", text)
        return text

    @cached_property
    def without_figures_words(self) -> Sequence[str]:
        return _words(self.without_figures)

    @cached_property
    def wording(self) -> frozenset[str]:
        """The stems of its words without figures, days and denials."""
        telling = content_stems(_CONTRACTED.sub("", self.without_figures)) - _DENYING
        return frozenset(word for word in telling if not any(map(str.isdigit, word)))

    @cached_property
    def named(self) -> frozenset[str]:
        """The words that it writes in capitals."""
        capitalised = (found for found in _WRITTEN.findall(self.without_figures) if found[0].isupper())
        return frozenset(word for found in capitalised for word in _words(found)) - _OPENERS


def same_statement(one: Features, other: Features, least: float = SHARED) -> bool:
    """Whether two texts share at least so much of their words, and neither has a figure, a day, a name, a
    denial or a turn that the other has not.

    The numbers and the names must also come in one order: “3 deaths and 5 arrests” is not “5 deaths and 3
    arrests”."""
    mine, theirs = _statement(one), _statement(other)
    shared, either = mine.vocabulary & theirs.vocabulary, mine.vocabulary | theirs.vocabulary
    if len(shared) < least * len(either) or mine.facts != theirs.facts or _names_differ(mine, theirs):
        return False
    return mine.words == theirs.words or not (
        _is_denied_within(either - shared) or contradiction(one, other) or contradiction(other, one)
    )


def shared_words(one: Features, other: Features) -> float:
    """The share of their words but figures and days that two texts have in common, from 0 to 1."""
    mine, theirs = _statement(one).wording, _statement(other).wording
    return len(mine & theirs) / max(1, len(mine | theirs))


@lru_cache(_REMEMBERED)
def _statement(of: Features) -> _Statement:
    return _Statement(of)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", without_accents(_CONTRACTED.sub(" not", text.lower())))


def _names_differ(one: _Statement, other: _Statement) -> bool:
    """Whether the words that either writes in capitals do not stand in both, in one order."""
    named = one.named | other.named
    mine, theirs = ([word for word in each.without_figures_words if word in named] for each in (one, other))
    return mine != theirs


def _is_denied_within(differing: frozenset[str]) -> bool:
    """Whether a word that one has alone is the other's with a prefix that denies it: “lawful” and
    “unlawful”."""
    return any(prefix + word in differing for word in differing for prefix in _PREFIXES)
