"""What the program reads in a text, each thing once: a sentence is held against many others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.lexicon.dates import Day, days
from assistant.lexicon.names import Name, aliases, forms, initials, read_names
from assistant.lexicon.quantities import Quantity, quantities
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, stems

_REMEMBERED = 1024  # texts: those of a question, some of them passages
_NUMERAL = re.compile(r"(?<![\d,.])\d+(?!,?\d)")


@dataclass(frozen=True)
class Features:
    """A text with what it says, worked out when it is asked for and kept."""

    text: str
    rules: Rules = field(repr=False)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its words, cut to five letters; numbers whole."""
        return frozenset(stems(self.text))

    @cached_property
    def content_stems(self) -> frozenset[str]:
        """The stems of the words that say something."""
        return frozenset(content_stems(self.text))

    @cached_property
    def quantities(self) -> Sequence[Quantity]:
        """Its numbers that are not part of a date."""
        return tuple(quantities(self.text))

    @cached_property
    def numerals(self) -> frozenset[str]:
        """Its whole numbers in digits, also those that letters follow."""
        return frozenset(_NUMERAL.findall(self.text))

    @cached_property
    def days(self) -> Sequence[Day]:
        """Its dates."""
        return tuple(days(self.text))

    def names(self, around: str = "") -> list[str]:
        """Its names, in order. A word that opens a sentence is one where it goes on in capitals, is a
        country, speaks, or is written in capitals elsewhere in `around` and never without."""
        return list(dict.fromkeys(one.text for one in self._names if one.is_one(around)))

    @cached_property
    def _names(self) -> Sequence[Name]:
        return tuple(read_names(self.text, self.rules))

    @cached_property
    def forms(self) -> frozenset[str]:
        """Its stems, and its abbreviations without their points."""
        return frozenset(forms(self.text))

    @cached_property
    def initials(self) -> frozenset[str]:
        """The acronyms that its names could be shortened to."""
        return frozenset(initials(self.text))

    @cached_property
    def aliases(self) -> frozenset[str]:
        """The things that it names under one of their forms, by the ids of their rows."""
        return aliases(self.text, self.rules)

    def has_alias_of(self, name: str) -> bool:
        """Whether it has another form of a name."""
        return any(row.id in self.aliases for row in self.rules["aliases"].rows if row.covers(name))

    def share_in(self, other: Features) -> float:
        """The share of its content words that another text has."""
        return len(self.content_stems & other.stems) / max(1, len(self.content_stems))


@lru_cache(_REMEMBERED)
def features(text: str, rules: Rules) -> Features:
    """What the program reads in a text by these rules; the same value for the same text."""
    return Features(text, rules)


def nearest(one: Features, texts: Sequence[str]) -> Features:
    """Of some texts the one that shares most words with this, an empty one where there are none."""
    read = [features(text, one.rules) for text in texts]
    return max(
        read,
        key=lambda other: len(one.stems & other.stems) / (6 + len(other.stems)) ** 0.5,
        default=features("", one.rules),
    )
