"""Chroma: the passages' vectors, in a folder or on a server. Ids are the catalogue's, and so is the truth
about what is stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.errors import LibraryCorrupt, LibraryError, LibraryUnwritable, PinciteError, UsageError
from ingest.in_time import TooLate, in_time

_RESTS = 1 / 3  # of its time; for so long a server that was late is not asked again
_SENT_AT_ONCE = 2_000  # vectors: a few megabytes, which any server takes within its time
_late_until: dict[str, float] = {}  # by the server's address


class VectorServerError(LibraryError):
    """The configured Chroma server does not answer."""

    retryable = True


class Vectors:
    """One library's collection in Chroma; distance is cosine. Each reply of a server is to be whole within
    `timeout_s` seconds; one that was late is not asked again for a while, since each who asks would wait as
    long."""

    def __init__(self, location: str, collection: str, timeout_s: float = 30) -> None:
        self.location = location
        self._timeout_s = timeout_s
        self._client = self._told(lambda: _client(location))
        self._collection = self._told(
            lambda: self._client.get_or_create_collection(
                collection, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        )

    def _told(self, call: Callable[[], Any]) -> Any:
        """What Chroma answers, its errors as ours, and a server's in time."""
        with _mapped_errors(self.location):
            if "://" not in self.location:
                return call()
            if time.monotonic() < _late_until.get(self.location, 0.0):
                raise _late(self.location, self._timeout_s)
            try:
                return in_time(call, self._timeout_s)
            except TooLate:
                _late_until[self.location] = time.monotonic() + self._timeout_s * _RESTS
                raise _late(self.location, self._timeout_s) from None

    def add(self, source_id: int, ids: Sequence[int], vectors: Sequence[Sequence[float]]) -> None:
        """Store the vectors of a source's passages."""
        most = self._told(self._client.get_max_batch_size)
        step = min(most, _SENT_AT_ONCE) if "://" in self.location else most
        for first in range(0, len(ids), step):
            batch = slice(first, first + step)
            upsert = partial(
                self._collection.upsert,
                ids=[str(i) for i in ids[batch]],
                embeddings=list(vectors[batch]),
                metadatas=[{"source": source_id} for _ in ids[batch]],
            )
            self._told(upsert)

    def copy_to(self, other: Vectors) -> None:
        """Store all vectors in another collection too."""
        found: Any
        for first in range(0, self.count(), _SENT_AT_ONCE):
            found = self._told(partial(self._some, first))
            sent = other._told(lambda: other._client.get_max_batch_size())
            for start in range(0, len(found["ids"]), sent):
                part = slice(start, start + sent)
                other._told(
                    partial(
                        other._collection.upsert,
                        ids=found["ids"][part],
                        embeddings=found["embeddings"][part],
                        metadatas=found["metadatas"][part],
                    )
                )

    def _some(self, first: int) -> Any:
        return self._collection.get(limit=_SENT_AT_ONCE, offset=first, include=["embeddings", "metadatas"])

    def remove(self, source_id: int) -> None:
        """Delete a source's vectors."""
        self._told(lambda: self._collection.delete(where={"source": source_id}))

    def search(
        self, vector: Sequence[float], limit: int, source_ids: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        """The nearest passages' ids with their cosine similarity, best first, within the sources (None:
        all)."""
        if source_ids is not None and not source_ids:
            return []
        where: Any = None if source_ids is None else {"source": {"$in": list(source_ids)}}
        found = self._told(
            lambda: self._collection.query(
                query_embeddings=[list(vector)], n_results=limit, where=where, include=["distances"]
            )
        )
        distances = (found["distances"] or [[]])[0]
        return [(int(i), 1 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]

    def count(self) -> int:
        """How many vectors are stored."""
        return int(self._told(self._collection.count))

    def try_out(self) -> int:
        """How many vectors are stored, after one of them was looked for."""
        held = self.count()
        if not held:
            return held
        found = self._told(lambda: self._collection.get(limit=1, include=["embeddings"]))["embeddings"]
        if found is not None and len(found):
            self._told(lambda: self._collection.query(query_embeddings=[list(found[0])], n_results=1))
        return held

    def drop(self) -> None:
        """Delete the whole collection."""
        self._told(lambda: self._client.delete_collection(self._collection.name))

    def close(self) -> None:
        """Let go of the folder: Chroma otherwise keeps one engine a path for the life of the process, blind
        to another process's writes."""
        with suppress(VectorServerError):  # whoever lets go of a server that hangs needs nothing of it
            self._told(self._client.close)


def _client(location: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    # said, so that Chroma takes neither from the environment of the office's other programs
    settings = Settings(
        anonymized_telemetry=False, chroma_otel_collection_endpoint="", chroma_otel_granularity=None
    )
    if "://" not in location:
        Path(location).mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=location, settings=settings)
    url = urlsplit(location)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise UsageError(
            f"PINCITE_CHROMA is {location!r}",
            hint="use http://HOST:PORT or https://HOST:PORT of a Chroma server",
        )
    return chromadb.HttpClient(
        host=url.hostname,
        port=url.port or (443 if url.scheme == "https" else 8000),
        ssl=url.scheme == "https",
        settings=settings,
    )


@contextmanager
def _mapped_errors(location: str) -> Iterator[None]:
    try:
        yield
    except PinciteError:
        raise
    except (
        Exception
    ) as error:  # Chroma raises its Rust engine's errors, pyo3's and httpx's; none may pass this module
        raise chroma_error(error, location) from error


def _late(location: str, timeout_s: float) -> VectorServerError:
    return VectorServerError(
        f"{location}: the Chroma server did not answer within {timeout_s:g} seconds",
        hint="see whether it is overloaded or hangs; PINCITE_CHROMA_TIMEOUT gives it more time",
    )


def chroma_error(error: Exception, location: str) -> LibraryError:
    """Our error for one of Chroma's."""
    text = f"{location}: {error}"
    if "://" in location:
        return VectorServerError(text, hint="start the server (`chroma run`), or correct PINCITE_CHROMA")
    if isinstance(error, OSError) or any(
        word in str(error).lower() for word in ("readonly", "read-only", "disk is full", "permission denied")
    ):
        return LibraryUnwritable(
            text,
            hint="free some space or choose another folder with --home DIR; what was stored before is kept",
        )
    return LibraryCorrupt(
        text, hint="run `pincite library rebuild`: the vectors are rebuilt from the kept files"
    )
