"""What Slack has asked and is not answered yet, in a file: an event that comes twice is one job, and a job
outlives the process.

A job goes `new` (its asker does not see yet that it was heard) → `queued` → `working` → `done`. Those of one
thread are done one at a time, in the order in which they were written; what a process left `working` is
`queued` again for the next."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from assistant.slack.thread import SlackThread
from ingest.errors import LibraryUnwritable

JobKind = Literal["ask", "memo", "review", "share", "sources", "help", "hello", "thanks"]
Lane = Literal["answers", "work", "quick"]
_KEPT_S = 30 * 24 * 3600.0  # Slack retries for an hour; a month also covers an office that was closed
_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
    key TEXT PRIMARY KEY, lane TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'queued', 'working', 'done')),
    thread TEXT NOT NULL, ts TEXT NOT NULL, at REAL NOT NULL,
    not_before REAL NOT NULL DEFAULT 0, job TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS job_open ON job (state, lane, ts) WHERE state != 'done';
CREATE INDEX IF NOT EXISTS job_thread ON job (thread);
CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS thread (name TEXT PRIMARY KEY, since TEXT NOT NULL) WITHOUT ROWID;
"""
_OURS = "INSERT INTO thread VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET since = min(since, excluded.since)"
_NEXT = """
SELECT key, job FROM job j WHERE state = 'queued' AND lane = ? AND not_before <= ? AND NOT EXISTS (
    SELECT 1 FROM job e WHERE e.thread = j.thread AND e.key != j.key
    AND (e.state = 'working' OR (e.state IN ('new', 'queued') AND e.ts < j.ts))
) ORDER BY at LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do for somebody in a thread. `key` names what is answered once: a message by its channel
    and timestamp, a command by its trigger.
    `thread` is the timestamp of the thread's first message, empty until a command has one; `ts` orders the
    jobs of a thread. `more` holds what goes with the kind: `files`, a memo's `form`, the `message` to review,
    the `slugs` to share, the `response_url` at which its asker alone is told. What was done of it already:
    the exchange `turn` of the conversation, and the messages `replies` that show it."""

    key: str
    kind: JobKind
    channel: str
    user: str
    ts: str
    thread: str = ""
    text: str = ""
    team: str = ""
    is_direct: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)
    turn: int = -1
    replies: tuple[str, ...] = ()
    tries: int = 0

    @property
    def slack_thread(self) -> SlackThread:
        """Its thread; a command that has none yet stands for itself."""
        return SlackThread(self.channel, self.thread or self.key)

    @property
    def is_conversation(self) -> bool:
        """Whether what is written after it in its thread is for us too: not where somebody had a message
        checked among people who talk."""
        return bool(self.thread) and (self.is_direct or "message" not in self.more)

    @property
    def lane(self) -> Lane:
        """Which workers do it: a question is not to wait for a memo, nor a word of help for a question."""
        if self.kind == "ask":
            return "work" if self.more.get("files") else "answers"
        return "work" if self.kind in ("memo", "review", "share") else "quick"


