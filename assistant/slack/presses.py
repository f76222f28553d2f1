"""What happens when somebody presses a button or sends a form: shown at once, since Slack lets a form be opened for three seconds only."""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web import WebClient
from slack_sdk.webhook import WebhookClient

from assistant.conversations import Conversation
from assistant.errors import unforeseen
from assistant.render import slack_wording as wording
from assistant.render.slack import error_blocks, notice_blocks, quotes_view
from assistant.render.slack_text import Blocks, notification
from assistant.render.slack_work import memo_form, note_form
from assistant.slack.client import FAILURES, mapped
from assistant.slack.inbox import Job
from assistant.slack.people import People, thread_name
from assistant.slack.work import conversation_id
from assistant.types import Answer
from assistant.workspace import Workspace
from ingest.errors import PinciteError, UnknownSource, UsageError
from ingest.types import FileReport, Reader

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spot:
    """The thread that a button stands in, and what in it the button means; see `address`."""

    channel: str
    thread: str
    what: str

    @classmethod
    def of(cls, value: str) -> Spot:
        """The spot that a button's value names."""
        return cls(*value.split("|", 2))

    @property
    def job(self) -> Job:
        """The thread as a job in it has it."""
        return Job(key="", kind="ask", channel=self.channel, user="", ts="", thread=self.thread, is_direct=self.channel.startswith("D"))


class Presses:
    """The reactions to buttons and forms over one workspace."""

    def __init__(self, workspace: Workspace, client: WebClient, people: People) -> None:
        self._workspace = workspace
        self._client = client
        self._people = people

    def show_quotes(self, body: Mapping[str, Any]) -> None:
        """Open the quotes of an answer."""
        spot = Spot.of(body["actions"][0]["value"])
        answer = self._answer(spot, self._conversation(spot))
        self._client.views_open(trigger_id=body["trigger_id"], view=quotes_view(answer))

    def rate(self, body: Mapping[str, Any]) -> None:
        """Put a thumb at an answer; ask what is wrong with one that is pointed down."""
        thumb, _, at = body["actions"][0]["value"].partition(":")
        self._rated(at, thumb, "")
        if thumb == "down":
            self._client.views_open(trigger_id=body["trigger_id"], view=note_form(at))
        self._tell(body, notice_blocks(wording.THANKS[thumb]))

    def note(self, body: Mapping[str, Any]) -> None:
        """Put on record what is wrong with an answer."""
        fields = _fields(body)
        if fields.get("note"):
            self._rated(body["view"]["private_metadata"], "down", fields["note"])

    def add_to_library(self, body: Mapping[str, Any]) -> None:
        """Put a thread's files into the library for everybody, or for those who may read what a channel may."""
        spot, user = Spot.of(body["actions"][0]["value"]), body["user"]["id"]
        if not self._people.may_add(user):
            self._tell(body, notice_blocks(wording.NOT_A_LIBRARIAN))
            return
        reader = Reader(thread_name(spot.job.place), self._people.own(spot.job))
        for slug in spot.what.split(","):
            try:
                for event in self._workspace.share(reader, slug, self._people.labels(spot.job)):
                    if isinstance(event, FileReport):
                        self._tell(body, notice_blocks(wording.shared(event.slug or event.path, event.outcome, event.reason)))
            except UnknownSource:  # somebody pressed it before
                self._tell(body, notice_blocks(wording.ADDED_BEFORE))

    def ask_for_memo(self, body: Mapping[str, Any]) -> None:
        """Open the form for a memo."""
        view = memo_form(self._workspace.memo_formats(), f"{body['channel_id']}||")
        self._client.views_open(trigger_id=body["trigger_id"], view=view)

    def guarded(self, react: Callable[[Mapping[str, Any]], None], body: Mapping[str, Any]) -> None:
        """React; who pressed is told what fails."""
        try:
            react(body)
        except PinciteError as error:
            self._tell(body, error_blocks(error.message, error.hint))
        except Exception as error:  # noqa: BLE001 (who pressed is told, and the log has it)
            told: PinciteError = mapped(error) if isinstance(error, FAILURES) else unforeseen(error)
            self._tell(body, error_blocks(told.message, told.hint))

    def _tell(self, body: Mapping[str, Any], blocks: Blocks) -> None:
        """Tell who pressed, and nobody else."""
        text = notification(blocks)
        try:
            if body.get("response_url"):
                WebhookClient(body["response_url"]).send(text=text, blocks=blocks, response_type="ephemeral", replace_original=False)
            else:
                self._client.chat_postMessage(channel=body["user"]["id"], text=text, blocks=blocks)
        except FAILURES as error:
            _LOG.error("%s could not be told: %s", (body.get("user") or {}).get("id"), mapped(error).message)

    def _conversation(self, spot: Spot) -> Conversation:
        return self._workspace.conversations.load(thread_name(spot.job.place), conversation_id(spot.job))

    def _rated(self, at: str, thumb: str, note: str) -> None:
        spot = Spot.of(at)
        self._workspace.rate(Reader(thread_name(spot.job.place)), self._conversation(spot), spot.what, thumb, note)

    @staticmethod
    def _answer(spot: Spot, conversation: Conversation) -> Answer:
        for exchange in conversation.exchanges:
            if exchange.answer and exchange.answer.id == spot.what:
                return exchange.answer
        raise UsageError("this answer is not here any more", hint="ask again")


def form_job(body: Mapping[str, Any]) -> Job:
    """The job of a memo that was asked for by its form."""
    spot, view = Spot.of(body["view"]["private_metadata"]), body["view"]
    return Job(
        key=f"form:{view['id']}", kind="memo", channel=spot.channel, user=body["user"]["id"], ts=spot.thread, thread=spot.thread,
        team=(body.get("team") or {}).get("id", ""), is_direct=spot.channel.startswith("D"), more={"form": _fields(body)},
    )  # fmt: skip


def _fields(body: Mapping[str, Any]) -> dict[str, str]:
    """What was filled into a form, by the fields' names; what was left empty is left out."""
    found: dict[str, str] = {}
    for elements in body["view"]["state"]["values"].values():
        for name, element in elements.items():
            value = element.get("value") or (element.get("selected_option") or {}).get("value")
            if value:
                found[name] = html.unescape(value)  # Slack gives it back escaped
    return found
