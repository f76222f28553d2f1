"""Files that are moved, written over, deleted, or away with the drive they are on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest.folders import Input, collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.types import FileReport
from tests.ingest.libraries import check_whole

OpenLibrary = Callable[[], Library]
Store = Callable[..., list[FileReport]]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {path.stem.title()}\n\n{text}\n", encoding="utf-8")
    return path


def taken(
    library: Library, *folders: Path, prune: bool = False, access: Sequence[str] | None = None
) -> list[FileReport]:
    """What becomes of the folders in an ingest that looks for what is gone."""
    names = [str(folder) for folder in folders]
    labels = None if access is None else frozenset(access)
    return ingest(collect(names), library, access=labels, folders=names, prune=prune)


def told(reports: list[FileReport]) -> list[tuple[str, str]]:
    return [(report.slug, report.outcome) for report in reports]


def texts(library: Library) -> dict[str, str]:
    whole = library.whole()
    return {one.slug: whole.text(one.slug).partition("\n\n")[2] for one in whole.sources}


@pytest.fixture
def library(open_library: OpenLibrary) -> Library:
    return open_library()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "notes" / "quay.md", "The quay takes six boats.")
    write(tmp_path / "notes" / "mole.md", "The mole has eleven lamps.")
    return tmp_path / "notes"


# Moved ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["notes/berths.md", "notes/old/quay.md", "other/berths.md"])
def test_a_moved_file_is_the_same_document_also_when_it_is_edited_later(
    library: Library, folder: Path, home: Path, place: str
) -> None:
    taken(library, folder)
    new = folder.parent / place
    new.parent.mkdir(exist_ok=True)
    (folder / "quay.md").rename(new)
    (report,) = [one for one in taken(library, folder, new.parent) if one.outcome != "unchanged"]
    assert (report.slug, report.outcome, report.path) == ("quay", "moved", str(new))
    assert str(folder / "quay.md") in report.reason
    write(new, "The quay takes nine boats.")
    assert ("quay", "replaced") in told(taken(library, folder, new.parent))
    assert texts(library)["quay"] == "The quay takes nine boats." and len(texts(library)) == 2
    library.close()
    assert check_whole(home).sources == 2


def test_a_moved_folder_keeps_every_document(library: Library, folder: Path) -> None:
    taken(library, folder)
    moved = folder.rename(folder.parent / "archive")
    reports = taken(library, moved)
    assert sorted(told(reports)) == [("mole", "moved"), ("quay", "moved")]
    assert {Path(one.path).parent for one in library.whole().sources} == {moved}


def test_a_file_that_is_moved_and_edited_at_once_is_a_new_document_and_the_old_one_is_named(
    library: Library, folder: Path
) -> None:
    taken(library, folder)
    (folder / "quay.md").unlink()
    write(folder / "berths.md", "The quay takes nine boats.")
    assert told(taken(library, folder)) == [("berths", "stored"), ("mole", "unchanged"), ("quay", "gone")]


def test_a_file_that_is_written_over_another_takes_its_place(
    library: Library, folder: Path, home: Path
) -> None:
    write(folder / "draft.md", "The quay takes nine boats.")
    taken(library, folder)
    (folder / "draft.md").replace(folder / "quay.md")
    reports = taken(library, folder)
    assert told(reports) == [("mole", "unchanged"), ("draft", "moved")]
    assert "it replaces 'quay'" in reports[1].warnings[0]
    assert texts(library) == {
        "draft": "The quay takes nine boats.",
        "mole": "The mole has eleven lamps.",
    }
    library.close()
    assert check_whole(home).sources == 2


def test_files_that_change_places_keep_both_texts(library: Library, folder: Path) -> None:
    taken(library, folder)
    (folder / "quay.md").rename(folder / "between")
    (folder / "mole.md").rename(folder / "quay.md")
    (folder / "between").rename(folder / "mole.md")
    taken(library, folder)
    whole = library.whole()
    for source in whole.sources:
        assert whole.original(source.slug) == Path(source.path).read_bytes()
    assert len(texts(library)) == 2


def test_last_months_file_kept_under_another_name_loses_neither(library: Library, folder: Path) -> None:
    """`archive.md` comes first: what it holds now is what `latest.md` held until now."""
    write(folder / "archive.md", "In March the quay took six boats.")
    latest = write(folder / "latest.md", "In April the quay took seven boats.")
    taken(library, folder)
    shutil.copy(latest, folder / "archive.md")
    write(latest, "In May the quay took eight boats.")
    taken(library, folder)
    assert {"In April the quay took seven boats.", "In May the quay took eight boats."} <= set(
        texts(library).values()
    )
    assert "In March the quay took six boats." not in texts(library).values()


def test_a_copy_of_a_file_that_is_still_there_is_not_it(library: Library, folder: Path) -> None:
    taken(library, folder)
    shutil.copy(folder / "quay.md", folder / "zz-copy.md")
    assert told(taken(library, folder))[-1] == ("quay", "skipped")
    assert library.whole().source("quay").path == str(folder / "quay.md")


def test_what_others_may_read_is_not_moved_by_somebody_who_gives_their_own(
    library: Library, folder: Path
) -> None:
    taken(library, folder, access=["trade"])
    new = (folder / "quay.md").rename(folder.parent / "berths.md")
    (report,) = ingest([Input(str(new))], library, access=frozenset({"public"}), apart=True)
    assert report.outcome == "stored"
    assert library.whole().source("quay").path == str(folder / "quay.md")


def test_an_upload_of_the_same_content_moves_nothing(library: Library, folder: Path, home: Path) -> None:
    taken(library, folder)
    text = (folder / "quay.md").read_text()
    (folder / "quay.md").unlink()
    held = home / "uploads" / "quay (1).md"
    held.parent.mkdir()
    held.write_text(text)
    (report,) = ingest([Input(str(held))], library)
    assert report.outcome == "skipped" and library.whole().source("quay").path == str(folder / "quay.md")


def test_an_upload_replaces_its_earlier_version_also_in_a_library_that_was_moved(
    library: Library, home: Path, tmp_path: Path, open_library: OpenLibrary
) -> None:
    held = write(home / "uploads" / "quay.md", "The quay takes six boats.")
    assert told(ingest([Input(str(held))], library)) == [("quay", "stored")]
    held.unlink()
    library.close()
    new = shutil.move(home, tmp_path / "elsewhere")
    library = type(library)(Path(new), library._embeddings, "words-64")
    held = write(Path(new) / "uploads" / "quay.md", "The quay takes nine boats.")
    assert told(ingest([Input(str(held))], library)) == [("quay", "replaced")]
    library.close()


def test_a_format_that_keeps_more_takes_the_place_of_the_one_that_was_stored(
    library: Library, folder: Path
) -> None:
    (folder / "quay.txt").write_text("The quay takes six boats, said the board.\n")
    (folder / "quay.md").unlink()
    taken(library, folder)
    write(folder / "quay.md", "The quay takes nine boats.")
    assert told(taken(library, folder)) == [("mole", "unchanged"), ("quay", "replaced"), ("", "skipped")]
    assert texts(library)["quay"] == "The quay takes nine boats." and len(texts(library)) == 2
    assert told(taken(library, folder))[1] == ("quay", "unchanged")


# A file of the same name ------------------------------------------------------------------------------------


def test_a_file_of_the_same_name_replaces_nothing_while_the_first_is_away(
    library: Library, tmp_path: Path
) -> None:
    write(tmp_path / "d" / "2024" / "report.md", "In 2024 the quay took six boats.")
    taken(library, tmp_path / "d")
    (tmp_path / "d").rename(tmp_path / "unplugged")
    write(tmp_path / "e" / "2025" / "report.md", "In 2025 the quay took nine boats.")
    assert told(taken(library, tmp_path / "e")) == [("2025-report", "stored")]
    assert texts(library) == {
        "report": "In 2024 the quay took six boats.",
        "2025-report": "In 2025 the quay took nine boats.",
    }
    (tmp_path / "unplugged").rename(tmp_path / "d")
    assert told(taken(library, tmp_path / "d")) == [("report", "unchanged")]


# Gone -------------------------------------------------------------------------------------------------------


def test_a_deleted_file_is_named_and_removed_where_that_is_asked_for(
    library: Library, folder: Path, home: Path
) -> None:
    write(folder.parent / "other" / "lamp.md", "The lamp is lit at dusk.")
    taken(library, folder, folder.parent / "other")
    (folder / "quay.md").unlink()
    (folder.parent / "other" / "lamp.md").unlink()
    write(folder.parent / "other" / "buoy.md", "The buoy is red.")
    *_, report = taken(library, folder)
    assert (report.slug, report.outcome) == ("quay", "gone")
    assert "quay.md is no longer there" in report.reason and "'quay'" in report.reason
    assert f"pincite ingest --prune {folder}" in report.hint
    assert "quay" in texts(library)
    assert told(taken(library, folder, prune=True)) == [("mole", "unchanged"), ("quay", "removed")]
    assert sorted(texts(library)) == ["lamp", "mole"], "another folder is not looked at"
    assert told(taken(library, folder, prune=True)) == [("mole", "unchanged")]
    library.close()
    assert check_whole(home).sources == 2


def test_only_what_the_named_labels_allow_is_removed(library: Library, folder: Path) -> None:
    taken(library, folder / "quay.md", access=["trade"])
    taken(library, folder / "mole.md")
    write(folder / "buoy.md", "The buoy is red.")
    for name in ("quay", "mole"):
        (folder / f"{name}.md").unlink()
    reports = taken(library, folder, prune=True, access=["public"])
    assert dict(told(reports)) == {"buoy": "stored", "quay": "gone", "mole": "removed"}
    assert "quay" in texts(library)


@pytest.mark.parametrize("away", ["not there", "empty", "one folder of several"])
def test_of_a_folder_that_is_away_nothing_is_removed(library: Library, folder: Path, away: str) -> None:
    given = folder
    if away == "one folder of several":
        given = folder.parent
        write(given / "zz.md", "The buoy is red.")
    taken(library, given)
    shutil.rmtree(folder)
    if away != "not there":
        folder.mkdir()
    *_, report = taken(library, given, prune=True)
    assert (report.path, report.outcome) == (str(folder), "gone")
    assert "empty or not there" in report.reason and "mole, quay" in report.reason
    assert {"mole", "quay"} <= set(texts(library))


def test_a_web_page_and_an_upload_are_never_gone(library: Library, home: Path) -> None:
    held = write(home / "uploads" / "quay.md", "The quay takes six boats.")
    ingest([Input(str(held))], library)
    held.unlink()
    assert taken(library, home / "uploads", prune=True) == []
    assert sorted(texts(library)) == ["quay"]
