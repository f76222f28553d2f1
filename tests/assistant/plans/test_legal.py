"""Who must do what by when: every provision of the named instrument is looked at."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from assistant.lexicon.rules import our_rules
from assistant.plans.legal import PLAN
from assistant.query.query import Query, read_query
from assistant.query.request import Request, read_request
from assistant.retrieval.retriever import Retriever
from assistant.types import Draft, Evidence
from ingest.library import Library, Original, new_source
from ingest.load.builder import TextBuilder
from ingest.passages import split_passages
from ingest.types import PUBLIC, Metadata, Passage, Sentence
from tests.assistant.evidence import source
from tests.assistant.laws import filed
from tests.ingest.libraries import WordEmbeddings

RULES = our_rules()
HARBOUR = Metadata(
    slug="harbour",
    title="Executive Order 11711, Lighting the Harbour",
    date="2021-04-02",
    kind="executive order",
)
PROVISIONS = (
    "It is the policy of the port to keep its basins lit.",
    "The Master of the Port shall place a lamp at the end of every pier.",
    "Within 14 days of the date of this order, the Chief Pilot shall send the Council a list of dark piers.",
    "The Master of the Port shall inspect every lamp.",
    "The Chief Pilot and the Harbour Council shall train the keepers.",
    "Nothing in this order shall be construed to impair the authority granted by law to an executive office.",
    "This order shall not apply to rowing boats.",
)


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    home: Path = tmp_path_factory.mktemp("harbour")
    library = Library(home, WordEmbeddings(), "words")
    with library.writing():
        builder = TextBuilder()
        for number, text in enumerate(PROVISIONS, start=1):
            builder.add(text, "provision", place=f"Sec. {number}")
        document = builder.document(replace(HARBOUR, slug=""))
        data = document.text.encode()
        new = new_source(HARBOUR, document, data, "harbour.txt", frozenset((PUBLIC,)))
        library.add(document, split_passages(document, "harbour"), Original(data, "harbour.txt"), new)
    return Retriever(library.whole(), RULES)


def read(turn: str, retriever: Retriever) -> Query:
    sources = retriever.view.sources
    return read_query(turn, RULES, sources=sources, request=read_request(turn, sources, RULES))


def drafted(turn: str, retriever: Retriever) -> list[Draft]:
    query = read(turn, retriever)
    return PLAN.drafts(query, PLAN.find(query, retriever).usable, 8, RULES)


def test_all_duties_of_the_named_order_stand_under_whom_they_oblige(retriever: Retriever) -> None:
    found = drafted("EO 11711: who must do what, and are there any deadlines?", retriever)
    by_heading = {one.heading: one.text for one in found}
    assert list(by_heading) == ["Master of the Port", "Chief Pilot and the Harbour Council", "Deadlines"]
    assert PROVISIONS[1] in by_heading["Master of the Port"]
    assert PROVISIONS[3] in by_heading["Master of the Port"]
    assert PROVISIONS[2] in by_heading["Deadlines"]


def test_policy_and_boilerplate_are_left_out(retriever: Retriever) -> None:
    said = " ".join(one.text for one in drafted("EO 11711: who must do what?", retriever))
    assert PROVISIONS[0] not in said and PROVISIONS[5] not in said


def test_what_is_asked_alone_is_answered_alone(retriever: Retriever) -> None:
    found = drafted("What is carved out of EO 11711?", retriever)
    assert [one.heading for one in found] == ["Exceptions"]
    assert PROVISIONS[6] in found[0].text


def test_a_named_instrument_is_never_declined(retriever: Retriever) -> None:
    assert not PLAN.declines(read("Who must do what under EO 11711?", retriever))
    assert PLAN.declines(read("Who must light the lamps?", retriever))


def test_a_term_that_stands_in_the_answer_is_explained() -> None:
    texts = (
        "The Master of the Port shall inspect every dim lamp within 14 days.",
        "The term “dim lamp” means a lamp that cannot be seen from the breakwater.",
        "The term “tall mast” means a mast of more than 20 metres.",
    )
    found = PLAN.drafts(
        Query("", "", (), (), request=Request("legal", "what are the deadlines?")), _apart(texts), 8, RULES
    )
    assert [one.heading for one in found] == ["Deadlines", "Definitions"]
    assert "dim lamp” means" in found[1].text and "tall mast" not in found[1].text


def _apart(texts: tuple[str, ...]) -> list[Evidence]:
    whole = "\n\n".join(texts)
    found = []
    for text in texts:
        start = whole.index(text)
        sentence = Sentence(start, start + len(text), role="provision")
        passage = Passage("doc", 0, 0, len(whole), whole, sentences=(sentence,))
        found.append(Evidence(source(kind="statute"), passage, sentence, text, 5.0 - start / 100))
    return found


@pytest.mark.model
def test_the_one_law_that_is_plainly_meant_is_looked_at_whole(retriever: Retriever) -> None:
    query = read("Who must do what about the piers?", retriever)
    found = PLAN.find(query, retriever).usable
    assert {one.text for one in found if one.found_for} >= {PROVISIONS[1], PROVISIONS[3], PROVISIONS[4]}


@pytest.mark.model
def test_each_of_three_things_that_are_asked_gets_its_own_sentence_of_a_short_text(tmp_path: Path) -> None:
    rules = (
        "The harbour of Holm is run by the town.",
        "Every ferry operator must report its passengers to the harbour master.",
        "Reports are due by noon on the day after each sailing.",
        "Operators that fail to report pay a penalty of 250 crowns per day.",
    )
    notice = ("A toll of 3 crowns is charged on the bridge.", "It pays for new bearings.")

    def write(texts: tuple[str, ...], text: TextBuilder) -> None:
        text.add(" ".join(texts))

    papers = [
        (Metadata(slug="ferries", title="Ferry rules of Holm", date="2024-03-01"), partial(write, rules)),
        (Metadata(slug="toll", title="Bridge notice", date="2024-05-01"), partial(write, notice)),
    ]
    small = Retriever(filed(tmp_path, papers), RULES)
    query = read("who must report passengers, by when, penalty", small)
    drafts = PLAN.drafts(query, PLAN.find(query, small).usable, 6, RULES)
    told = {draft.heading: [one.text for one in draft.evidence] for draft in drafts}
    assert told == {"Duties": [rules[1]], "Deadlines": [rules[2]], "Penalties": [rules[3]]}
