"""A log for a program: a line of JSON an event, without what anybody typed, a document says, or a key."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import unforeseen
from assistant.settings import Settings
from assistant.watch import happened
from assistant.watch.logs import end_logs, log_all, log_as
from ingest.errors import UsageError
from tests.commands import Pincite

KEY = "sk-planted-0123456789"
TYPED = "Who painted the secret pier?"


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    yield
    end_logs()


def logged(settings: Settings, *, by_server: bool = False) -> list[dict[str, Any]]:
    """The lines of all ways in which a text could come into the log."""
    stream = io.StringIO()
    with redirect_stderr(stream):
        log_as(settings)
        if by_server:
            log_all()
        happened("question", seconds=0.2, user="ana@office.example", text=TYPED, outcome="answered")
        logging.getLogger("assistant.slack").warning("%s could not be answered: %s", "ana", TYPED)
        logging.getLogger("gradio").error(f"failed on {TYPED} with {KEY}")
        try:
            raise ValueError(f"no such pier: {TYPED}, {KEY}")
        except ValueError as error:
            told = unforeseen(error)
        if by_server:
            sys.stderr.write(f"Traceback: {TYPED} {KEY}\n")
        end_logs()
    lines = [json.loads(one) for one in stream.getvalue().splitlines()]
    assert told.message.rpartition(" ")[2] in [one.get("number") for one in lines]
    return lines


def test_by_default_no_line_says_what_was_typed_who_it_was_or_a_key() -> None:
    lines = logged(Settings(log="json", openai_api_key=KEY), by_server=True)  # type: ignore[arg-type]
    whole = json.dumps(lines)
    for planted in (TYPED, KEY, "ana"):
        assert planted not in whole
    assert [one["event"] for one in lines] == ["question", "logged", "logged", "logged", "logged"]
    assert lines[0]["outcome"] == "answered" and lines[0]["ms"] == 200 and lines[0]["level"] == "info"
    failed = lines[3]
    assert failed["error"] == "ValueError" and "test_logs.py" in failed["trace"][-1]
    assert all({"at", "level"} <= one.keys() for one in lines)


def test_what_is_allowed_is_logged_and_a_key_never() -> None:
    given = Settings(log="json", log_users=1, log_text=1, openai_api_key=KEY)  # type: ignore[arg-type]
    lines = logged(given, by_server=True)
    assert lines[0]["user"] == "ana@office.example" and lines[0]["text"] == TYPED
    assert lines[2]["message"] == f"failed on {TYPED} with …" and TYPED in lines[3]["said"]
    assert KEY not in json.dumps(lines)


def test_a_form_that_there_is_not() -> None:
    with pytest.raises(UsageError, match="PINCITE_LOG is 'xml'"):
        log_as(Settings(log="xml"))


def test_the_command_line_logs_an_ingest(pincite: Pincite, home: Path, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("A text.")
    done = pincite("ingest", tmp_path / "no-such-ferry.txt", home=home, env={"PINCITE_LOG": "json"})
    end_logs()
    (line,) = [json.loads(one) for one in done.stderr.splitlines() if one.startswith("{")]
    assert line["event"] == "document" and line["outcome"] == "refused" and "ferry" not in json.dumps(line)
    assert done.returncode == 1
    assert "{" not in pincite("library", "list", home=home).stderr
