"""Dates as far as a text tells them: “Feb. 20” is within “20 February 2025”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero",
            "february feb febrero",
            "march mar marzo",
            "april apr abril",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto",
            "september sept sep septiembre setiembre",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre",
        ),
        1,
    )
    for name in names.split()
}


_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))


_YEAR = r"(?:19|20)\d\d"


DATE = re.compile(
    rf"\b(?P<iy>{_YEAR})-(?P<im>\d\d)(?:-(?P<id>\d\d))?\b"
    rf"|\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th|º)?(?: of| de)? (?P<m1>{_MONTH})\b\.?(?:,?(?: of| de| del)?"
    rf" (?P<y1>{_YEAR})\b)?"
    rf"|\b(?P<m2>{_MONTH})\b\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d|\.\d| ?%)(?:,? (?P<y2>{_YEAR})\b)?"
    rf"|\b(?P<m3>{_MONTH})\b\.?,?(?: of| de)? (?P<y3>{_YEAR})\b"
    rf"|\b(?P<y4>{_YEAR})\b(?![,.]\d|%| ?U\.S\.C)"
    rf"|\b(?P<m5>January|February|March|April|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)


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
    return [_day(found) for found in DATE.finditer(text)]


def _day(found: re.Match[str]) -> Day:
    part = found.groupdict()
    year = int(part["iy"] or part["y1"] or part["y2"] or part["y3"] or part["y4"] or 0)
    named = part["m1"] or part["m2"] or part["m3"] or part["m5"]
    month = _MONTHS[named.lower()] if named else int(part["im"] or 0)
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
            return f"{day.day} {day:%B %Y}"
        return (
            f"{date(int(parts[0]), int(parts[1]), 1):%B %Y}"
            if len(parts) == 2
            else (iso if re.fullmatch(r"\d{4}", iso) else "")
        )
    except ValueError:
        return ""
