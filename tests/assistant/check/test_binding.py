from __future__ import annotations

import pytest

from assistant.check.binding import misplaced_figure

FINES = (
    "The port fined 12 ferries for smoke, sold 40 boats at the south pier, "
    "and lent 64 barges at the north pier."
)
COSTS = "Of the cost, 41 percent ($1.1 million) is due to repairs, 49 percent ($1.3 million) to lost fares."
LISTED = "The port listed nine vessels, including six large car ferries, as unsafe in May."
ORDERS = "The port closed the quay on 8 April 2030 under the Quay Act and on 15 May 2031 under Order 12."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The port sold 12 boats.", FINES),
        ("The port fined 40 ferries.", FINES),
        ("It sold 40 boats at the north pier.", FINES),
        ("49 percent of the cost is due to repairs.", COSTS),
        ("The port listed nine large car ferries as unsafe.", LISTED),
        ("The port listed six vessels as unsafe.", LISTED),
        ("The port closed the quay on 15 May 2031 under the Quay Act.", ORDERS),
        (
            "In 2030, the port led, with 40 boats.",
            "In 2030, the port led, and in 2031 it still led, with 40 boats.",
        ),
        ("The port closed the quay on 8 April 2030 under Order 12.", ORDERS),
    ],
)
def test_a_figure_with_another_s_words_is_told(claim: str, source: str) -> None:
    wrong = misplaced_figure(claim, source)
    assert wrong is not None and wrong.kind == "misplaced figure"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The port fined 12 ferries for smoke.", FINES),
        ("The port sold 40 boats and lent 64 barges.", FINES),
        ("49 percent of the cost, $1.3 million, is due to lost fares.", COSTS),
        ("Repairs are 41 percent of the cost.", COSTS),
        ("Nine vessels were listed as unsafe in May.", LISTED),
        ("Six of the nine vessels are large car ferries.", LISTED),
        ("In 2031, it led with 40 boats.", "In 2030, the port led, and in 2031 it still led, with 40 boats."),
        ("In 2031, it had 40 boats.", "In 2030 it had 12 boats, a rise from 7 in 2029 to 40 boats in 2031."),
        ("On 15 May 2031 the port closed the quay under Order 12.", ORDERS),
        ("The port fined 12 ferries for smoke.", "The port fined 12 ferries."),
        ("Orrin has 7 ferries.", "Orrin and Alder have 7 and 4 ferries, respectively, and 2 ports."),
    ],
)
def test_one_with_its_own_is_not(claim: str, source: str) -> None:
    assert misplaced_figure(claim, source) is None
