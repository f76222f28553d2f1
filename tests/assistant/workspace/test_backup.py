"""A home folder is backed up while others write to it, and put back whole or not at all."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import stat
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.record import Record
from assistant.workspace.backup import back_up, restore
from assistant.workspace.conversation_store import Conversation, ConversationStore, Exchange
from assistant.workspace.forgetting import forget_document, pending
from ingest.database import Database
from ingest.errors import LibraryBusy, LibraryCorrupt, UsageError
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from tests.assistant.workspace.backing_up import (
    add_without_end,
    ask_without_end,
    back_up_to,
    forget_in,
    restore_to,
)
from tests.faults.test_chroma import Chroma
from tests.faults.test_chroma import chroma as chroma
from tests.ingest.libraries import (
    WordEmbeddings,
    check_whole,
    finish,
    start,
    wait_for,
    word_library,
)
from tests.left_behind import holders

Pincite = Callable[..., "subprocess.CompletedProcess[str]"]
PLANTED = "zyxqvort"


@pytest.fixture
def filled(home: Path, tmp_path: Path) -> Path:
    """Two documents, a conversation, a line of the record, settings and a database of another's."""
    documents = tmp_path / "documents"
    documents.mkdir()
    for name, text in (
        ("pier", f"The pier of {PLANTED} has a crane. " * 40),
        ("toll", "A toll is due. " * 40),
    ):
        (documents / f"{name}.md").write_text(f"# {name}\n\n{text}")
    library = word_library(home)
    ingest(collect([str(documents)]), library)
    library.close()
    ConversationStore(home).save("ann", Conversation(title="Of tolls", exchanges=(Exchange("How much?"),)))
    Record(home).append({"answer": {"id": "a1", "question": "How much?"}, "by": "ann"})
    (home / "pincite.toml").write_text("answer_sentences = 4\n")
    (home / "access.toml").write_text('librarians = ["ann"]\n')
    given = home / "made" / "x" / "files" / "y"
    given.mkdir(parents=True)
    (given / "our.tmp").write_text("what somebody gave")
    Database(home / "accounts.sqlite3", lambda _: None)
    (home / "accounts.sqlite3").touch()
    (home / "not ours.txt").write_text("of somebody else")
    return home


