"""A home folder while a server runs over it: one of each kind, with a place of its own for what is
temporary."""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import UsageError
from ingest.whole_file import as_unwritable

_DAY = 86_400  # seconds: what was uploaded and is still held then is held by nobody


@contextmanager
def serving(home: Path, kind: str) -> Iterator[None]:
    """Hold a home for one server of a kind, `serve` or `slack`, for as long as it runs: two would each write
    over the other's conversations. What is temporary lies in the home meanwhile, where no other user of the
    machine reads it; what a killed one left there is swept first. A home that cannot be written is served
    without: nothing is lost where nothing is kept.

    Raises:
        UsageError: another server of the kind runs on it; the message says which.
    """
    lock = server_lock(home, kind)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(
            f"another `pincite {kind}` runs on {home}{_holder(home, kind)}",
            hint="stop it first, or serve another folder with --home DIR",
        ) from None
    except OSError:
        yield
        return
    try:
        _say_who(home, kind)
        with _temporary(home / "tmp" / kind):
            _sweep_uploads(home)
            yield
    finally:
        with suppress(OSError):
            _told(home, kind).unlink(missing_ok=True)
        lock.release()


@contextmanager
def unserved(home: Path) -> Iterator[None]:
    """Hold a home against every server and every backup: what they have in memory, or in a copy, they would
    write again.

    Raises:
        UsageError: one runs on it; the message says which.
        LibraryUnwritable: the home cannot be written.
    """
    with ExitStack() as held, as_unwritable(home):
        for kind in ("serve", "slack", "backup"):
            try:
                held.enter_context(server_lock(home, kind).acquire(timeout=0))
            except Timeout:
                raise UsageError(
                    f"`pincite {kind}` runs on {home}{_holder(home, kind)}",
                    hint="stop it, or wait for it, and do this again",
                ) from None
        yield


def server_lock(home: Path, kind: str) -> FileLock:
    """The lock that a server of a kind holds on a home while it runs, and a backup while it is made."""
    return FileLock(home / f"{kind}.server.lock", mode=0o600, thread_local=False)


def _told(home: Path, kind: str) -> Path:
    return home / f"{kind}.server.json"


def _say_who(home: Path, kind: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    with suppress(OSError):  # the lock holds without it
        _told(home, kind).write_text(
            json.dumps({"process": os.getpid(), "machine": socket.gethostname(), "since": since}),
            encoding="utf-8",
        )


def _holder(home: Path, kind: str) -> str:
    try:
        told = json.loads(_told(home, kind).read_text(encoding="utf-8"))
        return f": process {told['process']} on {told['machine']}, since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


@contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    """Have every temporary file of this process made in a folder, which is empty before and gone after."""
    before = tempfile.tempdir
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        yield
        return
    tempfile.tempdir = str(folder.resolve())
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)


def _sweep_uploads(home: Path) -> None:
    """Delete uploaded files that a killed process held."""
    for path in (home / "uploads").rglob("*"):
        with suppress(OSError):
            if path.is_file() and path.stat().st_mtime < time.time() - _DAY:
                path.unlink()
