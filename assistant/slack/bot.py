"""Puts the parts together, and takes them down without losing what is in flight."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol

from filelock import FileLock, Timeout
from slack_sdk.web import WebClient

from assistant.settings import Settings
from assistant.slack.app import make_app
from assistant.slack.client import FAILURES, make_client, mapped
from assistant.slack.context import Context
from assistant.slack.handlers import handle
from assistant.slack.inbox import Inbox
from assistant.slack.interactions import Interactions
from assistant.slack.manifest import scopes
from assistant.slack.people import People
from assistant.slack.transports import HttpTransport, SocketTransport
from assistant.slack.workers import Workers
from assistant.workspace.workspace import Workspace
from ingest.errors import PinciteError, UsageError

_LOG = logging.getLogger(__name__)
_FINISH_S = 20.0  # an answer takes a few seconds; a memo that takes longer goes on from its finished sections


class Transport(Protocol):
    """Where Slack's events come in."""

    def open(self) -> str:
        """Let them in; returns where."""

    def close(self) -> None:
        """Let no more in."""


class Bot:
    """Pincite in one Slack workspace, over one home folder."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        _require(settings)
        home = workspace.library.home
        client = make_client(settings.slack_bot_token, settings.slack_api)
        bot, team = _introduced(client)
        self._lock = FileLock(home / "slack.lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise UsageError(
                f"another `pincite slack` runs on {home}", hint="stop it first: two would both answer"
            ) from None
        self._soon = ThreadPoolExecutor(4, thread_name_prefix="soon")
        self._inbox = Inbox(home)
        people = People(client, home, team)
        context = Context(
            workspace,
            client,
            people,
            bot,
            team,
            settings.max_fetch_mb * 1_000_000,
            lambda job: self._workers.receive(job),
        )
        hasty = make_client(settings.slack_bot_token, settings.slack_api, hasty=True)
        self._workers = Workers(
            self._inbox, client, hasty, bot=bot, home=str(home), do=partial(handle, context)
        )
        interactions = Interactions(workspace, client, people, self._workers.receive)
        app = make_app(
            client,
            settings.slack_signing_secret,
            self._inbox,
            interactions,
            self._workers.receive,
            bot=bot,
            team=team,
            soon=self._soon,
        )
        self._transport: Transport = (
            HttpTransport(app, settings.slack_signing_secret, settings.host, settings.slack_port)
            if settings.slack_mode == "http"
            else SocketTransport(app, settings.slack_app_token)
        )
        self._warm = threading.Thread(target=workspace.warm_up, name="warm up", daemon=True)

    def start(self) -> str:
        """Take up what was left, and let events in; returns where they come in.

        Raises:
            ServiceError, UsageError: they cannot.
        """
        self._warm.start()
        self._workers.start()
        try:
            return self._transport.open()
        except PinciteError:
            self.stop()
            raise

    def stop(self, within_s: float = _FINISH_S) -> bool:
        """Let nothing more in, finish what is in flight or leave it to the next start; whether all of it was
        finished or handed back."""
        self._transport.close()
        is_over = self._workers.stop(within_s)
        self._soon.shutdown(wait=False, cancel_futures=True)
        if self._warm.is_alive():  # a process that ends while a model is loaded aborts
            self._warm.join(within_s)
        self._lock.release()
        return is_over


def _require(settings: Settings) -> None:
    wanted = {"SLACK_BOT_TOKEN": settings.slack_bot_token}
    if settings.slack_mode == "socket":
        wanted["SLACK_APP_TOKEN"] = settings.slack_app_token
    elif settings.slack_mode == "http":
        wanted["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret
    else:
        raise UsageError(f"PINCITE_SLACK_MODE is {settings.slack_mode!r}", hint="it is `socket` or `http`")
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        raise UsageError(
            f"{' and '.join(missing)} not set",
            hint="docs/guide/slack.md says where Slack shows them; `pincite slack --manifest` makes the app",
        )


def _introduced(client: WebClient) -> tuple[str, str]:
    """Our user's id and our workspace's; what Slack does not let us do is said at the start."""
    try:
        response = client.auth_test()
    except FAILURES as error:
        raise mapped(error) from error
    granted = {
        one.strip()
        for one in str(
            response.headers.get("x-oauth-scopes") or response.headers.get("X-OAuth-Scopes") or ""
        ).split(",")
    } - {""}
    lacking = sorted(set(scopes()) - granted) if granted else []
    if lacking:
        _LOG.warning("the app lacks the scopes %s: what needs them will be refused", ", ".join(lacking))
    return str(response["user_id"]), str(response.get("team_id") or "")
