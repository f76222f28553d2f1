"""What Gradio names by a number is its owner's: sessions, events, uploads, files. Who knows the number has
nothing."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from gradio.processing_utils import save_file_to_cache
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.bound import BOUND, LASTS, Bound, Bounds
from assistant.web.door import OURSELVES, Door
from assistant.web.files import write_file
from assistant.workspace.access import read_access
from ingest.folders import Input
from ingest.library import Library
from ingest.pipeline import ingest
from tests.ingest.libraries import WordEmbeddings

HEADER = "X-User"
ACCESS = '[groups]\nharbour = ["ana", "bea"]\n'


@pytest.fixture
def library(home: Path, tmp_path: Path) -> Library:
    """A note for the harbour's people, and one for all."""
    library = Library(home, WordEmbeddings(), "words")
    for name, access in (("toll", frozenset({"harbour"})), ("ferry", None)):
        (tmp_path / f"{name}.txt").write_text(f"The {name} costs 4 euros.")
        ingest([Input(str(tmp_path / f"{name}.txt"))], library, access=access)
    (home / "access.toml").write_text(ACCESS)
    return library


@pytest.fixture
def site(library: Library) -> Settings:
    return Settings(home=str(library.home), user_header=HEADER)


def client_of(site: Settings, library: Library | None, user: str, **headers: str) -> TestClient:
    """Gradio's answers, as far as they have numbers, behind our doors, as asked by a user."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = await Request(scope, receive).body()
        if scope["path"].endswith("/upload"):
            answer: Any = ["/cache/abc/note.txt"]
        else:
            answer = {"event_id": uuid4().hex, "length": len(body)}
        await JSONResponse(answer)(scope, receive, send)

    guarded = Door(Bounds(app, site, library), site)
    told = {HEADER: user} | headers
    return TestClient(guarded, base_url="http://127.0.0.1", headers=told, client=("127.0.0.1", 5))


@pytest.fixture
def ana(site: Settings, library: Library) -> TestClient:
    return client_of(site, library, "ana")


@pytest.fixture
def bea(site: Settings, library: Library) -> TestClient:
    return client_of(site, library, "bea")


def test_a_session_is_of_who_used_it_first(ana: TestClient, bea: TestClient) -> None:
    session = uuid4().hex
    asked = {"session_hash": session, "data": [], "fn_index": 1}
    assert ana.post("/gradio_api/queue/join", json=asked).status_code == 200
    assert ana.post("/gradio_api/run/3", json=asked).json()["length"] > 60, "the body comes whole"
    for path in (f"queue/data?session_hash={session}", f"heartbeat/{session}"):
        assert ana.get(f"/gradio_api/{path}").status_code == 200
        refused = bea.get(f"/gradio_api/{path}")
        assert refused.status_code == 403 and session not in refused.text
    for path in ("queue/join", "run/3", "api/ask", "call/ask", "call/v2/ask", "cancel", "reset"):
        assert bea.post(f"/gradio_api/{path}", json=asked).status_code == 403
    both = f"queue/data?session_hash={uuid4().hex}&session_hash={session}"
    assert bea.get(f"/gradio_api/{both}").status_code == 403, "whichever of two Gradio reads"
    assert bea.post("/gradio_api/queue/join", json=asked | {"session_hash": uuid4().hex}).status_code == 200


@pytest.mark.parametrize("path", ["call/ask", "call/v2/ask", "queue/join"])
def test_an_event_is_of_who_asked_for_it(ana: TestClient, bea: TestClient, path: str) -> None:
    event = ana.post(f"/gradio_api/{path}", json={"data": []}).json()["event_id"]
    followed = f"/gradio_api/call/ask/{event}"
    assert ana.get(followed).status_code == 200 and bea.get(followed).status_code == 403
    assert bea.get(f"/gradio_api/call/ask/{uuid4().hex}").status_code == 403, "nor one that is not there"
    assert bea.get(f"/gradio_api/queue/data?session_hash={event}").status_code == 403
    stops = {"session_hash": uuid4().hex, "fn_index": 1, "event_id": event}
    assert bea.post("/gradio_api/cancel", json=stops).status_code == 403
    stops["session_hash"] = uuid4().hex
    assert ana.post("/gradio_api/cancel", json=stops).status_code == 200


def test_an_upload_is_of_who_sends_it(ana: TestClient, bea: TestClient) -> None:
    upload = uuid4().hex
    assert ana.post(f"/gradio_api/upload?upload_id={upload}").status_code == 200
    assert bea.get(f"/gradio_api/upload_progress?upload_id={upload}").status_code == 403
    given = {"data": [[{"path": "/cache/abc/note.txt", "meta": {"_type": "gradio.FileData"}}]]}
    assert ana.post("/gradio_api/run/3", json=given).status_code == 200
    assert bea.post("/gradio_api/run/3", json=given).status_code == 404, "nor is it put into the library"
    assert ana.get("/gradio_api/file=/cache/abc/note.txt").status_code == 200
    assert bea.get("/gradio_api/file=/cache/abc/note.txt").status_code == 404


def made(library: Library, site: Settings, user: str, *rests: str) -> str:
    """The address of a file that was made for a user."""
    view = library.visible_to(read_access(library.home).reader(user))
    folder = library.home / "made"
    folder.mkdir(exist_ok=True)
    path = write_file(folder, f"{uuid4().hex}.md", user.encode(), view, rests)
    return f"/gradio_api/file={save_file_to_cache(path, str(library.home / 'cache'))}"


def test_a_file_is_of_whom_it_was_made_for(
    ana: TestClient, bea: TestClient, library: Library, site: Settings
) -> None:
    address = made(library, site, "ana", "toll")
    assert ana.get(address).status_code == 200
    assert bea.get(address).status_code == 404
    assert ana.get(address.replace("file=", "file/")).status_code == 200
    assert bea.get(address.replace("file=", "file/")).status_code == 404
    for other in (library.home / "access.toml", "/etc/hostname", "http://127.0.0.1/x"):
        assert ana.get(f"/gradio_api/file={other}").status_code == 404


def test_a_file_is_given_while_its_reader_may_read_what_it_rests_on(
    ana: TestClient, library: Library, site: Settings
) -> None:
    address, public = made(library, site, "ana", "toll"), made(library, site, "ana", "ferry")
    gone = made(library, site, "ana", "toll", "removed before it was made")
    assert all(ana.get(one).status_code == 200 for one in (address, public, gone))
    (library.home / "access.toml").write_text(ACCESS.replace('"ana", ', ""))
    assert ana.get(address).status_code == 404
    assert ana.get(public).status_code == 404, "it was made for somebody who might read more"
    (library.home / "access.toml").write_text("[groups")
    assert ana.get(public).status_code == 404, "nobody knows who may"
    (library.home / "access.toml").write_text(ACCESS)
    assert all(ana.get(one).status_code == 200 for one in (address, public))
    library.remove("toll")
    assert [ana.get(one).status_code for one in (address, public)] == [404, 200]


def test_the_address_of_a_file_ends(ana: TestClient, library: Library, site: Settings) -> None:
    address = made(library, site, "ana", "ferry")
    name = "/".join(address.split("/")[-2:])
    kept = BOUND.file(name, "ana")
    assert kept is not None and kept.ends_at - time.time() <= LASTS
    BOUND.keep(name, "ana", replace(kept, ends_at=time.time() - 1))
    assert ana.get(address).status_code == 404


def test_one_who_takes_many_numbers_loses_their_own_alone() -> None:
    bound = Bound()
    assert bound.take("first", "ana")
    for number in range(5_000):
        assert bound.take(f"bea's {number}", "bea")
    assert not bound.take("first", "bea") and bound.has("first", "ana")
    assert not bound.has("bea's 0", "bea") and len(bound._whose) < 2_100


def test_this_process_follows_for_all(site: Settings, library: Library, ana: TestClient) -> None:
    ours = client_of(site, library, "bea", **dict([OURSELVES]))
    session = uuid4().hex
    assert ana.get(f"/gradio_api/queue/data?session_hash={session}").status_code == 200
    assert ours.get(f"/gradio_api/queue/data?session_hash={session}").status_code == 200
