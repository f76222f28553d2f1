"""Every sentence of some documents: what a request wants that names its document is not left to likeness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.guard.screening import Screened, screen
from assistant.lexicon.words import content_stems
from assistant.query.query import Variant
from assistant.retrieval.retriever import Retriever, best_first
from assistant.retrieval.sentences import sentences_of
from assistant.types import Evidence
from ingest.types import Hit

MOST_READ = 96  # texts that the cross-encoder reads for one question: what they cost is all of its time


def sentences_within(
    slugs: Sequence[str], retriever: Retriever, worth: Callable[[Evidence], bool]
) -> Screened:
    """The sentences of these documents that are worth it, in their order, each once, screened."""
    hits = (Hit(passage, 0.0) for slug in slugs for passage in retriever.view.passages(slug))
    found: dict[tuple[str, int], Evidence] = {}
    for hit in hits:
        for one in sentences_of(hit, retriever):
            if worth(one):
                found.setdefault((one.source.slug, one.sentence.start), one)
    return screen(list(found.values()), retriever.view, retriever.rules)


def read_for(
    text: str, found: Sequence[Evidence], retriever: Retriever, most: int, *, headed: bool = True
) -> list[Evidence]:
    """The evidence with what the cross-encoder makes of each sentence for some words, best first; of more
    than it should read, those with most of the words. What is `headed` is read after its section's
    heading."""
    wanted = content_stems(text)
    texts = {id(one): f"{one.passage.heading}. {one.english}" if headed else one.english for one in found}
    shared = {id(one): len(wanted & content_stems(f"{one.source.title} {texts[id(one)]}")) for one in found}
    likeliest = sorted(found, key=lambda one: -shared[id(one)])[:most]
    scores = retriever.read([Variant(text)], [texts[id(one)] for one in likeliest]) if likeliest else []
    return best_first(replace(one, score=score) for one, score in zip(likeliest, scores, strict=True))
