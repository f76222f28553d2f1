"""What goes wrong in the page: it is told in words, whichever way Gradio hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from playwright.sync_api import TimeoutError as TimedOut

from assistant.build import build_workspace
from assistant.settings import Settings
from assistant.web.chat import ChatTab
from assistant.web.errors import show_errors
from assistant.web.launch import launch
from eval.crowd import served
from tests.web.conftest import Visit, fill, to_tab

HEADER = "X-Forwarded-User"
TOLD = ".alert, .toast-body"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("errors") / "home"


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[str]:
    """The page over an empty library, before which a proxy names the users; files of more than a megabyte are
    refused."""
    with served(home, PINCITE_USER_HEADER=HEADER, PINCITE_MAX_FETCH_MB="1") as address:
        yield address


def test_an_error_that_only_whoever_runs_it_can_mend_is_told_until_the_next_press(
    visit: Visit, site: str, home: Path
) -> None:
    page = visit(site, extra_http_headers={HEADER: "ana"})
    (home / "access.toml").write_text("[groups")
    page.click("#new")
    alert = page.locator("[role=alert].alert")
    alert.wait_for()
    assert (
        "access.toml" in alert.inner_text() and "correct access.toml in the home folder" in alert.inner_text()
    )
    box = alert.bounding_box()
    assert box["y"] >= 0 and box["x"] + box["width"] <= 1280
    alert.locator("button").click()
    assert not alert.count()
    memo = {"name": "memo.md", "mimeType": "text/markdown", "buffer": b"The duty is 25 percent."}
    named = page.locator("#verify-file :text('memo.md')")
    for _ in range(3):  # a field that has only just appeared may not listen yet, and loses the file
        to_tab(page, "Verify")
        with suppress(TimedOut):  # one that has the file is there no more
            page.set_input_files("#verify-file input[type=file]", memo, timeout=20_000)
        with suppress(TimedOut):
            named.first.wait_for(timeout=20_000)
            break
    else:
        pytest.fail("the page did not take the file")
    page.click("#verify-start")
    page.wait_for_selector("#verify-progress [role=alert]:has-text('access.toml')")
    (home / "access.toml").unlink()


@pytest.mark.parametrize(("tab", "name"), [("Library", "files"), ("Verify", "verify-file")])
def test_a_file_that_is_too_large_is_named_with_the_limit(
    visit: Visit, site: str, tab: str, name: str
) -> None:
    page = visit(site, extra_http_headers={HEADER: "ana"})
    to_tab(page, tab)
    big = {"name": "big.txt", "mimeType": "text/plain", "buffer": b"word " * 400_000}
    page.set_input_files(f"#{name} input[type=file]", big)
    page.wait_for_selector(f":is({TOLD}):has-text('big.txt')")
    assert "1.0 Mb" in page.locator(TOLD).inner_text()


def test_what_cannot_be_fetched_says_why(visit: Visit, site: str) -> None:
    page = visit(site, extra_http_headers={HEADER: "ana"})
    to_tab(page, "Library")
    page.click("#fetch")
    page.wait_for_selector("#reports :text('Enter a web address')")
    fill(page, "address", "127.0.0.1:1/x")
    page.click("#fetch")
    page.wait_for_selector("#reports :text('Could not reach 127.0.0.1:1.')")


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("A file", "No op-ed is given"),
        ("A web address", "nowhere is not a web address"),
        ("A document", "has no source 'nowhere'"),
    ],
)
def test_an_op_ed_that_is_none_says_why(visit: Visit, site: str, way: str, told: str) -> None:
    page = visit(site, extra_http_headers={HEADER: "ana"})
    to_tab(page, "Review")
    page.click(f"#review-way label:has-text('{way}')")
    if way == "A web address":
        fill(page, "review-address", "nowhere")
    if way == "A document":
        page.fill("#review-slug input", "nowhere")
        page.press("#review-slug input", "Enter")
    page.click("#review-start")
    page.wait_for_selector(f'#review-progress [role=alert]:has-text("{told}")')


def test_a_server_that_is_gone_is_told(visit: Visit, tmp_path: Path) -> None:
    with served(tmp_path / "home") as address:
        page = visit(address)
    page.click("#new")
    page.wait_for_selector(".alert:has-text('cannot be reached')")


def test_a_conversation_that_is_gone_when_its_answer_ends_is_named(tmp_path: Path) -> None:
    chat = ChatTab(build_workspace(Settings(home=str(tmp_path))), Settings(home=str(tmp_path)))
    transcript, *_ = chat.settle("0" * 32, "", gr.Request(session_hash="one", headers={}))
    assert 'role="alert"' in transcript and "conversation" in transcript.split('role="alert"')[1]


def _broken(value: Any) -> Any:
    raise KeyError(value)


def _half_broken(value: Any) -> Iterator[Any]:
    yield value
    raise KeyError(value)


@pytest.mark.parametrize(("listener", "queue"), [(_broken, True), (_broken, False), (_half_broken, True)])
def test_a_defect_of_ours_is_told_by_its_number(browser: Any, listener: Any, queue: bool) -> None:
    with gr.Blocks(analytics_enabled=False) as blocks:
        box, button = gr.Textbox("a secret"), gr.Button("Do")
        button.click(listener, box, box, queue=queue)
        show_errors(blocks)
    address = launch(blocks, Settings())
    page = browser.new_page()
    try:
        page.goto(address)
        page.click("button:has-text('Do')")
        page.wait_for_selector(f":is({TOLD}):has-text('Something went wrong in Pincite itself: error')")
        assert "secret" not in page.locator(TOLD).inner_text()
    finally:
        page.close()
        blocks.close()
