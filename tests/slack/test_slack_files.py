from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.workspace.workspace import Workspace
from ingest.types import EVERYBODY, OWNER, Reader
from tests.slack.conftest import ALDER, NOTE
from tests.slack.notes import (
    BIRCH,
    OPENED,
    WHEN_BIRCH,
    access,
    answered,
    asked,
    asked_directly,
    asked_on,
    bot_over,
    ephemeral_after,
    put,
    reply,
    without,
    workspace_of,
)
from tests.slack.slack_payloads import file_json, message_event
from tests.slack.slack_values import File, Message
from tests.slack.stand_in import ANA, BEN, BOARD, DESK, StandIn, buttons, direct

pytestmark = pytest.mark.model

LIMIT_MB = 1
READ, REFUSED = "birch.txt: read, 1 passage", "birch.txt: refused"
ONLY_HERE = "in this thread only"
LIBRARIANS = 'librarians = ["ana@office.example"]\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def workspace(folder: Path) -> Workspace:
    return workspace_of(folder, {"alder.txt": NOTE})


@pytest.fixture(scope="module")
def slack(workspace: Workspace) -> Iterator[StandIn]:
    with bot_over(workspace, max_fetch_mb=LIMIT_MB) as stand_in:
        yield stand_in


def birch(slack: StandIn, text: str = BIRCH) -> File:
    return slack.file("birch.txt", text.encode())


def dropped(slack: StandIn, *files: File) -> str:
    """What is said of files that are dropped with a mention and nothing else."""
    return answered(slack, slack.mention("", files=files))


def sent_as(slack: StandIn, file: File, **told: Any) -> str:
    """A mention with a file that Slack tells of in another way; the timestamp of it."""
    message = slack.slack.post(DESK, ANA, "<@U0PINCITE>", files=[file])
    event = message_event(message, slack.slack.channels[DESK], slack.slack.base)
    event["files"] = [
        {
            **{name: value for name, value in file_json(file, slack.slack.base).items() if name not in told},
            **drop_none(told),
        }
    ]
    slack.event(event)
    return message.ts


def drop_none(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}


# Read, and where it can be asked about ----------------------------------------------------------------------


def test_a_dropped_file_is_confirmed_and_answered_from(slack: StandIn) -> None:
    ts = slack.mention("", files=[birch(slack)])
    told = answered(slack, ts)
    assert READ in told and ONLY_HERE in told
    assert OPENED in asked_on(slack, WHEN_BIRCH, ts, user=BEN)


def test_a_file_and_a_question_in_one_message_are_answered_in_one(slack: StandIn) -> None:
    ts = slack.mention(WHEN_BIRCH, files=[birch(slack)])
    told = answered(slack, ts)
    assert told.index(READ) < told.index(OPENED) and len(slack.replies(ts)) == 1


def test_a_file_is_told_of_once(slack: StandIn) -> None:
    ts = slack.mention("", files=[birch(slack)])
    answered(slack, ts)
    answer = asked_on(slack, WHEN_BIRCH, ts)
    assert OPENED in answer and "birch.txt:" not in answer


def test_a_file_is_for_its_thread_alone(slack: StandIn, workspace: Workspace) -> None:
    ts = slack.mention(WHEN_BIRCH, files=[birch(slack)])
    assert OPENED in answered(slack, ts)
    assert OPENED not in asked(slack, WHEN_BIRCH)
    assert OPENED not in asked_directly(slack, WHEN_BIRCH, ANA)
    assert [source.slug for source in workspace.visible_to(EVERYBODY).sources] == ["alder"]
    *_, kept = workspace.conversations.ask(
        workspace.visible_to(EVERYBODY), workspace.conversations.opened("local", "0" * 32), WHEN_BIRCH
    )
    answer = kept.exchanges[-1].answer
    assert answer and answer.status == "abstained" and not answer.citations


def test_a_file_in_a_direct_message_is_not_in_the_next_one_of_the_same_person(slack: StandIn) -> None:
    ts = slack.dm(WHEN_BIRCH, files=[birch(slack)])
    assert OPENED in answered(slack, ts, direct(ANA))
    assert OPENED not in asked_directly(slack, WHEN_BIRCH, ANA)


