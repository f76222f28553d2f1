"""The questions of a memo: the templates of its format with what was asked for in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems
from assistant.memo.formats import INPUTS, Ask, SectionFormat
from assistant.memo.topic import core_of, phrase_of, question_of
from assistant.memo.types import MemoRequest

_VARIABLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked for, and on which day. `planned` are better questions by template."""

    request: MemoRequest
    date: str
    planned: Mapping[str, str]

    def fill(self, template: str, option: str = "") -> str:
        """A template with the request's values in it; `option` is what a question is about instead of the
        topic."""
        topic = self.request.topic
        known = {
            "topic": phrase_of(topic),
            "core": core_of(topic),
            "question": question_of(topic),
            "date": self.date,
            "to": self.request.to,
            "sender": self.request.sender,
            "deadline": self.request.deadline,
            "decision": self.request.decision,
            "position": self.request.position,
            "jurisdiction": self.request.jurisdiction,
            "option": option or core_of(topic),
        }
        return _VARIABLE.sub(lambda found: known[found[1]], template)

    def asked(self, ask: Ask, option: str = "") -> str:
        """What is asked of the library: as it was planned for this memo, or as the format has it."""
        return self.planned.get(ask.question) or self.fill(ask.question, option)

    def lacking(self, template: str) -> list[str]:
        """What a template wants and nobody gave, in words."""
        names = _VARIABLE.findall(template)
        return [INPUTS[name] for name in names if not self.fill(f"{{{name}}}").strip()]

    def to_plan(self, sections: Sequence[SectionFormat]) -> dict[str, tuple[str, str]]:
        """The templates that may be put better, each with its heading and its question: neither the request's
        own question nor one about an option."""
        return {
            ask.question: (section.heading, self.fill(ask.question))
            for section in sections
            for ask in section.ask
            if "{option}" not in ask.question and ask.question != "{question}"
        }

    def names_topic(self, words: str, rules: Rules) -> bool:
        """Whether the words name anything that the topic names: what is said of the topic may bear on
        them."""
        return bool(content_stems(words) & with_synonyms(content_stems(self.request.topic), rules))


def is_own(template: str) -> bool:
    """Whether a template has the writer's words in it."""
    return bool(_VARIABLE.search(template))
