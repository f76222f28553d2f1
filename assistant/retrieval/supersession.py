"""What later documents changed: an order that ends another names it by its number, and seldom by what it was
about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from assistant.lexicon.references import Reference, opening_references
from assistant.lexicon.rules import Rules

_MOST = 4  # instruments of the best documents
_FEWEST = 4  # characters of a number that tells by itself which instrument is meant
_DASH = re.compile(r"[-‐-―−]")


def instrument_numbers(titles: Iterable[str], rules: Rules) -> tuple[str, ...]:
    """What other texts call the instruments that the titles open with, in order: by the number where it tells
    which is meant (`14193` of `Executive Order 14193, …`, `2016/679`), otherwise by all of it (`S. 367`)."""
    return numbers_of(one for title in titles for one in opening_references(title, rules))[:_MOST]


def numbers_of(named: Iterable[Reference]) -> tuple[str, ...]:
    """What other texts call these instruments, each once."""
    return tuple(dict.fromkeys(map(_called, named)))


def _called(reference: Reference) -> str:
    number, words = reference.section or reference.number, _DASH.sub("-", reference.text).split()
    printed = next((word for word in words if number and number in word.lower()), "")
    if printed and len(number) >= _FEWEST:
        first = printed.lower().index(number)
        return printed[first : first + len(number)]
    return printed if len(printed) > _FEWEST else " ".join(words)


def change_search(numbers: Iterable[str], rules: Rules) -> str:
    """What is searched to find texts that tell of a change to these instruments."""
    words = (word for row in rules["change"].of("search").rows for word in row.words)
    return f"{' '.join(numbers)} {', '.join(words)}"


def tells_of_change(text: str, numbers: Iterable[str], rules: Rules) -> bool:
    """Whether the text says of one of these instruments that something of it ended or was changed."""
    return any(_spaced(number).search(text) for number in numbers) and bool(
        rules["change"].of("tells").find(text)
    )


@cache
def _spaced(number: str) -> re.Pattern[str]:
    """A number or a name with whatever blanks and dashes stand in it."""
    blank, dash = r"\s*", re.escape("-")
    written = blank.join(re.escape(one) for one in _DASH.sub("-", number).split())
    return re.compile(rf"(?<!\w){written.replace(dash, _DASH.pattern)}(?!\w)", re.IGNORECASE)
