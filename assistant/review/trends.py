"""Trends: an op-ed says that something rises, and the record that it falls; or the other way round."""

from __future__ import annotations

import re
from functools import partial

from assistant.review.figures import causes_of, measure_of
from assistant.review.shelf import Shelf, best_of_each, by_date, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 3
_LEAST_SCORE = -2.0
_UP = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|grow(?:s|n|ing|th)?|grew|increas\w+|climb\w*|soar\w*|surg\w+|double[ds]?|tripled?|worse(?:n\w*)?|"
    r"record highs?)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:fall(?:s|en|ing)?|fell|drop\w*|declin\w+|decreas\w+|reduc(?:ed|es|tion)|cut (?:in|by)"
    r"|halv\w+|shrank|shrunk|down by|lower(?:ed)?|plung\w+)\b",
    re.IGNORECASE,
)


def turned(claim: Claim, shelf: Shelf) -> list[Point]:
    """What the record says of a measure whose direction a claim tells, where it tells the other."""
    mine = _direction(claim.text)
    measure = measure_of(claim.text)
    if not mine or not measure or claim.kind == "proposal":
        return []
    telling = partial(_tells_the_other, mine, measure, causes_of(claim.text))
    other = "fell dropped decrease" if mine == "up" else "rose increased"
    near = shelf.find(claim.text, f"{measure} {other}", telling=telling)
    chosen = by_date(best_of_each(near, least=_LEAST_SCORE)[:_MOST])
    return (
        [Point("contradicted", f"By the record the {measure} went the other way.", chosen)] if chosen else []
    )


def _direction(text: str) -> str:
    """`up`, `down`, or nothing where a sentence tells neither or both."""
    up, down = bool(_UP.search(text)), bool(_DOWN.search(text))
    return "" if up == down else "up" if up else "down"


def _tells_the_other(mine: str, measure: str, causes: frozenset[str], one: Evidence) -> bool:
    text = english(one)
    theirs = causes_of(f"{one.source.title} {text}")
    return (
        _direction(text) not in ("", mine)
        and measure_of(text) == measure
        and (not causes or bool(causes & theirs))
    )
