from __future__ import annotations

from dataclasses import replace
from datetime import date

from lxml import html

from assistant.render.html.library import (
    begin_html,
    collections_html,
    details_html,
    document_label,
    found_html,
    library_html,
    reports_html,
    restricted_html,
)
from assistant.render.html.transcript import transcript_html
from assistant.types import Answer, AnswerSentence, Citation, Superseded, Withheld
from assistant.workspace.conversation_store import Conversation, Exchange
from assistant.workspace.finding import Found
from ingest.types import Change, FileReport, Metadata, Source
from tests.assistant.render.laid_out import (
    ASKS_WHICH,
    BESIDE,
    BOARD,
    CAN_DO,
    FARES,
    FIGURES,
    LETTER,
    LISTED,
    NEAR,
    REPORT,
    SIDES,
    TIMELINE,
    TWO_QUOTES,
    made,
)

HOSTILE = '<img src=x onerror="alert(1)">\u202e'
ORDER = Citation(
    1,
    "order",
    "The order",
    "The White House",
    "2025-02-03",
    "executive order",
    "",
    3,
    4,
    10,
    40,
    "the duty shall be paused",
    "0",
)
AGAIN = replace(ORDER, number=2, start=90, end=120, quote="until March 4", page=7, page_end=None)
NOTE = replace(
    ORDER,
    number=3,
    source="note",
    title="A note",
    kind="op-ed",
    quote="nobody knows",
    page=None,
    page_end=None,
)
DATED = Source(
    "order",
    "The order",
    "The White House",
    "",
    "2024-01-01",
    "order",
    "",
    "0",
    "order.pdf",
    100,
    3,
    "2026-01-01",
)
ANSWER = Answer(
    "a1",
    "Is it paused?",
    "Is the duty paused?",
    "partial",
    (
        AnswerSentence("It says: “the duty shall be paused”", "supported", 1.0, (1, 2)),
        AnswerSentence("An op-ed doubts it.", "supported", 1.0, (3,)),
    ),
    (Withheld("It is 35 percent.", "contradicted", "the quote has 25"),),
    (ORDER, AGAIN, NOTE),
    missing="No passage gives the rate.",
    follow_ups=("What does the order do?",),
    model="quotes",
)


def shown(*exchanges: Exchange) -> html.HtmlElement:
    conversation = Conversation()
    for one in exchanges:
        conversation = conversation.then(one)
    return html.fromstring(transcript_html(conversation))


def by_class(page: html.HtmlElement, name: str) -> list[str]:
    return [
        " ".join(one.text_content().split())
        for one in page.iter()
        if name in (one.get("class") or "").split()
    ]


def test_each_quote_has_its_own_number_and_a_source_tells_those_of_its_quotes() -> None:
    page = shown(Exchange("Is it paused?", ANSWER))
    cites = [one for one in page.iter("button") if one.get("class") == "cite"]
    assert [(one.text, one.get("data-slug"), one.get("data-start")) for one in cites] == [
        ("1", "order", "10"),
        ("2", "order", "90"),
        ("3", "note", "10"),
    ]
    assert [one.get("aria-label") for one in cites] == [
        "Quote 1 of 3: The order, page 3",
        "Quote 2 of 3: The order, page 7",
        "Quote 3 of 3: A note",
    ]
    assert by_class(page, "numbers") == ["1–2", "3"]
    assert by_class(page, "details") == [
        "The White House, 3 February 2025, pp. 3–4, 7",
        "The White House, 3 February 2025",
    ]
    assert "op-ed" in by_class(page, "kind")


def test_what_failed_and_what_is_missing_stand_apart() -> None:
    page = shown(Exchange("Is it paused?", ANSWER))
    assert by_class(page, "unsupported") == [
        "Not supported by your documents It is 35 percent. contradicted: the quote has 25"
    ]
    assert by_class(page, "missing") == ["MissingNo passage gives the rate."]
    assert "35" not in by_class(page, "facts")[0]
    assert by_class(page, "understood") == [
        "Understood as: Is the duty paused? Correct how it was understood"
    ]


def test_declined_and_failed_look_different() -> None:
    declined = replace(
        ANSWER, status="abstained", sentences=(), citations=(), withheld=(), missing="Nothing mentions it."
    )
    assert by_class(shown(Exchange("Q", declined)), "declined") and not by_class(
        shown(Exchange("Q", declined)), "broken"
    )
    failed = shown(Exchange("Q", error="the key was refused", hint="check it"))
    assert by_class(failed, "broken") == [
        "This could not be answered The key was refused. Check it.Try again"
    ]
    assert not by_class(failed, "declined")


