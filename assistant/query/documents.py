"""Which documents of the library a turn names: by their number (“EO 31”, “the 2021 Act”), by words of their
title, or by what they are with when or whose they are (“the March briefings”, “Grey's letter”, “the op-ed”).

A document that is named wrongly costs more than one that is missed, since an answer may keep to those that
are named: words that fit several documents name one only where just one is meant, and the name of a country
names none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.lexicon.dates import Day, days
from assistant.lexicon.names import initials, is_country
from assistant.lexicon.references import Reference, opening_references, references
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS, folded, stems
from ingest.gloss import gloss, in_english
from ingest.types import Source

_FEWEST_WORDS = 2  # of a title, one after the other, that name it where they are most of it
_PLAINLY = 3  # so many name it whatever its length
_MOST_OF_IT = 0.6
_NEARLY_ALL = 0.75
_PUT_AS_ONE = re.compile(r"(?:\b(?:the|under|summari[sz]e|of|compare|versus))$", re.IGNORECASE)
_LONGEST = 9
_MEANT = 2  # documents of one title: words in more of them do not tell which is meant
_MOST = 12  # documents that words in the plural name
_ACCENTED = re.compile(r"[áéíóúñ]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED = re.compile(r"\d[\d,/.–-]*\d[A-Za-z]?|\d[A-Za-z]?")
# “H.R. 12”, “Order 31”, “18 U.S.C. 2339A and 2339B”: a title that opens with its number.
_NUMBER_FIRST = re.compile(
    r"\W*(?:[A-Z\d][\w.]*\s+(?:\(\w+\)\s+)?){0,4}?(?:No\.?\s*)?\d[\w/–-]*(?:(?:,| and| y| et) \d[\w/–-]*)*"
)
_BEFORE_NUMBER = re.compile(r"([A-Za-z][A-Za-z.]*)[\s#]*(?:\(\w+\)\s*)?$")
_FEWEST_DIGITS = 4  # of a number that is one without the word before it
# What may stand between a noun and the article before it without saying which is meant, or whose it is.
_OPEN = frozenset(
    "the this that these those its his her their our own a both all two three four five new latest recent"
    " last whole full same first second text of various".split()
)
_DEFINITE = frozenset("the this that".split())
_WHOSE = frozenset("its his her their own both these those two three".split())


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


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def bare(self) -> str:
        return re.sub(r"['’]s$", "", self.text).lower()


@dataclass(frozen=True, slots=True)
class _Called:
    """A source as it may be called: `title` is the folded words of its title in English, `about` the stems of
    all that its catalogue entry says, `kind` its kind."""

    source: Source
    title: tuple[str, ...]
    telling: frozenset[str]
    about: frozenset[str]
    acronyms: frozenset[str]


def documents_named(turn: str, sources: Sequence[Source], rules: Rules) -> tuple[str, ...]:
    """The slugs of the sources that a turn names, in the order in which it names them."""
    return tuple(dict.fromkeys(slug for one in mentions(turn, sources, rules) for slug in one.slugs))


def mentions(turn: str, sources: Sequence[Source], rules: Rules) -> list[Mention]:
    """Where a turn names which of the sources, in order."""
    english = in_english(turn)
    called = [_called(one, rules) for one in sources]
    found = list(_numbered(english, called, rules))
    for more in (_titled(english, called, rules), _by_what_they_are(english, called, rules)):
        found += [one for one in more if not any(_overlap(one, other) for other in found)]
    placed = rules["naming"]
    return [
        replace(
            one,
            in_passing=placed.of("in passing").find(before := f"{english[: one.start].rstrip()} …")
            is not None,
            account=placed.of("account").find(before) is not None,
        )
        for one in sorted(found, key=lambda one: one.start)
    ]


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


@lru_cache(maxsize=4096)
def _called(source: Source, rules: Rules) -> _Called:
    title = gloss(source.title) if _ACCENTED.search(source.title) else in_english(source.title)
    words = tuple(folded(title).split())
    whole = f"{title} {source.slug} {source.publisher} {source.author} {in_english(source.publisher)}"
    # Who publishes or writes is no title: “the Port Board” names none of its reports.
    whose = set(folded(f"{source.publisher} {source.author}").split())
    telling = frozenset(word for word in words if word not in whose and _tells(word, rules))
    acronyms = frozenset(initials(source.publisher)) | _of_instruments(title, rules)
    return _Called(source, words, telling, frozenset(stems(whole.replace("-", " "))), acronyms)


def _tells(word: str, rules: Rules) -> bool:
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


def _of_instruments(title: str, rules: Rules) -> frozenset[str]:
    """The acronyms of the instruments in a title: of names that end in “Act”, “Order”."""
    names = re.findall(r"(?:[A-Z][\w-]+ (?:(?:and|of|on|for|the) )*){2,}[A-Z][\w-]+", title)
    ending = [one for one in names if rules["papers"].covers(one.split()[-1])]
    return frozenset("".join(w[0] for w in one.split() if w[0].isupper()).lower() for one in ending)


def _numbered(turn: str, called: Sequence[_Called], rules: Rules) -> Iterable[Mention]:
    """Where a turn names sources by their number, in any of its forms."""
    taken: list[Mention] = []
    for one in references(turn, rules):
        slugs = tuple(each.source.slug for each in called if _has_reference(each.source, one, rules))
        # “What Order 31 does”: a text about it, where the library has not the text itself.
        about = (
            () if slugs else tuple(each.source.slug for each in called if _is_about(each.source, one, rules))
        )
        if 0 < len(slugs or about) <= _MEANT:
            taken.append(Mention(slugs or about, one.start, one.end, stands_for=bool(about)))
    for token in _NUMBERED.finditer(turn):
        place = Mention((), token.start(), token.end())
        if any(_overlap(place, other) for other in taken):
            continue
        before = _BEFORE_NUMBER.search(turn[: token.start()])
        word = before[1].replace(".", "").lower() if before else ""
        slugs = tuple(
            each.source.slug for each in called if _has_number(each.source, token.group(), word, rules)
        )
        if 0 < len(slugs) <= _MEANT:
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


def _titled(turn: str, called: Sequence[_Called], rules: Rules) -> Iterable[Mention]:
    """Where a turn has a run of words of a title, put as one: in capitals or quotation marks, or beside a
    word for a text."""
    words = _words(turn)
    start = 0
    while start < len(words):
        taken = 1
        first = re.sub(r"\W", " ", words[start].bare).split()
        likely = [one for one in called if first and first[0] in one.title]
        for length in range(min(_LONGEST, len(words) - start) if likely else 0, _FEWEST_WORDS - 1, -1):
            run = words[start : start + length]
            having = [one for one in likely if _is_of_title(turn, run, one, rules)]
            if 0 < len(having) <= _MEANT:
                yield Mention(tuple(one.source.slug for one in having), run[0].start, run[-1].end)
                taken = length
                break
        start += taken
    for one in words:
        # “IEEPA tariffs” speaks of tariffs, “under IEEPA” of the act.
        if one.text.isupper() and len(one.text) > 2 and _NAMES.search(turn[: one.start]):
            having = [
                each for each in called if one.text.lower() in _of_instruments(each.source.title, rules)
            ]
            if len(having) == 1:
                yield Mention((having[0].source.slug,), one.start, one.end)


def _is_of_title(turn: str, run: Sequence[_Word], one: _Called, rules: Rules) -> bool:
    bare = tuple(part for word in run for part in re.sub(r"\W", " ", word.bare).split())
    size = len(bare)
    if not any(one.title[at : at + size] == bare for at in range(len(one.title) - size + 1)):
        return False
    telling = one.telling & set(bare)
    share = len(telling) / max(1, len(one.telling))
    if len(telling) < _FEWEST_WORDS or (len(telling) < _PLAINLY and share < _MOST_OF_IT):
        return False
    before, after = turn[: run[0].start].rstrip(), turn[run[-1].end :].lstrip()
    if run[0].text[0].isupper() and _IN_A_NAME.search(before):
        return False  # “HALT Ferry Tolls Act” is not the “LIFT Ferry Tolls Act”
    if before.endswith(("“", '"', "'", "‘")) or _is_by_a_paper(before, after, rules):
        return True
    capitals = [word for word in run if word.bare in telling and word.text[0].isupper()]
    if 2 * len(capitals) > len(telling):
        return len(telling) >= _PLAINLY or share >= _NEARLY_ALL
    return share >= _MOST_OF_IT and _PUT_AS_ONE.search(before) is not None


def _is_by_a_paper(before: str, after: str, rules: Rules) -> bool:
    """Whether a word for a text stands right before or after: “the toll review report”."""
    papers = rules["papers"]
    near = (re.search(r"[\w-]+$", before), re.match(r"[\w-]+", after))
    return any(one is not None and papers.covers(one.group()) for one in near)


def _by_what_they_are(turn: str, called: Sequence[_Called], rules: Rules) -> Iterable[Mention]:
    """Where a turn names sources by a word for a text, with what stands around it: a day, whose it is, what
    it is about."""
    words = _words(turn)
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

    before: tuple[_Word, ...]
    after: tuple[_Word, ...]
    day: Day | None
    anywhere: Day | None
    is_subject: bool


def _words(turn: str) -> list[_Word]:
    return [
        _Word(one.group(), one.start(), one.end())
        for one in re.finditer(r"\w+(?:[-.&/]\w+)*(?:['’]s\b)?", turn)
    ]


_IN_A_NAME = re.compile(r"(?:^|\s)[A-Z]{2,}$|\s[A-Z][\w-]*$")
_NAMES = re.compile(
    r"(?:^|\b(?:under|in|of|by|per|does|did|can|is|summarise|compare|and|versus)\s)\W*$", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;:.?!()–—]|\s-\s")
_SAYS = re.compile(
    r"\s+(?:says?|said|has|calls?|claims?|argues?|slams?|wants?|puts?|sells?|finds?)\b", re.IGNORECASE
)
_BY = re.compile(
    r"['’]?\s+(?:of|from|by|to|on|about|dated|in|for)\s+(?:the\s+|its\s+|his\s+|her\s+)?", re.IGNORECASE
)


def _around(turn: str, noun: re.Match[str], words: Sequence[_Word]) -> _Around | None:
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
    around: _Around, noun: re.Match[str], kinds: frozenset[str], fitting: Sequence[_Called], rules: Rules
) -> Iterable[Mention]:
    """The sources that are meant by the word and what stands around it, where that tells."""
    is_plural = noun.group().lower().endswith(("s", "memoranda")) and noun.group().lower() != "remarks"
    day_words = set(around.day.text.lower().split()) if around.day else set()
    telling: list[str] = []
    unknown, opens_turn = "", False
    for word in around.before:
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
    named = [word for word in telling if _tells(word, rules)]
    is_told = day is not None or bool(named) or (bool(telling) and is_definite)
    if is_plural:
        enough = (day is not None or best >= len(telling) > 0) and is_told and len(meant) <= _MOST
    else:
        only = len(meant) == 1
        enough = only and best >= len(telling) and (is_told or is_definite)
    if enough and meant and not (telling and best == 0):
        start = around.before[0].start if around.before else noun.start()
        yield Mention(tuple(one.source.slug for one in meant), min(start, noun.start()), noun.end())


def _opens(before: Sequence[_Word], which: frozenset[str], day_words: set[str]) -> bool:
    """Whether one of these words stands before the noun with nothing but open words and the day between."""
    for word in before:
        if word.bare in which:
            return True
        if word.bare not in _OPEN and word.bare not in day_words and not word.bare.isdigit():
            return False
    return False


def _fits(word: str, one: _Called, rules: Rules) -> bool:
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


def _is_titled(noun: str, one: _Called) -> bool:
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
