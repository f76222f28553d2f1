"""Who speaks in a sentence of a document, and how a memo introduces them."""

from __future__ import annotations

import re

from assistant.drafting.introductions import introduction, own_reference, speaker
from assistant.lexicon.dates import readable_date
from assistant.lexicon.rules import Rules
from assistant.types import Evidence

_RETELLS = ("note", "correspondence", "article", "white house article", "")
"""Kinds of document whose publisher tells of others more than it speaks for itself."""
_NAME = r"(?:[A-Z][\w.’'-]*)(?: (?:of |de |the )?[A-Z][\w.’'-]*){0,4}"
_SPEECH = r"(?:said|says|claim(?:s|ed)|argu(?:es|ed)|announced|warn(?:s|ed)|state[sd]|promised|rejected|opposed|welcomed|insist(?:s|ed)|told|believes?)"
_SAYS_SO = re.compile(rf"\b({_NAME}),? (?:has |had |have |also )?{_SPEECH}\b")
_ACCORDING = re.compile(rf"\b[Aa]ccording to (?:the )?({_NAME})")
_NO_NAMES = frozenset(
    "The A This That It He She They We You In On At Executive Order Act Section Congress’s".split()
)


def introduced(one: Evidence, rules: Rules, *, brief: bool = False) -> str:
    """The quote after who says it and when; `brief` says so in as few words as there are."""
    if not brief or one.source.kind == "op-ed":
        return f"{introduction(one, rules)}: “{one.text}”"
    source = one.source
    name = own_reference(source, rules) or speaker(one) or source.publisher or source.title
    day = readable_date(source.date)
    return f"{name}{f', {day}' if day else ''}: “{one.text}”"


def voice(one: Evidence) -> str:
    """Who speaks: an op-ed's author, a transcript's speaker, whom a note names as saying so, or the
    publisher."""
    source = one.source
    if source.kind == "op-ed":
        return source.author or source.publisher or f"“{source.title}”"
    if name := speaker(one):
        return f"{name} ({source.publisher})" if source.publisher else name
    if source.kind in _RETELLS:
        return sayer(one.text) or source.publisher or source.title
    return re.sub(r" \([^)]*\)$", "", source.publisher) or source.title


def retells(one: Evidence) -> bool:
    """Whether a document tells of others more than it speaks for its publisher."""
    return one.source.kind in _RETELLS


def sayer(text: str) -> str:
    """Whom a sentence names as saying what it tells; empty where it names nobody."""
    for found in (*_SAYS_SO.findall(text), *_ACCORDING.findall(text)):
        if found.split()[0] not in _NO_NAMES:
            return str(found)
    return ""
