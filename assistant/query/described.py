"""Documents that a turn names by what they are, with when or whose they are: “the March briefings”, “Grey's
letter”, “the op-ed”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.lexicon.dates import Day, days
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS, stems
from assistant.query.called import Called, Mention, Word, tells, words_of
from ingest.types import Source

_MOST = 12  # documents that words in the plural name
# What may stand between a noun and the article before it without saying which is meant, or whose it is.
_OPEN = frozenset(
    "the this that these those its his her their our own a both all two three four five new latest recent"
    " last whole full same first second text of various".split()
)
_DEFINITE = frozenset("the this that".split())
_WHOSE = frozenset("its his her their own both these those two three".split())
_CLAUSE = re.compile(r"[,;:.?!()–—]|\s-\s")
_SAYS = re.compile(
    r"\s+(?:says?|said|has|calls?|claims?|argues?|slams?|wants?|puts?|sells?|finds?)\b", re.IGNORECASE
)
_BY = re.compile(
    r"['’]?\s+(?:of|from|by|to|on|about|dated|in|for)\s+(?:the\s+|its\s+|his\s+|her\s+)?", re.IGNORECASE
)


def described(turn: str, called: Sequence[Called], rules: Rules) -> Iterable[Mention]:
    """Where a turn names sources by a word for a text, with what stands around it: a day, whose it is, what
    it is about."""
    words = words_of(turn)
    for row, noun in rules["papers"].matches(turn):
        kinds = frozenset(part.strip() for part in row.value.split(";"))
        name = _singular(noun.group())
        fitting = [one for one in called if one.source.kind in kinds or _is_titled(name, one)]
        if not fitting:
            continue
        around = _around(turn, noun, words)
        if around is not None:
            yield from _meant(around, noun, kinds, fitting, rules)


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a word for a text: the words before it, nearest first, those after a preposition
    behind it, and the day; `anywhere` is the only day that the turn names elsewhere. It `is_subject` where it
    opens the clause and says something: hurried people leave the article out (“Report says tolls fell”)."""

    before: tuple[Word, ...]
    after: tuple[Word, ...]
    day: Day | None
    anywhere: Day | None
    is_subject: bool


def _around(turn: str, noun: re.Match[str], words: Sequence[Word]) -> _Around | None:
    if re.match(r"-\w", turn[noun.end() :]) or re.search(r"\w-$", turn[: noun.start()]):
        return None
    boundary = max((one.end() for one in _CLAUSE.finditer(turn[: noun.start()])), default=0)
    before = [one for one in words if boundary <= one.start and one.end <= noun.start()][::-1][:8]
    opens = _BY.match(turn, noun.end())
    rest = turn[opens.end() :] if opens else ""
    stop = _CLAUSE.search(rest)
    until = (opens.end() + (stop.start() if stop else len(rest))) if opens else 0
    after = [one for one in words if opens and opens.end() <= one.start and one.end <= until][:6]
    dated = _days_at(turn)
    near = [
        day
        for start, end, day in dated
        if (boundary <= start and end <= noun.start() and len(turn[end : noun.start()].split()) <= 3)
        or (opens and opens.end() <= start <= until)
        or (start >= noun.end() and not turn[noun.end() : start].strip(" ,("))
    ]
    named = {(day.year, day.month, day.day): day for *_, day in dated}
    is_subject = not before and _SAYS.match(turn, noun.end()) is not None
    anywhere = next(iter(named.values())) if len(named) == 1 else None
    return _Around(tuple(before), tuple(after), near[-1] if near else None, anywhere, is_subject)


def _days_at(turn: str) -> list[tuple[int, int, Day]]:
    found, place = [], 0
    for day in days(turn):
        start = turn.index(day.text, place)
        place = start + len(day.text)
        found.append((start, place, day))
    return found


