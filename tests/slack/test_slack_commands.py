from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.workspace.workspace import Workspace
from tests.slack.block_kit import message_problems
from tests.slack.conftest import ALDER, NOTE
from tests.slack.notes import (
    BIRCH,
    FERRY,
    OPENED,
    WAIT_S,
    WHEN_BIRCH,
    answered,
    asked_on,
    begun,
    bot_over,
    ephemeral_after,
    workspace_of,
)
from tests.slack.shown import shown
from tests.slack.slack_delivery import Sent
from tests.slack.stand_in import ANA, BEN, DESK, OUTSIDE, StandIn

pytestmark = pytest.mark.model

CLOSED = "3 May 2021"
DIRECT = "D0ANA"
ACK_S = 3.0


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_of(
        tmp_path_factory.mktemp("commands"), {"alder.txt": NOTE, "ferry.txt": FERRY, "birch.txt": BIRCH}
    )


@pytest.fixture(scope="module")
def slack(workspace: Workspace) -> Iterator[StandIn]:
    with bot_over(workspace) as stand_in:
        yield stand_in


def acknowledged(sent: Sent, slack: StandIn) -> Sent:
    slack.wait(lambda: sent.acked, WAIT_S)
    assert sent.latency < ACK_S
    return sent


def told_at_once(slack: StandIn, text: str) -> str:
    """What a command is acknowledged with, which its author alone sees; nothing else comes of it."""
    before = dict(slack.slack.messages)
    answer = acknowledged(slack.slash(text), slack).answer
    assert answer["response_type"] == "ephemeral" and not message_problems(answer)
    assert slack.slack.messages == before
    return shown(answer["blocks"])


@pytest.mark.parametrize("text", ["", "   ", "help", "HELP", "help: me"])
def test_help_says_what_can_be_done(slack: StandIn, text: str) -> None:
    told = told_at_once(slack, text)
    assert all(f"/pincite {name}" in told for name in ("ask", "memo", "review", "sources", "help"))
    assert "Drop a file" in told and "do not know" not in told


def test_help_in_a_thread_is_the_same(slack: StandIn) -> None:
    assert answered(slack, slack.mention("help")) == told_at_once(slack, "help")


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("ask", "/pincite ask What"),
        ("ask:  ", "/pincite ask What"),
        ("review", "the web address of an op-ed"),
    ],
)
def test_a_command_without_words_says_what_it_needs(slack: StandIn, text: str, example: str) -> None:
    assert example in told_at_once(slack, text)


def test_a_memo_without_a_topic_asks_for_it(slack: StandIn) -> None:
    acknowledged(slack.slash("memo", user=BEN), slack)
    (view,) = slack.wait(lambda: list(slack.views.values()), WAIT_S)
    assert view.user == BEN and view.view["callback_id"] == "memo"
    slack.close(view)


def test_an_unknown_command_suggests_one_that_works(slack: StandIn) -> None:
    told = told_at_once(slack, ALDER)
    assert "“when”" in told and "/pincite help" in told
    suggested = told.partition("To ask a question: /pincite ")[2].partition("\n")[0]
    slack.slash(suggested)
    assert CLOSED in answered(slack, begun(slack, ALDER).ts)


@pytest.mark.parametrize(
    "text", ["&lt;!channel&gt; &amp; all", "<!channel> now", "*bold* <https://example.com|here>", "x" * 3000]
)
def test_what_is_no_command_is_repeated_as_mere_text(slack: StandIn, text: str) -> None:
    answer = acknowledged(slack.slash(text), slack).answer
    assert not message_problems(answer)
    assert "<!channel>" not in answer["text"] and "<!" not in str(answer["blocks"])


def test_sources_are_listed_for_who_asks_alone(slack: StandIn) -> None:
    before = dict(slack.slack.messages)
    told = ephemeral_after(slack, lambda: slack.slash("sources", user=BEN))
    assert (told.to, told.channel) == (BEN, DESK)
    assert all(title in told.shown for title in ("3 documents", "alder", "birch", "ferry"))
    assert slack.slack.messages == before


