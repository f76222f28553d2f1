"""A server as systemd and compose run it: no terminal, nothing to read from, told to stop while it answers;
and its log."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from assistant.types import STOPPED
from assistant.workspace.conversation_store import ConversationStore, Exchange
from ingest.types import OWNER
from tests.commands import CHECKOUT
from tests.faults.page import Page
from tests.faults.service import Service, keeps_alive, service
from tests.ingest.libraries import wait_for
from tests.ingest.test_vectors import free_port

pytestmark = [pytest.mark.process, pytest.mark.model]

KEY = "sk-planted-0123456789"
QUESTION = "When were the tariffs on Mexico paused, asks Zebedee?"


@contextmanager
def served(home: Path, errors: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server that can answer, with its standard input closed."""
    port = free_port()
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port), "--home", str(home)]
    given = {f"PINCITE_{name.upper()}": value for name, value in settings.items()}
    environment = {**os.environ, **given, "OPENAI_API_KEY": KEY}
    if "openai_base_url" in settings:
        environment["OPENAI_BASE_URL"] = environment.pop("PINCITE_OPENAI_BASE_URL")
    with errors.open("wb") as file:
        process = subprocess.Popen(
            ["sh", "-c", 'exec "$@" <&-', "sh", *command],
            env=environment,
            cwd=CHECKOUT,
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: process.poll() is not None or _is_ready(address), 90)
        yield process, address
    finally:
        process.kill()
        process.wait()


def _is_ready(address: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"{address}/ready", trust_env=False, timeout=10).status_code == 200
    return False


def _asked(address: str) -> threading.Thread:
    """A page that asks a question, and loses its server."""

    def ask() -> None:
        with suppress(httpx.HTTPError, KeyError, IndexError):
            Page(address).ask(QUESTION)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


@pytest.fixture
def slow() -> Iterator[Service]:
    with service(keeps_alive) as found:
        yield found


def test_a_server_that_is_told_to_stop_finishes_its_answers_and_logs_no_word_of_them(
    bundled_home: Path, tmp_path: Path, slow: Service
) -> None:
    home, log = Path(shutil.copytree(bundled_home, tmp_path / "home")), tmp_path / "log"
    settings = {"log": "json", "chat_model": "m", "chat_protocol": "text", "stop_wait": "20"}
    with served(home, log, openai_base_url=f"{slow.url}/v1", **settings) as (process, address):
        asking = _asked(address)
        wait_for(lambda: slow.asked)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        asking.join(30)
    [kept] = exchanges(home)
    assert kept.answer and kept.answer.sentences and STOPPED not in kept.answer.notices
    assert "asked for quotes" in " ".join(kept.answer.notices), "it was hurried, and is whole"
    text = log.read_text()
    lines = [json.loads(one) for one in text.splitlines()]
    told = [one["event"] for one in lines]
    assert told.index("started") < told.index("stopping") < told.index("question") < told.index("stopped")
    assert lines[told.index("stopped")]["outcome"] == "whole"
    for planted in ("Zebedee", KEY, "tariff"):
        assert planted not in text


def test_what_cannot_be_finished_in_time_is_kept_as_asked(
    bundled_home: Path, tmp_path: Path, slow: Service
) -> None:
    home, log = Path(shutil.copytree(bundled_home, tmp_path / "home")), tmp_path / "log"
    settings = {"chat_model": "m", "chat_protocol": "text", "stop_wait": "0"}
    with served(home, log, openai_base_url=f"{slow.url}/v1", **settings) as (process, address):
        asking = _asked(address)
        wait_for(lambda: slow.asked)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        asking.join(30)
    [kept] = exchanges(home)
    assert kept.question == QUESTION and (kept.answer is None or STOPPED in kept.answer.notices)
    assert not list(home.glob("serve.server.json"))


def exchanges(home: Path) -> tuple[Exchange, ...]:
    [conversation] = ConversationStore(home).list(OWNER.name)
    return conversation.exchanges
