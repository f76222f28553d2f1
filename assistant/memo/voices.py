"""Who speaks in a sentence of a document, and how a memo introduces them."""

from __future__ import annotations

import re

from assistant.drafting.instruments import own_reference, told_status
from assistant.drafting.introductions import introduction, speaker
from assistant.drafting.quotes import quote_draft
from assistant.lexicon.dates import readable_date
from assistant.lexicon.leads import completed
from assistant.lexicon.rules import Rules
from assistant.types import Draft, Evidence

_RETELLS = ("note", "correspondence", "article", "white house article", "")
"""Kinds of document whose publisher tells of others more than it speaks for itself."""
_NAME = r"(?:[A-Z][\w.’'-]*)(?: (?:of |de |the )?[A-Z][\w.’'-]*){0,4}"
_BEFORE = re.compile(rf"\b({_NAME}),? (?:has |had |have |also |ha |han |también )?$")
_AFTER = re.compile(rf"\s+(?:the |el |la )?({_NAME})")
_FURTHEST = 80
"""Characters before a verb of speech in which its speaker is looked for."""


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


def retells(one: Evidence) -> bool:
    """Whether a document tells of others more than it speaks for its publisher."""
    return one.source.kind in _RETELLS


def sayer(text: str, rules: Rules) -> str:
    """Whom a sentence names as saying what it tells; empty where it names nobody."""
    said, stance, source = (
        rules["speech"].of("says", "argues"),
        rules["voices"].of("stance"),
        rules["speech"].of("source"),
    )
    names = [
        found
        for verb in (*said.pattern.finditer(text), *stance.pattern.finditer(text))
        if (found := _BEFORE.search(text, max(0, verb.start() - _FURTHEST), verb.start()))
    ]
    names += [found for word in source.pattern.finditer(text) if (found := _AFTER.match(text, word.end()))]
    return next((found[1] for found in names if _may_speak(found[1], rules)), "")


def _may_speak(name: str, rules: Rules) -> bool:
    """Whether a name is that of somebody: no pronoun or article stands for one, nor does a document."""
    first = name.split()[0]
    return not rules["voices"].of("nobody").find(first) and not rules["speech"].of("document").find(first)
