"""Slack fails in every way that it can, and an answer comes all the same: whole, in its thread, once."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.render.slack import wording
from assistant.slack.thread import SlackThread
from assistant.types import STOPPED
from assistant.workspace.workspace import Workspace
from tests.slack.conftest import ALDER, NOTE, manifest_events, manifest_scopes, running
from tests.slack.notes import WAIT_S, bot_over, without, workspace_of
from tests.slack.shown import quotes
from tests.slack.slack_http import Call
from tests.slack.slack_values import Message
from tests.slack.stand_in import ANA, BEN, DESK, StandIn, buttons, direct

pytestmark = pytest.mark.model

KNOWN = "Tell me of the Alder Bridge, its cars, its repairs and the ferry"
NOTES = {
    "alder.txt": NOTE,
    "traffic.txt": "The Alder Bridge carried 4,100 cars a day before it was closed.\n",
    "repairs.txt": "Repairs to the Alder Bridge cost 2.4 million crowns and took eleven weeks.\n",
    "ferry.txt": "While the Alder Bridge was closed, lorries were sent over the ferry at Holm.\n",
}

Fail = dict[str, Any]
ALWAYS: Fail = {"times": None}
EXPIRED: dict[str, Fail] = {"*": ALWAYS | {"error": "token_expired"}}
NO_STREAM: dict[str, Fail] = {"chat.startStream": ALWAYS | {"error": "unknown_method"}}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that answers quickly, and in several sentences."""
    return workspace_of(tmp_path_factory.mktemp("notes"), NOTES)


@pytest.fixture(scope="module")
def slack(notes: Workspace) -> Iterator[StandIn]:
    with bot_over(notes) as stand_in:
        yield stand_in


@pytest.fixture(autouse=True)
def _all_is_well_again_after_a_test(slack: StandIn) -> Iterator[None]:
    yield
    slack.failures.heal()


@pytest.fixture(scope="module")
def sentences(notes: Workspace) -> list[str]:
    """What the library's assistant answers to `KNOWN`."""
    told = [one.text for one in notes.assistant.ask(KNOWN).sentences]
    assert len(told) == len(NOTES)
    return told


def asked(slack: StandIn, failing: dict[str, Fail], question: str = KNOWN) -> str:
    for method, fail in failing.items():
        slack.fail(method, **fail)
    return slack.mention(question)


def replies_when_done(slack: StandIn, ts: str, channel: str = DESK) -> list[Message]:
    """What the app wrote into a thread to a question that is dealt with: the jobs of a thread are done one
    after the other, and thanks come last."""
    slack.failures.heal()
    if channel.startswith("D"):
        slack.dm("thanks!", thread=ts)
    else:
        slack.mention("thanks!", thread=ts, channel=channel)
    slack.wait(lambda: wording.WELCOME in slack.shown(ts, channel), WAIT_S)
    *replies, thanks = slack.wait_replies(ts, channel, timeout=WAIT_S)
    assert thanks.shown == wording.WELCOME
    return replies


def answer(slack: StandIn, ts: str, sentences: list[str], channel: str = DESK) -> Message:
    """The one message that answers, with all sentences and each of them once."""
    slack.wait(lambda: f"\n{wording.SOURCES}\n" in slack.shown(ts, channel), WAIT_S)
    replies = replies_when_done(slack, ts, channel)
    assert [one.shown for one in replies] == [replies[0].shown]
    (reply,) = replies
    assert [reply.shown.count(one) for one in sentences] == [1] * len(sentences)
    assert sorted(sentences, key=reply.shown.index) == sentences
    assert (
        reply.shown.count(wording.SOURCES) == 1 and wording.FAILED not in reply.shown and not reply.streaming
    )
    return reply


def failed(slack: StandIn, method: str, since: int) -> list[Call]:
    return [call for call in slack.calls[since:] if call.method == method and not call.ok]


# Methods that fail ------------------------------------------------------------------------------------------

