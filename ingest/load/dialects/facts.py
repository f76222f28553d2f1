"""What a file says of itself, by the rows of its format.

A fact has one or more ways, of which the first that leads to words is taken. A way is an XPath, or a table of
`path`; `match` (a pattern: its first group is kept, or all where `as` has a `{}` for each); `replace` (pairs
of a pattern and what stands for it); `values` (from what stands there to what is said, `*` for others);
`say` (the name of a way to write it, of `SAYS`); `as` (a form with `{}`). With `pick = "latest"` all that the
path finds are days, and the last of them is taken; with `pick = "all"`, all that it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from ingest.load.metadata import iso_date
from ingest.load.written_dates import written_date

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_WRITTEN = re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})", re.I)
_DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})",
    re.I,
)
_FIGURES = re.compile(r"\b(?P<month>\d{1,2})[-/](?P<day>\d{1,2})[-/](?P<year>\d{2}|\d{4})\b")
_COMPACT = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_SMALL = frozenset("a an and as at but by for from in into nor of on or the to with".split())
# Words of capitals alone that are not written as others are: short names, Roman numbers.
_KEPT = re.compile(
    r"(?<!\w)(?:U\.?S\.?(?:A\.?|C\.?)?|D\.?C\.?|(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})|NASA|NATO|HIV|AIDS)(?!\w)"
)
_BEFORE_VOLUME_1 = 1935  # the Federal Register has a volume a year
_BILL = re.compile(
    r"(?P<chamber>[HS])\.? ?(?P<kind>R(?!\s*ES)|CON\.? ?RES|J\.? ?RES|RES|AMDT)?\.? ?(?P<number>\d+)", re.I
)
_BILL_FORMS = {
    "": "{}.",
    "r": "{}.R.",
    "conres": "{}. Con. Res.",
    "jres": "{}.J. Res.",
    "res": "{}. Res.",
    "amdt": "{}.Amdt.",
}
_STAGE_WORDS = (
    (r"[-_]+", " "),
    (r"\s+", " "),
    (r"\b(?:enr|enrolled bill)$", "enrolled"),
    (r"\bengrossed amendment (?:in |of )?(?:the )?(house|senate)", r"engrossed amendment of the \1"),
    (r"\bagreed to (house|senate)$", r"agreed to in \1"),
    (r"^referral instructions", "referred with instructions"),
    (r"^reference change", "referred anew"),
    (r"(?<!the)(?<!in)(?<!to)(?<!by)(?<!of)(?<!from) (house|senate)$", r" in \1"),
    (r"\bplaced on calendar\b", "placed on the calendar"),
    (r"\b(in|to|by|of|from) (house|senate)\b", r"\1 the \2"),
    (r"\bhouse\b", "House"),
    (r"\bsenate\b", "Senate"),
)


def day_in(text: str) -> str:
    """The first day that a text names, ISO; empty where it names none."""
    found = [
        match
        for form in (_WRITTEN, _DAY_FIRST, _FIGURES, _COMPACT)
        if (match := form.search(text)) is not None
    ]
    for match in sorted(found, key=lambda match: match.start()):
        year = int(match["year"])
        year += (2000 if year < 70 else 1900) if year < 100 else 0
        name = match["month"].lower()
        try:
            return date(
                year, _MONTHS.index(name) + 1 if name in _MONTHS else int(name), int(match["day"])
            ).isoformat()
        except ValueError:
            continue
    return iso_date(text)


def day_in_words(text: str) -> str:
    """A day as it is written in English; empty where it is none, or one of those that stand for “open”."""
    iso = iso_date(text)
    if len(iso) != len("2025-02-03") or not "1001" < iso[:4] < "2200":
        return ""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def past_day_in_words(text: str) -> str:
    """As `day_in_words`; empty where the day is still to come."""
    return day_in_words(text) if iso_date(text) <= datetime.now(UTC).date().isoformat() else ""


def bill_number(text: str) -> str:
    """The number of a bill or resolution of Congress as it is cited: “H. CON. RES. 5” is “H. Con. Res. 5”."""
    match = _BILL.fullmatch(text.strip())
    form = _BILL_FORMS.get(re.sub(r"[. ]", "", (match["kind"] or "").lower())) if match else None
    if match is None or form is None:
        return text
    return f"{form.format(match['chamber'].upper())} {match['number']}"


def bill_stage(text: str) -> str:
    """How far a bill got, in words: “Reported-in-Senate” is “reported in the Senate”."""
    text = text.strip().lower()
    for pattern, words in _STAGE_WORDS:
        text = re.sub(pattern, words, text)
    return text


def title_case(text: str) -> str:
    """Words that stand in capitals alone, as a title is written; others as they are. Where only some do, each
    part between commas, semicolons and colons counts for itself."""
    if text != text.upper():
        parts = re.split(r"([,;:] )", text)
        return "".join(title_case(part) if len(parts) > 1 else part for part in parts)
    kept = {match.group() for match in _KEPT.finditer(text)}
    words = [_titled(word, number, kept) for number, word in enumerate(text.split(" "))]
    return " ".join(words)


def case_name(text: str) -> str:
    """The name of a case whose parties stand in capitals: “Cannon v. The State”."""
    sides = re.split(r"\s+(?:v|vs|V|VS)\.?\s+", text.strip().rstrip(".,;"))
    name = " v. ".join(title_case(side) for side in sides)
    return re.sub(r"^(In Re|Ex Parte)\b", lambda found: found[1].capitalize(), name)


def register_page(text: str) -> str:
    """The page of the Federal Register that a document begins on (“89 FR 9739”), from what its file says of
    the day on which it was filed, the first page mark in it, and whether that stands at its head: a mark
    further down opens its second page."""
    filed, page, at_head = text.rsplit("|", 2)
    day = day_in(filed)
    if not day or not page.isdigit():
        return ""
    return f"{int(day[:4]) - _BEFORE_VOLUME_1} FR {int(page) - (at_head != 'true')}"


def _titled(word: str, number: int, kept: set[str]) -> str:
    bare = word.strip("()[],.;:“”\"'")
    if bare in kept or word.strip(",;:") in kept:
        return word
    if number and word.lower() in _SMALL:
        return word.lower()
    return "-".join(
        re.sub(r"[^\W\d_]", lambda first: first.group().upper(), one.lower(), count=1)
        for one in word.split("-")
    )


SAYS: Mapping[str, Callable[[str], str]] = {
    "day": day_in,
    "written day": written_date,
    "day in words": day_in_words,
    "past day in words": past_day_in_words,
    "bill number": bill_number,
    "bill stage": bill_stage,
    "title case": title_case,
    "case name": case_name,
    "federal register page": register_page,
    "lower case": str.lower,
    "upper case": str.upper,
}
"""The ways to write a fact that rows may name."""


def first_fact(root: Any, ways: Sequence[Any]) -> str:
    """The first of several ways to a fact that leads to words."""
    for way in ways:
        row = way if isinstance(way, Mapping) else {"path": way}
        texts = _found(root, row["path"])
        if row.get("pick") == "latest":
            text = max((day for one in texts if (day := day_in(one))), default="")
        elif row.get("pick") == "all":
            text = "; ".join(dict.fromkeys(texts))
        else:
            text = next(iter(texts), "")
        if text := _said(text, row):
            return text
    return ""


def _said(text: str, row: Mapping[str, Any]) -> str:
    form = str(row.get("as", "{}"))
    if text and "match" in row:
        match = re.search(row["match"], text, re.DOTALL)
        groups = match.groups() if match else ()
        if len(groups) > 1 and len(re.findall(r"\{\d?\}", row.get("as", ""))) == len(groups):
            text, form = form.format(*groups), "{}"
        else:
            text = next((one for one in groups if one), "" if groups or not match else match[0])
    for pattern, words in row.get("replace", ()):
        text = re.sub(pattern, words, text)
    if "values" in row:
        text = row["values"].get(text, row["values"].get("*", "") if text else "")
    if "say" in row and text:
        text = SAYS[row["say"]](text)
    return form.format(text) if text else ""


def _found(root: Any, path: str) -> list[str]:
    """The texts that a path leads to, each on one line."""
    found = root.xpath(path)
    if isinstance(found, bool):
        return ["yes"] if found else []
    if not isinstance(found, list):
        found = [str(found)]
    texts = (one if isinstance(one, str) else "".join(one.itertext()) for one in found)
    return [text for one in texts if (text := " ".join(one.split()))]
