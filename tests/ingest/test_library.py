from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.embed import LOCAL, LocalEmbeddings
from ingest.errors import LibraryCorrupt, LibraryIncompatible, LibraryUnwritable, UnknownSource, UsageError
from ingest.folders import Input, collect
from ingest.library import Library
from ingest.load.web import Fetched
from ingest.pipeline import ingest
from ingest.rebuild import rebuild
from ingest.types import EVERYBODY, FileReport, Metadata, Reader, Restriction
from tests.ingest.libraries import (
    Counts,
    WordEmbeddings,
    check_whole,
    counts_of,
    finish,
    ingest_words,
    kill,
    rebuild_words,
    start,
    unprivileged,
    wait_for,
    word_library,
)

OpenLibrary = Callable[[], Library]
Store = Callable[..., list[FileReport]]
REBUILD = "pincite library rebuild"


def outcomes(reports: list[FileReport]) -> list[tuple[str, str]]:
    return [(Path(report.path).name, report.outcome) for report in reports]


def slugs(library: Library, **restriction: object) -> list[str]:
    return sorted(source.slug for source in library.visible_to(EVERYBODY, Restriction(**restriction)).sources)  # type: ignore[arg-type]


# Storing and storing again ----------------------------------------------------------------------------------


def test_a_second_ingest_changes_nothing(store: Store, home: Path, documents_folder: Path) -> None:
    assert {outcome for _, outcome in outcomes(store(documents_folder))} == {"stored"}
    before = check_whole(home)
    assert before.sources == before.files == before.access == 3 and before.vectors > 6
    revision = (
        sqlite3.connect(home / "catalogue.sqlite3")
        .execute("SELECT value FROM meta WHERE key = 'revision'")
        .fetchone()
    )
    assert {outcome for _, outcome in outcomes(store(documents_folder))} == {"unchanged"}
    assert counts_of(home) == before
    assert (
        sqlite3.connect(home / "catalogue.sqlite3")
        .execute("SELECT value FROM meta WHERE key = 'revision'")
        .fetchone()
        == revision
    )


def test_a_changed_file_replaces_its_predecessor_wholly(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path
) -> None:
    store(documents_folder)
    before = check_whole(home)
    (documents_folder / "tariffs.md").write_text(
        "# Tariffs\n\nNothing about metal is left here.\n", encoding="utf-8"
    )
    assert dict(outcomes(store(documents_folder))) == {
        "tariffs.md": "replaced",
        "fentanyl.md": "unchanged",
        "firearms.md": "unchanged",
    }
    after = check_whole(home)
    assert (after.sources, after.files, after.access) == (3, 3, 3)
    assert after.passages < before.passages
    library = open_library()
    assert library.visible_to().full_text("steel", 5) == []
    assert "steel" not in " ".join(
        hit.passage.text for hit in library.visible_to().nearest("duties on steel", 50)
    )
    assert library.whole().text("tariffs") == "Tariffs\n\nNothing about metal is left here."
    assert library.whole().original("tariffs") == (documents_folder / "tariffs.md").read_bytes()


def test_removal_leaves_nothing(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path
) -> None:
    store(documents_folder)
    library = open_library()
    with library.writing():
        for slug in ("tariffs", "fentanyl", "firearms"):
            assert library.remove(slug).slug == slug
        with pytest.raises(UnknownSource, match="tariffs"):
            library.remove("tariffs")
    left = library.visible_to()
    assert left.nearest("duties", 5) == left.full_text("duties", 5) == [] and left.sources == ()
    library.close()
    assert check_whole(home) == Counts(0, 0, 0, 0, 0, 0)


def test_new_metadata_replace_the_source(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path
) -> None:
    path = documents_folder / "tariffs.md"
    store(path)
    assert outcomes(store(path, given=Metadata(title="Duties", kind="agency report"))) == [
        ("tariffs.md", "replaced")
    ]
    assert outcomes(store(path, given=Metadata(title="Duties", kind="agency report"))) == [
        ("tariffs.md", "unchanged")
    ]
    source = open_library().whole().source("tariffs")
    assert (source.title, source.kind, source.publisher) == ("Duties", "agency report", "The Office")
    assert check_whole(home).sources == 1


