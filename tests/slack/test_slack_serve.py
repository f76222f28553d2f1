"""`pincite slack`, as it is run: a process of its own, which finds Slack by its environment."""

from __future__ import annotations

import ast
import inspect
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from assistant.answer.record import Record
from assistant.slack import app
from assistant.slack.transports import PATH
from eval.crowd import served
from tests.commands import Pincite, pincite_apart
from tests.slack.conftest import ALDER, NOTE, manifest_events, manifest_scopes
from tests.slack.notes import WAIT_S, answered, workspace_of
from tests.slack.stand_in import StandIn

pytestmark = pytest.mark.model

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Process:
    """A process, and the file into which it speaks."""

    running: subprocess.Popen[bytes]
    file: Path

    @property
    def said(self) -> str:
        return self.file.read_text()

    def stop(self, number: int) -> tuple[int, float]:
        """Send a signal: how the process ended, and after how many seconds."""
        at = time.monotonic()
        self.running.send_signal(number)
        return self.running.wait(WAIT_S), time.monotonic() - at


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one note."""
    return workspace_of(tmp_path_factory.mktemp("serve"), {"alder.txt": NOTE}).library.home


@pytest.fixture(scope="module")
def slack() -> Iterator[StandIn]:
    with StandIn(scopes=manifest_scopes(), events=manifest_events()) as stand_in:
        yield stand_in


def variables(slack: StandIn) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_APP_TOKEN": slack.app_token,
        "PINCITE_SLACK_API": slack.api,
    }


@contextmanager
def started(slack: StandIn, home: Path, folder: Path, **more: str) -> Iterator[Process]:
    """The process, once it says where it is."""
    command, environment = (
        [sys.executable, "-m", "assistant.cli", "slack", "--home", str(home)],
        os.environ | variables(slack) | more,
    )
    file = folder / "said.txt"
    with file.open("w") as said:
        running = subprocess.Popen(
            command, env=environment, stdout=said, stderr=subprocess.STDOUT, cwd=CHECKOUT
        )
    process = Process(running, file)
    try:
        slack.wait(lambda: "Pincite is in Slack" in process.said or running.poll() is not None, WAIT_S)
        assert running.poll() is None, process.said
        yield process
    finally:
        running.kill()
        running.wait(WAIT_S)


# Running ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_answers_and_stops_when_it_is_told_to(
    number: int, slack: StandIn, home: Path, tmp_path: Path
) -> None:
    with started(slack, home, tmp_path) as process:
        asked = slack.mention(ALDER)
        slack.wait(lambda: "Sources" in slack.shown(asked), WAIT_S)
        returned, seconds = process.stop(number)
    assert re.search(r"^Pincite is in Slack \(Socket Mode\) — Ctrl-C stops it$", process.said, re.MULTILINE)
    assert [one.shown.count(NOTE.strip()) for one in slack.replies(asked)] == [1]
    assert returned == 0 and seconds < 15
    assert "Traceback" not in process.said and "ERROR" not in process.said and "WARNING" not in process.said
    assert (
        slack.token not in process.said and slack.app_token not in process.said and ALDER not in process.said
    )


def in_http_mode(slack: StandIn) -> dict[str, str]:
    return {
        "PINCITE_SLACK_MODE": "http",
        "PINCITE_SLACK_PORT": "0",
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


def test_in_http_mode_it_says_at_which_address_it_is(home: Path, tmp_path: Path) -> None:
    with StandIn() as slack, started(slack, home, tmp_path, **in_http_mode(slack)) as process:
        told = re.search(
            r"^Pincite is in Slack \((http://127\.0\.0\.1:\d+/slack/events)\) — Ctrl-C stops it$",
            process.said,
            re.MULTILINE,
        )
        assert told
        slack.http_to(told[1])
        assert slack.verify_url().status == 200


def test_it_stops_when_it_is_told_to_before_it_has_warmed_up(
    slack: StandIn, home: Path, tmp_path: Path
) -> None:
    with started(
        slack, home, tmp_path, **in_http_mode(slack)
    ) as process:  # a socket would take longer to close than that
        returned, _ = process.stop(signal.SIGTERM)
    assert returned == 0 and "Traceback" not in process.said


def test_a_second_one_on_the_same_home_is_refused(
    slack: StandIn, home: Path, tmp_path: Path, pincite_apart: Pincite
) -> None:
    with started(slack, home, tmp_path) as process:
        second = pincite_apart("slack", home=home, env=variables(slack))
        assert process.running.poll() is None
    assert second.returncode == 2
    assert f"another `pincite slack` runs on {home}" in second.stderr and "Traceback" not in second.stderr


# Starting ---------------------------------------------------------------------------------------------------


def test_missing_tokens_are_named(home: Path, pincite_apart: Pincite) -> None:
    without = pincite_apart("slack", home=home)
    assert without.returncode == 2 and without.stderr.startswith(
        "pincite: SLACK_BOT_TOKEN and SLACK_APP_TOKEN not set\n"
    )
    http = pincite_apart("slack", home=home, env={"SLACK_BOT_TOKEN": "xoxb-1", "PINCITE_SLACK_MODE": "http"})
    assert http.returncode == 2 and http.stderr.startswith("pincite: SLACK_SIGNING_SECRET not set\n")


@pytest.mark.parametrize(
    ("variable", "token"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-of-somebody-else"),
        ("SLACK_BOT_TOKEN", StandIn.app_token),
        ("SLACK_APP_TOKEN", "xapp-of-somebody-else"),
        ("SLACK_APP_TOKEN", StandIn.token),
    ],
)
def test_a_token_that_slack_does_not_take_is_named(
    variable: str, token: str, slack: StandIn, home: Path, pincite_apart: Pincite
) -> None:
    done = pincite_apart("slack", home=home, env=variables(slack) | {variable: token})
    assert done.returncode == 1, done.stderr
    assert "pincite: Slack's token is" in done.stderr and done.stderr.rstrip().endswith(f"set {variable}")
    assert "Traceback" not in done.stderr and token not in done.stderr


def test_a_slack_that_is_not_there_is_told(home: Path, pincite_apart: Pincite) -> None:
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "PINCITE_SLACK_API": "http://127.0.0.1:9/api/",
    }
    done = pincite_apart("slack", home=home, env=environment)
    assert (
        done.returncode == 1
        and "pincite: Slack is not responding" in done.stderr
        and "Traceback" not in done.stderr
    )


# The manifest -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def manifest(pincite: Pincite) -> dict[str, Any]:
    done = pincite("slack", "--manifest")
    assert done.returncode == 0 and not done.stderr
    made = yaml.safe_load(done.stdout)
    assert isinstance(made, dict)
    return made


def heard(kind: str) -> set[str]:
    """What the app's listeners of a kind hear, by their decorators."""
    calls = [
        one
        for one in ast.walk(ast.parse(inspect.getsource(app)))
        if isinstance(one, ast.Call) and ast.unparse(one.func) == f"app.{kind}"
    ]
    return {ast.literal_eval(call.args[0]) for call in calls}


