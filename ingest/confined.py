"""Other people's files are read in processes beside this one, which have little memory and little time: where
reading one ends its process, that file is refused, and nothing else ends.

A process that reads is `python -c …`, started when it is first needed, so that it runs none of the program
that asks. It is handed the bytes of a file and the name of a function of ours; what it gives back is JSON,
which is checked against the function's type, so that whoever takes such a process over gets nothing run
here."""

from __future__ import annotations

import atexit
import json
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_type_hints

from ingest.errors import PinciteError, TookTooMuch

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
Lane = Literal["files", "pictures"]
_AT_ONCE: dict[Lane, int] = {"files": 3, "pictures": 2}
"""Processes at once: those who want a page's picture do not wait for those whose files take long."""
_FILES_EACH = 200  # of one process: what the libraries of readers leave behind goes with it
_WALL = 2.0  # seconds on the clock for a second of processor time: other work has the cores too
MORE_S = 30.0
"""Seconds more for each page that is recognised, which takes one or two."""
_MOST_BACK = 400_000_000  # bytes: far more than the text of the largest file that is read
_HEAD = struct.Struct(">cQ")
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from ingest.confined_child import main; main()"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: megabytes of memory, and seconds of processor time; on the clock twice
    as long, and 30 s more for each page that is recognised. What the system cannot limit is not limited;
    the clock always is. The process has the `environment`, or else this one's."""

    memory_mb: int = 2000
    seconds: float = 120.0
    environment: Mapping[str, str] | None = None


@contextmanager
def confining(limits: Limits) -> Iterator[None]:
    """Have files read in processes of their own meanwhile. Without this they are read in this process, as in
    a program that trusts its files."""
    global _readers
    before, _readers = _readers, {lane: _Readers(limits, most) for lane, most in _AT_ONCE.items()}
    try:
        yield
    finally:
        ours, _readers = _readers, before
        for one in (ours or {}).values():
            one.close()


def confined(
    function: Callable[..., T],
    data: bytes,
    *args: object,
    called: str,
    lane: Lane = "files",
    **options: object,
) -> T:
    """`function(data, *args, **options)` in a process that reads, where there are any. The function is one of
    a module's own, its arguments go through JSON, and its return type says what comes back; `called` is what
    the file is called in an error.

    Raises:
        TookTooMuch: it took more than it may, or ended its process.
        PinciteError: as the function does.
    """
    if _readers is None or not sys.executable:
        return function(data, *args, **options)
    call = {"module": function.__module__, "name": function.__qualname__, "args": args, "options": options}
    told = _readers[lane].ask(json.dumps(call).encode(), data, called)
    result: T = _form(function.__module__, function.__qualname__).validate_json(told)
    return result


@cache
def _form(module: str, name: str) -> TypeAdapter[Any]:
    """How what a function returns is written as JSON."""
    from pydantic import TypeAdapter

    return TypeAdapter(get_type_hints(getattr(import_module(module), name))["return"])


class _Readers:
    """Processes that read, each one file at a time; one stays for the next file. Threads may share it."""

    def __init__(self, limits: Limits, most: int) -> None:
        self._limits = limits
        self._places = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._all: set[_Child] = set()
        self._idle: list[_Child] = []
        self._is_closed = False
        atexit.register(self.close)

    def ask(self, call: bytes, data: bytes, called: str) -> bytes:
        with self._places:
            child = self._taken(called)
            try:
                return child.ask(call, data, called)
            finally:
                self._put_back(child)

    def _taken(self, called: str) -> _Child:
        with self._lock:
            if self._is_closed:
                raise TookTooMuch(f"{called} was not read: the program is ending", hint="start it again")
            child = self._idle.pop() if self._idle else None
            if child is None or not child.is_good:
                child = _Child(self._limits)
                self._all.add(child)
            return child

    def _put_back(self, child: _Child) -> None:
        with self._lock:
            if child.is_good and not self._idle and child in self._all:
                self._idle.append(child)
            else:
                child.end()
                self._all.discard(child)

    def close(self) -> None:
        """End every process, also one that is reading."""
        with self._lock:
            self._is_closed = True
            for child in self._all:
                child.end()
            self._all.clear()
            self._idle.clear()
        atexit.unregister(self.close)


