"""The review tab as a user works in it, in a real browser: one op-ed is reviewed, and looked at from all
sides."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.review.types import FLAGS, WORDS
from assistant.verify.read import read_paper
from tests.web.conftest import FITS, LONG_MS, Visit, fill, saved, serious, to_tab

TITLE = "The tariffs were the wrong answer"
OP_ED = f"""{TITLE}

The President imposed 25 percent tariffs on Mexican goods, and the tariffs are now paused. Straw \
purchasing under 18 U.S.C. 932 carries up to 10 years in prison. Mexico agreed to send 10,000 troops to the \
border. The cartels are businesses, and a <b onmouseover="window.hurt=1">border</b> does not stop a \
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
    page.wait_for_selector("#review-progress .at:has-text('Review ready')", timeout=LONG_MS)
    page.wait_for_selector("#review-stop", state="hidden")
    return page


def test_it_opens_on_what_needs_attention_with_reasons_and_quotes(page: Any) -> None:
    claims = page.locator("#review-preview .claim")
    badges = claims.locator(".badge").all_text_contents()
    assert claims.count() == len(badges) >= 5
    found = [one.get_attribute("data-finding") for one in claims.all()]
    assert all(WORDS[one].capitalize() in badge for one, badge in zip(found, badges, strict=True))
    assert found == sorted(found, key=list(WORDS).index), "the gravest come first"
    assert {"contradicted", "judgement"} <= set(found)
    shown = [one.get_attribute("data-finding") for one in page.locator(".claim:visible").all()]
    assert shown == [one for one in found if one in FLAGS], "the rest is folded"
    flagged = claims.first
    assert "10 years" in flagged.locator("h4").inner_text()
    assert "15 years" in flagged.locator(".why").inner_text()
    assert "up to 15 years in prison" in flagged.locator(".quoted").first.inner_text()
    assert "A. Writer, 5 February 2025" in page.locator("#review-preview header").inner_text()
    assert page.locator("#review-preview .omissions").count()
    assert page.evaluate("window.hurt") is None and not page.locator("#review-preview b").count()


def test_a_number_opens_its_source_at_the_quote(page: Any) -> None:
    quote = page.locator(".claim[data-finding=contradicted] .quoted").first
    quote.locator(".cite").click()
    page.wait_for_selector(".opened :is(mark, .sheet .mark)")
    assert page.locator(".opened h2").inner_text() in quote.inner_text()
    page.click(".opened [data-act=shut]")
    page.wait_for_selector(".opened", state="detached")


def test_the_claims_of_one_finding_are_shown_alone(page: Any) -> None:
    page.click(".filter [data-findings=judgement]")
    shown = [one.get_attribute("data-finding") for one in page.locator(".claim:visible").all()]
    assert set(shown) == {"judgement"} and len(shown) < page.locator(".claim").count()
    pressed = page.locator(".filter [aria-pressed=true]")
    assert pressed.inner_text().endswith(f"Opinion {len(shown)}")
    page.click(".filter [data-findings=all]")
    assert page.locator(".claim:visible").count() == page.locator(".claim").count()
    page.click(".filter [data-findings='']")


def test_a_passage_leads_to_its_card_and_back(page: Any) -> None:
    passage = page.locator(".op-ed .passage.contradicted").first
    passage.press("Enter")
    card = page.locator(".claim.pointed")
    assert card.evaluate("e => e === document.activeElement")
    assert passage.inner_text().startswith(card.locator("h4").inner_text())
    card.locator("[data-act=passage]").click()
    assert passage.evaluate("e => e === document.activeElement")


def test_what_the_reader_holds_of_a_claim_is_there_after_a_reload(page: Any) -> None:
    card = page.locator(".claim").first
    card.locator("[data-verdict=dismiss]").click()
    assert not card.locator(".quoted").first.is_visible()
    card.locator(".noted summary").click()
    with page.expect_response("**/gradio_api/run/**"):
        card.locator("[name=note]").fill("Call the coast guard")
        card.locator("[name=note]").press("Enter")
    assert "r=" in page.url
    page.reload()
    page.wait_for_selector(".claim:visible")
    card = page.locator(".claim").first
    assert card.get_attribute("data-mark") == "dismiss"
    assert card.locator("[name=note]").input_value() == "Call the coast guard"
    assert TITLE in page.input_value("#review-text textarea"), "the form is filled"
    card.locator("[data-verdict=dismiss]").click()


def test_the_files_hold_the_review(page: Any, tmp_path: Path) -> None:
    word, table, told = (saved(page, f"review-{kind}", tmp_path) for kind in ("word", "csv", "json"))
    assert (word.suffix, table.suffix, told.suffix) == (".docx", ".csv", ".json")
    claims = page.locator("#review-preview .claim")
    numbers = [int(one.get_attribute("id").removeprefix("claim-")) for one in claims.all()]
    # the page shows the gravest first; the files keep the order of the op-ed
    shown = dict(sorted(zip(numbers, claims.locator("h4").all_text_contents(), strict=True)))
    assert list(shown) == list(range(1, claims.count() + 1))
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert {int(row["number"]): row["claim"] for row in rows} == shown
    held = [one["claim"]["text"] for one in json.loads(told.read_text(encoding="utf-8"))["claims"]]
    assert held == list(dict.fromkeys(row["claim"] for row in rows)) == list(shown.values())
    assert read_paper(word).title.endswith(TITLE)


def test_ids_are_of_one_element_each(page: Any) -> None:
    ids = page.evaluate("[...document.querySelectorAll('#work .ours [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    described = [one.get_attribute("aria-describedby") for one in page.locator("#review-preview .cite").all()]
    assert set(described) <= set(ids) and len(described) == len(set(described)) > 3


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
        page.wait_for_selector("#review-progress [role=alert]:has-text('hostname is not a web address')")
        fill(page, "review-address", "")
    page.click("#review-way label:has-text('A document in the library')")
    fill(page, "review-slug", "/etc/hostname")
    page.press("#review-slug input", "Enter")
    page.click("#review-start")
    page.wait_for_selector("#review-progress [role=alert]:has-text('hostname')")
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
    page.wait_for_selector("#review-stop", state="hidden", timeout=LONG_MS)
    assert "Stopped after" in page.locator("#review-preview .notice").first.inner_text()
