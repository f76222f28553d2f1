"""Text that cannot steer a screen."""

from __future__ import annotations

import re

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """The text on one line without control characters, so that nothing in a document moves the cursor, turns
    the writing round or breaks a file."""
    return " ".join(_CONTROL.sub("", text).split())
