"""A real server in a process of its own, and a real Chromium."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.crowd import served
from tests.installed import missing

CHECKOUT = Path(__file__).resolve().parents[2]
AXE = CHECKOUT / ".venv" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
# Chromium would look for updates and variations; the last lets it run as root in a container.
_PATH = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_QUIET = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run", "--disable-gpu",
    "--no-sandbox",
]  # fmt: skip
CHROMIUM: dict[str, Any] = {"executable_path": _PATH, "args": _QUIET}
TARIFFS = "Is the duty on Mexican goods paused or ended?"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if _PATH is None:
        missing("no chromium is installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over a copy of the sample library."""
    home = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(bundled_home, home)
    with served(home) as address:
        yield address


Visit = Callable[..., Any]


@pytest.fixture(scope="session")
def visit(browser: Any) -> Iterator[Visit]:
    """Open an address in a window of its own, as of another user's machine; whatever the page asks for must be on loopback."""
    contexts: list[Any] = []
    asked: list[str] = []

    def open_(address: str, **options: Any) -> Any:
        for left in contexts:
            left.close()
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 860}} | options))
        contexts[:] = [context]
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.goto(address)
        page.wait_for_selector("#question textarea")
        page.wait_for_selector("#transcript .ours > *")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert asked
    assert not [url for url in asked if not re.match(r"(?:https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", url)]


def begin(page: Any, question: str) -> None:
    """Ask, and wait until the page has taken the question."""
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#stop:visible")


def ask(page: Any, question: str) -> Any:
    """Ask, wait for the whole answer, and return its turn."""
    begin(page, question)
    page.wait_for_selector("#send:visible")
    return page.locator(".turn").last


def whole(page: Any) -> None:
    """Wait for the answer that was begun to be whole."""
    page.wait_for_selector("#stop:visible")
    page.wait_for_selector("#send:visible")


@pytest.fixture(scope="session")
def asked(visit: Visit, site: str) -> str:
    """The address of a conversation with one question, whose answer quotes two documents."""
    page = visit(site)
    ask(page, TARIFFS)
    address = str(page.url)
    assert "?c=" in address
    return address
