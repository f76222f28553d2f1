"""The verify tab as a user works in it, in a real browser: the memo that the page wrote, as it is and after
an edit."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import FITS, LONG_MS, Visit, Written, saved, serious, to_tab

EDITED = "a memo edited by hand.docx"


@pytest.fixture(scope="module")
def edited(written: Written, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return edited_by_hand(written.files["word"], tmp_path_factory.mktemp("edited"))


def edited_by_hand(word: Path, folder: Path) -> Path:
    """The Word file with a figure changed in its text."""
    path = folder / EDITED
    with zipfile.ZipFile(word) as memo, zipfile.ZipFile(path, "w") as changed:
        for name in memo.namelist():
            data = memo.read(name)
            if name == "word/document.xml":
                assert b"25 percent" in data
                data = data.replace(b"25 percent", b"35 percent", 1)
            changed.writestr(name, data)
    return path


@pytest.fixture(scope="module")
def page(visit: Visit, site: str, edited: Path) -> Any:
    """The page with the edited memo checked."""
    page = visit(site)
    check(page, edited)
    return page


def check(page: Any, path: Path) -> None:
    to_tab(page, "Verify")
    page.set_input_files("#verify-file input[type=file]", str(path))
    page.wait_for_selector(f"#verify-file :text('{path.stem[:12]}')")
    page.click("#verify-start")
    page.wait_for_selector("#verify-progress :is(.at:has-text('Checked:'), [role=alert])", timeout=LONG_MS)
    page.wait_for_selector("#verify-stop", state="hidden")


def test_what_fails_comes_first_with_its_kind_and_what_the_source_has(page: Any) -> None:
    assert page.evaluate("scrollY") == 0, "what was found is read from its top"
    assert "Not ready to send" in page.locator(".verification header").inner_text()
    failed = page.locator(".verification .claim").first
    assert "35 percent" in failed.locator("h4").inner_text()
    assert "Altered number" in failed.locator(".badge").first.inner_text()
    assert "25 percent" in failed.locator(".instead").first.inner_text()


def test_a_failure_opens_the_source_at_its_words(page: Any) -> None:
    page.locator(".verification .claim .source").first.click()
    page.wait_for_selector(".opened mark")
    assert "25 percent" in page.locator(".opened mark").first.inner_text()
    page.click(".opened [data-act=shut]")
    page.wait_for_selector(".opened", state="detached")


def test_every_sentence_stands_under_its_paragraph_with_its_notes(page: Any) -> None:
    page.click(".paragraphs summary")
    states = [one.split("\n")[0] for one in page.locator(".paragraphs .badge").all_inner_texts()]
    for state, heading in (("Wrong", "Wrong"), ("Look at", "To look at")):
        told = page.locator(f".verification > section:has(> h3:text-is('{heading}')) .claim")
        assert sum(state in one for one in states) == told.count(), state
    assert sum("Wrong" in one for one in states) == 1
    assert sum("OK" in one for one in states) > 2
    held = page.locator(".paragraphs section:has(.badge.good):has(.cite)").first
    held.locator("li:has(.badge.good) .cite").first.click()
    page.wait_for_selector(".opened mark")
    opened = " ".join(page.locator(".opened mark").first.inner_text().split())
    assert opened.strip(".") in " ".join(held.inner_text().split()), "a note opens what stands before it"
    page.click(".opened [data-act=shut]")
    page.wait_for_selector(".opened", state="detached")


def test_the_files_are_the_marked_memo_and_the_report(page: Any, tmp_path: Path) -> None:
    marked, report = saved(page, "verify-marked", tmp_path), saved(page, "verify-json", tmp_path)
    assert marked.name == "a memo edited by hand-marked.docx"
    with zipfile.ZipFile(marked) as parts:
        assert b"altered number" in parts.read("word/comments.xml")
    told = json.loads(report.read_text(encoding="utf-8"))
    assert not told["holds"] and [one["kind"] for one in told["findings"]] == ["altered number"]


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(page: Any, dark: bool) -> None:
    page.evaluate("dark => document.body.classList.toggle('dark', dark)", dark)
    assert serious(page) == []


def test_a_phone_shows_it_without_scrolling_sideways(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    assert page.evaluate(FITS)


def test_the_memo_as_it_was_written_holds(visit: Visit, site: str, written: Written) -> None:
    page = visit(site)
    check(page, written.files["markdown"])
    assert page.locator(".numbers .good").inner_text().endswith("OK")
    assert "0 wrong" in page.locator(".numbers").inner_text()
    assert not page.locator("#verify-marked").is_visible(), "only a Word file is marked"


def test_text_that_is_pasted_is_checked_as_a_file_is(visit: Visit, site: str) -> None:
    page = visit(site)
    to_tab(page, "Verify")
    page.fill(
        "#verify-text textarea", "We ask you to wait.\n\nThe ferry sank in 1972, and nobody was told.\n"
    )
    page.click("#verify-start")
    page.wait_for_selector("#verify-progress .at:has-text('Checked:')", timeout=LONG_MS)
    header = page.locator(".verification header")
    assert "1 sentence states a fact without a source" in header.inner_text()
    assert header.locator(".badge.doubt").count() == 1 and not header.locator(".badge.good").count()


def test_the_words_of_a_source_are_put_back_and_the_memo_checked_anew(visit: Visit, site: str) -> None:
    page = visit(site)
    to_tab(page, "Verify")
    page.click("#verify-preview [data-act=example]")
    page.wait_for_selector(".verification .claim [data-act=mend]", timeout=LONG_MS)
    wrong, right = (page.locator(one).first.inner_text() for one in (".claim del", ".claim ins"))
    text = page.input_value("#verify-text textarea")
    assert wrong != right and wrong in text
    page.click("[data-act=mend]")
    page.wait_for_selector(".numbers:has-text('0 wrong')", timeout=LONG_MS)
    assert (
        right in page.input_value("#verify-text textarea") and "1 OK" in page.locator(".numbers").inner_text()
    )


def test_what_cannot_be_read_back_is_refused_by_its_name(visit: Visit, site: str, tmp_path: Path) -> None:
    page = visit(site)
    to_tab(page, "Verify")
    page.click("#verify-start")
    page.wait_for_selector("#verify-progress [role=alert]:has-text('Choose a file first')")
    broken = tmp_path / "broken-memo.docx"
    broken.write_bytes(b"no Word file")
    check(page, broken)
    # The alert of before stands there until the check has begun.
    refused = page.locator("#verify-progress [role=alert]", has_text="broken-memo.docx")
    refused.wait_for(timeout=LONG_MS)
    told = refused.inner_text()
    assert "broken-memo.docx" in told and "/" not in told.replace("broken-memo.docx", "")
