"""Proposals: an op-ed asks for what the record says exists, or was done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from assistant.lexicon.dates import days, readable_date
from assistant.lexicon.names import names
from assistant.lexicon.synonyms import with_kin
from assistant.lexicon.words import content_stems, stems
from assistant.retrieval.retriever import best_first
from assistant.review.shelf import Shelf, best_of_each, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 3
_SHARED = 3  # content words of the proposal
_LEAST_SCORE = -1.0  # of the cross-encoder, for the proposal read as a question
_ASKS = re.compile(
    r"\b(?:should|ought to|must(?: be)?|needs? to|why not|how about|(?:might|could) (?:also"
    r" )?(?:include|use|involve|begin|start|name|appoint|create)"
    r"|needs? is|could use|let us|i (?:propose|urge|recommend))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\s*[,;:?!—–]\s*|\s+(?:in which|so that|because|while|who)\b")
_WORDS = 20  # of the proposal, which say what it asks for
_LITTLE = stems(
    "increase increasing also use using include including name same time equally strong commitment paired"
    " should could might must"
)
# How the record says that something exists or was done.
_EXISTS = re.compile(
    r"\b(?:was|were|has been|have been|is|are)?"
    r" ?(?:established|launched|created|founded|convened|announced|issued|signed|enacted|agreed|expanded"
    r"|reaffirm\w+|committed|designated|extradited|secured|sanctioned|hosted|chaired|chair|provid(?:es|ed)|met|leads?|trained|transferred)\b"
    r"|\bwill (?:be chaired|work|meet)\b|\bvamos a\b|\bse (?:realizó|acordó|estableció|firmó)\b",
    re.IGNORECASE,
)


def existing(claim: Claim, shelf: Shelf, date: str) -> list[Point]:
    """What the record has of the thing that a proposal asks for: there before, which qualifies the proposal;
    or done since, which overtakes it."""
    asked = _ASKS.search(claim.text)
    if claim.kind != "proposal" or asked is None:
        return []
    thing = " ".join(_CLAUSE.split(claim.text[asked.end() :].strip())[0].split()[:_WORDS])
    wanted = content_stems(thing) - _LITTLE
    telling = partial(_tells, wanted, names(thing))
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
                f"The record tells of such a step since: {readable_date(first) or 'at an unknown date'}.",
                tuple(chosen),
            )
        ]
    return [
        Point(
            "qualified",
            f"The record tells of such a step already: {readable_date(first) or 'at an unknown date'}.",
            tuple(chosen),
        )
    ]


def _when(one: Evidence) -> str:
    """The earliest date that a sentence names, or its document's, as an ISO date as far as it is told."""
    named = [day.iso for day in days(one.text) if day.year]
    return min([*named, one.source.date] if one.source.date else named, default="")


def _tells(wanted: set[str], named: Sequence[str], one: Evidence) -> bool:
    """Whether a sentence tells of something that exists or was done, in enough of the proposal's words; a
    name counts once more."""
    text = english(one)
    shared = len(with_kin(stems(text)) & wanted) + any(
        name.lower() in text.lower() for name in named if " " in name
    )
    return bool(_EXISTS.search(text) or _EXISTS.search(one.text)) and shared >= min(_SHARED, len(wanted))
