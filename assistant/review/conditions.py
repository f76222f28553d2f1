"""Conditions: an op-ed says what a law would allow, and the law says when."""

from __future__ import annotations

from functools import partial

from assistant.lexicon.references import references
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, stems
from assistant.review.shelf import Shelf
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 2
_SHARED = 2  # content words with the claim
_LEAST_SCORE = -8.0
_LAW = frozenset(("statute", "regulation", "law", "bill", "constitution", "treaty"))


def conditions(claim: Claim, shelf: Shelf) -> list[Point]:
    """The conditions that a statute sets for what a claim says it makes possible."""
    signs = shelf.rules["conditions"]
    named = [match.group() for match in signs.of("legal").pattern.finditer(claim.text)]
    if (
        not named
        or not signs.of("may").find(claim.text)
        or claim.kind == "opinion"
        or signs.of("condition", "own").find(claim.text)
    ):
        return []
    legal = " ".join(named)
    near = shelf.find(
        f"What must be shown: {legal}? {claim.text}",
        f"{legal} knowingly must have knowledge requirement",
        telling=partial(_sets_a_condition, shelf.rules),
    )
    wanted = content_stems(claim.text)
    chosen = [
        one
        for one in near
        if one.score >= _LEAST_SCORE and len(wanted & stems(f"{one.source.title} {one.statement}")) >= _SHARED
    ]
    # What must be known is what most who are named in such a claim lack.
    chosen = sorted(chosen, key=lambda one: not signs.of("knowledge").find(one.statement))[:_MOST]
    if not chosen:
        return []
    return [Point("qualified", "A law in your documents sets a condition for this.", tuple(chosen))]


def _sets_a_condition(rules: Rules, one: Evidence) -> bool:
    if not rules["conditions"].of("condition").find(one.statement):
        return False
    return one.source.kind in _LAW or any(named.is_law for named in references(one.source.title, rules))
