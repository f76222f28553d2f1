"""Conditions: an op-ed says what a law would allow, and the law says when."""

from __future__ import annotations

import re

from assistant.lexicon.words import content_stems, stems
from assistant.review.shelf import Shelf
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 2
_SHARED = 2  # content words with the claim
_LEAST_SCORE = -8.0
_LEGAL = re.compile(
    r"\b(?:prosecut\w+|charged?|liab\w+|convict\w+|authority to|legal(?:ly)?|illegal|unlawful|material"
    r" support\w*|punish\w*|imprison\w*"
    r"|prison|jail|penalt\w+|crime"
    r"|sanction\w*|statute|the law)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:must have knowledge|must know|knowing(?:ly)?|only if|unless|shall not apply|provided"
    r" that|requires? (?:that|proof|knowledge)"
    r"|no person may be|may not be)\b",
    re.IGNORECASE,
)
# What was done, the condition was met for.
_MAY = re.compile(
    r"\b(?:can|could|may|might|will|would|shall|authori\w+|allow\w*|mak(?:e|es|ing)"
    r" it|anyone|anybody|whoever|oblig\w+|must)\b",
    re.IGNORECASE,
)
_KNOWLEDGE = re.compile(r"\bmust (?:have knowledge|know)\b|\brequires? knowledge\b", re.IGNORECASE)
_CITES_LAW = re.compile(r"\d+ U\.S\.C\.|\b(?:Act|Code|Regulation|Directive|Statute) (?:of )?\d")
_LAW = frozenset(("statute", "regulation", "law", "bill", "constitution", "treaty"))


def conditions(claim: Claim, shelf: Shelf) -> list[Point]:
    """The conditions that a statute sets for what a claim says it makes possible."""
    if not _LEGAL.search(claim.text) or not _MAY.search(claim.text) or claim.kind == "opinion":
        return []
    legal = " ".join(_LEGAL.findall(claim.text))
    near = shelf.find(
        f"What must be shown: {legal}? {claim.text}",
        f"{legal} knowingly must have knowledge requirement",
        telling=_sets_a_condition,
    )
    wanted = content_stems(claim.text)
    chosen = [
        one
        for one in near
        if one.score >= _LEAST_SCORE and len(wanted & stems(f"{one.source.title} {one.text}")) >= _SHARED
    ]
    # What must be known is what most who are named in such a claim lack.
    chosen = sorted(chosen, key=lambda one: not _KNOWLEDGE.search(one.text))[:_MOST]
    if not chosen:
        return []
    return [Point("qualified", "The law that the record has on this sets a condition.", tuple(chosen))]


def _sets_a_condition(one: Evidence) -> bool:
    return (one.source.kind in _LAW or bool(_CITES_LAW.search(one.source.title))) and bool(
        _CONDITION.search(one.text)
    )
