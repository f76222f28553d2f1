"""How much is read of what is asked."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import QuestionTooLong
from assistant.query.bounds import MOST, bounded, remembered
from assistant.types import Turn

ASKED = "When does the ferry sail?"


@given(st.text(alphabet="ab .\n\t", max_size=60))
def test_no_word_and_no_line_is_lost(text: str) -> None:
    kept = bounded(text)
    assert kept.split() == bounded(kept).split() and len(kept) <= len(text)
    if "." * 8 not in text:
        assert kept.split() == text.split()


def test_a_question_is_read_as_it_is() -> None:
    pasted = f"{ASKED}\n\nThe ferry sails at noon.\nIt returns at six."
    assert bounded(ASKED) == ASKED and bounded(pasted) == pasted


@pytest.mark.parametrize("filler", [" ", "\n", " \n", "\t", "(", "…", "x", "1"])
def test_what_is_no_word_keeps_nobody_waiting(filler: str) -> None:
    began = time.perf_counter()
    assert len(bounded(f"When does{filler * 400_000}the ferry sail?")) < 300
    assert time.perf_counter() - began < 2


def test_a_question_longer_than_is_read_says_what_to_do() -> None:
    bounded("ferry " * (MOST // 6))
    for long in ("ferry " * MOST, "a " * 100 * MOST):
        with pytest.raises(QuestionTooLong, match="at most 12,000") as caught:
            bounded(long)
        assert "reviewed" in caught.value.hint


def test_the_last_turns_are_remembered() -> None:
    turns = [Turn(f"{number}", "x" * 2 * MOST) for number in range(50)]
    kept = remembered(turns)
    assert [one.question for one in kept] == [f"{number}" for number in range(30, 50)]
    assert {len(one.answer) for one in kept} == {MOST}
