"""What a request asks of a rule, taken apart."""

from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.plans.asks import asks, facets_of
from assistant.query.query import read_query
from assistant.query.request import read_request
from tests.assistant.evidence import source

RULES = our_rules()
ACT = source(slug="pilots", title="Pilots Act 2019", kind="statute")


def asked(turn: str) -> list[tuple[str, bool]]:
    query = read_query(turn, RULES, request=read_request(turn, (), RULES))
    return [(one.facet, one.is_open) for one in asks(query, (ACT,), RULES)]


def test_each_thing_that_is_asked_is_told_apart() -> None:
    turn = "Pilots Act: who must carry a lamp at night, what's the penalty, and who is exempt?"
    assert asked(turn) == [("duty", False), ("penalty", True), ("exception", True)]


@pytest.mark.parametrize(
    ("turn", "facet"),
    [
        ("by when must the owners report?", "deadline"),
        ("what counts as a vessel under the Pilots Act?", "definition"),
        ("how does a pilot get off that list", "remedy"),
        ("what happens to a pilot who sails drunk?", "penalty"),
        ("¿Qué excepciones hay?", "exception"),
    ],
)
def test_what_is_asked_first_tells(turn: str, facet: str) -> None:
    assert asked(turn)[0][0] == facet


def test_a_case_told_before_the_question_belongs_to_it() -> None:
    turn = "If a pilot leaves the ship at sea, what is the penalty?"
    query = read_query(turn, RULES, request=read_request(turn, (), RULES))
    assert "leaves the ship" in asks(query, (ACT,), RULES)[0].text


def test_where_nothing_is_named_all_that_is_mostly_asked_is() -> None:
    query = read_query("pilots", RULES)
    assert asks(query, (ACT,), RULES)[0].facets == ("duty", "deadline", "penalty", "exception")


@pytest.mark.parametrize(
    ("sentence", "facets"),
    [
        ("The master shall publish the list within 14 days.", ("deadline", "duty")),
        ("Lists are due by noon on the day after each sailing.", ("deadline",)),
        ("A report is to be made before 18:00 on the day of arrival.", ("deadline",)),
        ("This section shall not apply to canoes.", ("exception", "duty")),
        ("Whoever sails without a lamp is liable to a fine.", ("penalty",)),
        ("It is the sense of Parliament that the ferry sails.", ()),
    ],
)
def test_what_a_sentence_does_is_read(sentence: str, facets: tuple[str, ...]) -> None:
    assert facets_of(sentence, RULES) == facets


def test_a_finding_is_no_rule() -> None:
    assert facets_of("Congress finds that every port must be lit.", RULES) == ()
