"""The words of a quote that answer: marked where it is sure which they are, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.marked import answering
from assistant.lexicon.rules import our_rules
from tests.assistant.evidence import evidence

RULES = our_rules()


def marked(question: str, text: str) -> list[str]:
    one = evidence(text, start=7, passage=f"Before {text}", date="2024-05-06")
    spans = answering(question, one, RULES)
    return [text[start - 7 : end - 7] for start, end in spans]


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("How many ferries sank?", "In 2019, 41 ferries sank off the coast.", ["41"]),
        ("How much is the toll?", "The toll on lorries is $12 a day.", ["$12"]),
        ("How many ferries sank?", "The 3,000 pilots saw 41 ferries sink.", ["41"]),
        ("What share of the pilots left?", "Of 300 pilots, 12 percent left.", ["12 percent"]),
        ("When did the port close?", "The port closed on 3 May 2021.", ["3 May 2021"]),
        ("Who closed the port?", "The port was closed by Ana Ruiz Pell.", ["Ana Ruiz Pell"]),
        ("¿Cuántos barcos hay?", "Hay 41 barcos.", ["41"]),
    ],
)
def test_what_is_asked_tells_what_is_marked(question: str, text: str, words: list[str]) -> None:
    assert marked(question, text) == words


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Is the port closed?", "The port closed on 3 May 2021 with 41 ferries."),
        ("How many sank?", "Some 41 boats and 12 rafts came."),
        ("How many pilots has the port?", "With a pilot's help the port trained 50 divers."),
        ("When did the port close?", "It opened on 3 May 2021 and closed on 4 June 2021."),
        ("When in May 2021 did it close?", "It closed in May 2021."),
        ("Who closed the port?", "The port was closed by the harbour board."),
    ],
)
def test_nothing_is_marked_where_it_is_not_sure(question: str, text: str) -> None:
    assert marked(question, text) == []


QUESTIONS = st.sampled_from(("How many ferries?", "When was it?", "Who did it?", "What share of it?"))
WORDS = st.sampled_from("41 ferries Ana Pell on 3 May 2021 12 % percent of $3 the sank by , .".split())


@given(QUESTIONS, st.lists(WORDS, min_size=1, max_size=25))
def test_marks_stand_within_the_quote(question: str, words: list[str]) -> None:
    text = " ".join(words)
    one = evidence(text, start=7, passage=f"Before {text}")
    last = 7
    for start, end in answering(question, one, RULES):
        assert last <= start < end <= 7 + len(text)
        last = end
