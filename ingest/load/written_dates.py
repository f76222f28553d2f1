"""Dates as acts and gazettes write them, in the languages of Europe and the Americas."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

# The months by the letters that tell them apart, in English, French, Spanish, Portuguese, Italian, Catalan,
# Romanian, German, Dutch, the Scandinavian and Baltic languages, Finnish, Polish, Czech, Slovak and Irish.
_MONTHS: tuple[str, ...] = (
    "jan gen ene ian led styc saus tammi eanair",
    "feb fev fee febr helm luty lut unor vasari veebr",
    "mar mär maa mrt brez kov marz",
    "apr avr abr kwi dub bal huhti aib aprill",
    "may mai maj mag maig mei kvet geg touko beal",
    "jun jui.n giu czer cerven birz kesa meith juin",
    "jul juil lug lip lie heina iuil jui.l cervenec",
    "aug ago aou sie srp rugp elo lun",
    "sep set wrz zar rugs syys mean",
    "oct okt ott paz rij spal loka deir out",
    "nov noi lis lapkr marras samh",
    "dec dez dic des gru pros gruod joulu nollaig",
)
_EXACT = {
    "leden": 1,
    "ledna": 1,
    "ianuarie": 1,
    "gener": 1,
    "gennaio": 1,
    "iunie": 6,
    "iulie": 7,
    "junho": 6,
    "julho": 7,
    "juny": 6,
    "juliol": 7,
    "juin": 6,
    "juillet": 7,
    "giugno": 6,
    "luglio": 7,
    "czerwca": 6,
    "lipca": 7,
    "cervna": 6,
    "cervence": 7,
    "maja": 5,
    "marca": 3,
    "martie": 3,
    "maijs": 5,
    "maija": 5,
    "marts": 3,
    "listopada": 11,
    "lipna": 7,
    "august": 8,
    "augusta": 8,
    "augusts": 8,
    "rijna": 10,
    "pazdziernika": 10,
    "kvetna": 5,
    "unora": 2,
    "brezna": 3,
    "dubna": 4,
    "srpna": 8,
    "zari": 9,
    "prosince": 12,
    "outubro": 10,
    "maio": 5,
    "marzo": 3,
    "maggio": 5,
    "maart": 3,
    "mei": 5,
    "maaliskuuta": 3,
    "marraskuuta": 11,
    "meitheamh": 6,
}
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|re|[.ºo°])?"
_NAME = r"(?P<month>[^\W\d_]{3,12})\.?"
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)"
_FORMS = (
    re.compile(
        rf"\b{_DAY}\s*(?:de\s+|d['’]|of\s+|day of\s+)?{_NAME},?\s*(?:de\s+|del\s+|l['’]any\s+)?{_YEAR}\b",
        re.I,
    ),
    re.compile(rf"\b{_NAME}\s+{_DAY},?\s+{_YEAR}\b", re.I),
    re.compile(rf"\b{_YEAR}\s*\.?\s*(?:gada?|m\.)\s*{_DAY}\s*\.?\s*{_NAME}", re.I),
    re.compile(r"\b(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<year>(?:1[6-9]|20)\d\d)\b"),
    re.compile(r"\b(?P<year>(?:1[6-9]|20)\d\d)[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})\b"),
)


def written_date(text: str) -> str:
    """The first day that is written out in `text`, in ISO; empty where there is none. Figures alone are read
    day before month."""
    found: tuple[int, str] | None = None
    for form in _FORMS:
        for match in form.finditer(text):
            value = _iso(match["year"], match["month"], match["day"])
            if value and (found is None or match.start() < found[0]):
                found = match.start(), value
            if value:
                break
    return found[1] if found else ""


def _iso(year: str, month: str, day: str) -> str:
    number = int(month) if month.isdecimal() else month_of(month)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return ""


def month_of(name: str) -> int:
    """The number of a month by its name in any of the languages, or 0."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(letter)
    ).replace("ł", "l")
    if plain in _EXACT:
        return _EXACT[plain]
    best = (0, 0)
    for number, stems in enumerate(_MONTHS, start=1):
        for stem in stems.split():
            if plain.startswith(stem) and len(stem) > best[0]:
                best = len(stem), number
    return best[1]
