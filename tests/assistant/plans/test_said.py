"""What somebody said, in a library where others speak of the same."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.lexicon.rules import our_rules
from assistant.plans.said import PLAN
from assistant.plans.voices import is_said_by, name_words, whom
from assistant.retrieval.retriever import Retriever
from assistant.types import Draft
from tests.assistant.evidence import evidence
from tests.assistant.plans.conftest import asked

RULES = our_rules()


def said(turn: str, retriever: Retriever) -> list[Draft]:
    query = asked(turn, retriever)
    found = PLAN.find(query, retriever).usable
    return PLAN.drafts(query, found, PLAN.limit(query, 6), RULES)


@pytest.mark.model
def test_only_the_words_of_whom_is_asked_about_are_given(retriever: Retriever) -> None:
    drafts = said("what did ms grey say abt the toll, w dates", retriever)
    quoted = [quote for draft in drafts for quote in draft.quotes]
    assert any("90 crowns" in one for one in quoted) and any(
        "no toll would be charged" in one for one in quoted
    )
    assert any("should end now" in one for one in quoted)
    assert not any("bearings" in one or "unjustified" in one for one in quoted)


@pytest.mark.model
def test_several_documents_are_in_the_order_of_their_dates(retriever: Retriever) -> None:
    drafts = said("everything Grey said about the toll, in date order", retriever)
    days = [draft.evidence[0].source.date for draft in drafts]
    assert days == sorted(days) and len(set(days)) == 3


@pytest.mark.model
def test_a_quotation_goes_on_after_the_sentence_that_says_whose_it_is(retriever: Retriever) -> None:
    quoted = [
        quote
        for draft in said("What did Tomas Pell say about the toll?", retriever)
        for quote in draft.quotes
    ]
    assert any("ends when they are paid" in one for one in quoted)
    assert not any("should end now" in one for one in quoted)


@pytest.mark.model
def test_an_answer_is_found_by_the_question_before_it(retriever: Retriever) -> None:
    quoted = [
        quote for draft in said("what did pell say about the ferry", retriever) for quote in draft.quotes
    ]
    assert "Nobody on the island has complained to me." in quoted


@pytest.mark.model
def test_who_is_not_heard_is_named_and_given_no_words(retriever: Retriever) -> None:
    query = asked("What did Bishop Orrin say about the toll?", retriever)
    found = PLAN.find(query, retriever).usable
    assert found == () and PLAN.lacking(query, found) == ("Bishop Orrin",)


@pytest.mark.model
def test_whom_a_turn_asks_about_is_read_off_who_is_heard(retriever: Retriever) -> None:
    assert whom("what has mayor grey said about bread", retriever) >= {"grey"}
    assert whom("the harbour office on the toll", retriever) >= {"harbour", "office"}
    assert whom("what about bread", retriever) == frozenset()


@pytest.mark.parametrize(
    ("text", "at", "known", "is_theirs"),
    [
        ("I will not pay.", {"speaker": "MINISTRA DE OBRAS, ADA GÁRATE RUIZ"}, {}, True),
        ("I will not pay.", {"speaker": "The Minister for Works (Ada Gárate)"}, {}, True),
        ("Ada Gárate will not pay.", {"speaker": "Mr Pell"}, {}, False),
        ("I will not pay.", {}, {"author": "Ada Gárate"}, True),
        ("I will not pay.", {}, {"title": "Remarks by Minister Ada Gárate on tolls"}, True),
        ("I will not pay.", {}, {"title": "Remarks by Mayor Orrin on Ada Gárate"}, False),
        ("Minister Gárate said that she will not pay.", {}, {}, True),
        ("Gárate's letter of May says that she will not pay.", {}, {}, True),
        ("She will not pay, according to a statement of Minister Gárate.", {}, {}, True),
        ("“I will not pay,” said Deputy Minister of Works and Roads Ada Gárate.", {}, {}, True),
        ("The mayor said that Gárate will not pay.", {}, {}, False),
    ],
)
def test_whose_words_a_sentence_is(
    text: str, at: dict[str, str], known: dict[str, Any], is_theirs: bool
) -> None:
    one = evidence(text, at=at, **known)
    assert is_said_by(one, name_words("Ada Garate", RULES), RULES) is is_theirs
