"""Pictures of every state of the page, by `make screenshots`: `python -m tests.web.screenshots FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from assistant.build import open_library
from assistant.settings import Settings
from eval.crowd import served
from ingest import bundled
from ingest.pipeline import ingest
from tests.chat_stub import Turn, chat_stub
from tests.web.conftest import CHROMIUM, LONG_MS, MEMO, begin, fill, saved, to_tab
from tests.web.test_web_kinds import kept_kinds
from tests.web.test_web_library import paged
from tests.web.test_web_office import reply
from tests.web.test_web_review import OP_ED
from tests.web.test_web_verify import edited_by_hand

_OUTSIDE = "Who won the chess championship in Reykjavik in 1972?"
_QUESTION = "Is the duty on Mexican goods paused or ended?"
_WIDE, _PHONE = {"width": 1360, "height": 860}, {"width": 390, "height": 844}


def main(folder: Path) -> None:
    """Write the pictures into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        home, report = Path(temporary) / "home", Path(temporary) / "harbour.pdf"
        ingest(bundled.inputs(), open_library(Settings(), home, create=True))
        report.write_bytes(paged())
        browser = playwright.chromium.launch(**CHROMIUM)

        def shot(
            name: str,
            address: str,
            act: Callable[[Any], Any] = lambda page: None,
            *,
            dark: bool = False,
            size: Any = _WIDE,
        ) -> None:
            context = browser.new_context(
                viewport=size, color_scheme="dark" if dark else "light", has_touch=size is _PHONE
            )
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector("#transcript .ours > *")
            act(page)
            page.wait_for_timeout(700)
            page.screenshot(path=str(folder / f"{name}.png"))
            context.close()

        with served(Path(temporary) / "empty") as address:
            shot("first-run", address)
            shot("library-empty", address, _library)
            shot("library-refused", address, _refused(Path(temporary)))
            shot(
                "library-progress",
                address,
                lambda page: (
                    page.click("[data-act=samples] >> nth=0"),
                    page.wait_for_selector(".reports progress"),
                ),
            )
            shot("library-stored", address, _uploaded(report))
            shot(
                "source-pdf",
                address,
                lambda page: _opened(page, "How many lorries did the Alder Bridge carry a day?"),
            )
        kinds = kept_kinds(Path(temporary) / "kinds")
        with served(Path(temporary) / "kinds") as address:
            for name, one in kinds.items():
                shot(f"kind-{name.replace(' ', '-')}", f"{address}?c={one}")
                shot(f"phone-kind-{name.replace(' ', '-')}", f"{address}?c={one}", size=_PHONE)
        with served(home) as address:
            shot("chat-empty", address)
            shot(
                "source", address, _opened
            )  # one of the README's: the first, so that its list of conversations is short
            shot("reading", address, lambda page: begin(page, _QUESTION))
            shot("answer", address, _asked)
            shot("answer-dark", address, _asked, dark=True)
            shot("quote", address, lambda page: (_asked(page), page.hover(".cite >> nth=0")))
            shot("after", address, lambda page: (_asked(page), page.mouse.wheel(0, 2000)))
            shot("conversation", address, lambda page: (_asked(page), _asked(page, "And on Canadian goods?")))
            shot("editing", address, lambda page: (_asked(page), page.click("[data-act=edit]")))
            shot("rating", address, lambda page: (_asked(page, _OUTSIDE), page.click("[data-act=why]")))
            shot(
                "renaming",
                address,
                lambda page: (_asked(page, _OUTSIDE), page.click(".conversations .current summary")),
            )
            shot(
                "stopped",
                address,
                lambda page: (
                    begin(page, _QUESTION),
                    page.click("#stop"),
                    page.wait_for_selector("#send:visible"),
                ),
            )
            shot(
                "restricted",
                address,
                lambda page: (
                    _library(page),
                    page.click("#shelf [data-act=dots] >> nth=2"),
                    page.click("#shelf .of-row [data-act=only]"),
                    page.wait_for_selector("#restricted p"),
                ),
            )
            shot("settings", address, lambda page: page.click("[data-panel=length]"))
            shot("source-dark", address, _opened, dark=True)
            shot("declined", address, lambda page: _asked(page, _OUTSIDE))
            shot("library", address, _searched)
            shot("library-dark", address, _library, dark=True)
            shot("phone", address, _asked, size=_PHONE)
            shot("phone-source", address, _opened, size=_PHONE)
            shot("phone-library", address, _library, size=_PHONE)
            _work(browser, address, folder, Path(temporary))
        with (
            chat_stub(Turn(reply)) as stub,
            served(home, PINCITE_CHAT_MODEL="any", OPENAI_BASE_URL=stub.url, OPENAI_API_KEY="key") as address,
        ):
            shot("withheld", address, _asked)
        with served(
            home, PINCITE_CHAT_MODEL="any", OPENAI_BASE_URL="http://127.0.0.1:9/v1", OPENAI_API_KEY="key"
        ) as address:
            shot("service-away", address, _asked)
        with (
            chat_stub(Turn(status=401)) as stub,
            served(home, PINCITE_CHAT_MODEL="any", OPENAI_BASE_URL=stub.url, OPENAI_API_KEY="x") as address,
        ):
            shot("key-refused", address, _asked)
        browser.close()


