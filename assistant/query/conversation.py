"""What a turn means in its conversation, without a model: which texts are searched, and how the turn is shown
on its own.

Searching with the last turn alone loses what it leans on, searching with all turns drowns it. So several
searches are fused, the last turn alone, after the first and after the one before, and what they find is
ranked by the last turn, with a smaller say for what it leans on (measured in eval/LOG.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.query.period import ANY_TIME, Period, asked_period
from assistant.types import Turn
from ingest.catalogue import full_text_terms
from ingest.gloss import in_english
from ingest.types import Source

# A turn that opens or points like this leans on what was said before.
_LEANS = re.compile(
    r"^(?:and|so|but|or|also|then|what about|how about|why|which one|i mean|i"
    r" meant|y|pero|entonces)\b(?:\W+\w+){0,4}\W*$"
    r"|^(?:and|so|but|or|y|pero|what about|how about)\b"
    r"|\b(?:it|its|they|them|their|he|she|his|him|her|the"
    r" (?:two|three|former|latter|same|other|others)|both|ones?|ello|ellos|ellas)\b"
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


# A turn that only names another thing: “And for Canada?”, “What about the North American Drug Dialogue?”
_NAME = r"[A-ZÁÉÍÓÚÑ0-9][\w.’'-]*(?:\s+(?:(?:of|the|and|de|del|la)\s+)?[A-ZÁÉÍÓÚÑ0-9][\w.’'-]*)*"
_NAMES_ANOTHER = re.compile(
    r"^\W*(?i:(?:and\s+)?(?:what|how)"
    r" about|and|or|but|so|y|pero)\s+(?P<where>(?i:for|in|to|of|by|from|with|on|para|en|de|a)\s+)?"
    rf"(?:(?i:the|el|la|los|las)\s+)?(?P<name>{_NAME})\W*$"
)
_NOT_EXCHANGED = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
# How much what the turn says with those before it counts in ranking, where it leans on them (eval/LOG.md).
_STANDALONE_COUNTS = 0.3


@dataclass(frozen=True, slots=True)
class Understanding:
    """A turn as it was understood: `standalone` is how it reads without the conversation, `searches` are
    fused, the last turn first, and `readings` are the texts, in English, that rank what they find, with how
    much each counts; the first is what the turn itself says.
    `period` is the time that the question names of the documents."""

    question: str
    standalone: str
    searches: tuple[str, ...]
    readings: tuple[tuple[str, float], ...]
    period: Period = ANY_TIME


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question is made of, in order; mostly itself. A later one is understood after
    those before it."""
    found = tuple(part.strip() for part in _NEXT_PART.split(question) if part.strip())
    whole = all(len(part.split()) >= _FEWEST_IN_PART for part in found) and len(found) <= _MOST_PARTS
    return found if whole else (question,)


def understand(
    question: str, history: Sequence[Turn] = (), sources: Sequence[Source] = (), rewritten: str = ""
) -> Understanding:
    """How a question about these sources is understood after the turns of its conversation, oldest first;
    `rewritten` is how a chat model put it to stand alone, where one did."""
    exchanged = rewritten or _exchanged(question, history)
    standalone = exchanged or _standalone(question, history)
    asked = exchanged or question
    searches = [asked]
    if history:
        searches += [f"{history[0].question} {question}", f"{history[-1].question} {question}"]
    searches += [in_english(search) for search in searches]
    readings = [(in_english(asked), 1.0)]
    if standalone != asked:
        readings = [(in_english(asked), 1 - _STANDALONE_COUNTS), (in_english(standalone), _STANDALONE_COUNTS)]
    return Understanding(
        asked, standalone, tuple(dict.fromkeys(searches)), tuple(readings), asked_period(asked, sources)
    )


def leans(question: str) -> bool:
    """Whether a question cannot be understood without what was said before it."""
    return len(full_text_terms(question)) <= _FEWEST_WORDS or bool(_LEANS.search(question))


def _standalone(question: str, history: Sequence[Turn]) -> str:
    """The question after the turns that it leans on, back to the last one that stands on its own; itself
    where it stands on its own."""
    told = [question]
    for turn in reversed(history):
        if not leans(told[0]):
            break
        told.insert(0, turn.question)
    return " ".join(told)


def _exchanged(question: str, history: Sequence[Turn]) -> str:
    """The last question that has such a name, with the name that this one puts in its place; empty where this
    one does more than that."""
    other = _NAMES_ANOTHER.match(question)
    if other is None:
        return ""
    place = rf"\b{other['where'].strip()}\s+(?:the\s+)?$" if other["where"] else "$"
    for turn in reversed(history):
        for name in reversed(list(re.finditer(_NAME, turn.question))):
            before = turn.question[: name.start()]
            same_kind = name.group().isdigit() == other["name"].isdigit() and not _NOT_EXCHANGED.match(
                name.group()
            )
            if before.strip(" ¿“") and same_kind and re.search(place, before):
                return before + other["name"] + turn.question[name.end() :]
        if not leans(turn.question):
            break
    return ""
