"""Two processes serve one home at once, and nothing that was asked or added is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.answer.record import Record
from assistant.build import build_workspace
from assistant.settings import Settings
from ingest.types import Reader

pytestmark = [pytest.mark.model, pytest.mark.process]
_MANY = 6
_WHO = ("ana", "bo")


def test_nothing_is_lost_where_two_processes_serve_one_home(home: Path) -> None:
    build_workspace(Settings(home=str(home)))
    command = [sys.executable, "-m", "tests.assistant.workspace.beside", str(home)]
    both = [subprocess.Popen([*command, who, str(_MANY)]) for who in _WHO]
    assert [one.wait(200) for one in both] == [0, 0]
    workspace = build_workspace(Settings(home=str(home)))
    slugs = {one.slug for one in workspace.library.whole().sources}
    assert slugs == {f"{who}-{number}" for who in _WHO for number in range(_MANY)}
    for who in _WHO:
        assert len(workspace.conversations.found(workspace.visible_to(Reader(who)))) == _MANY
    assert workspace.visible_to(Reader("ana")).nearest("toll at pier", 2 * _MANY)
    record = Record(home)
    assert not record.check().wrong
    asked = [one for one in record.entries() if "documents" not in one]
    assert len(asked) == len(_WHO) * _MANY
