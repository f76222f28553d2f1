"""A view holds what its reader may see and is counted over that alone: what is hidden changes no score, no
rank and no number."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import UnknownSource
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.types import EVERYBODY, EVERYTHING, Passage, Reader, Restriction
from ingest.view import View
from tests.ingest.conftest import OpenLibrary, Store
from tests.ingest.libraries import word_library

PUBLIC = {
    "bridge": "The council mends the bridge. Its engineers’ report names the toll and a ferry at St. Ives.",
    "ferry": "It crosses twice a day. The ferry’s toll pays for the ferry. A permit costs 12.5 crowns.",
    "harbour": "A permit is needed in the harbour. The council grants each permit after an inspection.",
    "toll": "The toll rose by half. The toll on the bridge falls due in June.",
}
HIDDEN = {
    f"audit-{n}": f"Audit {n} of the ferry, the ferry’s toll and its permit. " + "The ferry lost money. " * n
    for n in range(1, 9)
}
QUERIES = (
    "ferry",
    "the ferry’s toll on the bridge",
    "Which permit does the council grant for 12.5 crowns?",
    "tolls tolls toll",
    "engineers’ report of St. Ives",
    "audit of money lost",
)
AUDITOR = Reader("ann", frozenset({"audit"}))
MakeLibrary = Callable[..., Library]


@pytest.fixture
def make_library(tmp_path: Path) -> Iterator[MakeLibrary]:
    """A library of the notes in `public`, those in `hidden` stored among them."""
    made = []

    def make(name: str, public: dict[str, str], hidden: dict[str, str]) -> Library:
        library = word_library(tmp_path / name)
        made.append(library)
        notes = sorted([*public.items(), *hidden.items()], key=lambda note: len(note[1]))
        for slug, text in notes:
            path = tmp_path / name / f"{slug}.md"
            path.write_text(f"---\ntitle: A note on the {slug}\ndate: 2025-03-0{len(slug)}\n---\n\n{text}\n")
            labels = frozenset({"audit"}) if slug in hidden else None
            (report,) = ingest(collect([str(path)]), library, access=labels)
            assert report.outcome == "stored", report
        return library

    yield make
    for library in made:
        library.close()


def seen(view: View) -> list[object]:
    """Everything that a view says of how it was searched and counted."""
    words = ["ferry", "permit", "St. Ives", "toll", "money", ""]
    found = [(view.full_text(query, 50), view.nearest(query, 50)) for query in QUERIES]
    return [view.size(), view.document_frequency(words), found]


def test_what_a_reader_may_not_see_changes_no_score_no_rank_and_no_number(make_library: MakeLibrary) -> None:
    """The notes that hold the words are so many that they would change every one of them."""
    bare, beside = make_library("bare", PUBLIC, {}), make_library("beside", PUBLIC, HIDDEN)
    assert seen(beside.visible_to(EVERYBODY)) == seen(bare.visible_to(EVERYBODY))
    assert seen(beside.visible_to(AUDITOR)) != seen(bare.visible_to(AUDITOR)) == seen(bare.whole())
    assert seen(beside.visible_to(AUDITOR)) == seen(beside.whole())


@pytest.mark.parametrize(
    "restriction",
    [
        Restriction(slugs=("ferry", "toll")),
        Restriction(titles=("Note on the H",)),
        Restriction(since="2025-03-06"),
        Restriction(slugs=("ferry",), until="2025-03-05"),
    ],
)
def test_nor_does_what_a_restriction_leaves_out(make_library: MakeLibrary, restriction: Restriction) -> None:
    library = make_library("whole", PUBLIC, HIDDEN)
    view = library.visible_to(EVERYBODY, restriction)
    kept = {source.slug: PUBLIC[source.slug] for source in view.sources}
    assert kept and seen(view) == seen(make_library("kept", kept, {}).visible_to(EVERYBODY))


def test_the_scores_are_those_of_sqlite_where_a_view_holds_everything(make_library: MakeLibrary) -> None:
    library = make_library("beside", PUBLIC, HIDDEN)
    with closing(sqlite3.connect(library.home / "catalogue.sqlite3")) as db:
        for query, match in (
            ("ferry", '"ferry"'),
            ("the ferry’s toll", '"ferry’s" OR "toll"'),
            ("permit 12.5", '"permit" OR "12.5"'),
            ("note on the ferry", '"note" OR "ferry"'),
        ):
            rows = db.execute(
                "SELECT s.slug, p.number, -bm25(full_text, 2.0, 1.5, 1.0, 1.0) AS score FROM full_text f"
                " JOIN passage p ON p.id = f.rowid JOIN source s ON s.id = p.source_id"
                " WHERE full_text MATCH ? ORDER BY score DESC, p.id",
                (match,),
            ).fetchall()
            hits = library.whole().full_text(query, 50)
            assert [(hit.passage.source, hit.passage.number) for hit in hits] == [row[:2] for row in rows]
            assert [hit.score for hit in hits] == pytest.approx([row[2] for row in rows], rel=1e-12)


def test_a_draft_and_what_was_replaced_count_for_nothing(make_library: MakeLibrary, tmp_path: Path) -> None:
    bare, changed = make_library("bare", PUBLIC, {}), make_library("changed", PUBLIC, {})
    before = seen(changed.visible_to(EVERYBODY))
    path = tmp_path / "changed" / "ferry.md"
    original = path.read_text()
    path.write_text(original + "The ferry and its toll. " * 20)
    ingest(collect([str(path)]), changed)
    assert seen(changed.visible_to(EVERYBODY)) != before
    with closing(sqlite3.connect(changed.home / "catalogue.sqlite3")) as db, db:
        db.execute("UPDATE source SET state = 'writing' WHERE slug = 'ferry'")
    kept = {slug: text for slug, text in PUBLIC.items() if slug != "ferry"}
    without = make_library("without", kept, {}).visible_to(EVERYBODY)
    view = changed.visible_to(EVERYBODY)
    assert view.size() == without.size()
    for query in QUERIES:
        assert view.full_text(query, 50) == without.full_text(query, 50)
    assert seen(bare.visible_to(EVERYBODY)) == before


def test_a_view_gives_nothing_of_a_source_that_is_not_in_it(make_library: MakeLibrary) -> None:
    library = make_library("beside", PUBLIC, HIDDEN)
    inside = library.visible_to(AUDITOR)
    passage = inside.passages("audit-1")[0]
    assert inside.text("audit-1").startswith("Audit 1") and b"Audit 1" in inside.original("audit-1")
    assert inside.neighbours(passage) == [passage] and inside.pages("audit-1") == ()
    assert inside.said("audit-1") is not None
    for view in (
        library.visible_to(EVERYBODY),
        library.visible_to(AUDITOR, Restriction(slugs=("ferry",))),
        library.visible_to(AUDITOR).within(Restriction(until="2024")),
    ):
        reads: list[Callable[[], object]] = [
            *(
                lambda read=read: read("audit-1")
                for read in (view.source, view.text, view.pages, view.said, view.original, view.passages)
            ),
            lambda view=view: view.neighbours(passage),  # type: ignore[misc]
        ]
        for read in reads:
            with pytest.raises(UnknownSource):
                read()
        assert "audit-1" not in {source.slug for source in view.sources}
        assert "audit-1" not in {hit.passage.source for hit in view.full_text("audit", 50)}
        assert "audit-1" not in {hit.passage.source for hit in view.nearest("audit", 50)}


def test_restrictions_add_up(make_library: MakeLibrary) -> None:
    view = make_library("bare", PUBLIC, {}).visible_to(EVERYBODY)
    assert view.within(EVERYTHING) is view
    narrow = view.within(Restriction(slugs=("ferry", "toll"))).within(Restriction(slugs=("toll", "bridge")))
    assert [source.slug for source in narrow.sources] == ["toll"]
    assert {hit.passage.source for hit in narrow.full_text("ferry toll bridge", 50)} == {"toll"}
    assert [source.slug for source in narrow.unrestricted.sources] == [source.slug for source in view.sources]
    assert narrow.unrestricted.scope.reader == EVERYBODY


def test_a_views_sources_are_read_once(make_library: MakeLibrary) -> None:
    library = make_library("bare", PUBLIC, {})
    view = library.visible_to(EVERYBODY)
    assert view.sources is view.sources and len(view.sources) == 4
    with library.writing():
        library.remove("toll")
    assert len(view.sources) == 4 and len(library.visible_to(EVERYBODY).sources) == 3
    with pytest.raises(UnknownSource):
        view.text("toll")
    assert Passage("toll", 0, 0, 0, "") not in [hit.passage for hit in view.full_text("toll", 50)]


def test_what_was_stored_since_a_view_was_made_is_not_found_in_it(
    store: Store, open_library: OpenLibrary, documents_folder: Path, tmp_path: Path
) -> None:
    """A question that is asked while somebody adds a document is answered from what was there."""
    store(documents_folder)
    library = open_library()
    view = library.visible_to()
    known = {one.slug for one in view.sources}
    later = tmp_path / "berths.txt"
    later.write_text("The harbour has nine berths for ferries.", encoding="utf-8")
    store(later)
    for hits in (view.nearest("berths for ferries", 20), view.full_text("berths ferries", 20)):
        assert {hit.passage.source for hit in hits} <= known
    assert library.visible_to().full_text("berths ferries", 20)[0].passage.source == "berths"
