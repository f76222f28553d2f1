from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ingest.embed import LOCAL, LocalEmbeddings
from ingest.library import Library
from ingest.types import Hit
from tests.ingest.libraries import Counts, check_whole, command_line, finish, kill, start, wait_for

pytestmark = pytest.mark.process

QUESTIONS = {
    "a-first": "How many otters live in the harbour of Ensenada?",
    "b-large": "Which consignment of 1,771 crates crossed?",
    "c-last": "Who keeps the lighthouse at Punta Eugenia?",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A short document, one that takes seconds to embed, and another short one."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a-first.txt").write_text(
        "Forty otters live in the harbour of Ensenada, says the count of 2025."
    )
    lines = (
        f"Consignment {n} of {n * 7:,} crates of machine parts crossed at gate {n % 13} on day {n % 365}."
        for n in range(400)
    )
    (folder / "b-large.txt").write_text("\n\n".join(lines))
    (folder / "c-last.txt").write_text(
        "The lighthouse at Punta Eugenia is kept by Doña Marta and her two sons."
    )
    return folder


def states(home: Path) -> dict[str, str]:
    """The state of each source as any process can see it in the catalogue."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"file:{home / 'catalogue.sqlite3'}?mode=ro", uri=True)) as db,
    ):
        return dict(db.execute("SELECT slug, state FROM source ORDER BY state = 'stored'"))
    return {}


def vectors_written(home: Path) -> int:
    """How many vectors Chroma has on disk, read behind its back."""
    with suppress(sqlite3.Error, StopIteration):
        path = next(home.glob("vectors/*/chroma.sqlite3"))
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM embeddings").fetchone()[0])
    return 0


def check_what_is_seen(home: Path, complete: set[str]) -> None:
    """The library opens; what was complete is found by a question, and nothing of anything else is seen."""
    library = Library(home, LocalEmbeddings(), LOCAL)
    assert {source.slug for source in library.whole().sources} == complete

    def found(question: str) -> list[Hit]:
        return library.visible_to().nearest(question, 500) + library.visible_to().full_text(question, 500)

    for slug, question in QUESTIONS.items():
        hits = found(question)
        assert {hit.passage.source for hit in hits} <= complete
        if slug in complete:
            assert library.visible_to().nearest(question, 1)[0].passage.source == slug
            assert library.visible_to().full_text(question, 1)[0].passage.source == slug
            text = library.whole().text(slug)
            assert all(
                text[hit.passage.start : hit.passage.end] == hit.passage.text
                for hit in hits
                if hit.passage.source == slug
            )
    library.close()


def killed_ingest(home: Path, folder: Path, output: Path, moment: Callable[[], object]) -> None:
    process = start(command_line, ["ingest", str(folder), "--home", str(home)], output=output)
    wait_for(moment)
    kill(process)


def finish_the_rest(home: Path, folder: Path, output: Path) -> tuple[Counts, str]:
    """The same command again: it finishes what is missing, and only that."""
    assert finish(start(command_line, ["ingest", str(folder), "--home", str(home)], output=output)) == 0, (
        output.read_text()
    )
    check_what_is_seen(home, set(QUESTIONS))
    return check_whole(home), output.read_text()


@pytest.mark.parametrize("moment", ["first is being embedded", "first is stored", "large is being embedded"])
def test_a_killed_ingest_goes_on_where_it_was(home: Path, folder: Path, tmp_path: Path, moment: str) -> None:
    if moment == "first is being embedded":
        (folder / "a-first.txt").rename(folder / "d-first.txt")  # so that the large one comes first
    reached = {
        "first is being embedded": lambda: states(home).get("b-large") == "writing",
        "first is stored": lambda: states(home).get("a-first") == "stored",
        "large is being embedded": lambda: states(home) == {"a-first": "stored", "b-large": "writing"},
    }[moment]
    killed_ingest(home, folder, tmp_path / "output", reached)
    if moment == "first is being embedded":
        (folder / "d-first.txt").rename(folder / "a-first.txt")
    complete = {slug for slug, state in states(home).items() if state == "stored"}
    assert complete == (set() if moment == "first is being embedded" else {"a-first"})
    check_what_is_seen(home, complete)
    counts, output = finish_the_rest(home, folder, tmp_path / "output")
    assert counts.sources == 3
    assert f"{len(complete)} unchanged" in output or not complete


def test_killed_between_the_vectors_and_the_publication(home: Path, folder: Path, tmp_path: Path) -> None:
    """Another process's lock on the catalogue holds the writer back at the moment when Chroma has the vectors
    and nobody is told yet."""
    process = start(command_line, ["ingest", str(folder), "--home", str(home)], output=tmp_path / "output")
    wait_for(lambda: states(home).get("b-large") == "writing")
    with closing(sqlite3.connect(home / "catalogue.sqlite3", isolation_level=None)) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        wait_for(lambda: vectors_written(home) > 50)
        time.sleep(0.1)
        assert states(home) == {"a-first": "stored", "b-large": "writing"}
        kill(process)
        blocker.execute("ROLLBACK")
    check_what_is_seen(home, {"a-first"})
    counts, _ = finish_the_rest(home, folder, tmp_path / "output")
    assert counts.sources == 3


def test_killed_while_a_source_is_replaced_the_old_one_stands(
    home: Path, folder: Path, tmp_path: Path
) -> None:
    finish_the_rest(home, folder, tmp_path / "output")
    before = (folder / "b-large.txt").read_text()
    (folder / "b-large.txt").write_text(before.replace("machine parts", "water pumps"))
    killed_ingest(home, folder, tmp_path / "output", lambda: "writing" in states_of(home, "b-large"))
    check_what_is_seen(home, set(QUESTIONS))
    library = Library(home, LocalEmbeddings(), LOCAL)
    assert library.whole().text("b-large") == before
    assert (
        not library.visible_to().full_text("water pumps", 5)
        or "water pumps" not in library.visible_to().full_text("water pumps", 5)[0].passage.text
    )
    library.close()
    finish_the_rest(home, folder, tmp_path / "output")
    library = Library(home, LocalEmbeddings(), LOCAL)
    assert "water pumps" in library.visible_to().nearest("a consignment of water pumps", 1)[0].passage.text
    assert not [
        hit for hit in library.visible_to().full_text("machine parts", 500) if "machine" in hit.passage.text
    ]
    library.close()


def states_of(home: Path, slug: str) -> set[str]:
    with closing(sqlite3.connect(home / "catalogue.sqlite3")) as db:
        return {state for (state,) in db.execute("SELECT state FROM source WHERE slug = ?", (slug,))}


def test_two_ingests_at_once_store_everything_once(home: Path, folder: Path, tmp_path: Path) -> None:
    arguments = ["ingest", str(folder), "--home", str(home)]
    processes = [start(command_line, arguments, output=tmp_path / f"output-{n}") for n in range(2)]
    assert [finish(process) for process in processes] == [0, 0]
    outputs = sorted((tmp_path / f"output-{n}").read_text() for n in range(2))
    assert (
        sum("3 stored" in output for output in outputs)
        == sum("3 unchanged" in output for output in outputs)
        == 1
    )
    check_what_is_seen(home, set(QUESTIONS))
    assert check_whole(home).sources == 3


def test_who_will_not_wait_is_told(home: Path, folder: Path, tmp_path: Path) -> None:
    library = Library(home, LocalEmbeddings(), LOCAL)
    output = tmp_path / "output"
    with library.writing():
        arguments = ["ingest", str(folder / "a-first.txt"), "--home", str(home)]
        assert finish(start(command_line, arguments, {"PINCITE_LOCK_WAIT": "0"}, output=output)) == 1
    assert "another process is writing to this library" in output.read_text()
    assert "try again" in output.read_text()
    assert library.visible_to().sources == ()
    library.close()
