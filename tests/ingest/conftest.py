from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.types import FileReport, Metadata
from tests.ingest.libraries import word_library

OpenLibrary = Callable[[], Library]
Store = Callable[..., list[FileReport]]


@pytest.fixture
def open_library(home: Path) -> OpenLibrary:
    return lambda: word_library(home)


@pytest.fixture
def store(open_library: OpenLibrary) -> Store:
    """Ingest paths into the library at `home`, opened and closed for it as a command would."""

    def run(
        *paths: Path,
        manifest: Path | None = None,
        given: Metadata | None = None,
        access: Sequence[str] | None = None,
    ) -> list[FileReport]:
        library = open_library()
        try:
            inputs = collect([str(path) for path in paths], manifest=manifest, given=given)
            return ingest(inputs, library, access=None if access is None else frozenset(access))
        finally:
            library.close()

    return run


@pytest.fixture
def documents_folder(tmp_path: Path) -> Path:
    """Three short documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    subjects = (
        ("tariffs", "duties on steel"),
        ("fentanyl", "overdose deaths"),
        ("firearms", "straw purchases of rifles"),
    )
    for name, subject in subjects:
        (folder / f"{name}.md").write_text(
            f"---\ntitle: A note on {name}\npublisher: The Office\ndate: 2025-02-03\n---\n\n"
            f"# {name.title()}\n\nThe office writes about {subject}.\n\n"
            f"## Findings\n\nIt finds that {subject} went up. "
            + f"The table of {subject} has more. " * 40
            + "\n",
            encoding="utf-8",
        )
    return folder
