"""The evidence record: each answer with what it rests on, appended to one file whose lines are chained by
hash, so that a change shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from ingest.errors import LibraryCorrupt, LibraryUnwritable, UsageError

_FIRST = "0" * 64


class Record:
    """The record of one home folder. Processes may share it."""

    def __init__(self, home: Path) -> None:
        self._path = home / "record.jsonl"
        self._lock = FileLock(str(home / "record.lock"))

    def append(self, entry: dict[str, Any]) -> str:
        """Add an entry; returns its hash.

        Raises:
            LibraryUnwritable: the file cannot be written.
        """
        try:
            with self._lock:
                body = {
                    "previous": self._last(),
                    "at": datetime.now(UTC).isoformat(timespec="seconds"),
                    **entry,
                }
                line = json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)
                sha256 = hashlib.sha256(line.encode()).hexdigest()
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(f"{sha256} {line}\n")
                return sha256
        except OSError as error:
            raise LibraryUnwritable(
                f"{self._path}: {error.strerror}",
                hint="free some disk space, or correct the folder's permissions",
            ) from error

    def keep(self, entry: dict[str, Any]) -> tuple[str, ...]:
        """Add an entry whose reader is to be told where that fails: a notice, or nothing."""
        try:
            self.append(entry)
        except LibraryUnwritable as error:
            return (f"This could not be saved to the record: {error.message}.",)
        return ()

    def add_feedback(self, thumb: str, *, answer: str = "", note: str = "") -> dict[str, Any]:
        """Put on record what a reader thinks of an answer, named by the beginning of its id (default: the
        last one); returns the answer's entry.

        Raises:
            UsageError: no answer on record has that id.
            LibraryUnwritable, LibraryCorrupt: as in `append` and `entries`.
        """
        given = [
            entry
            for entry in self.entries()
            if "answer" in entry and entry["answer"]["id"].startswith(answer)
        ]
        if not given or (answer and len({entry["answer"]["id"] for entry in given}) > 1):
            told = (
                f"{'several answers' if given else 'no answer'} on record with the id {answer!r}"
                if answer
                else "no answer is on record"
            )
            raise UsageError(told, hint="`pincite ask QUESTION --json` prints an answer's id")
        self.append({"feedback": {"answer": given[-1]["answer"]["id"], "thumb": thumb, "note": note}})
        return given[-1]

    def disliked(self) -> list[tuple[dict[str, Any], str]]:
        """The answers whose last feedback is a thumb down, as given, oldest first, each with the reader's
        note."""
        answers: dict[str, dict[str, Any]] = {}
        last: dict[str, dict[str, str]] = {}
        for entry in self.entries():
            if "answer" in entry:
                answers[entry["answer"]["id"]] = entry["answer"]
            elif "feedback" in entry:
                last[entry["feedback"]["answer"]] = entry["feedback"]
        return [
            (answers[name], told["note"])
            for name, told in last.items()
            if told["thumb"] == "down" and name in answers
        ]

    def entries(self) -> Iterator[dict[str, Any]]:
        """The entries, oldest first.

        Raises:
            LibraryCorrupt: a line was changed, removed or put in.
        """
        previous = _FIRST
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8") as lines:
            for number, text in enumerate(lines, 1):
                sha256, _, line = text.rstrip("\n").partition(" ")
                if (
                    hashlib.sha256(line.encode()).hexdigest() != sha256
                    or (entry := json.loads(line))["previous"] != previous
                ):
                    told = f"{self._path}: line {number} was changed, or one before it removed"
                    raise LibraryCorrupt(
                        told, hint="restore the file from a backup; the lines before it are sound"
                    )
                previous = sha256
                yield entry

    @property
    def size(self) -> int:
        """How many bytes it has: as many as before where nothing came to it."""
        return self._path.stat().st_size if self._path.exists() else 0

    def _last(self) -> str:
        """The hash of the last line, read from the end of the file."""
        if not self._path.exists():
            return _FIRST
        with self._path.open("rb") as file:
            file.seek(0, 2)
            size, block, tail = file.tell(), 4096, b""
            while size and b"\n" not in tail.rstrip(b"\n"):
                step = min(block, size)
                size -= step
                file.seek(size)
                tail = file.read(step) + tail
        last = tail.rstrip(b"\n").rpartition(b"\n")[2]
        return last.partition(b" ")[0].decode() or _FIRST
