"""A library that cannot be written: it is read and searched; what would change it says that it cannot."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.types import FileReport
from tests.ingest.libraries import unprivileged

Store = Callable[..., list[FileReport]]
pytestmark = pytest.mark.process

# Run by a process that permissions bind: what it finds, and what it is told where it would change something.
LOOK = """
import json, sys
from ingest.errors import PinciteError
from pathlib import Path
from tests.ingest.libraries import word_library
library = word_library(Path(sys.argv[1]))
view = library.visible_to()
found = {
    "slugs": sorted(one.slug for one in view.sources),
    "nearest": view.nearest("duties on steel", 1)[0].passage.source,
    "full_text": view.full_text("steel", 1)[0].passage.source,
}
try:
    with library.writing():
        library.remove("tariffs")
except PinciteError as error:
    found["told"], found["hint"] = error.message, error.hint
library.close()
print(json.dumps(found))
"""


def look(home: Path) -> dict[str, object]:
    """What a process sees that may read the library and not write it."""
    before = unprivileged()
    paths = [home, *home.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        done = subprocess.run(
            [*before, sys.executable, "-c", LOOK, str(home)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONWARNINGS": "error::ResourceWarning"},
        )
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_library_that_cannot_be_written_is_read_and_not_changed(
    store: Store, home: Path, documents_folder: Path
) -> None:
    store(documents_folder)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    found = look(home)
    assert found["slugs"] == ["fentanyl", "firearms", "tariffs"]
    assert found["nearest"] == found["full_text"] == "tariffs"
    assert "can be read and asked, but not changed" in str(found["told"]) and "--home" in str(found["hint"])
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("shared_memory", [True, False])
def test_what_a_writer_left_in_the_journal_is_read_too(
    store: Store, home: Path, documents_folder: Path, tmp_path: Path, shared_memory: bool
) -> None:
    """As after a killed writer, and as a copy on a disk that somebody burnt meanwhile."""
    store(documents_folder)
    held = tmp_path / "held"
    with closing(sqlite3.connect(home / "catalogue.sqlite3", isolation_level=None)) as db:
        db.execute("UPDATE source SET slug = 'duties' WHERE slug = 'tariffs'")
        shutil.copytree(home, held)
    assert (held / "catalogue.sqlite3-wal").stat().st_size
    if not shared_memory:
        (held / "catalogue.sqlite3-shm").unlink()
    found = look(held)
    assert found["slugs"] == ["duties", "fentanyl", "firearms"]
    assert found["nearest"] == found["full_text"] == "duties"
