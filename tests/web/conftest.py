"""A real server in a process of its own, and a real Chromium."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
    "--no-sandbox",
]
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
    """Open an address in a window of its own, as of another user's machine; whatever the page asks for must
    be on loopback."""
    contexts: list[Any] = []
    asked: list[str] = []
    broken: list[str] = []

    def open_(address: str, **options: Any) -> Any:
        for left in contexts:
            left.close()
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 860}} | options))
        contexts[:] = [context]
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.on("console", lambda one: broken.append(one.text) if "js_on_load" in one.text else None)
        page.goto(address)
        page.wait_for_selector("#question textarea")
        page.wait_for_selector("#transcript .ours > *")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert asked and not broken
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


MEMO = {
    "topic": "The tariffs on Mexican goods",
    "decision": "Endorse the joint statement",
    "deadline": "1 May 2099",
    "to": "The Minister",
    "from": "Mexico desk",
}
# a memo or a review on a machine with two cores that has other things to do; a test may take longer, but not
# twice
LONG_MS = 150_000


@dataclass(frozen=True)
class Written:
    """A memo that was written on the page, what was told meanwhile, and its files by kind."""

    page: Any
    told: list[str]
    files: dict[str, Path]


# A section of which nothing is asked is over too soon for a look at the page now and then.
_LISTEN = """() => {
  window.told = [];
  new MutationObserver(() => {
    const at = document.querySelector('#memo-progress .at')?.textContent;
    if (at && at !== window.told.at(-1)) window.told.push(at);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


@pytest.fixture(scope="session")
def written(visit: Visit, site: str, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A `bluf` memo over the sample library. Its page stays open until the next visit."""
    page, folder = visit(site), tmp_path_factory.mktemp("memo")
    to_tab(page, "Memo")
    for name, value in MEMO.items():
        fill(page, f"memo-{name}", value)
    page.evaluate(_LISTEN)
    page.click("#memo-start")
    page.wait_for_selector("#memo-preview .paper", timeout=LONG_MS)
    page.wait_for_selector("#memo-stop", state="hidden")
    files = {kind: saved(page, f"memo-{kind}", folder) for kind in ("word", "pdf", "markdown", "html")}
    return Written(page, page.evaluate("window.told"), files)


def to_tab(page: Any, name: str) -> None:
    """Open a tab; where the window is narrow, Gradio keeps the last ones in a menu."""
    tab = page.locator(f"button[role=tab]:has-text('{name}')")
    if not tab.count() or not tab.first.is_visible():
        page.click(".overflow-menu > button")
        tab = page.locator(f".overflow-dropdown button:has-text('{name}')")
    tab.first.click()


def fill(page: Any, name: str, value: str) -> None:
    """Fill a text box by its component's id."""
    page.fill(f"#{name} :is(input, textarea)", value)


def saved(page: Any, name: str, folder: Path) -> Path:
    """The file that a button downloads, under the name that the page gives it."""
    with page.expect_download() as download:
        page.click(f"#{name}")
    path = folder / str(download.value.suggested_filename)
    download.value.save_as(path)
    return path


def serious(page: Any) -> list[tuple[str, list[str]]]:
    """What axe-core finds on the page that is serious."""
    if not AXE.exists():
        missing(f"axe-core is not at {AXE}: npm install --prefix .venv/npm axe-core")
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]][:4])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


FITS = "document.documentElement.scrollWidth <= innerWidth"
"""That the page does not scroll sideways."""
