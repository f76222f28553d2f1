"""The stand-in behaves like Slack towards Slack's own client library."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.webhook import WebhookClient

from tests.slack.slack_delivery import signed
from tests.slack.slack_methods import SCOPES
from tests.slack.slack_values import BOT_USER, TEAM
from tests.slack.stand_in import ANA, BEN, BOARD, DESK, OUTSIDE, StandIn, buttons, direct

Json = dict[str, Any]


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn(echo=False) as stand_in:
        yield stand_in


@pytest.fixture
def web(stand_in: StandIn) -> WebClient:
    return WebClient(stand_in.token, stand_in.api, timeout=2, retry_handlers=[])


class App:
    """An app that acknowledges whatever it gets, and keeps it."""

    def __init__(self, stand_in: StandIn, answer: Json | None = None) -> None:
        self.got: list[SocketModeRequest] = []
        self.answer = answer
        self.client = SocketModeClient(
            stand_in.app_token, web_client=WebClient(stand_in.token, stand_in.api), ping_interval=0.2
        )
        self.client.socket_mode_request_listeners.append(self.hear)  # type: ignore[arg-type]
        self.client.connect()
        stand_in.wait_connected()

    def hear(self, client: SocketModeClient, request: SocketModeRequest) -> None:
        self.got.append(request)
        client.send_socket_mode_response(
            {"envelope_id": request.envelope_id, **({"payload": self.answer} if self.answer else {})}
        )

    def close(self, stand_in: StandIn) -> None:
        self.client.auto_reconnect_enabled = False
        stand_in.drop()  # the client would else wait for its socket for up to three seconds
        self.client.close()


@pytest.fixture
def app(stand_in: StandIn) -> Iterator[App]:
    app = App(stand_in)
    yield app
    app.close(stand_in)


def text(*words: str) -> Json:
    """A rich text block with an element for each word."""
    pieces = [{"type": "text", "text": word} for word in words]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]}


def button(action_id: str, value: str = "x") -> Json:
    label = {"type": "plain_text", "text": "Show quotes", "emoji": False}
    return {
        "type": "actions",
        "elements": [{"type": "button", "text": label, "action_id": action_id, "value": value}],
    }


def chunk(*words: str) -> list[Json]:
    return [{"type": "blocks", "blocks": [text(*words)]}]


def refused(error: str) -> Any:
    return pytest.raises(SlackApiError, match=rf"'error': '{error}'")


def stream(web: WebClient, thread: str, **more: Any) -> str:
    who = {"recipient_user_id": ANA, "recipient_team_id": TEAM}
    return str(web.chat_startStream(channel=DESK, thread_ts=thread, **{**who, **more})["ts"])


# --- the Web API


def test_a_message_is_posted_changed_and_deleted(stand_in: StandIn, web: WebClient) -> None:
    asked = stand_in.mention("Is the duty paused?")
    ts = web.chat_postMessage(channel=DESK, thread_ts=asked, text="Looking …")["ts"]
    assert [message.shown for message in stand_in.thread(asked)] == [
        f"<@{BOT_USER}> Is the duty paused?",
        "Looking …",
    ]
    web.chat_update(channel=DESK, ts=ts, text="Paused", blocks=[text("Paused ", "<", "b>")])
    (reply,) = stand_in.replies(asked)
    assert (reply.shown, reply.edits) == ("Paused <b>", 1)
    web.chat_update(channel=DESK, ts=ts, text="Other words")
    assert stand_in.shown(asked) == "Paused <b>"  # blocks stay until others come
    web.chat_delete(channel=DESK, ts=ts)
    assert stand_in.replies(asked) == []
    assert [call.method for call in stand_in.calls if call.ok] == [
        "chat.postMessage",
        "chat.update",
        "chat.update",
        "chat.delete",
    ]
    with refused("cant_update_message"):
        web.chat_update(channel=DESK, ts=asked, text="I never said that")


def test_whoever_asks_must_have_the_token_the_scope_and_a_place_in_the_channel(
    stand_in: StandIn, web: WebClient
) -> None:
    assert web.auth_test()["user_id"] == BOT_USER
    for token, error in (
        (None, "not_authed"),
        ("xoxb-other", "invalid_auth"),
        (stand_in.app_token, "not_allowed_token_type"),
    ):
        with refused(error):
            WebClient(token, stand_in.api).auth_test()
    for channel, error in ((OUTSIDE, "not_in_channel"), ("C0NONE", "channel_not_found")):
        with refused(error):
            web.chat_postMessage(channel=channel, text="Hello")
    with refused("thread_not_found"):
        web.chat_postMessage(channel=DESK, text="Hello", thread_ts="1.1")
    with refused("cannot_reply_to_message"):
        web.chat_postMessage(
            channel=DESK, text="Hello", thread_ts=stand_in.say("A reply", thread=stand_in.say("A root"))
        )
    with refused("unknown_method"):
        web.api_call("chat.sing")
    assert web.users_info(user=ANA)["user"]["profile"]["email"] == "ana@office.example"
    with StandIn(scopes=SCOPES - {"groups:history", "users:read.email"}, echo=False) as other:
        narrow = WebClient(other.token, other.api)
        assert "email" not in narrow.users_info(user=ANA)["user"]["profile"]
        assert narrow.conversations_replies(channel=DESK, ts=other.say("Hello"))["messages"]
        with refused("missing_scope") as failed:
            narrow.conversations_replies(channel=BOARD, ts="1.1")
        assert failed.value.response["needed"] == "groups:history"


def test_a_thread_is_read_page_by_page(stand_in: StandIn, web: WebClient) -> None:
    asked = stand_in.say("1")
    for number in range(2, 6):
        stand_in.say(str(number), thread=asked, user=BEN)
    pages = [
        [message["text"] for message in page["messages"]]
        for page in web.conversations_replies(channel=DESK, ts=asked, limit=2)
    ]
    assert pages == [["1", "2"], ["3", "4"], ["5"]]
    third = stand_in.thread(asked)[2].ts
    after = web.conversations_replies(channel=DESK, ts=asked, oldest=third)["messages"]
    assert [message["text"] for message in after] == ["1", "4", "5"]
    stand_in.say("6")
    (last,) = web.conversations_history(channel=DESK, latest=asked, inclusive=True, limit=1)["messages"]
    assert last["text"] == "1" and web.conversations_history(channel=DESK, latest=asked)["messages"] == []


def test_one_person_sees_an_ephemeral_message(stand_in: StandIn, web: WebClient) -> None:
    web.chat_postEphemeral(channel=DESK, user=BEN, text="Only for you")
    assert [(one.to, one.shown) for one in stand_in.ephemerals] == [(BEN, "Only for you")]
    with refused("user_not_in_channel"):
        web.chat_postEphemeral(channel=BOARD, user=BEN, text="Only for you")


def test_what_block_kit_forbids_is_refused_and_kept(stand_in: StandIn, web: WebClient) -> None:
    for blocks, error in (
        ([text("")], "invalid_blocks"),
        ([text("x")] * 51, "invalid_blocks"),
        ([text("<!channel>")], "invalid_blocks"),
    ):
        with refused(error) as failed:
            web.chat_postMessage(channel=DESK, text="Hello", blocks=blocks)
        assert failed.value.response["response_metadata"]["messages"]
    with refused("invalid_arguments"):
        web.chat_postMessage(channel=DESK, text="Hello <!channel>")
    with refused("no_text"):
        web.api_call("chat.postMessage", json={"channel": DESK})
    assert len(stand_in.problems) == 5
    assert stand_in.problems[2].startswith(
        "chat.postMessage: blocks[0].elements[0].elements[0].text: mentions or links"
    )


def test_a_status_stands_until_the_app_writes(stand_in: StandIn, web: WebClient) -> None:
    asked = stand_in.mention("Is the duty paused?")
    web.assistant_threads_setStatus(
        channel_id=DESK, thread_ts=asked, status="is reading …", loading_messages=["Searching", "Checking"]
    )
    assert stand_in.status(asked) == "is reading …"
    web.chat_postMessage(channel=DESK, thread_ts=asked, text="Paused")
    assert stand_in.status(asked) == ""
    with refused("invalid_thread_ts"):
        web.assistant_threads_setStatus(channel_id=DESK, thread_ts="1.1", status="is reading …")
    with refused("invalid_arguments"):
        web.assistant_threads_setStatus(
            channel_id=DESK, thread_ts=asked, status="x", loading_messages=["x"] * 11
        )


# --- streams


def test_a_stream_is_written_bit_by_bit_and_ended(stand_in: StandIn, web: WebClient) -> None:
    asked = stand_in.mention("Is the duty paused?")
    ts = stream(web, asked, chunks=chunk("It is paused. "))
    assert stand_in.replies(asked)[0].streaming
    web.chat_appendStream(channel=DESK, ts=ts, chunks=chunk("Until April."))
    with refused("streaming_state_conflict"):
        web.chat_update(channel=DESK, ts=ts, text="x")
    with refused("cant_delete_message"):
        web.chat_delete(channel=DESK, ts=ts)
    web.chat_stopStream(channel=DESK, ts=ts, blocks=[button("quotes")])
    (reply,) = stand_in.wait_replies(asked)
    assert reply.shown == "It is paused. \nUntil April.\nShow quotes"
    for call in (web.chat_appendStream, web.chat_stopStream):
        with refused("message_not_in_streaming_state"):
            call(channel=DESK, ts=ts, chunks=chunk("x"))
    web.chat_update(channel=DESK, ts=ts, text="x", blocks=[text("Over")])
    assert stand_in.shown(asked) == "Over"


def test_a_stream_needs_its_reader_a_thread_and_chunks(stand_in: StandIn, web: WebClient) -> None:
    asked = stand_in.mention("Is the duty paused?")
    for name in ("recipient_user_id", "recipient_team_id"):
        with refused(f"missing_{name}"):
            stream(web, asked, **{name: None})
    with refused("thread_not_found"):
        stream(web, "1.1")
    with refused("invalid_chunks"):
        stream(web, asked, chunks=chunk("<!here>"))
    with refused("invalid_arguments"):
        stream(web, asked, markdown_text="**Paused**")
    assert stand_in.replies(asked) == []
    inside = stand_in.dm("Is the duty paused?")
    assert web.chat_startStream(channel=direct(ANA), thread_ts=inside)["ok"]


def test_a_stream_has_room_for_fifty_blocks_and_fifty_below(stand_in: StandIn, web: WebClient) -> None:
    asked = stand_in.mention("Is the duty paused?")
    ts = stream(web, asked, chunks=[{"type": "blocks", "blocks": [text("x")] * 30}])
    with refused("msg_blocks_too_many"):
        web.chat_appendStream(channel=DESK, ts=ts, chunks=[{"type": "blocks", "blocks": [text("x")] * 21}])
    web.chat_appendStream(channel=DESK, ts=ts, chunks=[{"type": "blocks", "blocks": [text("x")] * 20}])
    web.chat_stopStream(channel=DESK, ts=ts, blocks=[text("x")] * 50)
    assert len(stand_in.replies(asked)[0].blocks) == 100
    long = stream(web, asked, chunks=chunk("x" * 3000, "x" * 3000, "x" * 3000))
    with refused("msg_blocks_too_long"):
        web.chat_appendStream(channel=DESK, ts=long, chunks=chunk("x" * 3000, "x" * 3000))
    with refused("msg_blocks_too_long"):
        web.chat_stopStream(channel=DESK, ts=long, blocks=[text("x" * 3000, "x" * 3000)])
    assert stand_in.replies(asked)[-1].streaming


def test_a_stream_ends_by_itself_or_by_its_reader(stand_in: StandIn, web: WebClient) -> None:
    asked = stand_in.mention("Is the duty paused?")
    stand_in.slack.stream_life_s = 0.05
    old = stream(web, asked)
    time.sleep(0.1)
    with refused("message_not_in_streaming_state"):
        web.chat_appendStream(channel=DESK, ts=old, chunks=chunk("x"))
    stand_in.slack.stream_life_s = 10
    for end, error in (
        (stand_in.expire_stream, "message_not_in_streaming_state"),
        (stand_in.stop_by_user, "stopped_by_user"),
    ):
        ts = stream(web, asked)
        end(stand_in.replies(asked)[-1])
        with refused(error):
            web.chat_stopStream(channel=DESK, ts=ts)
    assert not any(message.streaming for message in stand_in.replies(asked))


# --- failures


def test_a_limit_on_the_rate_is_waited_for(stand_in: StandIn) -> None:
    stand_in.fail("chat.postMessage", status=429, retry_after=0)
    web = WebClient(stand_in.token, stand_in.api, retry_handlers=[RateLimitErrorRetryHandler()])
    assert web.chat_postMessage(channel=DESK, text="Hello")["ok"]
    assert [call.answer.get("error") for call in stand_in.called("chat.postMessage")] == ["ratelimited", None]


def test_a_method_takes_so_many_calls_in_a_time(stand_in: StandIn, web: WebClient) -> None:
    stand_in.failures.limit("chat.postMessage", 2, 0.3)
    for _ in range(2):
        web.chat_postMessage(channel=DESK, text="Hello")
    with refused("ratelimited") as failed:
        web.chat_postMessage(channel=DESK, text="Hello")
    assert (failed.value.response.status_code, failed.value.response.headers["Retry-After"]) == (429, "1")
    time.sleep(0.3)
    web.chat_postMessage(channel=DESK, text="Hello")


def test_a_server_error_is_tried_again(stand_in: StandIn) -> None:
    stand_in.fail("auth.test", status=500)
    handler = ServerErrorRetryHandler(interval_calculator=FixedValueRetryIntervalCalculator(0.01))
    assert WebClient(stand_in.token, stand_in.api, retry_handlers=[handler]).auth_test()["ok"]
    assert [call.ok for call in stand_in.called("auth.test")] == [False, True]


def test_failures_are_as_long_as_they_are_told_to_be(stand_in: StandIn, web: WebClient) -> None:
    stand_in.fail("*", None, error="token_expired")
    for _ in range(3):
        with refused("token_expired"):
            web.auth_test()
    stand_in.failures.heal()
    stand_in.fail("auth.test", 2, error="missing_scope", needed="chat:write")
    for _ in range(2):
        with refused("missing_scope") as failed:
            web.auth_test()
        assert failed.value.response["needed"] == "chat:write"
    assert web.auth_test()["ok"]


def test_an_answer_that_is_lost_leaves_what_was_done(stand_in: StandIn, web: WebClient) -> None:
    stand_in.fail("chat.postMessage", lost=True)
    with pytest.raises(ConnectionError):
        web.chat_postMessage(channel=DESK, text="Hello")
    assert [message.text for message in stand_in.slack.messages.values()] == ["Hello"]
    assert not stand_in.calls[0].ok


def test_an_answer_that_does_not_come_runs_into_the_clients_limit(stand_in: StandIn) -> None:
    web = WebClient(stand_in.token, stand_in.api, timeout=1, retry_handlers=[])
    stand_in.fail("chat.postMessage", timeout=5)
    with pytest.raises(TimeoutError):
        web.chat_postMessage(channel=DESK, text="Hello")
    assert stand_in.slack.messages == {}
    stand_in.fail("chat.postMessage", delay=0.1)
    assert web.chat_postMessage(channel=DESK, text="Hello")["ok"]


# --- files and modals


def test_a_file_is_downloaded_with_the_token_only(stand_in: StandIn, app: App) -> None:
    stand_in.say("See this", files=[stand_in.file("memo.txt", b"Paused.")])
    stand_in.wait(lambda: app.got)
    address = app.got[0].payload["event"]["files"][0]["url_private_download"]

    def fetch(token: str) -> tuple[str, bytes]:
        with urllib.request.urlopen(
            urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
        ) as answer:
            return answer.headers["Content-Type"], answer.read()

    assert fetch(stand_in.token) == ("text/plain", b"Paused.")
    kind, page = fetch("xoxb-other")
    assert kind.startswith("text/html") and b"Sign in" in page
    stand_in.fail("files.download", status=500)
    with pytest.raises(urllib.error.HTTPError, match="500"):
        fetch(stand_in.token)
    assert [call.ok for call in stand_in.called("files.download")] == [True, False, False]


def test_a_file_is_uploaded_into_a_thread(stand_in: StandIn, web: WebClient) -> None:
    asked = stand_in.mention("Write a memo")
    web.files_upload_v2(
        filename="memo.docx",
        content=b"PK",
        title="Memo",
        channel=DESK,
        thread_ts=asked,
        initial_comment="Here it is",
    )
    (reply,) = stand_in.replies(asked)
    assert (reply.shown, [(file.name, file.title, file.content) for file in reply.files]) == (
        "Here it is",
        [("memo.docx", "Memo", b"PK")],
    )
    begun = web.files_getUploadURLExternal(filename="memo.docx", length=2)
    with refused("file_not_found"):
        web.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "Memo"}], channel_id=DESK)


FORM: Json = {
    "type": "modal",
    "callback_id": "note",
    "title": {"type": "plain_text", "text": "Note", "emoji": False},
    "submit": {"type": "plain_text", "text": "Send", "emoji": False},
    "private_metadata": "at",
    "blocks": [
        {
            "type": "input",
            "block_id": "b",
            "label": {"type": "plain_text", "text": "What is wrong?", "emoji": False},
            "element": {"type": "plain_text_input", "action_id": "note", "max_length": 20},
        }
    ],
}


def test_a_modal_is_opened_once_by_a_press_and_sent(stand_in: StandIn, web: WebClient, app: App) -> None:
    web.chat_postMessage(channel=DESK, text="Paused", blocks=[text("Paused"), button("quotes", "answer-1")])
    (message,) = stand_in.slack.messages.values()
    sent = stand_in.press("quotes", message)
    stand_in.wait(lambda: sent.acked)
    payload = app.got[0].payload
    assert (payload["type"], payload["actions"][0]["value"], payload["message"]["ts"]) == (
        "block_actions",
        "answer-1",
        message.ts,
    )
    view = web.views_open(trigger_id=payload["trigger_id"], view=FORM)["view"]
    with refused("exchanged_trigger_id"):
        web.views_open(trigger_id=payload["trigger_id"], view=FORM)
    stand_in.slack.trigger_life_s = 0
    with refused("expired_trigger_id"):
        web.views_open(trigger_id=stand_in.slack.new_trigger(ANA, DESK), view=FORM)
    with refused("hash_conflict"):
        web.views_update(view_id=view["id"], hash="old", view=FORM)
    shown = stand_in.views[view["id"]]
    for values in ({}, {"other": "x"}, {"note": "x" * 21}):
        with pytest.raises(AssertionError):
            stand_in.submit(shown, values)
    stand_in.submit(shown, {"note": "Wrong page"})
    got = app.got[1].payload
    assert (got["type"], got["view"]["private_metadata"]) == ("view_submission", "at")
    assert got["view"]["state"]["values"] == {
        "b": {"note": {"type": "plain_text_input", "value": "Wrong page"}}
    }
    assert not stand_in.views
    with pytest.raises(AssertionError, match="no button follow_up"):
        stand_in.press("follow_up", message)


def test_a_modal_stays_open_where_the_app_finds_errors(stand_in: StandIn, web: WebClient) -> None:
    app = App(stand_in, {"response_action": "errors", "errors": {"b": "Too short"}})
    sent = stand_in.slash("memo")
    stand_in.wait(lambda: sent.acked)
    view = web.views_open(trigger_id=app.got[0].payload["trigger_id"], view=FORM)["view"]
    answered = stand_in.submit(stand_in.views[view["id"]], {"note": "x"})
    app.close(stand_in)
    assert answered.answer["errors"] == {"b": "Too short"} and view["id"] in stand_in.views


def test_a_command_is_answered_at_its_address_five_times(stand_in: StandIn, app: App) -> None:
    stand_in.slash("ask Is the duty paused?", user=BEN)
    stand_in.wait(lambda: app.got)
    payload = app.got[0].payload
    assert (payload["command"], payload["text"], payload["user_id"]) == (
        "/pincite",
        "ask Is the duty paused?",
        BEN,
    )
    webhook = WebhookClient(payload["response_url"])
    assert webhook.send(text="Looking …").status_code == 200
    assert [(one.to, one.text) for one in stand_in.ephemerals] == [(BEN, "Looking …")]
    webhook.send(text="For all", response_type="in_channel")
    assert [message.text for message in stand_in.slack.messages.values()] == ["For all"]
    for _ in range(4):
        last = webhook.send(text="More")
    assert json.loads(last.body)["error"] == "used_url"


def test_a_press_lets_the_app_change_or_take_away_what_was_pressed(
    stand_in: StandIn, web: WebClient, app: App
) -> None:
    web.chat_postMessage(channel=DESK, text="Paused", blocks=[button("quotes")])
    (message,) = stand_in.slack.messages.values()
    stand_in.press("quotes", message)
    stand_in.wait(lambda: app.got)
    webhook = WebhookClient(app.got[0].payload["response_url"])
    webhook.send(text="Shown", blocks=[text("Shown")], replace_original=True)
    assert [one.shown for one in stand_in.slack.messages.values()] == ["Shown"]
    webhook.send(delete_original=True)
    assert not stand_in.slack.messages and not stand_in.ephemerals


def test_a_shortcut_brings_the_message_that_it_was_picked_for(stand_in: StandIn, app: App) -> None:
    stand_in.shortcut("check", DESK, stand_in.say("The duty is paused.", user=BEN))
    stand_in.wait(lambda: len(app.got) == 2)
    (payload,) = [request.payload for request in app.got if request.type == "interactive"]
    assert (payload["type"], payload["callback_id"], payload["message"]["text"]) == (
        "message_action",
        "check",
        "The duty is paused.",
    )
    assert (payload["user"]["id"], payload["channel"]["id"]) == (ANA, DESK)


def test_the_assistants_pane_is_a_thread_in_direct_messages(
    stand_in: StandIn, web: WebClient, app: App
) -> None:
    thread = stand_in.assistant_opened(BEN)
    stand_in.wait(lambda: app.got)
    opened = app.got[0].payload["event"]["assistant_thread"]
    assert (opened["channel_id"], opened["thread_ts"], opened["context"]["channel_id"]) == (
        direct(BEN),
        thread,
        DESK,
    )
    prompts = [{"title": "Duties", "message": "Is the duty paused?"}]
    web.assistant_threads_setSuggestedPrompts(channel_id=direct(BEN), thread_ts=thread, prompts=prompts)
    assert stand_in.prompts[0]["prompts"] == prompts
    with refused("invalid_arguments"):
        web.assistant_threads_setSuggestedPrompts(
            channel_id=direct(BEN), thread_ts=thread, prompts=prompts * 5
        )


def test_the_buttons_of_a_message_are_what_can_be_pressed(stand_in: StandIn, web: WebClient) -> None:
    side = {"text": {"type": "plain_text", "text": "Good", "emoji": False}, "value": "up"}
    both = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": side,
        "negative_button": {**side, "value": "down"},
    }
    web.chat_postMessage(
        channel=DESK,
        text="x",
        blocks=[button("quotes", "q"), {"type": "context_actions", "elements": [both]}],
    )
    (message,) = stand_in.slack.messages.values()
    assert [(one["type"], one["action_id"], one["value"]) for one in buttons(message)] == [
        ("button", "quotes", "q"),
        ("feedback_buttons", "feedback", "up"),
        ("feedback_buttons", "feedback", "down"),
    ]


# --- sockets and requests


def test_a_mention_comes_as_two_events_and_each_is_acknowledged(stand_in: StandIn, app: App) -> None:
    ts = stand_in.mention("Is the duty paused?", first="message")
    stand_in.wait(lambda: len(app.got) == 2 and not stand_in.unacked())
    events = {request.payload["event"]["type"]: request.payload for request in app.got}
    assert set(events) == {"app_mention", "message"} and [
        sent.body["event"]["type"] for sent in stand_in.sent
    ] == ["message", "app_mention"]
    assert {payload["event"]["ts"] for payload in events.values()} == {ts}
    assert len({payload["event_id"] for payload in events.values()}) == 2
    assert all(0 < sent.latency < 1 for sent in stand_in.sent)
    stand_in.dm("And in April?")
    stand_in.wait(lambda: len(app.got) == 3)
    assert (app.got[2].payload["event"]["channel_type"], app.got[2].payload["event"]["channel"]) == (
        "im",
        direct(ANA),
    )


def test_a_repeated_event_has_its_id_again(stand_in: StandIn, app: App) -> None:
    stand_in.say("Hello")
    stand_in.duplicate(stand_in.sent[0])
    stand_in.wait(lambda: len(app.got) == 2)
    first, again = sorted(app.got, key=lambda request: request.retry_attempt or 0)
    assert first.payload["event_id"] == again.payload["event_id"] and first.envelope_id != again.envelope_id
    assert (again.retry_attempt, again.retry_reason) == (1, "timeout")


@pytest.mark.parametrize("reset", [True, False])
def test_a_socket_that_is_dropped_is_replaced_and_what_was_missed_comes_again(
    stand_in: StandIn, app: App, reset: bool
) -> None:
    stand_in.fail("apps.connections.open", error="internal_error")
    stand_in.drop(reset)
    stand_in.say("Is anybody there?")
    assert [sent.acked for sent in stand_in.sent] == [None]
    stand_in.wait_connected()
    (again,) = stand_in.resend_unacked()
    stand_in.wait(lambda: again.acked)
    assert not stand_in.unacked() and [call.ok for call in stand_in.called("apps.connections.open")] == [
        True,
        False,
        True,
    ]


def test_a_socket_is_refreshed_when_slack_asks(stand_in: StandIn, app: App) -> None:
    before = stand_in.delivery.connections[0]
    stand_in.disconnect()
    stand_in.wait(lambda: stand_in.delivery.connections and stand_in.delivery.connections != [before])
    stand_in.say("Hello")
    stand_in.wait(lambda: app.got)


def test_an_address_for_a_socket_is_good_for_once_and_for_the_apps_token(stand_in: StandIn, app: App) -> None:
    used = SocketModeClient(
        stand_in.app_token, web_client=WebClient(stand_in.token, stand_in.api), auto_reconnect_enabled=False
    )
    used.wss_uri = app.client.wss_uri
    used.connect()
    time.sleep(0.1)
    assert len(stand_in.delivery.connections) == 1
    used.close()
    with refused("not_allowed_token_type"):
        WebClient(stand_in.token, stand_in.api).apps_connections_open(app_token=stand_in.token)


def test_the_app_gets_what_it_subscribed_to_and_its_own_messages_too() -> None:
    with StandIn(events=["message.channels", "message.im"], scopes=SCOPES - {"im:history"}) as stand_in:
        app = App(stand_in)
        stand_in.mention("Is the duty paused?")
        stand_in.dm("Is the duty paused?")
        ts = WebClient(stand_in.token, stand_in.api).chat_postMessage(channel=DESK, text="Paused")["ts"]
        WebClient(stand_in.token, stand_in.api).chat_update(channel=DESK, ts=ts, text="Paused until April")
        stand_in.wait(lambda: len(app.got) == 3)
        app.close(stand_in)
    events = [request.payload["event"] for request in app.got]
    assert sorted(event.get("subtype", "") for event in events) == ["", "", "message_changed"]
    assert [event["user"] for event in events if event.get("bot_id")] == [BOT_USER]


def test_over_http_requests_are_signed_and_answered(stand_in: StandIn) -> None:
    got: list[tuple[dict[str, str], str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(503 if len(got) == 3 else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    stand_in.http_to(f"http://127.0.0.1:{server.server_address[1]}/slack/events")
    stand_in.say("Hello")
    stand_in.slash("help")
    sent = stand_in.duplicate(stand_in.sent[0])
    server.shutdown()
    server.server_close()
    verifier = SignatureVerifier(stand_in.signing_secret)
    assert all(verifier.is_valid_request(body, headers) for headers, body in got)
    assert not verifier.is_valid_request("{}", signed("{}", stand_in.signing_secret, time.time() - 400))
    assert json.loads(got[0][1])["event"]["text"] == "Hello" and "command=%2Fpincite" in got[1][1]
    assert got[2][0]["X-Slack-Retry-Num"] == "1" and (sent.acked, sent.status) == (None, 503)
    assert stand_in.sent[0].acked
