"""Number formats of spreadsheets: a stored number as its reader sees it ("$2.5M", "12.5%", "Feb-25")."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

# The formats that a file names by number alone; the others are spelled out in it.
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0',
    6: '"$"#,##0',
    7: '"$"#,##0.00',
    8: '"$"#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    41: "#,##0;(#,##0)",
    42: '"$"#,##0;("$"#,##0)',
    43: "#,##0.00;(#,##0.00)",
    44: '"$"#,##0.00;("$"#,##0.00)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_BRACKET = re.compile(r"\[([^\]]*)\]")
_DATE = re.compile(r"y|d|m|h|s|AM/PM|A/P", re.IGNORECASE)
_TOKEN = re.compile(r"\[[hms]+\]|am/pm|a/p|y+|m+|d+|h+|s+(?:\.0+)?|.", re.IGNORECASE | re.DOTALL)
_DIGITS = re.compile(r"[0#?][0#?,.]*|\.[0#?]+")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?$")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[\d.]+)$")
_COMPARE = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MOST_DECIMALS = 30
_KEPT = 0xF0000  # private characters that stand for the words of a format while its signs are read


def shown(value: float, form: str, *, since_1904: bool = False) -> str:
    """A stored number in the words of its format; a format that cannot be read gives the number itself."""
    if not form or form.lower() in ("general", "standard", "@"):
        return plain(value)
    section, own_sign = _section(value, form)
    if _is_date(section):
        return _dated(value, section, since_1904)
    return _formatted(value, section, own_sign)


def plain(value: float) -> str:
    """A number without a format. Binary fractions are rounded at the fifteen digits that a spreadsheet
    keeps."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}"
    return text if "e" not in text else f"{Decimal(text):f}"


@lru_cache(maxsize=512)
def _sections(form: str) -> tuple[str, ...]:
    """The parts of a format for positive, negative and zero values, and text."""
    parts, quoted, start, at = [], False, 0, 0
    while at < len(form):
        sign = form[at]
        if sign == "\\":
            at += 1
        elif sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            parts.append(form[start:at])
            start = at + 1
        at += 1
    return (*parts, form[start:])


def _section(value: float, form: str) -> tuple[str, bool]:
    """The part of the format for `value`, and whether that part writes the sign by itself."""
    parts = _sections(form)
    conditions = [next(filter(None, map(_CONDITION.match, _BRACKET.findall(part))), None) for part in parts]
    if any(conditions):
        for part, condition in zip(parts, conditions, strict=True):
            if condition is None or _COMPARE[condition[1]](value, float(condition[2])):
                return part, False
        return parts[-1], False
    if value < 0 and len(parts) > 1:
        return parts[1], True
    if value == 0 and len(parts) > 2:
        return parts[2], True
    return parts[0], False


@lru_cache(maxsize=512)
def _is_date(section: str) -> bool:
    bare = _QUOTED.sub("", section)
    if re.search(r"\[[hms]+\]", bare, re.IGNORECASE):
        return True
    bare = re.sub(r"general|e[+-]", "", _BRACKET.sub("", bare), flags=re.IGNORECASE)
    return bool(_DATE.search(bare)) and not re.search(
        r"[#?]|0[0.,]*0", re.sub(r"s+\.0+", "", bare, flags=re.I)
    )


def _formatted(value: float, section: str, own_sign: bool) -> str:
    words: list[str] = []

    def keep(text: str) -> str:
        words.append(text)
        return chr(_KEPT + len(words) - 1)

    section = _QUOTED.sub(lambda m: keep(m[1] if m[1] is not None else m[2] or ""), section)
    section = _BRACKET.sub(
        lambda m: keep(currency[1]) if (currency := _CURRENCY.match(m[1])) else "", section
    )
    if re.search(r"general", section, re.IGNORECASE):
        body = re.sub("general", lambda _: plain(abs(value)), section, flags=re.IGNORECASE)
        sign = "-" if value < 0 and not own_sign else ""
        return sign + _words(body, words).strip()
    match = _DIGITS.search(section)
    if match is None:
        return _words(section.replace("@", plain(value)), words).strip()
    if re.search(r"e[+-]", section, re.IGNORECASE):
        whole = re.fullmatch(r"[0#?]+(?:\.([0#?]+))?E[+-]0+", section, re.IGNORECASE)
        return f"{value:.{len(whole[1] or '')}E}" if whole else plain(value)
    if "/" in section and re.search(r"[?#0]\D*/\D*[?#\d]", section):
        return plain(value)  # fractions: the decimal says the same
    if re.search(r"[0#?]", section[match.end() :]):
        return _in_groups(value, section, words, own_sign)
    pattern = match[0].replace(",.", ".")
    thousands = len(match[0]) - len(pattern) + len(pattern) - len(pattern.rstrip(","))
    scaled = Decimal(repr(float(value))) * 100 ** section.count("%") / Decimal(1000) ** thousands
    text = _rounded(abs(scaled), pattern.rstrip(","))
    minus = "-" if scaled < 0 and not own_sign and re.search(r"[1-9]", text) else ""
    rest = re.sub(r"[0#?]", "", section[match.end() :])
    return minus + _words(section[: match.start()] + text + rest, words).strip()