def _work(browser: Any, address: str, folder: Path, temporary: Path) -> None:
    """A memo that is written, an op-ed that is reviewed, and that memo checked after an edit: one page each,
    since each takes its time."""

    def opened(tab: str) -> Any:
        page = browser.new_context(viewport=_WIDE, color_scheme="light").new_page()
        page.set_default_timeout(LONG_MS)
        page.goto(address)
        page.wait_for_selector("#transcript .ours > *")
        to_tab(page, tab)
        return page

    def done(page: Any, name: str) -> None:
        page.wait_for_selector(f"#{name}-stop", state="hidden")
        _all_sides(page, name, folder)

    memo = opened("Memo")
    memo.wait_for_selector("#memo-about .about-format")
    _picture(memo, "memo-form", folder)
    for name, value in MEMO.items():
        fill(memo, f"memo-{name}", value)
    memo.click("#memo-start")
    memo.wait_for_selector("#memo-preview .outline .done")
    _picture(memo, "memo-progress", folder)
    memo.wait_for_selector("#memo-preview .paper")
    done(memo, "memo")
    part = memo.locator(".part").nth(1)
    part.locator("[data-act=write]").click()
    _picture(memo, "memo-writing", folder)
    part.locator("textarea").fill("Mexico hired 40 envoys. We should wait. The duty is 95 percent. [1]")
    part.locator("[type=submit]").click()
    memo.wait_for_selector("#memo-preview .typed")
    _picture(memo, "memo-written", folder)
    word = saved(memo, "memo-word", temporary)

    review = opened("Review")
    review.fill("#review-text textarea", OP_ED)
    fill(review, "review-date", "2025-02-05")
    _picture(review, "review-form", folder)
    review.click("#review-start")
    review.wait_for_selector("#review-preview .claim >> nth=2")
    _picture(review, "review-progress", folder)
    review.wait_for_selector("#review-preview .filter")
    done(review, "review")

    verify = opened("Verify")
    verify.set_input_files("#verify-file input[type=file]", str(edited_by_hand(word, temporary)))
    verify.wait_for_selector("#verify-file :text('edited')")
    _picture(verify, "verify-form", folder)
    verify.click("#verify-start")
    verify.wait_for_selector("#verify-preview .verification header")
    verify.click(".paragraphs summary")
    done(verify, "verify")


def _all_sides(page: Any, name: str, folder: Path) -> None:
    """The finished work, with a source beside it, in the dark, and on a phone."""
    _picture(page, name, folder)
    page.locator(f"#{name}-preview :is(.cite, .source)").first.click()
    page.wait_for_selector(".opened")
    _picture(page, f"{name}-source", folder)
    page.click(".opened [data-act=shut]")
    page.evaluate("document.body.classList.add('dark')")
    _picture(page, f"{name}-dark", folder)
    page.evaluate("document.body.classList.remove('dark')")
    page.set_viewport_size(_PHONE)
    if page.locator("#side.open").count():
        page.click("#side.open .toggle-button")
    _picture(page, f"phone-{name}", folder)
    page.set_viewport_size(_WIDE)


def _picture(page: Any, name: str, folder: Path) -> None:
    page.wait_for_timeout(700)
    page.screenshot(path=str(folder / f"{name}.png"))


def _asked(page: Any, question: str = _QUESTION) -> None:
    begin(page, question)
    page.wait_for_selector("#send:visible", timeout=60_000)


def _opened(page: Any, question: str = _QUESTION) -> None:
    _asked(page, question)
    page.click(".cite >> nth=0")
    if page.evaluate("matchMedia('(hover: none)').matches"):
        page.click(".tip:visible .touch")
    page.wait_for_selector(".opened")


def _library(page: Any) -> None:
    page.click("button[role=tab]:has-text('Library')")


def _searched(page: Any) -> None:
    _library(page)
    page.fill("#shelf [name=words]", "fentanyl")
    page.wait_for_selector("#shelf .hit mark")
    for box in page.locator("#shelf tbody tr:visible [type=checkbox]").all()[:3:2]:
        box.click()


def _refused(folder: Path) -> Callable[[Any], None]:
    bad = folder / "broken.pdf"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(400))
    return _uploaded(bad)


def _uploaded(file: Path) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        _library(page)
        page.set_input_files("#files input[type=file]", str(file))
        page.wait_for_selector(".reports :is(.refused, .stored)")

    return act


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"))