def _meant(
    around: _Around, noun: re.Match[str], kinds: frozenset[str], fitting: Sequence[Called], rules: Rules
) -> Iterable[Mention]:
    """The sources that are meant by the word and what stands around it, where that tells."""
    is_plural = noun.group().lower().endswith(("s", "memoranda")) and noun.group().lower() != "remarks"
    day_words = set(around.day.text.lower().split()) if around.day else set()
    telling: list[str] = []
    unknown, opens_turn, has_article = "", False, False
    for word in around.before:
        has_article = has_article or word.bare in _DEFINITE
        if word.bare in day_words or word.bare in _OPEN or word.bare.isdigit():
            continue
        if not any(_fits(word.bare, one, rules) for one in fitting):
            unknown, opens_turn = word.text, word.start == 0
            break
        if word.bare not in LITTLE_WORDS:
            telling.append(word.bare)
    nearest = next((w for w in around.before if w.bare not in day_words), None)
    # Hurried people leave the article out: “Report says tolls fell”.
    is_definite = around.is_subject or (
        nearest is not None and nearest.bare in _OPEN and _opens(around.before, _DEFINITE, day_words)
    )
    whose = _opens(around.before, _WHOSE, day_words)
    # “HALT Fentanyl Act” is no other act on fentanyl; “Orrin's order” is no other's.
    if unknown and not (telling or around.day) and re.search(r"['’]s?$", unknown):
        return
    if noun.group()[:1].isupper() and unknown[:1].isupper() and (unknown.isupper() or not opens_turn):
        return
    after = [w.bare for w in around.after if w.bare not in day_words and w.bare not in LITTLE_WORDS]
    behind = [one for one in after if any(_fits(one, each, rules) for each in fitting)]
    day = around.day or (around.anywhere if is_plural and whose and not telling else None)
    if day is not None:
        fitting = [one for one in fitting if _is_of(one.source, day)]
    wanted = [*telling, *(behind if day or telling or is_definite else ())]
    scored = [(sum(_fits(word, one, rules) for word in wanted), one) for one in fitting]
    best = max((score for score, _ in scored), default=0)
    meant = [one for score, one in scored if score == best]
    if any(one.source.kind in kinds for one in meant):
        meant = [one for one in meant if one.source.kind in kinds]
    named = [word for word in telling if tells(word, rules)]
    is_told = day is not None or bool(named) or (bool(telling) and is_definite)
    is_by_title = not any(one.source.kind in kinds for one in meant)
    if is_by_title and day is None and not (is_definite or has_article or len(named) > 1):
        return  # “bank reports” are not the release whose title has the word
    if is_plural:
        is_several = len(meant) > 1 or day is not None
        fits = day is not None or best >= len(telling) > 0
        enough = fits and is_several and is_told and len(meant) <= _MOST
    else:
        only = len(meant) == 1
        enough = only and best >= len(telling) and (is_told or is_definite)
    if enough and meant and not (telling and best == 0):
        start = around.before[0].start if around.before else noun.start()
        slugs = tuple(one.source.slug for one in meant)
        # A note whose title says “order” is about one.
        yield Mention(slugs, min(start, noun.start()), noun.end(), stands_for=is_by_title)


def _opens(before: Sequence[Word], which: frozenset[str], day_words: set[str]) -> bool:
    """Whether one of these words stands before the noun with nothing but open words and the day between."""
    for word in before:
        if word.bare in which:
            return True
        if word.bare not in _OPEN and word.bare not in day_words and not word.bare.isdigit():
            return False
    return False


def _fits(word: str, one: Called, rules: Rules) -> bool:
    """Whether a word is of what a source's catalogue entry says."""
    parts = stems(word.replace("-", " "))
    if parts and parts <= one.about:
        return True
    bare = re.sub(r"\W", "", word)
    if bare in one.acronyms or (bare.endswith("s") and stems(bare[:-1]) <= one.about and len(bare) > 3):
        return True
    rows = [row for row in rules["demonyms"].rows if row.covers(word.capitalize())]
    return any(row.find(f"{one.source.title} {one.source.publisher}") for row in rows)


def _singular(noun: str) -> str:
    return re.sub(r"s$", "", noun.lower().split()[-1])


def _is_titled(noun: str, one: Called) -> bool:
    """Whether the title says that it is such a text."""
    return noun in one.title or f"{noun}s" in one.title


def _is_of(source: Source, day: Day) -> bool:
    """Whether a source is of a day, as far as it is told, or has its year in the title."""
    if day.year and not day.month:
        return source.date.startswith(str(day.year)) or bool(re.search(rf"\b{day.year}\b", source.title))
    year, month, number = [*source.date.split("-"), "", "", ""][:3]
    return (
        (not day.year or year == str(day.year))
        and (not day.month or month == f"{day.month:02}")
        and (not day.day or number == f"{day.day:02}")
    )
