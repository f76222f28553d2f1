"""How much may be asked at once. What reads a question compares its words with one another, so that one
without bounds would keep everybody else waiting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.errors import QuestionTooLong
from assistant.types import Turn

MOST = 12_000  # characters, some 2,000 words: a question with a page or four pasted after it
_TURNS = 20  # of a conversation: what a question leans on stands in the last few
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*\n\s*")
_WORD = re.compile(r"(\S{200})\S+")  # no word is longer; an address may be, and says no more for it
_RUN = re.compile(r"([^\w\s])\1{7,}")  # the same sign, again and again


def bounded(question: str) -> str:
    """The question with its blanks as one and its empty lines as one; what is no word is cut.

    Raises:
        QuestionTooLong: it is longer than is read.
    """
    if len(question) > 100 * MOST:
        raise _too_long(len(question))
    brief = _RUN.sub(r"\1\1\1", _LINES.sub("\n\n", _BLANKS.sub(" ", question)))
    brief = _WORD.sub(r"\1", brief).strip()
    if len(brief) > MOST:
        raise _too_long(len(brief))
    return brief


def remembered(history: Sequence[Turn]) -> list[Turn]:
    """The turns of a conversation that a question may lean on, the last ones, each as long as is read."""
    return [replace(one, question=one.question[:MOST], answer=one.answer[:MOST]) for one in history[-_TURNS:]]


def _too_long(count: int) -> QuestionTooLong:
    return QuestionTooLong(
        f"the question is {count:,} characters long; at most {MOST:,} are read",
        hint="ask about a part of it; an op-ed is reviewed, and a memo checked, from a file",
    )