FAILING: dict[str, dict[str, Fail]] = {
    "streams are unknown": NO_STREAM,
    "no streams in this kind of channel": {
        "chat.startStream": ALWAYS | {"error": "channel_type_not_supported"}
    },
    "no scope for streams": {"chat.startStream": ALWAYS | {"error": "missing_scope"}},
    "a stream breaks down": {"chat.startStream": {"status": 500}},
    "a stream breaks down with status 200": {"chat.startStream": {"error": "internal_error"}},
    "a stream begins unheard": {"chat.startStream": {"lost": True}},
    "a stream hangs": {"chat.startStream": {"timeout": 0.2}},
    "streams take no blocks": {"chat.startStream": ALWAYS | {"error": "invalid_chunks"}},
    "a stream is over": {"chat.appendStream": {"error": "message_not_in_streaming_state"}},
    "a stream takes no more": {"chat.appendStream": ALWAYS | {"error": "msg_too_long"}},
    "a stream goes on unheard": {"chat.appendStream": {"lost": True}},
    "a stream breaks down midway": {"chat.appendStream": {"status": 500}},
    "a stream ends unheard": {"chat.stopStream": {"lost": True}},
    "a stream does not end": {"chat.stopStream": {"status": 500}},
    "a stream refuses to end": {"chat.stopStream": {"error": "invalid_blocks"}},
    "a post is made unheard": NO_STREAM | {"chat.postMessage": {"lost": True}},
    "a post breaks down": NO_STREAM | {"chat.postMessage": {"status": 500}},
    "a post breaks down with status 200": NO_STREAM | {"chat.postMessage": {"error": "fatal_error"}},
    "a post hangs": NO_STREAM | {"chat.postMessage": {"timeout": 0.2}},
    "a post's blocks are refused": NO_STREAM | {"chat.postMessage": {"error": "invalid_blocks"}},
    "edits are too much for a while": (
        NO_STREAM | {"chat.update": {"times": 2, "status": 429, "retry_after": 1}}
    ),
    "an edit breaks down": NO_STREAM | {"chat.update": {"status": 500}},
    "an edit is made unheard": NO_STREAM | {"chat.update": {"lost": True}},
    "an edit's blocks are refused": NO_STREAM | {"chat.update": {"error": "invalid_blocks"}},
    "statuses are refused": {"assistant.threads.setStatus": ALWAYS | {"error": "missing_scope"}},
    "statuses are refused and edits too much for a while": {
        "assistant.threads.setStatus": ALWAYS | {"error": "missing_scope"},
        "chat.update": {"status": 429, "retry_after": 1},
    },
    "a status breaks down": {"assistant.threads.setStatus": {"status": 500}},
}


@pytest.mark.parametrize("case", FAILING)
def test_the_answer_comes_once_and_whole_though(case: str, slack: StandIn, sentences: list[str]) -> None:
    since = len(slack.calls)
    ts = asked(slack, FAILING[case])
    reply = answer(slack, ts, sentences)
    assert all(failed(slack, method, since) for method in FAILING[case])
    assert [one["action_id"] for one in buttons(reply)][-3:] == ["quotes", "feedback", "feedback"]


@pytest.mark.parametrize(
    ("method", "seconds"),
    [
        ("chat.startStream", 2),
        ("chat.appendStream", 1),
        ("chat.stopStream", 1),
        ("chat.postMessage", 1),
        ("chat.update", 2),
    ],
)
def test_slack_is_not_asked_again_before_the_time_that_it_says(
    method: str, seconds: int, slack: StandIn, sentences: list[str]
) -> None:
    since = len(slack.calls)
    is_stream = method.endswith("Stream")
    ts = asked(slack, ({} if is_stream else NO_STREAM) | {method: {"status": 429, "retry_after": seconds}})
    answer(slack, ts, sentences)
    calls = [call for call in slack.calls[since:] if call.method == method]
    told = next(index for index, call in enumerate(calls) if not call.ok)
    assert calls[told + 1].at - calls[told].at >= seconds
    assert not is_stream or not any(
        call.method == "chat.update" for call in slack.calls[since:]
    )  # it is waited for, not gone around


def test_a_status_for_which_slack_lets_us_wait_holds_nobody_up(slack: StandIn, sentences: list[str]) -> None:
    since = len(slack.calls)
    ts = asked(slack, {"assistant.threads.setStatus": {"status": 429, "retry_after": 30}})
    answer(slack, ts, sentences)
    (refused,) = failed(slack, "assistant.threads.setStatus", since)
    assert slack.calls[-1].at - refused.at < 30


def test_an_answer_to_a_post_that_comes_too_late_shows_nothing_twice(
    slack: StandIn, sentences: list[str]
) -> None:
    ts = asked(
        slack,
        NO_STREAM | {"chat.postMessage": {"delay": 10.5}, "assistant.threads.setStatus": {"timeout": 3.5}},
    )
    answer(slack, ts, sentences)