def _in_groups(value: float, section: str, words: list[str], own_sign: bool) -> str:
    """A number whose digits are set in groups, as those of telephones are ("(000) 000-0000")."""
    if "." in section or "%" in section or value != int(value):
        return plain(value)
    digits = list(str(abs(int(value))))
    filled: list[str] = []
    for number in reversed(range(len(section))):
        sign = section[number]
        if sign not in "0#?":
            filled.append("" if sign == "," else sign)
            continue
        own = digits.pop() if digits else "0" if sign == "0" else ""
        first = not any(other in "0#?" for other in section[:number])
        filled.append("".join(digits) + own if first else own)
    minus = "-" if value < 0 and not own_sign else ""
    return minus + _words("".join(reversed(filled)), words).strip()


def _rounded(value: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    fraction = re.sub(r"[^0#?]", "", fraction)[:_MOST_DECIMALS]
    step = Decimal(1).scaleb(-len(fraction))
    try:
        text = f"{value.quantize(step, rounding=ROUND_HALF_UP):f}"
    except ArithmeticError:
        text = f"{value:f}"
    digits, _, decimals = text.partition(".")
    optional = len(fraction) - len(fraction.rstrip("#?"))
    while optional and decimals.endswith("0"):
        decimals, optional = decimals[:-1], optional - 1
    digits = digits.zfill(whole.count("0")) if whole.count("0") > 1 else digits
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    return f"{digits}.{decimals}" if decimals else digits


def _words(text: str, words: list[str]) -> str:
    return " ".join(
        "".join(words[ord(sign) - _KEPT] if ord(sign) >= _KEPT else sign for sign in text).split()
    )


def _dated(value: float, section: str, since_1904: bool) -> str:
    words: list[str] = []

    def keep(text: str) -> str:
        words.append(text)
        return chr(_KEPT + len(words) - 1)

    section = _QUOTED.sub(lambda m: keep(m[1] if m[1] is not None else m[2] or ""), section)
    section = re.sub(r"\[(?![hms]+\])[^\]]*\]", "", section, flags=re.IGNORECASE).rstrip("@;")
    moment = moment_of(value, since_1904=since_1904)
    if moment is None:
        return plain(value)
    tokens = _TOKEN.findall(section)
    if _is_numeric_date(tokens):
        return _iso(moment, tokens)
    halves = any(token.lower() in ("am/pm", "a/p") for token in tokens)
    parts = []
    for number, token in enumerate(tokens):
        minutes = token[0] in "mM" and _is_minutes(tokens, number)
        parts.append(_date_part(moment, value, token, minutes=minutes, halves=halves))
    return _words("".join(parts), words).strip()


def _is_numeric_date(tokens: list[str]) -> bool:
    """Whether a format shows a whole date in digits; those of different countries cannot be told apart by a
    reader, so such dates are written in ISO."""
    kinds = {token[0].lower(): token for token in tokens if token[0] in "yYmMdD"}
    return set(kinds) == {"y", "m", "d"} and len(kinds["m"]) <= 2 and len(kinds["d"]) <= 2


def _iso(moment: datetime, tokens: list[str]) -> str:
    timed = any(token[0] in "hH[" for token in tokens)
    return moment.strftime("%Y-%m-%d %H:%M") if timed else moment.strftime("%Y-%m-%d")


def _is_minutes(tokens: list[str], number: int) -> bool:
    """`m` means minutes after an hour and before seconds."""
    named = [(at, token[0].lower()) for at, token in enumerate(tokens) if token[0] in "yYmMdDhHsS["]
    at = next(place for place, (where, _) in enumerate(named) if where == number)
    before = named[at - 1][1] if at else ""
    after = named[at + 1][1] if at + 1 < len(named) else ""
    return before in ("h", "[") or after == "s"


def _date_part(moment: datetime, value: float, token: str, *, minutes: bool, halves: bool) -> str:
    low = token.lower()
    if low.startswith("["):
        per_day = {"h": 24, "m": 1440, "s": 86400}[low[1]]
        return str(int(value * per_day + 1e-6))
    if low in ("am/pm", "a/p"):
        return ("AM" if moment.hour < 12 else "PM")[: len(low) // 2 if low == "a/p" else 2]
    kind, width = low[0], len(low)
    if kind == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if minutes:
        return f"{moment.minute:0{min(width, 2)}d}"
    if kind == "m":
        name = _MONTHS[moment.month - 1]
        return {1: str(moment.month), 2: f"{moment.month:02d}", 3: name[:3], 4: name}.get(width, name[:1])
    if kind == "d":
        name = _DAYS[moment.weekday()]
        return {1: str(moment.day), 2: f"{moment.day:02d}", 3: name[:3]}.get(width, name)
    if kind == "h":
        hour = (moment.hour + 11) % 12 + 1 if halves else moment.hour
        return f"{hour:0{min(width, 2)}d}"
    if kind == "s":
        return f"{moment.second:0{min(len(low.partition('.')[0]), 2)}d}"
    return token


def moment_of(value: float, *, since_1904: bool = False) -> datetime | None:
    """The moment that a serial number of a spreadsheet names, to the second."""
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    try:
        moment = start + timedelta(days=value)
    except OverflowError:
        return None
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
