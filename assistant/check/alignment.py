"""A claim laid beside the sentence that it was written from, word by word in order: what it took, and what it
left out between the words that it took."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from assistant.lexicon.dates import placed_days
from assistant.lexicon.quantities import quantity_places
from assistant.lexicon.words import LITTLE_WORDS, OPENERS
from ingest.gloss import without_accents

Kind = Literal["word", "little", "number", "date"]

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# Where one member of a list or one clause ends and the next begins; a comma within brackets does not.
_BORDER = re.compile(
    r"[;:—–]|[.!?]\s+(?=[\"“(]?[A-Z])|,(?![^(]*\))|\b(?:and|or|but|while|whereas|although|compared)\b(?![^(]*\))",
    re.IGNORECASE,
)
# Before a number that names a thing and counts nothing: “Order 12”, “section 3”.
_NAMED = re.compile(
    r"(?:[A-Z][\w.-]*|\b(?:sections?|sec\.|articles?|notes?|chapters?|parts?|paragraphs?|numbers?|nos?\.))\s+$"
)
_OF_A_LAW = re.compile(r" (?:U\. ?S\. ?C|USC|C\. ?F\. ?R|CFR|Fed\. ?Reg|Stat)\b")
_BEFORE_A_COUNT = OPENERS["en"] | frozenset(
    "about nearly almost roughly around approximately exactly".split()
)
_LEADING = frozenset(
    "a an the of to in on at by for from with under against between into about than as".split()
)
_REMEMBERED = 512  # texts


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a whole number or date. Tokens of one `key` are the same word; `part` is the number of the
    clause or member of a list in which it stands."""

    text: str
    key: str
    kind: Kind
    start: int
    part: int

    @property
    def tells(self) -> bool:
        """Whether it is more than a word that holds the sentence together."""
        return self.kind != "little"

    @property
    def is_figure(self) -> bool:
        """Whether it is a number or a date."""
        return self.kind in ("number", "date")

    @property
    def is_name(self) -> bool:
        """Whether it is a word in capitals."""
        return self.kind == "word" and self.text[:1].isupper()


@lru_cache(_REMEMBERED)
def tokens(text: str) -> tuple[Token, ...]:
    """The words, numbers and dates of a text, in order."""
    spans: dict[int, tuple[int, str, Kind]] = {}
    for start, day in placed_days(text):
        spans[start] = (start + len(day.text), f"{day.year}-{day.month}-{day.day}", "date")
    for start, end, one in quantity_places(text):
        named = _NAMED.search(text[:start]) if not one.unit and one.value.is_integer() else None
        of_a_law = _OF_A_LAW.match(text, end)
        if of_a_law or (named and named.group().strip().lower() not in _BEFORE_A_COUNT):
            spans.setdefault(start, (end, f"{one.value:.9g}", "word"))
        else:
            spans.setdefault(start, (end, f"{one.value:.9g} {one.unit}", "number"))
    taken = sorted((start, end) for start, (end, _, _) in spans.items())
    for word in _WORD.finditer(text):
        if not any(start < word.end() and word.start() < end for start, end in taken):
            plain = re.sub(r"['’]s$", "", word.group()).replace(".", "")
            little = plain.lower() in LITTLE_WORDS
            spans[word.start()] = (word.end(), _key(plain), "little" if little else "word")
    borders = [one.start() for one in _BORDER.finditer(_without_figures(text, taken))]
    return tuple(
        Token(text[start:end], key, kind, start, sum(border < start for border in borders))
        for start, (end, key, kind) in sorted(spans.items())
    )


def _without_figures(text: str, taken: Sequence[tuple[int, int]]) -> str:
    for start, end in taken:
        text = text[:start] + "0" * (end - start) + text[end:]
    return text


def _key(word: str) -> str:
    low = without_accents(word.lower())
    return low if low.isdigit() or len(low) < 5 else low[:5]


@dataclass(frozen=True)
class Alignment:
    """A claim beside a source's sentence: `pairs` are the places of the tokens that both have, in the order
    of both."""

    claim: tuple[Token, ...]
    source: tuple[Token, ...]
    pairs: tuple[tuple[int, int], ...]

    @cached_property
    def taken(self) -> frozenset[int]:
        """The places of the source's tokens that the claim has in their order."""
        return frozenset(theirs for _, theirs in self.pairs)

    @cached_property
    def share(self) -> float:
        """The share of the claim's telling tokens that the source has in their order."""
        mine = {place for place, _ in self.pairs}
        telling = [place for place, one in enumerate(self.claim) if one.tells]
        return sum(place in mine for place in telling) / max(1, len(telling))

    @cached_property
    def moved(self) -> tuple[Token, ...]:
        """The claim's telling tokens that the source does not have in their order, or not at all."""
        mine = {place for place, _ in self.pairs}
        return tuple(one for place, one in enumerate(self.claim) if one.tells and place not in mine)

    @cached_property
    def opens(self) -> int:
        """The place of the claim's first telling token that the source has in their order."""
        return next((mine for mine, _ in self.pairs if self.claim[mine].tells), len(self.claim))

    @property
    def first(self) -> int:
        """The place of the source's first token that the claim has in their order."""
        return self.pairs[0][1] if self.pairs else 0

    @cached_property
    def splices(self) -> bool:
        """Whether a preposition or an article goes with words of another clause: “died of [old age, and many
        cases of] influenza”."""
        return any(
            self.source[first - 1].part != self.source[end].part
            and self.source[first - 1].text.lower() in _LEADING
            for first, end in self.gaps()
        )

    def gaps(self) -> Iterator[tuple[int, int]]:
        """The runs of the source's tokens that were left out between two that were taken: first and end."""
        for before, after in zip(self.pairs, self.pairs[1:], strict=False):
            if after[1] > before[1] + 1:
                yield before[1] + 1, after[1]


@lru_cache(_REMEMBERED)
def align(claim: str, source: str) -> Alignment:
    """The longest run of tokens that both have in one order; little words count little."""
    mine, theirs = tokens(claim), tokens(source)
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i in range(len(mine) - 1, -1, -1):
        own, below, row = mine[i], best[i + 1], best[i]
        worth = 1.0 if own.tells else 0.1
        for j in range(len(theirs) - 1, -1, -1):
            row[j] = max(below[j], row[j + 1])
            if _same(own, theirs[j]):
                row[j] = max(row[j], worth + below[j + 1])
    pairs, i, j = [], 0, 0
    while i < len(mine) and j < len(theirs):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return Alignment(mine, theirs, tuple(pairs))


def _same(one: Token, other: Token) -> bool:
    if one.kind == "date" and other.kind == "date":
        return same_day(one, other)
    return one.key == other.key


def same_day(one: Token, other: Token) -> bool:
    """Whether two dates may be one, as far as they tell."""
    pairs = zip(one.key.split("-"), other.key.split("-"), strict=True)
    return all(mine == theirs or "0" in (mine, theirs) for mine, theirs in pairs)