def test_a_new_slug_renames_the_source(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path
) -> None:
    path = documents_folder / "tariffs.md"
    store(path)
    assert outcomes(store(path, given=Metadata(slug="duties"))) == [("tariffs.md", "replaced")]
    assert slugs(open_library()) == ["duties"]
    assert check_whole(home).sources == 1


def test_new_access_labels_replace_the_old(
    store: Store, open_library: OpenLibrary, documents_folder: Path
) -> None:
    path = documents_folder / "tariffs.md"
    store(path)
    assert outcomes(store(path, access=["trade"])) == [("tariffs.md", "replaced")]
    assert open_library().whole().source("tariffs").access == {"trade"}


def test_files_of_one_name_are_told_apart_by_their_folders(
    store: Store, open_library: OpenLibrary, home: Path, tmp_path: Path
) -> None:
    paths = [tmp_path / part / "note.md" for part in ("a", "b", "x/b", "y/b")]
    for number, path in enumerate(paths):
        path.parent.mkdir(parents=True)
        path.write_text(f"# Note {number}\n\nText of note {number}.\n")
    assert [report.slug for report in store(*paths)] == ["note", "b-note", "x-b-note", "y-b-note"]
    assert [(report.slug, report.outcome) for report in store(*paths)] == [
        (slug, "unchanged") for slug in ("note", "b-note", "x-b-note", "y-b-note")
    ]
    paths[1].write_text("# Note 1\n\nChanged.\n")
    assert [(report.slug, report.outcome) for report in store(*paths)][1] == ("b-note", "replaced")
    library = open_library()
    assert library.whole().text("b-note").endswith("Changed.") and library.whole().text("note").endswith(
        "Text of note 0."
    )
    library.close()
    assert check_whole(home).sources == 4


