"""When what a text gives a time to is over: a day that it bounds something by, or the last of so many days,
weeks, months or years whose first day it gives, too. No more is read than can be counted from its words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.lexicon.dates import Day, placed_days, readable_date
from assistant.lexicon.quantities import Quantity, quantity_places
from assistant.lexicon.rules import Rules

_BEFORE = 40  # characters before a day or a length that say what it is
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_LONGEST = 400  # of a unit: more is another figure
_LENGTH = re.compile(r"\s*\S+\s+\S+\s*")  # “150 days”: the figure and its unit, and nothing around them


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last day of something, in ISO form, and whether it is one by which something is due. `length`
    (“150 days”) and the day `since` that they are counted from are given where it was counted."""

    iso: str
    is_due: bool = False
    length: str = ""
    since: str = ""

    @property
    def told(self) -> str:
        """That it is over, without a mark at the end."""
        if self.length:
            return f"The {self.length} from {readable_date(self.since)} ended on {readable_date(self.iso)}"
        return f"{'Deadline ' if self.is_due else ''}{readable_date(self.iso)} has passed"


def over(text: str, own_day: str, today: str, rules: Rules) -> list[Expiry]:
    """What a text of a document of that day gives an end that was to come then, and is over today; in
    order."""
    return [one for one in expiries(text, own_day, rules) if own_day and own_day < one.iso < today]


def expiries(text: str, own_day: str, rules: Rules) -> list[Expiry]:
    """The days with which something in a text ends, in order. `own_day` is its document's, for what counts
    from that; a day that is not told in full ends nothing."""
    found = [
        Expiry(day.iso, rules["expiry"].of("due").find(before) is not None)
        for start, day in _full_days(text)
        if _bounds(before := text[max(0, start - _BEFORE) : start], rules)
    ]
    found += [one for place in quantity_places(text) if (one := _counted(text, place, own_day, rules))]
    return sorted(dict.fromkeys(found), key=lambda one: one.iso)


def _full_days(text: str) -> Iterator[tuple[int, Day]]:
    return ((start, day) for start, day in placed_days(text) if day.year and day.month and day.day)


def _bounds(before: str, rules: Rules) -> bool:
    return bool(rules["events"].of("bound").find(before) or rules["expiry"].of("due").find(before))


def _counted(text: str, place: tuple[int, int, Quantity], own_day: str, rules: Rules) -> Expiry | None:
    """The last day of a length of time that stands beside its first day; None where it does not."""
    start, end, length = place
    told, signs = text[start:end].strip(), rules["expiry"]
    if length.unit not in _DAYS | _MONTHS or not 0 < length.value <= _LONGEST or length.value % 1:
        return None
    if not _LENGTH.fullmatch(told):
        return None
    within = signs.of("within").find(text[max(0, start - _BEFORE) : start]) is not None
    for at, day in _full_days(text):
        after = at + len(day.text)
        starts = signs.of("starts").find(text[max(0, at - _BEFORE) : at])
        if after <= start and starts and signs.of("lasts").covers(text[after:start]):
            return _expiry(length, day.iso, is_first=True, is_due=False)
        if at >= end and (joined := _joined(text[end:at], rules)):
            return _expiry(length, day.iso, is_first=joined == "from" and not within, is_due=within)
    own = signs.of("own-day").find(text[end:])
    if own and own_day and (joined := _joined(text[end : end + own.start()], rules)):
        return _expiry(length, own_day, is_first=joined == "from" and not within, is_due=within)
    return None


def _joined(between: str, rules: Rules) -> str:
    """How a length is joined to the day after it; empty where it is not."""
    return next((one for one in ("from", "after") if rules["expiry"].of(one).covers(between)), "")


def _expiry(length: Quantity, since: str, *, is_first: bool, is_due: bool) -> Expiry | None:
    """The last day of so long a time; `is_first` says that its day is the first of it."""
    count, unit = int(length.value), length.unit
    try:
        first = date.fromisoformat(since)
        after = _later(first, count, unit)
    except (ValueError, OverflowError):
        return None
    is_whole = unit in _DAYS or after.day == first.day  # else the month is shorter, and its last day the last
    last = after - timedelta(days=1) if is_first and is_whole else after
    return Expiry(last.isoformat(), is_due, f"{count} {unit}{'s' if count != 1 else ''}", since)


def _later(day: date, count: int, unit: str) -> date:
    """So much later; of a month that has no such day, its last."""
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
