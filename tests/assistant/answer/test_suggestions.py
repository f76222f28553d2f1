from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.answer.assistant import Assistant
from assistant.build import build_assistant
from assistant.settings import Settings

QUESTIONS = [
    "Canada's rate as of August 2025?",
    "Which Mexican financial institutions were hit by FinCEN in June 2025?",
]
SPANISH = [
    "¿Qué tasa tiene Canadá desde agosto de 2025?",
    "¿Qué instituciones financieras señaló FinCEN en junio de 2025?",
]


@pytest.fixture(scope="module")
def assistant(bundled_home: Path) -> Assistant:
    return build_assistant(Settings(home=str(bundled_home)))


def test_a_suggestion_is_new_and_the_library_answers_it(assistant: Assistant) -> None:
    answers = [assistant.ask(question) for question in QUESTIONS]
    suggested = [(answer, one) for answer in answers for one in answer.follow_ups]
    assert suggested
    for answer, one in suggested:
        name = re.fullmatch(r"What does (?:the )?(.+?) do\?", one)
        assert name and name.group(1) not in answer.text + answer.question
        assert assistant.ask(one).status != "abstained"


def test_what_is_not_in_the_library_has_none(assistant: Assistant) -> None:
    assert assistant.ask("Who won the chess championship in Reykjavik in 1972?").follow_ups == ()


def test_whoever_asks_in_spanish_gets_spanish_questions(assistant: Assistant) -> None:
    asked = [one for question in SPANISH for one in assistant.ask(question).follow_ups]
    assert asked and all(one.startswith("¿Qué ") for one in asked)
