"""Denials: an op-ed says that something is not so, and the record says that it is."""

from __future__ import annotations

import re
from functools import partial

from assistant.demands import stems
from assistant.retrieve import best_first
from assistant.review.acts import widely
from assistant.review.record import Shelf, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence
from assistant.window import content_stems

_MOST = 3
_DENIES = re.compile(
    r"(?P<subject>[^.;,—]{3,80}?)\s+(?P<verb>is|are|was|were|has|have|do|does|did)(?: not|n['’]t)\s+(?P<rest>[^.;—]{4,100})", re.IGNORECASE
)
_COMPARED = re.compile(r"\s*,|\s+(?:like|such as|unlike|because|but)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|no|never|nor|neither|without|ningún|ninguna|nunca)\b|n['’]t\b", re.IGNORECASE)
_GENERIC = stems("group groups organization organizations entity entities thing things people want wants really truly any")
_LEAST_SCORE = 0.0
_LONG_STEM = 7  # letters: “terror” is not “terrorist”


def denied(claim: Claim, shelf: Shelf) -> list[Point]:
    """For “X is not Y”: sentences of the record that say Y of X."""
    found = _DENIES.search(claim.text)
    if found is None or found["verb"].lower() in ("do", "does", "did") or claim.kind == "opinion":
        return []
    rest = _COMPARED.split(found["rest"])[0]
    subject = re.sub(r"^(?:but|and|yet|so|still)\s+", "", found["subject"], flags=re.IGNORECASE)
    wanted = {word[:_LONG_STEM] for word in re.findall(r"[^\W\d_]{4,}", rest.lower()) if not stems(word) & _GENERIC}
    about = content_stems(subject) - _GENERIC
    if not wanted or not about:
        return []
    near = shelf.find(f"{subject} {found['verb']} {rest}", telling=partial(_affirms, wanted, about, shelf))
    kept = {one.source.slug: one for one in reversed([one for one in near if one.score >= _LEAST_SCORE])}
    chosen = tuple(best_first(kept.values())[:_MOST])
    return [Point("contradicted", f"The record says of {subject[:1].lower() + subject[1:]} what the op-ed denies: {rest}.", chosen)] if chosen else []


def _affirms(wanted: set[str], about: set[str], shelf: Shelf, one: Evidence) -> bool:
    """Whether a sentence that denies nothing has the words that are denied, and what they are denied of."""
    text = english(one)
    whole = f"{text} {' '.join(shelf.long_forms(one.source.slug, text))}".lower()
    near = widely(stems(f"{whole} {one.source.title}"))
    return not _NEGATED.search(text) and all(word in whole for word in wanted) and bool(about & near)
