"""A chat model as judge of one sentence: asked with a prompt file, believed only where its answer parses;
anything else is no score."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.models.chat import Meter, reply
from assistant.types import Judgement
from prompts import fenced, prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MAX_TOKENS = 16
_ANSWER = re.compile(r"\W*(SUPPORTED|PARTLY|CONTRADICTED|UNSUPPORTED)\b")


def judge(model: BaseChatModel, sentence: str, evidence: str, meter: Meter) -> Judgement | None:
    """What the model says of a sentence; None where it does not answer in one of the four words.

    Raises:
        ServiceError, BudgetSpent: as in `chat_model.reply`.
    """
    messages = [
        ("system", prompt("judge.system")),
        ("user", prompt("judge.user", evidence=fenced(evidence), sentence=fenced(sentence))),
    ]
    found = _ANSWER.match(reply(model, messages, max_tokens=_MAX_TOKENS, meter=meter))
    judgements: dict[str, Judgement] = {
        "SUPPORTED": "supported",
        "PARTLY": "partly",
        "CONTRADICTED": "contradicted",
        "UNSUPPORTED": "unsupported",
    }
    return judgements[found.group(1)] if found else None
