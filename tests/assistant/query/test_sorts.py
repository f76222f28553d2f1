from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.sorts import lacking_sort


@pytest.mark.parametrize(
    ("question", "sort", "gives", "lacks"),
    [
        (
            "How much did the bridge cost?",
            "money",
            "The bridge cost 4 million crowns.",
            "The bridge took 40 months.",
        ),
        (
            "annual budget, harbour office",
            "money",
            "The office has £2.1 million a year.",
            "The office has 14 clerks.",
        ),
        (
            "How many night ferries sail?",
            "count",
            "Some 14 ferries sail at night.",
            "The company has 14 clerks.",
        ),
        ("How many night ferries sail?", "count", "Two ferries sail at night.", "Ferries sail at night."),
        ("Why did the bridge close?", "reason", "It closed because of the ice.", "It closed on 3 May."),
        (
            "What was the council's motive?",
            "reason",
            "The council closed it to save money.",
            "The council closed it.",
        ),
    ],
)
def test_what_gives_the_sort_of_thing_that_is_asked_for_is_told_from_what_does_not(
    question: str, sort: str, gives: str, lacks: str
) -> None:
    assert lacking_sort(question, [lacks], our_rules()) == sort
    assert lacking_sort(question, [lacks, gives], our_rules()) is None


@pytest.mark.parametrize("question", ["Who closed the bridge?", "When did it close?", "How much rain fell?"])
def test_other_questions_ask_for_none_of_these(question: str) -> None:
    assert lacking_sort(question, ["The bridge is old."], our_rules()) is None
