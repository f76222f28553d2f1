from __future__ import annotations

import pytest

from assistant.query.conversation import leans, parts, understand
from assistant.types import Turn

PAUSE = Turn("What did the order on Mexican goods do?", "It paused the duty.")
CANADA = Turn("And for Canada?", "It paused that one too.")


@pytest.mark.parametrize(
    "question",
    [
        "And for Canada?",
        "Who signed it?",
        "What did Mexico say about that?",
        "Compare the two.",
        "Why?",
        "Is any of that still being collected?",
        "What about the steel duties then?",
        "Did they answer?",
        "¿Y para Canadá?",
    ],
)
def test_a_question_that_points_back_leans_on_the_conversation(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many synthetic-opioid deaths were there in the United States in 2025?",
        "Which cartels did the State Department designate on 20 February 2025?",
        "What does the statute say that material support includes?",
    ],
)
def test_a_question_that_names_its_subject_stands_on_its_own(question: str) -> None:
    assert not leans(question)


def test_a_first_question_is_searched_as_it_stands() -> None:
    turn = understand("Who signed it?")
    assert (turn.standalone, turn.searches) == ("Who signed it?", ("Who signed it?",))


def test_a_follow_up_reads_after_all_the_turns_that_it_leans_on() -> None:
    turn = understand(
        "Is any of that still being collected?",
        [Turn("What is fentanyl made from, and where?"), PAUSE, CANADA],
    )
    assert (
        turn.standalone
        == "What did the order on Mexican goods do? And for Canada? Is any of that still being collected?"
    )
    assert turn.searches[0] == turn.question == "Is any of that still being collected?"
    assert "And for Canada? Is any of that still being collected?" in turn.searches


def test_a_change_of_topic_stands_on_its_own_and_is_ranked_by_its_own_words() -> None:
    asked = "How many synthetic-opioid deaths were there in the United States in 2025?"
    turn = understand(asked, [PAUSE, CANADA])
    assert turn.standalone == turn.question == turn.searches[0] == asked


def test_the_turn_after_the_first_is_searched_twice_not_three_times() -> None:
    assert len(understand("And for Canada?", [PAUSE]).searches) == 2


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "What share supports a treaty, and who ran the poll?",
            ["What share supports a treaty", "who ran the poll?"],
        ),
        (
            "Who signed the order? When does it take effect?",
            ["Who signed the order?", "When does it take effect?"],
        ),
        ("Which governments signed? Give me the names.", ["Which governments signed? Give me the names."]),
        ("When and where did the committee meet?", ["When and where did the committee meet?"]),
        ("What did Canada and Mexico promise?", ["What did Canada and Mexico promise?"]),
    ],
)
def test_a_question_of_several_parts_is_taken_apart(question: str, expected: list[str]) -> None:
    assert list(parts(question)) == expected


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
        ("What does the law say?", "And the Tunnel Committee?", ""),
        ("When was the Bridge Committee set up?", "And who chairs it?", ""),
    ],
)
def test_a_turn_that_only_names_another_thing_puts_it_in_the_place_of_the_first(
    asked: str, question: str, expected: str
) -> None:
    turn = understand(question, [Turn(asked)])
    assert turn.standalone == (expected or f"{asked} {question}")
    assert (turn.question == expected) == bool(expected)


def test_a_spanish_question_is_searched_as_it_stands_and_in_english_and_read_in_english() -> None:
    turn = understand("¿Qué hizo la orden?")
    assert turn.searches == ("¿Qué hizo la orden?", "¿what did the order?")
    assert turn.readings == (("¿what did the order?", 1.0),)
