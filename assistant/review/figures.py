"""Figures, compared like with like: the record's numbers of the same measure, and in what they differ:
period, rate, or what is counted."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from assistant.answer.inquiry import place
from assistant.lexicon.features import features
from assistant.lexicon.quantities import Quantity, quantities
from assistant.lexicon.references import without_references
from assistant.lexicon.rules import Row, Rules
from assistant.lexicon.words import content_stems, stems
from assistant.retrieval.retriever import best_first
from assistant.review.countries import of_one_country
from assistant.review.shelf import Shelf, best_of_each, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence
from ingest.gloss import in_english

_BY_CAUSE = ("deaths", "people held or stopped")
"""Measures of which a count of one cause says nothing of another."""
_CAUSE_BEFORE, _CAUSE_AFTER = 2, 4
"""Words before a measure that may name its cause (“road deaths”), and after “from”, “due to”, “of”."""
_NOT_MEASURES = ("from", "no cause", "bounds")
_LEAST_COUNT = 1000  # below it, a bare number is seldom a statistic
_CLAUSE = re.compile(r"\s*[,;:.—–]\s|\s*$")
_IN_WORDS = re.compile(
    r"\b(?:tens|dozens|hundreds|thousands) of (?:thousands|millions|billions)(?: of"
    r" dollars)?\b|\b(?:millions|billions) of dollars\b",
    re.IGNORECASE,
)
_SMALL, _SHARED, _LEAST_SHARED_SCORE = (
    12,
    3,
    -1.0,
)  # a count up to a dozen tells little; content words that the sentences share
_NOUN = 2  # words after a number, which name what it counts
_FAR = 60.0  # characters between a number and what it measures
_LEAST_SCORE = -4.0  # of the cross-encoder: less pertinent figures are of something else
_PLAIN = 4.0  # ... of a sentence that plainly counts the same
_ABOUT = 0.0  # ... of a sentence nearest to the claim: one that is about the same
_READ = 10  # sentences with such figures that are read for each of its searches
_MOST = 4  # figures shown for one of the op-ed's
_RATE = re.compile(
    r"\b(?:per|a|each|every) (?:day|week|month|year)\b|\b(?:daily|weekly|monthly|annual(?:ly)?|yearly)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_PART_OF = re.compile(r"\b(?:half|quarter|third)s? (?:of )?$")
_SHORT = 3
"""Letters of words that are no noun, mostly."""
_IN_A_YEAR = re.compile(r"\s+(?:in|for|during)\s+(?:fiscal\s+year\s+)?((?:19|20)\d\d)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it measures, the years that its sentence names, and the rate, if it is one."""

    quantity: Quantity
    measure: str
    causes: frozenset[str]
    years: frozenset[int]
    rate: str


def figures(text: str, rules: Rules) -> list[Figure]:
    """The statistics of a sentence: amounts, shares, counts of a thousand or more, and rates, each with the
    measure that is named nearest to it."""
    rate = _RATE.search(text)
    years = frozenset(int(year) for year in _YEAR.findall(text))
    causes = causes_of(text, rules)
    found = []
    for one in (*_in_words(text), *quantities(_IN_WORDS.sub(" ", text))):
        measure = "" if _PART_OF.search(text[: text.find(one.text)]) else _measure(text, one.text, rules)
        if measure and (_is_statistic(one) or (rate and not one.unit and not one.value.is_integer())):
            found.append(
                Figure(
                    one,
                    measure,
                    causes if measure in _BY_CAUSE else frozenset(),
                    _own_year(text, one.text) or years,
                    rate.group().lower() if rate else "",
                )
            )
    return found


def _own_year(text: str, number: str) -> frozenset[int]:
    """The year that stands right after a number: of “from 40 in 2024 to 30 in 2025” each has its own."""
    found = _IN_A_YEAR.match(text[text.find(number) + len(number) :])
    return frozenset((int(found[1]),)) if found else frozenset()


