"""Each thing that can be wrong with a library is found by the look that is for it; a sound one has none."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.health import (
    Finding,
    catalogue_health,
    files_health,
    look,
    rights_health,
    vectors_health,
    words_health,
)
from ingest.library import Library
from ingest.private import make_private
from ingest.types import FileReport

pytestmark = pytest.mark.process  # vectors are looked at in a process of their own

OpenLibrary = Callable[[], Library]
Store = Callable[..., list[FileReport]]
LOOKS: dict[str, Callable[[Path], Finding]] = {
    "catalogue": catalogue_health,
    "files": files_health,
    "words": words_health,
    "vectors": lambda home: vectors_health(home, ""),
    "rights": rights_health,
}


def _sql(statement: str) -> Callable[[Path], object]:
    def run(home: Path) -> None:
        with closing(sqlite3.connect(home / "catalogue.sqlite3")) as database:
            database.execute(statement)
            database.commit()

    return run


def _original(home: Path) -> Path:
    return min((home / "files").iterdir())


def _cut_short(home: Path) -> None:
    path = home / "catalogue.sqlite3"
    path.write_bytes(path.read_bytes()[:20_000])


def _spoil_vectors(home: Path) -> None:
    (folder,) = (home / "vectors").iterdir()
    (folder / "chroma.sqlite3").write_bytes(b"not a database at all" * 500)


def _unnamed(home: Path) -> None:
    path = home / "files" / f"{'0' * 64}.txt"
    path.write_text("A text.")
    path.rename(path.with_name(f"{hashlib.sha256(b'A text.').hexdigest()}.txt"))


DAMAGE: list[tuple[str, Callable[[Path], object], str]] = [
    ("catalogue", lambda home: (home / "catalogue.sqlite3").unlink(), "is gone"),
    ("catalogue", _cut_short, "malformed"),
    ("catalogue", _sql("UPDATE meta SET value = 'pincite-1' WHERE key = 'collection'"), "another library"),
    ("catalogue", _sql("UPDATE meta SET value = '0' WHERE key = 'revision'"), "older"),
    ("catalogue", _sql("UPDATE source SET state = 'writing' WHERE slug = 'tariffs'"), "half stored"),
    ("files", lambda home: _original(home).unlink(), "missing"),
    ("files", lambda home: _original(home).write_text("Another text."), "changed"),
    ("files", _unnamed, "does not name 1"),
    ("files", lambda home: min((home / "entries").iterdir()).unlink(), "entries"),
    ("words", _sql("DELETE FROM full_text WHERE rowid = 1"), "lacks 1"),
    ("words", _sql("DELETE FROM full_text_data WHERE id > 10"), "malformed"),
    ("vectors", _spoil_vectors, "vectors"),
    ("vectors", _sql("INSERT INTO passage SELECT 9999, source_id, 999, start, stop, page, sentences"
                     " FROM passage WHERE id = 1"), "have theirs"),
    ("rights", lambda home: _original(home).chmod(0o644), "1 files"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "damage", "told"), DAMAGE)
def test_what_is_wrong_is_found(
    store: Store, home: Path, documents_folder: Path, name: str, damage: Callable[[Path], object], told: str
) -> None:
    store(documents_folder)
    make_private(home, whole=True)
    assert not LOOKS[name](home).wrong
    damage(home)
    found = look(name, lambda: LOOKS[name](home))
    assert told in found.wrong and found.hint, found


def test_a_sound_library_has_nothing_wrong(store: Store, home: Path, documents_folder: Path) -> None:
    store(documents_folder)
    make_private(home, whole=True)
    assert [name for name, check in LOOKS.items() if look(name, lambda check=check: check(home)).wrong] == []  # type: ignore[misc]
