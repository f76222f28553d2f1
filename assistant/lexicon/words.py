"""Words as stems: what joins inflections, and what says something. The stop words of the project have their
home here."""

from __future__ import annotations

import re

from ingest.gloss import without_accents


def stems(text: str) -> set[str]:
    """The words of a text, cut to five letters, which joins inflections in English and Spanish alike; numbers
    whole."""
    return {
        word if word.isdigit() else word[:5] for word in re.findall(r"\w+", without_accents(text.lower()))
    }


def words_by_stem(text: str) -> dict[str, str]:
    """The first word of each stem of a text."""
    found: dict[str, str] = {}
    for word in re.findall(r"\w+", without_accents(text.lower())):
        found.setdefault(word if word.isdigit() else word[:5], word)
    return found


def roots(text: str) -> set[str]:
    """The stems of the words that say something, without the s of a short plural: “plans” is cut to itself,
    and “plan” is shorter."""
    return {stem if stem.isdigit() else stem.rstrip("s") or stem for stem in content_stems(text)}


def folded(text: str) -> str:
    """The bare words of a text in small letters."""
    return " ".join(re.findall(r"\w+", text.lower()))


# The words without which a sentence says the same; a question's coverage and the support model's window are
# measured without them, so that a change here moves both.
_COMMON = frozenset(
    stems(
        "a an the of to in on at by for from with and or as is are was were be been it its this that which"
        " who has have had not he she they his her"
    )
)
LITTLE_WORDS = frozenset(
    """
    a an the of to in on at by for from with and or as is are was were be been being it its this that which
    who has have had do does did he she they his her their any all also such than then so if yet just even
    very there these those we our i you your only more most other into over under
    """.split()
)
"""English words that hold a sentence together: articles, prepositions, auxiliaries, pronouns. Neither
negators nor modals are among them."""
OPENERS = {
    "en": LITTLE_WORDS
    | frozenset(
        """
        here both each some many few no not one another but when while where what how after before without
        since until during through however moreover further furthermore although though because still now
        today according meanwhile instead thus will would may might must shall should can could
        two three four five six seven eight nine ten
        """.split()
    ),
    "es": frozenset(
        """
        el la los las un una en de del al y por para con sin o pero que se su sus lo desde hasta según también
        """.split()
    ),
}
"""By language, the words that a sentence may open with, in capitals, without naming anything."""


def content_stems(text: str) -> set[str]:
    """The stems of the words that say something."""
    return stems(text) - _COMMON
