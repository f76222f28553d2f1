from __future__ import annotations

import pytest

from assistant.check.omissions import left_out, widened
from assistant.lexicon.rules import our_rules


@pytest.mark.parametrize(
    ("source", "claim", "words"),
    [
        ("Nearly all ferries of the line were late in May.", "All ferries were late in May.", "Nearly"),
        (
            "Whoever knowingly sinks a ferry shall be fined.",
            "Whoever sinks a ferry shall be fined.",
            "knowingly",
        ),
        ("As of 4 May 2030, the toll is paused.", "The toll is paused.", "As of 4 May 2030"),
        ("Only pilots may enter the harbour at night.", "Pilots may enter the harbour at night.", "Only"),
        ("Ferries sail at noon unless the harbour is closed.", "Ferries sail at noon.", "unless"),
        ("If the harbour is closed, ferries stay at the quay.", "Ferries stay at the quay.", "If"),
        (
            "Of the delays, 93 percent of ferry delays are due to fog.",
            "93 percent of delays are due to fog.",
            "ferry",
        ),
        (
            "Tolls are the largest non-tax source of money of the port.",
            "Tolls are the largest source of money.",
            "non-tax",
        ),
        ("A pilot may be fined not more than $12 for smoke.", "A pilot shall be fined $12 for smoke.", "$12"),
        (
            "Boats that carry freight and sail as a ferry of the port shall not pay.",
            "Boats that sail as a ferry of the port shall not pay.",
            "",
        ),
        (
            "Boats that are inspected twice yearly as a ferry of Orrin shall not pay.",
            "Boats that are a ferry of Orrin shall not pay.",
            "inspected twice yearly as",
        ),
    ],
)
def test_what_narrows_the_source_is_told(source: str, claim: str, words: str) -> None:
    wrong = left_out(claim, source, our_rules())
    assert (" ".join(wrong.words) if wrong else "") == words


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Nearly all ferries were late in May.", "Almost all ferries were late in May."),
        ("The council fined the proposed owner and six old ferries.", "The council fined six ferries."),
        (
            "Ferries sail at noon unless the harbour is closed.",
            "Ferries sail at noon when the harbour is open.",
        ),
        (
            "The port counted 93 percent of all large ferries.",
            "The port counted 93 percent of all large ferries.",
        ),
        ("The port, if asked, sells the old ferry; the council pays.", "The council pays."),
        ("A pilot may be fined not more than $12.", "The most that a pilot may be fined is $12."),
        ("According to the port, ferries reportedly sail late.", "According to the port, ferries sail late."),
        (
            "Grants are the largest non-toll source of money.",
            "Grants are the largest source of money other than tolls.",
        ),
    ],
)
def test_what_does_not_is_not(source: str, claim: str) -> None:
    assert left_out(claim, source, our_rules()) is None


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("The port takes only cash.", "only"),
        ("The smallest boats pay in cash.", "smallest"),
        ("The port takes cash.", ""),
        ("The port's main income is cash.", ""),
    ],
)
def test_what_a_claim_says_of_one_alone_its_source_says(claim: str, word: str) -> None:
    assert widened(claim, "The port takes cash, its leading income, for small boats.", our_rules()) == word
