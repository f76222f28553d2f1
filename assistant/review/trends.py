"""Trends: an op-ed says that something rises, and the record that it falls; or the other way round."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.lexicon.rules import Rules
from assistant.lexicon.words import stems
from assistant.review.figures import causes_of, measure_of
from assistant.review.matter import may_be_of_one_matter
from assistant.review.shelf import Shelf, best_of_each, by_date, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 3
_READ = 12  # sentences that tell the other direction
_LEAST_SCORE = -2.0


def turned(claim: Claim, shelf: Shelf, near: Sequence[Evidence]) -> list[Point]:
    """What the record says of a measure whose direction a claim tells, where it tells the other, and no
    sentence near to the claim has its figure and its direction."""
    rules = shelf.rules
    mine = direction(claim.text, rules)
    measure = measure_of(claim.text, rules)
    if not mine or not measure or claim.kind == "proposal":
        return []
    if any(direction(one.english, rules) == mine and shelf.has_figure_of(claim.text, one) for one in near):
        return []
    telling = partial(_tells_the_other, claim.text, mine, measure, causes_of(claim.text, rules), rules)
    other = "fell dropped decrease" if mine == "up" else "rose increased"
    found = shelf.find(claim.text, f"{measure} {other}", telling=telling, most=_READ)
    found = [one for one in found if shelf.has_names(claim.text, one)]
    chosen = by_date(best_of_each(found, least=_LEAST_SCORE)[:_MOST])
    return (
        [
            Point(
                "contradicted",
                f"Your documents say that {measure} moved the other way.",
                chosen,
            )
        ]
        if chosen
        else []
    )


def direction(text: str, rules: Rules) -> str:
    """Which way a sentence says that something goes: `up`, `down`; empty where it tells neither or both."""
    up, down = (bool(rules["trends"].of(way).find(text)) for way in ("up", "down"))
    return "" if up == down else "up" if up else "down"


def _tells_the_other(
    claimed: str, mine: str, measure: str, causes: frozenset[str], rules: Rules, one: Evidence
) -> bool:
    text = english(one)
    theirs = stems(f"{one.source.title} {text}")
    return (
        direction(text, rules) not in ("", mine)
        and measure_of(text, rules) == measure
        and (not causes or bool(causes & theirs))
        and may_be_of_one_matter(claimed, one, rules)
    )