def test_a_moved_file_keeps_its_slug(store: Store, home: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old" / "note.md", tmp_path / "new" / "note.md"
    for path in (old, new):
        path.parent.mkdir()
    old.write_text("# Note\n\nText.\n")
    store(old)
    old.rename(new)
    assert [(report.slug, report.outcome) for report in store(new)] == [("note", "moved")]
    assert check_whole(home).sources == 1


def test_urls_of_one_name_are_told_apart_by_their_hosts(open_library: OpenLibrary, home: Path) -> None:
    pages = {
        f"https://{host}.gov/report": f"<p>The report of {host} says so.</p>".encode() for host in ("a", "b")
    }
    library = open_library()
    for expected in ("stored", "unchanged"):
        reports = ingest(
            [Input(url) for url in pages],
            library,
            fetch=lambda url: Fetched(pages[url], "report.html", "text/html; charset=utf-8", url),
        )
        assert [(report.slug, report.outcome) for report in reports] == [
            ("report", expected),
            ("b-gov-report", expected),
        ]
    assert library.whole().source("report").url == "https://a.gov/report"
    library.close()
    assert check_whole(home).sources == 2


def test_the_same_content_twice_is_stored_once(store: Store, home: Path, tmp_path: Path) -> None:
    for part in ("a", "b"):
        (tmp_path / part).mkdir()
        (tmp_path / part / f"{part}-note.md").write_text("# Note\n\nThe same text.\n")
    reports = store(tmp_path / "a", tmp_path / "b")
    assert [(report.outcome, report.slug) for report in reports] == [
        ("stored", "a-note"),
        ("skipped", "a-note"),
    ]
    assert "same content as 'a-note'" in reports[1].reason
    assert check_whole(home).sources == 1


def test_the_format_that_keeps_more_is_taken(store: Store, real_library: Path, tmp_path: Path) -> None:
    for suffix in (".pdf", ".txt"):
        shutil.copy(real_library / "documents" / f"eo14157-designating-cartels-fto{suffix}", tmp_path)
    reports = {Path(report.path).suffix: report for report in store(tmp_path)}
    assert reports[".pdf"].outcome == "stored"
    assert reports[".txt"].outcome == "skipped" and ".pdf is the same document" in reports[".txt"].reason


def test_one_slug_is_not_given_to_many_files(documents_folder: Path) -> None:
    with pytest.raises(UsageError, match="--slug x is given for 3 files"):
        collect([str(documents_folder)], given=Metadata(slug="x"))


def test_hidden_files_unknown_formats_and_the_manifest_are_not_read(documents_folder: Path) -> None:
    (documents_folder / ".hidden.md").write_text("x")
    (documents_folder / ".git").mkdir()
    (documents_folder / ".git" / "note.md").write_text("x")
    (documents_folder / "picture.png").write_bytes(b"x")
    manifest = documents_folder / "MANIFEST.tsv"
    manifest.write_text("files\ttitle\ntariffs.md\tDuties\n")
    inputs = collect([str(documents_folder)], manifest=Path(os.path.relpath(manifest)))
    found = [one for one in inputs if not one.skipped]
    assert [Path(one.location).name for one in found] == ["fentanyl.md", "firearms.md", "tariffs.md"]
    assert [one.given.title for one in found] == ["", "", "Duties"]
    assert [(Path(one.location).name, one.skipped) for one in inputs if one.skipped] == [
        ("picture.png", ".png files are not read"),
        ("documents", "2 hidden files are left out: .git/, .hidden.md"),
    ]


# Who may read, and what is asked for ------------------------------------------------------------------------


def test_a_reader_without_the_group_sees_nothing(
    store: Store, open_library: OpenLibrary, documents_folder: Path
) -> None:
    store(documents_folder / "tariffs.md", access=["trade", "law"])
    store(documents_folder / "fentanyl.md")
    library = open_library()
    inside = Reader("ann", frozenset({"trade"}))
    secret = library.visible_to(inside).nearest("steel", 50)[0].passage
    assert secret.source == "tariffs"

    for reader in (EVERYBODY, Reader("bob", frozenset({"drugs"}))):
        assert [source.slug for source in library.visible_to(reader).sources] == ["fentanyl"]
        assert {hit.passage.source for hit in library.visible_to(reader).nearest("duties on steel", 50)} == {
            "fentanyl"
        }
        assert library.visible_to(reader).full_text("steel", 50) == []
        with pytest.raises(UnknownSource):
            library.visible_to(reader).neighbours(secret)
        assert library.visible_to(reader).document_frequency(["steel"]) == {"steel": 0}
        with pytest.raises(UnknownSource):
            library.visible_to(reader).source("tariffs")

    assert [source.slug for source in library.visible_to(inside).sources] == ["fentanyl", "tariffs"]
    assert library.visible_to(inside).full_text("steel", 50)[0].passage.source == "tariffs"
    assert len(library.visible_to(inside).neighbours(secret)) >= 2
    assert library.visible_to(inside).document_frequency(["steel"])["steel"] > 0
    assert library.visible_to(inside).source("tariffs").access == {"trade", "law"}


def test_neighbours_are_the_passages_around_one(
    store: Store, open_library: OpenLibrary, documents_folder: Path
) -> None:
    store(documents_folder)
    library = open_library()
    middle = next(
        hit.passage for hit in library.visible_to().full_text("tariffs steel", 50) if hit.passage.number == 1
    )
    assert [passage.number for passage in library.visible_to().neighbours(middle, before=1, after=2)] == [
        0,
        1,
        2,
        3,
    ]
    assert library.visible_to().neighbours(middle, before=0, after=0) == [middle]


@pytest.fixture
def dated(store: Store, open_library: OpenLibrary, tmp_path: Path) -> Iterator[Library]:
    """Sources whose dates are of every precision."""
    for slug, date, kind, title in (
        ("year", "2025", "statute", "Ley de SEGURIDAD pública"),
        ("month", "2025-02", "op-ed", "Treat the Cartels as Businesses"),
        ("day", "2025-02-03", "executive order", "Progress on the Situation"),
        ("none", "", "note", "VERSIÓN ESTENOGRÁFICA"),
    ):
        path = tmp_path / f"{slug}.txt"
        path.write_text(f"The text of {slug} is about tariffs.")
        store(
            path,
            given=Metadata(
                date=date,
                kind=kind,
                title=title,
                publisher="The White House" if slug == "day" else "Presidencia",
            ),
        )
    library = open_library()
    yield library
    library.close()


@pytest.mark.parametrize(
    ("restriction", "expected"),
    [
        ({}, "day month none year"),
        ({"kinds": ("statute",)}, "year"),
        ({"kinds": ("statute", "op-ed")}, "month year"),
        ({"kinds": ("statute", "op ed")}, "month year"),
        ({"kinds": ("executive_order",)}, "day"),
        ({"kinds": ("statute",), "slugs": ("day",)}, ""),
        ({"titles": ("cartels",)}, "month"),
        ({"titles": ("versión",)}, "none"),
        ({"titles": ("SEGURIDAD PÚBLICA", "progress")}, "day year"),
        ({"publishers": ("white house",)}, "day"),
        ({"since": "2025-02-03"}, "day month year"),
        ({"since": "2025-02-04"}, "month year"),
        ({"since": "2025-03"}, "year"),
        ({"since": "2025"}, "day month year"),
        ({"since": "2026"}, ""),
        ({"until": "2025"}, "day month year"),
        ({"until": "2025-02"}, "day month year"),
        ({"until": "2025-02-02"}, "month year"),
        ({"until": "2025-01-31"}, "year"),
        ({"until": "2024-12-31"}, ""),
        ({"since": "2025-02-01", "until": "2025-02-28", "kinds": ("executive order",)}, "day"),
    ],
)
def test_a_restriction_restricts_every_search(
    dated: Library, restriction: dict[str, tuple[str, ...]], expected: str
) -> None:
    wanted = Restriction(**restriction)  # type: ignore[arg-type]
    assert slugs(dated, **restriction) == expected.split()
    assert (
        sorted(hit.passage.source for hit in dated.visible_to(EVERYBODY, wanted).nearest("tariffs", 9))
        == expected.split()
    )
    assert (
        sorted(hit.passage.source for hit in dated.visible_to(EVERYBODY, wanted).full_text("tariffs", 9))
        == expected.split()
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "???",
        "the of",
        '"quoted" OR (x AND',
        "NEAR(a b)",
        "col:umn*",
        "it's",
        "año 2025",
        "\x00",
        "x" * 5000,
    ],
)
def test_any_query_may_be_asked(dated: Library, query: str) -> None:
    dated.visible_to().full_text(query, 5)
    assert len(dated.visible_to().nearest(query, 5)) == 4
    dated.visible_to().document_frequency([query])


