"""An answer that its asker alone sees, through the address that came with a command."""

from __future__ import annotations

from slack_sdk.webhook import WebhookClient

from assistant.render.slack_text import Blocks, notification, packed
from assistant.slack.client import FAILURES, mapped
from ingest.errors import ServiceError

_MOST = 5  # messages that Slack takes through one such address


class Aside:
    """A reply as `Reply` is one, sent when it is whole."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._blocks: Blocks = []
        self.is_stopped = False

    def add(self, blocks: Blocks) -> None:
        """Show more, in the end."""
        self._blocks += blocks

    def close(self, blocks: Blocks) -> None:
        """Show all of it.

        Raises:
            ServiceError: Slack does not take it.
        """
        for part in packed([*self._blocks, *blocks])[:_MOST]:
            try:
                sent = WebhookClient(self._url).send(text=notification(part), blocks=part, response_type="ephemeral")
            except FAILURES as error:
                raise mapped(error) from error
            if sent.status_code != 200:
                raise ServiceError(f"Slack did not take an answer to a command: {sent.body}", hint="give the command again")
