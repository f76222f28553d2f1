"""Sentences that some searches find, ranked without a model's having read them all: by what the searches make
of their passages, and by the cross-encoder where it has read them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.drafting.introductions import is_asked
from assistant.drafting.quotes import may_quote
from assistant.guard.screening import Screened, screen
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import LITTLE_WORDS, folded, stems
from assistant.query.query import Variant
from assistant.retrieval.retriever import Retriever, best_first
from assistant.retrieval.sentences import sentences_of
from assistant.types import Evidence
from ingest.gloss import in_english
from ingest.types import Restriction

# How a rank counts: reciprocal, plus a constant, in units of the cross-encoder's logit. The cross-encoder's
# counts as much as the searches', which know the passage and read Spanish as well as English.
_RRF, _UNIT = 5, 20.0
_TOLD_OF = 0.4  # of a text's words, by their rarity
_SCREENED = 48  # sentences: an answer has a dozen of them
_TITLED = 220  # characters of a title that are read with a sentence


def pooled(
    searches: Iterable[str],
    retriever: Retriever,
    *,
    passages: int,
    slugs: Sequence[str] = (),
    worth: Callable[[Evidence], bool] = lambda one: True,
) -> list[Evidence]:
    """The sentences of the passages that the searches find, each once and worth it, the best passage's first;
    their score is the reciprocal rank of their passage. They are not screened."""
    narrowed = retriever.within(Restriction(slugs=tuple(slugs))) if slugs else retriever
    wanted = dict.fromkeys(each for one in searches for each in (one, in_english(one)) if one.strip())
    found: dict[tuple[str, int], Evidence] = {}
    for rank, hit in enumerate(narrowed.fused(tuple(wanted))[:passages]):
        for one in sentences_of(hit, narrowed):
            if may_quote(one) and not is_asked(one) and worth(one):
                found.setdefault(
                    (one.source.slug, one.sentence.start), replace(one, score=_UNIT / (_RRF + rank))
                )
    return list(found.values())


def screened(found: Sequence[Evidence], retriever: Retriever) -> Screened:
    """The best of the sentences that may be used: screening reads around each of them, and costs more than
    ranking."""
    return screen(found[:_SCREENED], retriever.view, retriever.rules)


def read(found: Sequence[Evidence], text: str, retriever: Retriever, most: int) -> list[Evidence]:
    """The first of the sentences, best first, with what their rank by the cross-encoder for some words adds
    to their score."""
    likeliest = found[:most]
    if not likeliest:
        return []
    texts = [f"{one.source.title[:_TITLED]}. {one.english}" for one in likeliest]
    logits = retriever.read([Variant(in_english(text))], texts)
    order = sorted(range(len(likeliest)), key=lambda n: -logits[n])
    place = {n: rank for rank, n in enumerate(order)}
    return best_first(
        replace(one, score=one.score + _UNIT / (_RRF + place[n]), answers=None)
        for n, one in enumerate(likeliest)
    )


def rarity_of(text: str, retriever: Retriever) -> dict[str, float]:
    """For each stem of what a text says how rare its word is in the library, from 0 (everywhere) to 1."""
    words = [word for word in folded(in_english(text)).split() if word not in LITTLE_WORDS and word[1:]]
    total = math.log(retriever.view.size() + 1) or 1.0
    frequency = retriever.view.document_frequency(words)
    found: dict[str, float] = {}
    for word in words:
        for stem in stems(word):
            found[stem] = max(found.get(stem, 0.0), 1 - math.log(frequency[word] + 1) / total)
    return found


def is_told_of(text: str, found: Iterable[Evidence], retriever: Retriever) -> bool:
    """Whether a passage of what was found has enough of a text's words, by their rarity: what the library
    has nothing of shares with it the words that stand everywhere."""
    wanted = rarity_of(text, retriever)
    least = _TOLD_OF * sum(wanted.values())

    def had(one: Evidence) -> float:
        there = with_synonyms(stems(f"{one.context} {in_english(one.source.title)}"), retriever.rules)
        return sum(rarity for stem, rarity in wanted.items() if stem in there)

    passages = {(one.source.slug, one.passage.number): one for one in found}
    return any(had(one) >= least for one in passages.values())
