"""What Slack has to do with, as values: people, conversations, messages, files, modals, and the refusal of a
call."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.slack.shown import shown

Blocks = list[dict[str, Any]]
Kind = Literal["channel", "group", "mpim", "im"]

TEAM, APP, BOT, BOT_USER = "T0STANDIN", "A0PINCITE", "B0PINCITE", "U0PINCITE"


class Refused(Exception):
    """A call that Slack does not carry out: the answer's `error` and its further fields."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error, **more}


@dataclass(frozen=True)
class User:
    """Somebody in the workspace."""

    id: str
    name: str
    email: str


@dataclass(frozen=True)
class Channel:
    """A conversation: public or private channel, group of people, or direct message with the app."""

    id: str
    name: str
    kind: Kind = "channel"
    members: frozenset[str] = frozenset()
    has_bot: bool = True


@dataclass(frozen=True)
class File:
    """A file that somebody or the app put into Slack. `size` is what Slack says, which a test may make
    another than the content's."""

    id: str
    name: str
    mimetype: str
    content: bytes
    size: int
    title: str = ""
    user: str = BOT_USER


@dataclass(frozen=True)
class Message:
    """A message as it stands now. `to` names the only reader of an ephemeral one; `streaming` says that Slack
    shows it as being written."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: Blocks = field(default_factory=list)
    thread_ts: str | None = None
    files: tuple[File, ...] = ()
    to: str = ""
    edits: int = 0
    streaming: bool = False

    @property
    def shown(self) -> str:
        """What somebody reads: the blocks where there are any, else the text."""
        return shown(self.blocks) if self.blocks else html.unescape(self.text)

    @property
    def by_bot(self) -> bool:
        """Whether the app wrote it."""
        return self.user == BOT_USER


@dataclass(frozen=True)
class Status:
    """What the app said that it is doing in a thread; an empty text takes the last one away."""

    channel: str
    thread_ts: str
    text: str
    at: float


@dataclass(frozen=True)
class View:
    """A modal as its reader sees it now."""

    id: str
    user: str
    view: dict[str, Any]
    hash: str
    channel: str = ""


@dataclass(frozen=True)
class ResponseUrl:
    """What an interaction lets the app answer, a few times: in its channel, to its user, or over its
    message."""

    channel: str
    user: str
    message_ts: str = ""
    thread_ts: str | None = None
    uses: int = 0
