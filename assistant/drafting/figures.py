"""The figures of a quote, by their places in its words: how each stands there, what it counts, in which unit,
of which time, and on which basis. Nothing is said here that the quote does not say letter for letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.lexicon.dates import Day, days, readable_date, without_dates
from assistant.lexicon.quantities import Quantity, quantity_places
from assistant.lexicon.references import references
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS, content_stems
from assistant.types import LEFT_OUT, Evidence
from ingest.gloss import in_english

# “11 mil 600”, “un millón 266 mil 750”, “mil 210”: one number in several words.
_COMPOSED = re.compile(
    r"\b(?:un|\d+(?:[.,]\d+)?) mill(?:ón|ones)(?: \d+ mil)?(?: \d{1,3}\b)?|\b(?:\d+ )?mil(?: \d{1,3}\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\W*(?:to|through|until|and|al?|hasta|y)?(?: el)?\W*", re.IGNORECASE)
_NO_FIGURE = re.compile(
    r"\b\d{1,2}:\d\d\b|\b\d{1,2}[oaº°ª](?:\.|\b)|\b\d{1,2}\s?[ap]\.?m\b"
    r"|\b(?:figures?|tables?|boxe?s?|charts?|notes?|footnotes?|pages?|pp?\.|cuadro|gráfica)\s\d+(?:[–-]\d+)?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<![A-Z])[.!?][”\"’)]?\s+(?=[“\"‘(]?[A-ZÁÉÍÓÚÑ¿])")
_CLAUSE = re.compile(
    r"[;:—–]|[.,](?!\d)(?:\s|$)|\s(?:while|mientras|compared|from)\s|\sto(?=\s(?:an?\s|[$€£\d]))"
)
_JOINED = re.compile(r"\s(?:and|y|e|to|a|of which|including|incluyendo)\s", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)?")
_A_TIME = frozenset(("day", "month", "year", "hour", "minute"))
_OF_TIME = re.compile(
    r"\s(?:fiscal\s|calendar\s|últimos\s)?(?:days|weeks|months|years|quarters|días|meses|años)\b"
)
_MOST_WORDS = 14  # of what a figure counts
_FEW = 20  # a smaller number in words (“three companies”) seldom is a figure
_MONEY = content_stems("dollars pesos euros pounds sterling millions billions")
_ALIKE = 0.75  # of the words that say what two figures count, from which they count one thing
_BASIS = 24  # characters before a figure that may bound it
_FEWEST = 2  # content words that say what is counted


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a quote: `start` and `end` are its place in the quote's words, `text` what stands there.
    `period` is the time that the sentence names beside it, or that of its document (`is_dated_by_document`);
    `basis` are words that bound it (“on average”, “preliminary”)."""

    start: int
    end: int
    text: str
    unit: str
    counts: str
    period: str
    basis: str
    days: tuple[Day, ...] = ()
    is_dated_by_document: bool = False


def figures_of(one: Evidence, rules: Rules) -> list[Figure]:
    """The figures of a sentence, in order; years, ordinals and numbers of orders or sections are none."""
    text, found = one.text, []
    leads = [lead.text for lead in one.sentence.leads]
    plain = _without_numbered(text, rules)
    over_all = with_years([day for part in leads for day in days(part) if day.year or day.month])
    places = list(_places(text, rules))
    for number, (start, end, quantity) in enumerate(places):
        opens = max((at.end() for at in _SENTENCE.finditer(text, 0, start)), default=0)
        first = max(places[number - 1][1] if number else 0, opens)
        last = places[number + 1][0] if number + 1 < len(places) else len(text)
        before, after = _around(text, start, end, first, last)
        near = (
            _dated(_around(plain, start, end, first, last)[1])
            or _dated(_around(plain, start, end, first, last)[0], last=True)
            or over_all
            or _one_time(plain[opens : _closing(text, end)])
        )
        period = _span_of(near, [*leads, text]) or readable_date(one.source.date)
        subject = text[opens : next(at for at, *_ in places if at >= opens)]
        counts = _counted(before, after, subject if first > opens else "")
        basis = _basis(f"{before[-_BASIS:]} {after}", rules)
        found.append(
            Figure(start, end, text[start:end], quantity.unit, counts, period, basis, tuple(near), not near)
        )
    return found


def _closing(text: str, end: int) -> int:
    found = _SENTENCE.search(text, end)
    return found.start() if found else len(text)


def _one_time(sentence: str) -> list[Day]:
    """The time that a sentence names, where it names one."""
    named = [day for day in days(sentence) if day.year]
    return named if len({day.iso for day in named}) == 1 or _dated(sentence) == named else []


