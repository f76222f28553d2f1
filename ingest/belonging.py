"""Which catalogue is a library's: kept beside it, so that one of another library, or one older than what is
kept, is known for what it is before anything is deleted by it.

The file `library.json` of the home names the collections whose catalogue may stand there, the revision that
the last writer left, and the vectors that a rebuild has replaced. A library made before there was one gets it
from its next writer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.entries import catalogue_lost, originals, read_entries
from ingest.errors import LibraryCorrupt
from ingest.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of a library's catalogue outside it."""

    collections: tuple[str, ...] = ()
    revision: int = 0
    superseded: tuple[str, ...] = ()


def read_mark(home: Path) -> Mark | None:
    """The mark of a library, or None where it has none that can be read."""
    try:
        values = json.loads((home / "library.json").read_text(encoding="utf-8"))
        return Mark(tuple(values["collections"]), int(values["revision"]), tuple(values["superseded"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_mark(home: Path, mark: Mark) -> None:
    """Put a mark in the place of the one that stands.

    Raises:
        LibraryUnwritable: as its name says.
    """
    if read_mark(home) == mark:
        return
    write_whole(home / "library.json", json.dumps(asdict(mark)))


def check_not_lost(home: Path) -> None:
    """An empty catalogue is not made beside what is left of one that is gone, nor is one written to that
    nobody will open again.

    Raises:
        LibraryCorrupt: the catalogue is gone, and kept files or their entries are there.
    """
    path = home / "catalogue.sqlite3"
    if not path.exists() and (originals(home) or read_entries(home)):
        raise catalogue_lost(path)


def check_belongs(home: Path, collection: Callable[[], str]) -> None:
    """Look whether the catalogue, which says which is its collection, is this library's own. Asked twice: a
    rebuild may come between its answer and the mark.

    Raises:
        LibraryCorrupt: it is another library's.
    """
    if not any(is_own(home, collection()) for _ in range(2)):
        raise LibraryCorrupt(
            f"{home / 'catalogue.sqlite3'} is the catalogue of another library, not of the files beside it",
            hint=(
                "put this library's own back from a backup, or run `pincite library rebuild`: the library is"
                " rebuilt from the kept files, and the other catalogue is set aside"
            ),
        )


def is_own(home: Path, collection: str) -> bool:
    """Whether the catalogue of a collection is the library's own. Where no mark says it, vectors do: those
    that it names are missing, and others are there."""
    mark = read_mark(home)
    if mark:
        return collection in mark.collections
    folders = {path.name for path in (home / "vectors").glob("pincite-*")}
    return not folders or collection in folders


def is_behind(home: Path, revision: int) -> bool:
    """Whether the catalogue is older than the last writer left it, as from a backup: what it says is
    unfinished may have been finished since."""
    mark = read_mark(home)
    return bool(mark and revision < mark.revision)


def drop_superseded(home: Path, collection: str) -> None:
    """Delete the vectors that a rebuild has replaced, and no others: those that no catalogue names may be
    those of the one that is lost."""
    mark = read_mark(home)
    for name in mark.superseded if mark else ():
        if name != collection and Path(name).name == name:
            shutil.rmtree(home / "vectors" / name, ignore_errors=True)


def begin_superseding(home: Path, collection: str, old: Iterable[str]) -> None:
    """Say, before a rebuilt catalogue takes the place of another, that it may, and that the vectors of the
    one that loses, whichever it is, are nobody's then."""
    mark = read_mark(home) or Mark()
    known = dict.fromkeys((*mark.collections, *old, collection))
    write_mark(
        home, Mark(tuple(known), mark.revision, tuple(dict.fromkeys((*mark.superseded, *old, collection))))
    )
