"""Proposals: an op-ed asks for what the record says exists, or was done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.lexicon.dates import days, readable_date
from assistant.lexicon.features import features
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, stems
from assistant.retrieval.retriever import best_first
from assistant.review.shelf import Shelf, best_of_each, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 3
_SHARED = 3  # content words of the proposal
_LEAST_SCORE = -1.0  # of the cross-encoder, for the proposal read as a question
_WORDS = 20  # of the proposal, which say what it asks for


def existing(claim: Claim, shelf: Shelf, date: str) -> list[Point]:
    """What the record has of the thing that a proposal asks for: there before, which qualifies the proposal;
    or done since, which supersedes it."""
    signs = shelf.rules["proposals"]
    asked = signs.of("asks").find(claim.text)
    if claim.kind != "proposal" or asked is None:
        return []
    thing = " ".join(signs.of("clause").pattern.split(claim.text[asked.end() :].strip())[0].split()[:_WORDS])
    wanted = content_stems(thing) - signs.of("little").stems
    telling = partial(_tells, wanted, features(thing, shelf.rules).names(), shelf.rules)
    near = best_first(
        shelf.find(claim.text, thing, telling=telling)
        + shelf.find(f"What has been done: {thing}?", f"{thing} established launched", telling=telling)
    )
    chosen = best_of_each(near, least=_LEAST_SCORE)[:_MOST]
    if not chosen:
        return []
    chosen = sorted(chosen, key=_when)
    first = _when(chosen[0])
    if date and first > date:
        return [
            Point(
                "overtaken",
                f"The record reports such a step since then: {readable_date(first) or 'on an unknown date'}.",
                tuple(chosen),
            )
        ]
    return [
        Point(
            "qualified",
            f"The record already reports such a step: {readable_date(first) or 'on an unknown date'}.",
            tuple(chosen),
        )
    ]


def _when(one: Evidence) -> str:
    """The earliest date that a sentence names, or its document's, as an ISO date as far as it is told."""
    named = [day.iso for day in days(one.statement) if day.year]
    return min([*named, one.source.date] if one.source.date else named, default="")


def _tells(wanted: set[str], named: Sequence[str], rules: Rules, one: Evidence) -> bool:
    """Whether a sentence tells of something that exists or was done, in enough of the proposal's words; a
    name counts once more."""
    text = english(one)
    shared = len(with_synonyms(stems(text), rules) & wanted) + any(
        name.lower() in text.lower() for name in named if " " in name
    )
    return any(map(rules["proposals"].of("exists").find, (text, one.statement))) and shared >= min(
        _SHARED, len(wanted)
    )