def _files(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_what_is_put_back_is_what_was_there(filled: Path, tmp_path: Path) -> None:
    to, new = tmp_path / "backup.zip", tmp_path / "new"
    heard: list[tuple[int, int]] = []
    done = back_up(filled, to, told=lambda done, total: heard.append((done, total)))
    assert stat.S_IMODE(to.stat().st_mode) == 0o600 and heard and heard[-1][0] <= heard[-1][1]
    assert restore(to, new) == done
    before, after = _files(filled), _files(new)
    check_whole(new)
    databases = {name for name in after if "sqlite3" in name}
    assert {name: after[name] for name in after.keys() - databases} == {
        name: before[name] for name in after.keys() - databases
    }
    left = before.keys() - after.keys()
    assert all(name == "not ours.txt" or name.endswith((".lock", "-wal", "-shm")) for name in left), left
    assert "made/x/files/y/our.tmp" in after and "accounts.sqlite3" in after
    assert [one.title for one in ConversationStore(new).list("ann")] == ["Of tolls"]
    assert not Record(new).check().wrong and Record(new).check().lines == 1
    assert {stat.S_IMODE(path.stat().st_mode) for path in new.rglob("*")} == {0o600, 0o700}
    assert not list(tmp_path.glob(".*")) and not (filled / "tmp").exists()


def test_neither_goes_over_what_is_there(filled: Path, tmp_path: Path) -> None:
    to = tmp_path / "backup.zip"
    back_up(filled, to)
    with pytest.raises(UsageError, match="there already"):
        back_up(filled, to)
    with pytest.raises(UsageError, match="in the home folder"):
        back_up(filled, filled / "backup.zip")
    with pytest.raises(UsageError, match="not empty"):
        restore(to, filled)


def _rewritten(archive: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> Path:
    to = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            put = change(name, old.read(name))
            if put:
                new.writestr(*put)
    return to


def _renamed(name: str, data: bytes, to: str) -> tuple[str, bytes]:
    if name == "manifest.json":
        return name, data.replace(b'"access.toml"', json.dumps(to).encode())
    return (to, data) if name == "access.toml" else (name, data)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda name, data: (name, b"x" + data[1:]) if name == "access.toml" else (name, data), "digest"),
        (lambda name, data: (name, data + b"x") if name == "access.toml" else (name, data), "access.toml"),
        (lambda name, data: None if name == "access.toml" else (name, data), "access.toml"),
        (lambda name, data: None if name == "manifest.json" else (name, data), "no manifest"),
        (lambda name, data: _renamed(name, data, "../access.toml"), "as a backup is made"),
        (lambda name, data: _renamed(name, data, "/tmp/access.toml"), "as a backup is made"),
        (lambda name, data: _renamed(name, data, "rules/../../access.toml"), "as a backup is made"),
        (lambda name, data: _renamed(name, data, "rules\\..\\access.toml"), "as a backup is made"),
        (lambda name, data: _renamed(name, data, ".bashrc"), "as a backup is made"),
    ],
)
def test_a_backup_that_was_changed_is_refused_whole(
    filled: Path, tmp_path: Path, change: Any, told: str
) -> None:
    back_up(filled, tmp_path / "backup.zip")
    changed = _rewritten(tmp_path / "backup.zip", change)
    folder = tmp_path / "put" / "back"
    with pytest.raises((LibraryCorrupt, UsageError), match=told):
        restore(changed, folder)
    assert (
        not folder.exists() and not list(tmp_path.glob("**/.*")) and not (tmp_path / "access.toml").exists()
    )


