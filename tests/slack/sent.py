"""Blocks as the bot sends them."""

from __future__ import annotations

from assistant.render.slack.text import Blocks, notification, packed
from tests.slack.block_kit import message_problems


def sent(blocks: Blocks) -> list[Blocks]:
    """The blocks as they are sent, after Slack's limits were looked at."""
    messages = packed(blocks)
    assert [block for one in messages for block in one] == blocks
    for one in messages:
        assert message_problems({"text": notification(one), "blocks": one}) == []
    return messages
