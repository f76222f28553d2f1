"""Every kind of answer as the page lays it out, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.types import Answer
from assistant.workspace.conversation_store import Conversation, ConversationStore, Exchange
from eval.crowd import served
from ingest.types import EVERYBODY
from tests.assistant.render.laid_out import (
    ASKS_WHICH,
    BESIDE,
    CAN_DO,
    FIGURES,
    LISTED,
    NEAR,
    SIDES,
    TIMELINE,
    TWO_QUOTES,
)
from tests.web.conftest import FITS, Visit, serious

KINDS: dict[str, Answer] = {
    "quotes": TWO_QUOTES,
    "sides": SIDES,
    "beside": BESIDE,
    "days": TIMELINE,
    "figures": FIGURES,
    "listed": LISTED,
    "which": ASKS_WHICH,
    "can do": CAN_DO,
    "near": NEAR,
}
PHONE = {"viewport": {"width": 390, "height": 844}}


def kept_kinds(home: Path) -> dict[str, str]:
    """A conversation of each kind of answer, kept in a home folder: its id by its name."""
    store = ConversationStore(home)
    return {
        name: store.save(EVERYBODY.name, Conversation().then(Exchange(answer.question, answer))).id
        for name, answer in KINDS.items()
    }


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of a conversation of each kind of answer."""
    home: Path = tmp_path_factory.mktemp("kinds") / "home"
    kept = kept_kinds(home)
    with served(home) as address:
        yield {name: f"{address}?c={one}" for name, one in kept.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious_and_a_telephone_does_not_scroll_sideways(
    visit: Visit, addresses: dict[str, str], kind: str
) -> None:
    page = visit(addresses[kind], **PHONE)
    page.wait_for_selector(".turn .tools")
    assert page.evaluate(FITS)
    assert serious(page) == []


def test_sides_stand_beside_each_other_and_on_a_telephone_below(
    visit: Visit, addresses: dict[str, str]
) -> None:
    tops = "[...document.querySelectorAll('.columns td')].map((one) => one.getBoundingClientRect().top)"
    wide = visit(addresses["beside"])
    first, second = wide.evaluate(tops)
    assert first == second and wide.locator(".columns th").first.is_visible()
    narrow = visit(addresses["beside"], **PHONE)
    first, second = narrow.evaluate(tops)
    assert first < second and not narrow.locator(".columns th").first.is_visible()
    said = narrow.evaluate("getComputedStyle(document.querySelector('.columns td'), '::before').content")
    assert said == '"For"'


def test_a_choice_is_asked_when_it_is_pressed(visit: Visit, addresses: dict[str, str]) -> None:
    page = visit(addresses["which"])
    page.click("text=Harbour Order 2")
    page.wait_for_function("document.querySelectorAll('.turn').length === 2")
    assert page.locator(".question h2").last.inner_text() == "What does Harbour Order 2 say?"


def test_each_quote_has_a_number_and_a_source_tells_its_own(visit: Visit, addresses: dict[str, str]) -> None:
    page = visit(addresses["days"])
    opened = [(one.get_attribute("data-slug"), one.inner_text()) for one in page.locator(".cite").all()]
    assert opened == [("carta", "1"), ("ferry-report", "2"), ("ferry-report", "3")]
    assert page.locator(".sources .numbers").all_inner_texts() == ["1", "2–3"]
