"""Figures, compared like with like: the record's numbers of the same measure, and in what they differ:
period, rate, or what is counted."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from assistant.answer.inquiry import place
from assistant.lexicon.dates import readable_date
from assistant.lexicon.names import names
from assistant.lexicon.quantities import Quantity, quantities
from assistant.lexicon.words import content_stems, stems
from assistant.retrieval.retriever import best_first
from assistant.review.shelf import Shelf, best_of_each, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence
from ingest.gloss import in_english

# What is measured, as the words that say so. A figure is held against another of the same measure only.
_MEASURES = {
    "deaths": (
        "death deaths dead die died dies kill killed killing fatal fatalities victims casualties homicide"
        " homicides murder murdered"
    ),
    "money laundering": "laundering launder suspicious laundered",
    "revenue": "revenue revenues income earn earned profit profits",
    "people held or stopped": (
        "detain detained detention apprehend apprehended encounter encounters arrest arrested deport deported"
    ),
    "personnel": (
        "troops guard guards soldiers personnel officers agents elements effectives deployed deployment"
    ),
    "seizures": "seize seized seizure seizures confiscated",
    "weapons": "firearm firearms gun guns weapon weapons rifle rifles",
    "duties": "tariff tariffs duty duties",
    "trade": "trade export exports import imports",
    "opinion": "poll polls survey surveyed approve",
    "cost": "cost costs budget spending spend spent fund funding funds",
    "output": "output production produced emissions capacity",
    "jobs": "jobs employment unemployed unemployment workers",
    "homes": "homes housing rents rent households",
    "pupils": "pupils students enrolment enrollment",
    "patients": "patients hospital hospitals admissions",
}
# Of what people die, or why they are held: a count of one cause says nothing of another.
_CAUSES = {
    "violence": (
        "homicide homicides murder murdered violence violent assassinated intentional shooting shootings"
    ),
    "drugs": "overdose overdoses opioid opioids fentanyl poisoning poisonings drug drugs",
    "migration": "migrant migrants migration immigrants refugees asylum encounters border",
    "disease": "disease virus infection cancer epidemic pandemic",
    "roads": "road roads traffic crash crashes vehicle vehicles",
}
_BY_CAUSE = ("deaths", "people held or stopped")
_STEMS = {name: stems(words) for name, words in _MEASURES.items()}
_CAUSE_STEMS = {name: stems(words) for name, words in _CAUSES.items()}
_BOUNDS = stems(
    "more less most least than over under nearly about roughly almost some between since last year years"
    " month months"
)
_LEAST_COUNT = 1000  # below it, a bare number is seldom a statistic
_CLAUSE = re.compile(r"\s*[,;:.—–]\s|\s*$")
_IN_WORDS = re.compile(
    r"\b(?:tens|dozens|hundreds|thousands) of (?:thousands|millions|billions)(?: of"
    r" dollars)?\b|\b(?:millions|billions) of dollars\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:Order|Proclamation|Resolution|Act|Law|Section|Article|No\.?|U\.S\.C\.)\s+\d[\d.,-]*", re.IGNORECASE
)  # names, not counts
_SMALL, _SHARED, _LEAST_SHARED_SCORE = (
    12,
    3,
    -1.0,
)  # a count up to a dozen tells little; content words that the sentences share
_NOUN = 2  # words after a number, which name what it counts
_FAR = 60.0  # characters between a number and what it measures
_LEAST_SCORE = -4.0  # of the cross-encoder: less pertinent figures are of something else
_MOST = 4  # figures shown for one of the op-ed's
_RATE = re.compile(
    r"\b(?:per|a|each|every) (?:day|week|month|year)\b|\b(?:daily|weekly|monthly|annual(?:ly)?|yearly)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it measures, the years that its sentence names, and the rate, if it is one."""

    quantity: Quantity
    measure: str
    causes: frozenset[str]
    years: frozenset[int]
    rate: str


def figures(text: str) -> list[Figure]:
    """The statistics of a sentence: amounts, shares, counts of a thousand or more, and rates, each with the
    measure that is named nearest to it."""
    rate = _RATE.search(text)
    years = frozenset(int(year) for year in _YEAR.findall(text))
    causes = causes_of(text)
    found = []
    for one in (*_in_words(text), *quantities(_IN_WORDS.sub(" ", text))):
        measure = _measure(text, one.text)
        if measure and (_is_statistic(one) or (rate and not one.unit and not one.value.is_integer())):
            found.append(
                Figure(
                    one,
                    measure,
                    causes if measure in _BY_CAUSE else frozenset(),
                    years,
                    rate.group().lower() if rate else "",
                )
            )
    return found


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


def measure_of(text: str) -> str:
    """The measure that a sentence names first; empty where it names none."""
    words = (
        next((name for name, some in _STEMS.items() if stems(word) & some), "")
        for word in re.findall(r"[^\W\d_]+", text)
    )
    return next(filter(None, words), "")


def _measure(text: str, number: str) -> str:
    """The measure whose word stands nearest to a number, a word after it before one as near that precedes it;
    empty where none is named."""
    place = text.find(number)
    best: tuple[float, str] = (_FAR, "")
    for word in re.finditer(r"[^\W\d_]+", text):
        away = word.start() - place - len(number) if word.start() > place else 1.5 * (place - word.end())
        name = next((name for name, words in _STEMS.items() if stems(word.group()) & words), "")
        if name and away < best[0]:
            best = away, name
    return best[1]


