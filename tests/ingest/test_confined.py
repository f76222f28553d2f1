"""Other people's files are read in a process that may end, and nothing else does."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.review.op_ed import read_op_ed
from assistant.settings import without_secrets
from assistant.verify.read import paper_of, read_paper
from ingest.confined import Limits, confined, confining
from ingest.errors import NeedsOcr, PinciteError, TookTooMuch, Unforeseen, UsageError
from ingest.folders import Input
from ingest.load.pdf import picture
from ingest.load.web import Fetched
from ingest.pipeline import ingest, read_document
from tests.commands import Pincite
from tests.ingest.conftest import OpenLibrary
from tests.ingest.load.formats import formats
from tests.ingest.reading import lying, reading

pytestmark = pytest.mark.process
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def _confining() -> Iterator[None]:
    with confining(Limits(memory_mb=300, seconds=20, environment={**without_secrets(), "HARBOUR": "9"})):
        yield


def asked(what: str) -> str:
    return confined(reading, b"ferries", what, called="ferries.pdf")


@pytest.mark.parametrize("what", ["spin", "sleep"])
def test_what_takes_too_long_is_a_refusal_that_names_the_file(what: str) -> None:
    late = r"ferries\.pdf cannot be read: it takes more than 0\.5 s"
    with confining(Limits(seconds=0.5)), pytest.raises(TookTooMuch, match=late) as told:
        asked(what)
    assert told.value.hint


@pytest.mark.parametrize("what", ["memory", "crash", "exit"])
def test_what_ends_a_process_or_takes_too_much_is_a_refusal_that_names_the_file(what: str) -> None:
    with pytest.raises(TookTooMuch, match=r"ferries\.pdf") as told:
        asked(what)
    assert told.value.hint
    assert asked("next").startswith("next 7 ")


def test_one_process_reads_one_file_after_the_other_and_is_not_this_one() -> None:
    first, second = (asked(what).split() for what in ("one", "two"))
    assert first[2] == second[2] != str(os.getpid())


@pytest.mark.parametrize("what", ["call", "start"])
def test_who_reads_calls_nobody_and_starts_nothing(what: str) -> None:
    with pytest.raises(Unforeseen, match="PermissionError"):
        asked(what)


def test_an_error_comes_back_as_it_is() -> None:
    with pytest.raises(NeedsOcr, match="these are pictures") as told:
        asked("refuse")
    assert told.value.hint == "recognise them"


def test_what_is_printed_is_no_answer_and_no_key_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked("print").startswith("print 7 ")
    assert "HARBOUR" in asked("keys")
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("PINCITE_HOME", "/h")
    assert {"OPENAI_API_KEY", "PINCITE_HOME"}.isdisjoint(without_secrets())


def test_what_comes_back_is_of_the_type_that_was_asked_for() -> None:
    with pytest.raises((ValidationError, PinciteError)):
        confined(lying, b"a berth", called="berths.txt")


def test_pictures_do_not_wait_for_files_that_take_long() -> None:
    pdf = formats()[".pdf"]

    def sleep() -> None:
        with suppress(TookTooMuch):
            asked("sleep")

    with confining(Limits(seconds=3)):
        slow = [threading.Thread(target=sleep) for _ in range(4)]
        for one in slow:
            one.start()
        shown = confined(picture, pdf, 1, "", called="ferries.pdf", lane="pictures")
        assert all(one.is_alive() for one in slow)
    assert shown == picture(pdf, 1)
    for one in slow:  # who ends reading ends what reads
        one.join(10)
    assert not any(one.is_alive() for one in slow)


@pytest.mark.parametrize("name", sorted(formats()))
def test_what_is_read_there_is_what_is_read_here(name: str) -> None:
    data = formats()[name]
    here = read_document(data, f"ferries{name}")
    assert here.document.text
    assert confined(read_document, data, called="ferries", name=f"ferries{name}") == here


def test_a_file_that_takes_too_much_is_refused_and_the_others_are_stored(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    large = tmp_path / "large.csv"
    large.write_text("Route,Fare\n" + "North,4.50\n" * 800_000, encoding="utf-8")
    small = [tmp_path / "one.txt", tmp_path / "two.md"]
    for file in small:
        file.write_text(f"The toll of {file.stem} is due.", encoding="utf-8")
    paths = [small[0], large, small[1]]
    reports = ingest([Input(str(path)) for path in paths], open_library())
    assert [one.outcome for one in reports] == ["stored", "refused", "stored"]
    assert reports[1].reason.startswith("large.csv cannot be read: it takes more than")
    assert reports[1].hint


def test_memos_and_op_eds_are_read_there_too(open_library: OpenLibrary, tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_text("The toll is due.\n\n" * 200_000, encoding="utf-8")
    with confining(Limits(seconds=0.1)):
        with pytest.raises(UsageError, match=r"large\.txt cannot be read: it takes more than"):
            read_paper(large)
        with pytest.raises(TookTooMuch, match=r"large\.txt"):
            read_op_ed(str(large), open_library().whole(), _nothing)
    memo = tmp_path / "memo.md"
    memo.write_text("# Tolls\n\nThe toll is due.[^1]\n\n[^1]: Toll order, p. 3: “due”.\n", encoding="utf-8")
    assert read_paper(memo) == paper_of(memo.read_bytes(), "memo.md")


def _nothing(address: str) -> Fetched:
    raise AssertionError(address)


def test_a_program_without_a_guard_around_it_reads_so(tmp_path: Path) -> None:
    """A process that reads runs nothing of the program that asks for it."""
    program = tmp_path / "program.py"
    program.write_text(
        "from ingest.confined import Limits, confined, confining\n"
        "from ingest.load import load\n"
        "print('begun')\n"
        "with confining(Limits()):\n"
        "    read = confined(load, b'The toll is due.', called='toll', name='toll.txt')\n"
        "print(read.text)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, program], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.stdout == "begun\nThe toll is due.\n", done.stderr


def test_every_command_reads_so(pincite: Pincite, home: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_text("Route,Fare\n" + "North,4.50\n" * 800_000, encoding="utf-8")
    done = pincite("ingest", large, home=home, env={"PINCITE_READ_MEMORY_MB": "300"})
    assert "large.csv cannot be read: it takes more than 300 MB of memory" in done.stdout + done.stderr
    assert done.returncode == 1
