"""Denials: an op-ed says that something is not so, and the record says that it is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from assistant.lexicon.dates import readable_date
from assistant.lexicon.quantities import quantities
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, stems
from assistant.review.shelf import (
    SMALL,
    Shelf,
    best_of_each,
    by_date,
    english,
    tells_of_a_deed,
    when_told,
    with_antecedent,
)
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 3
_LEAST_SCORE = 0.0  # of the cross-encoder
_LEAST_DONE = -2.9  # ... for a deed that the claim says was never done
_AS_NEAR = 1.5  # below the nearest: what is further says it of something else
_OF_ITS_OWN = 0.15  # of the words of such a deed, by their rarity, that a sentence has without its title
_LONG_STEM = 7  # letters: “terror” is not “terrorist”


def denied(claim: Claim, shelf: Shelf) -> list[Point]:
    """For “X is not Y”: sentences of the record that say Y of X."""
    signs = shelf.rules["denials"]
    found = next(filter(None, (row.find(claim.text) for row in signs.of("denies").rows)), None)
    if found is None or claim.kind == "opinion":
        return []
    rest = signs.of("compared").pattern.split(found["rest"])[0]
    subject = signs.of("opening").pattern.sub("", found["subject"].strip())
    little = signs.of("no object").stems
    wanted = {
        word[:_LONG_STEM] for word in re.findall(r"[^\W\d_]{4,}", rest.lower()) if not stems(word) & little
    }
    about = content_stems(subject) - little
    if not wanted or not about:
        return []
    near = shelf.find(f"{subject} {found['verb']} {rest}", telling=partial(_affirms, wanted, about, shelf))
    chosen = tuple(best_of_each(near, least=_LEAST_SCORE)[:_MOST])
    return (
        [
            Point(
                "contradicted",
                f"Your documents say the opposite: {subject} {found['verb']} {rest.strip()}.",
                chosen,
            )
        ]
        if chosen
        else []
    )


def undone(claim: Claim, shelf: Shelf, date: str) -> list[Point]:
    """For “nobody has ever …”, “has yet to …”, “lacks a …”: sentences of the record that tell of its being
    done; superseded where it was done after `date`."""
    signs = shelf.rules["denials"]
    never = signs.of("never")
    if not never.find(claim.text) or claim.kind == "opinion":
        return []
    affirmed = " ".join(never.pattern.sub(" ", claim.text).split())
    told = signs.of("told").find(affirmed)
    affirmed = with_antecedent(affirmed[told.end() :] if told else affirmed, claim.before, shelf.rules)
    wanted = shelf.rarity(affirmed)
    near = [
        one
        for one in shelf.find(affirmed, telling=partial(_tells_of_a_deed, shelf))
        if one.score >= _LEAST_DONE
        and shelf.share(wanted, one, titled=False) >= _OF_ITS_OWN
        and shelf.has_names(affirmed, one)
    ]
    if any(one.unit or one.value > SMALL for one in quantities(claim.text)):
        near = [one for one in near if shelf.has_figure_of(claim.text, one)]
    if date and signs.of("until then").find(claim.text):
        near = [one for one in near if when_told(one) <= date]
    if not near:
        return []
    chosen = [one for one in near if one.score >= near[0].score - _AS_NEAR]
    if date and when_told(near[0]) > date:
        late = by_date(one for one in best_of_each(chosen)[:_MOST] if when_told(one) > date)
        first = readable_date(min(map(when_told, late)))
        return [Point("overtaken", f"It has happened since: {first}.", late)]
    return [Point("contradicted", "Your documents show otherwise.", tuple(best_of_each(chosen)[:_MOST]))]


def _tells_of_a_deed(shelf: Shelf, one: Evidence) -> bool:
    """Whether a sentence denies nothing and tells of something that exists or was done."""
    decided = shelf.rules["denials"].of("refused").pattern.sub(" ", one.english)
    planned = shelf.rules["status"].of("planned").pattern.sub(" ", one.english)
    return not shelf.rules["negation"].find(decided) and tells_of_a_deed(
        replace(one, text=planned), shelf.rules
    )


def _affirms(wanted: set[str], about: set[str], shelf: Shelf, one: Evidence) -> bool:
    """Whether a sentence that denies nothing has the words that are denied, and what they are denied of."""
    text = english(one)
    whole = f"{text} {' '.join(shelf.long_forms(one.source.slug, text))}".lower()
    near = with_synonyms(stems(f"{whole} {one.source.title}"), shelf.rules)
    return (
        not shelf.rules["negation"].find(text)
        and all(word in whole for word in wanted)
        and bool(about & near)
    )
