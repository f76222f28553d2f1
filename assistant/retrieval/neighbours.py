"""Neighbours: a sentence that leans on the one before it is read with it, also where a passage begins between
the two."""

from __future__ import annotations

from dataclasses import replace

from assistant.lexicon.rules import Rules
from ingest.types import Passage
from ingest.view import View


def leans_back(sentence: str, rules: Rules) -> bool:
    """Whether a sentence opens with a word that points at the one before it."""
    return rules["anaphora"].of("sentence").find(sentence) is not None


def with_sentence_before(passage: Passage, view: View, rules: Rules) -> Passage:
    """The passage, with the sentence before it where its first one leans back."""
    if not leans_back(passage.text, rules):
        return passage
    before = [one for one in view.neighbours(passage, after=0) if one.number < passage.number]
    if not before or before[-1].heading != passage.heading:
        return passage
    last = before[-1].sentences[-1]
    text = view.text(passage.source)[last.start : passage.end]
    return replace(passage, start=last.start, text=text, page=last.page, sentences=(last, *passage.sentences))
