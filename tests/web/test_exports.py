"""What is taken out of here is on record: what, of whom, by whom, when it is really fetched."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from gradio.processing_utils import save_file_to_cache
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from assistant.answer.record import Record
from assistant.settings import Settings
from assistant.web.bound import Bounds
from assistant.web.door import Door
from assistant.web.files import write_file
from assistant.workspace.access import read_access
from ingest.folders import Input
from ingest.library import Library
from ingest.pipeline import ingest
from tests.ingest.libraries import word_library

HEADER = "X-User"


@pytest.fixture
def library(home: Path, tmp_path: Path) -> Library:
    library = word_library(home)
    (tmp_path / "toll.txt").write_text("The toll is four coins.")
    ingest([Input(str(tmp_path / "toll.txt"))], library, access=frozenset({"harbour"}))
    (home / "access.toml").write_text('[groups]\nharbour = ["ana"]\n')
    return library


def _client(library: Library, user: str) -> TestClient:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("the file")(scope, receive, send)

    site = Settings(home=str(library.home), user_header=HEADER if user else "")
    guarded = Door(Bounds(app, site, library, Record(library.home)), site)
    told = {HEADER: user} if user else {}
    return TestClient(guarded, base_url="http://127.0.0.1", headers=told, client=("127.0.0.1", 5))


def _address(library: Library, user: str, **told: str) -> str:
    view = library.visible_to(read_access(library.home).reader(user)) if user else library.visible_to()
    file = write_file(library.home.parent, "memo.docx", b"a memo", view, ["toll"], **told)
    kept = save_file_to_cache(file, cache_dir=str(library.home.parent / "cache"))
    return f"/gradio_api/file={quote(kept)}"


@pytest.mark.parametrize("user", ["ana", ""])
def test_a_download_is_on_record_when_it_is_fetched(library: Library, user: str) -> None:
    address = _address(library, user, what="a memo", of="abc")
    assert list(Record(library.home).entries()) == []
    assert _client(library, user).get(address).text == "the file"
    (entry,) = Record(library.home).entries()
    rests = [{"source": "toll"}] if user else []
    assert entry["exported"] == {"what": "a memo", "id": "abc", "rests": rests}
    assert entry["by"] == (user or "local")


def test_what_is_refused_or_is_no_export_is_not(library: Library) -> None:
    address = _address(library, "ana", what="a memo", of="abc")
    assert _client(library, "bea").get(address).status_code == 404
    assert _client(library, "ana").head(address).status_code == 200
    assert _client(library, "ana").get(_address(library, "ana")).status_code == 200
    assert list(Record(library.home).entries()) == []
