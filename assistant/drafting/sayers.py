"""Whom a sentence names as saying what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.lexicon.rules import Rules

_NAME = r"(?:[A-ZÁÉÍÓÚÑ][\w.’'-]*)(?: (?:of |de |del |the )?[A-ZÁÉÍÓÚÑ][\w.’'-]*){0,4}"
_BEFORE = re.compile(rf"\b({_NAME}),? (?:has |had |have |also |ha |han |también )?$")
_AFTER = re.compile(rf"\s+(?:the |el |la )?({_NAME})")
# “…,” said Under Secretary of the Treasury for Finance Ada Orrin.
_CAPITALISED = r"[A-ZÁÉÍÓÚÑ][\w.’'-]*"
_AFTER_QUOTE = re.compile(
    rf"\s+(?:the |el |la )?({_CAPITALISED}(?: (?:(?:of|for|and|de|del|para|the|y) )*{_CAPITALISED}){{0,13}})"
)
_TEXT_OF = re.compile(rf"({_NAME}?)(?:['’]s\s+(?:\w+\s+){{0,2}}|\s+(?:press\s+)?)$")
_ARTICLE = re.compile(r"^(?:The|An?|El|La)\b ?")
_FURTHEST = 80
"""Characters before a verb of speech in which its speaker is looked for."""


def sayer(text: str, rules: Rules) -> str:
    """Whom a sentence names as saying what it tells; empty where it names nobody."""
    return next((one for one in _named(text, rules) if _may_speak(one, rules)), "")


def sayers(text: str, rules: Rules) -> list[str]:
    """All whom a sentence names as saying something of what it tells: before a verb of speech, after it where
    it follows a quotation, as a source, and as those whose letter or statement says it."""
    pack = rules["speech"].of("says", "argues")
    found = list(_named(text, rules))
    for verb in pack.pattern.finditer(text):
        quoted = text[: verb.start()].rstrip().endswith(("”", '"', "»"))
        if quoted and (after := _AFTER_QUOTE.match(text, verb.end())):
            found.append(after[1])
    for written in rules["voices"].of("writing").pattern.finditer(text):
        if before := _TEXT_OF.search(text, max(0, written.start() - _FURTHEST), written.start()):
            found.append(before[1])
    for opening in rules["voices"].of("by").pattern.finditer(text):
        if after := _AFTER.match(text, opening.end()):
            found.append(after[1])
    bare = (_ARTICLE.sub("", one) for one in found)
    return [one for one in dict.fromkeys(bare) if one and _may_speak(one, rules)]


def _named(text: str, rules: Rules) -> Iterator[str]:
    said, stance, source = (
        rules["speech"].of("says", "argues"),
        rules["voices"].of("stance"),
        rules["speech"].of("source"),
    )
    for verb in (*said.pattern.finditer(text), *stance.pattern.finditer(text)):
        found = _BEFORE.search(text, max(0, verb.start() - _FURTHEST), verb.start())
        if found and verb.group()[0].islower():  # “the United States” says nothing
            yield found[1]
    for word in source.pattern.finditer(text):
        if after := _AFTER.match(text, word.end()):
            yield after[1]


def _may_speak(name: str, rules: Rules) -> bool:
    """Whether a name is that of somebody: no pronoun or article stands for one, nor does a document."""
    first = name.split()[0]
    return not rules["voices"].of("nobody").find(first) and not rules["speech"].of("document").find(first)
