"""Who says it, before a sentence that a model wrote: the program puts it there, from the record of what the
sentence rests on, and takes out what the model wrote for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting.instruments import own_reference
from assistant.drafting.introductions import introduction, speaker
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import OPENERS
from assistant.types import Draft, Evidence
from ingest.types import Source

_TELLS = re.compile(r"\b(?:says|said|argues|argued|provides|provided|adopted|enacted)\b[^:]*$")
_PROVIDES = re.compile(r"\b(?:provides?|provided|adopted|enacted)\b[^:]*$")
_WORDS = re.compile(r"[^\W\d_][\w’'-]{2,}")
_NO_NAME = frozenset("the and for department office ministry committee government national federal".split())


def may_introduce(one: Evidence, rules: Rules) -> bool:
    """Whether words of another can follow who says the evidence: a quotation in a document, or text that it
    inserts into another, is told as its own words alone."""
    return bool(_TELLS.search(introduction(_without_place(one), rules)))


def is_provision(one: Evidence, rules: Rules) -> bool:
    """Whether the words are those of a law or a bill, which provide something by their very words."""
    return bool(_PROVIDES.search(introduction(_without_place(one), rules)))


def is_somebodys(one: Evidence) -> bool:
    """Whether the words are somebody's, and no fact: an op-ed's author's, or a speaker's."""
    return one.source.kind == "op-ed" or bool(speaker(one))


def introduced(draft: Draft, rules: Rules) -> Draft:
    """The draft with who says it before it. What it rests on is said by one voice, or the first stands for
    all."""
    text = without_speech(draft.text, rules)
    said = introduction(_without_place(draft.evidence[0]), rules)
    around = " ".join(one.passage.text for one in draft.evidence)
    return replace(draft, text=_going_on(text, around), introduction=f"{said} that")


def names_its_source(text: str, evidence: Sequence[Evidence], rules: Rules) -> bool:
    """Whether a sentence names a document that it rests on, or who speaks or publishes there."""
    words = {word.lower() for word in _WORDS.findall(text)}
    for one in evidence:
        reference = own_reference(one.source, rules)
        if reference and reference.lower() in text.lower():
            return True
        if words & _names(one.source, speaker(one)):
            return True
    return False


def _names(source: Source, speaks: str) -> set[str]:
    told = speaks or source.author if source.kind == "op-ed" or speaks else source.publisher
    return {word.lower() for word in _WORDS.findall(told)} - _NO_NAME


def without_speech(text: str, rules: Rules) -> str:
    """The sentence without words that only say that the document, or its author, says it."""
    said = rules["voices"].of("text").pattern.match(text)
    if said is None:
        return text
    rest = text[said.end() :]
    return rest[:1].upper() + rest[1:]


def _going_on(text: str, around: str) -> str:
    """The sentence as it follows “that”: its first word is written small where the language or the passage
    writes it so."""
    first = re.match(r"[^\W\d_]+", text)
    if first is None or first[0] == "I":
        return text
    small = first[0].lower()
    is_word = small in OPENERS["en"] or re.search(rf"\b{small}\b", around)
    return text[:1].lower() + text[1:] if is_word else text


def _without_place(one: Evidence) -> Evidence:
    return replace(one, sentence=replace(one.sentence, place=""))
