"""A chat model's better questions for a memo's sections, believed only as far as they are questions on its
topic."""

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
    from collections.abc import Mapping

    from assistant.answer.chat_answer import Chat
    from assistant.lexicon.rules import Rules

_LINE = re.compile(r"^\s*(\d{1,2})[.)]\s+(.+?)\s*$", re.MULTILINE)
_LONGEST = 300  # characters
_TOKENS = 600


def plan(
    topic: str,
    questions: Mapping[str, tuple[str, str]],
    chat: Chat,
    meter: Meter,
    notices: list[Notice],
    rules: Rules,
) -> dict[str, str]:
    """The better questions by template; `questions` are each template's heading and question. A service that
    fails is a notice, since the templates do too.
    """
    if not questions:
        return {}
    templates = list(questions)
    listed = [
        {"number": number, "section": questions[one][0], "question": questions[one][1]}
        for number, one in enumerate(templates, start=1)
    ]
    messages = [
        ("system", prompt("memo-plan.system")),
        ("user", prompt("memo-plan.user", topic=fenced(topic), questions="\n".join(map(fenced, listed)))),
    ]
    try:
        written = reply(chat.model, messages, max_tokens=_TOKENS, meter=meter)
    except (ServiceError, BudgetSpent) as error:
        notices.append(Notice("questions not planned", error=with_remedy(error)))
        return {}
    better = {int(number): question for number, question in _LINE.findall(written)}
    return {
        one: better[i]
        for i, one in enumerate(templates, start=1)
        if i in better and _is_on(better[i], topic, questions[one][1], rules)
    }


def _is_on(question: str, topic: str, before: str, rules: Rules) -> bool:
    """Whether it is one question on the topic that names nothing which neither the topic nor the question
    before it names."""
    required, known = read_requirements(question, rules), stems(f"{topic} {before}")
    named = all(stems(word) <= known for word in (*required.names, *required.numbers, *required.days))
    return (
        question.endswith("?")
        and len(question) <= _LONGEST
        and named
        and bool(content_stems(question) & content_stems(topic))
    )
