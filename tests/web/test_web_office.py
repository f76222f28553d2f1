"""The page as an office runs it: users that a proxy names, a chat model, and other programs that use the
library."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

from assistant.answer.record import Record
from assistant.memo.types import Memo, MemoRequest, Section
from assistant.paper import Paragraph, Text
from eval.crowd import served
from examples.mcp_client import asked
from tests.chat_stub import Turn, chat_stub, cite
from tests.commands import Pincite
from tests.web.conftest import TARIFFS, Visit, ask, whole

FACT = "pauses the duty on Mexican goods until 4 March 2025"
FABRICATED = "The duty on Mexican goods was 35 percent in 2024."
HEADER = "X-Forwarded-User"


def reply(asked: str) -> str:
    marker = cite(asked, FACT)
    return (
        f"Executive Order 14198 paused the duty on Mexican goods until 4 March 2025 {marker}."
        f" {FABRICATED[:-1]} {marker}."
    )


@pytest.fixture(scope="module")
def home(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office") / "home"
    shutil.copytree(bundled_home, home)
    return home


@pytest.fixture(scope="module")
def office(home: Path) -> Iterator[str]:
    with chat_stub(Turn(reply)) as stub:
        env = {
            "PINCITE_CHAT_MODEL": "any",
            "OPENAI_BASE_URL": stub.url,
            "OPENAI_API_KEY": "key",
            "PINCITE_USER_HEADER": HEADER,
        }
        with served(home, **env) as address:
            yield address


def test_what_fails_the_check_stands_apart_with_its_reason(visit: Visit, office: str, home: Path) -> None:
    page = visit(office, extra_http_headers={HEADER: "ana"})
    turn = ask(page, TARIFFS)
    assert FABRICATED not in turn.locator(".facts").inner_text()
    failed = turn.locator(".unsupported li")
    assert FABRICATED in failed.inner_text() and failed.locator(".why").inner_text()
    assert "paused the duty" in turn.locator(".facts").inner_text()

    turn.locator("[data-act=why]").click()
    turn.locator("[name=note]").fill("It ended in 2026.")
    turn.locator("[name=note]").press("Enter")
    page.wait_for_selector(".tools [data-act=why][aria-pressed=true]")
    assert [note for _, note in Record(home).disliked()] == ["It ended in 2026."]

    page.click("[data-panel=length]")
    page.check("#panel-length input[type=checkbox]")
    page.click("[data-act=again]")
    whole(page)
    assert FABRICATED not in page.locator("#transcript").inner_text(), "strict: counted, not shown"
    assert page.locator(".turn .notice:has-text('withheld')").count()


def test_a_user_sees_their_own_conversations_alone(visit: Visit, office: str) -> None:
    page = visit(office, extra_http_headers={HEADER: "bea"})
    ask(page, "Who won the chess championship in Reykjavik in 1972?")
    address = page.url
    assert page.locator(".who").inner_text() == "Signed in as bea"
    assert visit(office, extra_http_headers={HEADER: "bea"}).locator(".pick").count() == 1
    other = visit(address, extra_http_headers={HEADER: "carl"})
    assert not other.locator(".pick").count() and not other.locator(".turn").count()
    other.wait_for_selector("#transcript [role=alert]")


def test_a_conversation_is_shared_by_link_read_and_gone_on_with_as_ones_own(
    visit: Visit, office: str
) -> None:
    page = visit(office, extra_http_headers={HEADER: "dora"})
    ask(page, TARIFFS)
    page.click(".copies summary:has-text('Share')")
    page.click("[data-act=publish]:not([data-answer])")
    page.wait_for_function("document.querySelector('#share-link')?.value.includes('?s=')")
    assert not page.is_visible("[data-act=publish]"), "its menu is closed"
    address = page.input_value("#share-link")
    other = visit(address, extra_http_headers={HEADER: "emil"})
    other.wait_for_selector(".shared:has-text('Shared by dora')")
    assert not other.is_visible("#composer"), "what is only read takes no question"
    assert other.locator(".fact").count() and not other.locator("[data-act=edit], [data-act=rate]").count()
    other.click("[data-act=adopt]")
    other.wait_for_function("location.search.includes('c=') && !location.search.includes('s=')")
    other.wait_for_selector(".pick")
    assert other.locator("[data-act=edit]").count() and other.is_visible("#composer")
    page = visit(office, extra_http_headers={HEADER: "dora"})
    page.click(".pick >> nth=0")
    page.click(".copies summary:has-text('Share')")
    page.click("[data-act=publish]:not([data-answer])")
    page.click("[data-act=unshare]")
    page.wait_for_selector(".sharing", state="detached")
    gone = visit(address, extra_http_headers={HEADER: "emil"})
    gone.wait_for_selector(
        "#transcript [role=alert]:has-text('does not lead anywhere: its owner stopped sharing')"
    )


def test_other_programs_ask_search_and_list(office: str) -> None:
    client = Client(office, verbose=False, analytics_enabled=False, headers={HEADER: "ana"})
    answer = json.loads(client.predict(TARIFFS, "source:tariffs-paused-2025-02", [], api_name="/ask"))
    assert answer["sentences"] and {one["source"] for one in answer["citations"]} == {
        "tariffs-paused-2025-02"
    }
    [hit] = json.loads(client.predict("duty on Mexican goods", 1, "", api_name="/search"))
    assert set(hit) == {"source", "page", "place", "start", "end", "text", "score"}
    assert len(json.loads(client.predict(api_name="/sources"))) == 14
    with pytest.raises(Exception, match="colour"):
        client.predict(TARIFFS, "colour:red", [], api_name="/ask")
    with pytest.raises(Exception, match="No memo on record"):
        client.predict("0123456789ab", "", api_name="/memo_update")
    with pytest.raises(Exception, match="No memo on record"):
        client.predict("0123456789ab", api_name="/memo_read")
    with pytest.raises(Exception, match="text, again, add, remove, move"):
        client.predict("0123456789ab", "Ask", "polish", "", "", api_name="/memo_edit")
    bare = "The ferry sank in 1972 [1].\n\nNotes\n[1] Boats of the bay, Coast Review\n"
    told = json.loads(client.predict(bare, api_name="/verify"))
    assert (told["outcome"], told["holds"]) == ("unsourced", False)
    assert [one["kind"] for one in told["findings"]] == ["unknown source"]


def test_other_programs_read_a_memo_and_work_on_it(home: Path, office: str) -> None:
    ask_ = Section("Ask", (Paragraph((Text("Say nothing yet.", "own"),)),))
    memo = Memo("ab" * 16, MemoRequest("the talks", "bluf"), "The talks", "2026-05-01", (ask_,))
    hidden = replace(memo, id="cd" * 16)
    for one, labels in ((memo, ["public"]), (hidden, ["public", "cabinet"])):
        Record(home).append({"memo": one.to_json(), "labels": labels})
    client = Client(office, verbose=False, analytics_enabled=False, headers={HEADER: "ana"})

    told = json.loads(client.predict(memo.id[:8], api_name="/memo_read"))
    assert told["texts"] == [{"number": 1, "heading": "Ask", "text": "Say nothing yet."}]
    text = "Say nothing yet. We should wait for the talks. The ferry sank in 1972."
    made = json.loads(client.predict(memo.id, "1", "text", text, "", api_name="/memo_edit"))
    assert [one["outcome"] for one in made["edit"]["typed"][0]["sentences"]] == ["own", "to be confirmed"]
    assert made["replaces"] == memo.id and made["gaps"] == ["To be confirmed: The ferry sank in 1972."]
    versions = json.loads(client.predict(made["id"], api_name="/memo_read"))["versions"]
    assert [one["id"] for one in versions] == [made["id"], memo.id]
    for name, args in {"read": (), "edit": ("1", "remove", "", ""), "update": ("",)}.items():
        with pytest.raises(Exception, match="No memo on record"):
            client.predict(hidden.id, *args, api_name=f"/memo_{name}")


def test_assistants_find_the_tools_described(office: str) -> None:
    async def use() -> tuple[dict[str, Any], Any]:
        async with (
            streamablehttp_client(f"{office}gradio_api/mcp/", headers={HEADER: "ana"}) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            return tools, await session.call_tool("ask", {"question": TARIFFS})

    with ThreadPoolExecutor() as threads:  # the browser's driver has a loop in this one
        tools, told = threads.submit(asyncio.run, use()).result()
    assert set(tools) == {
        *("ask", "search", "sources", "memo", "memo_update", "memo_read", "memo_edit", "verify", "record"),
    }
    for tool in tools.values():
        assert tool.description and all(
            argument["description"] for argument in tool.inputSchema["properties"].values()
        )
    assert json.loads(told.content[0].text)["status"] in ("answered", "partial")


def test_the_example_of_a_client_asks(office: str) -> None:
    with ThreadPoolExecutor() as threads:
        tools, answer = threads.submit(asyncio.run, asked(TARIFFS, office, {HEADER: "ana"})).result()
    assert "verify" in tools and answer["status"] in ("answered", "partial") and answer["citations"]


@pytest.mark.model
def test_a_certificate_that_cannot_be_used_is_named(pincite: Pincite, tmp_path: Path) -> None:
    done = pincite(
        "serve", home=tmp_path / "home", env={"PINCITE_TLS_CERT": "/no/such.pem", "PINCITE_PORT": "0"}
    )
    assert done.returncode == 2
    assert "/no/such.pem" in done.stderr and "PEM" in done.stderr and "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told(pincite_apart: Pincite, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = pincite_apart("serve", "--port", taken.getsockname()[1], home=tmp_path / "home")
    assert done.returncode == 2
    assert "the port is in use" in done.stderr and "--port" in done.stderr


def test_a_groups_documents_are_seen_by_its_members_alone(
    office: str, home: Path, tmp_path: Path, pincite: Pincite
) -> None:
    note = tmp_path / "reactor-siting.txt"
    note.write_text("The reactor siting panel met on 4 May 2026.\n")
    assert pincite("ingest", note, "--access", "energy", home=home).returncode == 0
    (home / "access.toml").write_text('[groups]\nenergy = ["*@energy.example"]\n')

    def sees(user: str) -> bool:
        client = Client(office, verbose=False, analytics_enabled=False, headers={HEADER: user})
        return "reactor-siting" in str(client.predict(api_name="/sources"))

    assert sees("ana@energy.example") and not sees("bo@other.example")
    with pytest.raises(Exception, match=r"401|Please login"):
        sees("")
    (home / "access.toml").write_text("[groups")
    with pytest.raises(Exception, match=r"access\.toml"):
        sees("ana@energy.example")
    (home / "access.toml").unlink()
