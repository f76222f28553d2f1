from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.build import build_workspace
from assistant.build import open_library as open_at
from assistant.settings import Settings
from ingest.entries import NEEDS_LABEL
from ingest.errors import LibraryCorrupt
from ingest.library import Library
from ingest.rebuild import rebuild
from ingest.types import EVERYBODY, FileReport, Metadata, Reader
from tests.ingest.libraries import check_whole, word_library

OpenLibrary = Callable[[], Library]
Store = Callable[..., list[FileReport]]
Pincite = Callable[..., "subprocess.CompletedProcess[str]"]
ANN = Reader("ann", frozenset({"trade"}))


def lose(home: Path) -> None:
    for path in home.glob("catalogue.sqlite3*"):
        path.unlink()


def kept(home: Path) -> set[str]:
    return {path.name for path in (home / "files").iterdir()}


def test_every_way_in_names_the_lost_catalogue_and_harms_no_file(
    bundled_home: Path, home: Path, pincite: Pincite, tmp_path: Path
) -> None:
    shutil.copytree(bundled_home, home)
    before, vectors = kept(home), {path.name for path in (home / "vectors").iterdir()}
    lose(home)
    (tmp_path / "new.txt").write_text("Forty otters live in the harbour.")
    for command in (
        ("ingest", tmp_path / "new.txt"),
        ("ingest", "--bundled"),
        ("ask", "What is paused?"),
        ("library", "list"),
        ("serve", "--port", "0"),
    ):
        done = pincite(*command, home=home)
        assert done.returncode == 1, command
        assert "catalogue.sqlite3 is gone" in done.stderr and "pincite library rebuild" in done.stderr, (
            done.stderr
        )
        assert kept(home) == before and {path.name for path in (home / "vectors").iterdir()} == vectors
        assert not (home / "catalogue.sqlite3").exists()


def test_what_has_the_library_open_is_told_too(bundled_home: Path, home: Path, tmp_path: Path) -> None:
    shutil.copytree(bundled_home, home)
    before = kept(home)
    workspace = build_workspace(Settings(home=str(home)))
    lose(home)
    (tmp_path / "new.txt").write_text("Forty otters live in the harbour.")
    for stored in (workspace.documents.upload([tmp_path / "new.txt"]), workspace.documents.add_samples()):
        with pytest.raises(LibraryCorrupt, match="is gone"):
            list(stored)
    assert kept(home) == before
    with pytest.raises(LibraryCorrupt, match="is gone"):
        open_at(Settings(home=str(home)))


def test_a_rebuild_from_the_kept_files_alone(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path, tmp_path: Path
) -> None:
    store(
        documents_folder / "tariffs.md",
        given=Metadata(title="Duties", kind="agency report", slug="duties"),
        access=["trade", "law"],
    )
    store(documents_folder / "fentanyl.md", access=["law"])
    store(documents_folder / "firearms.md")
    (tmp_path / "copy.md").write_bytes((documents_folder / "fentanyl.md").read_bytes())
    store(tmp_path / "copy.md", given=Metadata(title="For trade alone"), access=["trade"])
    library = open_library()
    before = library.whole().sources
    given = {source.slug: library.whole().said(source.slug) for source in before}
    library.close()
    files = kept(home)
    lose(home)
    shutil.rmtree(documents_folder)
    assert {report.outcome for report in rebuild(word_library, home)} == {"stored"}
    library = open_library()
    assert library.whole().sources == before
    assert {source.slug: library.whole().said(source.slug) for source in before} == given
    assert (
        library.whole().source("duties").access == {"trade", "law"}
        and library.whole().source("duties").title == "Duties"
    )
    assert library.visible_to(ANN).nearest("duties on steel", 1)[0].passage.source == "duties"
    assert all(hit.passage.source != "duties" for hit in library.visible_to().nearest("duties on steel", 50))
    library.close()
    assert kept(home) == files and not (home / "rebuilding").exists()
    assert len(list((home / "vectors").iterdir())) == 1
    (tmp_path / "next.txt").write_text("A text more.")
    assert [report.outcome for report in store(tmp_path / "next.txt")] == ["stored"]
    assert len(kept(home)) == len(files) + 1