def test_files_from_before_we_were_mentioned_are_read(slack: StandIn) -> None:
    root = slack.say("Ben, here is the note on the tunnel.", files=[birch(slack)])
    slack.say(
        "And the fares.",
        user=BEN,
        thread=root,
        files=[slack.file("fares.txt", b"A ticket of the Birch tunnel costs 3 euros.\n")],
    )
    slack.mention(WHEN_BIRCH, thread=root)
    told = answered(slack, root)
    assert READ in told and "fares.txt: read" in told and OPENED in told
    assert "3 euros" in asked_on(slack, "What does a ticket of the Birch tunnel cost?", root)


def test_a_file_is_found_however_much_was_said_before(slack: StandIn) -> None:
    root = slack.say("Let us talk about tunnels.")
    for number in range(60):
        slack.say(f"Remark {number}.", thread=root)
    slack.say("Here it is.", thread=root, files=[birch(slack)])
    slack.mention(WHEN_BIRCH, thread=root)
    assert OPENED in answered(slack, root)


def test_what_was_written_before_we_were_mentioned_is_no_question_when_it_comes_late(slack: StandIn) -> None:
    root = slack.say("Let us talk about tunnels.")
    late = slack.slack.post(DESK, BEN, "Here it is.", thread_ts=root, files=[birch(slack)])
    slack.mention(WHEN_BIRCH, thread=root)
    assert OPENED in answered(slack, root)
    slack.event(message_event(late, slack.slack.channels[DESK], slack.slack.base))
    assert "3 May 2021" in asked_on(slack, ALDER, root) and len(slack.replies(root)) == 2


def test_a_file_that_comes_later_is_read(slack: StandIn) -> None:
    ts = slack.mention(ALDER)
    answered(slack, ts)
    slack.say("", thread=ts, files=[birch(slack)])
    assert READ in answered(slack, ts, number=2)


def test_several_files_are_told_of_each(slack: StandIn) -> None:
    fares = slack.file("fares.txt", b"A ticket of the Birch tunnel costs 3 euros.\n")
    ts = slack.mention(
        "What does a ticket of the Birch tunnel cost?",
        files=[birch(slack), slack.file("empty.txt", b""), fares],
    )
    told = answered(slack, ts)
    assert READ in told and "empty.txt: refused" in told and "fares.txt: read" in told and "3 euros" in told


def test_the_same_file_can_be_in_two_threads(slack: StandIn) -> None:
    first, second = (slack.mention(WHEN_BIRCH, files=[birch(slack)]) for _ in range(2))
    for ts in (first, second):
        told = answered(slack, ts)
        assert READ in told and OPENED in told


def test_files_of_one_name_do_not_replace_each_other_across_threads(slack: StandIn) -> None:
    first = slack.mention("", files=[birch(slack)])
    answered(slack, first)
    assert "8 July 2020" in answered(
        slack, slack.mention(WHEN_BIRCH, files=[birch(slack, BIRCH.replace(OPENED, "8 July 2020"))])
    )
    told = asked_on(slack, WHEN_BIRCH, first)
    assert OPENED in told and "8 July 2020" not in told


def test_a_file_of_the_same_name_replaces_the_one_before_in_its_thread(slack: StandIn) -> None:
    ts = slack.mention("", files=[birch(slack)])
    answered(slack, ts)
    slack.say(WHEN_BIRCH, thread=ts, files=[birch(slack, BIRCH.replace(OPENED, "8 July 2020"))])
    told = answered(slack, ts, number=2)
    assert "replacing the earlier version" in told and "8 July 2020" in told and OPENED not in told


def test_what_the_library_has_already_is_said_and_can_be_asked_about(slack: StandIn) -> None:
    told = answered(slack, slack.mention(ALDER, files=[slack.file("copy.txt", NOTE.encode())]))
    assert "“alder”" in told and "3 May 2021" in told


def test_what_others_alone_have_is_not_betrayed(slack: StandIn, workspace: Workspace, folder: Path) -> None:
    slug = put(workspace, folder, "memo-of-the-board.txt", BIRCH, "board")
    told = answered(slack, slack.mention(WHEN_BIRCH, files=[birch(slack)]))
    assert READ in told and OPENED in told and "memo-of-the-board" not in told
    workspace.documents.remove(
        workspace.visible_to(Reader(groups=frozenset({"board"}), roles=OWNER.roles)), slug
    )


# Refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "size", "why", "helps"),
    [
        ("a.docx", b"PK\x03\x04 nothing", None, "damaged", "Download it again"),
        ("a.pdf", b"%PDF-1.4 nothing", None, "damaged PDF", "Download it again"),
        ("a.txt", b"", None, "empty", "Check that the file"),
        ("a.exe", b"MZ\0\0", None, "not supported", "Convert it"),
        ("a.txt", b"word " * 10, 2_000_000, "larger than the limit of 1 MB", "Split it"),
        ("b.txt", b"word " * 300_000, 10, "larger than the limit of 1 MB", "Split it"),
    ],
    ids=["damaged Word file", "damaged PDF", "empty", "unknown", "too large", "larger than Slack says"],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    slack: StandIn, name: str, content: bytes, size: int | None, why: str, helps: str
) -> None:
    told = dropped(slack, slack.file(name, content, size=size))
    assert f"{name}: refused" in told and why in told and helps in told and ONLY_HERE not in told


def test_what_is_too_large_is_not_fetched(slack: StandIn) -> None:
    before = len(slack.called("files.download"))
    dropped(slack, slack.file("a.txt", b"word", size=2_000_000))
    assert len(slack.called("files.download")) == before


def test_a_refused_file_leaves_its_question_answered(slack: StandIn) -> None:
    told = answered(slack, slack.mention(ALDER, files=[slack.file("a.pdf", b"%PDF-1.4 nothing")]))
    assert "a.pdf: refused" in told and "3 May 2021" in told


def test_without_the_scope_who_may_read_files_is_told(slack: StandIn) -> None:
    with without(slack, "files:read"):
        told = dropped(slack, birch(slack))
    assert REFUSED in told and "files:read" in told


def test_a_breakdown_of_slack_is_told(slack: StandIn) -> None:
    slack.fail("files.download", status=500)
    told = dropped(slack, birch(slack))
    assert REFUSED in told and "500" in told and "again" in told


def test_a_file_that_was_deleted_is_told(slack: StandIn) -> None:
    told = answered(
        slack,
        sent_as(
            slack, birch(slack), id="F0GONE", mode="tombstone", url_private=None, url_private_download=None
        ),
    )
    assert REFUSED in told and "file_not_found" in told


def test_a_file_of_which_the_event_tells_little_is_looked_up(slack: StandIn) -> None:
    ts = sent_as(
        slack,
        birch(slack),
        file_access="check_file_info",
        name=None,
        url_private=None,
        url_private_download=None,
    )
    assert READ in answered(slack, ts)


def test_our_token_goes_to_nobody_but_slack(slack: StandIn) -> None:
    heard: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/birch.txt"
    for told in ({"is_external": True, "mode": "external"}, {"is_external": False}):
        ts = sent_as(slack, birch(slack), url_private=address, url_private_download=address, **told)
        shown = answered(slack, ts)
        assert REFUSED in shown and "outside Slack" in shown and "drop the file itself" in shown
    server.shutdown()
    assert not heard


@pytest.mark.parametrize(
    "name", ["../../birch.txt", "..\\..\\birch.txt", "a/../birch.txt", "/birch.txt", "birch\n.txt"]
)
def test_a_name_is_no_way_out_of_the_folder(slack: StandIn, workspace: Workspace, name: str) -> None:
    folder = workspace.library.home.parent
    before = {one for one in folder.rglob("*") if "home" not in one.parts}
    assert READ in answered(slack, sent_as(slack, birch(slack), name=name))
    assert {one for one in folder.rglob("*") if "home" not in one.parts} == before


@pytest.mark.parametrize(
    "name", ["<!channel> & *bold*.txt", "Übersicht 2019 – “Birch”.txt", f"{'Straße ' * 60}.txt", "birch.TXT"]
)
def test_a_file_may_be_called_anything(slack: StandIn, name: str) -> None:
    file = slack.file(name, BIRCH.encode())
    told = answered(slack, slack.mention(WHEN_BIRCH, files=[file]))
    assert "read, 1 passage" in told and OPENED in told


# Into the library -------------------------------------------------------------------------------------------


def in_library(workspace: Workspace, *groups: str) -> list[str]:
    """The titles that whoever is in these groups may see, beside the note that is always there."""
    return [
        source.title
        for source in workspace.visible_to(Reader(groups=frozenset(groups))).sources
        if source.slug != "alder"
    ]


