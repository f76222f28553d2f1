"""The process in which a GGUF file runs: begun when it is first needed, shared by all threads, begun again
when it has died, and ended with ours, however ours ends. It listens on loopback and answers only who has its
key, which no other user of the machine can read."""

from __future__ import annotations

import atexit
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from assistant.models.gguf_file import AGAIN
from assistant.settings import beside_us
from ingest.errors import ServiceError

_SERVER = Path(__file__).with_name("gguf_server.py")
_SMALLER = "close other programs, take a smaller model, or lower PINCITE_CONTEXT_TOKENS"
_SAID = 4000  # bytes of the last that it said
_MARK = re.compile(r"^[\d.]+ [A-Z] ")  # before a line of llama.cpp: the time, and that it is an error
_REASON = "error loading model: "  # before llama.cpp's reason
# What a failure says → what helps.
_REMEDIES = (
    ("alloc", _SMALLER),
    ("memory is used up", _SMALLER),
    ("out of memory", _SMALLER),
    ("corrupted or incomplete", AGAIN),
    ("unknown model architecture", "pip install --upgrade xllamacpp, or take another model"),
    ("no module named", 'pip install "pincite[writer]"'),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a process tells once it can answer: its address, and the bytes of memory it takes."""

    url: str
    memory: int


class Child:
    """The process that runs a file, as often as it has to be begun. Threads may share it."""

    def __init__(self, path: Path, context: int, server: Path = _SERVER) -> None:
        self.path = path
        self._server = server
        self.key = secrets.token_urlsafe(24)
        self._context = context
        self._lock = threading.Lock()
        self._ready: Future[Told] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None
        atexit.register(self.end)

    def ready(self) -> Future[Told]:
        """Its address, begun now where it does not run; a ServiceError where it cannot."""
        with self._lock:
            if self._ready is None or (self._ready.done() and not self.is_running):
                self._ready = Future()
                thread = threading.Thread(
                    target=self._run, args=(self._ready,), name="chat model", daemon=True
                )
                thread.start()
            return self._ready

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def end(self) -> None:
        """End the process at once, if there is one."""
        if self._process is not None and self.is_running:
            self._process.kill()
            self._process.wait()

    def why_dead(self) -> str:
        """Why the process is not there any more, as far as it or the system told."""
        code = self._process.returncode if self._process else None
        said = self._last_said()
        if code is not None and code == -getattr(signal, "SIGKILL", 9):
            return "it was killed, as systems do whose memory is used up"
        return said or f"it ended with status {code}"

    def _run(self, ready: Future[Told]) -> None:
        """Begin the process and stay until it ends: Linux ends it with the thread that began it."""
        size = self.path.stat().st_size if self.path.exists() else 0
        _tell(f"Loading the chat model {self.path.name} ({_gigabytes(size)}) … ")
        started = time.monotonic()
        try:
            process = self._begin()
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                process.wait()
                raise self._failure()
            told = json.loads(line)
        except Exception as error:  # noqa: BLE001 (it is raised again where the address is waited for)
            _tell("failed\n")
            failed = error if isinstance(error, ServiceError) else self._failure(str(error))
            ready.set_exception(failed)
            return
        memory = f", {_gigabytes(told['memory'])} of memory" if told["memory"] else ""
        _tell(f"loaded in {time.monotonic() - started:.1f} s{memory}\n")
        ready.set_result(Told(told["url"], told["memory"]))
        process.wait()

    def _begin(self) -> subprocess.Popen[bytes]:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (read when the process has ended)
        command = [sys.executable, "-P", str(self._server), str(self.path), str(self._context), str(_cores())]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=beside_us(),
            start_new_session=True,  # Ctrl-C is ours to act upon
        )
        self._process = process
        assert process.stdin is not None
        process.stdin.write(f"{self.key}\n".encode())
        process.stdin.flush()
        return process

    def _failure(self, why: str = "") -> ServiceError:
        """Why the file cannot be run, with what helps."""
        why = why or self.why_dead()
        hint = next((hint for mark, hint in _REMEDIES if mark in why.casefold()), AGAIN)
        return ServiceError(f"the chat model's file {self.path.name} cannot be run: {why}", hint=hint)

    def _last_said(self) -> str:
        """What llama.cpp gives as its reason, or as much as it said."""
        if self._said is None:
            return ""
        size = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, size - _SAID))
        lines = self._said.read().decode("utf-8", "replace").splitlines()
        telling = [line for line in lines if _REASON in line or any(mark in line for mark, _ in _REMEDIES)]
        return _MARK.sub("", (telling or lines[-1:] or [""])[0].rpartition(_REASON)[2]).strip()


@cache
def child_of(path: Path, context: int) -> Child:
    """The one process of ours for the file, with a context of so many tokens for each answer."""
    return Child(path, context)


def _cores() -> int:
    """The cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _tell(text: str) -> None:
    """Say it where whoever started the program looks."""
    sys.stderr.write(text)
    sys.stderr.flush()