class Inbox:
    """The jobs of one home folder. Threads may share it; one process has it at a time."""

    def __init__(self, home: Path) -> None:
        self._path = home / "slack.sqlite3"
        self._changed = threading.Condition()
        self._is_closed = False
        with self._errors():
            self._db = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
            self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _SCHEMA)
            self._db.execute("UPDATE job SET state = 'queued' WHERE state = 'working'")
            self._db.execute(
                "UPDATE job SET not_before = 0 WHERE state = 'queued'"
            )  # what they waited for may be repaired
            for table in ("job WHERE state = 'done' AND at < ?", "event WHERE at < ?"):
                self._db.execute(f"DELETE FROM {table}", (time.time() - _KEPT_S,))

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Raise ours for SQLite's."""
        try:
            yield
        except sqlite3.Error as error:
            raise LibraryUnwritable(
                f"{self._path}: {error}", hint="free some disk space, or correct the folder's permissions"
            ) from error

    @contextmanager
    def _change(self, *, makes_work: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction, after which the waiting workers look again where it makes work."""
        with self._changed, self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            if makes_work:
                self._changed.notify_all()

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._changed, self._errors():
            return self._db.execute(sql, values).fetchall()

    # Coming in ----------------------------------------------------------------------------------------------

    def put(self, job: Job, event: str = "") -> bool:
        """Keep a job, unless it or the event that told of it is known; whether it is new.

        Raises:
            LibraryUnwritable: it cannot be kept; whoever sent it is to send it again.
        """
        with self._change() as db:
            now = time.time()
            if event and not db.execute("INSERT OR IGNORE INTO event VALUES (?, ?)", (event, now)).rowcount:
                return False
            values = (job.key, job.lane, str(job.slack_thread), job.ts, now, _as_json(job))
            is_new = db.execute(
                "INSERT OR IGNORE INTO job (key, lane, state, thread, ts, at, job) VALUES (?, ?, 'new', ?, ?,"
                " ?, ?)",
                values,
            ).rowcount
            if is_new and job.is_conversation:
                db.execute(_OURS, (str(job.slack_thread), job.ts))
            return bool(is_new)

    def has_thread(self, channel: str, thread: str, ts: str) -> bool:
        """Whether a thread was a conversation with us when a message was written in it: one from before may
        come late."""
        return bool(
            self._rows("SELECT 1 FROM thread WHERE name = ? AND since <= ?", f"{channel}:{thread}", ts)
        )

    # Working it off -----------------------------------------------------------------------------------------

    def claim(self, lane: Lane) -> Job | None:
        """The next job of a lane, once there is one; None after `close`."""
        while True:
            with self._changed:
                if self._is_closed:
                    return None
            with self._change(makes_work=False) as db:
                found = db.execute(_NEXT, (lane, time.time())).fetchone()
                if found:
                    db.execute("UPDATE job SET state = 'working' WHERE key = ?", (found[0],))
            if found:
                return _job(found[1])
            with self._changed:
                self._changed.wait(0.5)  # also for those whose time has not come

    def ready(self, job: Job) -> None:
        """Its asker has seen that it was heard: let a worker have it."""
        self._set(job, "queued")

    def keep(self, job: Job) -> None:
        """What is done of a job by now."""
        with self._change() as db:
            db.execute(
                "UPDATE job SET thread = ?, ts = ?, job = ? WHERE key = ?",
                (str(job.slack_thread), job.ts, _as_json(job), job.key),
            )
            if job.is_conversation:
                db.execute(_OURS, (str(job.slack_thread), job.ts))

    def done(self, job: Job) -> None:
        """Forget what a job held; that there was one stays known."""
        self._set(replace(job, text="", more={}), "done")

    def hand_back(self, job: Job, wait_s: float = 0.0) -> None:
        """Let another worker, or the next process, have it, after a while."""
        self._set(job, "queued", time.time() + wait_s)

    def _set(self, job: Job, state: str, not_before: float = 0.0) -> None:
        with self._change() as db:
            db.execute(
                "UPDATE job SET state = ?, not_before = ?, job = ? WHERE key = ?",
                (state, not_before, _as_json(job), job.key),
            )

    def waiting(self, job: Job) -> int:
        """How many jobs of its lane wait before a job."""
        sql = (
            "SELECT count(*) FROM job WHERE state IN ('new', 'queued') AND lane = ? AND key != ? AND at <="
            " (SELECT at FROM job WHERE key = ?)"
        )
        return int(self._rows(sql, job.lane, job.key, job.key)[0][0])

    def unanswered(self) -> list[Job]:
        """The jobs that are not done, oldest first."""
        return [_job(row[0]) for row in self._rows("SELECT job FROM job WHERE state != 'done' ORDER BY at")]

    def unheard(self) -> list[Job]:
        """The jobs whose askers do not know yet that they were heard, oldest first."""
        return [_job(row[0]) for row in self._rows("SELECT job FROM job WHERE state = 'new' ORDER BY at")]

    def close(self) -> None:
        """Give no more jobs away."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()


def _as_json(job: Job) -> str:
    return json.dumps({one.name: getattr(job, one.name) for one in fields(job)}, ensure_ascii=False)


def _job(text: str) -> Job:
    values = json.loads(text)
    return Job(**values | {"replies": tuple(values["replies"])})
