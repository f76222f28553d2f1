"""Accounts in one SQLite file of the home, for its owner alone."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

from assistant.answer.record import Record
from assistant.settings import Settings
from assistant.workspace.accounts import DAY, Account, Accounts, Kind, Pass, Told
from ingest.errors import LibraryCorrupt, LibraryUnwritable

NAME = "accounts.sqlite3"
_WAIT_S = 5  # for another process that writes
_SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
  name TEXT PRIMARY KEY, password TEXT NOT NULL, groups TEXT NOT NULL, is_locked INTEGER NOT NULL,
  made_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS passes (
  digest TEXT PRIMARY KEY, kind TEXT NOT NULL,
  user TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
  id TEXT NOT NULL, label TEXT NOT NULL, made_at REAL NOT NULL, ends_at REAL NOT NULL, used_at REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS passes_of ON passes (user, kind, made_at);
CREATE TABLE IF NOT EXISTS tries (name TEXT PRIMARY KEY, count INTEGER NOT NULL, at REAL NOT NULL) STRICT;
"""
_PASS = "kind, digest, user, id, label, passes.made_at, ends_at, used_at"
_ACCOUNT = "name, password, groups, is_locked, accounts.made_at"


def accounts_of(settings: Settings, record: Record | None = None, by: str = "") -> Accounts:
    """The accounts of the home that the settings name; what happens to them goes on the record, as done `by`
    somebody, by default by whom it is about."""

    def told(event: str, name: str, how: str) -> None:
        if record:
            entry = {"event": event, "name": name} | ({"how": how} if how else {})
            record.keep({"account": entry, "by": by or name})

    hears: Told = told
    return Accounts(
        SqliteStore(settings.home_path / NAME),
        hears,
        idle_s=settings.session_idle_m * 60,
        whole_s=settings.session_whole_h * 3600,
    )


class SqliteStore:
    """A `Store` in a file, which is made at the first write. Threads and processes may share it.

    Its methods raise LibraryUnwritable where the file cannot be written, and LibraryCorrupt where it is
    damaged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None

    def account(self, name: str) -> Account | None:
        """The account of that name."""
        rows = self._read(f"SELECT {_ACCOUNT} FROM accounts WHERE name = ?", name)
        return _account(rows[0]) if rows else None

    def accounts(self) -> Sequence[Account]:
        """All accounts, by name."""
        return [_account(row) for row in self._read(f"SELECT {_ACCOUNT} FROM accounts ORDER BY name")]

    def put(self, account: Account) -> None:
        """Keep an account, over one of the same name."""
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO accounts VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                " password = excluded.password, groups = excluded.groups, is_locked = excluded.is_locked",
                (
                    account.name,
                    account.password,
                    json.dumps(account.groups),
                    account.is_locked,
                    account.made_at,
                ),
            )

    def remove(self, name: str) -> None:
        """Forget an account with its passes."""
        with self._writing() as connection:
            connection.execute("DELETE FROM accounts WHERE name = ?", (name,))
            connection.execute("DELETE FROM tries WHERE name = ?", (name,))

    def add_pass(self, one: Pass) -> None:
        """Keep a pass."""
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO passes (kind, digest, user, id, label, made_at, ends_at, used_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    one.kind,
                    one.digest,
                    one.user,
                    one.id,
                    one.label,
                    one.made_at,
                    one.ends_at,
                    one.used_at,
                ),
            )

    def known(self, digest: str) -> tuple[Pass, Account] | None:
        """The pass of that digest with its account."""
        rows = self._read(
            f"SELECT {_PASS}, {_ACCOUNT} FROM passes JOIN accounts ON name = user WHERE digest = ?", digest
        )
        return (Pass(*rows[0][:8]), _account(rows[0][8:])) if rows else None

    def passes(self, name: str, kind: Kind) -> Sequence[Pass]:
        """The passes of an account, oldest first."""
        asked = f"SELECT {_PASS} FROM passes WHERE user = ? AND kind = ? ORDER BY made_at"
        return [Pass(*row) for row in self._read(asked, name, kind)]

    def touch(self, digest: str, at: float) -> None:
        """Keep when a pass was last used."""
        with self._writing() as connection:
            connection.execute("UPDATE passes SET used_at = ? WHERE digest = ?", (at, digest))

    def end(self, digests: Iterable[str]) -> None:
        """Forget passes."""
        if given := [(one,) for one in digests]:
            with self._writing() as connection:
                connection.executemany("DELETE FROM passes WHERE digest = ?", given)

    def tries(self, name: str) -> tuple[int, float]:
        """How many wrong passwords came under a name, and when the last did."""
        rows = self._read("SELECT count, at FROM tries WHERE name = ?", name)
        return cast(tuple[int, float], rows[0]) if rows else (0, 0.0)

    def put_tries(self, name: str, count: int, at: float) -> None:
        """Keep as much; 0 forgets them, and those of any name from before a day."""
        if not count and not self.tries(name)[0]:
            return
        with self._writing() as connection:
            connection.execute(
                "DELETE FROM tries WHERE name = ? OR at < ?", (name, (at or time.time()) - DAY)
            )
            if count:
                connection.execute("INSERT INTO tries VALUES (?, ?, ?)", (name, count, at))

    def _read(self, asked: str, *given: object) -> list[tuple[Any, ...]]:
        if not self._path.exists():
            return []
        with self._told(), self._lock, closing(self._connection().execute(asked, given)) as found:
            return found.fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._told(), self._lock, self._connection() as connection:
            yield connection

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite's files beside it are as it
            made = sqlite3.connect(self._path, timeout=_WAIT_S, check_same_thread=False)
            made.execute("PRAGMA foreign_keys = ON")
            made.execute("PRAGMA secure_delete = ON")
            made.executescript(_SCHEMA)
            self._open = made
        return self._open

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            raise LibraryUnwritable(
                f"the accounts cannot be read or kept: {error}",
                hint=f"{NAME} in the home folder must be writable, and the disk must have room",
            ) from error
        except sqlite3.DatabaseError as error:
            raise LibraryCorrupt(
                f"the accounts are damaged: {error}",
                hint=f"restore {NAME} from a backup; nobody is let in meanwhile",
            ) from error


def _account(row: Sequence[Any]) -> Account:
    name, password, groups, is_locked, made_at = row
    return Account(name, password, tuple(json.loads(groups)), bool(is_locked), made_at)
