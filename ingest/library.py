"""The library: the one door to what is stored, in Chroma, SQLite and the folder of original files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from threading import RLock

from filelock import FileLock, Timeout
from langchain_core.embeddings import Embeddings

from ingest.belonging import (
    Mark,
    begin_superseding,
    check_belongs,
    check_not_lost,
    drop_superseded,
    is_behind,
    write_mark,
)
from ingest.catalogue import Catalogue, Leftover, new_collection
from ingest.embed import LocalEmbeddings
from ingest.entries import drop_entry, entry_of, write_entry
from ingest.errors import LibraryBusy, LibraryUnwritable, PinciteError
from ingest.gloss import in_english
from ingest.index_files import blank_unused
from ingest.open_vectors import OpenVectors
from ingest.passages import SPLITTER
from ingest.private import make_private
from ingest.tags import tags_of
from ingest.types import (
    EVERYBODY,
    EVERYTHING,
    Document,
    Hit,
    Metadata,
    Passage,
    Reader,
    Restriction,
    Said,
    Scope,
    Source,
)
from ingest.vectors import Vectors
from ingest.view import View
from ingest.whole_file import as_unwritable, write_whole

_NOTHING_SAID = Said()
OnPassages = Callable[[int], None]
"""Hears how many more passages are embedded."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it came: its bytes, and the name whose suffix tells its format."""

    data: bytes
    name: str


