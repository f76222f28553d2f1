"""One server of a kind on a home; what is temporary lies in it; it is its owner's alone."""

from __future__ import annotations

import os
import stat
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.workspace.serving import serving
from ingest.errors import UsageError
from ingest.private import make_private, open_to_others
from tests.ingest.libraries import word_library

Pincite = Callable[..., "subprocess.CompletedProcess[str]"]
posix = pytest.mark.skipif(os.name != "posix", reason="a folder's rights are others' here")


def test_a_second_server_on_a_home_is_refused_with_who_holds_it(home: Path, pincite: Pincite) -> None:
    with serving(home, "serve"):
        with pytest.raises(UsageError, match=f"process {os.getpid()} on .+, since"), serving(home, "serve"):
            pytest.fail("two of them run")
        with serving(home, "slack"):
            pass
        told = pincite("serve", "--port", "0", home=home)
        assert told.returncode == 2 and f"another `pincite serve` runs on {home}" in told.stderr
        assert "process" not in pincite("library", "list", home=home).stderr
    with serving(home, "serve"):
        pass


def test_temporary_files_lie_in_the_home_and_a_killed_servers_are_swept(home: Path) -> None:
    left = home / "tmp" / "serve" / "left.docx"
    old, new = home / "uploads" / "a" / "old.pdf", home / "uploads" / "new.pdf"
    for path in (left, old, new):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("A text.")
    os.utime(old, (0, 0))
    before = tempfile.gettempdir()
    with serving(home, "serve"):
        assert not left.exists() and not old.exists() and new.exists()
        with tempfile.TemporaryDirectory() as folder:
            assert (home / "tmp" / "serve").resolve() in Path(folder).parents
    assert tempfile.gettempdir() == before and not (home / "tmp" / "serve").exists()


@posix
def test_a_home_becomes_its_owners_alone_and_nothing_else_in_it_does(home: Path) -> None:
    home.mkdir(mode=0o755)
    (home / "files").mkdir(mode=0o755)
    for name in ("files/a.txt", "record.jsonl", "notes.txt"):
        (home / name).write_text("A text.")
        (home / name).chmod(0o644)
    home.chmod(0o755)
    word_library(home).close()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (home, *home.rglob("*"))}
    assert (modes["home"], modes["files"], modes["a.txt"], modes["record.jsonl"]) == (
        0o700,
        0o700,
        0o600,
        0o600,
    )
    assert modes["notes.txt"] == 0o644  # it is not ours


@posix
def test_what_may_not_be_written_is_not_made_writable(home: Path) -> None:
    home.mkdir()
    (home / "record.jsonl").write_text("A text.")
    (home / "record.jsonl").chmod(0o444)
    home.chmod(0o555)
    make_private(home)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (home, home / "record.jsonl")] == [0o500, 0o400]
    home.chmod(0o700)


@posix
def test_what_a_command_makes_is_its_users_alone(home: Path, tmp_path: Path, pincite_apart: Pincite) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry crosses at nine.")
    assert pincite_apart("ingest", tmp_path / "ferry.txt", home=home).returncode == 0
    assert not open_to_others(home) and not list(home.rglob("*.part"))