def test_the_manifest_subscribes_to_what_the_app_listens_to_and_to_nothing_else(
    manifest: dict[str, Any],
) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert {one.partition(".")[0] for one in events} == heard("event")
    assert sorted(one for one in events if one.startswith("message")) == [
        "message.channels",
        "message.groups",
        "message.im",
    ]
    assert {one["command"] for one in manifest["features"]["slash_commands"]} == heard("command")
    shortcuts = manifest["features"]["shortcuts"]
    assert {one["callback_id"] for one in shortcuts} == heard("shortcut") and {
        one["type"] for one in shortcuts
    } == {"message"}


def test_the_manifest_asks_for_the_scopes_of_its_events_and_for_what_the_bot_does(
    manifest: dict[str, Any],
) -> None:
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    of_events = {
        "app_mention": "app_mentions:read",
        "assistant_thread_started": "assistant:write",
        "assistant_thread_context_changed": "assistant:write",
    }
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    needed = {of_events.get(one) or f"{one.removeprefix('message.')}:history" for one in events}
    of_calls = {"chat:write", "commands", "files:read", "files:write", "users:read", "users:read.email"}
    assert set(scopes) == needed | of_calls and len(scopes) == len(set(scopes))


def test_the_manifest_keeps_the_limits_that_slack_documents(manifest: dict[str, Any]) -> None:
    shown, features = manifest["display_information"], manifest["features"]
    assert (
        len(shown["name"]) <= 35
        and len(shown["description"]) <= 140
        and re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    )
    assert len(features["bot_user"]["display_name"]) <= 80
    assert all(
        len(one["callback_id"]) <= 255 and len(one["description"]) <= 150 for one in features["shortcuts"]
    )
    for command in features["slash_commands"]:
        assert (
            re.fullmatch(r"/[a-z]{1,31}", command["command"])
            and len(command["description"]) <= 2000
            and len(command["usage_hint"]) <= 1000
        )


