"""Documents in the page: they come, are refused, restrict a conversation, and go."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

from eval.crowd import served
from tests.web.conftest import TARIFFS, Visit, ask, serious

NOTE = """The Alder Bridge was closed on 3 May 2021 <i onclick="window.hurt=1" \
onmouseover="window.hurt=1">for repair</i> of two cables.

The Alder Bridge opened again <img src=x onerror="window.hurt=1"> on 9 May 2021 \
<script>window.hurt=1</script>.
"""


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over a library that nothing was put into."""
    with served(tmp_path_factory.mktemp("new") / "home") as address:
        yield address


def library(page: Any) -> None:
    page.click("button[role=tab]:has-text('Library')")


def press(page: Any, slug: str, act: str, times: int = 1) -> None:
    """Press what a document's menu has; twice, where the first press only asks."""
    page.click(f"#shelf tr[data-slug='{slug}'] [data-act=dots]")
    for number in range(times):
        page.wait_for_timeout(600 * number)  # the other half of a double-click would not count
        page.click(f"#shelf .of-row [data-act={act}]")


def test_a_new_user_is_told_what_to_do_and_documents_come_and_go(
    visit: Visit, new: str, tmp_path: Path
) -> None:
    note, bad = tmp_path / "alder.txt", tmp_path / "broken.pdf"
    note.write_text(NOTE)
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(400))
    page = visit(new)
    assert "Start with your documents" in page.locator(".welcome").first.inner_text()
    with page.expect_file_chooser() as chooser:
        page.click("[data-act=attach]")
    chooser.value.set_files([str(note), str(bad)])
    page.wait_for_selector(".reports .stored")
    refused = page.locator(".reports .refused").inner_text()
    assert "broken.pdf" in refused and "PNG" in refused and "/" not in refused
    form = page.locator(".reports form.known")
    for name, value in (("title", "The Alder Bridge"), ("kind", "press release"), ("date", "spring")):
        form.locator(f"[name={name}]").fill(value)
    form.locator("[type=submit]").click()
    page.wait_for_selector(".reports .wrong:has-text('“spring” is not a date')")
    form.locator("[name=date]").fill("3 May 2021")
    form.locator("[type=submit]").click()
    page.wait_for_selector("#told :text('Saved: The Alder Bridge')")
    page.wait_for_selector("#shelf td:text('3 May 2021')")
    assert page.locator("#shelf tbody tr").count() == 1
    assert "press release" in page.locator("#shelf tbody tr").inner_text()
    assert page.locator(".to-ask").inner_text().startswith("Ask a question about what was added:")

    press(page, "alder", "only")
    turn = ask(page, "When was the Alder Bridge closed?")
    assert "<i onclick" in turn.locator(".fact").first.inner_text()
    page.hover(".fact >> nth=0")
    page.click(".cite >> nth=0")
    page.wait_for_selector(".opened mark")
    assert page.evaluate("window.hurt") is None, "a document acted in the page"
    assert not page.locator("#transcript :is(i, img, script), .opened :is(i, img, script)").count()

    library(page)
    press(page, "alder", "remove")
    assert page.locator("#shelf tbody tr").count() == 1, "the first press only asks"
    page.keyboard.press("Escape")
    press(page, "alder", "remove", times=2)
    page.wait_for_selector("#shelf .welcome")


def paged() -> bytes:
    """Two pages of our own, the second with a fact."""
    pdf = FPDF(format="A5")
    pdf.set_font("helvetica", size=12)
    for text in (
        "Report of the harbour board.",
        "The Alder Bridge carried 4,100 lorries a day in March 2021.",
    ):
        pdf.add_page()
        pdf.multi_cell(0, text=text)
    return bytes(pdf.output())


def test_a_citation_opens_the_page_of_a_pdf_with_its_sentence_marked(
    visit: Visit, new: str, tmp_path: Path
) -> None:
    (tmp_path / "harbour.pdf").write_bytes(paged())
    page = visit(new)
    library(page)
    page.set_input_files("#files input[type=file]", str(tmp_path / "harbour.pdf"))
    page.wait_for_selector("#shelf tr:has([data-slug=harbour])")
    page.click("button[role=tab]:has-text('Chat')")
    turn = ask(page, "How many lorries did the Alder Bridge carry a day?")
    assert "p. 2" in turn.locator(".sources").inner_text()
    turn.locator(".cite").first.click()
    page.wait_for_selector(".sheet .mark")
    assert page.input_value(".opened .pages [name=page]") == "2"
    assert page.locator(".sheet img").evaluate("e => e.naturalWidth") > 400
    page.click(".opened .pages button >> nth=0")
    page.wait_for_selector(".opened .pages [name=page][value='1']")
    assert not page.locator(".sheet .mark").count()
    library(page)
    press(page, "harbour", "remove", times=2)
    page.wait_for_selector("#shelf .welcome")