def test_only_the_last_answer_suggests_and_only_a_whole_one_has_tools() -> None:
    page = shown(Exchange("Q", ANSWER), Exchange("R", ANSWER))
    assert by_class(page, "follow") == ["What does the order do?"]
    growing = shown(Exchange("Q", replace(ANSWER, id="")))
    assert by_class(growing, "fact") and not by_class(growing, "tools") and not by_class(growing, "sources")


def test_nothing_that_a_document_or_a_user_wrote_acts() -> None:
    cited = replace(ORDER, title=HOSTILE, publisher=HOSTILE, kind=HOSTILE, quote=HOSTILE, source=HOSTILE)
    answer = replace(
        ANSWER,
        question=HOSTILE,
        standalone_question=HOSTILE + "x",
        citations=(cited,),
        missing=HOSTILE,
        notices=(HOSTILE,),
        readings=(HOSTILE,),
        sentences=(AnswerSentence(HOSTILE, "supported", 1.0, (1,)),),
        withheld=(Withheld(HOSTILE, "partly", HOSTILE),),
        follow_ups=(HOSTILE,),
    )
    source = replace(DATED, title=HOSTILE, publisher=HOSTILE, kind=HOSTILE)
    whole = transcript_html(
        Conversation().then(Exchange(HOSTILE, answer)).then(Exchange(HOSTILE, error=HOSTILE, hint=HOSTILE))
    )
    whole += library_html([source, replace(source, date="2024")]) + reports_html(
        [
            FileReport(HOSTILE, "refused", reason=HOSTILE, hint=HOSTILE),
            FileReport(HOSTILE, "stored", "order", warnings=(HOSTILE,)),
        ],
        {"order": source},
    )
    whole += details_html(
        source, [HOSTILE], Metadata(HOSTILE), [Change("title", HOSTILE, HOSTILE, "2025-01-01")]
    )
    elements = list(html.fromstring(f"<main>{whole}</main>").iter())
    assert len(elements) > 50 and not [
        one for one in elements if one.tag == "img" or any(name.startswith("on") for name in one.attrib)
    ]


def test_the_library_has_a_line_a_document_the_newest_first_and_says_what_is_lacking() -> None:
    today = date(2026, 6, 8)
    order = replace(DATED, added="2026-06-08T10:00:00+00:00")
    note = replace(DATED, slug="note", date="", kind="unknown", added="2025-06-08T10:00:00+00:00")
    page = html.fromstring(library_html([note, order], today))
    lines = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tbody/tr")]
    assert [line[2:5] for line in lines] == [
        ["order", "1 Jan 2024", "today"],
        ["no kind yet", "no date", "8 Jun 2025"],
    ]
    lacking = page.xpath("//*[@data-act='details'][@data-slug='note']")
    assert [one.text_content() for one in lacking] == ["no kind yet", "no date"], "each leads to the form"
    assert page.xpath("//tbody/tr/@data-day") == ["2024-01-01", ""]


def test_a_place_in_a_document_shows_the_words_that_were_looked_for() -> None:
    found = Found("tolls", 4, 20, 3, (("The ", False), ("toll", True), (" <b>rose", False)), 2)
    page = html.fromstring(found_html("toll", [found]))
    assert page.xpath("//mark/text()") == ["toll"]
    assert page.text_content() == "The toll <b>rose p. 3 +2 more"
    assert page.xpath("//button/@data-start") == ["4"] and page.get("data-words") == "toll"


def test_what_became_of_files_is_said_in_a_staffers_words_with_a_form_for_what_was_added() -> None:
    reports = [
        FileReport("note.txt", "stored", "order", 1, warnings=("no date found: citations will lack it",)),
        FileReport("", "refused", reason="x is not a web address", hint="paste an address"),
        FileReport(
            "n.xyz", "refused", reason="n.xyz: this format is not supported (suffix '.xyz'); supported …"
        ),
        FileReport(
            "a.pdf", "refused", reason="a.pdf is a damaged PDF: error 3 (PDFium).", hint="download it"
        ),
        FileReport("u", "refused", reason="https://a.invalid/b.pdf: could not connect ([Errno -2] unknown)"),
        FileReport("b.txt", "skipped", "order", reason="the library already has the same content"),
    ]
    page = html.fromstring(reports_html(reports, {"order": replace(DATED, date="")}))
    shown = [" ".join(one.text_content().split()) for one in page.iter("li")]
    assert shown == [
        "Not added: x is not a web address Paste an address.",
        "Not added: n.xyz: .xyz files are not supported."
        " Use PDF, Word, Excel, PowerPoint, e-mail, web page or text.",
        "Not added: a.pdf cannot be read as a PDF. It may be damaged: save it again, or send the original.",
        "Not added: Could not reach a.invalid. Check the address.",
        "Added: The order no date found TitlePublisherDateKindTagsSave",
        "Already in the library: The order",
    ]
    assert [one.get("name") for one in page.iter("input")] == ["title", "publisher", "date", "kind", "tags"]
    assert page.xpath("string(//*[@role='status'])").split() == ["1", "document", "added", "Dismiss"]


