"""The legal reference that a title opens with."""

from __future__ import annotations

import re

_REFERENCE = re.compile(
    r"^(?:Executive Order \d+|Public Law [\d\-–]+|\d+ U\.S\.C\. [^,;:]+|(?:S|H\.R|H\. ?Res|S\. ?Res)\."
    r" ?\d+|Proclamation \d+)",
    re.IGNORECASE,
)


def short_reference(title: str) -> str:
    """The legal reference that a title opens with (`Executive Order 14198`), or an empty string."""
    found = _REFERENCE.match(title)
    return found.group().strip() if found else ""
