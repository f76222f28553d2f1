"""Embeddings: texts to unit vectors, as LangChain `Embeddings`, local by default.

The local model is bge-small-en-v1.5: its authors pool the first token and prefix queries, not passages (model
card, BAAI 2023)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from langchain_core.embeddings import Embeddings
from pydantic import SecretStr

from ingest.endpoint import service_errors
from ingest.errors import TemporaryServiceError, UsageError
from ingest.in_time import TooLate, in_time
from ingest.models import EMBEDDER, load_model

LOCAL = "bge-small-en-v1.5-int8"
_AT_ONCE = 256  # texts of one request of an endpoint
_QUERY_PREFIX = "Represent this sentence for searching relevant passages: "


class LocalEmbeddings(Embeddings):
    """bge-small-en-v1.5 (384 dimensions) on the CPU; texts beyond 512 word pieces are cut."""

    def __init__(self, models: str = "") -> None:
        self._models = models

    def embed_documents(
        self, texts: list[str], on_batch: Callable[[Sequence[int]], None] | None = None
    ) -> list[list[float]]:
        """One unit vector a text, in order; `on_batch` hears the indices of the texts of each finished
        batch."""
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for indices, hidden in load_model(EMBEDDER, self._models).outputs(texts):
            vectors[list(indices)] = hidden[:, 0]
            if on_batch:
                on_batch(indices)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors.tolist()

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question."""
        return self.embed_documents([_QUERY_PREFIX + text])[0]


class OpenAIEmbeddings(Embeddings):
    """Any OpenAI-compatible embedding endpoint through LangChain, its errors mapped to ours."""

    def __init__(
        self, model: str, api_key: SecretStr | None = None, base_url: str = "", timeout_s: float = 60
    ) -> None:
        from langchain_openai import OpenAIEmbeddings as Client

        # Compatible servers take strings; only OpenAI's own takes the token arrays that the length check
        # would send.
        self._client = Client(
            model=model,
            api_key=api_key or SecretStr("none"),
            base_url=base_url or None,
            check_embedding_ctx_length=False,
            chunk_size=_AT_ONCE,
            max_retries=3,
            timeout=timeout_s,
        )
        self._timeout_s, self._address = timeout_s, base_url

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, in order."""
        with self._errors(len(texts)):
            vectors = in_time(lambda: self._client.embed_documents(texts), self._most_s(len(texts)))
            if len(vectors) != len(texts):
                raise ValueError(f"{len(vectors)} vectors came for {len(texts)} texts")
            return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        with self._errors(1):
            return in_time(lambda: self._client.embed_query(text), self._most_s(1))

    def _most_s(self, texts: int) -> float:
        """In how many seconds that many texts are to be embedded, over all requests and tries."""
        return self._timeout_s * (1 + texts // _AT_ONCE)

    @contextmanager
    def _errors(self, texts: int) -> Iterator[None]:
        with service_errors("embedding", "PINCITE_EMBEDDER", self._address):
            try:
                yield
            except TooLate as error:
                at = f" at {self._address}" if self._address else ""
                raise TemporaryServiceError(
                    f"the embedding service{at} did not answer within {self._most_s(texts):g} seconds",
                    hint="try again; nothing was stored or shown",
                ) from error


def make_embeddings(
    name: str, *, models: str = "", api_key: SecretStr | None = None, base_url: str = ""
) -> Embeddings:
    """The embeddings of that name: `local`, or `openai:MODEL`.

    Raises:
        UsageError: the name is neither, or `openai:` is asked for without a key or base URL.
    """
    if name == "local":
        return LocalEmbeddings(models)
    service, _, model = name.partition(":")
    if service == "openai" and model:
        if not (api_key or base_url):
            raise UsageError(
                f"PINCITE_EMBEDDER is {name!r}, but neither OPENAI_API_KEY nor OPENAI_BASE_URL is set",
                hint="export OPENAI_API_KEY=…",
            )
        return OpenAIEmbeddings(model, api_key, base_url)
    raise UsageError(
        f"unknown embedder {name!r}",
        hint="use `local` or `openai:MODEL`, such as openai:text-embedding-3-small",
    )


def embedder_signature(name: str) -> str:
    """What a library remembers of its embedder: vectors of different signatures do not compare."""
    return LOCAL if name == "local" else name
