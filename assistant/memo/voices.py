"""Who speaks in a sentence of a document, and how a memo introduces them."""

from __future__ import annotations

import re

from assistant.drafting.instruments import own_reference, told_status
from assistant.drafting.introductions import introduction, speaker
from assistant.drafting.quotes import quote_draft
from assistant.drafting.sayers import sayer
from assistant.lexicon.dates import readable_date
from assistant.lexicon.leads import completed
from assistant.lexicon.rules import Rules
from assistant.types import Draft, Evidence

_RETELLS = ("note", "correspondence", "article", "white house article", "")
"""Kinds of document whose publisher tells of others more than it speaks for itself."""


def introduced(one: Evidence, rules: Rules, *, brief: bool = False) -> Draft:
    """The quote after who says it and when, with the words that it completes; `brief` says so in as few words
    as there are, where nothing but that is to be told."""
    source, day = one.source, readable_date(one.source.date)
    if not brief or source.kind == "op-ed" or _is_qualified(one):
        said = introduction(one, rules)
    else:
        name = speaker(one) or own_reference(source, rules) or source.publisher or source.title
        said = f"{name}{f', {day}' if day else ''}"
    return quote_draft(said, completed(one))


def _is_qualified(one: Evidence) -> bool:
    """Whether something holds of the words that a reader must be told."""
    sentence = one.sentence
    return (
        sentence.standing not in ("", "in force")
        or sentence.role in ("quoted", "note", "recital", "preamble")
        or bool(told_status(one.source))
    )


def voice(one: Evidence, rules: Rules) -> str:
    """Who speaks: an op-ed's author, a transcript's speaker, whom a note names as saying so, or the
    publisher."""
    source = one.source
    if source.kind == "op-ed":
        return source.author or source.publisher or f"“{source.title}”"
    if name := speaker(one):
        return f"{name} ({source.publisher})" if source.publisher else name
    if source.kind in _RETELLS:
        return sayer(one.text, rules) or source.publisher or source.title
    return re.sub(r" \([^)]*\)$", "", source.publisher) or source.title
