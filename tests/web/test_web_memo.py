"""The memo tab as a user works in it, in a real browser: one memo is written, and looked at from all
sides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from gradio_client import Client

from assistant.verify.read import read_paper
from tests.web.conftest import FITS, LONG_MS, MEMO, Visit, Written, fill, serious, to_tab


@pytest.fixture(scope="module")
def page(written: Written) -> Any:
    return written.page


@pytest.fixture(params=["light", "dark"])
def scheme(page: Any, request: pytest.FixtureRequest) -> Iterator[str]:
    page.evaluate("dark => document.body.classList.toggle('dark', dark)", request.param == "dark")
    yield request.param
    page.evaluate("document.body.classList.remove('dark')")


def test_each_section_is_told_as_it_is_written(written: Written) -> None:
    sections = [one for one in written.told if one.startswith("Section")]
    assert sections[0] == "Section 1 of 4: Bottom line" and "Section 3 of 4: Key facts" in sections
    assert written.told[-1] == "Memo ready."
    assert written.page.locator("#memo-progress [role=status]").get_attribute("aria-live") == "polite"


def test_the_form_stands_in_the_memo(page: Any) -> None:
    paper = page.locator("#memo-preview .paper")
    assert paper.locator(".title").inner_text() == MEMO["topic"]
    head = paper.locator("dl").inner_text()
    assert all(MEMO[name] in head for name in ("to", "from", "deadline"))
    assert f"Decision sought: {MEMO['decision']}" in paper.inner_text()
    assert "quotes, each word for word" in page.locator(".checks").inner_text()


def test_a_number_opens_its_source_at_the_quote(page: Any) -> None:
    cite = page.locator("#memo-preview .cite").first
    page.locator("#memo-preview .cited").first.hover()
    tip = page.locator("#memo-preview .tip").first
    quote = tip.locator(".words").inner_text().strip("“”")
    body = " ".join(page.locator("#memo-preview .paper").inner_text().split())
    assert " ".join(quote.split()) in body, "a note repeats no quote that the text has"
    cite.click()
    page.wait_for_selector(".opened mark")
    assert " ".join(page.locator(".opened mark").first.inner_text().split()) in quote
    page.wait_for_function(
        "(r => r.top > 0 && r.bottom < innerHeight)(document.querySelector('.opened"
        " mark').getBoundingClientRect())"
    )
    page.click(".opened [data-act=shut]")
    page.wait_for_selector(".opened", state="detached")


def test_the_four_files_hold_the_memo(written: Written) -> None:
    assert {kind: path.suffix for kind, path in written.files.items()} == {
        "word": ".docx",
        "pdf": ".pdf",
        "markdown": ".md",
        "html": ".html",
    }
    assert written.files["word"].stem == "the-tariffs-on-mexican-goods-bluf"
    quotes = {
        one.inner_text().strip("“”")
        for one in written.page.locator("#memo-preview .tip .words").all()
        if one.inner_text()
    }
    shown = written.page.locator("#memo-preview .notes li").all_inner_texts()
    for kind in ("word", "markdown"):
        assert [note.text for note in read_paper(written.files[kind]).notes] == shown, kind
    held = " ".join(unescape(written.files["html"].read_text(encoding="utf-8")).split())
    assert quotes and all(" ".join(quote.split()) in held for quote in quotes)
    assert written.files["pdf"].read_bytes().startswith(b"%PDF-")


def test_ids_are_of_one_element_each(page: Any) -> None:
    ids = page.evaluate("[...document.querySelectorAll('#work .ours [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)) > 10


def test_axe_finds_nothing_serious(page: Any, scheme: str) -> None:
    assert serious(page) == []


def test_a_phone_shows_it_without_scrolling_sideways(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    assert page.evaluate(FITS)
    page.set_viewport_size({"width": 1280, "height": 860})


def test_a_form_without_a_topic_says_what_is_missing_and_begins_nothing(page: Any) -> None:
    assert not page.locator("#memo-topic").is_visible(), "the form is folded to a line"
    told = page.locator("#memo-folded").inner_text()
    assert "Briefing note" in told and f"To {MEMO['to']} · {MEMO['deadline']}" in told
    page.click("#memo-folded [data-act=unfold]")
    fill(page, "memo-topic", " ")
    page.click("#memo-start")
    page.wait_for_selector("#memo-progress [role=alert]:has-text('Enter a topic')")
    topic = page.locator("#memo-topic")
    assert topic.locator(".wrong-told").inner_text() == "Enter a topic."
    assert topic.locator(":is(input, textarea)").evaluate(
        "e => e === document.activeElement && e.ariaInvalid"
    )
    fill(page, "memo-topic", "Tolls")
    assert not topic.locator(".wrong-told").count()
    assert page.locator("#memo-start").is_visible() and page.locator("#memo-preview .paper").count()


@pytest.mark.parametrize("pages", ["99", "two", "2.5", "-1"])
def test_a_number_of_pages_that_is_none_is_told_with_what_may_stand_there(
    visit: Visit, site: str, pages: str
) -> None:
    page = visit(site)
    to_tab(page, "Memo")
    fill(page, "memo-topic", MEMO["topic"])
    page.click("#memo-more > button")
    fill(page, "memo-pages", pages)
    page.click("#memo-start")
    told = page.locator("#memo-progress [role=alert]")
    told.wait_for()
    assert (
        f"“Page limit” cannot be “{pages}”" in told.inner_text()
        and "from 1 to 50, or leave it empty" in told.inner_text()
    )


def test_a_memo_is_written_with_more_opened_and_what_is_lacking_is_filled_in(visit: Visit, site: str) -> None:
    page = visit(site)
    to_tab(page, "Memo")
    fill(page, "memo-topic", MEMO["topic"])
    page.click("#memo-more > button")
    page.wait_for_selector("#memo-pages :is(input, textarea):visible")
    page.click("#memo-start")
    page.wait_for_selector("#memo-preview .paper", timeout=LONG_MS)
    assert "[to be confirmed: the deadline]" in page.locator("#memo-preview .paper").inner_text()
    page.fill(".lacks [name=deadline]", "5 June 2099")
    page.press(".lacks [name=deadline]", "Enter")
    worked_on(page, "“deadline” set to “5 June 2099”")
    assert not page.locator(".lacks [name=deadline]").count()
    page.wait_for_function("document.querySelector('#memo-deadline :is(input, textarea)').value")
    assert page.input_value("#memo-deadline :is(input, textarea)") == "5 June 2099"
    assert "[to be confirmed: the deadline]" not in page.locator("#memo-preview .paper").inner_text()


def test_what_is_made_is_listed_and_opens_with_its_form(written: Written, visit: Visit, site: str) -> None:
    page = visit(site)
    made = page.locator("#made .piece", has_text=MEMO["topic"]).last
    made.wait_for()
    made.click()
    page.wait_for_selector("#memo-preview .paper", timeout=LONG_MS)
    record = made.get_attribute("data-id")
    page.wait_for_function("record => location.search.includes(`m=${record}`)", arg=record)
    assert page.locator(f".memo-desk[data-address='m={record}']").count()
    assert record not in page.locator("#memo-preview .paper").inner_text(), "only the file needs it"
    assert page.input_value("#memo-deadline :is(input, textarea)") == MEMO["deadline"]
    page.wait_for_selector(f"#made [data-id='{record}'][data-new='']")
    assert serious(page) == []
    page.reload()
    page.wait_for_selector(f".memo-desk[data-address='m={record}']", timeout=LONG_MS)


def test_a_stopped_memo_says_that_it_goes_on_from_there(visit: Visit, site: str) -> None:
    page = visit(site)
    to_tab(page, "Memo")
    fill(page, "memo-topic", "Homicides in Mexico")
    page.click("#memo-start")
    page.wait_for_selector("#memo-progress .at:has-text('Section')", timeout=LONG_MS)
    page.click("#memo-stop")
    page.wait_for_selector("#memo-start:visible", timeout=LONG_MS)
    told = page.locator("#memo-progress").inner_text()
    assert re.match(
        r"Stopped\. \d of 4 sections are finished and saved: the same form continues from"
        r" there\.",
        told,
    )
    assert not page.locator("#memo-preview .paper").count()


def test_a_format_tells_what_it_is_made_of(visit: Visit, site: str) -> None:
    page = visit(site)
    to_tab(page, "Memo")
    page.wait_for_selector("#memo-about :text('Bottom line')")
    page.click("#memo-format input")
    assert not page.locator("[role=option]:has-text('Response to an op-ed')").count(), (
        "the review makes that one"
    )
    page.click("[role=option]:has-text('Hearing memo')")
    page.wait_for_selector("#memo-about :text('Questions for witnesses')")


def section(page: Any, heading: str) -> Any:
    return page.locator(f'.part[data-section="{heading}"]')


def worked_on(page: Any, told: str) -> None:
    page.wait_for_selector(f"#memo-progress .at:has-text('{told}')", timeout=LONG_MS)


@pytest.fixture(scope="module")
def edited(written: Written, visit: Visit, site: str) -> Any:
    """A page with a memo of the record, of which one section was written in."""
    page = visit(site)
    to_tab(page, "Memo")
    page.click("#memo-earlier > button")
    fill(page, "memo-record", read_paper(written.files["markdown"]).record[:12])
    page.click("#memo-open")
    page.wait_for_selector("#memo-preview .paper", timeout=LONG_MS)
    part = section(page, "Why now")
    part.locator("[data-act=write]").press("Enter")
    text = part.locator("textarea")
    assert text.evaluate("e => e === document.activeElement")
    wrong = "The duty on goods from Mexico is 95 percent. Mexico hired 40 envoys. We should wait."
    text.fill(f"{text.input_value()}\n\n{wrong.replace('percent.', 'percent. [1]')}")
    part.locator("[type=submit]").press("Enter")
    worked_on(page, "Of 3 new sentences, 1 is ours, 1 is to be confirmed and 1 is not supported")
    return page


def test_what_is_written_into_a_section_is_told_sentence_by_sentence(edited: Any) -> None:
    part = section(edited, "Why now")
    told = part.locator(".typed li")
    assert [one.split(" ")[0] for one in told.all_inner_texts()] == ["Not", "To", "Ours"]
    assert "“95 percent”" in told.first.inner_text()
    body = part.locator(".said > :not(.typed)").all_inner_texts()
    assert any("[to be confirmed: Mexico hired 40 envoys]" in one for one in body)
    assert not any("95 percent" in one for one in body), "it stands apart"
    assert "95 percent" in edited.locator(".annexes .role-failed").inner_text()
    assert "Draft" in edited.locator(".checks").inner_text()
    edited.wait_for_function("document.activeElement.matches('[data-section=\"Why now\"] [data-act=write]')")
    assert serious(edited) == []


def test_a_finding_leads_to_the_section_that_it_is_of(edited: Any) -> None:
    edited.evaluate("document.querySelectorAll('.checks details').forEach(one => { one.open = true; })")
    there = edited.locator(".checks [data-act=lead]").first
    heading = there.inner_text()
    there.press("Enter")
    edited.wait_for_function(
        'heading => document.activeElement.matches(`[data-section="${heading}"] [data-act=write]`)',
        arg=heading,
    )


def test_the_memo_as_it_was_edited_is_there_after_a_reload(edited: Any) -> None:
    edited.reload()
    edited.wait_for_selector("#memo-preview .typed", timeout=LONG_MS)
    assert edited.locator("button[role=tab][aria-selected=true]").inner_text() == "Memo"
    assert "1 other version" in edited.locator(".checks").inner_text()
    with_marks = section(edited, "Why now").locator("textarea").input_value()
    assert "95 percent." in with_marks, "what stands apart is there to be mended"


def test_sections_are_moved_removed_added_and_an_earlier_version_opened(edited: Any) -> None:
    def headings() -> list[str]:
        return list(edited.locator(".part .head").all_inner_texts())

    first, second, *rest = headings()
    section(edited, rest[-1]).locator("[data-act=move]").click()
    worked_on(edited, "moved")
    assert headings() == [first, second, *rest[:-2], rest[-1], *rest[-2:-1]]
    gone = section(edited, rest[-1]).locator("[data-act=remove]")
    gone.click()
    edited.wait_for_timeout(600)
    gone.click()
    worked_on(edited, "removed")
    edited.click(".adding summary:has-text('Add a section')")
    edited.fill("[name=section]", "Our view")
    edited.fill(".adding textarea", "Should we call the envoy?")
    edited.select_option(".adding select", first)
    edited.click("[data-kind=add] [type=submit]")
    worked_on(edited, "“Our view” added")
    assert headings() == [first, "Our view", second, *rest[:-1]]
    edited.click(".adding summary:has-text('Edit the head')")
    edited.fill("[name=deadline]", "3 June 2099")
    edited.press("[name=deadline]", "Enter")
    worked_on(edited, "“deadline” set to “3 June 2099”")
    assert "Needed by 3 June 2099." in edited.locator(".paper").inner_text()
    edited.click(".checks summary:has-text('other versions')")
    edited.locator(".checks [data-act=pick]").last.click()
    edited.wait_for_selector(".checks :text('This is an earlier version.')", timeout=LONG_MS)
    assert headings() == [first, second, *rest]
    assert "This is an earlier version." in edited.locator(".checks").inner_text()


def test_an_edit_that_cannot_be_done_is_told_and_loses_no_word(edited: Any) -> None:
    part = edited.locator(".part").first
    part.locator("[data-act=write]").click()
    part.locator("textarea").fill("The talks go on [77].")
    part.locator("[type=submit]").click()
    edited.wait_for_selector("#memo-progress [role=alert]:has-text('no note 77')")
    assert part.locator("textarea").input_value() == "The talks go on [77]."
    part.locator("[data-act=unwrite]").click()
    assert part.locator(".said").is_visible() and not part.locator("textarea").is_visible()


def test_a_memo_is_brought_up_to_date_by_its_record(written: Written, visit: Visit, site: str) -> None:
    record = read_paper(written.files["markdown"]).record
    page = visit(site)
    to_tab(page, "Memo")
    page.click("#memo-earlier > button")
    page.click("#memo-update")
    page.wait_for_selector("#memo-progress [role=alert]:has-text('Enter the record of a memo')")
    fill(page, "memo-record", record[:12])
    page.click("#memo-update")
    page.wait_for_selector("#memo-preview .paper", timeout=LONG_MS)
    paper = page.locator("#memo-preview .paper").inner_text()
    assert "What changed since" in paper and record not in paper
    assert page.locator("#memo-progress").inner_text().startswith("Memo ready. Nothing changed")
    page.wait_for_function(
        "was => !document.querySelector('#memo-record :is(input, textarea)').value.startsWith(was)",
        arg=record[:12],
    )
    newest = page.input_value("#memo-record :is(input, textarea)")
    assert page.locator(f".memo-desk[data-address='m={newest}']").count()


def test_what_the_page_and_a_program_take_is_on_record(written: Written, site: str) -> None:
    client: Any = Client(site, verbose=False)
    name = read_paper(written.files["markdown"]).record
    client.predict(record=name[:12], api_name="/memo_read")
    entries = json.loads(client.predict(api_name="/record"))
    found = [one["of"] for one in entries if one["kind"] == "exported" and one["id"].startswith(name[:12])]
    assert found.count("a memo") == len(written.files) and "a memo (JSON)" in found
