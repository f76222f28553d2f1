"""Names of people, bodies, places and laws in a sentence, and the forms under which a text may have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.lexicon.dates import MONTHS, WEEKDAYS
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import OPENERS, stems
from ingest.gloss import without_accents

_CAPITALISED = r"(?:[A-ZÁÉÍÓÚÑ](?:[\w&-]|\.(?=\w)|['’](?!s\b))*)"
_RUN = re.compile(
    rf"(?<!\w){_CAPITALISED}(?:(?:[ ](?:of|de|del|la|las|los|y|and|for|the))*[ ]{_CAPITALISED})*"
)
_ENDED = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\b[A-Z])[.!?:][”\"]?\s+$")
_POSSESSIVE = re.compile(r"['’]s\b")
# Capitalised in any sentence: what opens it, and the calendar.
_CAPITAL_WORD = re.compile(r"\b[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{3,}")
_NO_NAMES = (
    OPENERS["en"]
    | {one.lower() for one in (*MONTHS, *WEEKDAYS)}
    | {one[:3].lower() for one in MONTHS}
    | {"sept"}
)
_LOCALES = ("en", "es")  # the German “Island” and the French “Maurice” are English words and first names
_NO_COUNTRY = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"))  # unions, regions and codes for tests
_IN_FORMER_FORMS = "Britain Burma England Korea Congo Scotland Turkey Wales"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the sentence writes it. One that is a single word and opens the sentence may be any word:
    `speaks` says whether what follows shows that it is somebody, None that it need not be shown."""

    text: str
    speaks: bool | None

    def is_one(self, around: str) -> bool:
        """Whether it is a name, by how a text around it writes the word."""
        if self.speaks is None:
            return True
        if re.search(rf"\b{re.escape(self.text.lower())}\b", around):
            return False
        return self.speaks or bool(re.search(rf"[a-z,;] {re.escape(self.text)}\b", around))


def read_names(sentence: str, rules: Rules) -> Iterator[Name]:
    """The names of a sentence, in order, with those that may be none."""
    for run in _RUN.finditer(sentence):
        before = sentence[: run.start()]
        opens = not before.strip(" “\"'(") or bool(_ENDED.search(before))
        words = run.group().split()
        while words and (words[0].islower() or is_plain(words[0], rules)):
            words, opens = words[1:], False
        while words and (words[-1].islower() or (is_plain(words[-1], rules) and not _is_alias(words, rules))):
            words = words[:-1]
        if words:
            doubtful = opens and len(words) == 1 and not _is_known(words[0])
            after = sentence[run.end() :]
            yield Name(" ".join(words), _speaks(after, rules) if doubtful else None)


def is_plain(word: str, rules: Rules) -> bool:
    """Whether a word names nothing by itself though it is written in capitals: a function word, a month, an
    office, “Department”."""
    return (
        word.lower() in _NO_NAMES
        or rules["capitalised"].covers(word)
        or rules["offices"].covers(word.rstrip(".").capitalize())
    )


def _is_alias(words: list[str], rules: Rules) -> bool:
    return len(words) > 1 and rules["aliases"].covers(" ".join(words[-2:]))


def _is_known(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:]) or is_country(word)


def _speaks(after: str, rules: Rules) -> bool:
    if _POSSESSIVE.match(after):
        return True
    verbs = rules["speech"].of("says", "argues", "reacts")
    return after.startswith(" ") and verbs.pattern.match(after, 1) is not None


def is_country(name: str) -> bool:
    """Whether a name is that of a country or territory, in English or Spanish."""
    return without_accents(name.lower()) in _countries()


def countries_in(text: str) -> frozenset[str]:
    """The stems of the countries that a text names by name or adjective: of “Mexican” that of “Mexico”."""
    named = set().union(*(stems(word) for word in _CAPITAL_WORD.findall(_POSSESSIVE.sub("", text))))
    return frozenset(named & _country_stems())


@cache
def _country_stems() -> frozenset[str]:
    return frozenset(stem for name in _countries() if " " not in name for stem in stems(name))


@cache
def _countries() -> frozenset[str]:
    from babel import Locale

    listed = {
        name
        for language in _LOCALES
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    }
    return frozenset(without_accents(one.lower()) for one in (*listed, *_IN_FORMER_FORMS.split()))


def aliases(text: str, rules: Rules) -> frozenset[str]:
    """The things, by the ids of their rows, that a text names under one of their forms."""
    pack = rules["aliases"]
    return frozenset(row.id for row in pack.rows if row.find(text)) if pack.find(text) else frozenset()


def forms(text: str) -> set[str]:
    """The stems of a text, and its abbreviations without their points."""
    return stems(text) | {word.replace(".", "").lower() for word in re.findall(r"\b(?:[A-Za-z]\.){2,}", text)}


def initials(text: str) -> set[str]:
    """The acronyms that names of the text could be shortened to: “Drug Enforcement Administration” → dea."""
    found = set()
    for run in _RUN.findall(text):
        capitals = [word[0] for word in run.split() if word[0].isupper()]
        for first in range(len(capitals)):
            for last in range(first + 2, len(capitals) + 1):
                found.add("".join(capitals[first:last]).lower())
    return found