def test_many_files_with_which_nothing_is_wrong_are_folded_away() -> None:
    stored = [FileReport(f"{one}.txt", "stored", "order", 1) for one in range(5)]
    sources = {"order": DATED}

    def folded(*reports: FileReport) -> bool:
        return bool(html.fromstring(reports_html(reports, sources)).xpath("./details//li"))

    assert folded(*stored) and not folded(*stored[:3])
    assert not folded(*stored, FileReport("a.pdf", "refused", reason="a.pdf is damaged"))


def test_the_form_of_a_document_tells_what_a_field_was_and_who_changed_it() -> None:
    changes = [
        Change("title", "op-ed", "ana", "2025-11-28T09:00:00+00:00"),
        Change("date", "", "local", "2025-11-29T09:00:00+00:00"),
        Change("version", "2024-05", "", "2025-11-30T09:00:00+00:00"),
    ]
    page = html.fromstring(details_html(DATED, ["a table was left out"], Metadata(title="op-ed"), changes))
    told = {one.xpath("string(input/@name)"): one.xpath("string(span)") for one in page.iter("label")}
    assert {name: was for name, was in told.items() if was} == {
        "title": "Was “op-ed”, changed by ana, 28 Nov 2025",
        "date": "Added, 29 Nov 2025",
        "version": "Was “May 2024”, changed, 30 Nov 2025",
    }
    assert page.xpath("string(//input[@name='date']/@value)") == "1 January 2024"
    assert page.xpath("string(//input[@name='title']/@placeholder)") == "op-ed"
    assert "A table was left out." in page.text_content()


def test_a_report_tells_progress_and_reason() -> None:
    told = html.fromstring(
        reports_html(
            [FileReport("a.pdf", "refused", reason="it has a password", hint="remove it")],
            {},
            "b.txt: file 2 of 3",
            0.5,
        )
    )
    assert next(told.iter("progress")).get("value") == "0.5"
    assert "Not added: a.pdf: it has a password Remove it." in " ".join(told.text_content().split())


def texts(found: list[html.HtmlElement]) -> list[str]:
    return [" ".join(one.text_content().split()) for one in found]


def answered(answer: Answer) -> html.HtmlElement:
    page = shown(Exchange(answer.question, answer))
    for tip in page.xpath("//*[@class='tip']"):
        tip.drop_tree()
    return page


def test_several_quotes_of_a_document_are_a_list_under_its_name() -> None:
    page = answered(replace(TWO_QUOTES, kind="said"))
    assert texts(page.xpath("//*[@class='facts']//div/p")) == [f"{BOARD}:"]
    assert texts(page.xpath("//ul[@class='quotes']/li")) == [
        f"“{REPORT.quote}” 1 p. 2",
        f"“{FARES.quote}” 2 p. 5",
    ]


def test_an_answer_to_one_question_leads_with_its_first_quote_and_folds_what_is_many() -> None:
    cited = [
        replace(REPORT, number=number, start=100 * number, quote=f"Fare {number} rose.")
        for number in range(1, 8)
    ]
    said = "".join(f" “{one.quote}”" for one in cited)
    page = answered(made(("", f"{BOARD}:{said}", tuple(cited))))
    (lead,) = page.xpath("//*[@class='lead']")
    assert texts(lead.xpath(".//h3")) == ["Short answer"] and "“Fare 1 rose.”" in lead.text_content()
    (folded,) = page.xpath("//details[@class='more-quotes']")
    assert texts(folded.xpath("./summary")) == ["3 more passages"]
    open_ = [one for one in page.xpath("//ul[@class='quotes']/li") if not one.xpath("ancestor::details")]
    assert len(open_) == 3 and "Fare 7" in folded.text_content()


def test_what_is_only_near_or_listed_has_no_short_answer() -> None:
    listed = replace(TWO_QUOTES, kind="summary")
    partly = replace(TWO_QUOTES, kind="fact", status="partial", missing="No number is given.")
    assert not answered(listed).xpath("//*[@class='lead']") and not answered(partly).xpath(
        "//*[@class='lead']"
    )
    missing = answered(partly).xpath("//*[contains(@class, 'missing')]")
    assert missing[0].xpath("following-sibling::*[@class='facts']"), "what is missing is said first"


