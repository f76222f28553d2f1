"""What a title says that others do not: of transcripts of one series, what this one is on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

from assistant.lexicon.words import content_stems, stems
from ingest.gloss import gloss, in_english, is_spanish
from ingest.types import Passage, Source


def title_weights(source: Source, sources: Sequence[Source]) -> Mapping[str, float]:
    """The stems of a title, in English, each by how few of the other titles have it; in all they weigh 1."""
    others = (one for one in sources if one.slug != source.slug)
    common = Counter(stem for one in others for stem in content_stems(in_english(one.title)))
    own = {
        stem: log((len(sources) + 1) / (common[stem] + 1))
        for stem in content_stems(in_english(source.title))
        if not stem.isdigit()
    }
    whole = sum(own.values()) or 1.0
    return {stem: weight / whole for stem, weight in own.items()}


def share_of(weights: Mapping[str, float], text: str) -> float:
    """How much of what a title says an English text has words of."""
    said = stems(text)
    return sum(weight for stem, weight in weights.items() if stem in said)


def on_title(passages: Sequence[Passage], weights: Mapping[str, float], most: int) -> list[Passage]:
    """So many of the passages, in their order: those with most of what the title says, the first first."""

    def share(passage: Passage) -> float:
        return share_of(weights, gloss(passage.text) if is_spanish(passage.text) else passage.text)

    kept = sorted(sorted(passages, key=share, reverse=True)[:most], key=lambda one: one.number)
    return list(kept)
