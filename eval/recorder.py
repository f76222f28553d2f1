"""The local embedder, remembering what it was given and how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from ingest.embed import LocalEmbeddings


class RecordingEmbeddings(LocalEmbeddings):
    """Goes into a `Library` in the embedder's place; `calls` are the lists of texts in order."""

    def __init__(self, models: str = "") -> None:
        super().__init__(models)
        self.calls: list[list[str]] = []
        self.seconds = 0.0

    def embed_documents(
        self, texts: list[str], on_batch: Callable[[Sequence[int]], None] | None = None
    ) -> list[list[float]]:
        """One unit vector a text, in order."""
        self.calls.append(texts)
        started = time.perf_counter()
        vectors = super().embed_documents(texts, on_batch)
        self.seconds += time.perf_counter() - started
        return vectors