def test_the_nearest_document_opens_from_where_it_is_named() -> None:
    near = replace(NEAR, missing=f"None of your documents answers this. The nearest is “{REPORT.title}”.")
    (button,) = answered(near).xpath("//*[contains(@class, 'declined')]//button[@class='source']")
    assert (button.text, button.get("data-slug")) == (REPORT.title, REPORT.source)
    assert "nearest is “" in button.getparent().text_content()


def test_a_message_has_each_quote_once_and_its_sources_with_links() -> None:
    linked = replace(REPORT, url="https://example.org/report", number=1)
    answer = replace(TWO_QUOTES, citations=(linked, *TWO_QUOTES.citations[1:]))
    (email,) = list(shown(Exchange("Q", answer)).iter("template"))
    assert email.text_content().count(REPORT.quote) == 1
    assert email.xpath(".//ol/li/@value") == ["1", "2"]
    assert email.xpath(".//ol/li[1]/a/@href") == ["https://example.org/report"]
    assert texts(email.xpath(".//sup")) == ["1", "2"]


def test_a_question_is_edited_in_its_place_and_what_goes_with_it_is_said() -> None:
    page = shown(Exchange("Q", ANSWER), Exchange("R", ANSWER))
    first, last = page.xpath("//form[@class='asking']")
    assert (first.get("data-turn"), texts(first.xpath(".//textarea"))) == ("0", ["Q"])
    assert "deletes 1 later question" in first.text_content() and "later" not in last.text_content()


def test_sentences_stand_under_headings_and_days_in_a_list() -> None:
    assert texts(answered(SIDES).xpath("//h3[@class='side']")) == ["For", "Against"]
    assert texts(answered(TIMELINE).xpath("//ol[@class='days']/li/h3")) == [
        "10 February 2025",
        "4 March 2025",
    ]
    assert len(answered(TIMELINE).xpath("//ol[@class='days']")) == 1


def test_sides_that_were_asked_for_as_a_table_are_its_columns() -> None:
    page = answered(BESIDE)
    assert texts(page.xpath("//table[@class='columns']//th")) == ["For", "Against"]
    first, second = texts(page.xpath("//table[@class='columns']//td"))
    assert REPORT.quote in first and LETTER.quote in second and "The last sailing" in second
    assert not answered(SIDES).xpath("//table")


def test_the_words_that_answer_are_bold_and_a_gloss_is_the_programs() -> None:
    marked = replace(REPORT, marked=((118, 124),))
    page = answered(made(("", f"{BOARD}: “{marked.quote}”", (marked,))))
    assert texts(page.xpath("//q/strong")) == ["41,000"]
    gloss = answered(SIDES).xpath("//*[@class='gloss']")
    assert texts(gloss) == [
        "Show English glossMachine gloss, word for word, not checked: the ship not is safe."
    ]
    assert not gloss[0].xpath("ancestor::q")


def test_figures_are_a_table_each_row_with_its_source_before_the_quotes() -> None:
    page = answered(FIGURES)
    assert texts(page.xpath("//*[@class='figures']//th")) == ["Figure", "Of what", "Period", "Source"]
    assert texts(page.xpath("//*[@class='figures']//tbody/tr")) == [
        "41,000people carried20241",
        "62%share of the cost2",
    ]
    cites = page.xpath("//*[@class='figures']//button[@class='cite']")
    assert [one.get("data-start") for one in cites] == ["100", "300"]
    assert page.xpath("//*[@class='figures']/following-sibling::*[@class='facts']")


def test_a_listed_document_opens() -> None:
    (order, report) = answered(LISTED).xpath("//*[contains(@class, 'listed')]//button")
    assert [(one.text, one.get("data-act"), one.get("data-slug")) for one in (order, report)] == [
        ("Ferry Order 7", "open", "ferry-order"),
        ("Annual report on the Norwick ferry, with accounts", "open", "ferry-report"),
    ]
    assert texts([order.getparent()]) == ["Ferry Order 7 (County Council)"]


def test_what_may_be_meant_is_chosen_by_a_press_and_offered_once() -> None:
    page = answered(ASKS_WHICH)
    pressed = page.xpath("//button[@data-act='follow']")
    assert [(one.text, one.get("data-question")) for one in pressed] == list(
        zip(ASKS_WHICH.readings, ASKS_WHICH.follow_ups, strict=True)
    )
    assert by_class(answered(CAN_DO), "follow") == []
    assert [one.text for one in answered(CAN_DO).xpath("//nav//button")] == [*CAN_DO.follow_ups]


