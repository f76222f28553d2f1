"""HTTP mode: Slack's requests are taken where they are signed and fresh, and nothing else is."""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import urlencode, urlsplit

import pytest

from assistant.render.slack import wording
from assistant.slack.bot import Bot
from assistant.workspace.workspace import Workspace
from ingest.errors import UsageError
from tests.slack.conftest import ALDER, NOTE, manifest_events, manifest_scopes, settings_for
from tests.slack.notes import WAIT_S, workspace_of
from tests.slack.shown import quotes, shown, shown_view
from tests.slack.slack_delivery import signed
from tests.slack.slack_payloads import callback, command, mention_event
from tests.slack.slack_values import Message
from tests.slack.stand_in import ANA, BEN, DESK, MENTION, StandIn

pytestmark = pytest.mark.model

MINUTES = 60.0
HUNG_UP = 0
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
Headers = dict[str, str]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_of(tmp_path_factory.mktemp("http"), {"alder.txt": NOTE})


@pytest.fixture(scope="module")
def slack(workspace: Workspace) -> Iterator[StandIn]:
    """Slack, which sends requests to the bot."""
    with StandIn(scopes=manifest_scopes(), events=manifest_events()) as stand_in:
        bot = Bot(workspace, settings_for(stand_in, workspace.library.home, slack_mode="http", slack_port=0))
        stand_in.http_to(bot.start())
        try:
            yield stand_in
        finally:
            bot.stop()


def answered(slack: StandIn, ts: str) -> Message:
    """The one answer in a thread, once it is whole."""
    slack.wait(lambda: wording.SOURCES in slack.shown(ts), WAIT_S)
    (reply,) = slack.wait_replies(ts, timeout=WAIT_S)
    assert reply.shown.count(NOTE.strip()) == 1
    return reply


# What Slack sends -------------------------------------------------------------------------------------------


def test_the_address_is_verified_as_slack_asks(slack: StandIn) -> None:
    sent = slack.verify_url("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P")
    assert sent.status == 200
    assert sent.answer in (
        "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
        {"challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"},
    )


def test_a_mention_is_acknowledged_and_answered_once(slack: StandIn) -> None:
    before = len(slack.sent)
    asked = slack.mention(ALDER)
    both = slack.sent[before : before + 2]
    assert [(one.body["event"]["type"], one.status) for one in both] == [
        ("app_mention", 200),
        ("message", 200),
    ]
    answered(slack, asked)


def test_an_event_that_slack_sends_again_is_acknowledged_and_not_answered_again(slack: StandIn) -> None:
    before = len(slack.sent)
    asked = slack.mention(ALDER)
    again = [slack.duplicate(one) for one in slack.sent[before : before + 2]]
    assert [one.status for one in again] == [200, 200]
    answered(slack, asked)
    slack.mention("thanks!", thread=asked)
    assert [one.shown for one in slack.wait_replies(asked, least=2, timeout=WAIT_S)][1:] == [wording.WELCOME]


def test_a_command_is_answered_in_the_request_or_in_a_thread(slack: StandIn) -> None:
    helped = slack.slash("help")
    assert (
        helped.status == 200
        and wording.HELP in shown(helped.answer["blocks"])
        and helped.answer["response_type"] == "ephemeral"
    )
    before = set(slack.slack.messages)
    sent = slack.slash(f"ask {ALDER}")
    assert (sent.status, sent.answer) == (200, None)
    (root,) = slack.wait(lambda: [one for one in new(slack, before) if one.thread_ts is None], WAIT_S)
    assert ALDER in root.shown
    answered(slack, root.ts)


def new(slack: StandIn, before: set[tuple[str, str]]) -> list[Message]:
    return [message for key, message in list(slack.slack.messages.items()) if key not in before]


def test_presses_forms_and_shortcuts_work(slack: StandIn) -> None:
    reply = answered(slack, slack.mention(ALDER))
    assert slack.press("quotes", reply).status == 200
    view = slack.wait(lambda: list(slack.views.values()), WAIT_S)[-1]
    assert quotes(view.view["blocks"]) == [NOTE.strip()]
    slack.close(view)
    slack.press("feedback", reply, f"down:{DESK}|{reply.thread_ts}|{answer_id(reply)}")
    note = slack.wait(lambda: list(slack.views.values()), WAIT_S)[-1]
    assert wording.NOTE in shown_view(note.view)
    assert slack.submit(note, {"note": "The bridge has another name."}).status == 200
    said = slack.say("The Alder Bridge was closed on 3 May 2021.", user=BEN)
    assert slack.shortcut("check_message", DESK, said).status == 200
    slack.wait(lambda: wording.counted(1, "claim") in slack.shown(said), WAIT_S)


