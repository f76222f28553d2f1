from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.conversation import leans, parts, small_talk


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
        "what about tolls",
        "What did he say about tolls?",
        "¿Y para Canadá?",
    ],
)
def test_a_question_that_points_back_leans_on_the_conversation(question: str) -> None:
    assert leans(question, our_rules())


@pytest.mark.parametrize(
    "question",
    [
        "How many synthetic-opioid deaths were there in the United States in 2025?",
        "Which cartels did the State Department designate on 20 February 2025?",
        "What does the statute say that material support includes?",
        "what did Halloran say about tolls",
        "Summarise the op-ed",
        "what did the union say about pay",
        "What is the fine for a spill?",
        "¿Qué dijo Halloran sobre peajes?",
    ],
)
def test_a_question_that_names_its_subject_stands_on_its_own(question: str) -> None:
    assert not leans(question, our_rules())


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
    assert list(parts(question, our_rules())) == expected


@pytest.mark.parametrize(
    ("turn", "is_one"),
    [
        ("Who are you?", True),
        ("OK, thanks!", True),
        ("Good morning, can you help me?", True),
        ("¿Quién eres?", True),
        ("Thanks. What is the ferry levy?", False),
        ("Help me understand the ferry levy", False),
        ("How does it work?", False),
        ("Who are you quoting?", False),
        ("?!", False),
        ("", False),
    ],
)
def test_small_talk_is_nothing_but_that(turn: str, is_one: bool) -> None:
    assert bool(small_talk(turn, our_rules())) == is_one


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        ("Hello", "greeting"),
        ("thanks", "thanks"),
        ("OK, thanks!", "thanks"),
        ("ok", "assent"),
        ("thank you, bye", "goodbye"),
        ("Good morning, can you help me?", "about"),
        ("muchas gracias", "thanks"),
        ("hola", "greeting"),
    ],
)
def test_what_is_said_tells_how_it_is_answered(turn: str, said: str) -> None:
    assert small_talk(turn, our_rules()) == said
