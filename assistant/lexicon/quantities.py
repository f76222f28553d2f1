"""Numbers, amounts, percentages and dates as values: “$10bn” is “10 billion dollars”, “Feb. 20” is within “20
February 2025”."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

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
_DATE = re.compile(
    rf"\b(?P<iy>{_YEAR})-(?P<im>\d\d)(?:-(?P<id>\d\d))?\b"
    rf"|\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th|º)?(?: of| de)? (?P<m1>{_MONTH})\b\.?(?:,?(?: of| de| del)?"
    rf" (?P<y1>{_YEAR})\b)?"
    rf"|\b(?P<m2>{_MONTH})\b\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d|\.\d| ?%)(?:,? (?P<y2>{_YEAR})\b)?"
    rf"|\b(?P<m3>{_MONTH})\b\.?,?(?: of| de)? (?P<y3>{_YEAR})\b"
    rf"|\b(?P<y4>{_YEAR})\b(?![,.]\d|%| ?U\.S\.C)"
    rf"|\b(?P<m5>January|February|March|April|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)
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
    rf"(?:[\s-]{{0,2}}(?P<scale>(?:{_SCALE})(?:[\s-](?:{_SCALE}))?)\b)?(?:(?:[\s-]|\s?(?=%))(?P<unit>{_UNIT})(?!\w))?",
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
_RANGE = re.compile(r"\s*(?:to|and|or|a|y|-|–)\s*$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: `$`, `%`, `day`, `th` (an ordinal), or nothing for a count. `bound` is `>`,
    `<`, `~` or nothing."""

    value: float
    unit: str
    bound: str
    text: str


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
    return [_day(found) for found in _DATE.finditer(text)]


def _day(found: re.Match[str]) -> Day:
    part = found.groupdict()
    year = int(part["iy"] or part["y1"] or part["y2"] or part["y3"] or part["y4"] or 0)
    named = part["m1"] or part["m2"] or part["m3"] or part["m5"]
    month = _MONTHS[named.lower()] if named else int(part["im"] or 0)
    return Day(year, month, int(part["id"] or part["d1"] or part["d2"] or 0), found.group())


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text that are not part of a date."""
    text = _DATE.sub(lambda found: " " * len(found.group()), text)
    matches = [(match, one) for match in _QUANTITY.finditer(text) if (one := _quantity(match, text))]
    found = [one for _, one in matches]
    for position in range(len(matches) - 1):  # “from 25 to 35 percent”: the first has the unit of the second
        between = text[matches[position][0].end() : matches[position + 1][0].start()]
        if not found[position].unit and _RANGE.fullmatch(between or " to "):
            found[position] = replace(found[position], unit=found[position + 1].unit)
    found += [
        Quantity(_ORDINALS[one.group().lower()], "th", "", one.group()) for one in _ORDINAL.finditer(text)
    ]
    return found + [
        Quantity(_FRACTIONS[one.group().lower()] * 100, "%", _bound(text[: one.start()]), one.group())
        for one in _FRACTION.finditer(text)
    ]


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


def lacking_quantities(claim: str, evidence: str) -> list[str]:
    """The numbers of the claim that the evidence does not have with the same unit, as the claim writes
    them."""
    there = quantities(evidence)
    digits = set(re.findall(r"(?<![\d,.])\d+(?!,?\d)", evidence))
    return [one.text for one in quantities(claim) if not _is_there(one, there, digits)]


def _is_there(one: Quantity, there: Sequence[Quantity], digits: Collection[str]) -> bool:
    if one.text.lower() in ("one", "uno", "una", "first"):  # articles and connectives more often than numbers
        return True
    if any(_same(one, other) for other in there):
        return True
    # The number of a section, an order or a law, which may be written together with letters: "14157",
    # "1189(a)", "Title 18".
    alike = [other for other in there if abs(one.value - other.value) < 1e-9]
    return one.unit in ("", "th") and not alike and one.value.is_integer() and str(int(one.value)) in digits


def _same(one: Quantity, other: Quantity) -> bool:
    """Whether the evidence's number is the claim's: the same, or what the claim rounds, up where it says
    “more than”, down for “nearly”."""
    if one.unit != other.unit or one.bound + other.bound in ("><", "<>"):
        return False
    off = other.value - one.value
    if abs(off) <= 1e-6 * max(1.0, abs(other.value)):
        return True
    step = _last_place(one.value)
    return {">": 0 < off < step, "<": -step < off < 0, "~": abs(off) <= step / 2}.get(one.bound, False)


def _last_place(value: float) -> float:
    """What the last digit of a rounded number that is not 0 counts: 1,000 for 107,000."""
    digits = f"{value:.12g}"
    if "e" in digits or "." in digits:
        return 10.0 ** -len(digits.partition(".")[2]) if "." in digits else value / 10
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def lacking_days(claim: str, evidence: str, also: Sequence[str] = ()) -> list[str]:
    """The dates of the claim that neither the evidence nor one of the ISO dates `also` (of the documents
    cited) has."""
    there = [*days(evidence), *(day for text in also for day in days(text))]
    known_years = {other.year for other in there}
    lacking = []
    for one in days(claim):
        whole = any(one.within(other) for other in there)
        # A day and month that the text names, in the year of the document that names it.
        dated = one.year in known_years and any(
            replace_year(one).within(other) for other in there if not other.year
        )
        if not whole and not (dated and one.month):
            lacking.append(one.text)
    return lacking


def replace_year(one: Day) -> Day:
    """The same day of any year."""
    return Day(0, one.month, one.day, one.text)
