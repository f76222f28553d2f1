"""A Chroma server that is at fault: whoever asks is told in time which it is, and nothing that was stored is
lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ingest.errors import LibraryError
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from tests.commands import Pincite
from tests.faults.service import FAULTS, Fault, service
from tests.ingest.libraries import WordEmbeddings, wait_for
from tests.ingest.test_vectors import free_port

TIMEOUT_S = 1.5


def library_at(home: Path, url: str) -> Library:
    return Library(home, WordEmbeddings(), "words-64", chroma=url, chroma_timeout_s=TIMEOUT_S)


def outcomes(library: Library, folder: Path) -> dict[str, str]:
    return {Path(one.path).name: one.outcome for one in ingest(collect([str(folder)]), library)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "ferry.txt").write_text("The ferry of Ensenada sails at nine each morning.")
    return folder


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_server_at_fault_is_named_in_time_and_stores_nothing_half(
    home: Path, folder: Path, fault: Fault
) -> None:
    with service(fault) as server, closing(library_at(home, server.url)) as library:
        [report] = ingest(collect([str(folder)]), library)
        assert report.outcome == "refused" and server.url in report.reason
        assert "chroma run" in report.hint or "PINCITE_CHROMA" in report.hint
        with pytest.raises(LibraryError, match=server.url):
            library.answers()
        assert library.visible_to().sources == ()


def _is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class Chroma:
    """A real server, which can be stopped in every way and started again where it was."""

    def __init__(self, path: Path) -> None:
        self._path, self._port = path, free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        program = str(Path(sys.executable).with_name("chroma"))
        given = ["--host", "127.0.0.1", "--port", str(self._port), "--path", str(self._path)]
        out = subprocess.DEVNULL
        self._process = subprocess.Popen([program, "run", *given], stdout=out, stderr=out)
        wait_for(lambda: _is_open(self._port))

    def tell(self, number: signal.Signals) -> None:
        os.kill(self._process.pid, number)
        if number == signal.SIGKILL:
            self._process.wait()


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[Chroma]:
    server = Chroma(tmp_path / "chroma")
    yield server
    with suppress(ProcessLookupError):
        server.tell(signal.SIGKILL)


@pytest.mark.process
def test_a_server_that_hangs_dies_and_comes_back_has_lost_nothing(
    home: Path, folder: Path, chroma: Chroma
) -> None:
    with closing(library_at(home, chroma.url)) as library:
        assert outcomes(library, folder) == {"ferry.txt": "stored"}
        (folder / "pier.txt").write_text("The pier of Ensenada is painted in May.")
        for stops, told in ((signal.SIGSTOP, "did not answer within"), (signal.SIGKILL, chroma.url)):
            chroma.tell(stops)
            with pytest.raises(LibraryError, match=told):
                library.visible_to().nearest("When does the ferry sail?", 1)
            assert not _stores(library, folder)
            assert [one.slug for one in library.visible_to().sources] == ["ferry"]
            if stops == signal.SIGSTOP:
                chroma.tell(signal.SIGCONT)
                wait_for(lambda: _answers(library))
                assert library.visible_to().nearest("When does the ferry sail?", 1)
        chroma.start()
        wait_for(lambda: _answers(library))
        assert outcomes(library, folder) == {"ferry.txt": "unchanged", "pier.txt": "stored"}
        for slug, question in (("ferry", "When does the ferry sail?"), ("pier", "When is the pier painted?")):
            assert library.visible_to().nearest(question, 1)[0].passage.source == slug


def _stores(library: Library, folder: Path) -> bool:
    """Whether anything of a folder is stored; what is half stored is first to be taken away, which fails for
    all of it."""
    try:
        return "stored" in outcomes(library, folder).values()
    except LibraryError:
        return False


def _answers(library: Library) -> bool:
    try:
        library.answers()
    except LibraryError:
        return False
    return True


@pytest.mark.process
@pytest.mark.model
def test_the_command_line_says_which_server_hangs(
    home: Path, folder: Path, chroma: Chroma, pincite: Pincite
) -> None:
    given = {"PINCITE_CHROMA": chroma.url, "PINCITE_CHROMA_TIMEOUT": "2"}
    assert pincite("ingest", folder, home=home, env=given).returncode == 0
    assert "nine" in pincite("ask", "When does the ferry sail?", home=home, env=given).stdout
    chroma.tell(signal.SIGSTOP)
    told = pincite("ask", "When does the ferry sail?", home=home, env=given)
    chroma.tell(signal.SIGCONT)
    assert told.returncode == 1 and f"{chroma.url}: the Chroma server did not answer within 2" in told.stderr
    assert "PINCITE_CHROMA_TIMEOUT" in told.stderr