def _in_words(text: str) -> list[Quantity]:
    """Amounts that say no more than their size: “hundreds of millions of dollars” is $100 million, and
    more."""
    sizes = {"tens": 10, "dozens": 12, "hundreds": 100, "thousands": 1e3, "millions": 1e6, "billions": 1e9}
    found = []
    for match in _IN_WORDS.finditer(text):
        value = math.prod(
            size for word, size in sizes.items() for _ in re.findall(rf"\b{word}\b", match.group().lower())
        )
        found.append(Quantity(value, "$" if "dollars" in match.group() else "", ">", match.group()))
    return found


def measure_of(text: str, rules: Rules) -> str:
    """The measure that a sentence names first; empty where it names none."""
    return next((row.value for row, _ in _named(text, rules)), "")


def _named(text: str, rules: Rules) -> list[tuple[Row, re.Match[str]]]:
    """The measures that a text names, with where, in their order."""
    rows = (row for row in rules["measures"].rows if row.value not in _NOT_MEASURES)
    return sorted(
        ((row, match) for row in rows for match in row.find_all(text)), key=lambda one: one[1].start()
    )


def _measure(text: str, number: str, rules: Rules) -> str:
    """The measure whose word stands nearest to a number, a word after it before one as near that precedes it;
    empty where none is named."""
    place = text.find(number)
    best: tuple[float, str] = (_FAR, "")
    for row, word in _named(text, rules):
        away = word.start() - place - len(number) if word.start() > place else 1.5 * (place - word.end())
        if away < best[0]:
            best = away, row.value
    return best[1]


def _is_statistic(one: Quantity) -> bool:
    return one.unit in ("$", "%", "€", "£") or (one.unit == "" and one.value >= _LEAST_COUNT)


def compared(claim: Claim, shelf: Shelf, near: Sequence[Evidence], date: str) -> list[Point]:
    """What the record's figures say to those of a claim: the same figure is told, others of the measure
    qualify it. `near` are the sentences nearest to the claim; what is later than `date`, the op-ed's, is
    looked for too."""
    points, rules = [], shelf.rules
    for figure in figures(claim.text, rules):
        telling = partial(_is_alike, figure, claim.text, rules)
        found = [
            one
            for asked in _asked(figure, claim.text, rules)
            for since in {"", date}
            for one in shelf.find(asked, telling=telling, since=since, most=_READ)
        ]
        kept = [
            one
            for one in best_first(found)[::-1]
            if one.score >= _LEAST_SCORE and _of_the_subject(figure, claim.text, one, rules)
        ]
        alike = best_first({place(one): one for one in kept}.values())
        if not any(_has(figure, one) for one in alike) and any(
            _has(figure, one) for one in near if one.score >= _ABOUT or _in_digits(figure)
        ):
            continue  # it has the figure, if not by that measure
        points += _points(figure, _counted(figure, claim.text), alike, rules)
    return points


def _in_digits(figure: Figure) -> bool:
    """Whether a figure is written out: then the record has it or has it not, whatever it is of."""
    return any(each.isdigit() for each in figure.quantity.text)


def _has(figure: Figure, one: Evidence) -> bool:
    return any(_is_one(figure.quantity, other) for other in quantities(english(one)))


def _asked(figure: Figure, text: str, rules: Rules) -> tuple[str, ...]:
    """What is looked for: the words that the number counts, and the measure, by the claim's word for it and
    by its usual ones, of whom and what the sentence names."""
    named = [match.group() for row, match in _named(text, rules) if row.value == figure.measure]
    usual_words = [
        word.rstrip("*") for row in rules["measures"].of(figure.measure).rows for word in row.words
    ]
    measured = list(dict.fromkeys((*named, *usual_words[:3])))
    causes = " ".join(word for word in re.findall(r"\w+", text) if stems(word) & figure.causes)
    usual = f"number of {causes} {' '.join((*measured[:3], *features(text, rules).names()))}"
    lead = {"": "how many", "%": "what share"}.get(figure.quantity.unit, "how much money")
    return tuple(dict.fromkeys((f"{lead} {measured[0]} {_counted(figure, text)}", usual)))


