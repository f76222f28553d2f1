"""What happened when, in order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.build import open_library
from assistant.lexicon.rules import our_rules
from assistant.plans.timeline import PLAN
from assistant.query.query import read_query
from assistant.query.request import read_request
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings
from assistant.types import Draft
from ingest.folders import collect
from ingest.pipeline import ingest

pytestmark = pytest.mark.model

PAPERS = {
    "set": (
        "2020-01-05",
        "Executive Order 20100, Setting a Toll on the Holm Bridge",
        "The bridge of Holm is old and its planks are worn. Every cart that crosses the bridge of Holm shall"
        " be subject to a toll of 4 percent of its load. The clerk shall keep a list of carts.",
    ),
    "raised": (
        "2021-03-01",
        "Executive Order 20150, Raising the Toll on the Holm Bridge",
        "In Executive Order 20100 of January 5, 2020, I set a toll of 4 percent on carts. In Executive Order"
        " 20120 of July 7, 2020, I provided that bread is free of the toll under Executive Order 20100. Carts"
        " that are subject to the toll of 4 percent under Executive Order 20100 shall instead be subject to a"
        " toll of 6 percent until the new bridge opens.",
    ),
    "ended": (
        "2022-06-01",
        "Executive Order 20300, Ending Certain Charges",
        "The tolls set in Executive Order 20100, as amended, shall no longer be in effect. The limits of"
        " speed set in Executive Order 20100 remain in effect and are not affected by this order.",
    ),
    "other": (
        "2020-03-03",
        "Executive Order 20110, Setting a Toll on the Alder Bridge",
        "Every cart that crosses the bridge of Alder shall be subject to a toll of 9 percent. Alder is a town"
        " and Alder has a bridge.",
    ),
    "news": (
        "2022-12-31",
        "Harbour news of the year",
        "On 3 April 2022 the pilots of Holm went on strike and closed the harbour. The pilots' strike ended"
        " on 20 April 2022. The pilots would strike again if they had to. A pilots' fund was founded in"
        " May 2022. Seagulls are white.",
    ),
    "minutes": (
        "2022-04-10",
        "Minutes of the council of Mayor Varga",
        "Today the council sent the pilots an offer on the strike. The council may raise the offer.",
    ),
    "later minutes": (
        "2022-04-18",
        "Later minutes of the council of Mayor Varga",
        "The roof of the hall leaks. The mayor is glad of the rain. Today the council signed an accord.",
    ),
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    folder = tmp_path_factory.mktemp("papers")
    for name, (day, title, text) in PAPERS.items():
        (folder / f"{name}.md").write_text(
            f'---\ntitle: "{title}"\ndate: {day}\n---\n{text}\n', encoding="utf-8"
        )
    library = open_library(Settings(), folder / "home", create=True)
    ingest(collect([str(folder)]), library)
    yield Retriever(library.visible_to(), our_rules())
    library.close()


def timeline(question: str, retriever: Retriever) -> list[Draft]:
    request = read_request(question, retriever.view.sources, our_rules())
    query = read_query(question, our_rules(), sources=retriever.view.sources, request=request)
    assert request.kind == "timeline"
    found = PLAN.find(query, retriever).usable
    return PLAN.drafts(query, found, PLAN.limit(query, 6), our_rules())


def test_each_order_on_the_subject_is_an_event_up_to_the_one_that_ended_it(retriever: Retriever) -> None:
    drafts = timeline("Timeline of the Holm bridge toll, every change", retriever)
    days = [draft.heading for draft in drafts]
    assert days[:4] == ["5 January 2020", "7 July 2020", "1 March 2021", "1 June 2022"]
    assert "4 percent" in drafts[0].text and drafts[0].evidence[0].source.slug == "set"
    assert "20120" in drafts[1].text, "an order that the library does not have is told as another recounts it"
    assert "6 percent" in drafts[2].text
    last = " ".join(draft.text for draft in drafts if draft.heading == "1 June 2022")
    assert "no longer be in effect" in last and "remain in effect" in last
    assert not any("Alder" in draft.text for draft in drafts)


def test_events_stand_under_the_days_on_which_they_happened_and_plans_are_none(retriever: Retriever) -> None:
    drafts = timeline("Timeline of the strike of the pilots", retriever)
    days = [draft.heading for draft in drafts]
    assert days == ["3 April 2022", "10 April 2022", "20 April 2022", "May 2022"][: len(days)]
    assert len(days) >= 3
    assert not any("strike again" in draft.text or "may raise" in draft.text for draft in drafts)


def test_only_their_own_documents_are_told_where_they_are_wanted(retriever: Retriever) -> None:
    drafts = timeline("Chronology of what Varga did on the pilots' strike, by her own minutes", retriever)
    assert [draft.heading for draft in drafts] == ["10 April 2022", "18 April 2022"], "some of each"
    assert all("minutes" in one.source.slug for draft in drafts for one in draft.evidence)


def test_only_what_happened_in_the_period_is_told(retriever: Retriever) -> None:
    drafts = timeline("Timeline of the strike of the pilots in April 2022", retriever)
    assert drafts and all("April 2022" in draft.heading for draft in drafts)


def test_a_day_that_is_named_alone_is_where_it_begins(retriever: Retriever) -> None:
    question = "Timeline of the strike of the pilots, from the 10 April 2022 offer to the last word"
    drafts = timeline(question, retriever)
    assert [draft.heading for draft in drafts][:2] == ["10 April 2022", "20 April 2022"]


def test_a_subject_that_no_document_has_gets_no_timeline(retriever: Retriever) -> None:
    assert timeline("Timeline of the trade treaty between Norland and Suderland", retriever) == []
