"""Two or more held beside each other."""

from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.plans.positions import PLAN
from assistant.plans.sides import Side, has_name, is_of, sides_of
from assistant.retrieval.retriever import Retriever
from assistant.types import Draft
from tests.assistant.evidence import evidence
from tests.assistant.plans.conftest import asked

RULES = our_rules()


def compared(turn: str, retriever: Retriever, *sides: str, **request: object) -> list[Draft]:
    query = asked(turn, retriever, kind="positions", sides=sides, **request)
    found = PLAN.find(query, retriever).usable
    return PLAN.drafts(query, found, PLAN.limit(query, 6), RULES)


@pytest.mark.model
def test_each_side_has_its_own_words_and_the_order_of_the_request(retriever: Retriever) -> None:
    drafts = compared("where do pell and grey each stand on the toll?", retriever, "pell", "grey")
    assert list(dict.fromkeys(one.heading for one in drafts)) == ["pell", "grey"]
    said = {side: " ".join(one.text for one in drafts if one.heading == side) for side in ("pell", "grey")}
    assert "bearings" in said["pell"] and "90 crowns" in said["grey"]
    assert "90 crowns" not in said["pell"] and "bearings" not in said["grey"]


@pytest.mark.model
def test_a_body_speaks_through_what_it_publishes(retriever: Retriever) -> None:
    query = asked(
        "harbour office v Varga on the toll", retriever, kind="positions", sides=("harbour office", "Varga")
    )
    office, varga = sides_of(query, retriever)
    assert office.slugs == ("release",) and varga.who == {"varga"}


@pytest.mark.model
def test_a_side_of_which_nothing_is_found_is_named(retriever: Retriever) -> None:
    sides = ("grey", "the bishop of Ostrand")
    query = asked("grey versus the bishop of Ostrand on the toll", retriever, kind="positions", sides=sides)
    assert PLAN.lacking(query, PLAN.find(query, retriever).usable) == ("the bishop of Ostrand",)


@pytest.mark.model
def test_no_quote_stands_on_two_sides(retriever: Retriever) -> None:
    drafts = compared("the toll versus the ferry", retriever, "toll", "ferry")
    quotes = [quote for one in drafts for quote in one.quotes]
    assert len(quotes) == len(set(quotes))


def test_a_document_devoted_to_a_side_is_of_no_other() -> None:
    norway = Side("Norway", told_of=True, devoted=frozenset(("north",)))
    spain = Side("Spain", told_of=True)
    one = evidence("It has failed to pay.", slug="north")
    assert is_of(norway, one, [spain], RULES) and not is_of(spain, one, [norway], RULES)
    told = evidence("Spain has failed to pay.", slug="other")
    assert is_of(spain, told, [norway], RULES) and not is_of(norway, told, [spain], RULES)


def test_a_name_is_had_under_its_other_forms() -> None:
    assert has_name("Spain", "The Spanish government failed to pay.", RULES)
    assert not has_name("Spain", "The Norwegian government failed to pay.", RULES)


@pytest.mark.model
def test_what_the_library_has_nothing_of_is_not_compared(retriever: Retriever) -> None:
    query = asked(
        "compare grey and pell on whaling quotas", retriever, kind="positions", sides=("grey", "pell")
    )
    assert PLAN.find(query, retriever).usable == ()