# More than one process --------------------------------------------------------------------------------------


def test_a_long_lived_reader_sees_what_other_processes_do(
    bundled_home: Path, home: Path, pincite_apart: Callable[..., object], tmp_path: Path
) -> None:
    shutil.copytree(bundled_home, home)
    library = Library(home, LocalEmbeddings(), LOCAL)
    question = "How many otters live in the harbour?"
    assert "otters" not in library.visible_to().nearest(question, 1)[0].passage.text
    (tmp_path / "otters.txt").write_text(
        "Forty otters live in the harbour of Ensenada, says the count of 2025."
    )
    pincite_apart("ingest", tmp_path / "otters.txt", home=home)
    hit = library.visible_to().nearest(question, 1)[0]
    assert hit.passage.source == "otters" and hit.score > 0.7
    assert library.visible_to().full_text("otters", 1)[0].passage == hit.passage
    pincite_apart("library", "remove", "otters", home=home)
    assert library.visible_to().nearest(question, 1)[0].passage.source != "otters"
    assert len(library.visible_to().nearest(question, 20)) == 20
    # And it can write on top of what another process wrote.
    reports = ingest(collect([str(tmp_path / "otters.txt")]), library)
    assert (
        reports[0].outcome == "stored"
        and library.visible_to().nearest(question, 1)[0].passage.source == "otters"
    )
    library.close()
    check_whole(home)


def test_a_question_while_a_big_source_is_swept_still_finds_the_rest(
    store: Store, open_library: OpenLibrary, home: Path, tmp_path: Path
) -> None:
    """The state in which a writer was killed after it took a source out of sight: its vectors are there, and
    nearest to the question."""
    (tmp_path / "big.txt").write_text(
        "\n\n".join(
            f"Otters swim in harbour number {n}. " + "Otters otters harbour. " * 40 for n in range(40)
        )
    )
    (tmp_path / "small.txt").write_text("An otter was seen once.")
    store(tmp_path / "big.txt", tmp_path / "small.txt")
    with closing(sqlite3.connect(home / "catalogue.sqlite3", isolation_level=None)) as db:
        db.execute("UPDATE source SET state = 'retired' WHERE slug = 'big'")
    assert [
        hit.passage.source for hit in open_library().visible_to().nearest("otters in the harbour", 5)
    ] == ["small"]