def test_where_statuses_are_refused_a_message_says_that_the_question_was_heard_and_becomes_the_answer(
    slack: StandIn, sentences: list[str]
) -> None:
    ts = asked(slack, {"assistant.threads.setStatus": ALWAYS | {"error": "missing_scope"}})
    heard = slack.wait(lambda: slack.replies(ts), WAIT_S)[0]
    assert heard.shown == wording.as_message(wording.BEGUN["ask"])
    assert answer(slack, ts, sentences).ts == heard.ts


def test_what_slack_takes_as_no_blocks_comes_as_text(slack: StandIn, notes: Workspace) -> None:
    refused = {"error": "invalid_blocks"}
    ts = asked(
        slack,
        {"chat.startStream": refused, "chat.postMessage": refused, "chat.update": {"times": 2} | refused},
        ALDER,
    )
    reply = answer(slack, ts, [one.text for one in notes.assistant.ask(ALDER).sentences])
    assert reply.blocks == []


def test_a_stream_that_cannot_be_ended_becomes_the_answer_when_it_can(
    slack: StandIn, sentences: list[str]
) -> None:
    since = len(slack.calls)
    ts = asked(slack, {"chat.stopStream": ALWAYS | {"error": "internal_error"}})
    slack.wait(
        lambda: len(failed(slack, "chat.update", since)) > 1, WAIT_S
    )  # Slack takes no edits of what it believes to stream
    slack.failures.heal()
    (begun,) = slack.replies(ts)
    assert begun.streaming
    assert answer(slack, ts, sentences).ts == begun.ts


def test_a_stream_that_grew_too_old_goes_on_in_the_same_message(slack: StandIn, sentences: list[str]) -> None:
    ts, begun = begun_answer(slack)
    slack.expire_stream(begun)
    reply = answer(slack, ts, sentences)
    assert reply.ts == begun.ts and reply.edits > 0


def test_an_answer_that_somebody_deletes_half_way_comes_in_a_new_message(
    slack: StandIn, sentences: list[str]
) -> None:
    ts, begun = begun_answer(slack)
    slack.expire_stream(begun)
    slack.slack.delete(DESK, begun.ts)
    assert answer(slack, ts, sentences).ts != begun.ts


def test_a_question_waits_while_slack_is_down(slack: StandIn, sentences: list[str]) -> None:
    since = len(slack.calls)
    ts = asked(slack, {"*": ALWAYS | {"status": 500}})
    slack.wait(lambda: failed(slack, "chat.postMessage", since), WAIT_S)
    assert slack.replies(ts) == []
    slack.failures.heal()
    answer(slack, ts, sentences)


def test_an_answer_that_slack_took_at_a_second_try_is_the_one_on_record(
    slack: StandIn, notes: Workspace, sentences: list[str]
) -> None:
    since = len(slack.calls)
    ts = asked(slack, NO_STREAM | {"chat.postMessage": {"times": 3, "status": 500}})
    slack.wait(lambda: len(failed(slack, "chat.postMessage", since)) == 3, WAIT_S)
    reply = answer(slack, ts, sentences)
    slack.press("quotes", reply)
    view = slack.wait(lambda: [one for one in slack.views.values() if one.channel == DESK], WAIT_S)[-1]
    slack.close(view)
    assert sorted(quotes(view.view["blocks"])) == sorted(text.strip() for text in NOTES.values())
    thread = SlackThread(DESK, ts)
    (kept,) = notes.conversations.load(thread.reader, thread.conversation).exchanges
    assert (
        kept.answer
        and [one.text for one in kept.answer.sentences] == sentences
        and STOPPED not in kept.answer.notices
    )


def test_the_same_words_a_second_time_are_not_taken_for_the_first_that_went_lost(slack: StandIn) -> None:
    ts = slack.mention("thanks!")
    slack.wait_replies(ts, timeout=WAIT_S)
    slack.fail("chat.startStream", status=500)
    slack.mention("thanks!", thread=ts)
    replies = slack.wait_replies(ts, least=2, timeout=WAIT_S)
    assert [one.shown for one in replies] == [wording.WELCOME] * 2


# Stopped by its reader --------------------------------------------------------------------------------------


