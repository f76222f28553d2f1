"""The sides that a turn sets against each other: “toll v ferry levy”, “Norland, Ostrand and Vellmark”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.lexicon.names import is_country
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS, stems
from assistant.types import RequestKind

_MOST = 6
_LONGEST = 7  # words of a side
_BETWEEN = re.compile(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or|y|o|e|&)\s+")
# What goes on from a side: “the union on the levy”, “2023 in the north”.
_GOES_ON = re.compile(
    r"\s+(?:(?:on|in|for|about|over|regarding|by|since|under|when|where|who|what|how|with|to|as|at|from|then|en"
    r"|sobre|side by side)\b|[-–—]\s).*$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^.*\b(?:the|compare|contrast|put|set|do|does|did|is|are|how|what|of|on|for|about|with|in|between|numbers|figures|and)\s+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"^.*(?:[,;:]|\s[-–—])\s+")
_POSSESSIVE = re.compile(r"[\w.-]+'s? [\w-]+")
_ARTICLE = re.compile(r"^(?:the|an?|both|either|each of|el|la|los|las)\s+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_JOINS = re.compile(r"\s*(?:,|,?\s+and|,?\s+or|\s+&|\s+y)\s+(?:the\s+)?", re.IGNORECASE)
# Of these a list of names is sides by itself, of the others what is set against each other in so many words.
_OF_NAMES: frozenset[RequestKind] = frozenset(("positions", "figures"))
_WITH_SIDES: frozenset[RequestKind] = frozenset(("positions", "arguments", "figures", "claim", "said"))


def sides_of(turn: str, kind: RequestKind, rules: Rules) -> tuple[str, ...]:
    """The sides that a turn, read with its shorthand spelt out, sets against each other, at least two; empty
    where it does not."""
    if kind not in _WITH_SIDES:
        return ()
    names = _names(turn) if kind in _OF_NAMES else ()
    if len(names) > 2:
        return names
    for row in rules["sides"].rows:
        if row.value and kind not in row.value.split():
            continue
        for found in row.find_all(turn):
            if len(sides := _read(found)) > 1:
                return sides
    return names


def _read(found: re.Match[str]) -> tuple[str, ...]:
    groups = {name: text for name, text in found.groupdict().items() if text}
    if "first" in groups:
        second = _bare(_GOES_ON.sub("", groups["second"]))
        return _distinct((_like(groups["first"], second), second))
    return _distinct(_bare(one) for text in groups.values() for one in _BETWEEN.split(text))


def _distinct(sides: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    found = {one.lower(): one for one in sides}
    whole = all(one and len(one.split()) <= _LONGEST for one in found)
    return tuple(found.values()) if whole and len(found) <= _MOST else ()


def _bare(side: str) -> str:
    bare = _ARTICLE.sub("", side.strip(" ,.?!\"'“”-–—"))
    return re.sub(r"'s$| ones?$", "", bare)


def _like(text: str, second: str) -> str:
    """The first side: what of the text before the second is put like it. Both end in one word, are years,
    names, or somebody's (“the Treasury's reports as against the board's letters”)."""
    words, like = _CLAUSE.sub("", text).split(), second.split()
    if not words or not like:
        return ""
    if len(words) >= len(like) > 1 and stems(words[-1]) == stems(like[-1]):
        return _bare(" ".join(words[-len(like) :]))
    if _YEAR.fullmatch(second) and (years := _YEAR.findall(text)):
        return str(years[-1])
    if _POSSESSIVE.match(second) and (somebodys := _POSSESSIVE.search(text)):
        return _bare(somebodys.group())
    if _is_name(like[0]) and (named := _last_name(words)):
        return named
    return _bare(_OPENS.sub("", " ".join(words)))


def _last_name(words: Sequence[str]) -> str:
    """The last run of words that are names, or have digits."""
    run: list[str] = []
    for word in reversed(words):
        if _is_name(word) and word.lower() not in ("compare", "contrast", "put", "set", "how", "what"):
            run.insert(0, word)
        elif run:
            break
    return _bare(" ".join(run))


def _is_name(word: str) -> bool:
    bare = re.sub(r"'s$", "", word.strip(",.?!"))
    return bare[:1].isupper() or bare[:1].isdigit() or is_country(bare)


def _names(turn: str) -> tuple[str, ...]:
    """The longest list of names in a turn, or of countries however they are written."""
    best: list[str] = []
    run: list[str] = []
    last = -1
    for found in _runs(turn):
        joined = last >= 0 and _JOINS.fullmatch(turn, last, found.start()) is not None
        run = [*run, found.group()] if joined else [found.group()]
        best = max(best, run, key=len)
        last = found.end()
    return _distinct([_bare(one) for one in best]) if len(best) > 1 else ()


def _runs(turn: str) -> Iterator[re.Match[str]]:
    """The names of a turn: runs of capitalised words, and countries; a word that opens the turn is none."""
    first = re.match(r"\W*\w+", turn)
    for found in re.compile(r"(?:[A-Z][\w.'-]*)(?: [A-Z][\w.'-]*)*|\b[a-z]+\b").finditer(
        turn, first.end() if first and not is_country(first.group().strip(" ¿“\"'")) else 0
    ):
        opens = not turn[: found.start()].strip(" ¿“\"'")
        word = found.group()
        if is_country(word) or (word[0].isupper() and not opens and word.lower() not in LITTLE_WORDS):
            yield found
