"""What a turn means in its conversation, without a model: which texts are searched, and how the turn is shown on its own.

Searching with the last turn alone loses what it leans on, searching with all turns drowns it. So several searches are fused, the last turn
alone, after the first and after the one before, and what they find is ranked by the last turn alone (measured in eval/LOG.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Turn
from ingest.catalogue import full_text_terms
from ingest.gloss import in_english

# A turn that opens or points like this leans on what was said before.
_LEANS = re.compile(
    r"^(?:and|so|but|or|also|then|what about|how about|why|which one|i mean|i meant|y|pero|entonces)\b(?:\W+\w+){0,4}\W*$"
    r"|^(?:and|so|but|or|y|pero|what about|how about)\b"
    r"|\b(?:it|its|they|them|their|he|she|his|him|her|the (?:two|three|former|latter|same|other|others)|both|ones?|ello|ellos|ellas)\b"
    r"|\b(?:this|that|these|those|esto|eso)\b(?=\W*$|\s+(?:is|was|are|were|be|do|does|did|mean|still|one|ones|about|order|bill|law|rule)\b)"
    r"|\b(?:of|about|for|to|with|after|before|by|from|de) (?:this|that|these|those|esto|eso)\b",
    re.IGNORECASE,
)
# Where a question goes on to ask another.
_NEXT_PART = re.compile(
    r"(?<=[?])\s+(?=.*[?])"
    r"|,?\s+(?:and|y)\s+(?=(?:who|what|when|where|which|why|how|quién|quiénes|qué|cuándo|dónde|cuál|cuáles|cuánt[oa]s?|cómo)\b)",
    re.IGNORECASE,
)
_FEWEST_IN_PART = 3  # words: less is not a question of its own, as in “when and where did they meet?”
_MOST_PARTS = 3  # each is searched, which takes its time
_FEWEST_WORDS = 2  # with no more words of its own than these, a turn says too little alone


@dataclass(frozen=True, slots=True)
class Understanding:
    """A turn as it was understood: `standalone` is how it reads without the conversation, `searches` are fused, the last turn first, and
    `reading` is what ranks what they find: the last turn in English."""

    question: str
    standalone: str
    searches: tuple[str, ...]
    reading: str


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question is made of, in order; mostly itself. A later one is understood after those before it."""
    found = tuple(part.strip() for part in _NEXT_PART.split(question) if part.strip())
    whole = all(len(part.split()) >= _FEWEST_IN_PART for part in found) and len(found) <= _MOST_PARTS
    return found if whole else (question,)


def understand(question: str, history: Sequence[Turn] = ()) -> Understanding:
    """How a question is understood after the turns of its conversation, oldest first."""
    searches = [question]
    if history:
        searches += [f"{history[0].question} {question}", f"{history[-1].question} {question}"]
    searches += [in_english(search) for search in searches]
    return Understanding(question, _standalone(question, history), tuple(dict.fromkeys(searches)), in_english(question))


def leans(question: str) -> bool:
    """Whether a question cannot be understood without what was said before it."""
    return len(full_text_terms(question)) <= _FEWEST_WORDS or bool(_LEANS.search(question))


def _standalone(question: str, history: Sequence[Turn]) -> str:
    """The question after the turns that it leans on, back to the last one that stands on its own; itself where it stands on its own."""
    told = [question]
    for turn in reversed(history):
        if not leans(told[0]):
            break
        told.insert(0, turn.question)
    return " ".join(told)
