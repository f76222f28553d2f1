"""Words as stems: what joins inflections, and what says something."""

from __future__ import annotations

import re

from ingest.gloss import without_accents


def stems(text: str) -> set[str]:
    """The words of a text, cut to five letters, which joins inflections in English and Spanish alike; numbers
    whole."""
    return {
        word if word.isdigit() else word[:5] for word in re.findall(r"\w+", without_accents(text.lower()))
    }


def folded(text: str) -> str:
    """The bare words of a text in small letters."""
    return " ".join(re.findall(r"\w+", text.lower()))


_COMMON = frozenset(
    stems(
        "a an the of to in on at by for from with and or as is are was were be been it its this that which"
        " who has have had not he she they his her"
    )
)


def content_stems(text: str) -> set[str]:
    """The stems of the words that say something."""
    return stems(text) - _COMMON
