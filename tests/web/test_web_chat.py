"""The chat as a user works in it, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.conftest import FITS, TARIFFS, Visit, ask, begin, serious, to_tab, whole

PLAIN = "What is the maximum sentence for material support to a foreign terrorist organization?"


def test_a_number_shows_its_quote_and_opens_the_source_there(visit: Visit, asked: str) -> None:
    page = visit(asked)
    cite, tip = page.locator(".facts .cite").last, page.locator(".facts .tip").last
    assert not tip.is_visible()
    cite.hover()
    tip.wait_for(state="visible")
    quote = tip.locator(".words").inner_text().strip("“”")
    assert quote in page.locator(".fact").last.inner_text()
    assert (
        tip.locator(".kind").inner_text() == "note" and "Pincite notes" in tip.locator(".from").inner_text()
    )
    top = cite.bounding_box()["y"]
    cite.click()
    page.wait_for_selector(".opened mark")
    page.wait_for_function(
        "top => Math.abs(document.querySelector('.cite.current').getBoundingClientRect().top - top) < 3",
        arg=top,
    )
    assert page.locator("#beside").bounding_box()["width"] >= 1280 / 2
    assert " ".join(page.locator(".opened mark").first.inner_text().split()) in quote
    page.wait_for_function(
        "(r => r.top > 0 && r.bottom < innerHeight)(document.querySelector('.opened"
        " mark').getBoundingClientRect())"
    )
    page.click(".opened [data-act=shut]")
    page.wait_for_selector(".opened", state="detached")
    page.wait_for_function(
        "top => Math.abs([...document.querySelectorAll('.facts .cite')].at(-1)"
        ".getBoundingClientRect().top - top) < 3",
        arg=top,
    )


def test_what_is_not_in_the_documents_looks_unlike_an_error(visit: Visit, site: str) -> None:
    page = visit(site)
    turn = ask(page, "Who won the chess championship in Reykjavik in 1972?")
    assert turn.locator(".declined").is_visible() and not turn.locator(".broken").count()
    assert "Not in your documents" in turn.locator(".declined").inner_text()
    sought = turn.locator("[data-act=seek]")
    words = sought.get_attribute("data-words")
    sought.click()
    page.wait_for_function("document.querySelector('#shelf .count')?.textContent.includes(' of ')")
    assert page.locator("#shelf [name=words]").input_value() == words


def test_a_follow_up_goes_on_and_a_reload_finds_the_conversation(visit: Visit, site: str) -> None:
    page = visit(site)
    ask(page, PLAIN)
    turn = ask(page, "And if it causes a death?")
    assert "Understood as" in turn.inner_text()
    assert turn.locator(".question").evaluate("e => e.getBoundingClientRect().top < innerHeight / 3"), (
        "the new question comes to the top"
    )
    said = page.locator("#transcript").inner_text()
    page.reload()
    page.wait_for_selector(".turn >> nth=1")
    assert page.locator("#transcript").inner_text() == said
    other = visit(site)
    assert not other.locator(".turn").count()
    other.click(".pick >> nth=0")
    other.wait_for_selector(".turn >> nth=1")


def test_a_suggestion_is_asked_and_answered(visit: Visit, site: str) -> None:
    page = visit(site)
    turn = ask(page, TARIFFS)
    suggestion = turn.locator(".follow button").first
    question = suggestion.inner_text()
    suggestion.click()
    whole(page)
    assert page.locator(".question h2").last.inner_text() == question
    assert page.locator(".turn").last.locator(".fact").count()


def test_conversations_are_found_renamed_and_deleted(visit: Visit, site: str) -> None:
    page = visit(site)
    ask(page, "Who won the chess championship in Reykjavik in 1972?")
    page.click(".conversations .current summary")
    page.fill(".conversations .current [name=title]", "For Friday's hearing")
    page.click(".conversations .current .rename button")
    named = page.locator('.pick:has-text("For Friday\'s hearing")')
    named.wait_for()
    to_tab(page, "Library")
    named.click()
    page.wait_for_selector("button[role=tab][aria-selected=true]:has-text('Chat')")
    page.fill("#find :is(input, textarea)", "friday")
    page.wait_for_function("document.querySelectorAll('.pick').length === 1")
    page.fill("#find :is(input, textarea)", "no such words")
    page.wait_for_selector(".none")
    page.fill("#find :is(input, textarea)", "")
    page.click(".conversations .current summary")
    page.click(".conversations .current [data-act=delete]")
    assert named.count(), "the first press only asks"
    page.wait_for_timeout(600)
    page.click(".conversations .current [data-act=delete]")
    page.wait_for_selector(".welcome")
    assert not named.count()


def test_a_question_is_edited_and_asked_again(visit: Visit, site: str) -> None:
    page = visit(site)
    ask(page, "Who won the chess championship in Reykjavik in 1972?")
    page.click(".question [data-act=edit]")
    box = page.locator(".asking textarea")
    assert box.evaluate("box => box === document.activeElement") and "1972" in box.input_value()
    box.fill(TARIFFS)
    box.press("Enter")
    whole(page)
    assert page.locator(".question h2").all_inner_texts() == [TARIFFS]
    facts = page.locator(".fact").count()
    page.click(".tools [data-act=again]")
    whole(page)
    assert page.locator(".turn").count() == 1 and page.locator(".fact").count() == facts


def test_stop_ends_an_answer(visit: Visit, site: str) -> None:
    page = visit(site)
    begin(page, TARIFFS)
    page.click("#stop")
    page.wait_for_selector("#send:visible")
    assert "Stopped" in page.locator(".turn .notice").inner_text()


def test_a_question_sent_while_an_answer_is_made_is_asked_next(visit: Visit, site: str) -> None:
    page = visit(site)
    begin(page, TARIFFS)
    page.fill("#question textarea", PLAIN)
    page.press("#question textarea", "Enter")
    assert page.locator("#next .words").inner_text() == PLAIN
    assert page.input_value("#question textarea") == ""
    page.wait_for_selector(".turn:nth-of-type(2) .tools")
    assert page.locator(".question h2").all_inner_texts() == [TARIFFS, PLAIN]


def test_back_leads_to_what_was_open_before_and_an_address_opens_it_again(visit: Visit, asked: str) -> None:
    page = visit(asked)
    page.wait_for_selector(".cite")
    page.click(".cite >> nth=0")
    page.wait_for_selector(".opened mark")
    page.wait_for_function("location.search.includes('doc=')")
    opened = page.url
    to_tab(page, "Library")
    page.wait_for_function("location.search.includes('tab=library')")
    page.go_back()
    page.wait_for_selector("button[role=tab][aria-selected=true]:has-text('Chat')")
    page.go_back()
    page.wait_for_selector(".opened", state="detached")
    again = visit(opened)
    again.wait_for_selector(".opened mark")
    assert again.locator(".turn").count() == 1


def test_a_source_is_read_as_a_document(visit: Visit, asked: str) -> None:
    page = visit(asked)
    page.click(".cite >> nth=0")
    page.wait_for_selector("nav.quotes:visible")
    assert page.locator("nav.quotes span").inner_text().startswith("Quote 1 of ")
    page.click(".opened [aria-label='Next quote']")
    page.wait_for_function("document.querySelector('nav.quotes span').textContent.startsWith('Quote 2')")
    page.fill("#seek", "DUTY")
    page.press("#seek", "Enter")
    page.wait_for_function("document.querySelector('.opened mark')?.textContent.toLowerCase() === 'duty'")
    page.fill("#seek", "no such words")
    page.press("#seek", "Enter")
    page.wait_for_selector(".opened [role=alert]")
    page.click("[data-act=widen]")
    assert page.locator("#beside").evaluate("one => one.getBoundingClientRect().width === innerWidth")
    page.keyboard.press("Escape")
    page.wait_for_selector(".opened", state="detached")


def test_a_deleted_conversation_is_not_brought_back_by_its_answer(visit: Visit, site: str) -> None:
    page = visit(site)
    ask(page, "Who won the chess championship in Reykjavik in 1972?")
    address = page.url
    begin(page, TARIFFS)
    page.click(".conversations .current summary")
    page.click(".conversations .current [data-act=delete]")
    page.wait_for_timeout(600)
    page.click(".conversations .current [data-act=delete]")
    page.wait_for_selector(".turn", state="detached")  # the answer may have ended before it
    page.wait_for_selector("#send:visible")
    gone = visit(address)
    gone.wait_for_selector("#transcript [role=alert]")
    assert not gone.locator(".turn").count()


def test_an_answer_goes_on_when_its_conversation_is_left(visit: Visit, site: str) -> None:
    page = visit(site)
    begin(page, TARIFFS)
    page.wait_for_function("location.search.includes('c=')")
    page.reload()
    page.wait_for_selector(".turn .fact")
    assert page.locator(".question h2").all_inner_texts() == [TARIFFS], "the page anew finds it, or waits"
    page.wait_for_selector("#send:visible")
    page.click("#new")
    page.wait_for_selector(".turn", state="detached")
    begin(page, TARIFFS)
    page.click("#new")
    page.wait_for_selector("#send:visible")
    assert not page.locator(".turn").count(), "the answer does not come back into another conversation"
    page.click(".pick >> nth=0")
    page.wait_for_selector(".tools")
    assert page.locator(".question h2").all_inner_texts() == [TARIFFS] and page.locator(".fact").count()


def test_a_copy_and_both_exports_carry_the_citations(visit: Visit, asked: str) -> None:
    page = visit(asked, permissions=["clipboard-read", "clipboard-write"])
    beside = "document.querySelectorAll('.tools .copies')[1].getBoundingClientRect().left"
    left = page.evaluate(beside)
    for named, wanted in (("As Markdown", "> “"), ("As text", "[1] ")):
        page.click(".copies summary")
        page.click(f".copies button:has-text('{named}')")
        page.wait_for_selector(".copies summary[data-said=Copied]")
        assert page.evaluate(beside) == left, "what stands beside it does not move"
        assert wanted in page.evaluate("navigator.clipboard.readText()")
    page.click(".copies summary")
    page.click(".copies button:has-text('For e-mail')")
    page.wait_for_function("navigator.clipboard.read().then(all => all[0].types.includes('text/html'))")
    rich = page.evaluate(
        "navigator.clipboard.read().then(async all => await (await all[0].getType('text/html')).text())"
    )
    assert "<sup>1</sup>" in rich and "<ol" in rich and "<button" not in rich
    page.click("[data-panel=exports]")
    for kind, told in (("as-markdown", b"## Is the duty"), ("as-word", b"PK")):
        with page.expect_download() as download:
            page.click(f"#{kind}")
        assert told in Path(download.value.path()).read_bytes()


def test_settings_and_a_file_are_at_hand_below_the_question(visit: Visit, site: str) -> None:
    page = visit(site)
    page.click("[data-panel=length]")
    page.click("#panel-length label:has-text('Short')")
    page.wait_for_selector("[data-panel=length]:has-text('Short')")
    page.wait_for_function("Object.keys(localStorage).includes('pincite-manner')")
    page.reload()
    page.wait_for_selector(".welcome .choices button")
    page.click("[data-panel=length]")
    page.wait_for_selector("#panel-length input[value=Short]:checked")
    page.keyboard.press("Escape")
    assert not page.is_visible("#panel-length")
    note = {"name": "a.xyz", "mimeType": "text/plain", "buffer": b"of a kind that is not read"}
    with page.expect_file_chooser() as chooser:
        page.click("#attach")
    chooser.value.set_files(note)
    page.wait_for_selector("#reports:has-text('Not added')")
    page.keyboard.press("/")
    page.wait_for_selector("#question textarea:focus")


def test_the_keyboard_alone_is_enough(visit: Visit, asked: str) -> None:
    page = visit(asked)
    page.focus("#question textarea")
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.cite')"):
            break
    else:
        pytest.fail("no citation was reached with the keyboard")
    tip = page.locator(".cited:focus-within .tip")
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_selector(".opened mark")


def test_a_phone_shows_a_quote_then_its_source_and_never_scrolls_sideways(visit: Visit, asked: str) -> None:
    page = visit(asked, viewport={"width": 390, "height": 844}, has_touch=True)
    page.wait_for_selector("#side:not(.open)", state="attached")
    assert page.evaluate(FITS)
    page.tap(".cite >> nth=0")
    page.tap(".tip:visible .touch")
    page.wait_for_selector(".opened mark")
    assert page.evaluate(FITS) and not page.locator(".toggle-button:visible").count()
    page.tap(".opened [data-act=shut]")
    to_tab(page, "Library")
    page.wait_for_selector("#shelf table:visible")
    assert page.evaluate(FITS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, asked: str, scheme: str) -> None:
    page = visit(asked, color_scheme=scheme)
    page.click(".cite >> nth=0")
    page.wait_for_selector(".opened mark")
    for tab in ("Chat", "Library"):
        page.click(f"button[role=tab]:has-text('{tab}')")
        page.wait_for_timeout(300)
        assert serious(page) == [], tab
