"""Whether a figure of a claim stands with the words with which its source gives it: a source that says “12
ferries were fined and 40 boats were sold” does not say that 40 ferries were."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.check.alignment import Token, same_day, tokens
from assistant.types import Failure

_SHARED = frozenset(
    "at in from for on to as since until during under by with between through against about".split()
)
_LONGEST = 6  # words after a number among which what it counts is looked for
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_EACH = re.compile(r"\brespectively\b")


def misplaced_figure(claim: str, source: str) -> Failure | None:
    """A number or a date that the claim gives with words that the source has with another, and not with that
    one; None where each stands with its own."""
    if _EACH.search(source):
        return None
    if counted := _counts_another(tokens(claim), tokens(source)):
        return Failure("misplaced figure", counted)
    if dated := _dated_otherwise(tokens(claim), tokens(_IN_BRACKETS.sub("", source))):
        return Failure("misplaced figure", dated)
    mine, theirs = _parts(tokens(claim)), _parts(tokens(source))
    if sum(any(one.is_figure for one in part) for part in theirs.values()) <= 1:
        return None
    for part in mine.values():
        for figure, words in _by_figure(part):
            home = [number for number, of in theirs.items() if _has(of, figure)]
            if len(home) == 1 and (wrong := _strange_to(part, words, figure, home[0], theirs)):
                return Failure("misplaced figure", (figure.text, *wrong))
    return None


def _counts_another(mine: Sequence[Token], theirs: Sequence[Token]) -> tuple[str, ...]:
    """A number with what the claim counts by it, where the source counts that by another number, and by this
    one something else, which the claim leaves out."""
    keys = {one.key for one in mine}
    numbers = [place for place, one in enumerate(theirs) if one.kind == "number"]
    for place, one in enumerate(mine):
        if one.kind != "number" or one.key.partition(" ")[2]:
            continue
        same = [at for at, other in enumerate(theirs) if other.key == one.key]
        claimed, counted = _counted(mine, place), [_counted(theirs, at) for at in same]
        if not claimed or not same or not all(counted):
            continue
        others = {each.key for at in numbers for each in _counted(theirs, at) if at not in same}
        told = {each.key for of in counted for each in of}
        head = claimed[-1]
        if head.key in others - told and not any(of[-1].key in keys for of in counted):
            return one.text, head.text
    return ()


def _dated_otherwise(mine: Sequence[Token], theirs: Sequence[Token]) -> tuple[str, ...]:
    """A number with the date before it, where the source has another between them that the claim has
    not: “in 2030 it led, and in 2031 it still did, with 40 boats”."""
    for place, one in enumerate(mine):
        at = [where for where, other in enumerate(theirs) if one.kind == "number" and other.key == one.key]
        date = next((each for each in reversed(mine[:place]) if each.kind == "date"), None)
        if len(at) != 1 or date is None:
            continue
        before = [each for each in theirs[: at[0]] if each.kind == "date"]
        if before and any(_is(each, date) for each in before[:-1]) and not _has(mine, before[-1]):
            return one.text, date.text
    return ()


def _counted(of: Sequence[Token], place: int) -> list[Token]:
    """The words after a number up to the one that says what is counted."""
    found: list[Token] = []
    for one in of[place + 1 : place + 1 + _LONGEST]:
        ends = one.text.lower() in _SHARED or one.is_figure or one.part != of[place].part
        if ends or not one.tells or one.text.endswith(("ed", "ing")):
            break
        found.append(one)
    return found


def _by_figure(part: Sequence[Token]) -> list[tuple[Token, list[tuple[Token, Token | None]]]]:
    """The figures of a part of the claim, each with the words that follow it, and with the figure that
    follows these; the first also with the words before it."""
    figures = [place for place, one in enumerate(part) if one.is_figure]
    found: list[tuple[Token, list[tuple[Token, Token | None]]]] = [(part[place], []) for place in figures]
    for place, one in enumerate(part if figures else ()):
        if one.kind == "word" and one.text.lower() not in _SHARED:
            owner = max(0, sum(at < place for at in figures) - 1)
            later = [at for at in figures if at > place]
            found[owner][1].append((one, part[later[0]] if later else None))
    return found


def _strange_to(
    part: Sequence[Token],
    words: Sequence[tuple[Token, Token | None]],
    figure: Token,
    home: int,
    theirs: Mapping[int, Sequence[Token]],
) -> list[str]:
    """The words of a figure that stand only with others in the source; none where the claim's part has what
    tells the figure's own place from those."""
    found: list[str] = []
    at = next(place for place, one in enumerate(theirs[home]) if _is(one, figure))
    after = {one.key for one in theirs[home][at + 1 :] if one.kind == "word"}
    own = after or {one.key for one in theirs[home] if one.kind == "word"}
    for one, later in words:
        places = [number for number, of in theirs.items() if any(each.key == one.key for each in of)]
        if not places or home in places or any(_has_peer(theirs[each], figure, part, one) for each in places):
            continue
        if later and any(_has(theirs[each], later) for each in places):
            continue
        if all(_belongs_elsewhere(one, number, home, at, theirs) for number in places):
            far = any(_is_apart(one, number, home, at, theirs) for number in places)
            others = {each.key for number in places for each in theirs[number]}
            lacking = (own - others) - {each.key for each in part}
            if far or 2 * len(lacking) > len(own - others):
                found.append(one.text)
    return found


def _has_peer(source: Sequence[Token], figure: Token, part: Sequence[Token], word: Token) -> bool:
    """Whether a part of the source has another figure that the claim's part has before the word: “40 of the
    64 boats”."""
    return any(
        one.is_figure and not _is(one, figure) and _has(source, one) for one in part[: part.index(word)]
    )


def _belongs_elsewhere(
    word: Token, number: int, home: int, at: int, theirs: Mapping[int, Sequence[Token]]
) -> bool:
    """Whether a part of the source has the word with a figure of its own, and does not share it with the
    figure's home."""
    part = theirs[number]
    own = [place for place, one in enumerate(part) if one.is_figure]
    if not own:
        return False
    place = next(place for place, one in enumerate(part) if one.key == word.key)
    if number < home:  # what stands before the first figure of a list is of all its figures
        return place > own[0]
    shared = any(one.text.lower() in _SHARED for one in part[own[0] + 1 : place])
    return not shared or _is_apart(word, number, home, at, theirs)


def _is_apart(word: Token, number: int, home: int, at: int, theirs: Mapping[int, Sequence[Token]]) -> bool:
    """Whether the source has other words between the figure and the word after the preposition that leads to
    the word: “at the south pier” before “at the north pier”."""
    if number < home:
        return False
    part = theirs[number]
    place = next(place for place, one in enumerate(part) if one.key == word.key)
    leads = [one.text.lower() for one in part[:place] if one.text.lower() in _SHARED]
    between = [one for each in range(home + 1, number) for one in theirs.get(each, ())]
    return bool(leads) and any(one.text.lower() == leads[-1] for one in (*theirs[home][at + 1 :], *between))


def _parts(of: Sequence[Token]) -> dict[int, list[Token]]:
    found: dict[int, list[Token]] = {}
    for one in of:
        found.setdefault(one.part, []).append(one)
    return found


def _has(part: Sequence[Token], figure: Token) -> bool:
    return any(_is(one, figure) for one in part)


def _is(one: Token, figure: Token) -> bool:
    return one.key == figure.key or (one.kind == figure.kind == "date" and same_day(one, figure))
