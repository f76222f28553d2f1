"""A claim held against the record."""

from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.plans.claim import AGAINST, CLAIM, PLAN, SUPPORTS, _terms, claim_of
from assistant.query.query import read_query
from assistant.retrieval.retriever import Retriever
from assistant.types import Draft
from tests.assistant.plans.conftest import asked

RULES = our_rules()


def held(turn: str, retriever: Retriever) -> list[Draft]:
    query = asked(turn, retriever, kind="claim", documents=("column",))
    found = PLAN.find(query, retriever).usable
    return PLAN.drafts(query, found, PLAN.limit(query, 6), RULES)


@pytest.mark.model
def test_the_claim_stands_first_and_the_record_is_of_other_documents(retriever: Retriever) -> None:
    first, *others = held(
        "The op-ed says the toll was never approved by the Council. Is that right?", retriever
    )
    assert first.heading == CLAIM and "never approved" in first.quotes[0]
    assert others and all(one.source.slug != "column" for draft in others for one in draft.evidence)


@pytest.mark.model
def test_what_is_foreseen_is_supported_by_nothing(retriever: Retriever) -> None:
    drafts = held(
        "'The toll on the Alder bridge will never pay for the bearings' - does the record back it?", retriever
    )
    assert drafts and not any(draft.heading == SUPPORTS for draft in drafts)


@pytest.mark.model
def test_what_says_the_same_supports_and_what_is_near_is_no_verdict(retriever: Retriever) -> None:
    drafts = held("Is it true that the toll pays for new bearings for the Alder bridge?", retriever)
    under = {quote: draft.heading for draft in drafts for quote in draft.quotes}
    assert any("bearings" in quote for quote in under)
    assert not any(heading == AGAINST for heading in under.values())


@pytest.mark.parametrize(
    ("turn", "claim"),
    [
        ("Is it true that the toll doubled?", "the toll doubled"),
        ("The op-ed says the toll doubled. Does the record back it up?", "the toll doubled"),
        (
            "'Nobody crosses the bridge any more' - anything for or against that?",
            "Nobody crosses the bridge any more",
        ),
    ],
)
def test_the_claim_is_read_out_of_what_asks_for_a_check(turn: str, claim: str) -> None:
    assert claim_of(read_query(turn, RULES), RULES) == claim


@pytest.mark.model
def test_a_claim_of_which_the_library_has_nothing_is_held_against_nothing(retriever: Retriever) -> None:
    query = asked("Is it true that the opera house in Vellmark burned down?", retriever, kind="claim")
    assert PLAN.find(query, retriever).usable == ()


def test_an_apostrophe_of_possession_opens_no_quotation() -> None:
    assert _terms("Did Grey's office call the toll 'a folly' in Ms Pell's letter?") == ["a folly"]
