"""The local cross-encoder: how relevant a text is to a question (ms-marco-MiniLM-L-12-v2; Nogueira and Cho
2019, Reimers 2021)."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.watch import step
from ingest.models import RERANKER, load_model


def rerank(question: str, texts: Sequence[str], models: str = "") -> list[float]:
    """A logit for each text, in order; pairs beyond 256 word pieces are cut. Above 0 is more likely relevant
    than not."""
    with step("rerank"):
        return load_model(RERANKER, models).logits([(question, text) for text in texts])
