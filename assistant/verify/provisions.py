"""The provision that a paper names for its quote against the one in which the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.verify.cited import named_instruments
from assistant.verify.documents import CitedDocuments, FoundQuote
from assistant.verify.types import Detail, SentenceFinding

_KINDS: Mapping[str, str] = {
    "section": r"§{1,2}|[Ss]ections?|[Ss]ecs?\.?|ss?\.",
    "article": r"[Aa]rticles?|[Aa]rts?\.?|[Aa]rtículos?|Artikel",
    "recital": r"[Rr]ecitals?",
    "rule": r"[Rr]ules?",
    "schedule": r"[Ss]chedules?",
    "annex": r"[Aa]nnex(?:es)?",
    "paragraph": r"[Pp]aragraphs?|[Pp]aras?\.?",
    "slide": r"[Ss]lides?",
    "column": r"[Cc]olumns?|[Cc]ols?\.?",
}
_NUMBER = r"\(?(?P<number>\d[\w.–-]*|[IVXLC]+\b)\)?(?P<parts>(?:\s?\(\w{1,5}\))*)"
_NAMED = {kind: re.compile(rf"(?<!\w)(?:{words})\s*{_NUMBER}") for kind, words in _KINDS.items()}
_OF_SOMETHING = re.compile(r"\s*,?\s*(?:of|to|in)\b|\s*,")


@dataclass(frozen=True, slots=True)
class _Named:
    """A provision that a text names: `number` and the `parts` of it, such as 3 and (6), from `start` to
    `end`."""

    text: str
    number: str
    parts: tuple[str, ...]
    start: int
    end: int

    def fits(self, other: _Named) -> bool:
        """Whether it may be the other: the same, or the one within the other."""
        shorter = min(len(self.parts), len(other.parts))
        return self.number == other.number and self.parts[:shorter] == other.parts[:shorter]


def wrong_place(place: FoundQuote, text: str, documents: CitedDocuments) -> SentenceFinding | None:
    """What is wrong where a note, or the words around a quote, name a provision of the quoted document, and
    the words stand in another of it; None where it fits, or is not plainly named."""
    stored = [one.place for one in documents.touched(place) if one.place]
    for title in documents.titles:
        text = text.replace(title, " " * len(title))
    for kind in _KINDS:
        known = [one for told in stored for one in _named(kind, told)]
        named = [one for one in _named(kind, text) if _is_of(one, text, place, documents)]
        if len(named) == 1 and known and not any(named[0].fits(one) for one in known):
            detail = Detail("at another place", (named[0].text,), tuple(dict.fromkeys(stored)))
            return SentenceFinding("wrong place", detail, stored[0], place.slug)
    return None


def _named(kind: str, text: str) -> Iterator[_Named]:
    for found in _NAMED[kind].finditer(text):
        parts = tuple(re.findall(r"\w+", found["parts"].lower()))
        number = found["number"].rstrip(".–-").lower()
        yield _Named(found.group().strip(), number, parts, found.start(), found.end())


def _is_of(named: _Named, text: str, place: FoundQuote, documents: CitedDocuments) -> bool:
    """Whether a provision that is named with an instrument is of the quoted document."""
    after = text[named.end :]
    instruments = named_instruments(text[named.start :], documents)
    if instruments:
        return any(one.slug == place.slug for one in instruments)
    follows = _OF_SOMETHING.match(after)
    return (
        follows is None
        or after[follows.end() :].strip(" ,.:;") == ""
        or not re.match(r"\s*(?:the\s+)?[A-Z]", after[follows.end() :])
    )
