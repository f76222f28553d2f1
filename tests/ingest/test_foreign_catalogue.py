"""A catalogue that is gone, empty, cut short, another library's or older than the files: nothing that is kept
is deleted on its word, and a rebuild needs the kept files alone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.workspace.documents import Documents
from ingest.errors import LibraryCorrupt
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.rebuild import is_catalogue_lost, rebuild
from ingest.types import FileReport
from tests.ingest.libraries import check_whole, word_library

OpenLibrary = Callable[[], Library]
Store = Callable[..., list[FileReport]]
Harm = Callable[[Path, Path], None]


def _lose(home: Path) -> None:
    for path in home.glob("catalogue.sqlite3*"):
        path.unlink()


def _remove(home: Path, _: Path) -> None:
    _lose(home)


def _empty(home: Path, _: Path) -> None:
    _lose(home)
    (home / "catalogue.sqlite3").write_bytes(b"")


def _cut_short(home: Path, _: Path) -> None:
    whole = (home / "catalogue.sqlite3").read_bytes()
    _lose(home)
    (home / "catalogue.sqlite3").write_bytes(whole[: len(whole) // 2])


def _another(home: Path, other: Path) -> None:
    """Another library's, whole and in use."""
    (other / "ferry.txt").parent.mkdir(exist_ok=True)
    (other / "ferry.txt").write_text("The ferry crosses at nine.")
    library = word_library(other / "home")
    ingest(collect([str(other / "ferry.txt")]), library)
    library.close()
    _lose(home)
    shutil.copy(other / "home" / "catalogue.sqlite3", home)


def _fresh(home: Path, other: Path) -> None:
    """One that names nothing."""
    word_library(other).close()
    _lose(home)
    shutil.copy(other / "catalogue.sqlite3", home)


def _unmarked(home: Path, other: Path) -> None:
    """Another library's, beside files of before there were marks."""
    _fresh(home, other)
    (home / "library.json").unlink()


HARMS = [_remove, _empty, _cut_short, _another, _fresh, _unmarked]


def kept(home: Path) -> dict[str, bytes]:
    """Originals and entries, and the files of the vectors."""
    return {
        str(path.relative_to(home)): path.read_bytes() if path.parent.name in ("files", "entries") else b""
        for folder in ("files", "entries", "vectors")
        for path in (home / folder).rglob("*")
        if path.is_file()
    }


@pytest.fixture
def stored(store: Store, home: Path, documents_folder: Path) -> dict[str, bytes]:
    store(documents_folder)
    return kept(home)


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("way", ["ingest", "prune", "remove", "upload", "take out", "open"])
def test_no_way_in_deletes_what_is_kept(
    stored: dict[str, bytes], home: Path, documents_folder: Path, tmp_path: Path, harm: Harm, way: str
) -> None:
    harm(home, tmp_path / "other")
    is_there = (home / "catalogue.sqlite3").exists()
    (documents_folder / "tariffs.md").unlink()
    (tmp_path / "new.txt").write_text("Forty otters live in the harbour.")

    def act() -> None:
        library = word_library(home)
        documents = Documents(library)
        if way == "upload":
            list(documents.upload([tmp_path / "new.txt"]))
        elif way == "remove":
            with library.writing():
                library.remove("fentanyl")
        elif way == "take out":
            documents.take_out(library.whole(), ["fentanyl"])
        else:
            ingest(
                collect([str(documents_folder)]),
                library,
                folders=[str(documents_folder)],
                prune=way == "prune",
            )

    with pytest.raises(LibraryCorrupt, match="catalogue"):
        act()
    assert kept(home) == stored
    assert (home / "catalogue.sqlite3").exists() == is_there


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_open_deletes_nothing_either(
    stored: dict[str, bytes], home: Path, tmp_path: Path, harm: Harm
) -> None:
    library = word_library(home)
    view, documents = library.whole(), Documents(library)
    assert view.sources
    harm(home, tmp_path / "other")
    (tmp_path / "new.txt").write_text("Forty otters live in the harbour.")
    with pytest.raises(LibraryCorrupt):
        list(documents.upload([tmp_path / "new.txt"]))
    with pytest.raises(LibraryCorrupt):
        documents.take_out(view, ["fentanyl"])
    assert kept(home) == stored


@pytest.mark.parametrize("harm", HARMS)
def test_a_rebuild_needs_the_kept_files_alone(
    stored: dict[str, bytes], open_library: OpenLibrary, home: Path, tmp_path: Path, harm: Harm
) -> None:
    library = open_library()
    before = library.whole().sources
    library.close()
    harm(home, tmp_path / "other")
    stood = len(list(home.glob("catalogue.sqlite3")))
    assert is_catalogue_lost(home)
    assert {report.outcome for report in rebuild(word_library, home)} == {"stored"}
    library = open_library()
    assert library.whole().sources == before
    assert library.whole().nearest("duties on steel", 1)
    library.close()
    assert check_whole(home).sources == 3
    assert not is_catalogue_lost(home)
    assert len(list(home.glob("set-aside-*/catalogue.sqlite3"))) == stood


def test_an_older_catalogue_deletes_no_original_of_what_was_finished_since(
    store: Store, home: Path, documents_folder: Path, tmp_path: Path
) -> None:
    """A copy that was made while a document was being stored calls it unfinished."""
    store(documents_folder / "tariffs.md")
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        with closing(sqlite3.connect(home / "catalogue.sqlite3")) as database:
            database.backup(copy)
        copy.execute("UPDATE source SET state = 'writing'")
        copy.commit()
    store(documents_folder / "fentanyl.md")
    before = kept(home)
    _lose(home)
    shutil.copy(tmp_path / "copy", home / "catalogue.sqlite3")
    store(documents_folder / "firearms.md")
    now = kept(home)
    assert {name for name in before if not name.startswith("vectors")} <= set(now)


def test_a_rebuild_brings_back_what_an_older_catalogue_does_not_name(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path, tmp_path: Path
) -> None:
    store(documents_folder / "tariffs.md")
    with (
        closing(sqlite3.connect(home / "catalogue.sqlite3")) as database,
        closing(sqlite3.connect(tmp_path / "copy")) as copy,
    ):
        database.backup(copy)
    store(documents_folder / "fentanyl.md", access=["law"])
    _lose(home)
    shutil.copy(tmp_path / "copy", home / "catalogue.sqlite3")
    rebuild(word_library, home)
    library = open_library()
    assert {one.slug: set(one.access) for one in library.whole().sources} == {
        "tariffs": {"public"},
        "fentanyl": {"law"},
    }
    library.close()


def test_vectors_of_a_file_that_a_rebuild_could_not_store_stay(stored: dict[str, bytes], home: Path) -> None:
    file = next((home / "files").iterdir())
    file.write_text("Something else.")
    (vectors,) = (home / "vectors").iterdir()
    _lose(home)
    assert {report.outcome for report in rebuild(word_library, home)} == {"stored", "refused"}
    assert vectors.exists() and file.exists()
