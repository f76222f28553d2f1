"""Dates as far as a text tells them: “Feb. 20” is within “20 February 2025”."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
MONTH = "|".join(MONTHS)
"""The English names of the months, as an expression."""
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_LANGUAGES = ("en", "es", "fr", "de", "pt")
# Short forms are those of English: the Portuguese “set” and “out” are words of it.
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
_OTHER_FORMS = {"sept": 9, "setiembre": 9}
_YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is told: 0 is what is not."""

    year: int
    month: int
    day: int
    text: str

    @property
    def iso(self) -> str:
        """The date as ISO 8601, as far as it is told; empty without a year."""
        if not self.year:
            return ""
        return (
            f"{self.year}"
            + (f"-{self.month:02}" if self.month else "")
            + (f"-{self.day:02}" if self.month and self.day else "")
        )

    def within(self, other: Day) -> bool:
        """Whether the other date tells at least as much, and the same."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine in (0, theirs) for mine, theirs in pairs)


def days(text: str) -> list[Day]:
    """The dates that a text names."""
    return [_day(found) for found in _date().finditer(text)]


def placed_days(text: str) -> list[tuple[int, Day]]:
    """The dates that a text names, each with where it begins."""
    return [(found.start(), _day(found)) for found in _date().finditer(text)]


def without_dates(text: str) -> str:
    """The text with blanks in the places of its dates."""
    return _date().sub(lambda found: " " * len(found.group()), text)


@cache
def months() -> Mapping[str, int]:
    """The names of the months in small letters, in English, Spanish, French, German and Portuguese, with
    their number."""
    from babel import Locale

    wide = {
        name.lower(): number
        for language in _LANGUAGES
        for number, name in Locale(language).months["format"]["wide"].items()
    }
    return {name: number for number, name in enumerate(_SHORT.split(), 1)} | wide | _OTHER_FORMS


@cache
def _date() -> re.Pattern[str]:
    month = "|".join(sorted(months(), key=len, reverse=True))
    # “1. Februar 2025”: the point is an ordinal's only where a month and a year follow, and else may end a
    # sentence.
    ordinal = rf"(?:st|nd|rd|th|er|º|°|o\.?|\.(?= (?:{month}) {_YEAR}\b))?"
    return re.compile(
        rf"\b(?P<iy>{_YEAR})-(?P<im>0[1-9]|1[0-2])(?:-(?P<id>\d\d))?\b"
        rf"|\b(?P<d1>\d{{1,2}}){ordinal}(?: of| de)? (?P<m1>{month})\b\.?(?:,?(?: of| de| del)?"
        rf" (?P<y1>{_YEAR})\b)?"
        rf"|\b(?P<m2>{month})\b\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d|\.\d| ?%)"
        rf"(?:,? (?P<y2>{_YEAR})\b)?"
        rf"|\b(?P<m3>{month})\b\.?,?(?: of| de)? (?P<y3>{_YEAR})\b"
        rf"|\b(?P<y4>{_YEAR})\b(?![,.]\d|%| ?U\.S\.C)"
        rf"|\b(?P<m5>(?!May\b)(?:{MONTH}))\b",
        re.IGNORECASE,
    )


def _day(found: re.Match[str]) -> Day:
    part = found.groupdict()
    year = int(part["iy"] or part["y1"] or part["y2"] or part["y3"] or part["y4"] or 0)
    named = part["m1"] or part["m2"] or part["m3"] or part["m5"]
    month = months()[named.lower()] if named else int(part["im"] or 0)
    return Day(year, month, int(part["id"] or part["d1"] or part["d2"] or 0), found.group())


def replace_year(one: Day) -> Day:
    """The same day of any year."""
    return Day(0, one.month, one.day, one.text)


def readable_date(iso: str) -> str:
    """`2025-06-18` as `18 June 2025`, `2025-06` as `June 2025`, `2025` as itself; anything else as an empty
    string."""
    parts = iso.split("-")
    try:
        if len(parts) == 3:
            day = date.fromisoformat(iso)
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        if len(parts) == 2:
            month = date(int(parts[0]), int(parts[1]), 1)
            return f"{MONTHS[month.month - 1]} {month.year}"
    except ValueError:
        return ""
    return iso if re.fullmatch(r"\d{4}", iso) else ""
