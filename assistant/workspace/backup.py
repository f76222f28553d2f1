"""A home folder in one file, taken while it is in use, and put back into another folder.

The file is a zip archive: a member for each file of the home, and last `manifest.json` with the SHA-256 and
the size of each. Conversations come first, then the library, and the record last, so that what a conversation
says is on record is there. Every file is written whole by its own rules, and databases are copied at one
moment; the key of the record lies elsewhere, and is not in it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import IO, Any

from filelock import Timeout

from assistant.workspace.serving import server_lock
from ingest.database import copy_database
from ingest.errors import LibraryBusy, LibraryCorrupt, UsageError
from ingest.private import is_ours, make_private, within
from ingest.snapshot import snapshot
from ingest.whole_file import as_unwritable

Told = Callable[[int, int], None]
"""Hears how many bytes of how many are done."""

_MANIFEST = "manifest.json"
_FORM = 1
_AT_ONCE = 1 << 20  # bytes
_LARGEST_MANIFEST = 200_000_000  # bytes: of a million files
_FIRST = ("conversations/*", "made/*", "shares/*", "memos/*")
_LIBRARY = ("catalogue.sqlite3*", "library.json*", "entries/*", "files/*", "vectors/*")
_LEFT = (
    *("tmp/*", "uploads/*", "rebuilding/*", "set-aside-*"),
    *("*.lock", "*.part", "*.tmp", "*-wal", "*-shm", "*.server.json"),
)


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds: how many files, and how many bytes they have."""

    files: int
    size: int


@dataclass(slots=True)
class _Writer:
    """An archive that is being written, and what it holds so far."""

    archive: zipfile.ZipFile
    told: Told
    total: int
    done: int = 0
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, path: Path, *, lines: bool = False) -> None:
        """Add a file as it is now, or its whole `lines`; one that was deleted meanwhile is none."""
        info = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, (stat.S_IFREG | 0o600) << 16
        with suppress(FileNotFoundError), path.open("rb") as file:
            digest, size, end = hashlib.sha256(), 0, _end(file, lines=lines)
            file.seek(0)
            with self.archive.open(info, "w", force_zip64=True) as member:
                while block := file.read(min(_AT_ONCE, end - size)):
                    member.write(block)
                    digest.update(block)
                    size += len(block)
                    self.done += len(block)
                    self.told(min(self.done, self.total), self.total)
            self.members[name] = {"sha256": digest.hexdigest(), "bytes": size}

    def add_all(self, folder: Path, wanted: Callable[[str], bool]) -> None:
        """Add the files of a home, or of a snapshot of one, whose names are wanted."""
        for path in sorted(within(folder)):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not path.is_symlink() and wanted(name) and name not in self.members:
                self.add(name, path, lines=name == "record.jsonl")


def back_up(
    home: Path,
    to: Path,
    *,
    chroma: str = "",
    lock_wait_s: float = 300,
    told: Told = lambda done, total: None,
) -> BackedUp:
    """Put a home folder into the file `to`, which is there whole or not at all; others go on using the home.

    Raises:
        UsageError: there is such a file already, or it would lie in the home.
        LibraryBusy: another backup is made of it, or somebody writes to it for the whole of `lock_wait_s`.
        LibraryCorrupt, LibraryUnwritable: as their names say.
    """
    to = to.expanduser().absolute()
    if to.exists():
        raise UsageError(
            f"{to} is there already", hint="name a new file, such as one with the day in its name"
        )
    if home.resolve() in to.resolve().parents:
        raise UsageError(
            f"{to} lies in the home folder, and would be lost with it", hint="name another folder"
        )
    draft = to.with_name(f".{to.name}.part")
    with _alone(home), _beside(home) as folder, as_unwritable(to):
        draft.unlink(missing_ok=True)  # of one that was killed
        try:
            with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
                done = _written(file, home, folder, chroma, lock_wait_s, told)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, to)  # noqa: PTH105 (as one step on every platform)
        finally:
            draft.unlink(missing_ok=True)
    return done


