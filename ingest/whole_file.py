"""Files that are written whole, so that a crash loses nothing that was there."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import LibraryUnwritable

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a text, as UTF-8, or bytes into a file, whose folder is made where it is not there. Both are
    their owner's alone.

    Raises:
        LibraryUnwritable: the file cannot be written; what was there before is untouched.
    """
    draft = path.with_suffix(f".{uuid.uuid4().hex[:8]}.part")
    with as_unwritable(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(draft, _NEW, 0o600), "wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
            os.replace(draft, path)  # noqa: PTH105 (as one step on every platform)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def as_unwritable(path: Path) -> Iterator[None]:
    """Raise what keeps a path from being written as an error that says what helps.

    Raises:
        LibraryUnwritable: the path could not be written.
    """
    try:
        yield
    except OSError as error:
        raise LibraryUnwritable(
            f"{path}: {error.strerror}", hint="free some disk space, or correct the folder's permissions"
        ) from error