# Libraries of another make, damaged, or not to be written ---------------------------------------------------


def test_another_embedder_is_refused(store: Store, home: Path, documents_folder: Path) -> None:
    store(documents_folder)
    with pytest.raises(
        LibraryIncompatible, match=r"embedder 'words-64'.* the current embedder is 'other'"
    ) as caught:
        Library(home, WordEmbeddings(), "other")
    assert REBUILD in caught.value.hint


@pytest.mark.parametrize("key", ["splitter", "schema"])
def test_another_splitter_or_schema_is_refused(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path, key: str
) -> None:
    store(documents_folder)
    set_meta(home, key, "old")
    with pytest.raises(LibraryIncompatible, match=f"{key} 'old'") as caught:
        open_library()
    assert REBUILD in caught.value.hint
    reports = rebuild(word_library, home)
    assert {report.outcome for report in reports} == {"stored"}
    open_library().close()
    check_whole(home)


def test_a_library_of_an_earlier_schema_is_rebuilt_with_all_that_was_said_by_hand(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path
) -> None:
    """As schema 3 was: without what citations have since, and what was given as a list of seven."""
    store(documents_folder, given=Metadata(author="Ann", date="2024-05"), access=["trade"])
    store(documents_folder / "tariffs.md", given=Metadata(slug="duties"))
    library = open_library()
    before = library.whole().sources
    library.close()
    with closing(sqlite3.connect(home / "catalogue.sqlite3", isolation_level=None)) as db:
        for column in (
            *("edited", "found", "number", "stage", "status", "version", "language", "jurisdiction"),
            "notes",
        ):
            db.execute(f"ALTER TABLE source DROP COLUMN {column}")
        given = (
            """json_array(coalesce(json_extract(given, '$.slug'), ''), '', '', 'Ann', '2024-05', '', '')"""
        )
        db.execute(f"UPDATE source SET given = {given}")
        db.execute("UPDATE meta SET value = '3' WHERE key = 'schema'")
    with pytest.raises(LibraryIncompatible, match="another version of Pincite, with schema '3'") as caught:
        open_library()
    assert REBUILD in caught.value.hint and "what was said by hand" in caught.value.hint
    assert {report.outcome for report in rebuild(word_library, home)} == {"stored"}
    library = open_library()
    assert library.whole().sources == before
    assert {source.slug for source in before} == {"duties", "fentanyl", "firearms"}
    assert library.whole().said("duties").given == Metadata(slug="duties", author="Ann", date="2024-05")
    library.close()
    check_whole(home)


def set_meta(home: Path, key: str, value: str) -> None:
    with closing(sqlite3.connect(home / "catalogue.sqlite3", isolation_level=None)) as db:
        assert db.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key)).rowcount == 1


def test_rebuild_keeps_metadata_access_and_names(
    store: Store, open_library: OpenLibrary, home: Path, tmp_path: Path, documents_folder: Path
) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "tariffs.txt").write_text("Another text of the same name, without a title.")
    store(documents_folder, given=Metadata(author="Ann"), access=["trade"])
    store(tmp_path / "b")
    library = open_library()
    ingest(
        [Input("https://a.gov/releases/sb0064")],
        library,
        fetch=lambda url: Fetched(
            b"<h1>Release</h1><p>A page without a suffix.</p>", "sb0064.html", "text/html", url
        ),
    )
    before = library.whole().sources
    texts = {source.slug: library.whole().text(source.slug) for source in before}
    shutil.rmtree(documents_folder)  # the kept originals suffice

    class Doubled(WordEmbeddings):
        def embed_query(self, text: str) -> list[float]:
            return super().embed_query(text) * 2

    reports = rebuild(lambda folder: Library(folder, Doubled(), "words-128"), home)
    assert [report.outcome for report in reports] == ["stored"] * 5
    with pytest.raises(LibraryIncompatible):  # whoever had it open learns that it is of another make now
        library.visible_to().nearest("steel", 1)
    library.close()
    renewed = Library(home, Doubled(), "words-128")
    assert renewed.whole().sources == before
    assert {source.slug: renewed.whole().text(source.slug) for source in before} == texts
    assert (
        renewed.visible_to(Reader("x", frozenset({"trade"}))).nearest("duties on steel", 1)[0].passage.source
        == "tariffs"
    )
    assert renewed.visible_to().nearest("duties on steel", 1)[0].passage.source != "tariffs"
    renewed.close()
    assert not (home / "rebuilding").exists()
    assert check_whole(home).sources == 5