class _Child:
    """One process that reads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._read = 0
        self._ends_at = 0.0
        self._is_over = self._is_late = False
        path = json.dumps([str(Path(one or ".").resolve()) for one in sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, path, str(limits.memory_mb), str(limits.seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=None
            if limits.environment is None
            else {**limits.environment, "TMPDIR": tempfile.gettempdir()},
        )

    @property
    def is_good(self) -> bool:
        """Whether it can read another file."""
        return not self._is_over and self._read < _FILES_EACH and self._process.poll() is None

    def end(self) -> None:
        """Have it end now."""
        self._is_over = True
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):
                if stream:
                    stream.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(10)

    def ask(self, call: bytes, data: bytes, called: str) -> bytes:
        """What a call comes to, as JSON; see `confined`."""
        self._read += 1
        self._is_over = True  # until it has answered
        self._ends_at = time.monotonic() + self._limits.seconds * _WALL
        is_done = threading.Event()
        threading.Thread(target=self._watch, args=(is_done,), daemon=True, name="reading").start()
        try:
            kind, told = self._exchange(call, data)
        except (OSError, EOFError, ValueError):
            raise self._died(called) from None
        finally:
            is_done.set()
        self._is_over = False
        if kind == b"-":
            raise self._error(told, called)
        return told

    def _exchange(self, call: bytes, data: bytes) -> tuple[bytes, bytes]:
        given, told = self._process.stdin, self._process.stdout
        assert given
        assert told
        given.write(struct.pack(">QQ", len(call), len(data)))
        given.write(call)
        given.write(data)
        given.flush()
        while True:
            head = told.read(_HEAD.size)
            if len(head) < _HEAD.size:
                raise EOFError
            kind, size = _HEAD.unpack(head)
            if kind == b".":
                self._ends_at += MORE_S
                continue
            if size > _MOST_BACK:
                raise EOFError
            body = told.read(size)
            if len(body) < size:
                raise EOFError
            return kind, body

    def _watch(self, is_done: threading.Event) -> None:
        while not is_done.wait(max(0.05, self._ends_at - time.monotonic())):
            if time.monotonic() >= self._ends_at:
                self._is_late = True
                self._process.kill()
                return

    def _died(self, called: str) -> TookTooMuch:
        """What is told of a file whose process has ended."""
        self._process.kill()
        status = self._process.wait()
        limits = self._limits
        if self._is_late or status == -getattr(signal, "SIGXCPU", 0):
            return TookTooMuch(
                f"{called} cannot be read: it takes more than {limits.seconds:g} s",
                hint="split it, or save it in another format; PINCITE_READ_SECONDS allows more",
            )
        return TookTooMuch(
            f"{called} cannot be read: reading it ended the process that did (status {status})",
            hint="save it in another format, for example by printing it to a new PDF; please report the file",
        )

    def _error(self, told: bytes, called: str) -> PinciteError:
        """The error that a process tells of."""
        kind, message, hint = (str(one) for one in json.loads(told))
        if kind == "MemoryError":
            self._is_over = True  # what it could not get may be held still
            return TookTooMuch(
                f"{called} cannot be read: it takes more than {self._limits.memory_mb:,} MB of memory",
                hint="split it, or save it in another format; PINCITE_READ_MEMORY_MB allows more",
            )
        return _errors().get(kind, PinciteError)(message, hint=hint)


def _errors() -> dict[str, type[PinciteError]]:
    """Our errors by name."""
    found = [PinciteError]
    for one in found:
        found += one.__subclasses__()
    return {one.__name__: one for one in found}


_readers: dict[Lane, _Readers] | None = None
