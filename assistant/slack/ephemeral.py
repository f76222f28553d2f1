"""What one person alone sees, through the address that came with a command or a press."""

from __future__ import annotations

import logging

from slack_sdk.webhook import WebhookClient

from assistant.render.slack import wording
from assistant.render.slack.text import Blocks, notification, packed
from assistant.slack.client import FAILURES
from ingest.errors import ServiceError

_LOG = logging.getLogger(__name__)
_MOST = 5  # messages that Slack takes through one such address


def send_ephemeral(url: str, blocks: Blocks) -> bool:
    """Say it; whether Slack took it. An address is good for half an hour and a few messages."""
    for part in packed(blocks)[:_MOST] if url else []:
        try:
            sent = WebhookClient(url).send(
                text=notification(part), blocks=part, response_type="ephemeral", replace_original=False
            )
        except FAILURES as error:
            _LOG.warning("Slack did not accept an ephemeral message: %s", error)
            return False
        if sent.status_code != 200:
            _LOG.warning("Slack did not accept an ephemeral message: %s %s", sent.status_code, sent.body)
            return False
    return bool(url)


class EphemeralReply:
    """A reply as `Reply` is one, sent as ephemeral messages when it is whole."""

    is_stopped = False

    def __init__(self, url: str) -> None:
        self._url = url
        self._blocks: Blocks = []

    def add(self, blocks: Blocks) -> None:
        """Show more, in the end."""
        self._blocks += blocks

    def close(self, blocks: Blocks) -> None:
        """Show all of it.

        Raises:
            ServiceError: Slack does not take it.
        """
        if not send_ephemeral(self._url, [*self._blocks, *blocks]):
            raise ServiceError(wording.NOT_ACCEPTED, hint=wording.AGAIN)
