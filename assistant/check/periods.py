"""Whether a date of a claim stands for the same span of time, or the same act, as in its source: “since
2023” is not “in 2023”, and “the order of 3 May” does not say what happened on 3 May."""

from __future__ import annotations

import re

from assistant.check.alignment import Token, same_day, tokens
from assistant.types import Failure

_BEFORE = re.compile(
    r"\b(?:(?P<since>since)|(?P<until>until|before|by|through|till)|(?P<at>in|on|during))"
    r"(?: (?:early|late|mid|the|about|around|end of|the end of|January|fiscal year))*[ -]*$",
    re.IGNORECASE,
)
_OF_A_TEXT = re.compile(r"\b[A-Z]\w+(?: \d+)?,? (?:of|dated)\W*$")
_NEAR = 120  # characters
_MADE = re.compile(r"\b(?:issued|signed|dated|published|promulgated|adopted|made|enacted)\b[^,;]{0,30}$")


def turned_period(claim: str, source: str) -> Failure | None:
    """A date that the claim gives for another span, or as that of an act where the source has it as a text's;
    None where there is none."""
    theirs = {
        one: (_span(source, one), bool(_OF_A_TEXT.search(_words_before(source, one))))
        for one in tokens(source)
        if one.kind == "date"
    }
    for one in tokens(claim):
        same = [told for other, told in theirs.items() if one.kind == "date" and same_day(one, other)]
        mine = _span(claim, one)
        if not same or not mine:
            continue
        spans = {span for span, _ in same}
        if (mine != "at" and spans == {"at"}) or (mine == "at" and spans <= {"since", "until"}):
            return Failure("contradicted", (f"{_before(claim, one)} {one.text}",), aspect="period")
        if (mine == "until" and spans == {"since"}) or (mine == "since" and spans == {"until"}):
            return Failure("contradicted", (f"{_before(claim, one)} {one.text}",), aspect="period")
        if all(of_a_text for _, of_a_text in same) and not _MADE.search(_words_before(claim, one)):
            return Failure("contradicted", (one.text,), aspect="period")
    return None


def _span(text: str, date: Token) -> str:
    found = _BEFORE.search(_words_before(text, date))
    return found.lastgroup or "" if found else ""


def _words_before(text: str, date: Token) -> str:
    """The words just before a date; further back nothing tells its span."""
    return text[max(0, date.start - _NEAR) : date.start]


def _before(text: str, date: Token) -> str:
    return text[: date.start].split()[-1]
