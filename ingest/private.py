"""A library's folder is its owner's alone: 700, and what is in it 600.

Bits are only taken away, and only from what is ours in the folder: a file of somebody else's beside it, and
one that may not be written, stay what they are. On Windows the folder's own rights hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

_OTHERS = 0o077
_OURS = (
    "*.sqlite3*",
    "access.toml",
    "backup.*",
    "conversations",
    "entries",
    "files",
    "forgetting.json",
    "formats",
    "library.json*",
    "made",
    "memos",
    "pincite.toml",
    "rebuilding",
    "record.*",
    "rules",
    "serve.*",
    "set-aside-*",
    "shares",
    "slack.*",
    "tmp",
    "uploads",
    "vectors",
    "write.lock",
)


def make_private(home: Path, *, whole: bool = False) -> list[Path]:
    """Take from everybody but its owner what they may do with a library; a folder that is private already is
    only looked through with `whole`. Returns what was changed."""
    if os.name != "posix" or not (whole or _is_open(home)):
        return []
    changed = []
    for path in (home, *within(home)):
        if _is_open(path):
            with suppress(OSError):  # it is somebody else's, or nobody's to change
                path.chmod(path.stat().st_mode & ~_OTHERS & 0o7777)
                changed.append(path)
    return changed


def open_to_others(home: Path) -> list[Path]:
    """What others than its owner may read or write of a library."""
    return [path for path in (home, *within(home)) if _is_open(path)] if os.name == "posix" else []


def within(home: Path) -> Iterator[Path]:
    """What of a library lies in its folder."""
    for pattern in _OURS:
        for path in home.glob(pattern):
            yield path
            if path.is_dir() and not path.is_symlink():
                yield from path.rglob("*")


def is_ours(name: str) -> bool:
    """Whether a file or folder of that name in a library's folder is the library's."""
    return any(fnmatch(name, one) for one in _OURS)


def _is_open(path: Path) -> bool:
    try:
        return not path.is_symlink() and bool(path.stat().st_mode & _OTHERS)
    except OSError:
        return False
