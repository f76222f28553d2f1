"""Of which time documents are wanted: “from July 2025 onwards”, “between March and May 2025”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.lexicon.dates import Day, days
from assistant.lexicon.rules import Rules
from assistant.query.period import ANY_TIME, Period, asked_period
from ingest.types import Source

_ONWARDS = re.compile(r"\s*(?:onwards?|on\b(?!\s+\w)|forward|to (?:date|now|today)|until now)", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|starting(?: in| from| on)?|beginning(?: in| on)?|as of)\s+$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:to|and|until|till|through|[–—-])\s*$", re.IGNORECASE)
_OF = re.compile(r"\b(?:(?:dated|published|issued|of|in|from|during|for|on)\s+)+(?:the\s+)?$", re.IGNORECASE)


def dated(words: str, sources: Sequence[Source], rules: Rules) -> tuple[Period, str]:
    """The period of which documents are wanted, and the words without it; any time, where no date bounds one
    and no event that the titles of the sources tell of."""
    found = days(words)
    if not found:
        return asked_period(words, sources, rules), words
    newest = max((one.date for one in sources), default="")
    period, rest, last = ANY_TIME, list[str](), 0
    is_open = False  # the day before began a span that this one may end
    for day in found:
        start = words.index(day.text, last)
        before, after = words[last:start], words[start + len(day.text) :]
        first, until = _span(day, newest)
        onwards = _ONWARDS.match(after)
        if is_open and _TO.fullmatch(before):
            side, cut = "until", len(before)
            is_open = False
        else:
            side, cut = _side(before, rules, onwards=onwards is not None)
            is_open = side in ("between", "of")
            side = "since" if side == "between" else side
        period = _within(period, _bounded(side, first, until, spans=_begins_span(after, found, day)))
        rest.append(before[: len(before) - cut])
        last = start + len(day.text) + (onwards.end() if onwards and side == "since" else 0)
    return period, " ".join((*rest, words[last:]))


def _begins_span(after: str, found: Sequence[Day], day: Day) -> bool:
    """Whether another day follows to which the span goes that this one begins."""
    later = found[found.index(day) + 1 :]
    return bool(later) and bool(_TO.fullmatch(after[: after.find(later[0].text)]))


def _side(before: str, rules: Rules, *, onwards: bool) -> tuple[str, int]:
    """On which side of a date the documents are, and how many characters before it say so."""
    for row in rules["bounds"].of("before", "until", "since", "after").rows:
        spaced = before.lower().rstrip()
        if told := row.match_until(spaced, len(spaced)):
            return row.value, len(before) - told.start()
    if told := _BETWEEN.search(before):
        return "between", len(before) - told.start()
    if onwards:
        told = _FROM.search(before)
        return "since", len(before) - told.start() if told else 0
    told = _OF.search(before)
    return "of", len(before) - told.start() if told else 0


def _bounded(side: str, first: date, last: date, *, spans: bool) -> Period:
    one = timedelta(days=1)
    match side:
        case "before":
            return Period(until=(first - one).isoformat())
        case "until":
            return Period(until=last.isoformat())
        case "after":
            return Period(since=(last + one).isoformat())
        case "since":
            return Period(since=first.isoformat())
        case _:
            return Period(since=first.isoformat(), until="" if spans else last.isoformat())


def _within(one: Period, other: Period) -> Period:
    until = min(filter(None, (one.until, other.until)), default="")
    return Period(max(one.since, other.since), until)


def _span(day: Day, newest: str) -> tuple[date, date]:
    """The first and the last day that a date may mean; of no year, the last before the newest document."""
    year = day.year
    if not year:
        year = int(newest[:4] or date.today().year)
        if newest and (day.month, day.day) > (int(newest[5:7] or 12), int(newest[8:10] or 31)):
            year -= 1
    if not day.month:
        return date(year, 1, 1), date(year, 12, 31)
    first = date(year, day.month, 1)
    if day.day:
        only = first + timedelta(days=day.day - 1)
        return only, only
    return first, date(year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)
