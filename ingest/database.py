"""One SQLite file: its connections, one a thread, its transactions, and its errors as ours.

Where it cannot be written, it is read as it lies there."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ingest.entries import catalogue_lost
from ingest.errors import LibraryBusy, LibraryCorrupt, LibraryError, LibraryIncompatible, LibraryUnwritable

Connection = sqlite3.Connection


class Database:
    """An SQLite file that exists. Safe for many threads; `prepare` gives each connection what it needs beside
    the file's tables."""

    def __init__(self, path: Path, prepare: Callable[[Connection], None]) -> None:
        self._path = path
        self._prepare = prepare
        self._local = threading.local()

    @property
    def connection(self) -> Connection:
        """This thread's connection."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is not None and (
            # somebody else, who may write it, has changed what was opened as unchangeable
            self._local.frozen not in (None, _state(self._path))
            # or another file was put in its place: what is written to the one that was opened is lost
            or self._local.file not in (None, _file(self._path) or self._local.file)
        ):
            self.close()
            connection = None
        if connection is None:
            connection, self._local.frozen = (
                (_open_to_write(self._path), None) if can_write(self._path) else _open_to_read(self._path)
            )
            connection.execute("PRAGMA temp_store = MEMORY")
            self._prepare(connection)
            self._local.connection, self._local.file = connection, _file(self._path)
        return connection

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Raise SQLite's errors as ours."""
        try:
            yield
        except sqlite3.Error as error:
            raise (
                sqlite_error(error, self._path) if self._path.exists() else catalogue_lost(self._path)
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A change that happens wholly or not at all."""
        with self.errors():
            connection = self.connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk has rolled it back already
                    connection.execute("ROLLBACK")
                raise

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with self.errors():
            return self.connection.execute(sql, values).fetchall()

    def check(self) -> None:
        """Read the whole file.

        Raises:
            LibraryCorrupt: it is damaged.
        """
        found = self.rows("PRAGMA quick_check(1)")
        if found != [("ok",)]:
            raise sqlite_error(sqlite3.DatabaseError(str(found[0][0]) if found else "damaged"), self._path)

    def close(self) -> None:
        """Close this thread's connection."""
        if getattr(self._local, "connection", None) is not None:
            self._local.connection.close()
            self._local.connection = None


def has_full_text() -> bool:
    """Whether Python's SQLite was made with full text (FTS5)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        return ("ENABLE_FTS5",) in connection.execute("PRAGMA compile_options").fetchall()


def can_write(path: Path) -> bool:
    """Whether a file, or a folder with all that is in it, can be changed, and files made beside it."""
    within = path.rglob("*") if path.is_dir() else ()
    return all(os.access(one, os.W_OK) for one in (path.parent, path, *within))


_State = tuple[tuple[int, int], ...]


def _state(path: Path) -> _State:
    """What tells a file and its journal from what they were."""
    found = [one.stat() for one in (path, _journal(path)) if one.exists()]
    return tuple((one.st_mtime_ns, one.st_size) for one in found)


def _file(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that is put in its place; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _open_to_write(path: Path) -> Connection:
    # Never made here: an empty one in the place of one that is lost would be a library that has nothing, and
    # says nothing.
    connection = _connect(path, "mode=rw")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is written over
    return connection


def _open_to_read(path: Path) -> tuple[Connection, _State | None]:
    """A connection to a file that cannot be written; and its state, where the connection would not see it
    change. While somebody writes to it, SQLite needs nothing else. Otherwise it would make its shared memory
    file beside it: it is told that the file does not change. A journal that a writer left behind is only read
    where it can be written, which a copy can."""
    connection = _connect(path, "mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
        return connection, None
    except sqlite3.OperationalError:
        connection.close()
    state, journal = _state(path), _journal(path)
    if not journal.exists() or not journal.stat().st_size:
        return _connect(path, "immutable=1"), state
    with tempfile.TemporaryDirectory(prefix="pincite-") as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        shutil.copyfile(journal, _journal(copy))
        whole, connection = _connect(copy, "mode=rw"), _connect(Path(":memory:"), "")
        with closing(whole):
            whole.backup(connection)
    return connection, state


def _connect(path: Path, options: str) -> Connection:
    address = f"{path.resolve().as_uri()}?{options}" if options else str(path)
    return sqlite3.connect(address, uri=bool(options), timeout=30, isolation_level=None)


def make_database(path: Path, tables: str, fill: Callable[[Connection], object]) -> None:
    """Make a database file with its tables, and what `fill` puts into them."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(tables)
        fill(connection)
        connection.commit()


def copy_database(path: Path, copy: Path) -> None:
    """Copy a database as it stands at one moment, while others read and write it.

    Raises:
        LibraryError: as SQLite's errors become ours.
    """
    try:
        source = _connect(path, "mode=rw") if can_write(path) else _open_to_read(path)[0]
        with closing(source), closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise sqlite_error(error, path) from error


def erase_rows(
    path: Path, columns: Sequence[tuple[str, str]], is_gone: Callable[[str], bool], *, is_trial: bool = False
) -> int:
    """Delete the rows whose text in one of the columns, each of a table, is to be gone, so that nothing is
    left of them in the file; returns how many. With `is_trial` only count them. A file or a table that is not
    there has none.

    Raises:
        LibraryError: as SQLite's errors become ours.
    """
    if not path.exists():
        return 0
    count = 0
    try:
        with closing(_connect(path, "mode=rw")) as db:
            db.execute("PRAGMA secure_delete = ON")
            there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            for table, column in columns:
                if table in there:
                    texts = db.execute(f"SELECT {column} FROM {table}").fetchall()
                    found = [(text,) for (text,) in texts if is_gone(text)]
                    count += len(found)
                    if not is_trial:
                        db.executemany(f"DELETE FROM {table} WHERE {column} = ?", found)
            if not is_trial:
                db.execute("VACUUM")
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise sqlite_error(error, path) from error
    return count


def sqlite_error(error: sqlite3.Error, path: Path) -> LibraryError:
    """Our error for one of SQLite's."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return LibraryBusy(
            f"{path}: another process is using the library", hint="wait for it to finish and try again"
        )
    if "disk is full" in text or "disk I/O" in text:
        return LibraryUnwritable(
            f"{path}: {text}",
            hint="free some space and run the same command again; what was stored before is kept",
        )
    if "readonly" in text or "unable to open" in text:
        return LibraryUnwritable(
            f"{path}: {text}", hint="choose a folder that you may write with --home DIR or PINCITE_HOME"
        )
    if "no such column" in text:
        return LibraryIncompatible(
            f"{path}: made by another version ({text})",
            hint="move the folder away and ingest the documents again",
        )
    return LibraryCorrupt(
        f"{path}: {text}",
        hint=(
            "restore it from a backup, or run `pincite library rebuild`: the library is rebuilt from the kept"
            " files, and the damaged file is set aside"
        ),
    )
