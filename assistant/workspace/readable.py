"""Conversations as their readers may read them today, whatever they might read when they asked."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from assistant.types import Answer
from assistant.workspace.conversation_store import Conversation, Exchange
from ingest.view import View


def marks(view: View) -> tuple[str, ...]:
    """The documents that an answer may tell of, cited or not: all that its reader sees. Eight hexadecimal
    digits each, of a slug's hash: a conversation keeps them, and a library may have thousands."""
    return tuple(sorted({_mark(one.slug) for one in view.unrestricted.sources}))


def readable(conversation: Conversation, view: View, *, is_for: bool = True) -> Conversation:
    """The conversation without what rests on documents that are not in the view; and, where it is not for a
    reader like this one (not `is_for`), or one of the documents that could be seen as it went on is not in
    the view any more, without whatever else may tell of them: what was withheld, what is missing, what may be
    asked next."""
    if view.has_all and not view.reader.is_somebody:  # whose the library is
        return conversation
    there = {one.slug for one in view.unrestricted.sources}
    seen = conversation.seen
    is_for = is_for and seen is not None and {_mark(slug) for slug in there}.issuperset(seen)
    exchanges = tuple(_readable(one, there, is_for) for one in conversation.exchanges)
    return replace(conversation, exchanges=exchanges)


def _readable(exchange: Exchange, there: set[str], is_for: bool) -> Exchange:
    if exchange.answer is None:
        return exchange if is_for else replace(exchange, error="Not shown.", hint="")
    answer = _without_ends(exchange.answer, there)
    hidden = {one.number for one in answer.citations if one.source not in there}
    listed = tuple(one for one in answer.documents if one.source in there)
    if is_for and not hidden and listed == answer.documents:
        return exchange if answer == exchange.answer else replace(exchange, answer=answer)
    return replace(exchange, answer=_without(answer, hidden, listed), thumb="")


def _without_ends(answer: Answer, there: set[str]) -> Answer:
    """The answer without what documents that are not there say of its quotes."""
    kept = (
        one if one.superseded is None or one.superseded.source in there else replace(one, superseded=None)
        for one in answer.citations
    )
    return replace(answer, citations=tuple(kept))


def _without(answer: Answer, hidden: set[int], listed: tuple[object, ...]) -> Answer:
    sentences = tuple(one for one in answer.sentences if not hidden & {*one.citations})
    rows = answer.table and tuple(one for one in answer.table.rows if one.citation not in hidden)
    kept = {number for one in sentences for number in one.citations}
    kept |= {one.citation for one in rows or ()}
    return replace(
        answer,
        status="partial" if sentences or listed else "abstained",
        sentences=sentences,
        citations=tuple(one for one in answer.citations if one.number in kept),
        table=replace(answer.table, rows=rows) if answer.table and rows else None,
        documents=tuple(one for one in answer.documents if one in listed),
        withheld=(),
        readings=(),
        follow_ups=(),
        mentions="",
        pertinence=None,
        notices=(),
        missing="Part of this is not shown: it rests on documents that you may not read, or that are gone.",
    )


def _mark(slug: str) -> str:
    return hashlib.sha256(slug.encode()).hexdigest()[:8]