def test_an_address_that_cannot_be_fetched_is_refused_with_its_reason(visit: Visit, new: str) -> None:
    page = visit(new)
    library(page)
    page.fill("#address :is(input, textarea)", "http://127.0.0.1:9/report.html")
    page.click("#fetch")
    page.wait_for_selector(".reports .refused")
    assert "127.0.0.1:9" in page.locator(".reports .refused").inner_text()
    page.fill("#address :is(input, textarea)", "/etc/hostname")
    page.click("#fetch")
    page.wait_for_selector(".reports .refused:has-text('not a web address')")


def test_a_conversation_is_restricted_to_some_documents(visit: Visit, site: str) -> None:
    page = visit(site)
    library(page)
    press(page, "tariffs-paused-2025-02", "only")
    turn = ask(page, TARIFFS)
    assert {one.get_attribute("data-slug") for one in turn.locator(".cite").all()} == {
        "tariffs-paused-2025-02"
    }
    page.reload()
    page.wait_for_selector(".turn")
    page.wait_for_selector("#restricted :text('Asking only 1 document')")
    page.click("#restricted [data-act=all]")
    page.wait_for_selector("#restricted .editing", state="detached")


def test_documents_are_searched_in_title_and_text_filtered_and_sorted(visit: Visit, site: str) -> None:
    page = visit(site)
    library(page)
    lines = page.locator("#shelf tbody tr:visible")
    every = lines.count()
    assert every == 14
    page.fill("#shelf [name=words]", "fentanyl")
    page.wait_for_selector("#shelf .hit mark")
    assert 0 < lines.count() < every
    assert page.locator("#shelf .count").inner_text() == f"{lines.count()} of 14 documents"
    named = lines.filter(has_not=page.locator(".hit mark")).all_inner_texts()
    assert all("fentanyl" in line.lower() for line in named), "in the title, or shown where it is in the text"
    page.locator("#shelf .hit").first.click()
    page.wait_for_selector(".opened :is(mark, .mark)")
    page.fill("#shelf [name=words]", "")
    page.select_option("#shelf [name=kind]", "note")
    notes = lines.count()
    assert 0 < notes < every
    page.select_option("#shelf [name=sort]", "oldest")
    days = [line.get_attribute("data-day") for line in lines.all()]
    assert days == sorted(days) and len(days) == notes
    page.fill("#shelf [name=words]", "no document says zyzzyva")
    page.wait_for_selector("#shelf .count:text('None of 14 documents')")


def test_a_timeline_has_a_dot_a_kind_and_time_and_what_is_new_is_told(visit: Visit, site: str) -> None:
    page = visit(site)
    assert not page.locator("#tabs [data-new]").count(), "nothing is new on a first visit"
    page.evaluate("localStorage.setItem('pincite-seen', '2000-01-01')")
    page.reload()
    page.wait_for_selector("#tabs [data-new='14']")
    library(page)
    page.wait_for_selector("#tabs [data-new]", state="detached")
    assert page.locator("#shelf .is-new").count() == 14
    page.click("#shelf [data-act=timeline]")
    sizes = page.locator(".timeline button").evaluate_all(
        "all => all.map(one => [one.offsetWidth, one.offsetHeight, one.textContent || 1])"
    )
    assert min(min(wide, high) for wide, high, _ in sizes) >= 24
    assert sum(int(count) for *_, count in sizes) == 14
    page.locator(".timeline [data-act=dot]").first.click()
    page.locator("#shelf .of-dot button").last.click()
    page.wait_for_selector(".opened")
    page.reload()
    page.wait_for_selector("#shelf tbody tr")
    assert not page.locator("#shelf .is-new").count(), "they were seen"