def begun_answer(slack: StandIn) -> tuple[str, Message]:
    """A question, and its answer while Slack has taken no more than the first sentence of it."""
    ts = asked(slack, {"chat.startStream": {"delay": 1.5}})
    (begun,) = slack.wait(lambda: slack.replies(ts), WAIT_S)
    return ts, begun


def test_an_answer_that_its_reader_stops_says_so_and_is_not_continued(
    slack: StandIn, sentences: list[str]
) -> None:
    ts, begun = begun_answer(slack)
    slack.stop_by_user(begun)
    slack.wait(lambda: STOPPED in slack.shown(ts), WAIT_S)
    (reply,) = replies_when_done(slack, ts)
    assert reply.ts == begun.ts and not reply.streaming
    shown = [reply.shown.count(one) for one in sentences]
    assert shown[0] == 1 and shown[-1] == 0 and max(shown) == 1
    assert reply.shown.count(STOPPED) == 1 and buttons(reply) == []


def test_who_stopped_an_answer_may_ask_on_in_the_thread(slack: StandIn, sentences: list[str]) -> None:
    ts, begun = begun_answer(slack)
    slack.stop_by_user(begun)
    slack.wait(lambda: STOPPED in slack.shown(ts), WAIT_S)
    slack.say(KNOWN, thread=ts)
    second = slack.wait_replies(ts, least=2, timeout=WAIT_S)[1]
    slack.wait(lambda: wording.SOURCES in slack.slack.message(DESK, second.ts).shown, WAIT_S)
    assert all(one in slack.slack.message(DESK, second.ts).shown for one in sentences)


# Where nothing can be said ----------------------------------------------------------------------------------


def test_who_cannot_be_answered_in_the_thread_is_answered_directly(
    slack: StandIn, sentences: list[str]
) -> None:
    slack.add_channel("C0LEFT", members={ANA})
    slack.fail("assistant.threads.setStatus", delay=1.0)
    before = {one.ts for one in directly(slack, ANA)}
    ts = slack.mention(KNOWN, channel="C0LEFT")
    slack.wait(lambda: slack.statuses and slack.statuses[-1].channel == "C0LEFT", WAIT_S)
    slack.add_channel("C0LEFT", members={ANA}, has_bot=False)  # somebody removes the app
    root = slack.wait(lambda: [one for one in directly(slack, ANA) if one.ts not in before], WAIT_S)[0]
    assert KNOWN in root.shown
    answer(slack, root.ts, sentences, direct(ANA))
    assert slack.replies(ts, "C0LEFT") == []


def test_who_can_be_answered_nowhere_is_told_directly(slack: StandIn) -> None:
    before = len(directly(slack, BEN))
    slack.fail("chat.startStream", times=None, error="unknown_method")
    slack.fail(
        "chat.postMessage", times=2, error="cannot_reply_to_message"
    )  # the answer, and the word in the thread that there is none
    ts = slack.mention(KNOWN, user=BEN)
    (told,) = slack.wait(lambda: directly(slack, BEN)[before:], WAIT_S)
    assert told.shown.splitlines()[0] == wording.FAILED and "cannot_reply_to_message" in told.shown
    assert replies_when_done(slack, ts) == []


def test_who_gave_a_command_is_told_directly_where_its_own_address_takes_nothing(slack: StandIn) -> None:
    before = len(directly(slack, BEN))
    slack.fail("response_url", times=None, status=500)
    slack.slash("sources", user=BEN)
    (told,) = slack.wait(lambda: directly(slack, BEN)[before:], WAIT_S)
    assert told.shown.splitlines()[0] == wording.FAILED


def test_who_presses_is_told_that_slack_let_no_form_be_opened(slack: StandIn, sentences: list[str]) -> None:
    reply = answer(slack, asked(slack, {}), sentences)
    before = len(slack.ephemerals)
    slack.fail("views.open", error="expired_trigger_id")
    slack.press("quotes", reply, user=BEN)
    (told,) = slack.wait(lambda: slack.ephemerals[before:], WAIT_S)
    assert (
        told.to == BEN and told.shown.splitlines()[0] == wording.FAILED and "expired_trigger_id" in told.shown
    )


