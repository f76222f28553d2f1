from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection, socket
from typing import Any
from uuid import uuid4

import pytest

from ingest.catalogue import Catalogue
from ingest.errors import LibraryCorrupt, LibraryError, LibraryUnwritable, PinciteError, UsageError
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.rebuild import rebuild
from ingest.types import EVERYBODY, Restriction
from ingest.vectors import Vectors, VectorServerError, chroma_error
from tests.ingest.libraries import WordEmbeddings, word_library

pytestmark = pytest.mark.process


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Chroma server on loopback."""
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("chroma")),
        "run",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--path",
        str(tmp_path_factory.mktemp("chroma")),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(150):
            try:
                create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(params=["embedded", "server"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return (
        str(tmp_path / "vectors") if request.param == "embedded" else str(request.getfixturevalue("server"))
    )


@pytest.fixture
def vectors(location: str) -> Iterator[Vectors]:
    store = Vectors(location, f"test-{uuid4().hex}")
    yield store
    store.close()


def test_the_nearest_come_first_with_their_cosine(vectors: Vectors) -> None:
    vectors.add(1, [11, 12], [[1.0, 0.0], [0.6, 0.8]])
    vectors.add(2, [21], [[0.0, 1.0]])
    found = vectors.search([1.0, 0.0], 3, None)
    assert [passage_id for passage_id, _ in found] == [11, 12, 21]
    assert [score for _, score in found] == pytest.approx([1.0, 0.6, 0.0], abs=1e-5)


def test_a_search_keeps_to_the_sources(vectors: Vectors) -> None:
    vectors.add(1, [11], [[1.0, 0.0]])
    vectors.add(2, [21], [[0.9, 0.1]])
    assert [passage_id for passage_id, _ in vectors.search([1.0, 0.0], 5, [2])] == [21]
    assert vectors.search([1.0, 0.0], 5, []) == []


def test_removing_a_source_removes_all_of_it_and_nothing_else(vectors: Vectors) -> None:
    vectors.add(1, [11, 12], [[1.0, 0.0], [0.6, 0.8]])
    vectors.add(2, [21], [[0.0, 1.0]])
    vectors.remove(1)
    assert vectors.count() == 1
    assert [passage_id for passage_id, _ in vectors.search([1.0, 0.0], 5, None)] == [21]


def test_length_does_not_matter(vectors: Vectors) -> None:
    vectors.add(7, [1, 2], [[100.0, 1.0], [0.001, 0.001]])
    assert [score for _, score in vectors.search([5.0, 5.0], 2, None)] == pytest.approx(
        [1.0, 0.714], abs=1e-3
    )


def test_more_than_there_are_may_be_asked_for(vectors: Vectors) -> None:
    assert vectors.search([1.0, 0.0], 5, None) == []
    vectors.add(7, [1], [[1.0, 0.0]])
    assert len(vectors.search([1.0, 0.0], 500, None)) == 1
    assert vectors.search([1.0, 0.0], 5, [99]) == []


def test_adding_again_replaces(vectors: Vectors) -> None:
    vectors.add(7, [1], [[1.0, 0.0]])
    vectors.add(7, [1], [[0.0, 1.0]])
    assert vectors.count() == 1
    assert vectors.search([0.0, 1.0], 1, None)[0][1] == pytest.approx(1.0, abs=1e-5)


def test_more_vectors_than_one_request_takes(vectors: Vectors) -> None:
    vectors.add(7, range(6_000), [[float(n), 1.0] for n in range(6_000)])
    assert vectors.count() == 6_000
    vectors.remove(7)
    assert vectors.count() == 0


def test_what_is_stored_is_there_for_the_next(location: str) -> None:
    first = Vectors(location, "kept")
    first.add(7, [1], [[1.0, 0.0]])
    first.close()
    again = Vectors(location, "kept")
    assert again.count() == 1
    assert Vectors(location, "another").count() == 0
    again.close()


def test_a_dropped_collection_is_gone(location: str) -> None:
    one = Vectors(location, "to-be-dropped")
    one.add(7, [1], [[1.0, 0.0]])
    one.drop()
    with pytest.raises(LibraryError):
        one.count()
    assert Vectors(location, "to-be-dropped").count() == 0


def test_vectors_of_another_length_are_refused(vectors: Vectors) -> None:
    vectors.add(7, [1], [[1.0, 0.0]])
    with pytest.raises(LibraryError):
        vectors.add(7, [2], [[1.0, 2.0, 3.0]])


def test_a_library_stores_replaces_removes_and_is_rebuilt_on_either(
    location: str, home: Path, documents_folder: Path
) -> None:
    chroma = location if "://" in location else ""

    def library_at(folder: Path) -> Library:
        return Library(folder, WordEmbeddings(), "words-64", chroma=chroma)

    def collection() -> str:
        return Catalogue(home / "catalogue.sqlite3", None).meta("collection")

    library = library_at(home)
    assert {report.outcome for report in ingest(collect([str(documents_folder)]), library)} == {"stored"}
    (documents_folder / "tariffs.md").write_text("# Tariffs\n\nThe duties on copper are new.\n")
    ingest(collect([str(documents_folder)]), library)
    assert library.visible_to().nearest("duties on copper", 1)[0].passage.source == "tariffs"
    assert {
        hit.passage.source
        for hit in library.visible_to(EVERYBODY, Restriction(titles=("fentanyl",))).nearest("copper", 50)
    } == {"fentanyl"}
    with library.writing():
        library.remove("fentanyl")
    library.close()

    old = collection()
    assert {report.outcome for report in rebuild(library_at, home)} == {"stored"}
    library = library_at(home)
    assert collection() != old
    assert library.visible_to().nearest("duties on copper", 1)[0].passage.source == "tariffs"
    assert (home / "vectors").exists() == (not chroma)
    if chroma:
        assert Vectors(chroma, old).count() == 0, "the collection before the rebuild is gone from the server"
    library.close()


def test_a_library_without_its_server_does_not_answer_wrongly(
    server: str, home: Path, documents_folder: Path
) -> None:
    """Its vectors are on the server; embedded, it would find none of them."""
    ingest(collect([str(documents_folder)]), Library(home, WordEmbeddings(), "words-64", chroma=server))
    with pytest.raises(LibraryCorrupt, match=r"0 of \d+ passages have their vectors"):
        word_library(home).visible_to().nearest("steel", 1)


def test_a_server_that_is_down_refuses_every_file(home: Path, documents_folder: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    reports = ingest(
        collect([str(documents_folder)]), Library(home, WordEmbeddings(), "words-64", chroma=url)
    )
    assert {report.outcome for report in reports} == {"refused"}
    assert all(url in report.reason and "chroma run" in report.hint for report in reports)


@pytest.mark.parametrize(
    ("error", "place", "expected"),
    [
        (OSError(28, "No space left on device"), "/home", LibraryUnwritable),
        (RuntimeError("Query error: database or disk is full"), "/home", LibraryUnwritable),
        (RuntimeError("attempt to write a readonly database"), "/home", LibraryUnwritable),
        (RuntimeError("No such file or directory"), "/home", LibraryCorrupt),
        (RuntimeError("anything"), "http://host", VectorServerError),
        (KeyError("anything"), "/home", LibraryCorrupt),
    ],
)
def test_chromas_errors_become_ours(error: Exception, place: str, expected: type[PinciteError]) -> None:
    mapped = chroma_error(error, place)
    assert type(mapped) is expected
    assert place in mapped.message and mapped.hint


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(VectorServerError, match=r"127\.0\.0\.1") as caught:
        Vectors(f"http://127.0.0.1:{free_port()}", "x")
    assert caught.value.retryable and "PINCITE_CHROMA" in caught.value.hint


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="PINCITE_CHROMA is 'ftp://host'"):
        Vectors("ftp://host", "x")


def test_the_command_line_works_with_a_server(pincite: Any, server: str, home: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The committee on fentanyl met in Ottawa on 3 March 2025.\n")
    environment = {"PINCITE_CHROMA": server}
    assert pincite("ingest", tmp_path / "note.txt", home=home, env=environment).returncode == 0
    done = pincite("ask", "Where did the committee on fentanyl meet?", home=home, env=environment)
    assert "met in Ottawa" in done.stdout, done.stderr
    assert not (home / "vectors").exists()
