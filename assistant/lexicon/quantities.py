"""Numbers, amounts, percentages and dates as values: “$10bn” is “10 billion dollars”, “Feb. 20” is within “20
February 2025”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.lexicon.dates import without_dates

_WORDS = {
    word: value
    for value, words in enumerate(
        "zero|one uno una|two dos|three tres|four cuatro|five cinco|six seis|seven siete|eight ocho|nine"
        " nueve|ten diez|eleven once|twelve doce|thirteen trece|fourteen catorce|fifteen"
        " quince|sixteen|seventeen|eighteen|nineteen|twenty veinte".split("|")
    )
    for word in words.split()
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "treinta": 30,
    "cuarenta": 40,
    "cincuenta": 50,
}
_SCALES = {
    word: value
    for value, words in {
        12.0: "dozen dozens",
        1e2: "hundred hundreds cien",
        1e3: "thousand thousands k mil",
        1e6: "million millions mn m millón millones",
        1e9: "billion billions bn b",
        1e12: "trillion trillions tn",
    }.items()
    for word in words.split()
}
_ORDINALS = {
    word: float(value)
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
_FRACTIONS = {
    "half": 0.5,
    "mitad": 0.5,
    "one-third": 1 / 3,
    "a third": 1 / 3,
    "one third": 1 / 3,
    "two-thirds": 2 / 3,
    "two thirds": 2 / 3,
    "a quarter": 0.25,
    "one-quarter": 0.25,
    "one quarter": 0.25,
    "three-quarters": 0.75,
    "three quarters": 0.75,
}
_UNITS = {
    "%": "%",
    "percent": "%",
    "per cent": "%",
    "percentage point": "%",
    "percentage points": "%",
    "por ciento": "%",
    "pct": "%",
    "dollar": "$",
    "dollars": "$",
    "usd": "$",
    "dólares": "$",
    "peso": "peso",
    "pesos": "peso",
    "euro": "€",
    "euros": "€",
    **{
        word: unit
        for unit in "day week month year hour minute mile pound ton gram acre".split()
        for word in (unit, unit + "s")
    },
    "días": "day",
    "semanas": "week",
    "meses": "month",
    "años": "year",
    "horas": "hour",
    "libras": "pound",
    "toneladas": "ton",
    "kilograms": "kg",
    "kilogram": "kg",
    "kilos": "kg",
    "kg": "kg",
    "kilometers": "km",
    "kilometres": "km",
    "km": "km",
    "tonnes": "ton",
    "lbs": "pound",
    "metric tons": "ton",
    "milligrams": "mg",
    "mg": "mg",
}
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_SPELLED = "|".join(sorted(_WORDS, key=len, reverse=True))
_CURRENCY = r"(?:US)?\$|€|£"
_QUANTITY = re.compile(
    rf"(?P<currency>{_CURRENCY}|\bUSD"
    r" )?\s?(?:(?<![\w.,])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<ordinal>st|nd|rd|th)?"
    rf"|\b(?P<tens>(?:{_SPELLED}))(?:[- ](?P<ones>(?:{_SPELLED})))?\b"
    rf"|\b(?P<bare>a (?={_SCALE})|(?=(?:hundreds?|thousands?|millions?|billions?|dozens?)\b)))"
    rf"(?:[\s-]{{0,2}}(?P<scale>(?:{_SCALE})(?:[\s-](?:{_SCALE}))?)\b)?"
    rf"(?:(?:[\s-]|\s?(?=%))(?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_FRACTION = re.compile(rf"\b(?:{'|'.join(_FRACTIONS)})\b", re.IGNORECASE)
_MORE = re.compile(
    r"(?:(?<!no )(?<!not )\bmore than|\bover|\bat least|\bupwards? of|\bexceed\w*|"
    r"\b(?:no|not) (?:less|fewer) than|\ba minimum of|\babove|\bmás de)\W*$",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"(?:(?<!no )(?<!not )\b(?:less|fewer) than|\bunder|\bat most|\bup to|"
    r"\b(?:no|not) more than|\ba maximum of|\bbelow|\bnearly|\balmost|\bmenos de|\bcasi)\W*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|some|an estimated|close to|cerca de|unos|unas)\W*$",
    re.IGNORECASE,
)
_SMALL = 1000  # “2,300 and 4 million” are two numbers as they stand
_RANGE = re.compile(r"\s*(?:to|and|or|a|y|-|–)\s*$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: `$`, `%`, `day`, `th` (an ordinal), or nothing for a count. `bound` is `>`,
    `<`, `~` or nothing."""

    value: float
    unit: str
    bound: str
    text: str