def test_sources_with_words_are_those_that_have_them(slack: StandIn) -> None:
    told = ephemeral_after(slack, lambda: slack.slash("sources  Fer ")).shown
    assert "1 document with “Fer”" in told and "ferry" in told and "alder" not in told and "birch" not in told
    assert "No document with “tariff”" in ephemeral_after(slack, lambda: slack.slash("sources tariff")).shown


def test_sources_are_listed_where_we_are_not(slack: StandIn) -> None:
    told = ephemeral_after(slack, lambda: slack.slash("sources birch", channel=OUTSIDE))
    assert (told.to, told.channel) == (ANA, OUTSIDE) and "1 document" in told.shown


def test_a_question_by_command_begins_a_thread_that_goes_on_without_a_mention(slack: StandIn) -> None:
    shown_before = len(slack.ephemerals)
    assert acknowledged(slack.slash(f"ask   {ALDER} "), slack).answer is None
    root = begun(slack, ALDER)
    assert root.shown == f"@{ANA} asks: {ALDER}"
    assert CLOSED in answered(slack, root.ts)
    assert OPENED in asked_on(slack, WHEN_BIRCH, root.ts, user=BEN)
    assert len(slack.replies(root.ts)) == 2 and len(slack.ephemerals) == shown_before


def test_a_command_in_a_direct_message_is_answered_there(slack: StandIn) -> None:
    slack.slash(f"ask {ALDER}", channel="D0BEN", user=BEN)
    assert CLOSED in answered(slack, begun(slack, ALDER, "D0BEN").ts, "D0BEN")


def test_a_command_shows_what_was_typed_as_its_reader_sees_it(slack: StandIn) -> None:
    slack.slash("ask Did &lt;b&gt; &amp; <@U0BEN|ben> close <#C0DESK|desk>?")
    assert answered(slack, begun(slack, "Did <b> & @ben close #desk?").ts)


def test_where_we_are_not_a_command_is_answered_between_us(slack: StandIn) -> None:
    word = ephemeral_after(slack, lambda: slack.slash(f"ask {ALDER}", channel=OUTSIDE))
    assert (
        (word.to, word.channel) == (ANA, OUTSIDE)
        and "direct messages" in word.shown
        and "/invite" in word.shown
    )
    root = begun(slack, ALDER, DIRECT)
    assert CLOSED in answered(slack, root.ts, DIRECT)
    assert OPENED in asked_on(slack, WHEN_BIRCH, root.ts, DIRECT)
    assert not [one for one in slack.slack.messages.values() if one.channel == OUTSIDE]


def test_a_command_in_a_conversation_of_others_is_answered_between_us(slack: StandIn) -> None:
    slack.add_channel("D0PAIR", "im", members={ANA, "U0CY"}, has_bot=False)
    ephemeral_after(slack, lambda: slack.slash(f"ask {WHEN_BIRCH}", channel="D0PAIR"))
    assert OPENED in answered(slack, begun(slack, WHEN_BIRCH, DIRECT).ts, DIRECT)


def test_a_thread_that_could_not_be_made_at_first_is_made_when_the_turn_comes(slack: StandIn) -> None:
    slack.fail("chat.postMessage", error="fatal_error")
    slack.slash(f"ask {ALDER} Now?")
    assert CLOSED in answered(slack, begun(slack, f"{ALDER} Now?").ts)


def test_every_command_is_its_own_thread(slack: StandIn) -> None:
    slack.slash(f"ask {ALDER} Please.")
    slack.slash(f"ask {WHEN_BIRCH} Please.")
    for what, date in ((f"{ALDER} Please.", CLOSED), (f"{WHEN_BIRCH} Please.", OPENED)):
        ts = begun(slack, what).ts
        assert date in answered(slack, ts) and len(slack.replies(ts)) == 1
