"""Documents that a turn names by their number, in any of its forms: “EO 31”, “S 367”, “Reg 2016/679”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.lexicon.references import Reference, opening_references, references
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS
from assistant.query.called import MEANT, Called, Mention
from ingest.types import Source

_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED = re.compile(r"\d[\d,/.–-]*\d[A-Za-z]?|\d[A-Za-z]?")
# “H.R. 12”, “Order 31”, “18 U.S.C. 2339A and 2339B”: a title that opens with its number.
_NUMBER_FIRST = re.compile(
    r"\W*(?:[A-Z\d][\w.]*\s+(?:\(\w+\)\s+)?){0,4}?(?:No\.?\s*)?\d[\w/–-]*(?:(?:,| and| y| et) \d[\w/–-]*)*"
)
_BEFORE_NUMBER = re.compile(r"([A-Za-z][A-Za-z.]*)[\s#]*(?:\(\w+\)\s*)?$")
_FEWEST_DIGITS = 4  # of a number that is one without the word before it


def numbered(turn: str, called: Sequence[Called], rules: Rules) -> Iterable[Mention]:
    """Where a turn names sources by their number, in any of its forms."""
    taken: list[Mention] = []
    for one in references(turn, rules):
        slugs = tuple(each.source.slug for each in called if _has_reference(each.source, one, rules))
        # “What Order 31 does”: a text about it, where the library has not the text itself.
        about = (
            () if slugs else tuple(each.source.slug for each in called if _is_about(each.source, one, rules))
        )
        if 0 < len(slugs or about) <= MEANT:
            taken.append(Mention(slugs or about, one.start, one.end, stands_for=bool(about)))
    for token in _NUMBERED.finditer(turn):
        place = Mention((), token.start(), token.end())
        if any(place.overlaps(other) for other in taken):
            continue
        before = _BEFORE_NUMBER.search(turn[: token.start()])
        word = before[1].replace(".", "").lower() if before else ""
        slugs = tuple(
            each.source.slug for each in called if _has_number(each.source, token.group(), word, rules)
        )
        if 0 < len(slugs) <= MEANT:
            taken.append(Mention(slugs, before.start() if before and word else token.start(), token.end()))
    return taken


def _has_reference(source: Source, asked: Reference, rules: Rules) -> bool:
    own = [*_own_references(source.title, rules), *_own_references(source.number, rules)]
    return any(
        one.key[:-1] == asked.key[:-1] and (not asked.section or not one.section or _covers(one, asked))
        for one in own
    )


def _is_about(source: Source, asked: Reference, rules: Rules) -> bool:
    return any(
        one.key[:-1] == asked.key[:-1] and (not asked.section or one.covers(asked))
        for one in references(source.title, rules)
    )


def _covers(own: Reference, asked: Reference) -> bool:
    first, dash, last = own.section.partition("-")
    if dash and first.isdigit() and last.isdigit():
        number = re.match(r"\d+", asked.section)
        return number is not None and int(first) <= int(number[0]) <= int(last)
    return own.covers(asked)


@lru_cache(maxsize=4096)
def _own_references(text: str, rules: Rules) -> tuple[Reference, ...]:
    """The references that a title opens with, or has in parentheses."""
    inside = [one for part in re.findall(r"\(([^)]*)\)", text) for one in opening_references(part, rules)]
    return (*opening_references(text, rules), *inside)


def _has_number(source: Source, number: str, word: str, rules: Rules) -> bool:
    """Whether it is a source's own number: with the word before it that its title has (“S 367”, “Order 31”),
    or alone, where it is too long or odd to count anything."""
    plain = number.replace(",", "").rstrip(".").lower()
    for before, own in _own_numbers(source, rules):
        if own == plain:
            if (
                len(word) > 0
                and word not in LITTLE_WORDS
                and any(part.startswith(word) for part in (*before, "".join(part[0] for part in before)))
            ):
                return True
            if _YEAR.fullmatch(plain) or len(plain) < _FEWEST_DIGITS:
                continue
            if not word or word in LITTLE_WORDS or not plain.isdigit() or rules["papers"].covers(word):
                return True
    return False


@lru_cache(maxsize=4096)
def _own_numbers(source: Source, rules: Rules) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The numbers of a source, each with the words before it: at the opening of its title, and in its
    catalogue entry."""
    opening = _NUMBER_FIRST.match(source.title)
    own = []
    for text in (
        source.number,
        opening.group() if opening else "",
        *re.findall(r"\(([^)]*)\)", source.title),
    ):
        before: tuple[str, ...] = ()
        for token in re.finditer(r"[^\W\d]+|\d[\d/.–-]*\d[A-Za-z]?|\d[A-Za-z]?", text.replace(".", "")):
            if token.group()[0].isdigit():
                own.append((before or ("",), token.group().lower()))
            elif re.match(r"\W*(?:\d|\()", text.replace(".", "")[token.end() :]) or len(before) < 4:
                before = (*before, token.group().lower())
    return tuple(own)
