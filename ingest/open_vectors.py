"""A library's vectors while it is open: opened at the first use, and anew when the library has changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from ingest.catalogue import Catalogue
from ingest.database import can_write
from ingest.errors import LibraryCorrupt
from ingest.index_files import check_index
from ingest.types import Scope
from ingest.vectors import Vectors


class OpenVectors:
    """The collection that a catalogue names, in a folder of its own in `folder` or on a Chroma server. One
    thread has it at a time, so that none closes it under another."""

    def __init__(self, folder: Path, chroma: str, catalogue: Catalogue, timeout_s: float = 30) -> None:
        self._folder = folder
        self._chroma = chroma
        self._timeout_s = timeout_s
        self._catalogue = catalogue
        self._lock = Lock()
        self._vectors: Vectors | None = None
        self._seen_revision = -1
        self._copy: tempfile.TemporaryDirectory[str] | None = None

    @contextmanager
    def opened(self, *, anew: bool) -> Iterator[Vectors]:
        """Chroma; with `anew` opened again where another process has changed the library: its engine keeps an
        index in memory."""
        with self._lock:
            if anew:
                self._let_go_of_stale()
            if self._vectors is None:
                self._seen_revision = self._catalogue.revision
                # it may have been rebuilt for another embedder since this process opened it
                self._catalogue.check()
                self._vectors = self._checked()
            yield self._vectors

    def let_go_of_stale(self) -> None:
        """Close what another process has changed."""
        with self._lock:
            self._let_go_of_stale()

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._let_go()

    def _let_go_of_stale(self) -> None:
        if self._vectors is not None and self._catalogue.revision != self._seen_revision:
            self._let_go()

    def _let_go(self) -> None:
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    def _checked(self) -> Vectors:
        """The library's collection. One that holds less than the catalogue has lost its files: it would find
        nothing, and say nothing."""
        collection = self._catalogue.meta("collection")
        location = self._chroma or str(self._folder / collection)
        if not self._chroma:
            check_index(Path(location))
        vectors = Vectors(self._chroma or self._openable(Path(location)), collection, self._timeout_s)
        held, stored = vectors.count(), self._catalogue.size(Scope())
        if held < stored and self._catalogue.revision == self._seen_revision:
            vectors.close()
            message = f"{location}: {held} of {stored} passages have their vectors"
            raise LibraryCorrupt(
                message, hint="run `pincite library rebuild`: they are rebuilt from the kept files"
            )
        return vectors

    def _openable(self, folder: Path) -> str:
        """The vectors' folder; where it cannot be written, which Chroma has to do to open it, a copy of it
        that lasts as long as this does."""
        if not folder.exists() or can_write(folder):
            return str(folder)
        self._copy = tempfile.TemporaryDirectory(prefix="pincite-vectors-")
        for path in folder.rglob("*"):
            copy = Path(self._copy.name) / path.relative_to(folder)
            if path.is_dir():
                copy.mkdir(parents=True, exist_ok=True)
            else:
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
        return self._copy.name
