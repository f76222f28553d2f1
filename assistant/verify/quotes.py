"""The quotations in a text: where they begin and end, whichever marks they stand in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.lexicon.same_words import patterns, plain_marks

FEWEST_WORDS = 4
"""Of fewer words, what stands in quotation marks may be a term, a title or a wink, and is no quote that must
be somewhere."""

_PAIRS = {"“": "”", "«": "»", "„": "“"}
_SINGLE = re.compile(r"(?<!\w)‘([^‘’]*(?:’(?=\w)[^‘’]*)*)’(?!\w)")
_MOST_UNCLOSED = 50  # marks that open and do not close: each was looked for to the end of the text
_AFTER_OPENING = re.compile(r"[\w\[(“‘'…$.]")


_OURS = re.compile(r"^(?P<head>.*?):\s*[“\"](?P<quote>.+)[”\"]\s*\.?\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands in quotation marks, without them: `text[start:end]`."""

    start: int
    end: int
    text: str

    @property
    def is_quote(self) -> bool:
        """Whether it is long enough to be somebody's words."""
        return len(re.findall(r"\w+", self.text)) >= FEWEST_WORDS


def quoted(text: str, known: Sequence[str] = ()) -> list[Quoted]:
    """The quotations of a text, outermost only, in order. `known` are quotes that it may hold: where one
    stands in marks it is whole, whatever marks it has within."""
    found = list(_known(text, known))
    free, last = [], 0
    for one in [*sorted(found, key=lambda each: each.start), Quoted(len(text) + 1, 0, "")]:
        free.append((last, one.start - 1))  # the marks themselves belong to it
        last = one.end + 1
    for start, end in free:
        found += [Quoted(start + one.start, start + one.end, one.text) for one in _marked(text[start:end])]
    return sorted(found, key=lambda one: one.start)


def note_parts(text: str) -> tuple[str, list[str]]:
    """What a note says of its document, and what it quotes: in our own form the last words, in others
    whatever stands in marks."""
    ours = _OURS.match(text)
    if ours:
        return ours["head"], [ours["quote"]]
    quotes = [one.text for one in quoted(text) if one.is_quote]
    for quote in quotes:
        text = text.replace(quote, " ")
    return text, quotes


def _known(text: str, known: Sequence[str]) -> Iterator[Quoted]:
    plain, taken = plain_marks(text), 0
    for quote in sorted(known, key=len, reverse=True):
        for pattern in patterns(quote)[:1]:
            for match in pattern.finditer(plain):
                end = match.end() + len(re.match(r"[.,;:]*", plain[match.end() :]).group())  # type: ignore[union-attr]
                if (
                    plain[match.start() - 1 : match.start()] == "'"
                    and plain[end : end + 1] == "'"
                    and not taken & _bits(match.start(), end)
                ):
                    taken |= _bits(match.start(), end)
                    yield Quoted(match.start(), end, text[match.start() : end])


def _bits(start: int, end: int) -> int:
    """A set of characters, as the bits of a number."""
    return ((1 << (end - start)) - 1) << start


def _marked(text: str) -> Iterator[Quoted]:
    place, unclosed = 0, Counter[str]()
    while place < len(text):
        mark = text[place]
        end = _end_of(text, place) if unclosed[mark] < _MOST_UNCLOSED else -1
        if end > place:
            yield Quoted(place + 1, end, text[place + 1 : end])
            place = end
        elif mark in _PAIRS or (mark == '"' and _opens(text, place)):
            unclosed[mark] += 1
        elif mark == "‘" and (single := _SINGLE.match(text, place)):
            yield Quoted(single.start(1), single.end(1), single[1])
            place = single.end() - 1
        place += 1


def _end_of(text: str, start: int) -> int:
    """Where the quotation closes that opens at `start`; -1 where none opens or it does not close."""
    if text[start] in _PAIRS:
        return _closing(text, start)
    return _closing_straight(text, start) if text[start] == '"' else -1


def _closing(text: str, start: int) -> int:
    """Where the quotation that opens at `start` closes; -1 where it does not. Marks within it come in
    pairs."""
    opening, closing, depth = text[start], _PAIRS[text[start]], 0
    is_within = False  # a pair of straight marks
    for place in range(start, len(text)):
        if text[place] == opening:
            depth += 1
        elif text[place] == '"' and (is_within or _opens(text, place)):
            is_within = not is_within
        elif text[place] == closing or (closing == "”" and text[place] == '"' and not _opens(text, place)):
            depth -= 1
            if depth == 0:
                return place
    return text.find(closing, start) if depth > 0 else -1


def _closing_straight(text: str, start: int) -> int:
    if not _opens(text, start):
        return -1
    return next(
        (place for place in range(start + 1, len(text)) if text[place] in '"”' and not _opens(text, place)),
        -1,
    )


def _opens(text: str, place: int) -> bool:
    """Whether a straight mark opens a quotation: after a space or a bracket, before a word."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (not before or before.isspace() or before in "([{—–-/“‘") and bool(_AFTER_OPENING.match(after))
