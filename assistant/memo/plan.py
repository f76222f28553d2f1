"""A chat model's further questions for a memo, believed only as far as they are questions on its topic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answer.notices import Notice
from assistant.errors import BudgetSpent, with_remedy
from assistant.lexicon.words import content_stems, stems
from assistant.models.chat import Meter, reply
from assistant.query.requirements import read_requirements
from ingest.errors import ServiceError
from prompts import fenced, prompt

if TYPE_CHECKING:
    from assistant.answer.chat_answer import Chat
    from assistant.lexicon.rules import Rules

_LINE = re.compile(r"^\s*(\d{1,2})[.)]\s+(.+?)\s*$", re.MULTILINE)
_LONGEST = 300  # characters
_TOKENS = 400
_MOST = 4


def plan(topic: str, chat: Chat, meter: Meter, notices: list[Notice], rules: Rules) -> tuple[str, ...]:
    """The questions that documents should answer for a memo on the topic. A service that fails is a notice,
    since the topic is read without it too.
    """
    messages = [
        ("system", prompt("memo-plan.system")),
        ("user", prompt("memo-plan.user", topic=fenced(topic))),
    ]
    try:
        written = reply(chat.model, messages, max_tokens=_TOKENS, meter=meter)
    except (ServiceError, BudgetSpent) as error:
        notices.append(Notice("questions not planned", error=with_remedy(error)))
        return ()
    asked = [question for _, question in _LINE.findall(written) if _is_on(question, topic, rules)]
    return tuple(dict.fromkeys(asked))[:_MOST]


def _is_on(question: str, topic: str, rules: Rules) -> bool:
    """Whether it is one question on the topic that names nothing which the topic does not name."""
    required, known = read_requirements(question, rules), stems(topic)
    named = all(stems(word) <= known for word in (*required.names, *required.numbers, *required.days))
    return (
        question.endswith("?")
        and len(question) <= _LONGEST
        and named
        and bool(content_stems(question) & content_stems(topic))
    )