def quantity_places(text: str) -> list[tuple[int, int, Quantity]]:
    """The numbers of a text that are no part of a date, with the places where they stand, in order; without
    those in words of order (“first”)."""
    text = without_dates(text)
    found = [
        (match.start() + len(match.group()) - len(match.group().lstrip()), match.end(), one)
        for match in _QUANTITY.finditer(text)
        if (one := _quantity(match, text))
    ]
    found += [
        (one.start(), one.end(), Quantity(_FRACTIONS[one.group().lower()] * 100, "%", "", one.group()))
        for one in _FRACTION.finditer(text)
    ]
    return sorted(found, key=lambda place: place[:2])


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text that are not part of a date."""
    text = without_dates(text)
    matches = [(match, one) for match in _QUANTITY.finditer(text) if (one := _quantity(match, text))]
    found = [one for _, one in matches]
    for position in range(len(matches) - 1):  # “from 25 to 35 percent”: the first has the unit of the second
        between = text[matches[position][0].end() : matches[position + 1][0].start()]
        if not found[position].unit and _RANGE.fullmatch(between or " to "):
            found[position] = replace(found[position], unit=found[position + 1].unit)
        found[position] = _scaled(matches[position][0], matches[position + 1][0], found[position], between)
    found += [
        Quantity(_ORDINALS[one.group().lower()], "th", "", one.group()) for one in _ORDINAL.finditer(text)
    ]
    return found + [
        Quantity(_FRACTIONS[one.group().lower()] * 100, "%", _bound(text[: one.start()]), one.group())
        for one in _FRACTION.finditer(text)
    ]


def _scaled(match: re.Match[str], after: re.Match[str], one: Quantity, between: str) -> Quantity:
    """“$7 and $4 billion”: the first has the scale of the second."""
    scales = re.findall(rf"\b(?:{_SCALE})\b", after["scale"] or "", re.IGNORECASE)
    shared = scales and not match["scale"] and match["digits"] and _RANGE.fullmatch(between)
    if not shared or match["currency"] != after["currency"] or one.value >= _SMALL:
        return one
    value = one.value
    for scale in scales:
        value *= _SCALES[scale.lower()]
    return replace(one, value=value)


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    told = match.group().strip()
    if not told or not (match["digits"] or match["tens"] or match["scale"]):
        return None
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
    elif match["tens"]:
        value = float(_WORDS[match["tens"].lower()] + (_WORDS[match["ones"].lower()] if match["ones"] else 0))
    else:
        value = 1.0
    for scale in re.findall(rf"\b(?:{_SCALE})\b", match["scale"] or "", re.IGNORECASE):
        if len(scale) > 1 or match["currency"]:  # “$10b” is an amount, “2339B” a section
            value *= _SCALES[scale.lower()]
    unit = _UNITS[match["unit"].lower()] if match["unit"] else "th" if match["ordinal"] else ""
    if match["currency"]:
        unit = match["currency"].strip().upper().replace("US$", "$").replace("USD", "$")
    if unit == "week":
        value, unit = 7 * value, "day"
    return Quantity(value, unit, _bound(text[: match.start()]), told)


def _bound(before: str) -> str:
    near = before[-24:]
    return ">" if _MORE.search(near) else "<" if _LESS.search(near) else "~" if _ABOUT.search(near) else ""