def test_what_is_known_of_a_document_is_corrected(visit: Visit, new: str, tmp_path: Path) -> None:
    (tmp_path / "alder.txt").write_text(NOTE)
    page = visit(new)
    library(page)
    page.set_input_files("#files input[type=file]", str(tmp_path / "alder.txt"))
    page.click("#shelf tr[data-slug=alder] .lacks:text('no kind yet')")
    page.wait_for_selector("#details dialog[open]")
    assert page.evaluate("document.activeElement.name") == "kind"
    page.fill("#details [name=publisher]", "Ministry of Bridges")
    page.fill("#details [name=date]", "the spring")
    page.click("#details [type=submit]")
    page.wait_for_selector("#details .wrong:has-text('“the spring” is not a date')")
    page.fill("#details [name=date]", "9 May 2021")
    page.fill("#details [name=title]", "<b>The Alder Bridge</b>")
    page.click("#details [type=submit]")
    page.wait_for_selector("#told :text('Saved: <b>The Alder Bridge</b>')")
    page.wait_for_selector("#shelf .by:text('Ministry of Bridges')")
    assert "<b>The Alder Bridge</b>" in page.locator("#shelf tr[data-slug=alder]").inner_text()
    assert not page.locator("#details form").count()
    press(page, "alder", "details")
    page.wait_for_selector("#details dialog[open]")
    assert page.input_value("#details [name=date]") == "9 May 2021"
    assert "Was “alder”, changed" in page.locator("#details label", has_text="Title").inner_text()
    assert not serious(page)
    page.fill("#details [name=title]", "")
    page.click("#details [type=submit]")
    page.wait_for_selector("#shelf tr[data-slug=alder] .name:text-is('alder')")
    press(page, "alder", "remove", times=2)
    page.wait_for_selector("#shelf .welcome")


def test_several_documents_are_tagged_taken_along_and_asked(visit: Visit, new: str, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.txt" for name in ("alder", "birch", "cedar")]
    for file in files:
        file.write_text(f"The {file.stem} ferry costs {len(file.stem)} euros.\n")
    page = visit(new)
    library(page)
    page.set_input_files("#files input[type=file]", list(map(str, files)))
    page.wait_for_selector("#shelf tr[data-slug=cedar]")
    page.select_option("#shelf [name=sort]", "title")
    boxes = page.locator("#shelf tbody tr [type=checkbox]")
    boxes.nth(0).click()
    boxes.nth(1).click(modifiers=["Shift"])
    page.click("#shelf [data-act=tagging]")
    page.fill("#shelf [name=tag] >> visible=true >> nth=-1", "Ferry file")
    page.keyboard.press("Enter")
    page.wait_for_selector("#told :text('Tagged 2 documents “Ferry file”.')")
    page.wait_for_selector("#shelf select[name=tag]")
    page.select_option("#shelf select[name=tag]", "Ferry file")
    assert page.locator("#shelf tbody tr:visible .name").all_inner_texts() == ["alder", "birch"]
    with page.expect_download() as download:
        page.click("#shelf [data-event=take]")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.namelist() == ["alder.txt", "birch.txt"]
        assert archive.read("birch.txt") == files[1].read_bytes()
    page.click("#shelf [data-event=only]")
    page.wait_for_selector("#restricted :text('Asking only 2 documents')")
    page.click("#restricted [data-act=all]")
    page.wait_for_selector("#restricted .editing", state="detached")
    page.click("[data-panel=documents]")
    page.click("#collections [data-tag='Ferry file']")
    page.wait_for_selector("#collections [aria-pressed=true]")
    page.wait_for_selector("[data-panel=documents]:has-text('Documents: 2')")
    turn = ask(page, "What does the cedar ferry cost?")
    assert not turn.locator(".cite[data-slug=cedar]").count()
    page.evaluate("localStorage.clear(); localStorage.setItem('pincite-seen', '2000')")
    page.reload()
    page.wait_for_selector(".turn")
    page.wait_for_selector("#restricted :text('Asking only 2 documents: “Ferry file”')")
    page.wait_for_selector("[data-panel=documents].has-new")
    page.click("[data-panel=documents]")
    page.click("#collections [data-tag='Ferry file']:has-text('2 new')")
    page.wait_for_selector("#collections .new", state="detached")
    page.wait_for_selector("[data-panel=documents]:not(.has-new):has-text('Documents: all')")
    library(page)
    page.select_option("#shelf select[name=tag]", "")
    page.click("#shelf [data-all]")
    page.click("#shelf [data-event=remove]")
    page.wait_for_timeout(600)
    page.click("#shelf [data-event=remove]")
    page.wait_for_selector("#shelf .welcome")
    page.click("#told [data-act=restore]")
    page.wait_for_selector("#shelf tbody tr >> nth=2")
    page.select_option("#shelf select[name=date]", "range")
    page.fill("#shelf [name=from]", "2025-01-01")
    page.wait_for_selector("#shelf .count:has-text('None of 3 documents')")
    page.select_option("#shelf select[name=date]", "")
