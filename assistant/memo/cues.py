"""What a sentence tells of, by plain signs: what lets a section prefer the sentences that belong under its
heading."""

from __future__ import annotations

import re

from assistant.lexicon.dates import MONTH
from assistant.lexicon.references import references, without_references
from assistant.lexicon.rules import Rules
from assistant.types import Evidence

CUES = (
    "figure",
    "money",
    "change",
    "plan",
    "stance",
    "for",
    "against",
    "risk",
    "limit",
    "law",
    "reason",
    "agreed",
)
"""The names that a format gives the signs; the rows of the subject `cues` have them as their values."""
_DATED = re.compile(
    r"(?:\b\d{1,2}"
    rf" )?\b(?:{MONTH})\.?"
    r" (?:\d{1,2},? )?(?:\d{4})?"
    r"|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)


def tells_of(cue: str, one: Evidence, rules: Rules) -> bool:
    """Whether the sentence tells of what the cue stands for. A date, or the number of a law, is no figure."""
    if cue == "law" and references(one.statement, rules):
        return True
    text = _DATED.sub(" ", without_references(one.statement, rules)) if cue == "figure" else one.statement
    return rules["cues"].of(cue).find(text) is not None
