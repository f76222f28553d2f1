"""What later documents changed: an order that ends another names it by its number, and seldom by what it was
about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.lexicon.references_short import short_reference
from assistant.lexicon.rules import Rules

_MOST = 4  # instruments of the best documents


def instrument_numbers(titles: Iterable[str]) -> tuple[str, ...]:
    """The numbers of the legal instruments that the titles open with, in order: `14193` of `Executive Order
    14193, …`."""
    references = (short_reference(title).split() for title in titles)
    return tuple(dict.fromkeys(words[-1] for words in references if words))[:_MOST]


def change_search(numbers: Iterable[str], rules: Rules) -> str:
    """What is searched to find texts that tell of a change to these instruments."""
    words = (word for row in rules["change"].of("search").rows for word in row.words)
    return f"{' '.join(numbers)} {', '.join(words)}"


def tells_of_change(text: str, numbers: Iterable[str], rules: Rules) -> bool:
    """Whether the text says of one of these instruments that something of it ended or was changed."""
    return any(re.search(rf"(?<!\w){re.escape(number)}\b", text) for number in numbers) and bool(
        rules["change"].of("tells").find(text)
    )
