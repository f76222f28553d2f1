"""What one user's page makes is in their list, and behind no address for another."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from assistant.build import build_workspace
from assistant.settings import Settings
from assistant.web.made import MadeList
from assistant.web.memo import FORM, MemoTab
from assistant.web.turns import Turns
from assistant.web.verify import Verifications
from assistant.workspace.workspace import Workspace
from ingest.types import Reader

HEADER = "X-Forwarded-User"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=str(tmp_path), user_header=HEADER)


@pytest.fixture
def workspace(settings: Settings) -> Workspace:
    return build_workspace(settings)


def of(name: str) -> gr.Request:
    return gr.Request(session_hash=f"page of {name}", headers={HEADER: name})


def event(**data: Any) -> Any:
    return SimpleNamespace(**data)


def test_what_a_user_makes_is_listed_and_opened_for_them_alone(
    workspace: Workspace, settings: Settings
) -> None:
    checks, listed = Verifications(workspace, settings, Turns(1)), MadeList(workspace, settings)
    checks.begin(of("ana"), None, "# Tolls\n\nThe toll is 4 crowns.")
    *_, last = checks.follow(of("ana"))
    assert "The library is empty" in last[0] and 'data-act="to-library"' in last[0]
    html, clock = listed.show(of("ana"))
    assert "Tolls" in html and "Failed" in html and not clock.active
    assert "Tolls" not in listed.show(of("ben"))[0]

    [made] = workspace.made.list(workspace.visible_to(Reader("ana")))
    opened = checks.open(event(k=made.id), of("ana"))
    assert "This failed." in opened[0] and opened[-1] == "# Tolls\n\nThe toll is 4 crowns."
    hidden = checks.open(event(k=made.id), of("ben"))
    assert "belongs to someone else" in hidden[0] and hidden[-1] == gr.skip()

    listed.delete(event(id=made.id), of("ben"))
    assert "Tolls" in listed.show(of("ana"))[0], "nobody deletes what is another's"
    assert "Tolls" not in listed.delete(event(id=made.id), of("ana"))[0]


def test_a_memo_that_came_to_nothing_has_its_form(workspace: Workspace, settings: Settings) -> None:
    memos = MemoTab(workspace, settings, Turns(1))
    form = dict.fromkeys(FORM) | {"topic": "Tolls", "format": "bluf", "to": "The Minister", "only": []}
    memos.begin(of("ana"), *form.values())
    list(memos.follow(of("ana")))
    [made] = workspace.made.list(workspace.visible_to(Reader("ana")))
    opened = memos.open(event(m=made.id), of("ana"))
    assert list(opened[-len(FORM) :]) == list(form.values())
    assert "No memo on record" in memos.open(event(m=made.id), of("ben"))[0]
