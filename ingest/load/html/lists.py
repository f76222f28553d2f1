"""The numbers that a browser sets before the items of an ordered list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ingest.load.html.tree import is_element, tag_of, text_of

_OWN = re.compile(r"(?:\(?(?:\d{1,3}|[a-zA-Z]{1,2}|[ivxlc]{1,6})[.)°]|\d{1,3}\s|[-–—•*§]|\d+[.\d]*\s)")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A"} | {
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal": "1",
}


def numbers_of(listed: Any, style: str = "") -> dict[Any, str]:
    """The number of each item of an `ol`, with its stop; none where the items begin with numbers of their
    own. `style` is its list style, which goes before its type."""
    items = [child for child in listed if is_element(child) and tag_of(child) == "li"]
    if style == "none" or not items or _numbered_themselves(items):
        return {}
    form = _STYLES.get(style, "") or listed.get("type") or "1"
    step = -1 if listed.get("reversed") is not None else 1
    number = _whole(listed.get("start"), len(items) if step < 0 else 1)
    found = {}
    for item in items:
        number = _whole(item.get("value"), number)
        found[item] = f"{_written(number, form)}."
        number += step
    return found


def _numbered_themselves(items: Sequence[Any]) -> bool:
    texts = [text for item in items if (text := text_of(item))]
    return bool(texts) and all(_OWN.match(text) for text in texts)


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else otherwise


def _written(number: int, form: str) -> str:
    if form in ("a", "A") and number > 0:
        return _letters(number) if form == "a" else _letters(number).upper()
    if form in ("i", "I") and 0 < number < 4000:
        return _roman(number) if form == "i" else _roman(number).upper()
    return str(number)


def _letters(number: int) -> str:
    found = ""
    while number:
        number, last = divmod(number - 1, 26)
        found = chr(ord("a") + last) + found
    return found


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        found += letters * count
    return found
