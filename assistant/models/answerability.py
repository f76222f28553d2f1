"""Answerability: whether a passage answers a question, or merely tells of the same people, things and events.

A cross-encoder that ranks scores topic more than fact, and cannot tell the two apart. This one was trained to
(training/README.md), on questions that passages answer and others, about the same things, that they do not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.models import RERANKER, ModelSpec, load_model

WEIGHTS = Path(__file__).parent / "weights"
TOKENS = 208  # of question and passage together; a passage of ours has at most 128 of tiktoken's


@cache
def answerability_spec() -> ModelSpec:
    """The weights and their checksum."""
    told = json.loads((WEIGHTS / "answerability.json").read_text(encoding="utf-8"))
    return ModelSpec(
        RERANKER.folder,
        told["model_sha256"],
        RERANKER.tokenizer_sha256,
        TOKENS,
        WEIGHTS / "answerability.onnx",
    )


def answerability(question: str, texts: Sequence[str], models: str = "") -> list[float]:
    """A logit for each text, in order: above 0, the text is more likely to answer the question than not."""
    return load_model(answerability_spec(), models).logits([(question, text) for text in texts])
