"""Quotations: whether the record has the words that an op-ed quotes, has them otherwise elsewhere, and
whether somebody answered them."""

from __future__ import annotations

import re
from functools import partial

from assistant.answer.inquiry import place
from assistant.lexicon.leads import denied_by
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, stems
from assistant.review.shelf import Shelf, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_FEWEST_WORDS = 5  # fewer are a term, not a statement
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_NEARLY = 0.6  # of the quotation's content words, from which a sentence is another wording of it
_LEAST_SCORE = -8.0


def quotations(claim: Claim, shelf: Shelf) -> list[Point]:
    """For each statement that a claim quotes: where it stands word for word, where it stands in other words,
    and who rejects it."""
    points = []
    for quoted in _QUOTED.findall(claim.text):
        if len(quoted.split()) < _FEWEST_WORDS:
            continue
        near = shelf.find(quoted)
        exact = [one for one in near if _plain(quoted) in _plain(one.text)]
        wanted = content_stems(quoted)
        told = {place(one) for one in exact}
        other = [
            one
            for one in near
            if place(one) not in told and len(wanted & stems(one.text)) >= _NEARLY * len(wanted)
        ]
        other = [one for one in other if _plain(quoted) not in _plain(one.text)][:2]
        rejecting = shelf.find(
            f"{quoted} rejects denies slander false", telling=partial(_rejects, wanted, shelf.rules)
        )
        rejecting = [
            one
            for one in rejecting
            if one.score >= _LEAST_SCORE and one.source.slug not in {each.source.slug for each in exact}
        ][:1]
        if exact:
            denied = denied_by(exact[:1], shelf.rules)
            points.append(
                Point("qualified", f"The words before it say “{denied[0]}”.", tuple(exact[:1]))
                if denied
                else Point("supported", "Your documents have these words.", tuple(exact[:2]))
            )
        if exact and other:
            points.append(Point("qualified", "Another document says it in other words.", tuple(other)))
        if exact and rejecting:
            points.append(
                Point(
                    "qualified",
                    f"What is quoted is rejected by {rejecting[0].source.publisher}.",
                    tuple(rejecting),
                )
            )
    return points


def _rejects(wanted: set[str], rules: Rules, one: Evidence) -> bool:
    return bool(rules["rejections"].find(one.statement)) and len(wanted & stems(english(one))) >= 2


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
