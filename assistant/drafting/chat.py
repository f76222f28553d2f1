"""The chat-model drafter: evidence, sentence by sentence under opaque ids → sentences that cite ids. The
program copies what an id stands for; the model never writes a quote, an offset or a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.drafting.introductions import is_asked
from assistant.drafting.listing import fitting, fresh_ids, listed
from assistant.drafting.quotes import may_quote
from assistant.drafting.reply import DraftSentence as DraftSentence
from assistant.drafting.reply import Form, schema, sentences
from assistant.models.chat import Meter, reply
from assistant.models.protocol import PROTOCOLS, Asking, Protocol
from assistant.types import Draft, Evidence, Turn
from ingest.tokens import count_for
from prompts import fenced, prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_NOT_SAID = re.compile(
    r"\b(?:documents?|evidence|sources?|passages?|library|text|record)\b[^.]{0,40}\b(?:do(?:es)?"
    r" not|don['’]t|doesn['’]t|did not|never)\s+"
    r"(?:say|state|mention|give|specify|provide|indicate|contain|include|address|tell|explain|disclose)"
    r"|\bno (?:documents?|evidence|source|passage)\b|\bnot (?:stated|mentioned|specified) in the\b|los"
    r" documentos no",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:I['’]m sorry|I am sorry|I can(?:no|['’])t|I am unable|I['’]m unable|as an AI|I won['’]t|lo"
    r" siento)\b",
    re.IGNORECASE,
)
_LINK_WORDS = 14
_MOST_EVIDENCE = 32  # sentences: what a plan chooses are up to 25; beyond these, what is relevant drowns
_TURNS, _ANSWER_CHARACTERS = 4, 500
_REDRAFT_TOKENS = 160
_NONE = re.compile(r"none\b\W*$", re.IGNORECASE)  # that the evidence cannot bear the sentence out


@dataclass(frozen=True, slots=True)
class Brief:
    """What the model is given: evidence by id, how many sentences did not fit, the messages without the form
    of the reply, and how many sentences are asked for."""

    by_id: Mapping[str, Evidence]
    left_out: int
    messages: tuple[tuple[str, str], ...]
    limit: int

    def asked(self, protocol: Protocol) -> tuple[tuple[str, str], ...]:
        """The messages, with the form of the reply last."""
        *before, (role, text) = self.messages
        return (*before, (role, f"{text}\n{_form(protocol, self.limit)}"))


def brief(
    question: str,
    evidence: Sequence[Evidence],
    history: Sequence[Turn],
    *,
    model: str,
    context_tokens: int,
    reply_tokens: int,
    limit: int,
) -> Brief:
    """As much of the evidence (best first) as the context holds beside the history and the reply."""
    usable = [one for one in evidence if may_quote(one) and not is_asked(one)]
    told = [
        {"question": turn.question, "answer": turn.answer[:_ANSWER_CHARACTERS]} for turn in history[-_TURNS:]
    ]
    system = prompt("draft.system")

    def user(shown: Mapping[str, Evidence]) -> str:
        return prompt("draft.user", history=fenced(told), evidence=listed(shown), question=fenced(question))

    forms = max(count_for(model, _form(protocol, limit)) for protocol in PROTOCOLS)
    room = context_tokens - reply_tokens - count_for(model, system) - count_for(model, user({})) - forms - 16
    texts = (question, *(f"{turn.question} {turn.answer}" for turn in history))
    ids = fresh_ids([*texts, *(one.statement for one in usable)])
    shown = fitting(usable[:_MOST_EVIDENCE], ids, room, model)
    return Brief(shown, len(usable) - len(shown), (("system", system), ("user", user(shown))), limit)


def _form(protocol: Protocol, limit: int) -> str:
    return prompt(f"draft.{protocol}", limit=str(limit))


def draft_with_chat(
    model: BaseChatModel,
    given: Brief,
    *,
    reply_tokens: int,
    meter: Meter,
    raw: list[str],
    protocol: str = "auto",
) -> Iterator[DraftSentence]:
    """The sentences of the model's reply, each as soon as it is whole. The reply as it came is added to
    `raw`, also when it is cut; `protocol` is the setting.

    Raises:
        ServiceError, BudgetSpent: as in `chat_model.stream`.
    """
    asking = Asking(model, protocol)
    form = Form()
    pieces = asking.stream(given.asked, schema(given.by_id), max_tokens=reply_tokens, meter=meter)
    yield from sentences(_kept(pieces, raw), given.by_id, form)
    if form.is_data is False:
        asking.heeded_nothing()


def _kept(pieces: Iterator[str], raw: list[str]) -> Iterator[str]:
    for piece in pieces:
        raw.append(piece)
        yield piece


def redraft(
    model: BaseChatModel,
    sentence: str,
    reason: str,
    given: Mapping[str, Evidence],
    meter: Meter,
    raw: list[str],
) -> DraftSentence | None:
    """The sentence written once more, or None where the model gave none."""
    messages = [
        ("system", prompt("draft.system")),
        (
            "user",
            prompt("redraft.user", evidence=listed(given), sentence=fenced(sentence), reason=fenced(reason)),
        ),
    ]
    written = reply(model, messages, max_tokens=_REDRAFT_TOKENS, meter=meter)
    raw.append(f"\n{written}")
    found = next(sentences([written], given), None)
    return found if found and not _NONE.match(found.text) else None


def as_draft(one: DraftSentence, by_id: Mapping[str, Evidence]) -> Draft:
    """The sentence with the evidence that its ids stand for."""
    return Draft(one.text, tuple(by_id[name] for name in one.ids))


def says_nothing(sentence: str) -> bool:
    """Whether a sentence says only that the documents do not say something."""
    return bool(_NOT_SAID.search(sentence)) and not re.search(r"\d", sentence)


def refuses(sentence: str) -> bool:
    """Whether the model declines to answer."""
    return bool(_REFUSES.search(sentence))


def is_whole(sentence: str) -> bool:
    """Whether a sentence ends as one: a reply that was cut ends in the middle of something, which may say
    anything."""
    return bool(re.search(r"[.!?…][\"”’')\]]*$", sentence))


def links(sentence: str) -> bool:
    """Whether a sentence without ids only leads to the next: short, with no number and no claim of its
    own."""
    return (
        len(sentence.split()) <= _LINK_WORDS
        and not re.search(r"\d", sentence)
        and sentence.rstrip().endswith(":")
    )
