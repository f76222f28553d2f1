"""A few short notes, which answer quickly, and what the bot says of them, for tests that need no sample
library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from assistant.build import build_workspace
from assistant.settings import Settings
from assistant.workspace.access import NAME
from assistant.workspace.workspace import Workspace
from ingest.types import FileReport
from tests.slack.conftest import manifest_events, manifest_scopes, running
from tests.slack.slack_values import File, Message
from tests.slack.stand_in import ANA, DESK, StandIn

WAIT_S = 60.0  # the machine may have other things to do
FERRY = "The ferry at Alder carries 900 people a day.\n"
BIRCH = "The Birch tunnel was opened on 7 June 2019 by the Minister of Works.\n"
WHEN_BIRCH = "When was the Birch tunnel opened?"
OPENED = "7 June 2019"


def workspace_of(folder: Path, notes: Mapping[str, str]) -> Workspace:
    """A workspace in a new folder, with these notes by file name for everybody."""
    workspace = build_workspace(Settings(home=str(folder / "home"), fetch_allow="127.0.0.1:*"))
    for name, text in notes.items():
        put(workspace, folder, name, text)
    return workspace


def put(workspace: Workspace, folder: Path, name: str, text: str, *labels: str) -> str:
    """Add a note for whoever has one of the labels, for everybody without any: its slug."""
    file = folder / name
    file.write_text(text)
    *_, report = workspace.documents.upload([file], **({"access": frozenset(labels)} if labels else {}))  # type: ignore[arg-type]
    assert isinstance(report, FileReport) and report.outcome == "stored", report
    return report.slug


@contextmanager
def bot_over(workspace: Workspace, **others: Any) -> Iterator[StandIn]:
    """Slack with the bot over a workspace; `others` are settings."""
    with (
        StandIn(scopes=manifest_scopes(), events=manifest_events()) as slack,
        running(slack, workspace, **others),
    ):
        yield slack


@contextmanager
def access(workspace: Workspace, text: str) -> Iterator[None]:
    """`access.toml` as it is written here, for a while."""
    file = workspace.library.home / NAME
    file.write_text(text)
    try:
        yield
    finally:
        file.unlink()


@contextmanager
def without(slack: StandIn, scope: str) -> Iterator[None]:
    """The app as Slack has it when a scope was not granted, for a while."""
    granted = slack.slack.scopes
    slack.slack.scopes = granted - {scope}
    try:
        yield
    finally:
        slack.slack.scopes = granted


def answered(slack: StandIn, ts: str, channel: str = DESK, *, number: int = 1) -> str:
    """What the bot's message of this number in a thread says, once it is whole."""
    return reply(slack, ts, channel, number=number).shown


def reply(slack: StandIn, ts: str, channel: str = DESK, *, number: int = 1) -> Message:
    """The bot's message of this number in a thread, once it is whole."""
    return slack.wait_replies(ts, channel, least=number, timeout=WAIT_S)[number - 1]


def asked(slack: StandIn, question: str, channel: str = DESK) -> str:
    """What is answered to a question that begins a thread in a channel."""
    return answered(slack, slack.mention(question, channel=channel), channel)


def asked_directly(slack: StandIn, question: str, user: str) -> str:
    """What is answered to a question that somebody writes to the bot alone."""
    channel = f"D{user[1:]}"
    return answered(slack, slack.dm(question, user=user), channel)


def asked_on(slack: StandIn, text: str, thread: str, channel: str = DESK, *, user: str = ANA) -> str:
    """What is answered to something that somebody writes into a thread without a mention."""
    number = len(slack.replies(thread, channel)) + 1
    slack.say(text, channel=channel, user=user, thread=thread)
    return answered(slack, thread, channel, number=number)


def begun(slack: StandIn, what: str, channel: str = DESK) -> Message:
    """The message with which the bot begins a thread for what somebody asked by a command or a form."""

    def found() -> Message | None:
        roots = [
            one
            for one in slack.slack.messages.values()
            if one.by_bot and one.channel == channel and not one.thread_ts
        ]
        return next((one for one in roots if one.shown.endswith(f": {what}")), None)

    message = slack.wait(found, WAIT_S)
    assert message
    return message


def ephemeral_after(slack: StandIn, act: Callable[[], object]) -> Message:
    """What the bot tells, after this was done, to one person alone."""
    before = len(slack.ephemerals)
    act()
    slack.wait(lambda: len(slack.ephemerals) > before, WAIT_S)
    return slack.ephemerals[before]


def word_file(slack: StandIn, thread: str, channel: str = DESK) -> File:
    """The last Word file that the bot put into a thread."""

    def found() -> list[File]:
        return [
            file
            for message in slack.replies(thread, channel)
            for file in message.files
            if file.name.endswith(".docx")
        ]

    return slack.wait(found, WAIT_S)[-1]


def written(file: File, part: str = "document") -> str:
    """What a Word file has written in its text, or in its `footnotes`."""
    with zipfile.ZipFile(io.BytesIO(file.content)) as parts:
        return str(etree.fromstring(parts.read(f"word/{part}.xml")).xpath("string()"))
