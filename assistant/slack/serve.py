"""Starts the bot, and stops it on a signal."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from importlib.util import find_spec
from types import FrameType

from assistant.settings import Settings
from assistant.watch.logs import log_all
from assistant.workspace.workspace import Workspace
from ingest.errors import UsageError


def serve(
    open_workspace: Callable[[], Workspace], settings: Settings, on_ready: Callable[[str], None]
) -> None:
    """Answer in Slack until SIGINT or SIGTERM; `on_ready` hears where events come in.

    Raises:
        UsageError: the extra is not installed, or a setting is missing.
        ServiceError: Slack does not take a token, or is not to be reached.
    """
    if find_spec("slack_bolt") is None:
        raise UsageError("Slack's library is not installed", hint='pip install "pincite[slack]"')
    from assistant.slack.bot import Bot

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for noisy in ("slack_sdk", "slack_bolt", "pincite.slack.bolt", "pincite.slack.api", "httpx", "chromadb"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    log_all()
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    bot = Bot(open_workspace(), settings)
    on_ready(bot.start())
    stop.wait()
    logging.getLogger(__name__).info("stopping: what is in flight is finished, or left to the next start")
    bot.stop()
