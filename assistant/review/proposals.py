"""Proposals: an op-ed asks for what the record says exists, or was done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.lexicon.dates import readable_date
from assistant.lexicon.features import features
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, stems
from assistant.retrieval.retriever import best_first
from assistant.review.shelf import Shelf, best_of_each, english, tells_it_exists, when_told
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 3
_SHARED = 3  # content words of the proposal, that a sentence has with its document's title
_OF_ITS_OWN = 2  # ... and without it
_SURE = 3.0  # of the cross-encoder: about the very thing, whatever its words
_SAID = 0.2  # of the proposal's words, by their rarity, that such a sentence has
_LEAST_SCORE = -1.0  # of the cross-encoder, for the proposal read as a question
_WORDS = 20  # of the proposal, which say what it asks for


def existing(claim: Claim, shelf: Shelf, date: str) -> list[Point]:
    """What the record has of the thing that a proposal asks for: there before, which qualifies the proposal;
    or done since, which supersedes it."""
    signs = shelf.rules["proposals"]
    asked = signs.of("asks").find(claim.text)
    if claim.kind != "proposal":
        return []
    law = signs.of("duty").find(claim.text) and not signs.of("wished").find(claim.text)
    chosen = _named(claim, asked.end(), shelf) if asked and not law else []
    if not chosen and signs.of("wished").find(claim.text):
        wanted = shelf.rarity(claim.text)
        found = [
            one
            for one in shelf.near(claim.text)
            if one.score >= _SURE
            and shelf.share(wanted, one, titled=False) >= _SAID
            and _is_there(one, shelf.rules)
        ]
        chosen = best_of_each(found)[:_MOST]
    if not chosen:
        return []
    chosen = sorted(chosen, key=when_told)
    first = when_told(chosen[0])
    by = f", by {readable_date(first)}" if readable_date(first) else ""
    if date and first > date:
        return [
            Point(
                "overtaken",
                f"Such a step has been reported since{by}.",
                tuple(chosen),
            )
        ]
    return [
        Point(
            "qualified",
            f"Such a step had been reported already{by}.",
            tuple(chosen),
        )
    ]


def _named(claim: Claim, start: int, shelf: Shelf) -> list[Evidence]:
    """What the record tells of the thing that a claim asks for from a place on."""
    signs = shelf.rules["proposals"]
    thing = " ".join(signs.of("clause").pattern.split(claim.text[start:].strip())[0].split()[:_WORDS])
    wanted = content_stems(thing) - signs.of("little").stems
    telling = partial(_tells, wanted, features(thing, shelf.rules).names(), shelf.rules)
    near = best_first(
        shelf.find(claim.text, thing, telling=telling)
        + shelf.find(f"What has been done: {thing}?", f"{thing} established launched", telling=telling)
    )
    return best_of_each(near, least=_LEAST_SCORE)[:_MOST]


def _is_there(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence tells of what exists, or of what an act makes a duty."""
    duty = one.source.kind not in ("bill", "op-ed") and rules["proposals"].of("duty").find(one.english)
    return bool(duty) or tells_it_exists(one, rules)


def _tells(wanted: set[str], named: Sequence[str], rules: Rules, one: Evidence) -> bool:
    """Whether a sentence tells of something that exists or was done, in enough of the proposal's words; a
    name counts once more."""
    text = english(one)
    own, titled = (
        with_synonyms(stems(each), rules) & wanted for each in (text, f"{one.source.title} {text}")
    )
    named_so = any(name.lower() in text.lower() for name in named if " " in name)
    return (
        tells_it_exists(one, rules)
        and len(titled) + named_so >= min(_SHARED, len(wanted))
        and len(own) + named_so >= min(_OF_ITS_OWN, len(wanted))
    )
