"""A library of the bundled documents, made once on this machine for whatever makes it, and copied."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from importlib.metadata import distributions
from pathlib import Path

from filelock import FileLock

import ingest as package

_MADE_OF = Path(package.__file__).parent


def bundled_library(copy: Path) -> Path:
    """A copy of the library at `copy`; the first call with this code, these documents and these packages
    makes it with the real model."""
    kept = Path(tempfile.gettempdir()) / f"pincite-tests-{os.getuid()}"
    kept.mkdir(mode=0o700, exist_ok=True)
    made = kept / f"bundled-{_digest()}"
    with FileLock(f"{made}.lock"):
        if not made.exists():
            unfinished = Path(tempfile.mkdtemp(dir=kept))
            _make(unfinished / "home")
            (unfinished / "home").rename(made)
            unfinished.rmdir()
    return Path(shutil.copytree(made, copy))


def _make(home: Path) -> None:
    from ingest import bundled
    from ingest.embed import LOCAL, LocalEmbeddings
    from ingest.library import Library
    from ingest.pipeline import ingest

    library = Library(home, LocalEmbeddings(), LOCAL)
    reports = ingest(bundled.inputs(), library)
    library.close()
    assert {one.outcome for one in reports} == {"stored"}, reports


def _digest() -> str:
    """Of all that a library is made by: the code and data of `ingest` and where they lie, which a library
    remembers of its documents; Python and the packages."""
    digest = hashlib.sha256(f"{sys.version}\0{_MADE_OF}".encode())
    for path in sorted(_MADE_OF.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(_MADE_OF)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name, version in sorted((one.metadata["Name"], one.version) for one in distributions()):
        digest.update(f"{name}=={version}\n".encode())
    return digest.hexdigest()[:24]
