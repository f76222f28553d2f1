"""One person's uploads leave room, and places, for the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.build import build_workspace
from assistant.settings import Settings
from assistant.workspace.workspace import Workspace
from ingest.confined import Limits, confining
from ingest.errors import LibraryUnwritable, UsageError
from ingest.types import EVERYBODY, FileReport, Reader

pytestmark = pytest.mark.model
ANA, BO = (Reader(name, roles=frozenset({"contributor"})) for name in ("ana@quay.example", "bo@quay.example"))
KEEPER = Reader("keeper@quay.example", roles=frozenset({"librarian"}))


def workspace(folder: Path, person_mb: int = 1, person_uploads: int = 1, free_mb: int = 0) -> Workspace:
    return build_workspace(
        Settings(
            home=str(folder / "home"),
            fetch_allow="127.0.0.1:*",
            person_mb=person_mb,
            person_uploads=person_uploads,
            free_mb=free_mb,
        )
    )


def note(folder: Path, name: str, size: int = 0) -> Path:
    path = folder / name
    path.write_text(f"The toll of {path.stem} is due on Monday.\n" + " " * size, encoding="utf-8")
    return path


def outcomes(events: Iterator[object]) -> list[str]:
    return [event.outcome for event in events if isinstance(event, FileReport)]


def test_a_persons_documents_have_their_share_of_space(tmp_path: Path) -> None:
    documents = workspace(tmp_path).documents
    assert outcomes(documents.upload([note(tmp_path, "north.txt", 700_000)], reader=ANA)) == ["stored"]
    with pytest.raises(UsageError, match="You may have 1 MB") as told:
        list(documents.upload([note(tmp_path, "south.txt", 400_000)], reader=ANA))
    assert "librarian" in told.value.hint
    assert outcomes(documents.upload([tmp_path / "south.txt"], reader=BO)) == ["stored"]
    large = note(tmp_path, "whole.txt", 1_500_000)
    assert outcomes(documents.upload([large], reader=KEEPER)) == ["stored"]


def test_nothing_is_taken_in_where_the_disk_is_nearly_full(tmp_path: Path) -> None:
    documents = workspace(tmp_path, free_mb=10**9).documents
    with pytest.raises(LibraryUnwritable, match="too little space"):
        list(documents.upload([note(tmp_path, "north.txt")], reader=KEEPER))


def test_a_person_has_so_much_under_way_and_others_go_on(tmp_path: Path) -> None:
    documents, done = workspace(tmp_path).documents, threading.Event()

    class Slow(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            done.wait(60)
            self.send_error(404)

    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        events = documents.fetch(f"http://127.0.0.1:{server.server_address[1]}/a.txt", reader=ANA)
        next(events)
        with pytest.raises(UsageError, match=r"1 uploads? under way"):
            list(documents.upload([note(tmp_path, "north.txt")], reader=ANA))
        assert outcomes(documents.upload([tmp_path / "north.txt"], reader=BO)) == ["stored"]
        done.set()
        assert outcomes(events) == ["refused"]
        server.shutdown()
    assert outcomes(documents.upload([note(tmp_path, "south.txt")], reader=ANA)) == ["stored"]


@pytest.mark.process
def test_while_one_persons_file_is_read_others_add_and_ask(tmp_path: Path) -> None:
    work = workspace(tmp_path, person_mb=100)
    large = tmp_path / "large.txt"
    large.write_text("The toll is due.\n\n" * 300_000, encoding="utf-8")  # it takes far longer than the rest
    with confining(Limits()):
        slow = work.documents.upload([large], reader=ANA)
        next(slow)
        assert outcomes(work.documents.upload([note(tmp_path, "north.txt")], reader=BO)) == ["stored"]
        view = work.visible_to(EVERYBODY)
        assert [one.slug for one in view.sources] == ["north"]
        assert work.assistant.ask("When is the toll of north due?", reader=EVERYBODY).citations
    assert outcomes(slow) == ["refused"]  # who ends the reading ends what reads