def test_a_killed_rebuild_loses_nothing(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path, tmp_path: Path
) -> None:
    """Killed while it works, and while it stands before the swap."""
    store(documents_folder)
    before = check_whole(home)
    blocker = sqlite3.connect(home / "catalogue.sqlite3", isolation_level=None)
    for moment in ("working", "swapping"):
        if moment == "swapping":
            blocker.execute("BEGIN IMMEDIATE")  # the swap's transaction has to wait for this one
        process = start(rebuild_words, home, 0.2, output=tmp_path / "output")
        wait_for(lambda: (home / "rebuilding" / "vectors").exists())
        if moment == "swapping":
            wait_for(lambda: len(list((home / "vectors").iterdir())) == 2)
        kill(process)
        if moment == "swapping":
            blocker.execute("ROLLBACK")
        library = open_library()
        assert [source.slug for source in library.visible_to().sources] == ["fentanyl", "firearms", "tariffs"]
        assert library.visible_to().nearest("duties on steel", 1)[0].passage.source == "tariffs"
        library.close()
    blocker.close()
    assert finish(start(rebuild_words, home, 0.0, output=tmp_path / "output")) == 0
    assert check_whole(home) == before
    assert not (home / "rebuilding").exists()


def test_a_damaged_catalogue_is_named(bundled_home: Path, home: Path, pincite: Callable[..., object]) -> None:
    shutil.copytree(bundled_home, home)
    path = home / "catalogue.sqlite3"
    data = path.read_bytes()
    path.write_bytes(b"not a database at all" + data[21:])
    for command in (("library", "list"), ("ingest", "--bundled")):
        done = pincite(*command, home=home)
        assert done.returncode == 1, command  # type: ignore[attr-defined]
        assert "catalogue.sqlite3: file is not a database" in done.stderr and "backup" in done.stderr  # type: ignore[attr-defined]
        assert "Traceback" not in done.stderr  # type: ignore[attr-defined]
    path.write_bytes(b"")
    with pytest.raises(LibraryCorrupt):
        Library(home, LocalEmbeddings(), LOCAL)
    assert len(list((home / "files").iterdir())) == 14


def test_damage_within_the_catalogue_is_named(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path
) -> None:
    store(documents_folder)
    path = home / "catalogue.sqlite3"
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(LibraryCorrupt, match="catalogue"):
        library = open_library()
        _ = library.visible_to().sources
        library.visible_to().full_text("steel", 5)


@pytest.mark.parametrize("damage", ["engine", "index", "gone"])
def test_damaged_vectors_are_named_and_rebuilt(
    store: Store, open_library: OpenLibrary, home: Path, documents_folder: Path, tmp_path: Path, damage: str
) -> None:
    store(documents_folder)
    before = check_whole(home)
    (folder,) = (home / "vectors").iterdir()
    # Damage is done to a copy that takes the folder's place: within a process the engine keeps the old files
    # open.
    if damage == "engine":
        (folder / "chroma.sqlite3").write_bytes(os.urandom(20_000))
    elif damage == "index":
        with closing(sqlite3.connect(folder / "chroma.sqlite3")) as db:
            db.execute("DELETE FROM embeddings_queue")
            db.execute("DELETE FROM embeddings")
            db.commit()
    else:
        shutil.rmtree(folder)
    library = open_library()
    with pytest.raises(LibraryCorrupt) as caught:
        library.visible_to().nearest("steel", 5)
    assert REBUILD in caught.value.hint
    assert library.visible_to().full_text("steel", 5), "the catalogue still serves"
    library.close()
    assert {report.outcome for report in rebuild(word_library, home)} == {"stored"}
    library = open_library()
    assert library.visible_to().nearest("steel", 5)
    library.close()
    assert check_whole(home) == before


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryUnwritable, match="Not a directory") as caught:
        word_library(tmp_path / "file" / "home")
    assert "--home" in caught.value.hint


