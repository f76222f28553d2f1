from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from assistant.workspace.workspace import Workspace
from tests.slack.notes import (
    WAIT_S,
    answered,
    asked_on,
    begun,
    bot_over,
    ephemeral_after,
    reply,
    without,
    word_file,
    workspace_of,
    written,
)
from tests.slack.shown import quotes
from tests.slack.slack_values import File
from tests.slack.stand_in import ANA, BEN, DESK, OUTSIDE, StandIn

pytestmark = pytest.mark.model

CLOSURE = """---
title: The closure of the Alder Bridge
publisher: Bridge Office
date: 2021-05-20
---

The Alder Bridge was closed on 3 May 2021 after engineers found cracks.
The repair of the Alder Bridge will cost 40 million euros.
"""
FERRY = """---
title: The ferry at Alder
publisher: Ferry Office
date: 2021-06-01
---

A ferry carries 900 people a day while the Alder Bridge is closed. The ferry at Alder costs 2 million euros \
a year.
"""
REPAIR = "The repair of the Alder Bridge will cost 40 million euros."
OP_ED = """---
title: The bridge that failed us
author: Ann Other
date: 2021-07-01
---

The repair of the Alder Bridge will cost 90 million euros. A ferry carries 900 people a day while the Alder \
Bridge is closed.
"""
TWO_CLAIMS = "2 claims"
DIRECT = "D0ANA"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_of(tmp_path_factory.mktemp("work"), {"closure.md": CLOSURE, "ferry.md": FERRY})


@pytest.fixture(scope="module")
def slack(workspace: Workspace) -> Iterator[StandIn]:
    with bot_over(workspace) as stand_in:
        yield stand_in


def op_ed(slack: StandIn, text: str = OP_ED, name: str = "op-ed.md") -> File:
    return slack.file(name, text.encode())


def footnotes(file: File) -> int:
    """How many footnotes a Word file has that its text refers to."""
    document = Document(io.BytesIO(file.content))
    (part,) = [one for one in document.part.package.iter_parts() if one.partname == "/word/footnotes.xml"]
    noted = {one.get(qn("w:id")) for one in etree.fromstring(part.blob)}
    referred = [one.get(qn("w:id")) for one in document.element.iter(qn("w:footnoteReference"))]
    assert set(referred) <= noted and len(referred) == len(set(referred))
    return len(referred)


# Memos ------------------------------------------------------------------------------------------------------


def test_a_memo_by_command_is_a_word_file_with_footnotes_in_its_thread(slack: StandIn) -> None:
    topic = "the closure of the Alder Bridge"
    slack.slash(f"memo {topic}")
    root = begun(slack, topic)
    assert root.shown == f"@{ANA} asks for a memo: {topic}"
    told = answered(slack, root.ts, number=2)
    file = word_file(slack, root.ts)
    assert file.name == "the-closure-of-the-Alder-Bridge-bluf.docx" and file.name in told
    assert footnotes(file) == 2 and "The closure of the Alder Bridge" in written(file, "footnotes")
    assert "3 May 2021" in written(file)
    assert "4 sections" in told and "2 quotes" in told and "To be confirmed" in told
    said = [status.text for status in slack.statuses if status.thread_ts == root.ts]
    assert "is writing section 2 of 4: Why now" in said and said[-1] == ""


def test_a_memo_by_mention_is_in_that_thread_in_the_format_that_is_named(slack: StandIn) -> None:
    ts = slack.mention("memo one-pager: the ferry at Alder", user=BEN)
    told = answered(slack, ts, number=2)
    file = word_file(slack, ts)
    assert file.name == "the-ferry-at-Alder-one-pager.docx" and "The ferry at Alder" in told
    assert footnotes(file) and "900 people" in written(file)


def test_a_memo_by_form_has_what_was_filled_in(slack: StandIn) -> None:
    slack.slash("memo")
    (view,) = slack.wait(lambda: list(slack.views.values()), WAIT_S)
    filled = {
        "topic": "the cost of the repair",
        "to": "The Minister of Works",
        "sender": "Bridge desk",
        "deadline": "1 May 2099",
        "decision": "Pay it",
    }
    slack.submit(view, filled)
    root = begun(slack, "the cost of the repair")
    file = word_file(slack, root.ts)
    title = "The cost of the repair"
    assert all(words in written(file) for words in ({**filled, "topic": title}).values())
    assert "40 million euros" in written(file)
    told = answered(slack, root.ts, number=2)
    assert "Checked" in told and "decision sought" not in told


def test_a_form_from_where_we_are_not_is_answered_between_us(slack: StandIn) -> None:
    slack.slash("memo", channel=OUTSIDE)
    (view,) = slack.wait(lambda: list(slack.views.values()), WAIT_S)
    slack.submit(view, {"topic": "who pays for the ferry"})
    assert word_file(slack, begun(slack, "who pays for the ferry", DIRECT).ts, DIRECT)


def test_a_memo_on_what_no_document_has_says_so(slack: StandIn) -> None:
    ts = slack.mention("memo: the price of wheat in Peru")
    told = answered(slack, ts, number=2)
    assert (
        "no quote" in told and "no document of the library" in told and footnotes(word_file(slack, ts)) == 0
    )


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_a_file_that_slack_does_not_take_is_told(slack: StandIn, step: str) -> None:
    slack.fail(step, error="storage_limit_reached")
    ts = slack.mention("memo: the ferry at Alder")
    told = answered(slack, ts)
    assert "the-ferry-at-Alder-bluf.docx: 4 sections" in told and "storage_limit_reached" in told
    assert not [file for message in slack.replies(ts) for file in message.files]


