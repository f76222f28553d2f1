"""How things stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.build import open_library
from assistant.lexicon.rules import our_rules
from assistant.plans.state import PLAN
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
        "order",
        "Executive Order 20100, Setting a Toll on the Holm Bridge",
        "Every cart that crosses the bridge of Holm shall pay a toll of 4 crowns. The limit of speed on the"
        " bridge shall be 30 miles an hour. Bread is carried free.",
    ),
    "ended": (
        "2022-06-01",
        "order",
        "Executive Order 20300, Ending Certain Charges",
        "The tolls set in Executive Order 20100, as amended, shall no longer be collected. The limits of"
        " speed set in Executive Order 20100 remain in effect and are not affected by this order.",
    ),
    "column": (
        "2023-05-01",
        "op-ed",
        "Bring back the toll",
        "The toll on the bridge of Holm is still the best of taxes. I wish that the toll were in force.",
    ),
    "review": (
        "2021-04-04",
        "report",
        "The review of the harbour, an outlook",
        "The review of the harbour has heard 40 pilots. The review of the harbour is expected to report in"
        " May 2021.",
    ),
    "later": (
        "2022-03-03",
        "report",
        "The review of the harbour, where it stands",
        "The review of the harbour has been postponed. Its report is now due in August 2022. Seagulls"
        " are white.",
    ),
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    folder = tmp_path_factory.mktemp("papers")
    for name, (day, kind, title, text) in PAPERS.items():
        (folder / f"{name}.md").write_text(
            f'---\ntitle: "{title}"\ndate: {day}\nkind: {kind}\n---\n{text}\n', encoding="utf-8"
        )
    library = open_library(Settings(), folder / "home", create=True)
    ingest(collect([str(folder)]), library)
    yield Retriever(library.visible_to(), our_rules())
    library.close()


def told(question: str, retriever: Retriever) -> list[Draft]:
    request = read_request(question, retriever.view.sources, our_rules())
    assert request.kind == "state"
    query = read_query(question, our_rules(), sources=retriever.view.sources, request=request)
    return PLAN.drafts(query, PLAN.find(query, retriever).usable, PLAN.limit(query, 6), our_rules())


@pytest.mark.parametrize(
    "question",
    [
        "Is the toll on the Holm bridge still in force?",
        "Is the Holm bridge toll dead?",
        "status of the bridge toll",
    ],
)
def test_what_ended_it_comes_first_for_all_wordings_and_what_it_replaced_after(
    question: str, retriever: Retriever
) -> None:
    drafts = told(question, retriever)
    assert drafts[0].evidence[0].source.slug == "ended"
    assert "no longer be collected" in drafts[0].text
    assert drafts[0].heading.startswith("As of")
    before = [draft for draft in drafts if draft.heading == "Before"]
    assert any("4 crowns" in draft.text for draft in before)
    headings, order = [draft.heading for draft in drafts], ("Before", "Argued")
    assert headings == sorted(headings, key=lambda one: order.index(one) + 1 if one in order else 0)


def test_what_the_end_leaves_in_force_comes_first_where_that_is_asked(retriever: Retriever) -> None:
    drafts = told("Are the limits of speed on the bridge still in effect?", retriever)
    first = drafts[0].evidence[0]
    assert first.source.slug == "ended"
    assert "remain in effect" in drafts[0].text


def test_of_a_process_the_newest_document_comes_first_with_its_next_step(retriever: Retriever) -> None:
    drafts = told("The review of the harbour: where are we?", retriever)
    assert drafts[0].heading == "As of 3 March 2022"
    assert "postponed" in drafts[0].text and "August 2022" in drafts[0].text
    assert all(draft.heading == "Before" for draft in drafts if "May 2021" in draft.text)


def test_a_column_does_not_say_how_things_stand(retriever: Retriever) -> None:
    drafts = told("Is the toll on the Holm bridge still in force?", retriever)
    assert drafts[0].evidence[0].source.kind != "op-ed"
    argued = [draft for draft in drafts if draft.evidence[0].source.kind == "op-ed"]
    assert argued and {draft.heading for draft in argued} == {"Argued"}
    assert not any("2023" in draft.heading for draft in drafts)


def test_a_subject_that_no_document_has_gets_no_answer(retriever: Retriever) -> None:
    assert told("Is the treaty between Norland and Suderland still in force?", retriever) == []
