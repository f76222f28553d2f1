"""Whether two statements say the same, so that one may stand for the other and the reader misses nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon.contradiction import contradiction, negations
from assistant.lexicon.dates import days
from assistant.lexicon.quantities import quantities
from ingest.gloss import without_accents

SHARED = 0.7
"""The share of their words that two statements have in common from which they may say the same."""

_REMEMBERED = 2048  # texts: more than one question's sentences, each of which is held against several others
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
# “2339B”, “H1B”, “1189(a)”: a figure's letters tell it from another of the same value; those of a unit or an
# ordinal do not.
_DESIGNATION = re.compile(
    r"(?<![\w$€£])(?!\d+(?:st|nd|rd|th|k|m|mn|bn|tn|kg|km|mg)\b)(?=\w*\d)(?:\w+(?:\(\w+\))+|\w*[^\W\d]\w*)",
    re.IGNORECASE,
)
# Words that a sentence opens with, in capitals, without naming anything.
_OPENERS = frozenset(
    """
    a an the this that these those it its he she they we you his her their our there here all both each
    some many most such no not one another other and or but as if so when while where who what how after
    before at by for from in of on to with without under over since until during through however moreover
    further furthermore also although though because still yet then now today only even according
    meanwhile instead thus is are was were has have had does do did will would may might must shall
    should can could
    el la los las un una en de del al por para con sin y o pero que se su sus lo desde hasta según
    también
    """.split()
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What must be equal: numbers as (value, unit, bound) and days as (year, month, day), in their order,
    designations, and how often it denies."""

    figures: tuple[tuple[float, str, str], ...]
    days: tuple[tuple[int, int, int], ...]
    designations: tuple[str, ...]
    denials: int


def same_statement(one: str, other: str, least: float = SHARED) -> bool:
    """Whether two texts share at least so much of their words, and neither has a figure, a day, a name, a
    denial or a turn that the other has not.

    The numbers and the names must also come in one order: “3 deaths and 5 arrests” is not “5 deaths and 3
    arrests”."""
    if not _share_words(one, other, least) or _facts(one) != _facts(other) or _names_differ(one, other):
        return False
    mine, theirs = _words(one), _words(other)
    return mine == theirs or not (
        _is_denied_within(set(mine) ^ set(theirs)) or contradiction(one, other) or contradiction(other, one)
    )


def _share_words(one: str, other: str, least: float) -> bool:
    mine, theirs = _vocabulary(one), _vocabulary(other)
    return len(mine & theirs) >= least * len(mine | theirs)


@lru_cache(_REMEMBERED)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(_words(text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", without_accents(re.sub(r"n['’]t\b", " not", text.lower())))


@lru_cache(_REMEMBERED)
def _facts(text: str) -> _Facts:
    return _Facts(
        tuple((round(one.value, 9), one.unit, one.bound) for one in quantities(text)),
        tuple((one.year, one.month, one.day) for one in days(text)),
        tuple(one.lower() for one in _DESIGNATION.findall(text)),
        negations(text),
    )


def _names_differ(one: str, other: str) -> bool:
    """Whether the words that either writes in capitals do not stand in both, in one order."""
    named = _named(one) | _named(other)
    mine, theirs = (
        [word for word in _words(_without_figures(text)) if word in named] for text in (one, other)
    )
    return mine != theirs


@lru_cache(_REMEMBERED)
def _named(text: str) -> frozenset[str]:
    capitalised = re.findall(r"\b[^\W\d_]\w*", _without_figures(text))
    return frozenset(word for found in capitalised if found[0].isupper() for word in _words(found)) - _OPENERS


@lru_cache(_REMEMBERED)
def _without_figures(text: str) -> str:
    """The text without its dates and spelled numbers, which are compared by their value: “Feb. 4” is “4
    February”."""
    for told in {
        told
        for told in (*(one.text for one in days(text)), *(one.text for one in quantities(text)))
        if any(map(str.isalpha, told))
    }:
        text = re.sub(rf"(?<!\w){re.escape(told)}(?!\w)", " ", text)
    return text


def _is_denied_within(differing: set[str]) -> bool:
    """Whether a word that one has alone is the other's with a prefix that denies it: “lawful” and
    “unlawful”."""
    return any(prefix + word in differing for word in differing for prefix in _PREFIXES)
