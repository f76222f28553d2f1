from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.premise import premise


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("Why did the council close the bridge in May?", "the council close the bridge in May."),
        ("my boss wants the reasons why the court struck down the toll", "the court struck down the toll."),
        ("On what grounds did the court strike down the toll?", "the court strike down the toll."),
    ],
)
def test_what_is_taken_for_granted_is_a_statement(question: str, taken: str) -> None:
    assert premise(question, our_rules()) == taken


@pytest.mark.parametrize(
    "question", ["When did the council close it?", "Why?", "Why them?", "What was the motive?"]
)
def test_other_questions_take_nothing_for_granted_that_could_be_looked_for(question: str) -> None:
    assert premise(question, our_rules()) == ""
