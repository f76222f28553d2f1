"""Denials: an op-ed says that something is not so, and the record says that it is."""

from __future__ import annotations

import re
from functools import partial

from assistant.lexicon.dates import readable_date
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, stems
from assistant.review.shelf import Shelf, best_of_each, by_date, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 3
_LEAST_SCORE = 0.0  # of the cross-encoder
_LEAST_SURE = 2.0  # ... where only words in common say that it is the same thing
_OF_ITS_OWN = 2  # words that a sentence has without its title
_ENOUGH = 0.5  # of the words of what is said never to have been done
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
                f"The record says about {subject[:1].lower() + subject[1:]} what the op-ed denies: {rest}.",
                chosen,
            )
        ]
        if chosen
        else []
    )


def undone(claim: Claim, shelf: Shelf, date: str) -> list[Point]:
    """For “nobody has ever …”, “has yet to …”: sentences of the record that tell of its being done;
    superseded where all are later than `date`."""
    signs = shelf.rules["denials"]
    never = signs.of("never")
    if not never.find(claim.text) or claim.kind == "opinion":
        return []
    affirmed = " ".join(never.pattern.sub(" ", claim.text).split())
    wanted = (
        {stem for word in re.findall(r"[^\W\d_]{5,}", affirmed.lower()) for stem in stems(word)}
        - signs.of("no object").stems
        - signs.of("when").stems
    )
    near = shelf.find(
        affirmed, f"{claim.before} {affirmed}", telling=partial(_tells_it_was_done, wanted, shelf)
    )
    chosen = by_date(best_of_each(near, least=_LEAST_SURE)[:_MOST])
    if not chosen:
        return []
    if date and all(one.source.date > date for one in chosen):
        first = readable_date(chosen[0].source.date)
        return [
            Point("overtaken", f"The record shows that it has been done since, first on {first}.", chosen)
        ]
    return [Point("contradicted", "The record shows that it was done.", chosen)]


def _tells_it_was_done(wanted: set[str], shelf: Shelf, one: Evidence) -> bool:
    """Whether a sentence that denies nothing has enough of the words, with its title, and some of them
    itself."""
    own = english(one)
    long_forms = " ".join(shelf.long_forms(one.source.slug, own))
    there = with_synonyms(stems(f"{one.source.title} {own} {long_forms}"), shelf.rules)
    itself = wanted & with_synonyms(stems(f"{own} {long_forms}"), shelf.rules)
    return (
        not shelf.rules["negation"].find(own)
        and len(wanted & there) >= _ENOUGH * len(wanted)
        and len(itself) >= min(_OF_ITS_OWN, len(wanted))
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
