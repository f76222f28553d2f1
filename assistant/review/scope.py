"""Scope: an op-ed says of a whole, without bound or flatly what the record says of a part, within a bound, or
of what is only suspected; or it draws a conclusion that the record says does not follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from assistant.lexicon.quantities import Quantity, quantities
from assistant.lexicon.rules import Pack
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, stems
from assistant.review.shelf import Shelf, with_antecedent
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_SAME = 2.0  # of the cross-encoder: a sentence with the claim's figure is about the same thing
_NEAR = -5.0  # ... that sets a bound, and has enough of the claim's words
_NEARLY = -2.0  # ... that says what does not follow
_SHARED = 3  # content words of a claim and of what denies it
_LOOKED_FOR, _TRIED = -6.0, 8  # ... where it is looked for, since a cause is told; sentences read then
_BOUND = 0.3  # of the claim's words, by their rarity
_MOST = 2
_BOUNDS = (("unlimited", "limit", "not exceeding at most", "Your documents set a limit to it."),)
_AROUND = 60  # characters around a figure


def scoped(claim: Claim, shelf: Shelf, near: Sequence[Evidence]) -> list[Point]:
    """What of the sentences nearest to a claim (best first) narrows it."""
    if claim.kind == "opinion":
        return []
    return [*_figures(claim, shelf, near), *_unbounded(claim, shelf)]


def _figures(claim: Claim, shelf: Shelf, near: Sequence[Evidence]) -> list[Point]:
    """A figure that the record has too, and has of something else."""
    signs = shelf.rules["scope"]
    told = quantities(claim.text)
    for one in near:
        shared = _shared(told, one) if one.score >= _SAME else None
        if shared is None:
            continue
        text = one.english
        mine, theirs = (_base(each, signs) for each in (claim.text, text))
        if mine and theirs and not content_stems(mine) & content_stems(theirs):
            told_as = f"Your documents measure it from another point: {theirs}."
        elif signs.of("whole").find(claim.text) and (part := signs.of("narrowed").find(text)):
            if signs.of("narrowed").find(claim.text):
                continue
            told_as = f"Your documents say it of a part only: “{part.group().lower()}”."
        elif (hedge := _beside(signs.of("hedged"), text, shared.text)) and not signs.of(
            "hedged", "limit", "may"
        ).find(claim.text):
            told_as = f"Your documents say “{hedge.group().lower()}”, which the op-ed leaves out."
        else:
            continue
        return [Point("qualified", told_as, (one,))]
    return []


def _base(text: str, signs: Pack) -> str:
    """What a sentence measures a rise or a fall from."""
    found = next(filter(None, (row.find(text) for row in signs.of("base").rows)), None)
    return found["base"].strip() if found else ""


def _beside(signs: Pack, text: str, number: str) -> re.Match[str] | None:
    place = text.find(number)
    around = text[max(0, place - _AROUND) : place + len(number) + _AROUND] if place >= 0 else text
    return signs.find(around)


def _shared(told: Sequence[Quantity], one: Evidence) -> Quantity | None:
    """A figure of a sentence that the claim has too; one in words counts, a small count does not."""
    theirs = quantities(one.english)
    return next(
        (
            other
            for other in theirs
            for mine in told
            if mine.unit == other.unit and mine.value == other.value and (mine.unit or mine.value > 12)
        ),
        None,
    )


def _unbounded(claim: Claim, shelf: Shelf) -> list[Point]:
    """A bound that the record sets to what the claim says has none; or what went further than it says."""
    for sign, other, searched, told in _BOUNDS:
        found = shelf.rules["scope"].of(sign).find(claim.text)
        if found is None:
            continue
        bare = " ".join(claim.text[: found.start()].split()) or claim.text
        wanted = shelf.rarity(bare)
        near = shelf.find(f"{bare} {searched}", bare, telling=partial(_has, shelf.rules["scope"].of(other)))
        bounding = [one for one in near if one.score >= _NEAR and shelf.share(wanted, one) >= _BOUND]
        if bounding:
            return [Point("contradicted", told, tuple(bounding[:_MOST]))]
    return []


def _has(signs: Pack, one: Evidence) -> bool:
    return signs.find(one.english) is not None


def disclaimed(claim: Claim, shelf: Shelf, near: Sequence[Evidence], date: str) -> list[Point]:
    """What says that a conclusion of the claim does not follow, or that it is so no longer."""
    scope = shelf.rules["scope"]
    signs = scope.of("denied", "unproved")
    if claim.kind == "opinion" or signs.find(claim.text):
        return []
    if shelf.rules["negation"].find(claim.text) and not scope.of("cause").find(claim.text):
        return []
    whole = with_antecedent(claim.text, claim.before, shelf.rules)
    wanted = content_stems(whole)
    enough = _SHARED - 1 if scope.of("cause").find(claim.text) else _SHARED
    found = [
        one
        for one in near
        if one.score >= _NEARLY and signs.find(one.english) and len(wanted & stems(one.english)) >= enough
    ][:_MOST]
    if not found and scope.of("cause").find(claim.text):
        found = _looked_for(whole, wanted, enough, shelf)
    if not found:
        return []
    if date and all(one.source.date > date for one in found):
        return [Point("overtaken", "Your documents say otherwise since then.", tuple(found))]
    if scope.of("unproved").find(found[0].english):
        return [Point("qualified", "Your documents say that this cannot be concluded.", tuple(found))]
    return [Point("contradicted", "Your documents say that it is not so.", tuple(found))]


def _looked_for(claim: str, wanted: set[str], enough: int, shelf: Shelf) -> list[Evidence]:
    """What says that a cause cannot be told, wherever it stands: near to a claim of a cause are the sentences
    that tell what happened."""
    telling = partial(_has, shelf.rules["scope"].of("unproved"))
    found = shelf.find(claim, f"{claim} cannot say whether due to", telling=telling, most=_TRIED)
    return [
        one
        for one in found
        if one.score >= _LOOKED_FOR and len(wanted & with_synonyms(stems(one.english), shelf.rules)) >= enough
    ][:_MOST]
