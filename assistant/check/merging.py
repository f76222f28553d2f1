"""Whether one thing that a claim says was put together of two quotes: the figure of one with the words of the
other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.check.alignment import Token, same_day, tokens
from assistant.lexicon.features import Features
from assistant.types import Failure

_FEW = 2  # words of another quote in one part of a claim
_OWN = 3  # words from which a part says something of its own
_TAKES_UP = re.compile(r"\W*(?:\w+\W+){0,2}?(?:this|these|that|those|it|they|he|she|such|its|their)\b", re.I)
_FIGURE = 3  # words that a figure counts for when a part's quote is looked for


def merged(claim: Features, quotes: Sequence[Features], known: Features) -> Failure | None:
    """The words, or figures, of a part of the claim that only another quote than the rest of the part has;
    None where each part is of one quote."""
    if len(quotes) < 2:
        return None
    for part in _parts(claim.text):
        there = [[one for one in part if _has(quote, one)] for quote in quotes]
        best = max(range(len(quotes)), key=lambda place: sum(map(_weight, there[place])))
        if _TAKES_UP.match(quotes[best].text):
            continue
        elsewhere = [
            one
            for one in part
            if one not in there[best] and not _has(known, one) and any(one in each for each in there)
        ]
        if any(one.is_figure for one in elsewhere) or len(elsewhere) >= _FEW:
            return Failure("merged", tuple(one.text for one in elsewhere))
    return None


def _parts(text: str) -> list[list[Token]]:
    found: dict[int, list[Token]] = {}
    for one in tokens(text):
        if one.tells:
            found.setdefault(one.part, []).append(one)
    parts: list[list[Token]] = []
    for part in found.values():  # “In May,” is of what follows, “for two hours” of what comes before
        if parts and (len(part) < _OWN or len(parts[-1]) < _OWN):
            parts[-1] = [*parts[-1], *part]
        else:
            parts.append(part)
    return parts


def _weight(one: Token) -> int:
    return _FIGURE if one.is_figure else 1


def _has(text: Features, one: Token) -> bool:
    theirs = tokens(text.text)
    if one.kind == "date":
        return any(other.kind == "date" and same_day(one, other) for other in theirs)
    if any(one.key == other.key for other in theirs):
        return True
    return one.kind == "word" and (one.text.lower() in text.initials or text.has_alias_of(one.text))
