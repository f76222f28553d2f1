"""The day on which what a sentence tells of happened: the one that it gives, or that of its document for what
the document itself does or says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from assistant.lexicon.dates import Day, days, placed_days
from assistant.lexicon.references import opening_reference
from assistant.lexicon.rules import Rules
from assistant.types import Evidence

_BEFORE = 40  # characters before a date that say what it is
_FULL = len("2025-02-03")
_HALF_A_YEAR = 183


@dataclass(frozen=True, slots=True)
class EventDay:
    """A day, month or year as an ISO date, and whether the sentence gives it."""

    iso: str
    given: bool


def event_day(one: Evidence, rules: Rules) -> EventDay:
    """When what the sentence tells of happened. A day to come is of a plan, which was told on the document's
    day; what an instrument itself orders is done on its own."""
    own, given = told_on(one), _given(one, rules)
    does = rules["change"].of("does").find(one.english) is not None
    if does and _is_instrument(one, rules) and not _recounts(one.text):
        return EventDay(own, False)
    if given and _is_past(given[0], own):
        return EventDay(given[0], True)
    if not given and rules["events"].of("yesterday").find(one.text) and len(own) == _FULL:
        return EventDay((date.fromisoformat(own) - timedelta(days=1)).isoformat(), True)
    return EventDay(own, False)


def plans_for_a_day(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence gives a day to come: what is planned for it was settled when it was told."""
    return any(not _is_past(iso, told_on(one)) for iso in _given(one, rules))


def _given(one: Evidence, rules: Rules) -> list[str]:
    """The days and months that a sentence gives and that bound no time, in its order."""
    own = told_on(one)
    return [
        iso
        for start, day in placed_days(one.text)
        if day.month and (iso := _iso(day, own)) and not _is_bound(one.text[:start], rules)
    ]


def told_on(one: Evidence) -> str:
    """The day of the words: that of their section, where its heading gives one, else the document's."""
    headed = [day.iso for day in days(one.passage.heading) if day.year and day.month and day.day]
    return headed[0] if len(headed) == 1 else one.source.date


def _iso(day: Day, own: str) -> str:
    """The date; where its year is not told, that nearest to the document's day."""
    if day.year:
        return day.iso
    if len(own) < _FULL:
        return ""
    base = date.fromisoformat(own)
    try:
        years = [date(base.year + step, day.month, day.day or 1) for step in (-1, 0, 1)]
    except ValueError:
        return ""
    nearest = min(years, key=lambda one: abs((one - base).days))
    if abs((nearest - base).days) > _HALF_A_YEAR:
        return ""
    return nearest.isoformat() if day.day else nearest.isoformat()[:7]


def _is_past(iso: str, own: str) -> bool:
    return not own or iso[: len(own)] <= own[: len(iso)]


def _is_bound(before: str, rules: Rules) -> bool:
    return rules["events"].of("bound").find(before[-_BEFORE:]) is not None


def _is_instrument(one: Evidence, rules: Rules) -> bool:
    return opening_reference(one.source.title, rules) is not None


def _recounts(text: str) -> bool:
    """Whether a sentence opens with what an earlier day or document did: “In Order 5 of 3 May, I …”."""
    opening = text.lstrip("([0123456789abcdef) ")
    return opening.startswith(("In ", "On ", "With ", "By ", "El ", "En "))
