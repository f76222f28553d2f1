"""A source as a turn may call it, and where a turn does so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon.names import initials, is_country
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS, folded, stems
from ingest.gloss import gloss, in_english
from ingest.types import Source

MEANT = 2
"""Documents of one title or number: words of more of them do not tell which is meant."""
_ACCENTED = re.compile(r"[áéíóúñ]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Documents that a turn names in one place, from `start` to `end` of the turn read in English: as what it
    asks about, as whose `account` it wants (“according to it”), or just in passing (“since EO 31”). It
    `stands_for` another where the library has a text about what is named, and not that itself."""

    slugs: tuple[str, ...]
    start: int
    end: int
    in_passing: bool = False
    account: bool = False
    stands_for: bool = False

    def overlaps(self, other: Mention) -> bool:
        """Whether both are of the same words."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a turn, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def bare(self) -> str:
        """The word in small letters, without what makes it somebody's."""
        return re.sub(r"['’]s$", "", self.text).lower()


@dataclass(frozen=True, slots=True)
class Called:
    """A source as it may be called: `title` is the folded words of its title in English, `about` the stems of
    all that its catalogue entry says, and `telling` the words of the title that tell it from others."""

    source: Source
    title: tuple[str, ...]
    telling: frozenset[str]
    about: frozenset[str]
    acronyms: frozenset[str]


def words_of(turn: str) -> list[Word]:
    """The words of a turn, in order."""
    return [
        Word(one.group(), one.start(), one.end())
        for one in re.finditer(r"\w+(?:[-.&/]\w+)*(?:['’]s\b)?", turn)
    ]


@lru_cache(maxsize=4096)
def called(source: Source, rules: Rules) -> Called:
    """A source with what it may be called by, read once."""
    title = gloss(source.title) if _ACCENTED.search(source.title) else in_english(source.title)
    words = tuple(folded(title).split())
    whole = f"{title} {source.slug} {source.publisher} {source.author} {in_english(source.publisher)}"
    # Who publishes or writes is no title: “the Port Board” names none of its reports.
    whose = set(folded(f"{source.publisher} {source.author}").split())
    telling = frozenset(word for word in words if word not in whose and tells(word, rules))
    acronyms = frozenset(initials(source.publisher)) | of_instruments(title, rules)
    return Called(source, words, telling, frozenset(stems(whole.replace("-", " "))), acronyms)


def tells(word: str, rules: Rules) -> bool:
    """Whether a word of a title tells it from others: no little word, number, country or word for a text."""
    return not (
        word in LITTLE_WORDS
        or word.isdigit()
        or len(word) < 2
        or _is_of_a_country(word, rules)
        or rules["papers"].covers(word)
        or rules["requirements"].of("no-name").covers(word)
    )


def _is_of_a_country(word: str, rules: Rules) -> bool:
    """Whether it is a country or its adjective: “Norland”, “Norlandic”."""
    ended = (word, word[:-1], f"{word[:-2]}o", f"{word[:-3]}a", word[:-3], f"{word[:-3]}y", f"{word}y")
    return any(map(is_country, ended)) or rules["demonyms"].covers(word.capitalize())


def of_instruments(title: str, rules: Rules) -> frozenset[str]:
    """The acronyms of the instruments in a title: of names that end in “Act”, “Order”."""
    names = re.findall(r"(?:[A-Z][\w-]+ (?:(?:and|of|on|for|the) )*){2,}[A-Z][\w-]+", title)
    ending = [one for one in names if rules["papers"].covers(one.split()[-1])]
    return frozenset("".join(w[0] for w in one.split() if w[0].isupper()).lower() for one in ending)
