"""What a question takes for granted: “Why did the council close the bridge?” that the council closed it."""

from __future__ import annotations

import re

from assistant.lexicon.rules import Rules

_FEWEST_WORDS = 3  # less says too little to be held against anything
_AUXILIARY = re.compile(
    r"^\W*(?:did|does|do|is|are|was|were|has|have|had|will|would|for|that|behind)\b\s*", re.IGNORECASE
)


def premise(question: str, rules: Rules) -> str:
    """What the question (in English) asks the reason of, as a statement in its own words; empty where it asks
    for no reason. Of “Why was it closed?” it is “it closed”: good enough to be held against texts."""
    asked = rules["sorts"].of("reason").find(question)
    if asked is None:
        return ""
    said = _AUXILIARY.sub("", question[asked.end() :]).strip(" ?!.,")
    return f"{said}." if len(said.split()) >= _FEWEST_WORDS else ""
