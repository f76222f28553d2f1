"""Neighbours: a sentence that leans on the one before it is read with it, also where a passage begins between
the two."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.library import Library
from ingest.types import Passage, Reader

_LEANS = re.compile(
    r"(?:it|its|this|that|these|those|they|their|he|his|she|her|such|both|there|esto|esta|este|ello|ellos|ellas|eso)\b",
    re.IGNORECASE,
)


def leans_back(sentence: str) -> bool:
    """Whether a sentence opens with a word that points at the one before it."""
    return bool(_LEANS.match(sentence))


def widened(passage: Passage, library: Library, reader: Reader) -> Passage:
    """The passage, with the sentence before it where its first one leans back."""
    if not leans_back(passage.text):
        return passage
    before = [one for one in library.neighbours(passage, reader, after=0) if one.number < passage.number]
    if not before or before[-1].heading != passage.heading:
        return passage
    last = before[-1].sentences[-1]
    text = library.text(passage.source)[last.start : passage.end]
    return replace(passage, start=last.start, text=text, page=last.page, sentences=(last, *passage.sentences))