def test_an_earlier_choice_is_no_longer_pressed() -> None:
    page = shown(Exchange("Q", ASKS_WHICH), Exchange("R", ANSWER))
    assert not [one for one in page.xpath("//button[@data-act='follow']") if "Order 7" in one.text]
    assert "Harbour Order 2" in page.text_content()


def test_what_is_not_in_the_documents_is_said_before_what_comes_near() -> None:
    page = answered(NEAR)
    assert page.xpath("//*[contains(@class, 'declined')]/following-sibling::*[@class='facts']")


def test_what_is_asked_is_told_with_the_collections_beside() -> None:
    told = html.fromstring(restricted_html(["The order"], "5 documents")).xpath("string(.)")
    assert told.split("\n")[0] == "Asking only 5 documents: “The order”."
    page = html.fromstring(collections_html({"Ferries": 4, "Tolls": 2}, ["ferries"]))
    pressed = {one.get("data-tag"): one.get("aria-pressed") for one in page.xpath("//*[@data-tag]")}
    assert pressed == {"Ferries": "true", "Tolls": "false"}
    assert not restricted_html([], "").strip() and not collections_html({}, []).strip()


def test_a_document_is_told_from_others_of_its_title_where_it_is_chosen() -> None:
    assert document_label(DATED) == "The order (order, 1 Jan 2024)"
    assert document_label(replace(DATED, kind="unknown", date="")) == "The order"


def test_questions_follow_what_was_added() -> None:
    page = html.fromstring(begin_html(2, ["a", "b"], ["What does the order do?"]))
    assert [one.get("data-question") for one in page.iter("button")] == ["What does the order do?", None]
    assert page.xpath("string(//*[@data-act='only']/@data-slugs)") == "a\nb"


def test_a_quote_has_a_tag_that_opens_what_ended_it() -> None:
    quote = "The order of 2025 is revoked."
    end = Superseded(
        "order", "Ferry Order 12, On Fares", "Ferry Order 12", "2026-02-20", "ended", quote, 5, 36, 2, "c"
    )
    ended = replace(REPORT, superseded=end)
    page = answered(made(("", f"{BOARD}: “{ended.quote}”", (ended,))))
    (tag,) = page.xpath("//*[@class='facts']//button[@class='ended']")
    assert tag.text == "ended 20 Feb 2026"
    assert (tag.get("data-slug"), tag.get("data-start"), tag.get("data-page")) == ("order", "5", "2")
    assert tag.get("aria-label") == "ended 20 Feb 2026: open Ferry Order 12, On Fares"
    assert not answered(SIDES).xpath("//button[@class='ended']")


def test_another_language_is_told_and_named_to_a_screen_reader() -> None:
    foreign = replace(REPORT, language="es", gloss="a gloss")
    answer = made(("", f"{BOARD}: “{foreign.quote}”", (foreign,)))

    def shown(question: str) -> tuple[list[str], list[str], list[str]]:
        page = answered(replace(answer, question=question))
        folds = [one.text for one in page.xpath("//summary[contains(., 'gloss')]")]
        return texts(page.xpath("//*[@class='language']")), page.xpath("//q/@lang"), folds

    assert shown("Who may be dismissed?") == (["ESIn Spanish:"], ["es"], ["Show English gloss"])
    assert shown("¿Quién puede ser despedido?") == ([], ["es"], [])


def test_what_only_mentions_it_is_folded_under_what_no_document_says() -> None:
    uncounted = replace(
        TWO_QUOTES,
        status="partial",
        kind="fact",
        standalone_question="How many pilots does the Norwick port have?",
        missing="None of your documents says how many pilots the Norwick port has.",
        mentions="the Norwick port",
    )
    page = answered(uncounted)
    assert texts(page.xpath("//*[contains(@class, 'declined')]/h3")) == ["Not in your documents"]
    (fold,) = page.xpath("//details[@class='more-quotes']")
    assert texts(fold.xpath("summary")) == ["2 passages that mention “the Norwick port”"]
    assert fold.get("open") is None and len(fold.xpath(".//li")) == 2
    (search,) = page.xpath("//button[@data-act='seek']")
    assert (search.text, search.get("data-words")) == (
        "Search all documents for “pilots Norwick port”",
        "pilots Norwick port",
    )


def test_what_is_searched_for_leaves_out_what_no_document_mentions() -> None:
    missing = "None of your documents answers this: no relevant passage mentions “1998”."
    page = answered(replace(NEAR, standalone_question="How many boats sank in 1998?", missing=missing))
    assert page.xpath("//button[@data-act='seek']/@data-words") == ["boats sank"]
    assert not answered(SIDES).xpath("//button[@data-act='seek']")
