"""The doors that are another program's: HTTP and MCP of a server, Slack, the terminal, and files that are
offered. Each is looked through for every word of every document that who asks may not read."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client

from eval.crowd import served
from examples.mcp_client import asked
from ingest.types import PUBLIC
from tests.commands import pincite_here
from tests.leaks.doors import Pages, _event, file_text
from tests.leaks.office import CHANNEL, HEADER, PEOPLE, TOPICS, Office, address, leaked, office, request_of
from tests.slack.notes import answered, bot_over, ephemeral_after
from tests.slack.stand_in import StandIn, direct

pytestmark = [pytest.mark.model, pytest.mark.process]
QUESTIONS = (f"What is the {TOPICS[0]}?", f"Is the {TOPICS[1]} ended?", "Which documents do you have?")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return office(tmp_path_factory.mktemp("office"), 7, notes=9)


@pytest.fixture(scope="module")
def checked() -> Iterator[Counter[str]]:
    """How much was looked through, by door."""
    count = Counter[str]()
    yield count
    sys.stderr.write(f"\nleaks: other doors: {dict(count)}, {sum(count.values())} checks\n")


def see(made: Office, labels: frozenset[str], door: str, text: str, checked: Counter[str]) -> None:
    """See that a text holds no word of what somebody with these labels may not read."""
    words = made.words_hidden_from(labels)
    assert words and text.strip(), "there is something to hide, and something was told"
    assert not leaked(text, words), (door, leaked(text, words), text)
    checked[door] += 1


@pytest.fixture(scope="module")
def server(made: Office) -> Iterator[str]:
    with served(made.workspace.library.home, PINCITE_USER_HEADER=HEADER) as at:
        yield at


@pytest.mark.parametrize("person", PEOPLE)
def test_programs_over_http(made: Office, server: str, person: str, checked: Counter[str]) -> None:
    labels = made.reader(person).labels
    client = Client(server, verbose=False, analytics_enabled=False, headers={HEADER: address(person)})
    told: list[tuple[str, Callable[[], Any]]] = [
        ("sources", partial(client.predict, api_name="/sources")),
        *(("search", partial(client.predict, one, 200, "", api_name="/search")) for one in QUESTIONS),
        *(("ask", partial(client.predict, one, "", [], api_name="/ask")) for one in QUESTIONS),
        ("record", partial(client.predict, "", "", api_name="/record")),
    ]
    for door, ask in told:
        try:
            text = str(ask())
        except Exception as error:  # noqa: BLE001 (what is told of an error may leak as well)
            text = str(error)
        see(made, labels, f"http {door}", text, checked)
    for note in made.hidden(person):
        plain = httpx.get(f"{server}?doc={note.slug}", headers={HEADER: address(person)})
        text = plain.text.replace(note.slug, "")  # what the address itself says
        see(made, labels, "http page", text, checked)


@pytest.mark.parametrize("person", PEOPLE)
def test_assistants_over_mcp(made: Office, server: str, person: str, checked: Counter[str]) -> None:
    for question in QUESTIONS:
        with ThreadPoolExecutor() as threads:  # the browser's driver has a loop in this one
            _tools, told = threads.submit(
                asyncio.run, asked(question, server, {HEADER: address(person)})
            ).result()
        see(made, made.reader(person).labels, "mcp ask", json.dumps(told, ensure_ascii=False), checked)


def test_slack(made: Office, checked: Counter[str]) -> None:
    channel = frozenset({PUBLIC}) | made.channel_groups()
    with bot_over(made.workspace) as slack:
        slack.add_channel(CHANNEL, members={"U0ANA"})
        for question in QUESTIONS:
            told = answered(slack, slack.mention(question, channel=CHANNEL), CHANNEL)
            see(made, channel, "slack channel", told, checked)
        shown = ephemeral_after(slack, partial(slack.slash, "sources", channel=CHANNEL)).shown
        see(made, channel, "slack sources", shown, checked)
        for person in PEOPLE:
            user = f"U0P{person.upper()}"
            slack.add_user(user, address(person))
            told = directly(slack, QUESTIONS[0], user)
            see(made, made.reader(person).labels, "slack direct", told, checked)


def directly(slack: StandIn, question: str, user: str) -> str:
    return answered(slack, slack.dm(question, user=user), direct(user))


@pytest.mark.parametrize(
    "command",
    [
        *(("ask", one, "--json") for one in QUESTIONS),
        ("search", QUESTIONS[0], "--json", "--limit", "50"),
        ("memo", TOPICS[0], "--json"),
    ],
    ids=" ".join,
)
def test_the_terminal(made: Office, command: tuple[str, ...], checked: Counter[str]) -> None:
    done = pincite_here(*command, home=made.workspace.library.home)
    see(made, frozenset({PUBLIC}), f"terminal {command[0]}", done.stdout + done.stderr, checked)


def test_a_conversation_shared_and_its_files(made: Office, checked: Counter[str]) -> None:
    pages = Pages(made)
    for person in PEOPLE:
        pages.ask(person, QUESTIONS[0])
    for owner in PEOPLE:
        name = pages.conversations[owner]
        view = made.workspace.visible_to(made.reader(owner))
        share = made.workspace.shares.share(view, name)
        for person in PEOPLE:
            labels = made.reader(person).labels
            shown = str(pages.chat.load(request_of(person, s=share.token)))
            see(made, labels, "shared conversation", shown, checked)
            copied = pages.chat.adopt("", _event(token=share.token), request_of(person))
            see(made, labels, "copied conversation", str(copied[0]), checked)
            for button in copied[-4:-2]:
                text = file_text(Path(button.value["path"])) if button.value else "none"
                see(made, labels, "exported conversation", text, checked)