def shared(claim: Claim, shelf: Shelf) -> list[Point]:
    """Sentences of the record that have a figure of the claim, whatever it measures, and enough of its
    words."""
    counted = without_references(claim.text, shelf.rules)
    told = [one for one in quantities(counted) if _is_telling(one)]
    if not told:
        return []
    wanted = content_stems(claim.text) - stems(" ".join(one.text for one in told))
    near = [
        one
        for one in shelf.find(claim.text, telling=partial(_has_figure, told, wanted))
        if one.score >= _LEAST_SHARED_SCORE
    ]
    if not near:
        return []
    has = next(one for one in told if any(_is_one(one, other) for other in quantities(english(near[0]))))
    return [
        Point(
            "not decided",
            f"Your documents have the figure {has.text}; check that it counts the same.",
            tuple(near[:1]),
        )
    ]


def _is_telling(one: Quantity) -> bool:
    """Whether a number says something by itself: an amount, a share, or a count that is not a small one."""
    return one.unit in ("$", "%", "€", "£") or (one.unit == "" and one.value > _SMALL)


def _is_one(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and _equal(one, other)


def _has_figure(told: Sequence[Quantity], wanted: set[str], one: Evidence) -> bool:
    text = english(one)
    return (
        any(_is_one(mine, other) for mine in told for other in quantities(text))
        and len(wanted & stems(f"{one.source.title} {text}")) >= _SHARED
    )


def _counted(figure: Figure, text: str) -> str:
    """The words after a number, to the end of their clause, which say what it counts."""
    return _CLAUSE.split(text[text.find(figure.quantity.text) + len(figure.quantity.text) :])[0].strip()


def _of_the_subject(figure: Figure, text: str, one: Evidence, rules: Rules) -> bool:
    """Whether a figure's passage shares a word with the claim besides the measure; where causes are told,
    they say what it is about."""
    wanted = (
        content_stems(text)
        - rules["measures"].of(figure.measure).stems
        - rules["measures"].of("bounds").stems
        - stems(" ".join(it.text for it in quantities(text)))
    )
    return bool(figure.causes) or bool(wanted & stems(f"{one.source.title} {in_english(one.passage.text)}"))


def _is_alike(figure: Figure, text: str, rules: Rules, one: Evidence) -> bool:
    return of_one_country(text, one, rules) and bool(_alike(figure, one, rules))


def _alike(figure: Figure, one: Evidence, rules: Rules) -> list[Figure]:
    """The figures of a sentence that measure the same, of the same cause, in the same unit."""
    return [
        other
        for other in figures(english(one), rules)
        if (other.quantity.unit, other.measure) == (figure.quantity.unit, figure.measure)
        and (not figure.causes or figure.causes & _around(other, one))
    ]


def _around(figure: Figure, one: Evidence) -> set[str]:
    """The stems among which a figure's cause is looked for: of its sentence and its document's title; a count
    of deaths may leave it to its passage."""
    around = in_english(one.passage.text) if figure.measure == "deaths" else ""
    return stems(f"{english(one)} {one.source.title} {around}")


def causes_of(text: str, rules: Rules) -> frozenset[str]:
    """The stems of what a text gives as the cause of what it counts: of what people die, or why they are
    held. They stand before the measure (“road deaths”), or after “from”, “due to”, “of” behind it."""
    signs = rules["measures"]
    found: list[str] = []
    for row, match in _named(text, rules):
        if row.value in _BY_CAUSE:
            found += _WORD.findall(_uncapped(text[: match.start()]).rpartition(",")[2])[-_CAUSE_BEFORE:]
            rest = _CLAUSE.split(text[match.end() :])[0]
            if link := signs.of("from").find(rest):
                found += _WORD.findall(rest[link.end() :])[:_CAUSE_AFTER]
    little = signs.of("no cause").stems | signs.of("deaths").stems | signs.of("people held or stopped").stems
    return frozenset(stem for word in found for stem in stems(word) - little if _may_be_a_cause(word))


def of_one_cause(text: str, one: Evidence, rules: Rules) -> bool:
    """Whether a sentence counts the same as a text, where the text names a cause of what it counts: all
    deaths say nothing of those on the roads."""
    causes = causes_of(text, rules)
    return not causes or bool(causes & stems(f"{one.source.title} {english(one)}"))


def _uncapped(text: str) -> str:
    return text[:1].lower() + text[1:]


def _may_be_a_cause(word: str) -> bool:
    """Whether a word may name a cause: places and people are written large."""
    return len(word) > _SHORT and word.islower()


def _points(figure: Figure, counted: str, near: Sequence[Evidence], rules: Rules) -> list[Point]:
    same = [
        one
        for one in near
        if any(_equal(figure.quantity, other.quantity) for other in _alike(figure, one, rules))
    ]
    if same:
        return _same_figure(figure, counted, same)
    chosen = _spread(near)
    if not chosen:
        return []
    contrary = [one for one in chosen if figure.years and not _is_other(figure, one, rules)]
    if contrary:
        return [
            Point(
                "contradicted",
                f"For the same period your documents give another figure than {figure.quantity.text}.",
                tuple(contrary),
            )
        ]
    told = f"No document gives {figure.quantity.text}. {_told_apart(figure, chosen, rules)}"
    return [Point("qualified", told, tuple(chosen))]


def _same_figure(figure: Figure, counted: str, same: Sequence[Evidence]) -> list[Point]:
    """Where the record counts the same with the figure, which bears out no more than the figure; beside it,
    what else it counts with it."""
    noun = stems(" ".join(re.findall(r"[^\W\d_]+", counted)[:_NOUN]))
    alike = [one for one in same if not noun or noun <= stems(english(one))] or list(same)
    others = [one for one in same if one not in alike]
    found = [
        Point(
            "not decided",
            f"Your documents have the figure {figure.quantity.text}; check that it counts the same.",
            tuple(alike[:2]),
        )
    ]
    if others and alike[0].score < _PLAIN:
        found.append(
            Point(
                "qualified",
                f"Your documents give {figure.quantity.text} for something else as well.",
                tuple(others[:2]),
            )
        )
    return found


def _equal(one: Quantity, other: Quantity) -> bool:
    return abs(one.value - other.value) <= 1e-6 * max(1.0, abs(other.value))


def _spread(near: Sequence[Evidence]) -> list[Evidence]:
    """The most pertinent, one a document, and among them the newest document's, in the order of their
    dates."""
    first = best_of_each(near)
    chosen = first[: _MOST - 1]
    newest = max(first, key=lambda one: one.source.date, default=None)
    if newest is not None and newest not in chosen:
        chosen.append(newest)
    return sorted(chosen, key=lambda one: one.source.date)


def _measured(figure: Figure, one: Evidence, rules: Rules) -> tuple[frozenset[int], set[str]]:
    """Of which years the record's figures of that kind are, and at which rates."""
    alike = _alike(figure, one, rules)
    others = [other for other in alike if other.years == figure.years] or alike
    return frozenset(year for other in others for year in other.years), {other.rate for other in others}


def _is_other(figure: Figure, one: Evidence, rules: Rules) -> bool:
    """Whether the record's figure is not the same measure of the same period."""
    years, rates = _measured(figure, one, rules)
    return years != figure.years or not years or figure.rate not in rates


def _told_apart(figure: Figure, chosen: Sequence[Evidence], rules: Rules) -> str:
    """In what the record's figures are not the op-ed's."""
    measured = [_measured(figure, one, rules) for one in chosen]
    covered = [years for years, _ in measured if years and years != figure.years]
    rates = {rate for _, those in measured if figure.rate not in those for rate in those}
    told = []
    if covered:
        other = "other years" if figure.years else "single years"
        named = dict.fromkeys(map(_told, sorted(covered, key=min)))
        told.append(f"The figures that they give cover {other}: {', '.join(named)}.")
    if any(not years for years, _ in measured):
        told.append(
            f"{'Others' if covered else 'The figures that they give'} do not say of which year they are."
        )
    if rates:
        kinds = " or ".join(sorted(rate or "a total" for rate in rates))
        told.append(f"Some are given as {kinds}, not {figure.rate or 'a total'}.")
    return " ".join(told)


def _told(years: frozenset[int]) -> str:
    if not years:
        return ""
    return str(min(years)) if len(years) == 1 else f"{min(years)}–{max(years)}"
