from __future__ import annotations

from dataclasses import replace

from lxml import html

from assistant.paper import Note
from assistant.render.html.paper import paper_html
from tests.assistant.papers import CITATIONS, PAPER


def test_a_page_of_its_own_needs_no_other_file_and_no_script() -> None:
    page = html.fromstring(paper_html(PAPER))
    assert not page.xpath("//script | //link | //img | //iframe | //@src | //@onclick | //button")
    assert {one[0] for one in page.xpath("//@href")} == {"#"}
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; style-src 'unsafe-inline'"
    ]
    assert page.get("lang") == "en"


def test_its_numbers_lead_to_their_notes() -> None:
    page = html.fromstring(paper_html(PAPER))
    assert {one.removeprefix("#") for one in page.xpath("//*[@class='ref']/a/@href")} == set(
        page.xpath("//section[@class='notes']//li/@id")
    )


def test_in_the_web_page_a_number_opens_its_source_at_the_quote() -> None:
    part = html.fromstring(paper_html(PAPER, whole=False))
    first = part.xpath("//button[@class='cite']")[0]
    cited = CITATIONS[2]
    assert (first.get("data-act"), first.get("data-slug"), first.get("data-sha")) == (
        "open",
        cited.source,
        cited.sha256,
    )
    assert (first.get("data-start"), first.get("data-end"), first.get("data-page")) == (
        str(cited.start),
        str(cited.end),
        str(cited.page),
    )
    tips = part.xpath("//@aria-describedby")
    assert len(tips) == len(set(tips)) and set(tips) == set(part.xpath("//*[@class='tip']/@id"))


def test_a_note_whose_source_is_not_known_leads_to_its_words() -> None:
    read = replace(PAPER, notes=tuple(Note(one.number, one.text) for one in PAPER.notes))
    part = html.fromstring(paper_html(read, whole=False))
    assert not part.xpath("//button") and part.xpath("//*[@class='ref']/a/@href")


def test_headings_go_down_by_one_from_the_title() -> None:
    assert [one.tag for one in html.fromstring(paper_html(PAPER)).iter("h1", "h2", "h3", "h4")] == [
        "h1",
        "h2",
        "h2",
        "h3",
        "h3",
        "h2",
        "h2",
    ]
    assert html.fromstring(paper_html(PAPER, whole=False)).xpath("count(//h1)") == 0
