"""With which day something ends, as far as its words let one count."""

from __future__ import annotations

import pytest

from assistant.answer.notices import Notice
from assistant.lexicon.expiry import Expiry, expiries
from assistant.lexicon.rules import our_rules
from assistant.plans.plan import Cited
from assistant.plans.state import PLAN
from assistant.query.query import read_query
from assistant.render.notices import notice
from tests.assistant.evidence import evidence

OWN = "2026-01-20"  # the document's day


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("The toll is paused until 4 March 2026.", [Expiry("2026-03-04")]),
        ("Pay by 5 June 2026.", [Expiry("2026-06-05", is_due=True)]),
        ("The deadline is 5 June 2026.", [Expiry("2026-06-05", is_due=True)]),
        (
            "Cars pay a toll of 5 crowns, effective February 24, 2026 for up to 150 days, with exceptions.",
            [Expiry("2026-07-23", length="150 days", since="2026-02-24")],
        ),
        (
            "The ferry is closed for 30 days from 1 May 2026.",
            [Expiry("2026-05-30", length="30 days", since="2026-05-01")],
        ),
        (
            "The board shall report within 14 days of the date of this order.",
            [Expiry("2026-02-03", is_due=True, length="14 days", since=OWN)],
        ),
        (
            "El peaje se cobra a partir del 24 de febrero de 2026 por dos meses.",
            [Expiry("2026-04-23", length="2 months", since="2026-02-24")],
        ),
        (
            "It is let from 31 January 2026 for one month.",
            [Expiry("2026-02-28", length="1 month", since="2026-01-31")],
        ),
    ],
)
def test_the_last_day_is_counted_from_what_is_said(text: str, ends: list[Expiry]) -> None:
    assert expiries(text, OWN, our_rules()) == ends


@pytest.mark.parametrize(
    "text",
    [
        "The toll began on 4 March 2026.",
        "From 1 May 2026 drivers may be banned for 30 days.",
        "The board shall report within 14 days of the date of enactment of this Act.",
        "The ferry may be closed for 150 days.",
        "It is paused until March.",
    ],
)
def test_what_cannot_be_counted_ends_nothing(text: str) -> None:
    assert expiries(text, OWN, our_rules()) == []


def test_no_day_is_counted_from_a_document_of_a_month() -> None:
    assert expiries("Reply within 14 days of the date of this order.", "2026-01", our_rules()) == []


def test_an_answer_on_how_things_stand_says_what_is_over() -> None:
    paused = evidence("The toll is paused until 4 March 2025.", date="2025-02-03")
    lasts = evidence("The toll is paused until 4 March 2999.", date="2025-02-03")
    later = evidence("It was to last until 4 March 2025.", date="2025-05-03")
    shown = [Cited(number, one) for number, one in enumerate((paused, lasts, later), 1)]
    told = PLAN.tells(read_query("Where are we on the toll?", our_rules()), shown, our_rules())
    assert [(one.kind, one.words) for one in told.cautions] == [("over", ("4 March 2025 has passed",))]
    assert notice(Notice("over", words=told.cautions[0].words)) == "4 March 2025 has passed."
