"""One answer in a thread, as it grows: streamed by Slack's streaming methods, or by edits of a message where
those are missing."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from slack_sdk.web import WebClient

from assistant.render.slack.text import Blocks, notification, packed
from assistant.slack.client import FAILURES, code_of, is_undecided, mapped

_LOG = logging.getLogger(__name__)
_EDITS_APART_S = 1.2  # Slack allows about fifty edits a minute
_POSTS = 3
_GONE = ("message_not_found", "cant_update_message", "edit_window_closed")
_TOO_MUCH = ("invalid_blocks", "msg_blocks_too_long", "msg_too_long", "invalid_blocks_format")


class Reply:
    """The messages that answer one job. What `on_messages` hears is used again by the next try of the same
    job, so that it is answered once, however often it is begun.

    Raises, from all its methods:
        ServiceError: Slack does not take what is to be shown; a `TemporaryServiceError` where it may later.
    """

    def __init__(
        self,
        client: WebClient,
        channel: str,
        thread: str,
        *,
        since: str,
        asker: tuple[str, str],
        bot: str,
        earlier: tuple[str, ...] = (),
        on_messages: Callable[[tuple[str, ...]], None] = lambda _: None,
    ) -> None:
        self._client = client
        self._channel = channel
        self._thread = thread
        self._since = since  # what was asked: all that answers it is later
        self._asker = asker
        self._bot = bot
        self._earlier = list(earlier)
        self._on_messages = on_messages
        self._messages: list[str] = []
        self._ts = ""
        self._shown: Blocks = []
        self._is_stream = False
        self.is_stopped = False  # by its reader
        self._edited = 0.0
        self._is_behind = False

    def add(self, blocks: Blocks) -> None:
        """Show more."""
        for part in packed(blocks):
            if self._shown and len(packed([*self._shown, *part])) > 1:
                self._finish()
            if self._ts:
                self._append(part)
            else:
                self._begin(part)

    def close(self, blocks: Blocks) -> None:
        """Show the last of it; nothing comes after."""
        *before, last = packed(blocks) or [[]]
        for part in before:
            self.add(part)
        if self._is_stream and last and len(packed([*self._shown, *last])) == 1:
            self._finish(last)
        else:
            self.add(last)
            self._finish()
        for ts in self._earlier:
            with suppress(*FAILURES):
                self._client.chat_delete(channel=self._channel, ts=ts)
        self._earlier.clear()

    def _begin(self, part: Blocks) -> None:
        """Open a message: one of an earlier try, a stream, or a new post."""
        self._shown = list(part)
        self._is_stream = False
        if self._earlier:
            self._ts = self._earlier.pop(0)
            self._edit(is_last=True)
        else:
            self._ts = self._started(part)
            self._is_stream = bool(self._ts)
            self._ts = self._ts or self._posted(part)
        self._heard()

    def _heard(self) -> None:
        """Tell of the message at hand."""
        if self._ts not in self._messages:
            self._messages.append(self._ts)
        self._on_messages((*self._messages, *self._earlier))

    def _append(self, part: Blocks) -> None:
        self._shown += part
        if self._is_stream:
            try:
                self._client.chat_appendStream(
                    channel=self._channel, ts=self._ts, chunks=[{"type": "blocks", "blocks": part}]
                )
            except FAILURES as error:
                self.is_stopped = code_of(error) == "stopped_by_user"
                _LOG.warning(
                    "the stream broke off, the message is edited instead: %s", code_of(error) or error
                )
                self._leave_stream()
        self._is_behind = not self._is_stream
        if self._is_behind and time.monotonic() - self._edited >= _EDITS_APART_S:
            self._edit(is_last=False)

    def _finish(self, last: Blocks | None = None) -> None:
        """Let the message at hand be as it is, with the blocks `last` under it."""
        if not self._ts:
            return
        self._shown += last or []
        if self._is_stream:
            try:
                self._client.chat_stopStream(channel=self._channel, ts=self._ts, blocks=last or None)
            except FAILURES as error:
                _LOG.warning(
                    "the stream did not end, the message is edited instead: %s", code_of(error) or error
                )
                self._leave_stream()
        if self._is_behind:
            self._edit(is_last=True)
        self._ts, self._shown, self._is_stream, self._is_behind = "", [], False, False

    def _leave_stream(self) -> None:
        """Go on by edits; Slack takes none while it believes that the message streams."""
        with suppress(*FAILURES):
            self._client.chat_stopStream(channel=self._channel, ts=self._ts)
        self._is_stream, self._is_behind = False, True

    def _started(self, part: Blocks) -> str:
        """The timestamp of a stream that began with these blocks, empty where there is none to be had."""
        team, user = self._asker
        try:
            begun = self._client.chat_startStream(
                channel=self._channel,
                thread_ts=self._thread,
                recipient_team_id=team or None,
                recipient_user_id=user or None,
                chunks=[{"type": "blocks", "blocks": part}],
            )
            return str(begun.get("ts") or "")
        except FAILURES as error:
            _LOG.info("no stream, the message is edited instead: %s", code_of(error) or error)
            return self._lost(part) if is_undecided(error) else ""

    def _posted(self, part: Blocks) -> str:
        """The timestamp of a new message. Where no answer came, it is looked for before it is posted
        again."""
        content: dict[str, Any] = {"blocks": part}
        for number in range(_POSTS):
            try:
                sent = self._client.chat_postMessage(
                    channel=self._channel,
                    thread_ts=self._thread,
                    text=notification(part),
                    unfurl_links=False,
                    unfurl_media=False,
                    **content,
                )
                return str(sent["ts"])
            except FAILURES as error:
                if code_of(error) in _TOO_MUCH and content:
                    _LOG.error("Slack does not take these blocks, their text is sent instead: %s", part)
                    content = {}
                elif not is_undecided(error) or number + 1 == _POSTS:
                    raise mapped(error) from error
                elif found := self._lost(part):
                    return found
                else:
                    time.sleep(number + 1)
        raise AssertionError("the last try returns or raises")

    def _edit(self, *, is_last: bool) -> None:
        """Bring the message up to date. One that is not the last may fail: another follows."""
        self._edited, self._is_behind = time.monotonic(), True
        blocks = self._shown
        for again in (True, False):
            try:
                self._client.chat_update(
                    channel=self._channel, ts=self._ts, text=notification(self._shown), blocks=blocks
                )
                self._is_behind = False
                return
            except FAILURES as error:
                code = code_of(error)
                if code == "streaming_state_conflict" and again:
                    self._leave_stream()  # a process that ended left it so
                elif code in _TOO_MUCH and again and is_last:
                    _LOG.error("Slack does not take these blocks, their text is sent instead: %s", blocks)
                    blocks = []
                elif code in _GONE:
                    self._messages = [ts for ts in self._messages if ts != self._ts]
                    self._ts, self._is_behind = self._posted(self._shown), False
                    self._heard()
                    return
                elif is_last:
                    raise mapped(error) from error
                else:
                    return

    def _lost(self, part: Blocks) -> str:
        """The timestamp of a message of ours that says just this and that we do not know of, empty where
        there is none."""
        with suppress(*FAILURES):
            found = self._client.conversations_replies(
                channel=self._channel, ts=self._thread, oldest=self._since or None, limit=200
            )
            for message in reversed(found.get("messages") or []):
                is_ours = message.get("user") == self._bot and message["ts"] not in self._messages
                if is_ours and list(_texts(message.get("blocks"))) == list(_texts(part)):
                    return str(message["ts"])
        return ""


def _texts(value: Any) -> Iterator[str]:
    """All texts in blocks, in order; Slack gives blocks back with ids that we did not set."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for one in value.values():
            if not isinstance(one, str):
                yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
