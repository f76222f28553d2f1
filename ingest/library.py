"""The library: the one door to what is stored, in Chroma, SQLite and the folder of original files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout
from langchain_core.embeddings import Embeddings

from ingest.catalogue import Catalogue
from ingest.embed import LocalEmbeddings
from ingest.errors import LibraryBusy, LibraryUnwritable, UnknownSource
from ingest.passages import SPLITTER
from ingest.types import EVERYBODY, EVERYTHING, Document, Hit, Metadata, Page, Passage, Reader, Restriction, Source
from ingest.vectors import Vectors

OnPassages = Callable[[int], None]
"""Hears how many more passages are embedded."""


class Library:
    """A folder of sources that can be searched. Threads may share it; one process writes at a time, any number read.

    Raises:
        LibraryIncompatible: it was made with another embedder or splitter.
        LibraryUnwritable, LibraryCorrupt: as their names say.
    """

    def __init__(self, home: Path, embeddings: Embeddings, embedder: str, *, chroma: str = "", lock_wait_s: float = 300) -> None:
        self.home = home
        self._embeddings = embeddings
        self._signature = {"embedder": embedder, "splitter": SPLITTER}
        self._chroma = chroma or str(home / "vectors")
        self._lock = FileLock(home / "write.lock", thread_local=False)
        self._lock_wait_s = lock_wait_s
        self._opening = Lock()
        self._vectors: Vectors | None = None
        self._seen_revision = -1
        _make_folder(home / "files")
        self._catalogue = Catalogue(home / "catalogue.sqlite3", self._signature)

    # Writing ----------------------------------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Hold the library for writing; what a killed writer left half done is swept first.

        Raises:
            LibraryBusy: another process held it for the whole of `lock_wait_s`.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            on_wait()
            try:
                self._lock.acquire(timeout=self._lock_wait_s)
            except Timeout as error:
                raise LibraryBusy(f"{self.home}: another process is writing to this library", hint="wait for it to finish and try again") from error
        except OSError as error:
            raise LibraryUnwritable(f"{self.home}: {error.strerror}", hint="choose a folder that you may write with --home DIR") from error
        try:
            self._sweep()
            yield
        finally:
            self._lock.release()

    def add(
        self, document: Document, passages: Sequence[Passage], data: bytes, source: Source, given: Metadata, on_passages: OnPassages = lambda _: None
    ) -> Source:
        """Store a document in place of the one that has its slug; nobody sees it before it is whole. Call within `writing`."""
        self._keep_file(source, data)
        source_id, ids = self._catalogue.begin(source, document.text, document.pages, passages, given)
        try:
            vectors = self._embed([embedded_text(source.title, passage) for passage in passages], on_passages)
            self._open_vectors().add(source_id, ids, vectors)
        except BaseException:
            self._erase(source_id)
            raise
        self._catalogue.publish(source_id)
        self._sweep()
        return self.source(source.slug)

    def remove(self, slug: str) -> Source:
        """Take a source out of the library wholly. Call within `writing`."""
        source = self.source(slug)
        self._catalogue.retire(slug)
        self._sweep()
        return source

    def _embed(self, texts: list[str], on_passages: OnPassages) -> list[list[float]]:
        if isinstance(self._embeddings, LocalEmbeddings):
            return self._embeddings.embed_documents(texts, on_batch=lambda indices: on_passages(len(indices)))
        vectors = self._embeddings.embed_documents(texts)
        on_passages(len(texts))
        return vectors

    def _sweep(self) -> None:
        for source_id in self._catalogue.leftovers():
            self._erase(source_id)
        kept = {source.sha256 for source in self._catalogue.sources(None)}
        for path in (self.home / "files").iterdir():
            if path.name.split(".")[0] not in kept:
                path.unlink(missing_ok=True)

    def _erase(self, source_id: int) -> None:
        self._open_vectors().remove(source_id)
        self._catalogue.erase(source_id)

    def _keep_file(self, source: Source, data: bytes) -> None:
        path = self.home / "files" / f"{source.sha256}{Path(source.path.split('?')[0]).suffix.lower()[:8]}"
        draft = path.with_suffix(".part")
        try:
            draft.write_bytes(data)
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise LibraryUnwritable(f"{path}: {error.strerror}", hint="free some space and run the same command again") from error

    # Reading ----------------------------------------------------------------------------------------------------------------------------

    def sources(self, reader: Reader | None = EVERYBODY, restriction: Restriction = EVERYTHING) -> list[Source]:
        """The sources that the reader (None: the library itself) may see, by date."""
        return self._catalogue.sources(reader, restriction)

    def source(self, slug: str, reader: Reader | None = None) -> Source:
        """The source of that slug.

        Raises:
            UnknownSource: there is none, or the reader (None: the library itself) may not see it.
        """
        found = self._catalogue.sources(reader, Restriction(slugs=(slug,)))
        if not found:
            raise UnknownSource(f"the library has no source {slug!r}", hint="`pincite library list` shows what it has")
        return found[0]

    def text(self, slug: str) -> str:
        """The stored text of a source, to which every offset refers."""
        return self._catalogue.text(slug)

    def pages(self, slug: str) -> tuple[Page, ...]:
        """The pages of a source; empty where the format has none."""
        return self._catalogue.pages(slug)

    def given(self, slug: str) -> Metadata:
        """What the user said of a source when it was ingested."""
        return self._catalogue.given(slug)

    def original(self, slug: str) -> bytes:
        """The original file's bytes."""
        source = self.source(slug)
        return next((self.home / "files").glob(f"{source.sha256}*")).read_bytes()

    def size(self) -> int:
        """How many passages are stored."""
        return self._catalogue.size()

    def nearest(self, query: str, limit: int, reader: Reader = EVERYBODY, restriction: Restriction = EVERYTHING) -> list[Hit]:
        """The passages nearest in meaning to the query, best first by cosine similarity."""
        source_ids = self._catalogue.source_ids(reader, restriction)
        vector = self._embeddings.embed_query(query)
        # A few more than asked for: a source that is just being replaced has vectors that no longer, or do not yet, count.
        found = self._open_vectors().search(vector, limit + 8, source_ids)
        passages = self._catalogue.passages([passage_id for passage_id, _ in found], reader, restriction)
        return [Hit(passages[passage_id], score) for passage_id, score in found if passage_id in passages][:limit]

    def full_text(self, query: str, limit: int, reader: Reader = EVERYBODY, restriction: Restriction = EVERYTHING) -> list[Hit]:
        """The passages that share words with the query, best first by BM25."""
        return self._catalogue.full_text(query, limit, reader, restriction)

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands."""
        return self._catalogue.document_frequency(terms)

    def neighbours(self, passage: Passage, *, before: int = 1, after: int = 1) -> list[Passage]:
        """The passages around one in its source, itself included, in order."""
        return self._catalogue.neighbours(passage, before, after)

    def warm_up(self) -> None:
        """Open what a first search would open."""
        self._open_vectors()

    def close(self) -> None:
        """Let go of the files."""
        with self._opening:
            if self._vectors is not None:
                self._vectors.close()
                self._vectors = None
        self._catalogue.close()

    def _open_vectors(self) -> Vectors:
        """Chroma, opened at the first use, and anew when another process has changed the library: its engine keeps an index in memory."""
        revision = self._catalogue.revision
        with self._opening:
            if self._vectors is not None and revision != self._seen_revision and not self._lock.is_locked:
                self._vectors.close()
                self._vectors = None
            if self._vectors is None:
                self._vectors = Vectors(self._chroma, self._catalogue.meta("collection"))
            self._seen_revision = revision
            return self._vectors


def embedded_text(title: str, passage: Passage) -> str:
    """What is embedded for a passage: its document's title and its section say what a sentence alone leaves out."""
    heading = "" if passage.heading and passage.text.startswith(passage.heading) else passage.heading
    return "\n".join(part for part in (title, heading, passage.text) if part)


def new_source(known: Metadata, document: Document, data: bytes, path: str, access: frozenset[str]) -> Source:
    """The source that a document becomes, added now."""
    return Source(
        slug=known.slug,
        title=known.title,
        publisher=known.publisher,
        author=known.author,
        date=known.date,
        kind=known.kind,
        url=known.url,
        sha256=hashlib.sha256(data).hexdigest(),
        path=path,
        characters=len(document.text),
        page_count=len(document.pages) or None,
        added=datetime.now(UTC).isoformat(timespec="seconds"),
        access=access,
    )


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryUnwritable(f"{path}: {error.strerror}", hint="choose a folder that you may write with --home DIR or PINCITE_HOME") from error
