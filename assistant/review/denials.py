"""Denials: an op-ed says that something is not so, and the record says that it is."""

from __future__ import annotations

import re
from functools import partial

from assistant.lexicon.dates import readable_date
from assistant.lexicon.synonyms import with_kin
from assistant.lexicon.words import content_stems, stems
from assistant.review.shelf import Shelf, best_of_each, by_date, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 3
_DENIES = re.compile(
    r"(?P<subject>[^.;,—]{3,80}?)\s+(?P<verb>is|are|was|were|has|have|do|does|did)(?:"
    r" not|n['’]t)\s+(?P<rest>[^.;—]{4,100})",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\s*,|\s+(?:like|such as|unlike|because|but)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|no|never|nor|neither|without|ningún|ninguna|nunca)\b|n['’]t\b", re.IGNORECASE
)
_GENERIC = stems(
    "group groups organization organizations entity entities thing things people want wants really truly any"
)
_LEAST_SCORE = 0.0  # of the cross-encoder
_LEAST_SURE = 2.0  # ... where only words in common say that it is the same thing
_OF_ITS_OWN = 2  # words that a sentence has without its title
_ENOUGH = 0.5  # of the words of what is said never to have been done
_NEVER = re.compile(
    r"\b(?:no (?=[a-z]+\b[^.]{0,40}\b(?:has|have|had|is|was|ever)\b)|nobody|no one|never|(?:has|have) yet"
    r" to|(?:has|have|had) no|lacks?"
    r"|not (?:once|one|a single|even)|without a single)\b",
    re.IGNORECASE,
)
_TIMES = stems(
    "before since after winter summer spring autumn month months years single itself themselves anything"
    " still today standing lacks"
)
_LONG_STEM = 7  # letters: “terror” is not “terrorist”


def denied(claim: Claim, shelf: Shelf) -> list[Point]:
    """For “X is not Y”: sentences of the record that say Y of X."""
    found = _DENIES.search(claim.text)
    if found is None or found["verb"].lower() in ("do", "does", "did") or claim.kind == "opinion":
        return []
    rest = _COMPARED.split(found["rest"])[0]
    subject = re.sub(r"^(?:but|and|yet|so|still)\s+", "", found["subject"], flags=re.IGNORECASE)
    wanted = {
        word[:_LONG_STEM] for word in re.findall(r"[^\W\d_]{4,}", rest.lower()) if not stems(word) & _GENERIC
    }
    about = content_stems(subject) - _GENERIC
    if not wanted or not about:
        return []
    near = shelf.find(f"{subject} {found['verb']} {rest}", telling=partial(_affirms, wanted, about, shelf))
    chosen = tuple(best_of_each(near, least=_LEAST_SCORE)[:_MOST])
    return (
        [
            Point(
                "contradicted",
                f"The record says of {subject[:1].lower() + subject[1:]} what the op-ed denies: {rest}.",
                chosen,
            )
        ]
        if chosen
        else []
    )


def undone(claim: Claim, shelf: Shelf, date: str) -> list[Point]:
    """For “nobody has ever …”, “has yet to …”: sentences of the record that tell of its being done; overtaken
    where all are later than `date`."""
    if not _NEVER.search(claim.text) or claim.kind == "opinion":
        return []
    affirmed = " ".join(_NEVER.sub(" ", claim.text).split())
    wanted = (
        {stem for word in re.findall(r"[^\W\d_]{5,}", affirmed.lower()) for stem in stems(word)}
        - _GENERIC
        - _TIMES
    )
    near = shelf.find(
        affirmed, f"{claim.before} {affirmed}", telling=partial(_tells_it_was_done, wanted, shelf)
    )
    chosen = by_date(best_of_each(near, least=_LEAST_SURE)[:_MOST])
    if not chosen:
        return []
    if date and all(one.source.date > date for one in chosen):
        return [
            Point(
                "overtaken",
                f"The record tells that it was done since, first on {readable_date(chosen[0].source.date)}.",
                chosen,
            )
        ]
    return [Point("contradicted", "The record tells that it was done.", chosen)]


def _tells_it_was_done(wanted: set[str], shelf: Shelf, one: Evidence) -> bool:
    """Whether a sentence that denies nothing has enough of the words, with its title, and some of them
    itself."""
    own = english(one)
    long_forms = " ".join(shelf.long_forms(one.source.slug, own))
    there = with_kin(stems(f"{one.source.title} {own} {long_forms}"))
    itself = wanted & with_kin(stems(f"{own} {long_forms}"))
    return (
        not _NEGATED.search(own)
        and len(wanted & there) >= _ENOUGH * len(wanted)
        and len(itself) >= min(_OF_ITS_OWN, len(wanted))
    )


def _affirms(wanted: set[str], about: set[str], shelf: Shelf, one: Evidence) -> bool:
    """Whether a sentence that denies nothing has the words that are denied, and what they are denied of."""
    text = english(one)
    whole = f"{text} {' '.join(shelf.long_forms(one.source.slug, text))}".lower()
    near = with_kin(stems(f"{whole} {one.source.title}"))
    return not _NEGATED.search(text) and all(word in whole for word in wanted) and bool(about & near)