def _is_statistic(one: Quantity) -> bool:
    return one.unit in ("$", "%", "€", "£") or (one.unit == "" and one.value >= _LEAST_COUNT)


def compared(claim: Claim, shelf: Shelf, date: str) -> list[Point]:
    """What the record's figures say to those of a claim: the same figure is told, others of the measure
    qualify it. `date` is the op-ed's: what is later is looked for too."""
    points = []
    for figure in figures(claim.text):
        telling = partial(_is_alike, figure)
        found = [
            one
            for asked in _asked(figure, claim.text)
            for since in {"", date}
            for one in shelf.find(asked, telling=telling, since=since)
        ]
        kept = [
            one
            for one in best_first(found)[::-1]
            if one.score >= _LEAST_SCORE and _of_the_subject(figure, claim.text, one)
        ]
        near = best_first({place(one): one for one in kept}.values())
        points += _points(figure, _counted(figure, claim.text), near)
    return points


def _asked(figure: Figure, text: str) -> tuple[str, ...]:
    """What is looked for: the words that the number counts, and the measure, by its usual words, of the
    countries that the sentence names."""
    causes = " ".join(" ".join(_CAUSES[cause].split()[:3]) for cause in sorted(figure.causes))
    usual = f"number of {causes} {' '.join(_MEASURES[figure.measure].split()[:3])} {' '.join(names(text))}"
    lead = {"": "how many", "%": "what share"}.get(figure.quantity.unit, "how much money")
    return tuple(
        dict.fromkeys((f"{lead} {_MEASURES[figure.measure].split()[-1]} {_counted(figure, text)}", usual))
    )


def shared(claim: Claim, shelf: Shelf) -> list[Point]:
    """Sentences of the record that have a figure of the claim, whatever it measures, and enough of its
    words."""
    told = [one for one in quantities(_CALLED.sub(" ", claim.text)) if _is_telling(one)]
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
            f"The record has the figure {has.text}; its own words say of what.",
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


def _of_the_subject(figure: Figure, text: str, one: Evidence) -> bool:
    """Whether a figure's passage shares a word with the claim besides the measure; where causes are told,
    they say what it is about."""
    wanted = (
        content_stems(text)
        - _STEMS[figure.measure]
        - _BOUNDS
        - stems(" ".join(it.text for it in quantities(text)))
    )
    return bool(figure.causes) or bool(wanted & stems(f"{one.source.title} {in_english(one.passage.text)}"))


def _is_alike(figure: Figure, one: Evidence) -> bool:
    return bool(_alike(figure, one))


def _alike(figure: Figure, one: Evidence) -> list[Figure]:
    """The figures of a sentence that measure the same, of the same cause, in the same unit."""
    return [
        other
        for other in figures(english(one))
        if (other.quantity.unit, other.measure) == (figure.quantity.unit, figure.measure)
        and (not figure.causes or figure.causes & _causes(other, one))
    ]


def _causes(figure: Figure, one: Evidence) -> frozenset[str]:
    """The causes that the figure's sentence names; where it names none, those of its document's title; a
    count of deaths may leave them to its passage."""
    around = in_english(one.passage.text) if figure.measure == "deaths" else ""
    return next(
        (found for found in (figure.causes, causes_of(one.source.title), causes_of(around)) if found),
        frozenset(),
    )


def causes_of(text: str) -> frozenset[str]:
    """The causes that a text names: of what people die, or why they are held."""
    return frozenset(name for name, words in _CAUSE_STEMS.items() if words & stems(text))


def _points(figure: Figure, counted: str, near: Sequence[Evidence]) -> list[Point]:
    same = [
        one for one in near if any(_equal(figure.quantity, other.quantity) for other in _alike(figure, one))
    ]
    if same:
        return _same_figure(figure, counted, same)
    chosen = _spread(near)
    if not chosen:
        return []
    contrary = [one for one in chosen if figure.years and not _differences(figure, one)]
    if contrary:
        return [
            Point(
                "contradicted",
                f"For the same period the record gives another figure than {figure.quantity.text}.",
                tuple(contrary),
            )
        ]
    reasons = [
        f"{' and '.join(_differences(figure, one))} ({readable_date(one.source.date) or 'undated'})"
        for one in chosen
    ]
    told = (
        f"{figure.quantity.text} is not in the record; its figures of this kind are not comparable:"
        f" {'; '.join(reasons)}."
    )
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
            f"The record has the figure {figure.quantity.text}; its own words say of what.",
            tuple(alike[:2]),
        )
    ]
    if others:
        found.append(
            Point(
                "qualified",
                f"The record has the figure {figure.quantity.text} of something else, too.",
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


def _differences(figure: Figure, one: Evidence) -> list[str]:
    """In what the record's figure is not the op-ed's; nothing where it is the same measure of the same
    period."""
    others = _alike(figure, one)
    years = frozenset(year for other in others for year in other.years)
    rates = {other.rate for other in others}
    found = []
    if years != figure.years:
        found.append(f"{_told(years) or 'no year named'} instead of {_told(figure.years) or 'none'}")
    elif not years:
        found.append("neither names a year")
    return found + (
        [f"{', '.join(sorted(filter(None, rates))) or 'a total'} instead of {figure.rate or 'a total'}"]
        if figure.rate not in rates
        else []
    )


def _told(years: frozenset[int]) -> str:
    if not years:
        return ""
    return str(min(years)) if len(years) == 1 else f"{min(years)}–{max(years)}"
