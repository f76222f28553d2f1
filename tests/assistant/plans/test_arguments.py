"""What is argued for and against, and by whom."""

from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.plans.arguments import PLAN
from assistant.retrieval.retriever import Retriever
from assistant.types import Draft
from tests.assistant.plans.conftest import asked

pytestmark = pytest.mark.model
RULES = our_rules()


def argued(turn: str, retriever: Retriever, stance: str) -> list[Draft]:
    query = asked(turn, retriever, kind="arguments", stance=stance)
    found = PLAN.find(query, retriever).usable
    return PLAN.drafts(query, found, PLAN.limit(query, 6), RULES)


def under(drafts: list[Draft], side: str) -> dict[str, str]:
    """The quotes of a side by who makes them."""
    return {
        one.heading.partition(": ")[2]: " ".join(one.quotes) for one in drafts if one.heading.startswith(side)
    }


def test_each_side_has_its_own_words_under_its_own_names(retriever: Retriever) -> None:
    drafts = argued("arguments for and against the toll on the Alder bridge", retriever, "both")
    against, speaks_for = under(drafts, "Against"), under(drafts, "For")
    assert any("90 crowns" in words for name, words in against.items() if "Grey" in name)
    assert "unjustified" in against["Ines Varga"]
    assert any("needs new bearings" in words for name, words in speaks_for.items() if "Pell" in name)
    assert any("failed to pay" in words for words in speaks_for.values())
    assert not any("Pell" in name or "Order" in name for name in against)


def test_only_the_side_that_is_asked_for_is_told(retriever: Retriever) -> None:
    drafts = argued("the arguments against the toll on the Alder bridge", retriever, "against")
    assert drafts and all(one.heading.startswith("Against: ") for one in drafts)


def test_what_is_about_something_else_is_no_argument(retriever: Retriever) -> None:
    drafts = argued("arguments against the toll on the Alder bridge", retriever, "against")
    assert not any("lighthouse" in one.text or "market" in one.text for one in drafts)


def test_where_nobody_argues_nothing_is_found(retriever: Retriever) -> None:
    query = asked("arguments against the opera house", retriever, kind="arguments", stance="against")
    assert PLAN.find(query, retriever).usable == ()
