"""How much text a file has of its own, counted apart from how it is read: a reader that loses most of it has
not understood the file, and says so."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from ingest.load.builder import letters

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MATH = "{http://www.w3.org/1998/Math/MathML}"
# What a format tells again for old programs, has deleted or moved away, or keeps for the program alone.
NOT_ITS_TEXT = frozenset(
    {
        _FALLBACK,
        *(_W + tag for tag in ("del", "moveFrom")),
        *(_TEXT + tag for tag in ("tracked-changes", "note-citation", "sequence-decls")),
        *(_OFFICE + tag for tag in ("annotation", "forms", "scripts")),
        f"{_MATH}annotation",
    }
)


def own_letters(root: Any, held_in: str = "", skipped: Container[str] = NOT_ITS_TEXT) -> int:
    """How many characters, blanks aside, stand under an element, or in the elements of that name under it."""
    total, left = 0, [root]
    while left:
        element = left.pop()
        if not isinstance(element.tag, str) or element.tag in skipped:
            continue
        if not held_in or element.tag == held_in:
            total += letters(element.text or "")
        if not held_in:
            total += sum(letters(child.tail or "") for child in element)
        left += element
    return total
