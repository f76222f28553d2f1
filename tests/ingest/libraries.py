"""What the tests of libraries share: an embedder through the front door, a look at what is physically stored,
and processes that can be killed."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.rebuild import rebuild
from ingest.vectors import Vectors


class WordEmbeddings(Embeddings):
    """Counts of words in 64 buckets: quick, and near where words are shared. For tests that are not about
    meaning."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = [0.001] * 64
        for word in re.findall(r"\w+", text.lower()):
            vector[zlib.crc32(word.encode()) % 64] += 1.0
        return vector


@dataclass(frozen=True)
class Counts:
    """What is physically there, whatever its state."""

    sources: int
    passages: int
    full_text: int
    access: int
    vectors: int
    files: int


def counts_of(home: Path) -> Counts:
    with closing(sqlite3.connect(home / "catalogue.sqlite3")) as db:
        rows = {
            name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("source", "passage", "full_text", "access")
        }
        (collection,) = db.execute("SELECT value FROM meta WHERE key = 'collection'").fetchone()
    vectors = Vectors(str(home / "vectors" / collection), collection)
    held = vectors.count()
    vectors.close()
    assert [folder.name for folder in (home / "vectors").iterdir()] == [collection]
    return Counts(
        rows["source"],
        rows["passage"],
        rows["full_text"],
        rows["access"],
        held,
        len(list((home / "files").iterdir())),
    )


def check_whole(home: Path) -> Counts:
    """The counts, after checking that catalogue, full text, vectors and files agree."""
    counts = counts_of(home)
    assert counts.passages == counts.full_text == counts.vectors
    assert counts.sources == counts.files
    return counts


def word_library(home: Path) -> Library:
    return Library(home, WordEmbeddings(), "words-64")


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.002)


# Processes: forked from a server that has imported everything and started no thread, so that each starts at
# once ---

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(
    [
        "assistant.cli",
        "assistant.build",
        "chromadb",
        "ingest.pipeline",
        "ingest.bundled",
        "tests.ingest.libraries",
        "pytest",
        "rich.progress",
    ]
)


def start(target: Callable[..., None], *args: object, output: Path) -> ForkServerProcess:
    """A process of its own that runs `target`, its standard output and error in the file `output`."""
    process = _PROCESSES.Process(target=_redirected, args=(target, str(output), *args), daemon=True)
    process.start()
    return process


def finish(process: ForkServerProcess) -> int:
    """Wait for a process and return its exit status."""
    process.join(120)
    assert process.exitcode is not None, "it did not end in time"
    return process.exitcode


def kill(process: ForkServerProcess) -> None:
    """kill -9, of a process that still runs."""
    assert process.is_alive(), "it ended before it could be killed"
    process.kill()
    process.join()


def _redirected(target: Callable[..., None], output: str, *args: object) -> None:
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    try:
        target(*args)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def command_line(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    """`pincite ARGUMENTS`."""
    os.environ.update(environment or {})
    sys.argv = ["pincite", *arguments]
    from assistant.cli import main

    main()


def unprivileged() -> list[str]:
    """What to put before a command so that permissions bind it: root is otherwise above them."""
    if os.getuid():
        return []
    command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    if (
        not shutil.which("setpriv")
        or subprocess.run([*command, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("tests run as root, and setpriv cannot drop its capabilities here")
    return command


def ingest_words(home: Path, paths: Sequence[Path]) -> None:
    """Ingest with the word embedder and print a line a report."""
    for report in ingest(collect([str(path) for path in paths]), word_library(home)):
        sys.stdout.write(f"{report.outcome} {report.slug} {report.reason} → {report.hint}\n")


def rebuild_words(home: Path, pause_s: float) -> None:
    """Rebuild with the word embedder, which rests before each document."""

    class Slow(WordEmbeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            time.sleep(pause_s)
            return super().embed_documents(texts)

    reports = rebuild(lambda folder: Library(folder, Slow(), "words-64"), home)
    assert all(report.outcome == "stored" for report in reports)
