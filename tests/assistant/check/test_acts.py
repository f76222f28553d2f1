from __future__ import annotations

import pytest

from assistant.check.acts import untold_act
from assistant.lexicon.rules import our_rules


@pytest.mark.parametrize(
    ("text", "quote", "act"),
    [
        (
            "The order designates the cartels.",
            "The order foresees two labels, and one is Specially Designated Global Terrorist.",
            "designates",
        ),
        ("The agency fined the bank.", "The agency wrote to the bank.", "fined"),
        ("The court convicted him.", "He was found guilty.", ""),
        ("The club expelled him.", "The club heard him.", "expelled"),
        ("The mayor declares an emergency.", "There was an emergency.", "declares"),
        ("The police seized the boat.", "The police saw the boat.", "seized"),
        ("The police seized the boat.", "The boat was forfeited.", ""),
        ("The order designates the cartels.", "The order provides for the designation of cartels.", ""),
        ("The court heard him.", "The court listened to him.", ""),
        ("The fine is old.", "It has been so for long.", ""),
    ],
)
def test_an_official_act_needs_a_word_in_the_quote(text: str, quote: str, act: str) -> None:
    assert untold_act(text, quote, our_rules()) == act
