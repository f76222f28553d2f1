"""What files say of themselves, under the many names they use for it, as one `Metadata`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime

from ingest.load.builder import one_line
from ingest.types import Metadata

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?![\d/.])")
_WRITTEN = (
    "%B %d, %Y",
    "%b %d, %Y",
    "%b. %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%m/%d/%Y",
    "%Y/%m/%d",
    "%Y%m%d",
    "%B %Y",
    "%d.%m.%Y",
)
# A day of the week, and the ending of an ordinal: “Friday 21st March 2025”.
_ASIDE = re.compile(
    r"^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )|(?<=\d)(?:st|nd|rd|th)(?= )", re.IGNORECASE
)
_PDF = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


def iso_date(value: object) -> str:
    """`value` (a date, or text in ISO, PDF or a common written form) as YYYY-MM-DD, YYYY-MM or YYYY; empty
    when it is none of them."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = _ASIDE.sub("", one_line(str(value or "")))
    match = _ISO.match(text) or _PDF.match(text)
    if match and not re.fullmatch(r"\d{8}", text.split()[0]):
        return _checked(*match.groups())
    for form in _WRITTEN:
        try:
            found = datetime.strptime(text, form)
        except ValueError:
            continue
        return found.strftime("%Y-%m" if "%d" not in form else "%Y-%m-%d")
    return ""


def _checked(year: str, month: str | None, day: str | None) -> str:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return year
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def metadata(values: Mapping[str, object]) -> Metadata:
    """The known keys of `values` as metadata; a list becomes names joined by "; ", the date becomes ISO, a
    relative URL is left out."""
    url = _text(values.get("url"))
    return Metadata(
        slug=_text(values.get("slug")),
        title=_text(values.get("title")),
        publisher=_text(values.get("publisher")),
        author=_text(values.get("author")),
        date=iso_date(values.get("date")),
        kind=_text(values.get("kind")),
        url=url if re.match(r"https?://", url) else "",
        number=_text(values.get("number")),
        stage=_text(values.get("stage")),
        status=_text(values.get("status")),
        version=iso_date(values.get("version")),
        language=_text(values.get("language")),
        jurisdiction=_text(values.get("jurisdiction")),
    )


def merge(*layers: Metadata) -> Metadata:
    """The first non-empty value of each field, in the layers' order."""
    values = {
        field.name: next((value for layer in layers if (value := getattr(layer, field.name))), "")
        for field in fields(Metadata)
    }
    return Metadata(**values)


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(_text, value)))
    return "" if value is None else one_line(str(value))
