"""The stored library as it is at one moment, beside itself: catalogue, vectors, kept files and entries that
agree, while others read it and wait to write to it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ingest.belonging import check_belongs, check_not_lost
from ingest.catalogue import Catalogue
from ingest.database import can_write, copy_database
from ingest.entries import originals
from ingest.library import lock_of, write_lock
from ingest.vectors import Vectors
from ingest.whole_file import as_unwritable


def snapshot(home: Path, folder: Path, *, chroma: str = "", lock_wait_s: float = 300) -> None:
    """Put the library at `home`, as it is now, into an empty folder. Nobody writes to it meanwhile, which
    lasts as long as its databases take to copy: kept files are linked where the disk can. Vectors of a
    Chroma server are put there as those of a library without one.

    Raises:
        LibraryBusy: another process writes to it for the whole of `lock_wait_s`.
        LibraryCorrupt: it is not whole.
        LibraryUnwritable: there is no room for it.
    """
    if not (home / "catalogue.sqlite3").exists() and not originals(home):
        return
    with _nobody_writing(home, lock_wait_s), as_unwritable(folder):
        check_not_lost(home)
        with closing(Catalogue(home / "catalogue.sqlite3", None)) as catalogue:
            collection = catalogue.meta("collection")
        check_belongs(home, lambda: collection)
        copy_database(home / "catalogue.sqlite3", folder / "catalogue.sqlite3")
        with suppress(FileNotFoundError):
            shutil.copyfile(home / "library.json", folder / "library.json")
        if (home / "entries").is_dir():
            shutil.copytree(home / "entries", folder / "entries", ignore=shutil.ignore_patterns("*.part"))
        (folder / "files").mkdir()
        for path in originals(home):
            _link(path, folder / "files" / path.name)
        if chroma:
            _download(chroma, collection, folder / "vectors" / collection)
        elif (home / "vectors" / collection).is_dir():
            _copy_vectors(home / "vectors" / collection, folder / "vectors" / collection)


@contextmanager
def _nobody_writing(home: Path, lock_wait_s: float) -> Iterator[None]:
    """Whoever may not write to a home takes it as it lies there."""
    if not can_write(home / "write.lock") and not os.access(home, os.W_OK):
        yield
        return
    with write_lock(lock_of(home), lock_wait_s):
        yield


def _copy_vectors(folder: Path, copy: Path) -> None:
    """The database first: an index that is older than it would lack vectors, one that is newer takes in the
    same once more."""
    copy.mkdir(parents=True)
    copy_database(folder / "chroma.sqlite3", copy / "chroma.sqlite3")
    for path in sorted(folder.glob("*/*")):
        if path.is_file():
            (copy / path.parent.name).mkdir(exist_ok=True)
            shutil.copyfile(path, copy / path.parent.name / path.name)


def _download(chroma: str, collection: str, folder: Path) -> None:
    server, here = Vectors(chroma, collection), Vectors(str(folder), collection)
    try:
        server.copy_to(here)
    finally:
        here.close()
        server.close()


def _link(path: Path, copy: Path) -> None:
    """A kept file is written whole and never changed, so that a second name will do."""
    try:
        copy.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, copy)