def test_without_the_scope_that_it_needs_a_file_is_told(slack: StandIn) -> None:
    with without(slack, "files:write"):
        assert "files:write" in answered(slack, slack.mention("memo: the ferry at Alder"))


# Messages ---------------------------------------------------------------------------------------------------


def test_a_message_is_held_against_the_documents_in_its_thread(slack: StandIn) -> None:
    ts = slack.say(f"{REPAIR} The ferry at Alder costs 7 million euros a year.", user=BEN)
    slack.shortcut("check_message", DESK, ts)
    message = reply(slack, ts)
    assert TWO_CLAIMS in message.shown and "1 supported" in message.shown
    assert REPAIR in quotes(message.blocks) and "The ferry at Alder costs 2 million euros a year." in quotes(
        message.blocks
    )
    assert "What it leaves out" not in message.shown
    assert len(slack.replies(ts)) == 1 and not message.files


def test_a_message_in_a_thread_is_reviewed_in_that_thread(slack: StandIn) -> None:
    root = slack.say("What do we know?")
    slack.shortcut("check_message", DESK, slack.say(REPAIR, user=BEN, thread=root))
    assert "1 claim: 1 supported" in answered(slack, root)


def test_a_message_where_we_are_not_is_reviewed_between_us(slack: StandIn) -> None:
    ts = slack.say(f"{REPAIR} So they say.", channel=OUTSIDE)
    word = ephemeral_after(slack, lambda: slack.shortcut("check_message", OUTSIDE, ts))
    assert word.to == ANA and "direct messages" in word.shown
    assert "1 supported" in answered(slack, begun(slack, f"{REPAIR} So they say.", DIRECT).ts, DIRECT)


@pytest.mark.parametrize("text", ["", "ok :+1:", "<@U0BEN>", "😀"])
def test_a_message_that_claims_nothing_is_told_so(slack: StandIn, text: str) -> None:
    ts = slack.say(text)
    slack.shortcut("check_message", DESK, ts)
    assert answered(slack, ts) == "This message makes no claim that can be checked."


# Op-eds -----------------------------------------------------------------------------------------------------


def test_a_dropped_op_ed_is_reviewed_and_responded_to(slack: StandIn) -> None:
    ts = slack.mention("review", files=[op_ed(slack)])
    message = reply(slack, ts)
    file = word_file(slack, ts)
    assert (
        "op-ed.md: read" in message.shown
        and "The bridge that failed us\nAnn Other, 1 July 2021\n2 claims" in message.shown
    )
    assert "90 million euros" in message.shown and REPAIR in quotes(message.blocks)
    assert file.name == "The-bridge-that-failed-us-response.docx" and REPAIR in written(file) + written(
        file, "footnotes"
    )
    assert (
        next(status.text for status in slack.statuses if status.thread_ts == ts)
        == "is checking it against your documents…"
    )


def test_an_op_ed_in_a_direct_message_is_reviewed_there(slack: StandIn) -> None:
    ts = slack.dm("Review", files=[op_ed(slack)])
    assert TWO_CLAIMS in answered(slack, ts, DIRECT) and word_file(slack, ts, DIRECT)


def test_an_op_ed_that_cannot_be_read_is_refused_and_no_other_is_taken_for_it(slack: StandIn) -> None:
    ts = slack.mention("", files=[op_ed(slack)])
    assert "op-ed.md: read" in answered(slack, ts)
    slack.say("review", thread=ts, files=[slack.file("second.pdf", b"%PDF-1.4 nothing")])
    told = answered(slack, ts, number=2)
    assert "second.pdf: refused" in told and TWO_CLAIMS not in told
    assert (
        "40 million euros" in asked_on(slack, "What will the repair of the Alder Bridge cost?", ts)
        and len(slack.replies(ts)) == 3
    )


def test_the_op_ed_that_was_dropped_is_reviewed_even_if_another_came_later(slack: StandIn) -> None:
    ts = slack.mention("", files=[op_ed(slack)])
    answered(slack, ts)
    second = OP_ED.replace("that failed us", "that was sold").replace("2021-07-01", "2021-06-30")
    slack.say("", thread=ts, files=[op_ed(slack, second, "second.md")])
    answered(slack, ts, number=2)
    slack.say("review", thread=ts, files=[op_ed(slack)])
    told = answered(slack, ts, number=3)
    assert f"The bridge that failed us\nAnn Other, 1 July 2021\n{TWO_CLAIMS}" in told


@pytest.mark.parametrize("named", ["closure", "The closure of the alder bridge"])
def test_a_document_of_the_library_is_reviewed_by_its_name(slack: StandIn, named: str) -> None:
    slack.slash(f"review {named}")
    told = answered(slack, begun(slack, named).ts, number=2)
    assert "The closure of the Alder Bridge\nBridge Office, 20 May 2021" in told and "claims" in told


def test_an_op_ed_is_reviewed_by_its_address(slack: StandIn) -> None:
    page = (
        "<html><head><title>The bridge</title></head><body><article><h1>The"
        " bridge</h1><p>{}</p></article></body></html>"
    )

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.format(OP_ED.rpartition("---")[2]).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/op-ed"
    slack.slash(f"review <{address}>")
    by_command = answered(slack, begun(slack, address).ts, number=2)
    by_mention = answered(slack, slack.mention(f"review <{address}>"), number=2)
    server.shutdown()
    assert "90 million euros" in by_command and REPAIR in by_command and by_command == by_mention
