"""How much a word tells: the rarer it is in what a reader sees, the more."""

from __future__ import annotations

import math

from assistant.lexicon.words import words_by_stem
from ingest.view import View


def rarity(text: str, view: View) -> dict[str, float]:
    """For the stem of each word of a text that stands anywhere, from 0, where it is in every passage, to near
    1, where it is in one."""
    words = words_by_stem(text)
    counts = view.document_frequency(list(words.values()))
    total = view.size() + 1
    return {stem: 1 - math.sqrt(counts[word] / total) for stem, word in words.items() if counts.get(word)}
