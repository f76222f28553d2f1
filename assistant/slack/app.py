"""The Bolt app: each listener turns a payload into a job or a reaction, and is acknowledged when that is
kept."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any

from pydantic import SecretStr
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web import WebClient

from assistant.errors import unforeseen
from assistant.render.slack import wording
from assistant.render.slack.answer import error_blocks, notice_blocks
from assistant.render.slack.text import Blocks, notification
from assistant.render.slack.work import help_blocks
from assistant.slack.inbox import Inbox, Job
from assistant.slack.interactions import Interactions
from assistant.slack.messages import (
    addressed,
    command_job,
    follow_up_job,
    form_job,
    in_command,
    message_job,
    shortcut_job,
)
from ingest.errors import PinciteError

Receive = Callable[[Job, str], None]
Payload = Mapping[str, Any]


def make_app(
    client: WebClient,
    signing_secret: SecretStr,
    inbox: Inbox,
    interactions: Interactions,
    receive: Receive,
    *,
    bot: str,
    team: str,
    soon: Executor,
) -> App:
    """The app with its listeners. Slack is answered when a listener returns (`process_before_response`), so
    that what was acknowledged is kept."""

    def authorize() -> AuthorizeResult:
        """Who we are, which is known: Bolt would ask Slack at the first event, and drop that event where
        Slack does not say."""
        return AuthorizeResult(enterprise_id=None, team_id=team, bot_user_id=bot, bot_token=client.token)

    nameless = WebClient(base_url=client.base_url)  # Bolt takes a token or `authorize`
    log = logging.getLogger("pincite.slack.bolt")
    log.addFilter(
        lambda record: "`token` will be unused" not in str(record.msg)
    )  # it is the same, from the environment
    app = App(
        client=nameless,
        authorize=authorize,
        signing_secret=signing_secret.get_secret_value() or "unused",
        process_before_response=True,
        logger=log,
    )
    _listen_to_messages(app, inbox, receive, bot, team)
    _listen_to_commands(app, interactions, receive, soon)
    _listen_to_interactions(app, interactions, receive, soon)

    @app.error
    def on_error(error: Exception) -> None:
        unforeseen(error)  # Slack, which is not acknowledged, sends an event again

    return app


def _listen_to_messages(app: App, inbox: Inbox, receive: Receive, bot: str, team: str) -> None:
    @app.event("app_mention")
    @app.event("message")
    def on_message(event: Payload, body: Payload) -> None:
        is_ours = inbox.has_thread(event.get("channel", ""), event.get("thread_ts", ""), event.get("ts", ""))
        if addressed(event, bot, is_ours):
            receive(message_job(event, bot, team), body.get("event_id", ""))

    @app.event("assistant_thread_started")
    def on_opened(event: Payload, body: Payload) -> None:
        opened = event["assistant_thread"]
        channel, thread = opened["channel_id"], opened["thread_ts"]
        job = Job(
            f"opened:{channel}:{thread}",
            "hello",
            channel,
            opened["user_id"],
            thread,
            thread,
            team=team,
            is_direct=True,
        )
        receive(job, body.get("event_id", ""))

    @app.event("assistant_thread_context_changed")
    def on_moved() -> None:
        """Nothing depends on the channel that somebody looks at beside the pane."""


def _listen_to_commands(app: App, interactions: Interactions, receive: Receive, soon: Executor) -> None:
    @app.command("/pincite")
    def on_command(ack: Ack, body: Payload) -> None:
        wanted = in_command(body.get("text", ""))
        if wanted.kind is None:
            _ack(ack, help_blocks(wording.unknown_command(wanted.name, wanted.text)))
        elif wanted.kind == "help":
            _ack(ack, help_blocks())
        elif not wanted.text and wanted.kind == "memo":
            ack()
            soon.submit(
                interactions.guarded, interactions.ask_for_memo, {**body, "user": {"id": body["user_id"]}}
            )
        elif not wanted.text and wanted.kind in ("ask", "review"):
            _ack(ack, notice_blocks(wording.EMPTY_COMMAND[wanted.kind]))
        else:
            try:
                receive(command_job(body, wanted), "")
                ack()
            except PinciteError as error:
                _ack(ack, error_blocks(error.message, error.hint))

    @app.shortcut("check_message")
    def on_check(ack: Ack, body: Payload) -> None:
        receive(shortcut_job(body), "")
        ack()


def _listen_to_interactions(app: App, interactions: Interactions, receive: Receive, soon: Executor) -> None:
    reactions = {
        "quotes": interactions.show_quotes,
        "feedback": interactions.rate,
        "add_to_library": interactions.add_to_library,
    }

    @app.action(re.compile("|".join(reactions)))
    def on_action(ack: Ack, body: Payload) -> None:
        ack()
        soon.submit(interactions.guarded, reactions[body["actions"][0]["action_id"]], body)

    @app.action(re.compile(r"follow_up_\d"))
    def on_follow_up(ack: Ack, body: Payload) -> None:
        receive(follow_up_job(body), "")
        ack()

    @app.view("memo")
    def on_form(ack: Ack, body: Payload) -> None:
        receive(form_job(body), "")
        ack()

    @app.view("note")
    def on_note(ack: Ack, body: Payload) -> None:
        ack()
        soon.submit(interactions.guarded, interactions.note, body)


def _ack(ack: Ack, blocks: Blocks) -> None:
    ack(text=notification(blocks), blocks=blocks, response_type="ephemeral")
