"""A claim beside the sentences of the record that bear on it: in other figures, for another time, by another
actor, turned round, of a part only, or in another state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from assistant.check.check import Check
from assistant.check.entailment import SupportModel
from assistant.lexicon.quantities import quantities
from assistant.review.actors import other_agent, other_bearer, other_country, other_name, other_office
from assistant.review.bearing import Held
from assistant.review.extent import excepted, one_of_them_otherwise, only_some
from assistant.review.polarity import contrasted, denied_in_its_words, opposed, turned_round
from assistant.review.reading import Read, same_value
from assistant.review.shelf import Shelf
from assistant.review.status import ended, only_planned, put_off
from assistant.review.times import other_day, other_length
from assistant.review.trends import direction
from assistant.review.types import Claim, Point
from assistant.review.values import (
    changed_from,
    compared_things,
    end_of_a_range,
    none_of_it,
    not_comparable,
    other_figure,
    other_year,
    part_of_all,
)
from assistant.types import Draft, Evidence

_READ = 6  # sentences
_WITH_FIGURES, _WITHOUT = 2.5, 5.0  # for one that bears a claim out, with all its figures or without any
_SHARE, _MOST = 0.3, 0.35  # of the claim's words, by their rarity, that it then has
_FEWEST = 8  # words of a sentence that bears a claim out
_NO_FAULT = ("not entailed", "missing words")
_LIKELY = 0.35  # of the support model, for a sentence that has all that the claim has

CHECKS: tuple[Callable[[Held], Iterator[Point]], ...] = (
    other_figure,
    other_year,
    changed_from,
    other_length,
    end_of_a_range,
    other_country,
    other_name,
    other_bearer,
    other_agent,
    other_office,
    other_day,
    turned_round,
    only_some,
    part_of_all,
    one_of_them_otherwise,
    none_of_it,
    contrasted,
    opposed,
    ended,
    put_off,
    only_planned,
    denied_in_its_words,
    compared_things,
    not_comparable,
    excepted,
)
"""What is compared, the plainest first."""


def beside(claim: Claim, shelf: Shelf, near: Sequence[Evidence], date: str = "") -> list[Point]:
    """What the sentences nearest to a claim (best first) say otherwise; the plainest alone."""
    wished = claim.kind == "proposal" and shelf.rules["proposals"].of("wished").find(claim.text)
    if claim.kind == "opinion" or wished or not near:
        return []
    held = Held(claim, shelf, near, date)
    for check in CHECKS:
        if point := next(check(held), None):
            return [point]
    return []


def agreed(claim: Claim, shelf: Shelf, near: Sequence[Evidence], check: Check) -> list[Point]:
    """The sentence that has every figure and telling name of a claim, and tells it as done as the claim
    does."""
    mine = Read(claim.text, shelf.rules)
    wanted = shelf.rarity(claim.text)
    needed, share = (_WITH_FIGURES, _SHARE) if mine.telling else (_WITHOUT, _MOST)
    fitting = [
        one
        for one in near[:_READ]
        if one.score >= needed
        and shelf.share(wanted, one) >= share
        and all(any(same_value(each, other) for other in quantities(one.english)) for each in mine.telling)
        and shelf.has_names(claim.text, one, itself=True)
        and len(one.english.split()) >= _FEWEST
        and _tells_alike(claim, mine, Read(one.english, shelf.rules))
    ]
    if not fitting:
        return []
    pairs = [(claim.text, f"{one.source.title}. {one.english}") for one in fitting]
    scores = SupportModel(shelf.inquiry.retriever.models).scores(pairs, shelf.rules)
    sure = [one for score, one in zip(scores, fitting, strict=True) if score >= _LIKELY]
    for one in sorted(sure, key=partial(shelf.share, wanted), reverse=True):
        failures = check.verdict(Draft(claim.text, (one,))).failures
        if all(each.kind in _NO_FAULT for each in failures):
            return [Point("supported", "Your documents say so.", (one,))]
    return []


def _tells_alike(claim: Claim, mine: Read, theirs: Read) -> bool:
    """Whether two sentences go one way, deny alike, and tell alike of what is done, planned or a duty."""
    rules = mine.rules
    planned = theirs.tells("standing", "planned") and not mine.tells("standing", "planned")
    return (
        direction(theirs.text, rules) in ("", direction(mine.text, rules))
        and mine.denies == theirs.denies
        and (claim.kind == "prediction" or not planned)
        and not (theirs.tells("proposals", "duty") and not mine.tells("standing", "duty"))
    )
