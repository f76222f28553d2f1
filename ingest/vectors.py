"""Chroma: the passages' vectors, in a folder or on a server. Ids are the catalogue's, and so is the truth
about what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.errors import LibraryCorrupt, LibraryError, LibraryUnwritable, PinciteError, UsageError


class VectorServerError(LibraryError):
    """The configured Chroma server does not answer."""

    retryable = True


class Vectors:
    """One library's collection in Chroma; distance is cosine."""

    def __init__(self, location: str, collection: str) -> None:
        self.location = location
        with _mapped_errors(location):
            self._client = _client(location)
            self._collection = self._client.get_or_create_collection(
                collection, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )

    def add(self, source_id: int, ids: Sequence[int], vectors: Sequence[Sequence[float]]) -> None:
        """Store the vectors of a source's passages."""
        with _mapped_errors(self.location):
            step = self._client.get_max_batch_size()
            for first in range(0, len(ids), step):
                batch = slice(first, first + step)
                self._collection.upsert(
                    ids=[str(i) for i in ids[batch]],
                    embeddings=list(vectors[batch]),
                    metadatas=[{"source": source_id} for _ in ids[batch]],
                )

    def remove(self, source_id: int) -> None:
        """Delete a source's vectors."""
        with _mapped_errors(self.location):
            self._collection.delete(where={"source": source_id})

    def search(
        self, vector: Sequence[float], limit: int, source_ids: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        """The nearest passages' ids with their cosine similarity, best first, within the sources (None:
        all)."""
        if source_ids is not None and not source_ids:
            return []
        where: Any = None if source_ids is None else {"source": {"$in": list(source_ids)}}
        with _mapped_errors(self.location):
            found = self._collection.query(
                query_embeddings=[list(vector)], n_results=limit, where=where, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [(int(i), 1 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]

    def count(self) -> int:
        """How many vectors are stored."""
        with _mapped_errors(self.location):
            return int(self._collection.count())

    def try_out(self) -> int:
        """How many vectors are stored, after one of them was looked for."""
        held = self.count()
        with _mapped_errors(self.location):
            found = self._collection.get(limit=1, include=["embeddings"])["embeddings"] if held else None
            if found is not None and len(found):
                self._collection.query(query_embeddings=[list(found[0])], n_results=1)
        return held

    def drop(self) -> None:
        """Delete the whole collection."""
        with _mapped_errors(self.location):
            self._client.delete_collection(self._collection.name)

    def close(self) -> None:
        """Let go of the folder: Chroma otherwise keeps one engine a path for the life of the process, blind
        to another process's writes."""
        with _mapped_errors(self.location):
            self._client.close()


def _client(location: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
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
