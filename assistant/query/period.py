"""What a question says of time: which documents it wants by their date, and whether it wants the latest state
of things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.lexicon.dates import readable_date
from ingest.gloss import in_english
from ingest.types import Restriction, Source

_MONTHS = "January February March April May June July August September October November December".split()
_DATE = (
    rf"(?:(?P<day>\d{{1,2}}) )?(?:(?P<month>{'|'.join(_MONTHS)})(?: (?P<day_after>\d{{1,2}}),?)? (?:of"
    r" )?)?(?P<year>(?:19|20)\d\d)"
)
_BOUND = r"\b(?P<bound>before|prior to|until|up to|by the end of|after|since)\s+(?:of )?"
_BOUNDED_BY_DATE = re.compile(rf"{_BOUND}(?:the )?{_DATE}\b")
_BOUNDED_BY_EVENT = re.compile(
    rf"{_BOUND}the\s+(?P<event>[a-z]+(?:"
    r" [a-z]+)?)(?=\W*$|\W+(?:did|was|were|is|are|in|on|of|by|what|who|and)\b|,)"
)
_UNTIL = ("before", "prior to", "until", "up to", "by the end of")
# Questions about what was said, and when; others ask about a time that later documents may tell of.
_SAID = re.compile(
    r"\b(?:say|said|says|announce\w*|publish\w*|issue[ds]?|write|wrote|written|report(?:ed|s)?|claim\w*|promise\w*|state[ds]?|sign(?:ed|s)?|argue\w*)\b"
)
_LATEST = re.compile(
    r"\b(?:now|currently|current|latest|most recent|newest|still|today|nowadays|at present|these days|so"
    r" far|to date)\b",
    re.IGNORECASE,
)


_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{'|'.join(_MONTHS)})\b"
    rf"|\b(?P<month_first>{'|'.join(_MONTHS)}) (?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\b"
    r"|\b\d{4}-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)\b"
)


def days_named(text: str) -> frozenset[str]:
    """The days that a text names, whatever their year, as `20 February`."""
    found = set()
    for day in _DAY.finditer(text):
        month = day["month"] or day["month_first"] or _MONTHS[(int(day["iso_month"]) - 1) % len(_MONTHS)]
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

    def within(self, restriction: Restriction) -> Restriction:
        """The restriction, narrowed to the period."""
        since, until = (
            max(self.since, restriction.since),
            min(filter(None, (self.until, restriction.until)), default=""),
        )
        return replace(restriction, since=since, until=until)

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


def wants_latest(question: str) -> bool:
    """Whether a question asks how things stand now."""
    return bool(_LATEST.search(in_english(question)))


def without_period(question: str) -> str:
    """The question without a date that bounds a period: a document of that time need not name it."""
    return _BOUNDED_BY_DATE.sub("", question)


def asked_period(question: str, sources: Sequence[Source]) -> Period:
    """The period that a question plainly names, by a date or by an event of which the titles of the sources
    tell with one date; any time where none of the sources is of it."""
    told = in_english(question)
    period = _bounded(told, sources)
    return period if any(period.holds(source.date) for source in sources) else ANY_TIME


def _bounded(question: str, sources: Sequence[Source]) -> Period:
    dated = _BOUNDED_BY_DATE.search(question)
    if dated:
        return _period(dated["bound"], *_days(dated), question)
    event = _BOUNDED_BY_EVENT.search(question)
    days = (
        {source.date for source in sources if event and _tells_of(source, event["event"])} if event else set()
    )
    if event and len(days) == 1 and len(day := days.pop()) == 10:
        return _period(event["bound"], date.fromisoformat(day), date.fromisoformat(day), question)
    return ANY_TIME


def _tells_of(source: Source, event: str) -> bool:
    words = re.findall(r"\w+", f"{in_english(source.title)} {source.slug}".lower())
    return all(any(word[:5] == wanted[:5] for word in words) for wanted in event.split())


def _days(dated: re.Match[str]) -> tuple[date, date]:
    """The first and the last day that a date may mean."""
    year, day = int(dated["year"]), int(dated["day"] or dated["day_after"] or 0)
    if not dated["month"]:
        return date(year, 1, 1), date(year, 12, 31)
    month = _MONTHS.index(dated["month"]) + 1
    if day:
        first = date(year, month, 1) + timedelta(days=day - 1)
        return first, first
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _period(bound: str, first: date, last: date, question: str) -> Period:
    said = bool(_SAID.search(question))
    one = timedelta(days=1)
    if bound in _UNTIL:
        return Period(until=(first - one if bound in ("before", "prior to") else last).isoformat(), said=said)
    return Period(since=(last + one if bound == "after" else first).isoformat(), said=said)
