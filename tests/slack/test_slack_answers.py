"""Questions in channels, direct messages and the assistant's pane, and what can be done with an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.answer.record import Record
from assistant.build import build_workspace
from assistant.render.terminal import answer_text
from assistant.settings import Settings
from assistant.slack.thread import parse_button
from assistant.types import Answer, source_numbers
from assistant.workspace.workspace import Workspace
from tests.chat_stub import Turn as Reply
from tests.chat_stub import chat_stub, cite
from tests.faults.service import Fault, cut, drips, hangs, service, web_page
from tests.slack.conftest import ALDER, MAXIMUM, NOTE, TARIFFS, manifest_events, manifest_scopes, running
from tests.slack.shown import quotes, shown_view
from tests.slack.slack_values import Message
from tests.slack.stand_in import ANA, BEN, BOARD, StandIn, buttons

pytestmark = pytest.mark.model

WAIT = 60.0


def answered(slack: StandIn, ts: str, channel: str = "C0DESK", *, least: int = 1) -> Message:
    return slack.wait_replies(ts, channel, least=least, timeout=WAIT)[-1]


def kept(workspace: Workspace) -> Answer:
    return Answer.from_json(
        [one["answer"] for one in Record(workspace.library.home).entries() if "answer" in one][-1]
    )


@pytest.fixture(scope="module")
def small_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("small")
    (folder / "alder.txt").write_text(NOTE)
    workspace = build_workspace(Settings(home=str(folder / "home")))
    list(workspace.documents.upload([folder / "alder.txt"]))
    return workspace


@pytest.fixture(scope="module")
def quick(small_workspace: Workspace) -> Iterator[StandIn]:
    with (
        StandIn(scopes=manifest_scopes(), events=manifest_events()) as slack,
        running(slack, small_workspace),
    ):
        yield slack
        assert slack.problems == []


# Questions --------------------------------------------------------------------------------------------------


def test_a_mention_is_answered_once_in_its_thread_with_the_numbers_of_every_front_end(
    slack: StandIn, slack_workspace: Workspace
) -> None:
    asked = slack.mention(TARIFFS)
    reply = answered(slack, asked)
    answer = kept(slack_workspace)
    said = answer_text(answer).split("Sources")[0].split("Note: ")[0]
    told = [one for one in said.split() if one.strip("─·")]
    assert " ".join(told) in " ".join(reply.shown.split())
    numbers = set(source_numbers(answer.citations).values())
    assert numbers and all(f"[{number}]" in reply.shown for number in numbers)
    assert all(one.title in reply.shown for one in answer.citations)
    assert len(slack.replies(asked)) == 1


def test_the_asker_sees_a_status_at_once_and_each_sentence_as_it_is_checked(slack: StandIn) -> None:
    calls = len(slack.calls)
    asked = slack.mention("What did Mexico and Canada agree to at the border?")
    answered(slack, asked)
    methods = [call.method for call in slack.calls[calls:] if call.method.startswith(("assistant.", "chat."))]
    assert methods[0] == "assistant.threads.setStatus"
    assert (
        methods.index("chat.startStream")
        < methods.index("chat.appendStream")
        < methods.index("chat.stopStream")
    )
    assert slack.status(asked) == ""  # Slack takes it away when the answer comes


def test_a_follow_up_needs_no_mention_and_is_understood_after_what_was_said(slack: StandIn) -> None:
    asked = slack.mention(MAXIMUM)
    answered(slack, asked)
    slack.say("And if it causes a death?", thread=asked, user=BEN)
    reply = answered(slack, asked, least=2)
    assert "Understood as" in reply.shown and "life" in reply.shown


def test_a_direct_message_is_answered_in_its_thread(quick: StandIn) -> None:
    asked = quick.dm(ALDER)
    assert "3 May 2021" in answered(quick, asked, "D0ANA").shown


def test_the_assistants_pane_greets_suggests_and_is_titled_by_the_question(quick: StandIn) -> None:
    opened = quick.assistant_opened()
    answered(quick, opened, "D0ANA")
    quick.wait(lambda: quick.prompts)
    assert any("alder" in json.dumps(prompt) for prompt in quick.prompts[-1]["prompts"])
    quick.dm(ALDER, thread=opened)
    assert "3 May 2021" in answered(quick, opened, "D0ANA", least=2).shown
    assert [call.args["title"] for call in quick.called("assistant.threads.setTitle")] == [ALDER]


def test_a_question_in_a_private_channel_is_answered(quick: StandIn) -> None:
    asked = quick.mention(ALDER, channel=BOARD)
    assert "3 May 2021" in answered(quick, asked, BOARD).shown


def test_what_people_said_in_a_thread_before_we_were_named_is_read(slack: StandIn) -> None:
    root = slack.say(MAXIMUM)
    slack.mention("And if it causes a death?", thread=root, user=BEN)
    reply = answered(slack, root)
    assert "Understood as" in reply.shown and "life" in reply.shown


def test_what_is_not_in_the_documents_is_said_to_be_so(quick: StandIn) -> None:
    asked = quick.mention("How many agents does the DEA have in Mexico?")
    shown = answered(quick, asked).shown
    assert shown.startswith("Not in your documents") and "Sources" not in shown


@pytest.mark.parametrize("text", ["", "   ", "?!"])
def test_an_empty_question_is_answered_kindly(quick: StandIn, text: str) -> None:
    asked = quick.mention(text)
    assert "What would you like to know?" in answered(quick, asked).shown


def test_thanks_are_not_taken_for_a_question(quick: StandIn) -> None:
    asked = quick.mention(ALDER)
    answered(quick, asked)
    quick.say("Great, thank you so much!", thread=asked)
    assert "welcome" in answered(quick, asked, least=2).shown


def test_words_that_look_like_commands_are_questions_in_a_message(quick: StandIn) -> None:
    asked = quick.mention("Sources say that the Alder Bridge was closed. When?")
    assert "3 May 2021" in answered(quick, asked).shown


# Who is meant -----------------------------------------------------------------------------------------------


def silent(slack: StandIn, *stamps: tuple[str, str]) -> bool:
    """Whether nothing is said where nothing is to be said, once a later question elsewhere is answered."""
    answered(slack, slack.mention(ALDER))
    return not any(slack.replies(ts, channel) for ts, channel in stamps)


def test_a_message_that_does_not_name_us_is_not_ours(quick: StandIn) -> None:
    assert silent(quick, (quick.say(ALDER), "C0DESK"))


def test_in_our_thread_a_message_to_somebody_else_is_not_ours(quick: StandIn) -> None:
    asked = quick.mention(ALDER)
    answered(quick, asked)
    quick.say(f"<@{BEN}> when was the Alder Bridge closed?", thread=asked)
    answered(quick, quick.mention(ALDER))
    assert len(quick.replies(asked)) == 1


def test_an_edit_is_not_a_new_question(quick: StandIn) -> None:
    asked = quick.mention(ALDER)
    answered(quick, asked)
    quick.edit("C0DESK", asked, f"<@U0PINCITE> {ALDER} Really?")
    answered(quick, quick.mention(ALDER))
    assert len(quick.replies(asked)) == 1


def test_another_bot_is_not_answered(quick: StandIn) -> None:
    event = {
        "type": "message",
        "channel": "C0DESK",
        "ts": "1795000000.000001",
        "text": f"<@U0PINCITE> {ALDER}",
        "bot_id": "B9",
        "user": "U9",
    }
    quick.event(event | {"channel_type": "channel", "event_ts": "1795000000.000001"})
    answered(quick, quick.mention(ALDER))
    assert quick.replies("1795000000.000001") == []


# Under an answer --------------------------------------------------------------------------------------------


def test_show_quotes_has_every_quote_byte_for_byte(slack: StandIn, slack_workspace: Workspace) -> None:
    reply = answered(slack, slack.mention(MAXIMUM))
    slack.press("quotes", reply)
    view = slack.wait(lambda: list(slack.views.values()))[-1]
    shown = " ".join(shown_view(view.view).split())
    for one in kept(slack_workspace).citations:
        quote = slack_workspace.library.whole().text(one.source)[one.start : one.end]
        assert quote == one.quote and " ".join(quote.split()) in shown
    assert quotes(view.view["blocks"])


def test_thumbs_go_to_the_record_of_all_front_ends(quick: StandIn, small_workspace: Workspace) -> None:
    reply = answered(quick, quick.mention(ALDER))
    answer = kept(small_workspace)
    quick.press(
        "feedback", reply, next(one["value"] for one in buttons(reply) if one["value"].startswith("down:"))
    )
    view = quick.wait(lambda: list(quick.views.values()))[-1]
    quick.submit(view, {"note": "last year's bridge & <more>"})
    record = Record(small_workspace.library.home)
    quick.wait(
        lambda: (
            [note for one, note in record.disliked() if one["id"] == answer.id]
            == ["last year's bridge & <more>"]
        )
    )
    quick.wait(lambda: any("saved" in one.shown for one in quick.ephemerals))
    quick.press(
        "feedback", reply, next(one["value"] for one in buttons(reply) if one["value"].startswith("up:"))
    )
    quick.wait(lambda: not [one for one, _ in record.disliked() if one["id"] == answer.id])


def test_a_suggested_question_is_asked_in_the_thread_in_its_askers_name(slack: StandIn) -> None:
    asked = slack.mention(TARIFFS)
    reply = answered(slack, asked)
    [question, *_] = [one["value"] for one in buttons(reply) if one["action_id"] == "follow_up_0"]
    slack.press("follow_up_0", reply, user=BEN)
    shown = answered(slack, asked, least=2).shown
    assert shown.startswith(f"@{BEN} asks: {question}") and "[1]" in shown


def test_a_press_on_an_answer_that_is_gone_is_told(quick: StandIn, small_workspace: Workspace) -> None:
    asked = quick.mention(ALDER)
    reply = answered(quick, asked)
    thread, _ = parse_button(next(one["value"] for one in buttons(reply) if one["action_id"] == "quotes"))
    small_workspace.conversations.delete(thread.reader, thread.conversation)
    quick.press("quotes", reply)
    quick.wait(lambda: any("was deleted" in one.shown for one in quick.ephemerals))


# What is written --------------------------------------------------------------------------------------------

HOSTILE = (
    "The Birch Bridge <!channel> was closed by <@U0ANA> on 4 June 2022, see <https://evil.example|the bank> &"
    " *all* of `it` at &lt;noon&gt;.\n"
)


def test_a_document_cannot_ping_link_or_format(tmp_path: Path) -> None:
    workspace = build_workspace(Settings(home=str(tmp_path / "home")))
    (tmp_path / "birch.txt").write_text(HOSTILE)
    list(workspace.documents.upload([tmp_path / "birch.txt"]))
    with StandIn(scopes=manifest_scopes(), events=manifest_events()) as slack, running(slack, workspace):
        reply = answered(slack, slack.mention("When was the Birch Bridge closed?"))
        assert HOSTILE.strip() in reply.shown
        sent = json.dumps([call.args for call in slack.calls])
        for mark in ("<!channel", "<@U0ANA", "<https://evil"):
            assert mark not in sent
        assert slack.problems == []


def test_what_fails_the_check_stands_apart_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "alder.txt").write_text(NOTE)

    def invents(asked: str) -> str:
        mark = cite(asked, "Alder Bridge was closed")
        return (
            f"The Alder Bridge was closed on 3 May 2021. {mark}\nThe Alder Bridge was closed after 900 people"
            f" died there. {mark}"
        )

    with chat_stub(Reply(invents)) as stub:
        chat = Settings(
            home=str(tmp_path / "home"),
            chat_model="stub",
            openai_api_key=SecretStr("k"),
            openai_base_url=stub.url,
        )
        workspace = build_workspace(chat)
        list(workspace.documents.upload([tmp_path / "alder.txt"]))
        with StandIn(scopes=manifest_scopes(), events=manifest_events()) as slack, running(slack, workspace):
            shown = answered(slack, slack.mention(ALDER)).shown
            fact, _, apart = shown.partition("Not supported by your documents")
            assert "3 May 2021" in fact and "900" not in fact
            assert "900 people died" in apart.partition("Sources")[0] and "900" in apart
            assert slack.problems == []


@pytest.mark.parametrize("fault", [hangs, drips, web_page, cut])
def test_a_chat_service_at_fault_is_told_in_the_thread_and_quotes_are_the_answer(
    tmp_path: Path, fault: Fault
) -> None:
    (tmp_path / "alder.txt").write_text(NOTE)
    with service(fault) as odd:
        chat = Settings(
            home=str(tmp_path / "home"),
            chat_model="m",
            chat_protocol="text",
            chat_timeout_s=0.4,
            openai_base_url=f"{odd.url}/v1",
        )
        workspace = build_workspace(chat)
        list(workspace.documents.upload([tmp_path / "alder.txt"]))
        with StandIn(scopes=manifest_scopes(), events=manifest_events()) as slack, running(slack, workspace):
            shown = answered(slack, slack.mention(ALDER)).shown
            assert "3 May 2021" in shown and f"hat service at {odd.url}" in shown
            assert slack.problems == [] and odd.asked


def test_what_is_too_long_for_a_message_is_split_and_loses_nothing(quick: StandIn) -> None:
    claims = [
        f"The Alder Bridge was closed on 3 May 2021 after engineers found cracks in {number} of its cables."
        for number in range(3, 19)
    ]
    chosen = quick.say(" ".join(claims))
    quick.shortcut("check_message", "C0DESK", chosen)
    quick.wait(lambda: claims[-1] in quick.shown(chosen), WAIT)
    replies = quick.wait_replies(chosen, timeout=WAIT)
    assert len(replies) > 1
    assert [sum(claim in reply.shown for reply in replies) for claim in claims] == [1] * len(claims)


def test_who_writes_to_us_is_not_among_those_who_are_pinged(quick: StandIn) -> None:
    answered(quick, quick.mention(ALDER, user=ANA))
    assert f"<@{ANA}>" not in json.dumps([call.args for call in quick.calls])
