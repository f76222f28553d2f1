"""Who is told how the server is: a machine that may know, and nobody for whom a proxy asks."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message, Scope

from assistant.settings import Settings
from assistant.watch.metrics import Metrics
from assistant.web.door import Door
from assistant.web.probes import Probed, Probes
from assistant.workspace.readiness import Readiness
from ingest.errors import LibraryCorrupt
from ingest.folders import collect
from ingest.pipeline import ingest
from tests.ingest.libraries import wait_for, word_library
from tests.web.test_door import asked

OFFICE = Settings(
    host="0.0.0.0",
    user_header="X-User",
    hosts="pincite.example",
    trusted_proxy="10.0.0.7",
    watchers="10.9.0.0/16",
)


def answered(
    path: str, settings: Settings = OFFICE, lacking: tuple[str, ...] = (), **more: Any
) -> tuple[int, str]:
    """The status and the body that a request gets at the door and behind it."""
    sent: list[Message] = []

    async def page(scope: Scope, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b"the page"})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    probed = Probed(lambda: lacking, Metrics(lambda: 3).text if settings.metrics else None)
    app = Door(Probes(page, probed, settings), settings)
    given = more.pop("given", ())
    asyncio.run(app(asked(*given, path=path, **({"client": "10.9.0.1"} | more)), receive, send))
    return sent[0]["status"], sent[1]["body"].decode()


def test_a_probe_needs_no_user_and_tells_nothing_else() -> None:
    assert answered("/health") == (200, '{"alive": true}')
    assert answered("/ready") == (200, '{"ready": true}')
    status, body = answered("/ready", lacking=("models",))
    assert status == 503 and json.loads(body) == {"ready": False, "lacking": ["models"]}
    assert answered("/health", client="127.0.0.1")[0] == 200
    assert answered("/", client="10.9.0.1")[0] == 401, "who may probe is not signed in"


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"])
def test_whoever_else_asks_gets_nothing(path: str) -> None:
    measured = replace(OFFICE, metrics=1)
    for settings in (OFFICE, measured):
        assert answered(path, settings, client="10.8.0.1")[0] == 404
        assert answered(path, settings, host="harbour.example")[0] == 421
        assert answered(path, settings, client="127.0.0.1", given=[("X-Forwarded-For", "10.8.0.1")])[0] == 404
        assert answered(path, settings, client="127.0.0.1", given=[("X-User", "ana")])[0] == 404


def test_metrics_are_off_until_they_are_turned_on() -> None:
    assert answered("/metrics")[0] == 404
    status, body = answered("/metrics", replace(OFFICE, metrics=1))
    assert status == 200 and "pincite_documents 3.0" in body


def _corrupt() -> None:
    raise LibraryCorrupt("the vectors are damaged")


def test_ready_says_what_is_lacking_until_it_is_there() -> None:
    loaded = threading.Event()
    readiness = Readiness(lambda: None, loaded.wait)
    assert readiness.lacking() == ("models",)
    loaded.set()
    wait_for(lambda: not readiness.lacking())
    assert Readiness(_corrupt, lambda: None).lacking() == ("library",)


def test_a_library_that_hangs_holds_no_probe() -> None:
    ever = threading.Event()
    assert Readiness(ever.wait, lambda: None).lacking() == ("models",)
    ever.set()


def test_a_library_whose_files_are_gone_does_not_answer(home: Path, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry sails at nine.")
    with closing(word_library(home)) as library:
        ingest(collect([str(tmp_path / "ferry.txt")]), library)
        library.answers()
    shutil.rmtree(home / "vectors")
    with pytest.raises(LibraryCorrupt):
        word_library(home).answers()
