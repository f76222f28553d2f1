"""When what a sentence tells of happened."""

from __future__ import annotations

import pytest

from assistant.lexicon.event_days import EventDay, event_day, plans_for_a_day
from assistant.lexicon.rules import our_rules
from tests.assistant.evidence import evidence


@pytest.mark.parametrize(
    "text, day",
    [
        ("On May 3, 2021, I raised the toll.", "2021-05-03"),
        ("The bridge was opened in June 2020 and repaired in March 2021.", "2020-06"),
        ("A partir del 4 de febrero se desplegaron 40 guardias en el puente.", "2022-02-04"),
        ("In Order 12 of 1 March 2021, the council set a toll of 4 crowns.", "2021-03-01"),
        ("The council met yesterday and closed the gate.", "2022-05-09"),
        ("Ayer el consejo cerró el puente.", "2022-05-09"),
    ],
)
def test_a_day_that_the_sentence_gives_is_the_event_s(text: str, day: str) -> None:
    assert event_day(evidence(text, date="2022-05-10"), our_rules()) == EventDay(day, given=True)


@pytest.mark.parametrize(
    "text",
    [
        "The toll is paused until 3 April 2022.",
        "It had to be paid no later than 1 May 2022.",
        "El peaje se suspende hasta el 3 de abril.",
        "The toll will be charged from 1 June 2022, and not as of 1 March 2022.",
        "Today the council opened the bridge.",
        "The Bridges Act 1998 is old.",
    ],
)
def test_a_bound_or_a_day_to_come_dates_no_event(text: str) -> None:
    assert event_day(evidence(text, date="2022-05-10"), our_rules()) == EventDay("2022-05-10", given=False)


def test_what_an_instrument_orders_is_done_on_its_own_day() -> None:
    title, date = "Executive Order 20180, On Tolls", "2022-05-10"
    does = evidence("The Executive Order of January 5, 2020, is amended.", title=title, date=date)
    assert event_day(does, our_rules()) == EventDay("2022-05-10", given=False)
    text = "In Executive Order 20100 of January 5, 2020, I declared a toll."
    recounts = evidence(text, title=title, date=date)
    assert event_day(recounts, our_rules()) == EventDay("2020-01-05", given=True)


def test_a_section_that_is_headed_by_a_day_tells_of_that_day() -> None:
    news = evidence("The gate was closed today.", heading="3 April 2021: the gate", date="2022-05-10")
    assert event_day(news, our_rules()).iso == "2021-04-03"


def test_a_day_to_come_is_planned_for() -> None:
    said = evidence("The toll will be charged from 1 June 2022.", date="2022-05-10")
    assert plans_for_a_day(said, our_rules())
    assert not plans_for_a_day(evidence("The toll will be charged.", date="2022-05-10"), our_rules())
