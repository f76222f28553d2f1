"""The evidence record: each answer with what it rests on, appended to one file whose lines are chained by
hash, so that a change shows."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from assistant.answer.record_chain import (
    FIRST,
    Anchor,
    Line,
    anchor_path,
    is_whole,
    line_of,
    lines_of,
    read_anchor,
    read_key,
    tombstone_of,
    write_anchor,
)
from assistant.settings import Settings
from assistant.watch import happened, step
from ingest.errors import LibraryCorrupt, LibraryUnwritable, UsageError
from ingest.whole_file import as_unwritable

_NAMED = 5000  # lines that one entry names as redacted


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at the whole record found: how many lines are sound, what is wrong, and what is to be
    told besides."""

    lines: int
    wrong: str = ""
    told: tuple[str, ...] = ()


class Record:
    """The record of one home folder, its lines sealed with the key in the file `key` where one is named.
    Processes may share it.

    Raises:
        UsageError: the key cannot be read, or lies in the home.
    """

    def __init__(self, home: Path, key: str = "") -> None:
        self._home = home
        self._path = home / "record.jsonl"
        self._lock = FileLock(str(home / "record.lock"), mode=0o600)
        self._key = read_key(key, home)
        self._anchor = anchor_path(key, home) if key else None

    def append(self, entry: dict[str, Any]) -> str:
        """Add an entry; returns its hash. It is one write, and on the disk when this returns.

        Raises:
            LibraryUnwritable: the file cannot be written; what was there before is untouched.
        """
        outcome = "failed"
        try:
            with step("record"), as_unwritable(self._path), self._lock:
                for torn in self._cut_torn():
                    self._write(torn)
                written = self._write(entry)
            outcome = "written"
            return written
        finally:
            happened("record", outcome=outcome)

    def _write(self, entry: dict[str, Any]) -> str:
        body = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **entry}
        sha256, line = line_of(self._last(), body, self._key)
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(file).st_size
            try:
                if os.write(file, line) != len(line):
                    raise OSError(28, "no space left on the device")
                os.fsync(file)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(file, size)
                raise
        finally:
            os.close(file)
        if self._anchor:
            write_anchor(self._anchor, Anchor(size + len(line), sha256))
        return sha256

    def _cut_torn(self) -> list[dict[str, Any]]:
        """Move what a killed writer left at the end out of the way, into a file beside; an entry tells it. A
        line that lacks nothing but its end gets that."""
        tail = self._tail()
        if not tail:
            return []
        if is_whole(tail):
            with self._path.open("ab") as file:
                file.write(b"\n")
            return []
        with _side(self._path).open("ab") as side:
            side.write(tail + b"\n")
            side.flush()
            os.fsync(side.fileno())
        os.truncate(self._path, self.size - len(tail))
        return [{"torn": {"bytes": len(tail), "sha256": hashlib.sha256(tail).hexdigest()}}]

    @property
    def is_torn(self) -> bool:
        """Whether a killed writer left something at the end."""
        return bool(self._tail())

    def mend(self) -> None:
        """Move what a killed writer left at the end aside, as the next entry would.

        Raises:
            LibraryUnwritable: as in `append`.
        """
        if self.is_torn:
            with as_unwritable(self._path), self._lock:
                for torn in self._cut_torn():
                    self._write(torn)

    def check(self) -> Checked:
        """Look through the whole record: its chain, its seals where there is a key, and its end."""
        lines, tombstones, anchored, last_seal = 0, 0, "", ""
        told: list[str] = []
        anchor = read_anchor(self._anchor) if self._anchor else None
        if self._path.exists():
            for line in lines_of(self._path, self._key):
                if line.wrong:
                    return Checked(lines, line.wrong, tuple(told))
                if "torn" in line.entry:
                    kept = f"; they are in {side.name}" if (side := _side(self._path)).exists() else ""
                    told.append(
                        f"line {line.number} tells of {line.entry['torn']['bytes']} bytes that a killed"
                        f" writer left{kept}"
                    )
                lines, last_seal = line.number, line.entry.get("seal", "")
                tombstones += line.is_tombstone
                if anchor and line.sha256 == anchor.sha256:  # its place moves where words before it go
                    anchored = line.sha256
        if tombstones:
            told.append(f"of {tombstones} lines the words are no longer kept; later lines say so")
        if tail := self._tail():
            told.append(f"a killed writer left {len(tail)} bytes at the end; the next entry moves them aside")
        if self._key and lines and not last_seal:
            wrong = "the last line is not sealed with the key: it was written without it, or all was redone"
            return Checked(lines, wrong, tuple(told))
        if self._anchor and anchor is None and lines:
            told.append(
                f"there is no anchor beside the key ({self._anchor}): lines cut off the end are not missed"
            )
        if anchor and anchored != anchor.sha256:
            return Checked(
                lines, "the record is not the one the anchor knows: its end was cut off", tuple(told)
            )
        if not self._key:
            told.append("there is no key (PINCITE_RECORD_KEY): a chain that was reckoned anew is not found")
        return Checked(lines, "", tuple(told))

    def _tail(self) -> bytes:
        """What stands after the last whole line."""
        if not self.size:
            return b""
        with self._path.open("rb") as file:
            size, tail = file.seek(0, 2), b""
            while size and b"\n" not in tail:
                step = min(4096, size)
                size -= step
                file.seek(size)
                tail = file.read(step) + tail
        return tail.rpartition(b"\n")[2]

    def keep(self, entry: dict[str, Any]) -> tuple[str, ...]:
        """Add an entry whose reader is to be told where that fails: a notice, or nothing."""
        try:
            self.append(entry)
        except LibraryUnwritable as error:
            return (f"This could not be saved to the record: {error.message}.",)
        return ()

    def keep_export(self, what: str, name: str, rests: Iterable[str], by: str) -> tuple[str, ...]:
        """Put on record that somebody took something out of here: what it is, its id, and the documents that
        it rests on, by slug. As `keep`."""
        told = {"what": what, "id": name, "rests": [{"source": slug} for slug in sorted(rests)]}
        return self.keep({"exported": told, "by": by})

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
        if not self._path.exists():
            return
        for line in self._sound():
            yield line.entry

    def _sound(self) -> Iterator[Line]:
        for line in lines_of(self._path, self._key):
            if line.wrong:
                raise LibraryCorrupt(
                    f"{self._path}: {line.wrong}",
                    hint="restore the file from a backup; the lines before it are sound",
                )
            yield line

    def redact(
        self, change: Callable[[dict[str, Any]], Mapping[str, Any] | None], why: str, by: str = ""
    ) -> int:
        """Put what `change` gives of an entry in its place, where it gives something: the words that it
        leaves out are gone from the file, and the chain holds. An entry says which were changed, why and who
        did it; returns how many. All of it happens or nothing.

        Raises:
            LibraryCorrupt: a line is not sound; nothing is changed then.
            LibraryUnwritable: as in `append`.
        """
        draft = self._path.with_name(f"record.{uuid.uuid4().hex[:8]}.part")
        with as_unwritable(self._path), self._lock:
            for left in self._path.parent.glob("record.*.part"):  # of one that was killed
                left.unlink(missing_ok=True)
            if not self._path.exists():
                return 0
            for torn in self._cut_torn():
                self._write(torn)
            try:
                count = self._redacted_into(draft, change, {"why": why, "by": by})
                if count:
                    os.replace(draft, self._path)  # noqa: PTH105 (as one step on every platform)
                    if self._anchor:
                        write_anchor(self._anchor, Anchor(self.size, self._last()))
            finally:
                draft.unlink(missing_ok=True)
        return count

    def _redacted_into(
        self,
        draft: Path,
        change: Callable[[dict[str, Any]], Mapping[str, Any] | None],
        told: Mapping[str, str],
    ) -> int:
        last, changed = FIRST, dict[str, str]()
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for line in self._sound():
                raw, last = line.raw, line.sha256
                if (put := change(line.entry)) is not None:
                    changed[line.sha256], raw = tombstone_of(line, put)
                file.write(raw)
            named = list(changed.items())
            for first in range(0, len(named), _NAMED):
                at = datetime.now(UTC).isoformat(timespec="seconds")
                lines = dict(named[first : first + _NAMED])
                body = {"at": at, "by": told["by"], "redacted": {"why": told["why"], "lines": lines}}
                last, raw = line_of(last, body, self._key)
                file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        return len(changed)

    @property
    def size(self) -> int:
        """How many bytes it has: as many as before where nothing came to it."""
        return self._path.stat().st_size if self._path.exists() else 0

    def _last(self) -> str:
        """The hash of the last line, read from the end of the file."""
        if not self.size:
            return FIRST
        with self._path.open("rb") as file:
            size, block, tail = file.seek(0, 2), 4096, b""
            while size and b"\n" not in tail.rstrip(b"\n"):
                step = min(block, size)
                size -= step
                file.seek(size)
                tail = file.read(step) + tail
        last = tail.rstrip(b"\n").rpartition(b"\n")[2]
        return last.partition(b" ")[0].decode() or FIRST


def record_of(settings: Settings) -> Record:
    """The record of the home folder that the settings name, with their key.

    Raises:
        UsageError: as in `Record`.
    """
    return Record(settings.home_path, settings.record_key)


def _side(path: Path) -> Path:
    return path.with_name("record.torn")
