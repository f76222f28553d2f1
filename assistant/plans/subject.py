"""What a request is about, and how much of it a passage or a sentence has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import OPENERS, content_stems, stems
from assistant.retrieval.rarity import rarity
from assistant.retrieval.retriever import Retriever
from assistant.types import Evidence
from ingest.gloss import in_english
from ingest.types import Hit

_WORD = re.compile(r"\w+")


def telling_words(text: str) -> str:
    """The words of a text but those that hold a sentence together."""
    little = OPENERS["en"] | OPENERS["es"]
    return " ".join(word for word in _WORD.findall(text) if word.lower() not in little and len(word) > 1)


def covers_of(subject: str, hits: Sequence[Hit], retriever: Retriever) -> dict[str, float]:
    """For each document, the share of the subject's words that a passage of it has with its title; the rarest
    words count most, and those that the library does not have at all."""
    rules, english = retriever.rules, in_english(subject)
    rare = rarity(english, retriever.view)
    alike = {word: with_synonyms({word}, rules) for word in content_stems(english)}
    whole = max(1e-9, sum(rare.get(word, 1.0) for word in alike))
    covers: dict[str, float] = defaultdict(float)
    for hit in hits:
        title = retriever.view.source(hit.passage.source).title
        own = stems(in_english(f"{title} {hit.passage.heading} {hit.passage.text}"))
        share = sum(rare.get(word, 1.0) for word, same in alike.items() if same & own) / whole
        covers[hit.passage.source] = max(covers[hit.passage.source], share)
    return covers


def widened(subject: str, retriever: Retriever) -> str:
    """The subject with the other word for each of its words that the library has most: who asks for the pause
    may mean what its documents call the suspension."""
    own = stems(subject)
    others: list[str] = []
    for row in retriever.rules["synonyms"].rows:
        alike = [word for word in row.words if stems(word) - own]
        if row.find(subject) and alike:
            counts = retriever.view.document_frequency(alike)
            others.append(max(alike, key=lambda word: counts.get(word, 0)))
    return " ".join((subject, *others))


def aboutness(subject: str, retriever: Retriever, *, titled: bool = True) -> Callable[[Evidence], float]:
    """What gives for a sentence the share of the words of the subject that it has, `titled` with its titles,
    the rarer the more."""
    rules, said = retriever.rules, content_stems(subject)
    rare = {word: much for word, much in rarity(subject, retriever.view).items() if word in said}
    alike = {word: with_synonyms({word}, rules) for word in rare}
    whole = max(1e-9, sum(rare.values()))

    def share(one: Evidence) -> float:
        titles = f"{one.source.title} {one.passage.heading}" if titled else ""
        own = stems(f"{one.english} {titles}")
        return sum(much for word, much in rare.items() if alike[word] & own) / whole

    return share