def test_the_manifest_lets_the_app_hear_by_socket_mode_and_be_written_to(manifest: dict[str, Any]) -> None:
    assert (
        manifest["settings"]["socket_mode_enabled"] is True
        and manifest["settings"]["interactivity"]["is_enabled"] is True
    )
    tab = manifest["features"]["app_home"]
    assert tab["messages_tab_enabled"] is True and tab["messages_tab_read_only_enabled"] is False


def test_the_manifest_for_http_mode_sends_everything_to_the_one_address(
    manifest: dict[str, Any], pincite: Pincite
) -> None:
    address = f"https://pincite.office.example{PATH}"
    done = pincite("slack", "--manifest", "--url", address)
    http = yaml.safe_load(done.stdout)
    assert done.returncode == 0 and http["settings"]["socket_mode_enabled"] is False
    addresses = [
        http["settings"]["event_subscriptions"].pop("request_url"),
        http["settings"]["interactivity"].pop("request_url"),
        *(one.pop("url") for one in http["features"]["slash_commands"]),
    ]
    assert addresses == [address] * 3
    http["settings"]["socket_mode_enabled"] = True
    assert http == manifest


def test_page_and_slack_over_one_home_lose_nothing(
    slack: StandIn, home: Path, tmp_path: Path, pincite: Pincite
) -> None:
    own = Path(shutil.copytree(home, tmp_path / "home"))
    count, before = 6, len(list((own / "conversations").rglob("*.json")))

    def asked(number: int, address: str) -> None:
        client = httpx.Client(base_url=address, timeout=WAIT_S)
        given = {"data": [f"{ALDER} Page {number}.", "", []]}
        event = client.post("gradio_api/call/ask", json=given).json()["event_id"]
        assert "3 May 2021" in client.get(f"gradio_api/call/ask/{event}").text

    with served(own) as address, started(slack, own, tmp_path), ThreadPoolExecutor(count) as threads:
        page = [threads.submit(asked, number, address) for number in range(count)]
        (tmp_path / "birch.txt").write_text("The Birch tunnel was opened on 7 June 2019.")
        adding = threads.submit(pincite_apart, "ingest", tmp_path / "birch.txt", home=own)
        mentions = [slack.mention(f"{ALDER} Slack {number}.") for number in range(count)]
        for one in mentions:
            assert "3 May 2021" in answered(slack, one)
        for done in page:
            done.result()
        assert adding.result().returncode == 0
    entries = list(Record(own).entries())
    questions = [one["answer"]["question"] for one in entries if "answer" in one]
    questions = [one for one in questions if one != ALDER]  # of other tests
    assert sorted(questions) == sorted(
        f"{ALDER} {where} {number}." for where in ("Page", "Slack") for number in range(count)
    )
    assert pincite("record", "check", home=own).returncode == 0
    pincite("doctor", "--repair", home=own)  # the copy was made by another program, which leaves files open
    assert pincite("doctor", home=own).returncode == 0
    assert len(list((own / "conversations").rglob("*.json"))) == before + count
