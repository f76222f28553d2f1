"""What a question says of time: which documents it wants by their date, and whether it wants the latest state
of things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.lexicon.dates import MONTH, MONTHS, readable_date
from assistant.lexicon.rules import Rules
from ingest.gloss import in_english
from ingest.types import EVERYTHING, Restriction, Source

_DATE = (
    rf"(?:(?P<day>\d{{1,2}}) )?(?:(?P<month>{MONTH})(?: (?P<day_after>\d{{1,2}}),?)? (?:of"
    r" )?)?(?P<year>(?:19|20)\d\d)"
)
# The sides of a date that is the period itself: what happened in a year later documents tell too.
_THEN = ("in", "of")
_AT_A_DATE = re.compile(rf"\s+(?:of )?(?:the )?{_DATE}\b")
_AT_AN_EVENT = re.compile(
    r"\s+(?:of )?the\s+(?P<event>[a-z]+(?: [a-z]+)?)"
    r"(?=\W*$|\W+(?:did|was|were|is|are|in|on|of|by|what|who|and)\b|,)"
)
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})\b"
    rf"|\b(?P<month_first>{MONTH}) (?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\b"
    r"|\b\d{4}-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)\b"
)


def days_named(text: str) -> frozenset[str]:
    """The days that a text names, whatever their year, as `20 February`."""
    found = set()
    for day in _DAY.finditer(text):
        month = day["month"] or day["month_first"] or MONTHS[(int(day["iso_month"]) - 1) % len(MONTHS)]
        found.add(f"{int(day['day'] or day['day_after'] or day['iso_day'])} {month}")
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Period:
    """Days, as ISO dates; an empty bound is open. `said` is whether the question wants what was said then, so
    that no other document will do."""

    since: str = ""
    until: str = ""
    said: bool = False

    def holds(self, day: str) -> bool:
        """Whether a document of that date (or of that month, or year) is of the period."""
        return (
            bool(day)
            and (not self.since or day >= self.since[: len(day)])
            and (not self.until or day <= self.until)
        )

    @property
    def restriction(self) -> Restriction:
        """The documents of the period."""
        return Restriction(since=self.since, until=self.until)

    @property
    def asked(self) -> Restriction:
        """The documents of the period, where what was said then is wanted; else all."""
        return self.restriction if self.said else EVERYTHING

    @property
    def words(self) -> str:
        """The period for the reader; empty for any time."""
        bounds = [
            f"{name} {readable_date(day)}"
            for name, day in (("from", self.since), ("until", self.until))
            if day
        ]
        return f"documents {' '.join(bounds)}" if bounds else ""


ANY_TIME = Period()


def wants_latest(question: str, rules: Rules) -> bool:
    """Whether a question asks how things stand now."""
    return rules["period"].of("latest").find(in_english(question)) is not None


def without_period(question: str, rules: Rules) -> str:
    """The question without a date that bounds a period: a document of that time need not name it."""
    parts, last = [], 0
    for bound in _bounds(question, _AT_A_DATE, rules):
        if bound.side in _THEN:
            continue
        parts.append(question[last : bound.start])
        last = bound.named.end()
    return "".join((*parts, question[last:]))


def asked_period(question: str, sources: Sequence[Source], rules: Rules) -> Period:
    """The period that a question plainly names, by a date or by an event of which the titles of the sources
    tell with one date; any time where none of the sources is of it."""
    english = in_english(question)
    period = _bounded(english, sources, rules)
    if period == ANY_TIME or not any(period.holds(source.date) for source in sources):
        return ANY_TIME
    return period


@dataclass(frozen=True, slots=True)
class _Bound:
    """A bound of a period in a question: on which side it is, where it begins, and the date or event."""

    side: str
    start: int
    named: re.Match[str]


def _bounds(question: str, what: re.Pattern[str], rules: Rules) -> Iterator[_Bound]:
    """The bounds that a date or an event follows, in order."""
    for row, found in rules["bounds"].matches(question):
        if named := what.match(question, found.end()):
            yield _Bound(row.value, found.start(), named)


def _bounded(question: str, sources: Sequence[Source], rules: Rules) -> Period:
    said = rules["period"].of("said").find(question) is not None
    dated = list(_bounds(question, _AT_A_DATE, rules))
    if bounds := [one for one in dated if one.side not in _THEN]:
        periods = [_period(one.side, *_days(one.named)) for one in bounds]
        since = max(one.since for one in periods)
        until = min((one.until for one in periods if one.until), default="")
        return Period(since, until, said) if not until or since <= until else replace(periods[0], said=said)
    said_then = rules["period"].of("said then").find(question) is not None
    if dated and (dated[0].named["month"] or said_then):
        first, last = _days(dated[0].named)
        return Period(first.isoformat(), last.isoformat(), said_then and dated[0].side == "in")
    event = next((one for one in _bounds(question, _AT_AN_EVENT, rules) if one.side not in _THEN), None)
    if event is None:
        return ANY_TIME
    days = {source.date for source in sources if _tells_of(source, event.named["event"])}
    if len(days) == 1 and len(day := days.pop()) == 10:
        bounded = _period(event.side, date.fromisoformat(day), date.fromisoformat(day))
        return replace(bounded, said=said)
    return ANY_TIME


def _tells_of(source: Source, event: str) -> bool:
    words = re.findall(r"\w+", f"{in_english(source.title)} {source.slug}".lower())
    return all(any(word[:5] == wanted[:5] for word in words) for wanted in event.split())


def _days(dated: re.Match[str]) -> tuple[date, date]:
    """The first and the last day that a date may mean."""
    year, day = int(dated["year"]), int(dated["day"] or dated["day_after"] or 0)
    if not dated["month"]:
        return date(year, 1, 1), date(year, 12, 31)
    month = MONTHS.index(dated["month"]) + 1
    if day:
        first = date(year, month, 1) + timedelta(days=day - 1)
        return first, first
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _period(side: str, first: date, last: date) -> Period:
    one = timedelta(days=1)
    if side in ("before", "until"):
        return Period(until=(first - one if side == "before" else last).isoformat())
    return Period(since=(last + one if side == "after" else first).isoformat())