def answer_id(reply: Message) -> str:
    (value,) = [
        one["value"]
        for block in reply.blocks
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"] == "quotes"
    ]
    return str(value.rpartition("|")[2])


# What others send -------------------------------------------------------------------------------------------


def event(slack: StandIn, text: str = ALDER) -> tuple[Message, str]:
    """A message in Slack that the bot was not told of, and the body of the request that would tell of it."""
    message = slack.slack.post(DESK, ANA, f"{MENTION} {text}")
    return message, json.dumps(callback(mention_event(message, slack.slack.base), slack.slack.new_id("Ev")))


def sent_to(url: str, body: str, headers: Headers, kind: str = JSON) -> int:
    request = urllib.request.Request(url, body.encode(), headers | {"Content-Type": kind})
    try:
        with urllib.request.urlopen(request, timeout=WAIT_S) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return HUNG_UP


FORGED: dict[str, Callable[[str, str], Headers]] = {
    "with another secret": lambda body, secret: signed(body, "not the secret"),
    "with a signature of something else": lambda body, secret: signed(body + " ", secret),
    "with a time that was not signed": lambda body, secret: (
        signed(body, secret, time.time() - 9) | {"X-Slack-Request-Timestamp": f"{time.time():.0f}"}
    ),
    "six minutes later": lambda body, secret: signed(body, secret, time.time() - 6 * MINUTES),
    "six minutes before its time": lambda body, secret: signed(body, secret, time.time() + 6 * MINUTES),
    "at no time": lambda body, secret: signed(body, secret) | {"X-Slack-Request-Timestamp": "now"},
    "without a signature": lambda body, secret: {},
}


@pytest.mark.parametrize("how", FORGED)
def test_a_request_is_refused_that_comes(how: str, slack: StandIn) -> None:
    url, before = slack.delivery.url, set(slack.slack.messages)
    message, body = event(slack)
    assert sent_to(url, body, FORGED[how](body, slack.signing_secret)) == 401
    user, channel = slack.slack.users[ANA], slack.slack.channels[DESK]
    order = urlencode(
        command(f"ask {ALDER}", channel, user, "1.2", f"{slack.slack.base}/respond/x", "/pincite")
    )
    assert sent_to(url, order, FORGED[how](order, slack.signing_secret), FORM) == 401
    # Not for what it says: the same is taken four minutes after it was signed. It is then all that was
    # answered.
    assert sent_to(url, body, signed(body, slack.signing_secret, time.time() - 4 * MINUTES)) == 200
    reply = answered(slack, message.ts)
    assert [one.ts for one in new(slack, before)] == [message.ts, reply.ts]


def test_nothing_else_is_served(slack: StandIn) -> None:
    url = slack.delivery.url
    assert sent_to(url.replace("/slack/events", "/"), "{}", signed("{}", slack.signing_secret)) == 404
    with pytest.raises(urllib.error.HTTPError, match="405"):
        urllib.request.urlopen(url, timeout=WAIT_S)
    assert sent_to(url, "[" * 100_000, {}) == 401  # what nobody signed is not even parsed
    assert sent_to(url, "x" * 6_000_000, {}) in (413, HUNG_UP)


# Starting ---------------------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_told_with_the_setting(small: Workspace, slack: StandIn) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        bot = Bot(small, settings_for(slack, small.library.home, slack_mode="http", slack_port=port))
        try:
            with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1:{port}") as told:
                bot.start()
        finally:
            bot.stop()
    assert "PINCITE_SLACK_PORT" in told.value.hint


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ({"slack_signing_secret": ""}, "SLACK_SIGNING_SECRET not set"),
        ({"slack_mode": "carrier pigeon"}, "PINCITE_SLACK_MODE"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    setting: dict[str, str], named: str, workspace: Workspace, slack: StandIn
) -> None:
    with pytest.raises(UsageError, match=named):
        Bot(workspace, settings_for(slack, workspace.library.home, **({"slack_mode": "http"} | setting)))


def test_the_address_is_the_one_in_the_manifest_for_http(slack: StandIn) -> None:
    assert urlsplit(slack.delivery.url).path == "/slack/events"
