"""Values → Markdown: what is copied, and what is exported."""

from __future__ import annotations

import re

from assistant.conversations import Conversation
from assistant.render.words import cited_sources, plain, sentence_numbers, source_told
from assistant.types import Answer, source_numbers

_MARKS = re.compile(r"([\\`*_\[\]<>#|])")


def conversation_markdown(conversation: Conversation) -> str:
    """A conversation with its answers' sources and quotes."""
    parts = [f"# {_plain(conversation.title)}"]
    for one in conversation.exchanges:
        parts.append(f"## {_plain(one.question)}")
        parts.append(answer_markdown(one.answer) if one.answer else f"*This could not be answered: {_plain(one.error)}*")
    return "\n\n".join(parts) + "\n"


def answer_markdown(answer: Answer) -> str:
    """An answer: its sentences with the numbers of their sources, what is missing or failed, and the sources with every quote."""
    numbers = source_numbers(answer.citations)
    parts = [f"{_plain(one.text)} {''.join(f'[{number}]' for number in sentence_numbers(one, numbers))}".strip() for one in answer.sentences]
    if answer.missing:
        parts.append(f"**{'Not in the documents' if answer.status == 'abstained' else 'Missing'}:** {_plain(answer.missing)}")
    if answer.withheld:
        parts.append("**Not supported by the documents:**")
        parts.append("\n".join(f"- {_plain(one.text)} ({one.verdict}: {_plain(one.reason)})" for one in answer.withheld))
    parts += [f"*{_plain(one)}*" for one in answer.notices]
    for number, cited in cited_sources(answer):
        address = f" <{plain(cited[0].url)}>" if cited[0].url else ""
        quotes = "".join(f"\n    > “{_plain(one.quote)}”" for one in cited)
        parts.append(f"[{number}] {_plain(cited[0].title)} — {_plain(source_told(cited))}{address}{quotes}")
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    """The text on one line, with the marks that would format it made plain."""
    return _MARKS.sub(r"\\\1", plain(text))
