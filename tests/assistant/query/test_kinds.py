from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.kinds import kinds_meant


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Who signed the order?", {"executive order"}),
        ("Does this Act apply to ferries?", {"statute", "bill"}),
        ("What did the report say of the press conference?", {"report", "transcript"}),
        ("Who signed an order?", set()),
        ("In what order are they read?", set()),
    ],
)
def test_the_kinds_of_which_a_question_means_one_document(question: str, kinds: set[str]) -> None:
    assert kinds_meant(question, our_rules()) == kinds
