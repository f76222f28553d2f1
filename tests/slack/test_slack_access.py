from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.workspace.workspace import Workspace
from ingest.types import EVERYBODY
from tests.slack.conftest import ALDER, NOTE
from tests.slack.notes import (
    BIRCH,
    OPENED,
    WAIT_S,
    WHEN_BIRCH,
    access,
    answered,
    asked,
    asked_directly,
    asked_on,
    begun,
    bot_over,
    ephemeral_after,
    put,
    reply,
    without,
    word_file,
    workspace_of,
    written,
)
from tests.slack.shown import quotes
from tests.slack.stand_in import ANA, BEN, BOARD, DESK, StandIn, direct

pytestmark = pytest.mark.model

CLOSED = "3 May 2021"
LARCH = "The Larch line was sold on 9 August 2018 to a bank.\n"
WHEN_LARCH, SOLD = "When was the Larch line sold?", "9 August 2018"
ENERGY = f'[groups]\nenergy = ["ana@office.example"]\n[channels]\n{BOARD} = ["energy"]\n'


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A note for everybody, and one for a group."""
    folder = tmp_path_factory.mktemp("access")
    workspace = workspace_of(folder, {"alder.txt": NOTE})
    put(workspace, folder, "birch.txt", BIRCH, "energy")
    return workspace


@pytest.fixture(scope="module")
def slack(workspace: Workspace) -> Iterator[StandIn]:
    with bot_over(workspace) as stand_in:
        yield stand_in


@pytest.fixture
def _energy(workspace: Workspace) -> Iterator[None]:
    with access(workspace, ENERGY):
        yield


# Channels ---------------------------------------------------------------------------------------------------


def test_without_access_toml_everybody_reads_what_is_public(slack: StandIn) -> None:
    assert OPENED not in asked(slack, WHEN_BIRCH) and OPENED not in asked(slack, WHEN_BIRCH, BOARD)
    assert OPENED not in asked_directly(slack, WHEN_BIRCH, ANA)
    assert CLOSED in asked(slack, ALDER)


@pytest.mark.usefixtures("_energy")
def test_a_channel_reads_what_is_public_and_its_groups_documents(slack: StandIn) -> None:
    assert OPENED in asked(slack, WHEN_BIRCH, BOARD) and CLOSED in asked(slack, ALDER, BOARD)


@pytest.mark.usefixtures("_energy")
def test_in_another_channel_a_member_of_the_group_reads_what_is_public(slack: StandIn) -> None:
    assert OPENED not in asked(slack, WHEN_BIRCH) and CLOSED in asked(slack, ALDER)


@pytest.mark.usefixtures("_energy")
def test_documents_are_listed_by_channel(slack: StandIn) -> None:
    assert "birch" in ephemeral_after(slack, lambda: slack.slash("sources", channel=BOARD)).shown
    assert "birch" not in ephemeral_after(slack, lambda: slack.slash("sources")).shown
    assert "birch" in answered(slack, slack.mention("sources", channel=BOARD), BOARD)
    assert "birch" not in answered(slack, slack.mention("sources"))


def test_what_a_channel_may_no_longer_read_is_not_in_its_next_answer(
    slack: StandIn, workspace: Workspace
) -> None:
    with access(workspace, ENERGY):
        ts = slack.mention(WHEN_BIRCH, channel=BOARD)
        assert OPENED in answered(slack, ts, BOARD)
    assert OPENED not in asked_on(slack, WHEN_BIRCH, ts, BOARD)


# Direct messages --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_energy")
def test_in_a_direct_message_the_address_decides(slack: StandIn) -> None:
    assert OPENED in asked_directly(slack, WHEN_BIRCH, ANA)
    assert OPENED not in asked_directly(slack, WHEN_BIRCH, BEN) and CLOSED in asked_directly(
        slack, ALDER, BEN
    )


def _prompts(slack: StandIn, ts: str) -> list[dict[str, Any]]:
    return [one for one in slack.prompts if one["thread_ts"] == ts]


@pytest.mark.usefixtures("_energy")
def test_the_assistants_pane_suggests_what_its_reader_may_read(slack: StandIn) -> None:
    for user, expected in ((ANA, True), (BEN, False)):
        ts = slack.assistant_opened(user)
        assert "Ask me" in answered(slack, ts, direct(user))
        (prompts,) = slack.wait(partial(_prompts, slack, ts), WAIT_S)
        assert ("birch" in str(prompts)) is expected


@pytest.mark.usefixtures("_energy")
def test_where_we_are_not_the_askers_address_decides(slack: StandIn) -> None:
    slack.add_channel("C0ELSEWHERE", members={ANA, BEN}, has_bot=False)
    for user, expected in ((ANA, True), (BEN, False)):
        question = f"{WHEN_BIRCH} Tell {user}."
        slack.slash(f"ask {question}", channel="C0ELSEWHERE", user=user)
        told = answered(slack, begun(slack, question, direct(user)).ts, direct(user))
        assert (OPENED in told) is expected


@pytest.fixture
def stranger(slack: StandIn) -> str:
    """Somebody of the group whose address is not known to us yet."""
    user = f"U0NEW{len(slack.slack.users)}"
    slack.add_user(user, "ana@office.example")
    return user


@pytest.mark.usefixtures("_energy")
def test_whose_address_slack_does_not_tell_reads_what_is_public(slack: StandIn, stranger: str) -> None:
    with without(slack, "users:read.email"):
        assert OPENED not in asked_directly(slack, WHEN_BIRCH, stranger)
        assert CLOSED in asked_directly(slack, ALDER, stranger)
    assert OPENED in asked_directly(slack, WHEN_BIRCH, stranger)


@pytest.mark.usefixtures("_energy")
def test_who_cannot_be_told_apart_is_told_and_not_answered(slack: StandIn, stranger: str) -> None:
    with without(slack, "users:read"):
        told = asked_directly(slack, WHEN_BIRCH, stranger)
    assert "did not work" in told and "users:read" in told and OPENED not in told
    assert OPENED in asked_directly(slack, WHEN_BIRCH, stranger)


@pytest.mark.usefixtures("_energy")
def test_a_passing_breakdown_of_slack_costs_no_answer(slack: StandIn, stranger: str) -> None:
    slack.fail("users.info", status=500)
    assert OPENED in asked_directly(slack, WHEN_BIRCH, stranger)


# A file that is not as it should be -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        ENERGY + "][",
        ENERGY.replace(f'{BOARD} = ["energy"]', f'{BOARD} = ["enrgy"]'),
        ENERGY + '[grups]\nx = ["a"]\n',
        'groups = "all"',
    ],
    ids=["no TOML", "an unknown group", "an unknown table", "no table"],
)
def test_with_a_broken_access_toml_nobody_is_answered(
    slack: StandIn, workspace: Workspace, text: str
) -> None:
    with access(workspace, text):
        for told in (
            asked(slack, ALDER),
            asked(slack, WHEN_BIRCH, BOARD),
            asked_directly(slack, WHEN_BIRCH, ANA),
        ):
            assert (
                "did not work" in told and "access.toml" in told and CLOSED not in told and OPENED not in told
            )
        assert "access.toml" in ephemeral_after(slack, lambda: slack.slash("sources", channel=BOARD)).shown
    assert CLOSED in asked(slack, ALDER)


def test_with_a_broken_access_toml_nothing_is_reviewed_written_or_added(
    slack: StandIn, workspace: Workspace
) -> None:
    with access(workspace, 'librarians = ["ana@office.example"]'):
        message = reply(slack, slack.mention("", files=[slack.file("larch.txt", LARCH.encode())]))
    with access(workspace, "librarians = ["):
        assert "access.toml" in ephemeral_after(slack, lambda: slack.press("add_to_library", message)).shown
        said = slack.say("The Alder Bridge was closed on 3 May 2021.")
        slack.shortcut("check_message", DESK, said)
        for ts in (said, slack.mention("memo on the Alder Bridge")):
            told = reply(slack, ts)
            assert "access.toml" in told.shown and not told.files and CLOSED not in told.shown
    assert [source.slug for source in workspace.visible_to(EVERYBODY).sources] == ["alder"]


# What belongs to one thread ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def private(slack: StandIn) -> str:
    """A thread with a document of its own, which it can ask about."""
    ts = slack.mention(WHEN_LARCH, files=[slack.file("larch.txt", LARCH.encode())])
    assert SOLD in answered(slack, ts)
    return ts


def test_a_thread_lists_its_own_document_and_no_other_does(slack: StandIn, private: str) -> None:
    assert "larch" in asked_on(slack, "sources", private)
    assert "larch" not in answered(slack, slack.mention("sources"))
    assert "larch" not in answered(slack, slack.dm("sources"), direct(ANA))
    for channel in (DESK, BOARD, direct(ANA)):
        assert "larch" not in ephemeral_after(slack, partial(slack.slash, "sources", channel=channel)).shown


def test_quotes_are_those_of_the_threads_own_answer(slack: StandIn, private: str) -> None:
    for ts, expected in ((private, LARCH.strip()), (slack.mention(ALDER), NOTE.strip())):
        slack.press("quotes", reply(slack, ts))
        (view,) = slack.wait(lambda: list(slack.views.values()), WAIT_S)
        assert quotes(view.view["blocks"]) == [expected]
        slack.close(view)


@pytest.mark.usefixtures("private")
def test_another_thread_finds_nothing_of_it(slack: StandIn) -> None:
    told = asked(slack, WHEN_LARCH)
    assert SOLD not in told and "larch" not in told.replace("Larch", "")


def test_a_memo_of_another_thread_has_nothing_of_it(slack: StandIn, private: str) -> None:
    request = "memo: the sale of the Larch line"
    other = slack.mention(request)
    slack.say(request, thread=private)
    assert SOLD in written(word_file(slack, private))
    assert SOLD not in written(word_file(slack, other)) and "bank" not in slack.shown(other)


@pytest.mark.usefixtures("private")
def test_a_review_in_another_thread_has_nothing_of_it(slack: StandIn) -> None:
    said = slack.say("The Larch line was sold on 9 August 2017 to a bank.")
    slack.shortcut("check_message", DESK, said)
    told = answered(slack, said)
    assert "1 claim" in told and SOLD not in told


# The server's own files -------------------------------------------------------------------------------------


def test_a_review_reads_no_file_of_the_server(slack: StandIn, tmp_path: Path) -> None:
    file = tmp_path / "payroll.txt"
    file.write_text("The Alder Bridge was closed on 3 May 2020. Its keeper earns 90,000 euros.\n")
    for named in (str(file), f"file://{file}", f"../../../../..{file}"):
        slack.slash(f"review {named}")
        told = answered(slack, begun(slack, named).ts)
        assert (
            "did not work" in told
            and "neither a web address nor a document" in told
            and "90,000" not in told
            and "claim" not in told
        )
