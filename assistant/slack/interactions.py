"""What happens at once when somebody presses a button or sends a form, since Slack lets a form be opened for
three seconds only."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.web import WebClient

from assistant.render.slack import wording
from assistant.render.slack.answer import error_blocks, notice_blocks, quotes_view
from assistant.render.slack.text import Blocks, notification
from assistant.render.slack.work import memo_form, note_form
from assistant.slack.client import FAILURES, as_pincite_error, mapped
from assistant.slack.ephemeral import send_ephemeral
from assistant.slack.inbox import Job
from assistant.slack.messages import fields_of, share_job
from assistant.slack.people import People
from assistant.slack.thread import SlackThread, parse_button
from assistant.types import Answer
from assistant.workspace.conversation_store import Conversation
from assistant.workspace.readable import readable
from assistant.workspace.workspace import Workspace
from ingest.errors import UsageError

_LOG = logging.getLogger(__name__)


class Interactions:
    """The reactions to buttons and forms over one workspace; `receive` takes a job."""

    def __init__(
        self, workspace: Workspace, client: WebClient, people: People, receive: Callable[[Job], None]
    ) -> None:
        self._workspace = workspace
        self._client = client
        self._people = people
        self._receive = receive
        self._rating = threading.Lock()

    def show_quotes(self, body: Mapping[str, Any]) -> None:
        """Open the quotes of an answer, of those documents that whoever pressed may read now."""
        thread, answer_id = parse_button(body["actions"][0]["value"])
        reader = self._people.reader(
            Job("", "ask", thread.channel, body["user"]["id"], "", thread.ts, is_direct=thread.is_direct)
        )
        view = self._workspace.visible_to(reader)
        answer = _answer(readable(self._conversation(thread), view), answer_id)
        there = {one.sha256 for one in view.sources}
        self._client.views_open(trigger_id=body["trigger_id"], view=quotes_view(answer, there))

    def rate(self, body: Mapping[str, Any]) -> None:
        """Put a thumb at an answer; ask what is wrong with one that is pointed down."""
        thumb, _, at = body["actions"][0]["value"].partition(":")
        with (
            self._rating
        ):  # the form opens first, for it has three seconds; what is written in it counts last
            if thumb == "down":
                self._client.views_open(trigger_id=body["trigger_id"], view=note_form(at))
            self._rated(at, thumb, "")
        self._tell(body, notice_blocks(wording.THANKS[thumb]))

    def note(self, body: Mapping[str, Any]) -> None:
        """Put on record what is wrong with an answer."""
        if note := fields_of(body).get("note"):
            with self._rating:
                self._rated(body["view"]["private_metadata"], "down", note)

    def add_to_library(self, body: Mapping[str, Any]) -> None:
        """Have a thread's files put into the library, if whoever pressed may."""
        if not self._people.may(body["user"]["id"], "share"):
            self._tell(body, notice_blocks(wording.NOT_A_LIBRARIAN))
        else:
            self._receive(share_job(body))

    def ask_for_memo(self, body: Mapping[str, Any]) -> None:
        """Open the form for a memo."""
        view = memo_form(self._workspace.memos.formats(), SlackThread(body["channel_id"], "").button(""))
        self._client.views_open(trigger_id=body["trigger_id"], view=view)

    def guarded(self, react: Callable[[Mapping[str, Any]], None], body: Mapping[str, Any]) -> None:
        """React; who pressed is told what failed."""
        try:
            react(body)
        except Exception as error:  # noqa: BLE001 (who pressed is told, and the log has it)
            failure = as_pincite_error(error)
            self._tell(
                body, error_blocks(failure.message, failure.hint, home=str(self._workspace.library.home))
            )

    def _tell(self, body: Mapping[str, Any], blocks: Blocks) -> None:
        """Tell who pressed, and nobody else: under what was pressed, or where that is not to be had between
        us."""
        user, channel = body["user"]["id"], (body.get("channel") or {}).get("id", "")
        message, text = body.get("message") or {}, notification(blocks)
        try:
            if channel and message.get("ts"):
                thread = message.get("thread_ts") or message["ts"]
                self._client.chat_postEphemeral(
                    channel=channel, user=user, thread_ts=thread, text=text, blocks=blocks
                )
            elif not send_ephemeral(str(body.get("response_url") or ""), blocks):
                self._client.chat_postMessage(channel=user, text=text, blocks=blocks)
        except FAILURES as error:
            _LOG.warning("%s is answered another way: %s", user, mapped(error).message)
            if not send_ephemeral(str(body.get("response_url") or ""), blocks):
                _LOG.error("%s could not be answered: %s", user, text)

    def _conversation(self, thread: SlackThread) -> Conversation:
        return self._workspace.conversations.load(thread.reader, thread.conversation)

    def _rated(self, at: str, thumb: str, note: str) -> None:
        thread, answer_id = parse_button(at)
        self._workspace.conversations.rate(thread.reader, self._conversation(thread), answer_id, thumb, note)


def _answer(conversation: Conversation, answer_id: str) -> Answer:
    for exchange in conversation.exchanges:
        if exchange.answer and exchange.answer.id == answer_id:
            return exchange.answer
    raise UsageError(wording.GONE, hint=wording.ASK_AGAIN)