@pytest.mark.process
def test_a_read_only_home_is_named(bundled_home: Path, home: Path, tmp_path: Path) -> None:
    before = unprivileged()
    shutil.copytree(bundled_home, home)
    (tmp_path / "new.txt").write_text("A new text.")
    folders = [home, *(path for path in home.rglob("*") if path.is_dir())]
    for path in [*home.rglob("*"), home]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        command = [
            *before,
            sys.executable,
            "-m",
            "assistant.cli",
            "ingest",
            str(tmp_path / "new.txt"),
            "--home",
            str(home),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        for path in folders:
            path.chmod(0o755)
    assert done.returncode == 1
    assert "--home" in done.stderr and "Traceback" not in done.stderr, done.stderr


@pytest.mark.process
def test_an_unreadable_file_is_refused_and_the_others_are_stored(home: Path, documents_folder: Path) -> None:
    before = unprivileged()
    (documents_folder / "fentanyl.md").chmod(0)
    command = [
        *before,
        sys.executable,
        "-m",
        "assistant.cli",
        "ingest",
        str(documents_folder),
        "--home",
        str(home),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert re.search(r"fentanyl\.md.*permission denied", done.stdout + done.stderr)
    assert check_whole(home).sources == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB, of which a library's empty files take one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, check=False
    ).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def big_text(seed: int, sentences: int) -> str:
    return "\n\n".join(
        f"Consignment {seed}-{n} of {n * 7} crates crossed at gate {n % 13} on day {n % 365}."
        for n in range(sentences)
    )


@pytest.mark.process
def test_a_full_disk_harms_only_the_file_at_hand(small_disk: Path, tmp_path: Path) -> None:
    """First the disk is too small for one of the files, then it is full altogether, then there is room
    again."""
    home = small_disk / "home"
    for name, size in (("a-small", 20), ("b-large", 30_000), ("c-small", 21), ("d-small", 22)):
        (tmp_path / f"{name}.txt").write_text(big_text(size, size))

    def run(*names: str) -> list[str]:
        output = tmp_path / "output"
        status = finish(
            start(ingest_words, home, [tmp_path / f"{name}.txt" for name in names], output=output)
        )
        lines = output.read_text().splitlines()
        assert status == 0 or "LibraryUnwritable" in lines[-1], lines
        return lines if status == 0 else lines[-1:]

    first, second, third = run("a-small", "b-large", "c-small")
    assert first.startswith("stored a-small") and third.startswith("stored c-small")
    assert second.startswith("refused") and "free some space" in second

    filler = small_disk / "filler"
    file = os.open(filler, os.O_WRONLY | os.O_CREAT)
    with pytest.raises(OSError, match="No space"):
        while True:
            os.write(file, b"x" * 4096)
    os.close(file)
    (refused,) = run("d-small")
    assert "refused" in refused or "LibraryUnwritable" in refused
    assert "restore" not in refused and "rebuild" not in refused, "a full disk is not damage"

    filler.unlink()
    assert [line.split()[0] for line in run("a-small", "c-small", "d-small")] == [
        "unchanged",
        "unchanged",
        "stored",
    ]
    library = word_library(home)
    assert library.visible_to().nearest("Consignment 20-7 of 49 crates crossed at gate 7 on day 7.", 3)
    assert {source.slug for source in library.visible_to().sources} == {"a-small", "c-small", "d-small"}
    library.close()
    assert check_whole(home).sources == 3


def ingest_words_in_small_files(home: Path, paths: list[Path]) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
    ingest_words(home, paths)


def test_a_limit_on_the_size_of_files_harms_only_the_file_at_hand(home: Path, tmp_path: Path) -> None:
    """As a quota does, or a disk of a kind that takes no large file."""
    for name, size in (("a-small", 10), ("b-large", 40_000), ("c-small", 11)):
        (tmp_path / f"{name}.txt").write_text(big_text(size, size))
    output = tmp_path / "output"
    assert (
        finish(start(ingest_words_in_small_files, home, sorted(tmp_path.glob("*.txt")), output=output)) == 0
    ), output.read_text()
    first, second, third = output.read_text().splitlines()
    assert first.startswith("stored a-small") and third.startswith("stored c-small")
    assert second.startswith("refused") and "free some space" in second
    assert check_whole(home).sources == 2
