from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.query import Query, Variant, read_query
from assistant.types import Turn
from tests.assistant.evidence import source

PAUSE = Turn("What did the order on Mexican goods do?", "It paused the duty.")
CANADA = Turn("And for Canada?", "It paused that one too.")


def read(question: str, *history: Turn, rewritten: str = "") -> Query:
    return read_query(question, our_rules(), history=history, rewritten=rewritten)


def test_a_first_question_is_searched_as_it_stands() -> None:
    query = read("Who signed it?")
    assert (query.standalone, query.searches) == ("Who signed it?", ("Who signed it?",))


def test_a_follow_up_reads_after_all_the_turns_that_it_leans_on() -> None:
    query = read(
        "Is any of that still being collected?",
        Turn("What is fentanyl made from, and where?"),
        PAUSE,
        CANADA,
    )
    assert (
        query.standalone
        == "What did the order on Mexican goods do? And for Canada? Is any of that still being collected?"
    )
    assert query.searches[0] == query.question == "Is any of that still being collected?"
    assert "And for Canada? Is any of that still being collected?" in query.searches


def test_a_change_of_topic_stands_on_its_own_and_is_ranked_by_its_own_words() -> None:
    asked = "How many synthetic-opioid deaths were there in the United States in 2025?"
    query = read(asked, PAUSE, CANADA)
    assert query.standalone == query.question == query.searches[0] == asked


def test_the_turn_after_the_first_is_searched_twice_not_three_times() -> None:
    assert len(read("And for Canada?", PAUSE).searches) == 2


@pytest.mark.parametrize(
    ("asked", "question", "expected"),
    [
        (
            "When was the Bridge Committee set up?",
            "And the Tunnel Committee?",
            "When was the Tunnel Committee set up?",
        ),
        ("How many bridges are there in Bavaria?", "And in Saxony?", "How many bridges are there in Saxony?"),
        ("How many bridges fell in 2019?", "What about 2020?", "How many bridges fell in 2020?"),
        ("What did the order on Mexican goods do?", "And for Canada?", ""),  # nothing stands in that place
        (
            "What is the toll on goods from Norway?",
            "And for Iceland?",
            "What is the toll on goods from Iceland?",
        ),
        ("What did Norway and Iceland say?", "And for Denmark?", ""),  # which of the two is not said
        ("What does the law say?", "And the Tunnel Committee?", ""),
        ("When was the Bridge Committee set up?", "And who chairs it?", ""),
    ],
)
def test_a_turn_that_only_names_another_thing_puts_it_in_the_place_of_the_first(
    asked: str, question: str, expected: str
) -> None:
    query = read(question, Turn(asked))
    assert query.standalone == (expected or f"{asked} {question}")
    assert (query.question == expected) == bool(expected)


def test_a_spanish_question_is_searched_as_it_stands_and_in_english_and_read_in_english() -> None:
    query = read("¿Qué hizo la orden?")
    assert query.searches == ("¿Qué hizo la orden?", "¿what did the order?")
    assert query.variants == (Variant("¿what did the order?"),)


def test_what_is_required_is_read_of_the_question_as_it_was_put_after_its_conversation() -> None:
    query = read("What about 2020?", Turn("How many bridges fell in Saxony in 2019?"))
    assert query.question == query.standalone == "How many bridges fell in Saxony in 2020?"
    assert query.requirements.numbers == ("2020",) and query.requirements.names == ("Saxony",)
    assert query.requirements.count and query.presupposes and not query.wants_latest


def test_a_rewritten_question_stands_in_the_place_of_what_was_asked() -> None:
    query = read(
        "And there?", Turn("How is the toll in Saxony set?"), rewritten="Is the toll still charged in Jena?"
    )
    assert query.question == query.standalone == query.searches[0] == "Is the toll still charged in Jena?"
    assert query.searches[1] == "How is the toll in Saxony set? And there?"
    assert query.requirements.names == ("Jena",) and query.wants_latest


def test_what_would_tell_documents_apart_is_looked_for_in_the_turns_before_too() -> None:
    assert read("What did the order do?").is_open
    assert read("What did the order do?").kinds_meant == {"executive order"}
    follow_up = read("Who signed it?", Turn("What does the order on Bavaria say?"))
    assert not follow_up.is_open and follow_up.kinds_meant == {"executive order"}
    assert follow_up.requirements.names == ()


def test_the_period_is_read_with_the_sources() -> None:
    known = [source(slug="report", title="The first report", date="2023-01-01")]
    asked = "What did the ministry say before 2025?"
    assert read_query(asked, our_rules(), sources=known).period.until == "2024-12-31"
    assert read_query(asked, our_rules()).period.until == ""
