"""A few quotes at a time → a sentence of them: for a model that loses its place among many. What a sentence
rests on is known by how it was asked for, so that no ids are needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from assistant.drafting.introduced import is_provision, may_introduce
from assistant.drafting.introductions import is_asked, speaker
from assistant.lexicon.leads import without_leads
from assistant.lexicon.rules import Rules
from assistant.models.chat import Messages, Meter, stream
from assistant.types import Draft, Evidence
from ingest.gloss import is_spanish
from ingest.sentences import split_sentences
from prompts import fenced, prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_TOGETHER = 45  # words of quotes: a model this small says of more only the half
_REPLY_TOKENS = 100


def parts(draft: Draft) -> list[tuple[Evidence, ...]]:
    """What of a draft is told in one sentence: its quotes, short ones together."""
    made: list[tuple[Evidence, ...]] = []
    for one in without_leads(draft.evidence):
        together = (*made[-1], one) if made else (one,)
        if made and sum(len(each.statement.split()) for each in together) <= _TOGETHER:
            made[-1] = together
        else:
            made.append((one,))
    return made


def may_write(part: Sequence[Evidence], question: str, rules: Rules) -> bool:
    """Whether the model is to tell of the quotes: not of what was only asked or is quoted there; not of a
    law or a bill, whose words are what counts; nor in another language than theirs, in which nothing could be
    held against them."""
    if any(is_asked(one) or is_provision(one, rules) or not may_introduce(one, rules) for one in part):
        return False
    return is_spanish(part[0].passage.text) == is_spanish(question)


def write_part(model: BaseChatModel, part: Sequence[Evidence], *, meter: Meter, raw: list[str]) -> str:
    """The first sentence that the model writes of the quotes; empty where it writes none. What it has written
    until then is added to `raw`.

    Raises:
        ServiceError, BudgetSpent: as in `chat.stream`.
    """
    written = ""
    with closing(stream(model, _messages(part), max_tokens=_REPLY_TOKENS, meter=meter)) as pieces:
        for piece in pieces:
            raw.append(piece)
            written += piece
            if len(written.strip()) > len(first_sentence(written)):
                break  # what follows shows that the sentence has ended
    raw.append("\n")
    return _bare(first_sentence(written))


def _messages(part: Sequence[Evidence]) -> Messages:
    """The quotes without the question, which the plan has answered by its choice, and without the document:
    a small model gives the words of either back for what the quotes say."""
    by = speaker(part[0]) or part[0].source.author
    told = prompt(
        "group.user",
        by=f" by {fenced(by)}" if by else "",
        quotes="\n".join(fenced(one.statement) for one in part),
    )
    return ("system", prompt("group.system")), ("user", told)


def first_sentence(text: str) -> str:
    """The first sentence of a text, or what there is of it; a line ends it too."""
    line = text.strip().partition("\n")[0]
    start, end = next(iter(split_sentences(line)), (0, 0))
    return line[start:end]


def _bare(sentence: str) -> str:
    """The sentence without a bullet or the number of an item, marks around all of it, or one that is opened
    and not closed."""
    said = re.sub(r"^(?:[-*•]|\d+[.)]|\(\w{1,4}\))\s+", "", " ".join(sentence.split()))
    around = re.fullmatch(r"[\"“]([^\"“”]+)[\"”]", said)
    bare = around[1] if around else said
    return bare[1:] if bare.startswith('"') and bare.count('"') % 2 else bare