@pytest.fixture
def _library_as_before(workspace: Workspace) -> Iterator[None]:
    yield
    board = Reader(groups=frozenset({"board"}), roles=OWNER.roles)
    for source in workspace.visible_to(board).sources:
        if source.slug != "alder":
            workspace.documents.remove(workspace.visible_to(board), source.slug)


def added(slack: StandIn, message: Message, channel: str = DESK) -> str:
    slack.press("add_to_library", message)
    return answered(slack, str(message.thread_ts), channel, number=2)


def test_without_librarians_nothing_is_offered(slack: StandIn) -> None:
    assert "add_to_library" not in [
        one["action_id"] for one in buttons(reply(slack, slack.mention("", files=[birch(slack)])))
    ]


@pytest.mark.usefixtures("_library_as_before")
def test_a_librarian_adds_a_file_to_the_library(slack: StandIn, workspace: Workspace) -> None:
    with access(workspace, LIBRARIANS):
        message = reply(slack, slack.mention("", files=[birch(slack)]))
        assert "was added to the library" in added(slack, message)
        assert in_library(workspace) == ["birch"]
        assert OPENED in asked(slack, WHEN_BIRCH)
        assert OPENED in asked_on(slack, WHEN_BIRCH, str(message.thread_ts))


@pytest.mark.usefixtures("_library_as_before")
def test_what_is_in_the_library_cannot_be_added_again(slack: StandIn, workspace: Workspace) -> None:
    with access(workspace, LIBRARIANS):
        message = reply(slack, slack.mention("", files=[birch(slack)]))
        added(slack, message)
        slack.press("add_to_library", message)
        assert "already" in answered(slack, str(message.thread_ts), number=3)
        assert in_library(workspace) == ["birch"]


def test_who_is_no_librarian_is_told_so_kindly(slack: StandIn, workspace: Workspace) -> None:
    with access(workspace, LIBRARIANS):
        message = reply(slack, slack.mention("", user=BEN, files=[birch(slack)]))
        told = ephemeral_after(slack, lambda: slack.press("add_to_library", message, user=BEN))
    assert told.to == BEN and "Only a librarian" in told.shown and "in this thread" in told.shown
    assert in_library(workspace) == []


@pytest.mark.usefixtures("_library_as_before")
def test_roles_hold_in_slack(slack: StandIn, workspace: Workspace) -> None:
    before = workspace.library.whole().size()
    with access(workspace, '[roles]\ncontributor = ["ana@office.example"]\n'):
        told = answered(slack, slack.mention("", user=BEN, files=[birch(slack)]))
        assert "You may not add documents" in told and workspace.library.whole().size() == before
        message = reply(slack, slack.mention("", files=[birch(slack)]))
        assert "add_to_library" not in [one["action_id"] for one in buttons(message)]
    assert workspace.library.whole().size() > before
    with access(workspace, '[roles]\nlibrarian = ["ana@office.example"]\n'):
        message = reply(slack, slack.mention("", files=[birch(slack)]))
        assert "was added to the library" in added(slack, message)


@pytest.mark.usefixtures("_library_as_before")
def test_in_a_channel_of_a_group_a_file_becomes_the_groups_alone(
    slack: StandIn, workspace: Workspace
) -> None:
    with access(
        workspace, f'{LIBRARIANS}[groups]\nboard = ["ana@office.example"]\n[channels]\n{BOARD} = ["board"]\n'
    ):
        message = reply(slack, slack.mention("", channel=BOARD, files=[birch(slack)]), BOARD)
        assert "was added to the library" in added(slack, message, BOARD)
        assert in_library(workspace) == [] and in_library(workspace, "board") == ["birch"]
        assert OPENED in asked(slack, WHEN_BIRCH, BOARD)
        assert OPENED in asked_directly(slack, WHEN_BIRCH, ANA)
        assert OPENED not in asked(slack, WHEN_BIRCH)
        assert OPENED not in asked_directly(slack, WHEN_BIRCH, BEN)


@pytest.mark.usefixtures("_library_as_before")
def test_all_files_of_a_message_are_added_together(slack: StandIn, workspace: Workspace) -> None:
    with access(workspace, LIBRARIANS):
        fares = slack.file("fares.txt", b"A ticket of the Birch tunnel costs 3 euros.\n")
        message = reply(slack, slack.mention("", files=[birch(slack), slack.file("a.txt", b""), fares]))
        assert added(slack, message).count("was added to the library") == 2
        assert sorted(in_library(workspace)) == ["birch", "fares"]
