"""The real bot over a copy of the sample library, in a stand-in for Slack."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from assistant.build import build_workspace
from assistant.settings import Settings
from assistant.slack.bot import Bot
from assistant.slack.manifest import manifest, scopes
from assistant.workspace.workspace import Workspace
from tests.slack.stand_in import StandIn

MAXIMUM = "What is the maximum sentence for material support to a foreign terrorist organization?"
TARIFFS = "Is the duty on Mexican goods paused or ended?"
NOTE = "The Alder Bridge was closed on 3 May 2021 after engineers found cracks in two of its cables.\n"
ALDER = "When was the Alder Bridge closed?"


def manifest_scopes() -> list[str]:
    """What the manifest lets the app do, and the app-level scope that Socket Mode asks for."""
    return [*scopes(), "connections:write"]


def manifest_events() -> list[str]:
    return list(yaml.safe_load(manifest())["settings"]["event_subscriptions"]["bot_events"])


def settings_for(slack: StandIn, home: Path, **others: object) -> Settings:
    values = {
        "slack_bot_token": slack.token,
        "slack_app_token": slack.app_token,
        "slack_signing_secret": slack.signing_secret,
        "slack_api": slack.api,
    }
    return Settings(home=str(home), **(values | others))  # type: ignore[arg-type]


@contextmanager
def running(
    slack: StandIn, workspace: Workspace, *, within_s: float = 20.0, **others: object
) -> Iterator[Bot]:
    """The bot, from when it hears until it has stopped; what it does not finish within so many seconds it
    hands back."""
    bot = Bot(workspace, settings_for(slack, workspace.library.home, **others))
    bot.start()
    if others.get("slack_mode") != "http":
        slack.wait_connected()
    try:
        yield bot
    finally:
        bot.stop(within_s)


@pytest.fixture(scope="session")
def slack_workspace(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace over a copy of the sample library, whose models are loaded once for all tests of the
    bot."""
    home = tmp_path_factory.mktemp("slack") / "home"
    shutil.copytree(bundled_home, home)
    workspace = build_workspace(Settings(home=str(home)))
    workspace.warm_up()
    return workspace


@pytest.fixture(scope="module")
def slack(slack_workspace: Workspace) -> Iterator[StandIn]:
    """Slack with the bot in it; each test has threads of its own in it."""
    with (
        StandIn(scopes=manifest_scopes(), events=manifest_events()) as stand_in,
        running(stand_in, slack_workspace),
    ):
        yield stand_in


@pytest.fixture(autouse=True)
def _all_payloads_are_within_block_kits_limits(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "slack" in request.fixturenames:
        assert request.getfixturevalue("slack").problems == []


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """A workspace with one short note, which answers quickly."""
    workspace = build_workspace(Settings(home=str(tmp_path / "home")))
    note = tmp_path / "alder.txt"
    note.write_text(NOTE)
    for _ in workspace.documents.upload([note]):
        pass
    return workspace
