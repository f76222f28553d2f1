"""A chat service that is at fault, at every front door: quotes are the answer, in time, and the reader is
told."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.build import build_workspace
from assistant.settings import Settings
from assistant.workspace.conversation_store import Conversation
from ingest.types import OWNER
from tests.commands import Pincite
from tests.faults.service import FAULTS, Fault, Service, drips_head, hangs, service

pytestmark = [pytest.mark.model, pytest.mark.timeout(90)]  # what hung would hang for ever

QUESTION = "When were the tariffs on Mexico paused?"
QUOTED = "14198"
SOME = ("hangs", "drips", "a web page", "breaks off")
"""For the doors that stand on the same answer."""


@pytest.fixture(scope="module")
def odd() -> Iterator[Service]:
    with service() as found:
        yield found


@pytest.fixture
def environment(odd: Service) -> dict[str, str]:
    return {
        "PINCITE_CHAT_MODEL": "m",
        "PINCITE_CHAT_PROTOCOL": "text",
        "OPENAI_BASE_URL": f"{odd.url}/v1",
        "PINCITE_CHAT_TIMEOUT": "0.4",
    }


Door = Callable[[Pincite, Path, dict[str, str]], str]


def asked(pincite: Pincite, home: Path, environment: dict[str, str]) -> str:
    return _printed(pincite("ask", QUESTION, home=home, env=environment))


def chatted(pincite: Pincite, home: Path, environment: dict[str, str]) -> str:
    return _printed(pincite("chat", home=home, env=environment, typed=f"{QUESTION}\n"))


def memo(pincite: Pincite, home: Path, environment: dict[str, str]) -> str:
    given = ("memo", "Tariffs on Mexico", "--format", "one-pager", "--sources", "title:pause")
    return _printed(pincite(*given, home=home, env=environment))


def on_the_page(pincite: Pincite, home: Path, environment: dict[str, str]) -> str:
    """As the page and the Slack bot ask: in a conversation."""
    settings = Settings(
        home=str(home),
        chat_model="m",
        chat_protocol="text",
        openai_base_url=environment["OPENAI_BASE_URL"],
        chat_timeout_s=0.4,
    )
    workspace = build_workspace(settings)
    *_, whole = workspace.conversations.ask(workspace.visible_to(OWNER), Conversation(), QUESTION)
    workspace.library.close()
    [exchange] = whole.exchanges
    assert exchange.answer and not exchange.error
    assert all(one.citations for one in exchange.answer.sentences)
    return " ".join([*(one.quote for one in exchange.answer.citations), *exchange.answer.notices])


def _printed(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


DOORS: dict[str, Door] = {"ask": asked, "chat": chatted, "memo": memo, "page": on_the_page}
TABLE = [
    pytest.param(fault, door, id=f"{name}, {at}")
    for name, fault in FAULTS.items()
    for at, door in DOORS.items()
    if at == "page" or name in SOME
]


@pytest.fixture(scope="module")
def own(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which conversations are kept."""
    return Path(shutil.copytree(bundled_home, tmp_path_factory.mktemp("faults") / "home"))


@pytest.mark.parametrize(("fault", "door"), TABLE)
def test_whatever_is_wrong_with_a_chat_service_quotes_are_the_answer(
    own: Path, odd: Service, environment: dict[str, str], pincite: Pincite, fault: Fault, door: Door
) -> None:
    odd.fault, before = fault, odd.asked
    told = door(pincite, own, environment)
    assert odd.asked > before
    assert "hat service" in told and odd.url in told, "it is said which service it is"
    assert QUOTED in told or "Section 122" in told, "the documents are quoted"


def test_an_endpoint_whose_list_of_models_drips_is_given_up_too(
    own: Path, odd: Service, environment: dict[str, str], pincite: Pincite
) -> None:
    odd.fault = drips_head
    given = {name: value for name, value in environment.items() if name != "PINCITE_CHAT_PROTOCOL"}
    assert QUOTED in asked(pincite, own, given)


def test_a_service_that_goes_while_it_is_asked_is_waited_for_no_longer(
    own: Path, environment: dict[str, str], pincite: Pincite
) -> None:
    with service(hangs) as gone:
        pass
    told = asked(pincite, own, environment | {"OPENAI_BASE_URL": f"{gone.url}/v1"})
    assert gone.url in told and QUOTED in told
