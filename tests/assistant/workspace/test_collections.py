from __future__ import annotations

from pathlib import Path

import pytest

from assistant.workspace.collections import chosen_of, collections, restriction_of
from ingest.edit import retag
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.types import EVERYBODY, Reader
from tests.ingest.libraries import word_library


@pytest.fixture
def library(home: Path, tmp_path: Path) -> Library:
    for name in ("tolls", "ferries", "bridges", "secret"):
        (tmp_path / f"{name}.txt").write_text(f"The board writes about {name}.")
    library = word_library(home)
    ingest(collect([str(tmp_path / f"{name}.txt") for name in ("tolls", "ferries", "bridges")]), library)
    ingest(collect([str(tmp_path / "secret.txt")]), library, access=frozenset({"staff"}))
    with library.writing():
        retag(library, ["tolls", "secret"], add=["Harbour file"])
        retag(library, ["ferries"], add=["harbour FILE", "Spring"])
    return library


def chosen(library: Library, *what: str, reader: Reader = EVERYBODY) -> set[str]:
    view = library.visible_to(reader)
    return {one.slug for one in view.within(restriction_of(view, what)).sources}


def test_documents_and_collections_are_chosen_together(library: Library) -> None:
    assert chosen(library, "tag:Harbour file") == {"tolls", "ferries"}
    assert chosen(library, "tag:Spring", "bridges") == {"ferries", "bridges"}
    assert chosen(library, "tag:Nothing") == set() == chosen(library, "gone")
    assert chosen(library) == {"tolls", "ferries", "bridges"}


def test_a_collection_has_what_its_reader_may_see(library: Library) -> None:
    staff = Reader("ana", frozenset({"staff"}))
    assert chosen(library, "tag:harbour file", reader=staff) == {"tolls", "ferries", "secret"}
    assert collections(library.visible_to(staff).sources) == {"harbour FILE": 3, "Spring": 1}
    assert collections(library.visible_to(EVERYBODY).sources) == {"harbour FILE": 2, "Spring": 1}


def test_what_is_put_into_a_collection_later_is_in_it(library: Library) -> None:
    restriction = restriction_of(library.whole(), ("tag:Spring",))
    with library.writing():
        retag(library, ["bridges"], add=["Spring"])
    assert {one.slug for one in library.whole().within(restriction).sources} == {"ferries", "bridges"}
    assert chosen_of([restriction]) == ["tag:Spring"]
    assert chosen_of([restriction_of(library.whole(), ("tolls", "ferries"))]) == ["tolls", "ferries"]
