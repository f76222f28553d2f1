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

from ingest.errors import UsageError
from ingest.vectors import Vectors, VectorServerError


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
def vectors(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Vectors]:
    location = str(tmp_path / "vectors") if request.param == "embedded" else request.getfixturevalue("server")
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
