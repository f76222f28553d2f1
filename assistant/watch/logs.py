"""Logs for a program: a line of JSON an event on the error stream. By default no line holds what somebody
typed, what a document says, who it was, or a key; of what libraries say it holds where and how bad."""

from __future__ import annotations

import io
import json
import logging
import sys
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import fields
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from pydantic import SecretStr

from assistant.settings import Settings
from assistant.watch import Event, watch
from ingest.errors import UsageError

request_id: ContextVar[str] = ContextVar("request id", default="")
"""The request in whose course something is done; the threads that do its work have it too."""

_LOG = logging.getLogger("pincite.watch")
_COUNTED = ("queue", "turn", "record")  # told only where they fail
_FORMS = ("", "json")
_begun: list[Callable[[], None]] = []


def log_as(settings: Settings) -> None:
    """Log from now on as the settings say; once a process.

    Raises:
        UsageError: there is no such form.
    """
    if settings.log not in _FORMS:
        raise UsageError(f"PINCITE_LOG is {settings.log!r}", hint="write json, or leave it empty")
    if _begun:
        return
    root, before = logging.getLogger(), [*logging.getLogger().handlers]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(settings))
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("httpx", "httpcore", "chromadb", "slack_sdk", "slack_bolt"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    unwatch = watch(_told)

    def end() -> None:
        unwatch()
        root.handlers[:] = before
        logging.captureWarnings(False)
        if isinstance(sys.stderr, Printed):
            sys.stderr = sys.stderr.before

    _begun.append(end)


def end_logs() -> None:
    """Log as before: for tests, which are many programs in one process."""
    while _begun:
        _begun.pop()()


def log_all() -> None:
    """For a server, whose error stream only a program reads: what libraries print there, and what uvicorn
    logs with handlers of its own, are lines of the log too. Nothing where there is no log."""
    if not _begun or isinstance(sys.stderr, Printed):
        return
    import uvicorn.config

    for name, one in uvicorn.config.LOGGING_CONFIG["loggers"].items():
        one.update(handlers=[], propagate=True)
        logging.getLogger(name).handlers.clear()
    sys.stderr = Printed()


class JsonLines(logging.Formatter):
    """A record as a line of JSON: at, level, event, and what else is known of it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._users, self._text = bool(settings.log_users), bool(settings.log_text)
        kept = (getattr(settings, one.name) for one in fields(settings))
        secrets = (one.get_secret_value() for one in kept if isinstance(one, SecretStr))
        self._secrets = [json.dumps(one)[1:-1] for one in secrets if one]

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower()}
        if (event := getattr(record, "told", None)) is not None:
            line |= self._of_event(event)
        else:
            line |= {"event": "logged", "logger": record.name, "where": f"{record.module}:{record.lineno}"}
            if self._text:
                line["message"] = record.getMessage()
            elif is_ours(record.name):
                line["message"] = record.msg  # what would stand in it may be somebody's words
            if number := getattr(record, "number", ""):
                line["number"] = number
        if number := request_id.get():
            line["request"] = number
        if record.exc_info and record.exc_info[0]:
            line |= self._of_error(*record.exc_info[:2], record.exc_info[2])
        text = json.dumps(line, ensure_ascii=False, default=str)
        for secret in self._secrets:  # a service may repeat the key that it refuses
            text = text.replace(secret, "…")
        return text

    def _of_event(self, event: Event) -> dict[str, Any]:
        steps: dict[str, float] = {}
        for one in event.steps:
            steps[one.name] = round(steps.get(one.name, 0.0) + one.seconds * 1000, 1)
        line: dict[str, Any] = {"event": event.name, **event.values}
        if event.ended_ns != event.began_ns:
            line["ms"] = round(event.seconds * 1000, 1)
        if steps:
            line["steps_ms"] = steps
        if self._users and event.user:
            line["user"] = event.user
        if self._text and event.text:
            line["text"] = event.text
        return line

    def _of_error(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> dict[str, Any]:
        """Where an error came about; what it says may be of a document."""
        frames = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
        told = {"error": kind.__name__, "trace": frames}
        return {**told, "said": str(error)} if self._text else told


class Printed(io.TextIOBase):
    """An error stream whose lines are told to the log."""

    def __init__(self) -> None:
        self.before = sys.stderr
        self._line = ""

    def write(self, text: str) -> int:
        """Log each line that is whole."""
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            if line.strip():
                logging.getLogger("printed").warning("%s", line.rstrip())
        return len(text)

    def fileno(self) -> int:
        """Of the stream that is written to in the end."""
        return self.before.fileno()


def is_ours(logger: str) -> bool:
    """Whether a logger is one of Pincite's, whose messages hold no text but in what is put into them."""
    return logger.partition(".")[0] in ("assistant", "ingest", "pincite")


def _told(event: Event) -> None:
    is_bad = event.values.get("outcome") == "failed" or event.name == "chat failed"
    if is_bad or event.name not in _COUNTED:
        _LOG.log(logging.WARNING if is_bad else logging.INFO, event.name, extra={"told": event})