def _without_numbered(text: str, rules: Rules) -> str:
    """The text with blanks for references: the year of an act is no time of a figure."""
    for one in references(text, rules):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _dated(text: str, *, last: bool = False) -> list[Day]:
    """The date of a text that is nearest to a figure at its beginning, or at its end (`last`); both where two
    bound a time."""
    named = [day for day in days(text) if day.year or day.month]
    pair = named[-2:] if last else named[:2]
    if len(pair) == 2:
        between = text[text.index(pair[0].text) + len(pair[0].text) :].partition(pair[1].text)[0]
        if not _RANGE.fullmatch(between):
            pair = pair[-1:] if last else pair[:1]
    return with_years(pair)


def with_years(named: Sequence[Day]) -> list[Day]:
    """The days of a time with the year that stands with the last of them; none where no year does."""
    found: list[Day] = []
    for day in reversed(named):
        after = found[0] if found else day
        if not after.year:
            continue
        year = day.year or (after.year - (day.month > after.month))
        found.insert(0, replace(day, year=year))
    return found


def has_figure(text: str, rules: Rules) -> bool:
    """Whether a text counts or measures something."""
    return any(_places(text, rules))


def _places(text: str, rules: Rules) -> Iterator[tuple[int, int, Quantity]]:
    """The places of figures; one that is written in several words is one."""
    taken = [(one.start, one.end) for one in references(text, rules)]
    taken += [found.span() for found in rules["numbered"].pattern.finditer(text)]
    taken += [found.span() for found in _NO_FIGURE.finditer(text)]
    composed = [found.span() for found in _COMPOSED.finditer(text)]
    last = -1
    for start, end, quantity in quantity_places(text):
        whole = next((span for span in composed if span[0] <= start < span[1]), None)
        if whole:
            start, end = min(start, whole[0]), max(end, whole[1])
        is_time = quantity.unit in _A_TIME or _OF_TIME.match(text, end)
        is_word = not re.search(r"\d", text[start:end]) and not quantity.unit and quantity.value < _FEW
        if (
            start < last
            or is_time
            or is_word
            or quantity.unit == "th"
            or any(a < end and start < b for a, b in taken)
        ):
            continue
        last = end
        yield start, end, quantity


def _around(text: str, start: int, end: int, first: int, last: int) -> tuple[str, str]:
    """The words of a figure's own part of the sentence before it and after it; other figures bound them."""
    undated = without_dates(text)  # “from May to 12 June” is one time
    opened = [found.end() for found in _CLAUSE.finditer(undated, first, start)]
    closed = _CLAUSE.search(undated, end, last)
    after = text[end : closed.start() if closed else last]
    if not closed and last < len(text):  # what leads over to the next figure is that one's
        joins = list(_JOINED.finditer(after))
        after = after[: joins[-1].start()] if joins else after
    return _bare(text[opened[-1] if opened else first : start]), _bare(after)


def _counted(before: str, after: str, subject: str) -> str:
    """What a figure counts: the words after it in its part of the sentence; or else those before it, with
    what the sentence is about where they say too little."""
    first = after.split()[:1]
    is_named = bool(_telling(" ".join(first))) and first[0].lower() not in LITTLE_WORDS if first else False
    if is_named or len(_telling(after)) >= _FEWEST or (_telling(after) and not _telling(before)):
        return " ".join(after.split()[:_MOST_WORDS])
    counted = " ".join(
        (*before.split()[-_MOST_WORDS:], *(after.split() if _telling(after) else ()))[:_MOST_WORDS]
    )
    if len(_telling(counted)) < _FEWEST and _telling(subject):
        return LEFT_OUT.join((" ".join(_bare(subject).split()[:_MOST_WORDS]), counted))
    return counted


def _telling(text: str) -> set[str]:
    bare = _ASIDE.sub(" ", text)
    for day in days(text):
        bare = bare.replace(day.text, " ")
    return {stem for stem in content_stems(bare) if not stem.isdigit()}


def _bare(text: str) -> str:
    return text.strip(" .,;:—–)").removeprefix("(")


def _basis(clause: str, rules: Rules) -> str:
    """Words that bound a figure, as the sentence has them."""
    return "; ".join(
        dict.fromkeys(found.group() for found in rules["basis"].of("bound").pattern.finditer(clause))
    )


def _span_of(near: Sequence[Day], told: Sequence[str]) -> str:
    """The time that the words name: one day as it stands, several from the first to the last."""
    texts = list(dict.fromkeys(day.text for day in near))
    if len(texts) > 1:
        for part in told:
            if all(text in part for text in (texts[0], texts[-1])):
                first, last = part.index(texts[0]), part.rindex(texts[-1]) + len(texts[-1])
                if len(part[first:last].split()) <= _MOST_WORDS:
                    return part[first:last]
    return "; ".join(texts)


def counted_stems(one: Figure) -> set[str]:
    """What a figure counts, as stems of English words."""
    return _telling(in_english(one.counts)) - _MONEY


def count_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same in the same unit, as far as their words tell."""
    mine, theirs = counted_stems(one), counted_stems(other)
    shared = len(mine & theirs)
    if one.unit != other.unit or not shared:
        return False
    return mine == theirs or (shared >= _FEWEST and shared >= _ALIKE * min(len(mine), len(theirs)))
