"""What later documents changed: an order that ends another names it by its number, and seldom by what it was
about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.lexicon.references_short import short_reference

CHANGE_WORDS = "no longer in effect, ended, terminated, revoked, suspended, paused, amended"
_CHANGE = re.compile(
    r"\bno"
    r" longer\b|\b(?:end|terminat|revok|rescind|repeal|suspend|paus|supersed|replac|amend)(?:ed|es|s|ing)?\b|\bshall"
    r" (?:increase|decrease)\b"
    r"|\b(?:reduc|rais|increas|extend)(?:e[ds]?|s|ed|ing)? (?:\w+ ){0,12}(?:from|to|until)\b",
    re.IGNORECASE,
)
_MOST = 4  # instruments of the best documents


def instrument_numbers(titles: Iterable[str]) -> tuple[str, ...]:
    """The numbers of the legal instruments that the titles open with, in order: `14193` of `Executive Order
    14193, …`."""
    references = (short_reference(title).split() for title in titles)
    return tuple(dict.fromkeys(words[-1] for words in references if words))[:_MOST]


def tells_of_change(text: str, numbers: Iterable[str]) -> bool:
    """Whether the text says of one of these instruments that something of it ended or was changed."""
    return any(re.search(rf"(?<!\w){re.escape(number)}\b", text) for number in numbers) and bool(
        _CHANGE.search(text)
    )