def test_the_assistants_pane_greets_and_answers_without_prompts_and_titles(
    slack: StandIn, sentences: list[str]
) -> None:
    for method in ("assistant.threads.setSuggestedPrompts", "assistant.threads.setTitle"):
        slack.fail(method, times=None, error="missing_scope")
    pane = direct(ANA)
    thread = slack.assistant_opened()
    slack.wait_replies(thread, pane, timeout=WAIT_S)
    slack.dm(KNOWN, thread=thread)
    slack.wait(lambda: f"\n{wording.SOURCES}\n" in slack.shown(thread, pane), WAIT_S)
    hello, reply = slack.wait_replies(thread, pane, least=2, timeout=WAIT_S)
    assert hello.shown == wording.HELLO and [reply.shown.count(one) for one in sentences] == [1] * len(
        sentences
    )


def directly(slack: StandIn, user: str) -> list[Message]:
    return [one for one in list(slack.slack.messages.values()) if one.channel == direct(user) and one.by_bot]


def test_a_question_outlives_a_token_that_expired(small: Workspace) -> None:
    sentences = [one.text for one in small.assistant.ask(ALDER).sentences]
    with StandIn(scopes=manifest_scopes(), events=manifest_events()) as slack:
        with running(slack, small):
            ts = asked(slack, EXPIRED, ALDER)
            until_nobody_can_be_told(slack)
        assert slack.replies(ts) == []
        slack.failures.heal()
        with running(slack, small):
            slack.wait(
                lambda: slack.replies(ts), WAIT_S / 2
            )  # at once, not when it would have been tried again
            answer(slack, ts, sentences)
        assert directly(slack, ANA) == [] and not slack.problems


def test_a_token_that_expires_in_the_middle_of_an_answer_costs_nothing_of_it(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, NOTES)
    sentences = [one.text for one in workspace.assistant.ask(KNOWN).sentences]
    with StandIn(scopes=manifest_scopes(), events=manifest_events()) as slack:
        with running(slack, workspace):
            ts, begun = begun_answer(slack)
            slack.fail("*", **EXPIRED["*"])
            until_nobody_can_be_told(slack)
        slack.failures.heal()
        with running(slack, workspace):
            assert answer(slack, ts, sentences).ts == begun.ts
        assert directly(slack, ANA) == [] and not slack.problems


def until_nobody_can_be_told(slack: StandIn) -> None:
    """Wait until the bot has tried its last resort, a message to the asker alone."""
    slack.wait(
        lambda: any(call.args.get("channel") == ANA for call in slack.called("chat.postMessage")), WAIT_S
    )


# What cannot be read ----------------------------------------------------------------------------------------


def test_where_a_thread_cannot_be_read_the_answer_says_so(slack: StandIn, sentences: list[str]) -> None:
    with without(slack, "channels:history"):
        ts = slack.say("The bridge was closed for too long.", user=BEN)
        slack.mention(KNOWN, thread=ts)
        slack.wait(lambda: f"\n{wording.SOURCES}\n" in slack.shown(ts), WAIT_S)
    reply = answer(slack, ts, sentences)
    assert (
        wording.unread("Slack does not allow that: the app lacks the scope channels:history") in reply.shown
    )


@pytest.mark.parametrize("question", [KNOWN, "sources"])
def test_a_defect_is_told_with_a_number_under_which_the_log_has_it(
    question: str, slack: StandIn, notes: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    with damaged(notes), caplog.at_level(logging.ERROR):
        ts = slack.mention(question)
        (reply,) = slack.wait_replies(ts, timeout=WAIT_S)
    assert reply.shown.splitlines()[0] == wording.FAILED and buttons(reply) == []
    found = re.search(r"error ([0-9a-f]{8})", reply.shown)
    assert found
    (logged,) = [record for record in caplog.records if found[1] in record.getMessage() and record.exc_info]
    assert "TypeError" in (logging.Formatter().formatException(logged.exc_info) if logged.exc_info else "")
    assert "TypeError" not in reply.shown and "Traceback" not in reply.shown
    replies_when_done(slack, ts)


@contextmanager
def damaged(workspace: Workspace) -> Iterator[None]:
    """The workspace while a part of its catalogue is not what was written."""
    path = workspace.library.home / "catalogue.sqlite3"
    with sqlite3.connect(path) as database:
        kept = database.execute("SELECT id, date FROM source").fetchall()
        database.execute("UPDATE source SET date = x'00'")
        database.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
    try:
        yield
    finally:
        with sqlite3.connect(path) as database:
            database.executemany(
                "UPDATE source SET date = ? WHERE id = ?", [(day, name) for name, day in kept]
            )
            database.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