def test_what_is_no_backup_or_was_cut_short_is_told(filled: Path, tmp_path: Path) -> None:
    to = tmp_path / "backup.zip"
    back_up(filled, to)
    to.write_bytes(to.read_bytes()[:-200])
    for path in (to, filled / "access.toml", tmp_path / "none"):
        with pytest.raises(UsageError):
            restore(path, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Start processes that are killed at the end."""
    with ExitStack() as ends:

        def begin(target: Callable[..., None], *args: object) -> Any:
            process = start(target, *args, output=tmp_path / f"output-{random.random()}")
            ends.callback(process.join, 60)
            ends.callback(process.kill)
            return process

        yield begin


@pytest.mark.process
def test_it_is_whole_while_others_write(filled: Path, tmp_path: Path, processes: Callable[..., Any]) -> None:
    processes(add_without_end, filled, tmp_path)
    for user in ("ben", "eva"):
        processes(ask_without_end, filled, user)
    record = Record(filled)
    wait_for(lambda: sum(1 for _ in record.entries()) > 20 and (tmp_path / "note-3.md").exists())
    sizes = []
    for number in range(3):
        to, new = tmp_path / f"backup-{number}.zip", tmp_path / f"new-{number}"
        back_up(filled, to)
        restore(to, new)
        assert check_whole(new).sources >= 2
        checked = Record(new).check()
        assert not checked.wrong and not Record(new).is_torn
        on_record = {one["answer"]["id"] for one in Record(new).entries()}
        for user in ("ben", "eva"):
            (kept,) = ConversationStore(new).list(user)
            assert kept.exchanges and {one.answer.id for one in kept.exchanges if one.answer} <= on_record
        sizes.append(checked.lines)
    assert sizes[0] < sizes[1] < sizes[2]


@pytest.mark.process
def test_one_that_is_killed_leaves_nothing_half(
    filled: Path, tmp_path: Path, processes: Callable[..., Any]
) -> None:
    to, new = tmp_path / "backup.zip", tmp_path / "new"
    for target, *args in ((back_up_to, filled, to), (restore_to, to, new)):
        for _ in range(4):
            process = processes(target, *args)
            time.sleep(random.uniform(0, 0.2))
            process.kill()
            process.join()
            made = args[1]
            if made.exists():
                restore(to, tmp_path / "tried") if made == to else check_whole(new)
                shutil.rmtree(tmp_path / "tried", ignore_errors=True)
                made.unlink() if made == to else shutil.rmtree(new)
        assert finish(processes(target, *args)) == 0
    check_whole(new)
    assert not list(tmp_path.glob(".*")) and not (filled / "tmp").exists()


@pytest.mark.process
def test_a_forgetting_that_is_killed_goes_on(
    filled: Path, tmp_path: Path, processes: Callable[..., Any]
) -> None:
    copy = tmp_path / "copy"
    for number in range(5):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(filled, copy)
        process = processes(forget_in, copy, "pier")
        wait_for((copy / "forgetting.json").exists)
        time.sleep(number * 0.03)
        process.kill()
        process.join()
        library = word_library(copy)
        if pending(copy):
            with library.writing():
                forget_document(library, Record(copy), "pier")
        library.close()
        assert holders(copy, PLANTED) == [] and pending(copy) is None
        assert not Record(copy).check().wrong and check_whole(copy).sources == 1


@pytest.mark.process
def test_vectors_of_a_server_are_forgotten_and_backed_up_too(
    home: Path, tmp_path: Path, chroma: Chroma
) -> None:
    for name in ("pier", "toll"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n" + f"The {name} has a keeper. " * 40)
    library = Library(home, WordEmbeddings(), "words-64", chroma=chroma.url)
    ingest(collect([str(tmp_path / "pier.md"), str(tmp_path / "toll.md")]), library)
    with library.writing():
        forget_document(library, Record(home), "pier")
    assert library.whole().nearest("the keeper of the toll", 1)[0].passage.source == "toll"
    library.close()
    back_up(home, tmp_path / "backup.zip", chroma=chroma.url)
    restore(tmp_path / "backup.zip", tmp_path / "new")
    assert check_whole(tmp_path / "new").sources == 1
    alone = word_library(tmp_path / "new")
    assert alone.whole().nearest("the keeper of the toll", 1)[0].passage.source == "toll"
    alone.close()


def test_two_at_once_are_one_too_many(filled: Path, tmp_path: Path) -> None:
    def again(done: int, total: int) -> None:
        with pytest.raises(LibraryBusy):
            back_up(filled, tmp_path / "other.zip")

    back_up(filled, tmp_path / "backup.zip", told=again)
    assert not (tmp_path / "other.zip").exists()


@pytest.mark.model
@pytest.mark.process
def test_the_restored_home_is_sound_and_answers_alike(
    bundled_home: Path, tmp_path: Path, pincite: Pincite
) -> None:
    question = "What tariffs were imposed on Mexico?"
    before = json.loads(pincite("ask", question, "--json", home=bundled_home).stdout)
    done = pincite("backup", tmp_path / "backup.zip", home=bundled_home)
    assert done.returncode == 0, done.stderr
    restored = pincite("restore", tmp_path / "backup.zip", home=tmp_path / "new")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "ok" in restored.stdout and "vectors" in restored.stdout
    after = json.loads(pincite("ask", question, "--json", home=tmp_path / "new").stdout)
    for name in ("sentences", "citations", "status", "missing", "follow_ups"):
        assert before[name] == after[name]
    assert before["sentences"]


def test_the_digests_are_those_of_the_files(filled: Path, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        members = json.loads(archive.read("manifest.json"))["members"]
        assert members["access.toml"]["sha256"] == hashlib.sha256(archive.read("access.toml")).hexdigest()
        assert {*members, "manifest.json"} == {*archive.namelist()}
