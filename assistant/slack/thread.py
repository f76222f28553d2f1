"""A thread, which is a conversation: what it is called where its answers are kept, in the labels of its own
documents, and in buttons."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from assistant.workspace.access import ALONE


@dataclass(frozen=True, slots=True)
class SlackThread:
    """A thread of a channel; `ts` is the timestamp of its first message."""

    channel: str
    ts: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.ts}"

    @property
    def is_direct(self) -> bool:
        """Whether it is between us and one person."""
        return self.channel.startswith("D")

    @property
    def reader(self) -> str:
        """The name under which its conversation is kept."""
        return f"slack:{self}"

    @property
    def conversation(self) -> str:
        """The id of its conversation."""
        return hashlib.sha256(str(self).encode()).hexdigest()[:32]

    @property
    def own(self) -> frozenset[str]:
        """The label of the documents that are for it alone."""
        return frozenset({ALONE + str(self)})

    def button(self, what: str) -> str:
        """What a button in it holds: where it is, and what is meant."""
        return f"{self.channel}|{self.ts}|{what}"


def parse_button(value: str) -> tuple[SlackThread, str]:
    """Where a button is, and what it means."""
    channel, ts, what = value.split("|", 2)
    return SlackThread(channel, ts), what