@pytest.mark.parametrize(
    "damage",
    [
        "no entries, as before there were any",
        "an entry that is damaged",
        "an entry that says nothing of labels",
    ],
)
def test_what_nobody_knows_the_labels_of_is_for_nobody_until_somebody_says(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path, damage: str
) -> None:
    store(documents_folder / "tariffs.md", given=Metadata(title="Duties"), access=["trade"])
    for path in (home / "entries").iterdir():
        if damage.startswith("no"):
            path.unlink()
        else:
            path.write_text(
                "{" if "damaged" in damage else json.dumps(json.loads(path.read_text()) | {"access": []})
            )
    lose(home)
    (report,) = rebuild(word_library, home)
    assert report.outcome == "stored" and "labels" in report.warnings[0] and "--access" in report.warnings[0]
    library = open_library()
    assert library.visible_to(EVERYBODY).sources == library.visible_to(ANN).sources == ()
    assert (
        library.visible_to().nearest("duties on steel", 5) == library.visible_to().full_text("steel", 5) == []
    )
    (source,) = library.whole().sources
    assert (
        source.access == {NEEDS_LABEL} and source.slug == report.slug and source.title == "A note on tariffs"
    )  # what the file itself tells
    library.close()
    (file,) = (home / "files").iterdir()
    store(file, given=Metadata(slug=report.slug), access=["trade"])  # as the report advises
    library = open_library()
    assert (
        library.visible_to(ANN).nearest("duties on steel", 1)[0].passage.source == report.slug
        and library.visible_to(EVERYBODY).sources == ()
    )
    library.close()
    assert check_whole(home).sources == 1


def test_a_library_made_before_gets_its_entries_from_the_next_writer(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path
) -> None:
    store(documents_folder / "tariffs.md", access=["trade"])
    shutil.rmtree(home / "entries")
    store(documents_folder / "fentanyl.md")
    lose(home)
    rebuild(word_library, home)
    assert {source.slug: set(source.access) for source in open_library().whole().sources} == {
        "tariffs": {"trade"},
        "fentanyl": {"public"},
    }


def test_what_was_removed_or_replaced_does_not_come_back(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path
) -> None:
    store(documents_folder)
    store(documents_folder / "tariffs.md", given=Metadata(slug="duties"))
    library = open_library()
    with library.writing():
        library.remove("fentanyl")
    library.close()
    lose(home)
    rebuild(word_library, home)
    assert {source.slug for source in open_library().whole().sources} == {"duties", "firearms"}
    assert check_whole(home).sources == 2


def test_a_file_that_no_longer_is_what_was_stored_is_left_and_the_others_are_rebuilt(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path
) -> None:
    store(documents_folder)
    library = open_library()
    damaged = next((home / "files").glob(f"{library.whole().source('tariffs').sha256}*"))
    library.close()
    damaged.write_text("Something else.")
    lose(home)
    refused = [report for report in rebuild(word_library, home) if report.outcome == "refused"]
    assert [report.slug for report in refused] == ["tariffs"]
    assert "changed since it was stored" in refused[0].reason
    assert {source.slug for source in open_library().whole().sources} == {"fentanyl", "firearms"}
    store(documents_folder / "fentanyl.md")
    assert damaged.exists()


def test_an_original_that_an_older_catalogue_does_not_name_stays(
    store: Store, home: Path, documents_folder: Path, tmp_path: Path
) -> None:
    """A catalogue restored from a backup knows less than there is."""
    store(documents_folder / "tariffs.md")
    with (
        closing(sqlite3.connect(home / "catalogue.sqlite3")) as db,
        closing(sqlite3.connect(tmp_path / "backup")) as backup,
    ):
        db.backup(backup)
    store(documents_folder / "fentanyl.md")
    files = kept(home)
    lose(home)
    shutil.copy(tmp_path / "backup", home / "catalogue.sqlite3")
    store(documents_folder / "firearms.md")
    assert files < kept(home)


def test_the_command_tells_what_became_of_each(bundled_home: Path, home: Path, pincite: Pincite) -> None:
    shutil.copytree(bundled_home, home)
    lose(home)
    done = pincite("library", "rebuild", home=home)
    assert done.returncode == 0 and "14 of 14 sources rebuilt" in done.stdout, done.stderr
    assert (
        "material-support"
        in pincite("ask", "What is the maximum sentence for material support?", home=home).stdout
    )