@contextmanager
def write_lock(lock: FileLock, wait_s: float, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold a library's lock.

    Raises:
        LibraryBusy: another process held it for the whole of `wait_s`.
        LibraryUnwritable: the lock's file cannot be made.
    """
    home = Path(lock.lock_file).parent
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            on_wait()
            lock.acquire(timeout=wait_s)
    except Timeout as error:
        raise _busy(home) from error
    except OSError as error:
        raise LibraryUnwritable(
            f"{home}: {error.strerror}: the library there can be read and asked, but not changed",
            hint="choose a folder that you may write with --home DIR, or have it changed by who may",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _busy(home: Path) -> LibraryBusy:
    return LibraryBusy(
        f"{home}: another process is writing to this library", hint="wait for it to finish and try again"
    )


def lock_of(home: Path) -> FileLock:
    """The lock of the library at `home`, which whoever writes to it holds."""
    return FileLock(home / "write.lock", thread_local=False)


class Library:
    """A folder of sources that can be searched. Threads may share it; one process writes at a time, any
    number read.

    Raises:
        LibraryIncompatible: it was made with another embedder or splitter.
        LibraryUnwritable: as its name says.
        LibraryCorrupt: the catalogue is damaged, is another library's, or is gone while the original files
            are there.
    """

    def __init__(
        self,
        home: Path,
        embeddings: Embeddings,
        embedder: str,
        *,
        chroma: str = "",
        chroma_timeout_s: float = 30,
        lock_wait_s: float = 300,
    ) -> None:
        self.home = home
        self._embeddings = embeddings
        self._signature = {"embedder": embedder, "splitter": SPLITTER}
        self._chroma = chroma
        self._lock = lock_of(home)
        self._writer = RLock()
        self._lock_wait_s = lock_wait_s
        _make_folder(home / "files")
        make_private(home)
        if not (home / "catalogue.sqlite3").exists():
            with write_lock(self._lock, lock_wait_s):
                check_not_lost(home)
                self._make_catalogue(home / "catalogue.sqlite3")
        self._catalogue = Catalogue(home / "catalogue.sqlite3", self._signature)
        check_belongs(home, lambda: self._catalogue.meta("collection"))
        self._keeps_all = self._is_dirty = False
        self._vectors = OpenVectors(home / "vectors", chroma, self._catalogue, chroma_timeout_s)

    def _make_catalogue(self, path: Path) -> None:
        if not path.exists():  # another process may have been quicker
            made = Catalogue(path, self._signature)
            write_mark(self.home, Mark((made.meta("collection"),)))
            made.close()

    # Writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Hold the library for writing; what a killed writer left half done is swept first.

        Raises:
            LibraryBusy: another process held it for the whole of `lock_wait_s`.
            LibraryCorrupt: the catalogue is gone, damaged or another library's: nothing is changed then.
        """
        with self._turn(on_wait), write_lock(self._lock, self._lock_wait_s, on_wait):
            check_not_lost(self.home)
            check_belongs(self.home, lambda: self._catalogue.meta("collection"))
            self._vectors.let_go_of_stale()
            # Until the older catalogue has been written to, no original is deleted on its word.
            self._keeps_all = is_behind(self.home, self._catalogue.revision)
            self._erase_leftovers()
            self._keeps_all = False
            self._sweep_drafts()
            self._write_entries()
            try:
                yield
                self._sweep_drafts()
            finally:
                self._scrub()
                self._write_mark()

    @contextmanager
    def _turn(self, on_wait: Callable[[], None]) -> Iterator[None]:
        """Keep this process's other threads out, which the lock's file does not."""
        if not self._writer.acquire(blocking=False):
            on_wait()
            if not self._writer.acquire(timeout=self._lock_wait_s):
                raise _busy(self.home)
        try:
            yield
        finally:
            self._writer.release()

    def add(
        self,
        document: Document,
        passages: Sequence[Passage],
        original: Original | None,
        source: Source,
        said: Said = _NOTHING_SAID,
        on_passages: OnPassages = lambda _: None,
        *,
        replaces: Sequence[str] = (),
    ) -> Source:
        """Store a document in place of the one that has its slug, and of those of the slugs `replaces`;
        nobody sees it before it is whole. Without an original its file is kept already. Call within
        `writing`."""
        try:
            # First the row: what is swept after a crash is what a row names.
            source_id, ids = self._catalogue.begin(source, document, passages, said)
            if original:
                self._keep_file(source, original)
            vectors = self._embed([embedded_text(source.title, passage) for passage in passages], on_passages)
            with self._vectors.opened(anew=not self._lock.is_locked) as store:
                store.add(source_id, ids, vectors)
            write_entry(self.home, entry_of(source, said))
            self._catalogue.publish(source_id, replaces)
        except BaseException:
            with suppress(
                PinciteError
            ):  # the first failure is the one to tell; what is left is swept by the next writer
                self._erase_leftovers()
                self._sweep_drafts()
                self._write_entries()
                self._catalogue.shrink()
            raise
        with suppress(
            PinciteError
        ):  # the document is stored; its predecessor is out of sight and swept by the next writer
            self._erase_leftovers()
        return self.whole().source(source.slug)

    def remove(self, slug: str) -> Source:
        """Take a source out of the library wholly. Call within `writing`."""
        source = self.whole().source(slug)
        self._catalogue.retire(slug)
        self._erase_leftovers()
        return source

    def move(self, slug: str, path: str, replaces: Sequence[str] = ()) -> Source:
        """Say that a source's file is at another path now, in place of the sources of the slugs `replaces`.
        Call within `writing`."""
        self._catalogue.move(slug, path, replaces)
        whole = self.whole()
        write_entry(self.home, entry_of(whole.source(slug), whole.said(slug)))
        self._erase_leftovers()
        return whole.source(slug)

    def amend(self, source: Source, said: Said, on_passages: OnPassages = lambda _: None) -> Source:
        """Change what is known of a source without reading its file again. A title is embedded with every
        passage, so that a new one has them embedded anew. Call within `writing`."""
        whole = self.whole()
        before = whole.source(source.slug)
        if before.title == source.title:
            self._catalogue.amend(source, said)
            write_entry(self.home, entry_of(source, said))
            return self.whole().source(source.slug)
        slug = source.slug
        document = Document(whole.text(slug), (), whole.pages(slug), whole.found(slug), whole.notes(slug))
        return self.add(document, whole.passages(slug), None, source, said, on_passages)

    def purge(self) -> None:
        """Leave nothing of what was ever removed: the catalogue is written anew, and the vectors that are
        stored go into a collection of their own, since Chroma only marks those that it deletes. Call within
        `writing`.

        Raises:
            LibraryBusy: somebody who reads holds the catalogue's journal; what is left goes when this is done
                again.
        """
        self._erase_leftovers()
        if left := self._catalogue.leftovers():
            raise LibraryUnwritable(
                f"{self.home}: the files of {left[0].slug!r} cannot be deleted",
                hint="close what holds them open, or correct the folder's permissions",
            )
        old, new = self._catalogue.meta("collection"), new_collection()
        begin_superseding(self.home, new, [old])
        target = Vectors(self._chroma or str(self.home / "vectors" / new), new)
        try:
            with self._vectors.opened(anew=False) as store:
                store.copy_to(target)
        finally:
            target.close()
        blank_unused(self.home / "vectors" / new)  # of a server's there is none here
        self._catalogue.name_collection(new)
        self._vectors.let_go_of_stale()
        self.discard_vectors(old)
        drop_superseded(self.home, new)
        self._is_dirty = False
        if not self._catalogue.scrub(whole=True):
            raise LibraryBusy(
                f"{self.home}: another process reads the library", hint="wait for it and do the same again"
            )

    def _scrub(self) -> None:
        """Leave nothing of the words of what was erased meanwhile."""
        if self._is_dirty:
            with suppress(PinciteError):  # the next writer that erases something does it too
                blank_unused(self.home / "vectors" / self._catalogue.meta("collection"))
                self._is_dirty = not self._catalogue.scrub()

    def _embed(self, texts: list[str], on_passages: OnPassages) -> list[list[float]]:
        if isinstance(self._embeddings, LocalEmbeddings):
            return self._embeddings.embed_documents(texts, on_batch=lambda indices: on_passages(len(indices)))
        vectors = self._embeddings.embed_documents(texts)
        on_passages(len(texts))
        return vectors

    def _write_mark(self) -> None:
        """Keep outside the catalogue which it is, and how far it has come."""
        with suppress(PinciteError):  # the next writer does it
            write_mark(self.home, Mark((self._catalogue.meta("collection"),), self._catalogue.revision))

    def _erase_leftovers(self) -> None:
        for leftover in self._catalogue.leftovers():
            self._erase(leftover)

    def _erase(self, leftover: Leftover) -> None:
        """The row goes last: while it stands, what could not be deleted now is left to the next writer."""
        with self._vectors.opened(anew=not self._lock.is_locked) as store:
            store.remove(leftover.source_id)
        try:
            if not leftover.is_file_stored and not self._keeps_all:
                for path in (self.home / "files").glob(f"{leftover.sha256}*"):
                    path.unlink()
            if not leftover.is_slug_stored and not self._keeps_all:
                drop_entry(self.home, leftover.slug)
        except OSError:
            return
        self._catalogue.erase(leftover.source_id)
        self._is_dirty = True

    def _sweep_drafts(self) -> None:
        """Delete what was never whole, and the vectors that a rebuild has replaced. What no catalogue names
        stays, originals and vectors: it may be all that is left."""
        for path in (self.home / "files").glob("*.part"):
            with suppress(OSError):
                path.unlink()
        drop_superseded(self.home, self._catalogue.meta("collection"))

    def _write_entries(self) -> None:
        for entry in self._catalogue.entries():
            write_entry(self.home, entry)

    def _keep_file(self, source: Source, original: Original) -> None:
        folder = self.home / "files"
        path = folder / f"{source.sha256}{PurePosixPath(original.name).suffix.lower()[:8]}"
        write_whole(path, original.data)
        with as_unwritable(path):
            for other in folder.glob(f"{source.sha256}*"):
                if other != path:
                    other.unlink()

    def discard_vectors(self, collection: str) -> None:
        """Delete a collection that is no longer anybody's from the Chroma server; in a folder of its own it
        goes with the folder."""
        if self._chroma and collection:
            Vectors(self._chroma, collection).drop()

    # Reading ------------------------------------------------------------------------------------------------

    def visible_to(self, reader: Reader = EVERYBODY, restriction: Restriction = EVERYTHING) -> View:
        """What the reader may see within the restriction."""
        return self._view(Scope(reader)).within(restriction)

    def kept_bytes(self, digests: Set[str]) -> int:
        """How much room the kept files with these digests take."""
        kept = (path for path in (self.home / "files").iterdir() if path.stem in digests)
        return sum(path.stat().st_size for path in kept)

    @property
    def revision(self) -> int:
        """Grows with every change, in whichever process it is made."""
        return self._catalogue.revision

    def whole(self) -> View:
        """Everything that is stored, whoever may read it: for whoever acts for the library's owner."""
        return self._view(Scope())

    def _view(self, scope: Scope) -> View:
        return View(scope, self._catalogue, self._nearest, self.home / "files")

    def _nearest(self, query: str, limit: int, scope: Scope) -> list[Hit]:
        source_ids = self._catalogue.source_ids(scope)
        is_all = self._catalogue.is_all(source_ids)
        vector = self._embeddings.embed_query(query)
        hits, dropped = self._nearest_within(vector, limit, None if is_all else source_ids, scope)
        if dropped and is_all:
            # Vectors of a source that is just being stored or replaced took places: search again among what
            # is stored.
            stored = self._catalogue.source_ids(scope)
            hits, _ = self._nearest_within(vector, limit, stored, scope)
        return hits

    def _nearest_within(
        self, vector: list[float], limit: int, source_ids: Sequence[int] | None, scope: Scope
    ) -> tuple[list[Hit], int]:
        with self._vectors.opened(anew=not self._lock.is_locked) as store:
            found = store.search(vector, limit, source_ids)
        passages = self._catalogue.passages([passage_id for passage_id, _ in found], scope)
        return [
            Hit(passages[passage_id], score) for passage_id, score in found if passage_id in passages
        ], len(found) - len(passages)

    def warm_up(self) -> None:
        """Open what a first search would open."""
        with self._vectors.opened(anew=not self._lock.is_locked):
            pass

    def answers(self) -> None:
        """See that it can be searched now.

        Raises:
            LibraryError: the catalogue cannot be read, or the vectors cannot be opened or do not answer.
        """
        self.whole().size()
        with self._vectors.opened(anew=not self._lock.is_locked) as store:
            if self._chroma:
                store.count()

    def leave(self) -> None:
        """Let go of what this thread alone has open."""
        self._catalogue.close()

    def close(self) -> None:
        """Let go of the files."""
        self._vectors.close()
        self._catalogue.close()


def embedded_text(title: str, passage: Passage) -> str:
    """What is embedded for a passage, in English: its document's title and its section say what a sentence
    alone leaves out."""
    heading = "" if passage.heading and passage.text.startswith(passage.heading) else passage.heading
    return in_english("\n".join(part for part in (title, heading, passage.text) if part))


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
        page_count=max((page.number for page in document.pages), default=0) or None,
        added=datetime.now(UTC).isoformat(timespec="seconds"),
        access=access,
        number=known.number,
        stage=known.stage,
        status=known.status,
        version=known.version,
        language=known.language,
        jurisdiction=known.jurisdiction,
        tags=tags_of(known.tags),
    )


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryUnwritable(
            f"{path}: {error.strerror}",
            hint="choose a folder that you may write with --home DIR or PINCITE_HOME",
        ) from error
