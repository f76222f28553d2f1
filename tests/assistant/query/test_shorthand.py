from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.shorthand import plain, spelt_out


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("what did ms grey say abt tolls, w/ dates", "what did ms grey say about tolls, with dates"),
        ("Bill 3 v Bill 7", "Bill 3 versus Bill 7"),
        ("ferry #s, 2022 thru 2025", "ferry numbers, 2022 through 2025"),
        ("cld u list the docs", "could you list the documents"),
        ("the U.S. ports of W. Orrin", "the U.S. ports of W. Orrin"),
        ("whose boat, and Article V says no", "whose boat, and Article V says no"),
    ],
)
def test_shorthand_is_spelt_out_and_nothing_else(typed: str, read: str) -> None:
    assert spelt_out(typed, our_rules()) == read


def test_rules_read_one_line_with_straight_apostrophes() -> None:
    assert plain("the board’s\ncase", our_rules()) == "the board's case"
