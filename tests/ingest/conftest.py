from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from ingest.library import Library
from ingest.pipeline import collect, ingest
from ingest.types import PUBLIC, FileReport, Metadata
from ingest.vectors import Vectors


class WordEmbeddings(Embeddings):
    """Counts of words in 64 buckets: quick, and near where words are shared. For tests that are not about meaning."""

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
        rows = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("source", "passage", "full_text", "access")}
        (collection,) = db.execute("SELECT value FROM meta WHERE key = 'collection'").fetchone()
    vectors = Vectors(str(home / "vectors" / collection), collection)
    held = vectors.count()
    vectors.close()
    assert [folder.name for folder in (home / "vectors").iterdir()] == [collection]
    return Counts(rows["source"], rows["passage"], rows["full_text"], rows["access"], held, len(list((home / "files").iterdir())))


def check_whole(home: Path) -> Counts:
    """The counts, after checking that catalogue, full text, vectors and files agree."""
    counts = counts_of(home)
    assert counts.passages == counts.full_text == counts.vectors
    assert counts.sources == counts.files
    return counts


OpenLibrary = Callable[[], Library]
Store = Callable[..., list[FileReport]]


@pytest.fixture
def open_library(home: Path) -> OpenLibrary:
    return lambda: Library(home, WordEmbeddings(), "words-64")


@pytest.fixture
def store(open_library: OpenLibrary) -> Store:
    """Ingest paths into the library at `home`, opened and closed for it as a command would."""

    def run(*paths: Path, manifest: Path | None = None, given: Metadata | None = None, access: Sequence[str] = (PUBLIC,)) -> list[FileReport]:
        library = open_library()
        try:
            return ingest(collect([str(path) for path in paths], manifest=manifest, given=given), library, access=frozenset(access))
        finally:
            library.close()

    return run


@pytest.fixture
def documents_folder(tmp_path: Path) -> Path:
    """Three short documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, subject in (("tariffs", "duties on steel"), ("fentanyl", "overdose deaths"), ("firearms", "straw purchases of rifles")):
        (folder / f"{name}.md").write_text(
            f"---\ntitle: A note on {name}\npublisher: The Office\ndate: 2025-02-03\n---\n\n# {name.title()}\n\nThe office writes about {subject}.\n\n"
            f"## Findings\n\nIt finds that {subject} went up. " + f"The table of {subject} has more. " * 40 + "\n",
            encoding="utf-8",
        )
    return folder
