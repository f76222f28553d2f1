"""What is known of a document, corrected by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.edit import EDITABLE, edit, retag, shown
from ingest.errors import UnknownSource, UsageError
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.rebuild import rebuild
from ingest.types import FileReport, Metadata, Reader, Restriction
from tests.ingest.libraries import WordEmbeddings, check_whole, word_library

OpenLibrary = Callable[[], Library]
Store = Callable[..., list[FileReport]]
ALL = {
    "title": "Duties on steel",
    "publisher": "Board of Trade",
    "author": "Ann Reed",
    "date": "2024-05",
    "kind": "statute",
    "url": "https://a.gov/duties",
    "number": "No. 7",
    "stage": "passed",
    "status": "repealed in 2025",
    "version": "2024-06-01",
    "language": "en",
    "jurisdiction": "NZ",
    "tags": "Steel file, Spring",
}


@pytest.fixture
def library(store: Store, open_library: OpenLibrary, documents_folder: Path) -> Library:
    store(documents_folder)
    return open_library()


def corrected(library: Library, slug: str = "tariffs", **changes: str) -> dict[str, str]:
    with library.writing():
        edit(library, slug, changes)
    return facts(library, slug)


def facts(library: Library, slug: str = "tariffs") -> dict[str, str]:
    source = library.whole().source(slug)
    return {name: shown(source, name) for name in EDITABLE}


def test_every_field_can_be_corrected_and_stays(
    library: Library, home: Path, documents_folder: Path, store: Store, open_library: OpenLibrary
) -> None:
    assert corrected(library, **ALL) == ALL
    library.close()
    check_whole(home)
    assert {report.outcome for report in store(documents_folder)} == {"unchanged"}
    assert {report.outcome for report in rebuild(word_library, home)} == {"stored"}
    assert facts(open_library()) == ALL
    assert open_library().whole().source("tariffs").tags == ("Steel file", "Spring")
    (documents_folder / "tariffs.md").write_text("# Tariffs\n\nA new edition.\n")
    (report,) = [one for one in store(documents_folder) if one.outcome == "replaced"]
    assert any("title 'Duties on steel'" in told for told in report.warnings)
    assert facts(open_library()) == ALL


def test_the_file_is_not_read_again(library: Library, documents_folder: Path, home: Path) -> None:
    for path in [*documents_folder.iterdir(), *(home / "files").iterdir()]:
        path.write_bytes(b"")
    assert corrected(library, title="Duties", date="2024")["title"] == "Duties"
    assert library.whole().text("tariffs").startswith("Tariffs\n\nThe office writes about")


def test_a_title_is_searched_and_embedded(library: Library, home: Path) -> None:
    corrected(library, title="Zinc")
    view = library.visible_to()
    assert {hit.passage.source for hit in view.full_text("zinc", 9)} == {"tariffs"}
    assert view.nearest("Zinc", 1)[0].passage.source == "tariffs"
    before = [hit.score for hit in view.nearest("zinc zinc", 1)]
    corrected(library, title="A note on tariffs")
    assert [hit.score for hit in library.visible_to().nearest("zinc zinc", 1)] < before
    assert library.visible_to().full_text("zinc", 9) == []
    library.close()
    assert check_whole(home).sources == 3


def test_what_is_no_title_embeds_nothing(home: Path, library: Library) -> None:
    class Refusing(WordEmbeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise AssertionError("it embeds")

    library.close()
    library = Library(home, Refusing(), "words-64")
    assert corrected(library, publisher="Board of Trade", date="2024")["date"] == "2024"


def test_an_empty_value_goes_back_to_what_the_file_says(
    library: Library, documents_folder: Path, store: Store, open_library: OpenLibrary
) -> None:
    original = facts(library)
    assert not original["tags"]
    corrected(library, **ALL)
    assert corrected(library, **dict.fromkeys(ALL, "")) == original
    given = Metadata(title="Given", author="Ann")
    library.close()
    store(documents_folder / "tariffs.md", given=given)
    assert facts(open_library()) == original | {"title": "Given", "author": "Ann"}
    assert corrected(open_library(), title="", author="") == original


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"date": "spring"}, "date: spring is not a date"),
        ({"version": "2024-13"}, "2024-13 is not a date"),
        ({"date": "2024-02-31"}, "2024-02-31 is not a date"),
        ({"url": "a.gov"}, "a.gov is not a web address"),
        ({"slug": "x"}, "slug cannot be edited"),
        ({"colour": "red"}, "colour cannot be edited"),
    ],
)
def test_a_wrong_value_changes_nothing(library: Library, changes: dict[str, str], message: str) -> None:
    before = facts(library)
    with pytest.raises(UsageError, match=message) as caught, library.writing():
        edit(library, "tariffs", {"title": "Zinc", **changes})
    assert caught.value.hint and facts(library) == before


def test_a_source_that_is_not_there_is_named(library: Library) -> None:
    with pytest.raises(UnknownSource, match="nothing"):
        corrected(library, "nothing", title="Zinc")


def test_a_correction_goes_before_the_manifest_until_the_manifest_says_something_new(
    library: Library, documents_folder: Path
) -> None:
    def described(publisher: str) -> str:
        manifest = documents_folder / "MANIFEST.tsv"
        manifest.write_text(f"files\tpublisher\tversion\ntariffs.md\t{publisher}\t2024-01\n")
        ingest(collect([str(documents_folder)], manifest=manifest), library)
        return facts(library)["publisher"]

    assert described("Manifest Office") == "Manifest Office"
    assert facts(library)["version"] == "2024-01"
    corrected(library, publisher="Board of Trade")
    assert described("Manifest Office") == "Board of Trade"
    assert described("Office of Manifests") == "Office of Manifests"


def test_a_moved_document_keeps_its_corrections(library: Library, documents_folder: Path) -> None:
    corrected(library, publisher="Board of Trade")
    (documents_folder / "tariffs.md").rename(documents_folder / "duties.md")
    ingest(collect([str(documents_folder)]), library)
    assert facts(library)["publisher"] == "Board of Trade"


def test_who_changed_what_and_when_is_kept(
    library: Library, home: Path, store: Store, documents_folder: Path, open_library: OpenLibrary
) -> None:
    with library.writing():
        edit(library, "tariffs", {"publisher": "Board of Trade", "date": "2025-02-03"}, by="ana")
        edit(library, "tariffs", {"publisher": "Harbour board", "title": "Duties"}, by="ben")
    told = [(one.field, one.was, one.by) for one in library.whole().said("tariffs").changes]
    assert told == [
        ("publisher", "The Office", "ana"),  # the date was so before
        ("title", "A note on tariffs", "ben"),
        ("publisher", "Board of Trade", "ben"),
    ]
    changes = library.whole().said("tariffs").changes
    assert all(one.at.startswith("20") for one in changes)
    library.close()
    assert {report.outcome for report in store(documents_folder)} == {"unchanged"}
    assert {report.outcome for report in rebuild(word_library, home)} == {"stored"}
    assert open_library().whole().said("tariffs").changes == changes
    for path in home.glob("catalogue.sqlite3*"):
        path.unlink()
    rebuild(word_library, home)
    assert open_library().whole().said("tariffs").changes == changes


def test_documents_are_put_into_collections_and_found_by_them(
    library: Library, home: Path, documents_folder: Path
) -> None:
    with library.writing():
        retag(library, ["tariffs", "firearms"], add=["Border file", "Spring"], by="ana")
        retag(library, ["firearms"], add=["border FILE"], remove=["spring"])
    tags = {one.slug: one.tags for one in library.whole().sources}
    assert tags == {"tariffs": ("Border file", "Spring"), "firearms": ("Border file",), "fentanyl": ()}

    def within(*tags: str) -> set[str]:
        return {one.slug for one in library.visible_to(Reader(), Restriction(tags=tags)).sources}

    assert within("border file") == {"tariffs", "firearms"} and within("Spring") == {"tariffs"}
    assert not within("Border") and within("Spring", "Border file") == {"tariffs", "firearms"}
    hits = library.visible_to(Reader(), Restriction(tags=("Spring",))).full_text("office", 99)
    assert {hit.passage.source for hit in hits} == {"tariffs"}
    library.close()
    for path in home.glob("catalogue.sqlite3*"):
        path.unlink()
    rebuild(word_library, home)
    assert {one.slug: one.tags for one in word_library(home).whole().sources} == tags


def test_a_manifest_names_collections(library: Library, documents_folder: Path) -> None:
    manifest = documents_folder / "MANIFEST.csv"
    manifest.write_text('files,tags\ntariffs.md,"Steel; Spring,steel"\n')
    ingest(collect([str(documents_folder)], manifest=manifest), library)
    assert library.whole().source("tariffs").tags == ("Steel", "Spring")
