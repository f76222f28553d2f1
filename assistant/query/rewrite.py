"""A follow-up as a question of its own, written by the chat model and believed only as far as the
conversation bears it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.lexicon.words import stems
from assistant.models.chat import Meter, reply
from assistant.types import Turn
from ingest.full_text import full_text_terms
from prompts import fenced, prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_TURNS = 6  # the last ones: what is further back is seldom meant, and costs time
_ANSWER_CHARACTERS = 600
_MAX_TOKENS = 120
_LONGEST = 400  # characters
_KEPT = 0.5  # of the words of the question itself: “that” and “the two” may go, what is asked may not


def rewrite(question: str, history: Sequence[Turn], model: BaseChatModel, meter: Meter | None = None) -> str:
    """The question as it reads alone; empty where what the model wrote is not a question that the
    conversation bears out.

    Raises:
        ServiceError, BudgetSpent: as in `chat_model.reply`.
    """
    turns = [
        {"question": turn.question, "answer": turn.answer[:_ANSWER_CHARACTERS]} for turn in history[-_TURNS:]
    ]
    messages = [
        ("system", prompt("rewrite.system")),
        ("user", prompt("rewrite.user", history=fenced(turns), question=fenced(question))),
    ]
    written = reply(model, messages, max_tokens=_MAX_TOKENS, meter=meter).strip().strip('"')
    said = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in history)])
    return written if _is_borne_out(written, question, said) else ""


def _is_borne_out(written: str, question: str, said: str) -> bool:
    """Whether it is one line that asks, keeps what the question itself says, and says nothing that the
    conversation did not."""
    if "\n" in written or len(written) > _LONGEST or question.rstrip().endswith("?") > written.endswith("?"):
        return False
    own, asked = stems(" ".join(full_text_terms(written))), stems(" ".join(full_text_terms(question)))
    return bool(own) and own <= stems(said) and len(own & asked) >= _KEPT * len(asked)