def _written(
    file: IO[bytes], home: Path, folder: Path, chroma: str, lock_wait_s: float, told: Told
) -> BackedUp:
    total = sum(
        path.stat().st_size
        for path in within(home)
        if path.is_file() and not _is_left(path.relative_to(home).as_posix())
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        writer = _Writer(archive, told, total)
        writer.add_all(home, lambda name: _is_among(name, _FIRST) and not _is_left(name))
        snapshot(home, folder, chroma=chroma, lock_wait_s=lock_wait_s)
        writer.add_all(folder, lambda name: True)
        for path in sorted(home.glob("*.sqlite3")):
            if path.name != "catalogue.sqlite3":
                copy_database(path, folder / path.name)
                writer.add(path.name, folder / path.name)
        writer.add_all(
            home, lambda name: not _is_among(name, (*_FIRST, *_LIBRARY, *_LEFT, "record.*", "*.sqlite3*"))
        )
        writer.add_all(home, lambda name: _is_among(name, ("record.*",)) and not _is_left(name))
        made = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = {"form": _FORM, "made": made, "members": writer.members}
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
    return BackedUp(len(writer.members), sum(int(one["bytes"]) for one in writer.members.values()))


def restore(archive: Path, home: Path, *, told: Told = lambda done, total: None) -> BackedUp:
    """Put what a backup holds into a folder that is not there yet, or empty; it is there whole or not at all.

    Raises:
        UsageError: the folder has something in it, or the file is no backup.
        LibraryCorrupt: the backup is damaged, or not as one is made.
        LibraryUnwritable: as its name says.
    """
    home = home.expanduser().absolute()
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise UsageError(f"{home} is not empty", hint="name a folder that is not there yet with --home DIR")
    beside = home.with_name(f".{home.name}.restoring")
    try:
        with zipfile.ZipFile(archive) as opened, as_unwritable(beside):
            members = _members(opened, archive)
            total = sum(size for _, size in members.values())
            shutil.rmtree(beside, ignore_errors=True)  # of one that was killed
            beside.mkdir(parents=True, mode=0o700)
            try:
                done = 0
                for name, (sha256, size) in members.items():
                    _extract(opened, name, beside / name, sha256, size)
                    done += size
                    told(done, total)
                make_private(beside, whole=True)
                if home.exists():
                    home.rmdir()
                beside.rename(home)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    except (zipfile.BadZipFile, EOFError) as error:
        raise UsageError(f"{archive} is no backup, or was cut short: {error}", hint=_ANOTHER) from error
    except OSError as error:
        raise UsageError(f"{archive}: {error.strerror}", hint="name the file of a backup") from error
    return BackedUp(len(members), total)


_ANOTHER = "take another backup"


def _members(opened: zipfile.ZipFile, archive: Path) -> dict[str, tuple[str, int]]:
    """What the manifest names: the digest and the size of each member. The archive has these and no others,
    and none of them leaves the folder."""
    infos = {one.filename: one for one in opened.infolist()}
    if _MANIFEST not in infos or infos[_MANIFEST].file_size > _LARGEST_MANIFEST:
        raise UsageError(
            f"{archive} is no backup: it has no manifest", hint="name a file of `pincite backup`"
        )
    try:
        manifest = json.loads(opened.read(_MANIFEST))
        form = manifest["form"]
        found = {
            str(name): (str(one["sha256"]), int(one["bytes"])) for name, one in manifest["members"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LibraryCorrupt(f"{archive}: its manifest cannot be read", hint=_ANOTHER) from error
    if form != _FORM:
        raise UsageError(
            f"{archive} is a backup of form {form}; this version has {_FORM}",
            hint="restore it with the version of Pincite that made it",
        )
    names = [one.filename for one in opened.infolist()]
    strange = ({*infos} ^ {*found}) - {_MANIFEST}
    strange |= {name for name in found if not _is_safe(name)}
    strange |= {name for name in found if name in infos and infos[name].file_size != found[name][1]}
    strange |= {one.filename for one in infos.values() if stat.S_ISLNK(one.external_attr >> 16)}
    if strange or len(names) != len(set(names)):
        told = f"{sorted(strange)[0]!r}" if strange else "a name that stands twice"
        raise LibraryCorrupt(f"{archive} is not as a backup is made: {told}", hint=_ANOTHER)
    return found


def _is_safe(name: str) -> bool:
    """Whether a member's name is one of a home's files: within it, and nothing but names."""
    path = PurePosixPath(name)
    return (
        name == path.as_posix()
        and not path.is_absolute()
        and not {"..", "."} & set(path.parts)
        and not set("\\:\0") & set(name)
        and is_ours(path.parts[0])
    )


def _extract(opened: zipfile.ZipFile, name: str, path: Path, sha256: str, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, left = hashlib.sha256(), size
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with opened.open(name) as member, os.fdopen(target, "wb") as file:
        while block := member.read(min(_AT_ONCE, left + 1)):
            left -= len(block)
            if left < 0:
                break
            digest.update(block)
            file.write(block)
    if left or digest.hexdigest() != sha256:
        raise LibraryCorrupt(
            f"{name} is damaged in the backup: it is not what its digest says", hint=_ANOTHER
        )


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One backup of a home at a time, and none while something is forgotten in it."""
    lock = server_lock(home, "backup")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LibraryBusy(
            f"{home}: another backup is being made, or something is being forgotten",
            hint="wait for it to finish and try again",
        ) from None
    except OSError:  # a home that cannot be written: nobody forgets anything in it
        yield
        return
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _beside(home: Path) -> Iterator[Path]:
    """A folder for copies, on the same disk where that can be; gone afterwards, and empty before."""
    folder = home / "tmp" / "backup"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
    except OSError:
        with tempfile.TemporaryDirectory(prefix="pincite-backup-") as other:
            yield Path(other)
        return
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()


def _end(file: IO[bytes], *, lines: bool) -> int:
    """Up to where a file is taken: no further than it came by now, and not into a line that is being
    written."""
    left = size = file.seek(0, 2)
    while lines and left:
        step = min(_AT_ONCE, left)
        left -= step
        file.seek(left)
        if (found := file.read(step).rfind(b"\n")) >= 0:
            return left + found + 1
    return 0 if lines else size


def _is_among(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, one) for one in patterns)


def _is_left(name: str) -> bool:
    """Whether a file is of no use elsewhere. What people gave may be called anything."""
    return _is_among(name, _LEFT) and not _is_among(name, ("made/*/files/*",))
