"""The page and other programs where people sign in with accounts: the whole server, and a browser."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client

from assistant.answer.record import Record
from assistant.settings import Settings
from assistant.workspace.accounts_store import accounts_of
from eval.crowd import served
from examples.mcp_client import asked
from tests.web.conftest import FITS, TARIFFS, ask, serious

PASSWORD = "four small ferries sail"
PEOPLE = ("ana@office.example", "bea@office.example")


@pytest.fixture(scope="module")
def home(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("accounts") / "home"
    shutil.copytree(bundled_home, home)
    for name in PEOPLE:
        accounts_of(Settings(home=str(home))).add(name, PASSWORD)
    return home


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[str]:
    with served(home, PINCITE_SIGN_IN="accounts") as address:
        yield address.rstrip("/")


@pytest.fixture
def window(browser: Any) -> Iterator[Any]:
    contexts: list[Any] = []

    def open_(**options: Any) -> Any:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        return page

    yield open_
    for context in contexts:
        context.close()


def enter(page: Any, name: str = PEOPLE[0]) -> None:
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("#question textarea")
    page.wait_for_selector("#transcript .ours > *")
    page.wait_for_selector(".who strong", state="attached")


@contextmanager
def signed_in(site: str, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, headers={"origin": site}, timeout=60) as client:
        client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert client.cookies
        yield client


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 780}}],
    ids=["light", "dark", "phone"],
)
def test_the_sign_in_page_is_plain_whole_and_for_all(window: Any, site: str, options: Any) -> None:
    page = window(**options)
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(f"{site}/?doc=x")
    assert page.evaluate("document.activeElement.id") == "name"
    assert not serious(page) and page.evaluate(FITS)
    page.fill("#name", PEOPLE[0])
    page.fill("#password", "wrong")
    page.keyboard.press("Enter")
    assert page.locator("[role=alert]").inner_text().startswith("This name and password do not match.")
    assert page.evaluate("document.activeElement.id") == "password" and not serious(page)
    assert {re.split(r"[?#]", one)[0] for one in asked_for if one.startswith("http")} == {
        f"{site}/",
        f"{site}/sign-in",
    }


def test_one_asks_takes_the_files_and_signs_out(window: Any, site: str, home: Path) -> None:
    page = window()
    page.goto(f"{site}/")
    enter(page)
    assert page.locator(".who").inner_text().startswith(f"Signed in as {PEOPLE[0]}")
    ask(page, TARIFFS)
    assert [*Record(home).entries()][-1]["by"] == PEOPLE[0]
    page.click("[data-panel=exports]")
    with page.expect_download() as download:
        page.click("#as-markdown")
    assert "Mexican" in Path(download.value.path()).read_text()
    with signed_in(site, PEOPLE[1]) as other, signed_in(site, PEOPLE[0]) as own:
        assert other.get(download.value.url).status_code == 404
        assert own.get(download.value.url).status_code == 200
    page.click(".who button")
    page.wait_for_selector("[role=status]:has-text('You are signed out.')")
    page.goto(f"{site}/")
    page.wait_for_selector("#password")


def test_a_page_whose_session_ended_says_so_and_leads_to_sign_in(window: Any, site: str, home: Path) -> None:
    page = window()
    page.goto(f"{site}/")
    enter(page, PEOPLE[1])
    accounts = accounts_of(Settings(home=str(home)))
    accounts.lock(PEOPLE[1])
    page.fill("#question textarea", "Is the toll paused?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("[role=alert].alert:has-text('not signed in any more')")
    assert page.input_value("#question textarea") == "Is the toll paused?", "what was typed is there"
    page.click(".alert a:has-text('Sign in')")
    page.wait_for_selector("#password")
    accounts.unlock(PEOPLE[1])
    enter(page, PEOPLE[1])


def test_programs_ask_by_token_as_its_user(site: str, home: Path) -> None:
    accounts = accounts_of(Settings(home=str(home)))
    made, secret = accounts.make_token(PEOPLE[0], "script", 1)
    bearer = {"Authorization": f"Bearer {secret}"}
    client = Client(site, verbose=False, analytics_enabled=False, headers=bearer)
    assert json.loads(client.predict(TARIFFS, "", [], api_name="/ask"))["sentences"]
    assert [*Record(home).entries()][-1]["by"] == PEOPLE[0]
    with ThreadPoolExecutor() as threads:  # the browser's driver has a loop in this one
        tools, answer = threads.submit(asyncio.run, asked(TARIFFS, f"{site}/", bearer)).result()
    assert "verify" in tools and answer["citations"]
    assert [*Record(home).entries()][-1]["by"] == PEOPLE[0]
    accounts.revoke(PEOPLE[0], made.id)
    with pytest.raises(Exception, match=r"401|not signed in"):
        client.predict(TARIFFS, "", [], api_name="/ask")


def test_nobody_follows_what_is_anothers(site: str) -> None:
    with signed_in(site, PEOPLE[0]) as ana, signed_in(site, PEOPLE[1]) as bea:
        begun = ana.post("/gradio_api/call/search", json={"data": ["duty on Mexican goods", 1, ""]}).json()
        event = begun["event_id"]
        assert bea.get(f"/gradio_api/call/search/{event}").status_code == 403
        assert bea.get(f"/gradio_api/queue/data?session_hash={event}").status_code == 403
        assert "tariffs" in ana.get(f"/gradio_api/call/search/{event}").text
