"""What Slack keeps, how calls change it, and when it refuses: messages, threads, streams, statuses, and what
is good for a short time only."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.slack.block_kit import BLOCKS, SLACK_CHARACTERS
from tests.slack.shown import shown
from tests.slack.slack_values import (
    BOT_USER,
    Blocks,
    Channel,
    File,
    Message,
    Refused,
    ResponseUrl,
    Status,
    User,
    View,
)

STREAM_LIFE_S = 300.0  # measured by others; Slack does not document it
TRIGGER_LIFE_S = 3.0
URL_USES = 5


@dataclass(frozen=True)
class Stream:
    """How a streamed message is being written, and why it takes no more."""

    started: float
    over: str = ""


@dataclass
class Workspace:
    """One workspace with the app in it. Whatever changes it holds `lock`; `changed` hears of each message
    that is new, changed or deleted.

    `base` is where files are, `scopes` is what the app's token may do.
    """

    base: str = ""
    scopes: frozenset[str] = frozenset()
    stream_life_s: float = STREAM_LIFE_S
    trigger_life_s: float = TRIGGER_LIFE_S
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    streams: dict[tuple[str, str], Stream] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    prompts: list[dict[str, Any]] = field(default_factory=list)
    reactions: list[tuple[str, str, str]] = field(default_factory=list)
    views: dict[str, View] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    triggers: dict[str, tuple[float, str, str]] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    changed: Callable[[str, Message], None] = lambda _what, _message: None
    lock: threading.RLock = field(default_factory=threading.RLock)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def new_id(self, letter: str) -> str:
        """An id that is used nowhere else."""
        return f"{letter}0{next(self._numbers):08d}"

    def new_ts(self) -> str:
        """A timestamp that is used nowhere else and is later than all before."""
        return f"{int(time.time())}.{next(self._numbers):06d}"

    # --- conversations and messages

    def channel(self, name: Any) -> Channel:
        """The conversation with this id, or the direct messages with this user, if the app is in it."""
        direct = (one for one in self.channels.values() if one.kind == "im" and name in one.members)
        channel = self.channels.get(str(name)) or next(direct, None)
        if channel is None:
            raise Refused("channel_not_found")
        if not channel.has_bot:
            raise Refused("not_in_channel" if channel.kind == "channel" else "channel_not_found")
        return channel

    def message(self, channel: Any, ts: Any) -> Message:
        """The message, if it is there."""
        if (found := self.messages.get((str(channel), str(ts)))) is None:
            raise Refused("message_not_found")
        return found

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The thread's root and its replies, by time."""
        with self.lock:
            found = [
                one
                for one in self.messages.values()
                if one.channel == channel and ts in (one.ts, one.thread_ts)
            ]
        return sorted(found, key=lambda one: (one.ts != ts, one.ts))

    def root(self, channel: str, thread_ts: Any) -> str:
        """The timestamp of a thread, if a thread can be there."""
        found = self.messages.get((channel, str(thread_ts)))
        if found is None:
            raise Refused("thread_not_found")
        if found.thread_ts not in (None, found.ts):
            raise Refused("cannot_reply_to_message")
        return found.ts

    def post(
        self,
        channel: str,
        user: str,
        text: str = "",
        *,
        blocks: Blocks | None = None,
        thread_ts: str | None = None,
        files: Sequence[File] = (),
    ) -> Message:
        """A new message, by anybody. One in a thread takes the app's status away."""
        with self.lock:
            thread = self.root(channel, thread_ts) if thread_ts else None
            message = Message(
                channel, self.new_ts(), user, text, self.with_ids(blocks or []), thread, tuple(files)
            )
            self.messages[channel, message.ts] = message
            if user == BOT_USER and thread and self.status(channel, thread):
                self.statuses.append(Status(channel, thread, "", time.monotonic()))
        self.changed("new", message)
        return message

    def update(self, channel: str, ts: str, changes: dict[str, Any]) -> Message:
        """Change a message of the app's own. Without blocks its blocks stay, as in Slack."""
        with self.lock:
            before = self.message(channel, ts)
            if not before.by_bot:
                raise Refused("cant_update_message")
            if self._open(before):
                raise Refused("streaming_state_conflict")
            if "blocks" in changes:
                changes = {**changes, "blocks": self.with_ids(changes["blocks"])}
            message = replace(before, **changes, edits=before.edits + 1, streaming=False)
            self.messages[channel, ts] = message
        self.changed("changed", message)
        return message

    def delete(self, channel: str, ts: str) -> None:
        """Take away a message of the app's own."""
        with self.lock:
            message = self.message(channel, ts)
            if not message.by_bot or self._open(message):
                raise Refused("cant_delete_message")
            del self.messages[channel, ts]
        self.changed("deleted", message)

    def add(self, file: File) -> File:
        """Put a file into Slack, or another in its place."""
        self.files[file.id] = file
        return file

    def with_ids(self, blocks: Blocks) -> Blocks:
        """The blocks, each with an id: Slack gives one to those that have none."""
        return [{**block, "block_id": block.get("block_id") or self.new_id("b")} for block in blocks]

    # --- statuses and streams

    def status(self, channel: str, thread_ts: str) -> str:
        """What the app is doing in the thread, as shown now."""
        of_thread = [
            one.text for one in self.statuses if (one.channel, one.thread_ts) == (channel, thread_ts)
        ]
        return of_thread[-1] if of_thread else ""

    def start_stream(self, channel: str, thread_ts: str, chunks: Blocks) -> Message:
        """A new message that is being written."""
        with self.lock:
            blocks = _with_chunks([], chunks, self.with_ids)
            message = replace(
                self.post(channel, BOT_USER, blocks=blocks, thread_ts=thread_ts), streaming=True
            )
            self.messages[channel, message.ts] = message
            self.streams[channel, message.ts] = Stream(time.monotonic())
        return message

    def append_stream(self, channel: str, ts: str, chunks: Blocks) -> Message:
        """Write more."""
        with self.lock:
            message = self._writable(channel, ts)
            self.messages[channel, ts] = message = replace(
                message, blocks=_with_chunks(message.blocks, chunks, self.with_ids)
            )
        return message

    def stop_stream(self, channel: str, ts: str, chunks: Blocks, blocks: Blocks) -> Message:
        """The end of writing, with blocks below everything else that have a limit of their own."""
        with self.lock:
            message = self._writable(channel, ts)
            message = replace(
                message,
                blocks=_with_chunks(message.blocks, chunks, self.with_ids) + self.with_ids(blocks),
                streaming=False,
            )
            if len(shown(message.blocks)) > SLACK_CHARACTERS:
                raise Refused("msg_blocks_too_long")
            self.messages[channel, ts] = message
            self.end_stream(channel, ts, "message_not_in_streaming_state")
        self.changed("changed", message)
        return message

    def end_stream(self, channel: str, ts: str, why: str) -> None:
        """Take no more for a message: `why` is the error that further calls get."""
        with self.lock:
            self.streams[channel, ts] = replace(self.streams[channel, ts], over=why)
            self.messages[channel, ts] = replace(self.messages[channel, ts], streaming=False)

    def _open(self, message: Message) -> bool:
        stream = self.streams.get((message.channel, message.ts))
        if stream and not stream.over and time.monotonic() - stream.started > self.stream_life_s:
            self.end_stream(message.channel, message.ts, "message_not_in_streaming_state")
        return self.messages[message.channel, message.ts].streaming

    def _writable(self, channel: str, ts: str) -> Message:
        message = self.message(channel, ts)
        if not message.by_bot:
            raise Refused("message_not_owned_by_app")
        if not self._open(message):
            stream = self.streams.get((channel, ts))
            raise Refused(stream.over if stream else "message_not_in_streaming_state")
        return message

    # --- what is good for a short time only

    def new_trigger(self, user: str, channel: str) -> str:
        """What lets the app open a modal, once and soon."""
        trigger = uuid.uuid4().hex
        self.triggers[trigger] = (time.monotonic(), user, channel)
        return trigger

    def new_response_url(self, to: ResponseUrl) -> str:
        """The last part of an address at which the app may answer."""
        name = uuid.uuid4().hex
        self.response_urls[name] = to
        return name

    def respond(self, name: str) -> ResponseUrl:
        """Use such an address once more."""
        with self.lock:
            found = self.response_urls.get(name)
            if found is None or found.uses >= URL_USES:
                raise Refused("expired_url" if found is None else "used_url")
            self.response_urls[name] = replace(found, uses=found.uses + 1)
        return found

    def pull(self, trigger: str) -> tuple[str, str]:
        """Use a trigger up: its user and channel."""
        if trigger not in self.triggers:
            raise Refused("invalid_trigger_id")
        at, user, channel = self.triggers[trigger]
        if not user:
            raise Refused("exchanged_trigger_id")
        if time.monotonic() - at > self.trigger_life_s:
            raise Refused("expired_trigger_id")
        self.triggers[trigger] = (at, "", "")
        return user, channel


def _with_chunks(blocks: Blocks, chunks: Blocks, with_ids: Callable[[Blocks], Blocks]) -> Blocks:
    """The blocks of a streamed message after these chunks; a task is shown once, as it stands."""
    blocks = list(blocks)
    for chunk in chunks:
        if chunk["type"] == "blocks":
            blocks += with_ids(chunk["blocks"])
        elif chunk["type"] == "task_update":
            card = {**chunk, "type": "task_card", "block_id": f"task-{chunk['id']}"}
            at = next(
                (index for index, block in enumerate(blocks) if block["block_id"] == card["block_id"]),
                len(blocks),
            )
            blocks[at : at + 1] = [card]
    if len(blocks) > BLOCKS["message"]:
        raise Refused("msg_blocks_too_many")
    if len(shown(blocks)) > SLACK_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    return blocks
