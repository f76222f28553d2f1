"""The review tab as a user works in it, in a real browser: one op-ed is reviewed, and looked at from all
sides."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.verify.read import read_paper
from tests.web.conftest import FITS, LONG_MS, Visit, fill, saved, serious, to_tab

TITLE = "The tariffs were the wrong answer"
OP_ED = f"""{TITLE}

The President imposed 25 percent tariffs on Mexican goods, and the tariffs are now paused. About 60,000 \
Americans died of fentanyl overdoses in \
2024. Mexico agreed to send 10,000 troops to the border. The cartels are businesses, and a <b \
onmouseover="window.hurt=1">border</b> does not stop a \
business. Congress should pass a law that punishes material support to the cartels.
"""


@pytest.fixture(scope="module")
def page(visit: Visit, site: str) -> Any:
    """The page with the reviewed op-ed."""
    page = visit(site)
    to_tab(page, "Review")
    page.fill("#review-text textarea", OP_ED)
    fill(page, "review-date", "2025-02-05")
    fill(page, "review-author", "A. Writer")
    page.click("#review-start")
    page.wait_for_selector("#review-preview .claim", timeout=LONG_MS)
    assert not page.locator("#review-preview .filter").count(), (
        "the claims come one by one, before the review is whole"
    )
    page.wait_for_selector("#review-progress .at:has-text('The op-ed is reviewed')", timeout=LONG_MS)
    page.wait_for_selector("#review-start:visible")
    return page


def test_each_claim_has_its_finding_in_words_and_its_quotes(page: Any) -> None:
    claims = page.locator("#review-preview .claim")
    badges = claims.locator(".badge").all_inner_texts()
    assert claims.count() == len(badges) >= 5
    assert any("Qualified" in one for one in badges) and any("Judgement" in one for one in badges)
    flagged = page.locator(".claim[data-finding=qualified]").first
    assert flagged.locator(".why").inner_text()
    assert flagged.locator(".side").all_inner_texts()[1].startswith("Against\n“")
    assert "A. Writer, 5 February 2025" in page.locator("#review-preview header").inner_text()
    assert page.locator("#review-preview .omissions").count()
    assert page.evaluate("window.hurt") is None and not page.locator("#review-preview b").count()


def test_a_number_opens_its_source_at_the_quote(page: Any) -> None:
    against = page.locator(".claim[data-finding=qualified] .side >> nth=1")
    quote = against.locator("li").first.inner_text()
    against.locator(".cite").first.click()
    page.wait_for_selector(".opened :is(mark, .sheet .mark)")
    assert page.locator(".opened h2").inner_text() in quote
    page.click(".opened [data-act=shut]")
    page.wait_for_selector(".opened", state="detached")


def test_the_claims_of_one_finding_are_shown_alone(page: Any) -> None:
    page.click(".filter [data-finding=qualified]")
    assert {one.get_attribute("data-finding") for one in page.locator(".claim:visible").all()} == {
        "qualified"
    }
    assert page.locator(".filter [aria-pressed=true]").get_attribute("data-finding") == "qualified"
    page.click(".filter [data-finding='']")
    assert page.locator(".claim:visible").count() == page.locator(".claim").count()


def test_the_files_hold_the_review(page: Any, tmp_path: Path) -> None:
    word, table, told = (saved(page, f"review-{kind}", tmp_path) for kind in ("word", "csv", "json"))
    assert (word.suffix, table.suffix, told.suffix) == (".docx", ".csv", ".json")
    claims = page.locator("#review-preview .claim h3").all_inner_texts()
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert list(dict.fromkeys(row["claim"] for row in rows)) == claims
    assert [one["claim"]["text"] for one in json.loads(told.read_text(encoding="utf-8"))["claims"]] == claims
    assert read_paper(word).title.endswith(TITLE)


def test_ids_are_of_one_element_each(page: Any) -> None:
    ids = page.evaluate("[...document.querySelectorAll('#work .ours [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)) > 5


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(page: Any, dark: bool) -> None:
    page.evaluate("dark => document.body.classList.toggle('dark', dark)", dark)
    assert serious(page) == []


def test_a_phone_shows_it_without_scrolling_sideways(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    assert page.evaluate(FITS)


def test_a_page_cannot_have_the_server_read_its_own_files(visit: Visit, site: str) -> None:
    page = visit(site)
    to_tab(page, "Review")
    page.click("#review-way label:has-text('A web address')")
    for address in ("/etc/hostname", "file:///etc/hostname"):
        fill(page, "review-address", address)
        page.click("#review-start")
        page.wait_for_selector(f"#review-progress [role=alert]:has-text('{address} is not a web address')")
    page.click("#review-way label:has-text('A document in the library')")
    fill(page, "review-slug", "/etc/hostname")
    page.press("#review-slug input", "Enter")
    page.click("#review-start")
    page.wait_for_selector("#review-progress [role=alert]:has-text('/etc/hostname')")
    assert not page.locator("#review-preview .claim").count()


def test_a_document_of_the_library_is_reviewed_until_it_is_stopped(visit: Visit, site: str) -> None:
    page = visit(site)
    to_tab(page, "Review")
    page.click("#review-way label:has-text('A document in the library')")
    page.wait_for_selector("#review-slug input")
    assert "abstract of an op-ed" in page.input_value("#review-slug input"), "op-eds come first"
    page.click("#review-start")
    page.wait_for_selector("#review-preview .claim", timeout=LONG_MS)
    page.click("#review-stop")
    page.wait_for_selector("#review-start:visible", timeout=LONG_MS)
    assert "Stopped after" in page.locator("#review-preview .notice").first.inner_text()
