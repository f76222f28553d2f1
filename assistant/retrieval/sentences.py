"""Passages → their sentences, as evidence."""

from __future__ import annotations

from assistant.lexicon.leads import with_kept_leads
from assistant.retrieval.neighbours import with_sentence_before
from assistant.retrieval.retriever import Retriever
from assistant.types import Evidence
from ingest.types import Hit


def sentences_of(hit: Hit, retriever: Retriever) -> list[Evidence]:
    """The passage's sentences, each starting with the passage's score."""
    passage = with_sentence_before(hit.passage, retriever.view, retriever.rules)
    return [
        Evidence(
            retriever.view.source(passage.source),
            passage,
            with_kept_leads(sentence, retriever.rules),
            passage.text[sentence.start - passage.start : sentence.end - passage.start],
            hit.score,
        )
        for sentence in passage.sentences
    ]
