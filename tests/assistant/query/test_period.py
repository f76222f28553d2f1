import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.period import Period, asked_period, days_named, wants_latest, without_period
from tests.assistant.evidence import source

SOURCES = [
    source(slug="pause-north", title="Pausing the northern duty", date="2025-02-03"),
    source(slug="pause-south", title="Pausing the southern duty", date="2025-02-03"),
    source(slug="strike-1", title="The strike begins", date="2024-05-01"),
    source(slug="strike-2", title="The strike ends", date="2024-06-01"),
    source(slug="old", title="The first report", date="2023-01-01"),
    source(slug="new", title="The last report", date="2026-01-01"),
]


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What did the ministry say before 2025?", "", "2024-12-31"),
        ("What did it say until 2025?", "", "2025-12-31"),
        ("What did it say after March 4, 2025?", "2025-03-05", ""),
        ("What has it said since 4 March 2025?", "2025-03-04", ""),
        ("What was said before February 2024?", "", "2024-01-31"),
        ("What was published up to February 2024?", "", "2024-02-29"),
        ("¿Qué dijo el ministerio antes de febrero de 2024?", "", "2024-01-31"),
        (
            "What did the ministry say before the pause?",
            "",
            "2025-02-02",
        ),  # both titles that tell of one have one date
        ("What did the ministry say before the strike?", "", ""),  # two dates: not plain
        ("What did the ministry say before the flood?", "", ""),  # no title tells of one
        ("What did the ministry say before 1990?", "", ""),  # no document is of that time
        ("What did the ministry do in February 2025?", "2025-02-01", "2025-02-28"),
        ("Which orders came from January 2025 onwards?", "2025-01-01", ""),
        ("What was said between May 2024 and February 2025?", "2024-05-01", "2025-02-28"),
        ("What had it seized by late February 2025?", "", "2025-02-28"),
        ("Since May 2024, how many came?", "2024-05-01", ""),
        ("¿Qué hizo el ministerio en febrero de 2025?", "2025-02-01", "2025-02-28"),
        ("What did the ministry say in 2024?", "2024-01-01", "2024-12-31"),
        ("How many died in 2024?", "", ""),  # what happened in a year is told by later documents
    ],
)
def test_the_period_that_a_question_names(question: str, since: str, until: str) -> None:
    period = asked_period(question, SOURCES, our_rules())
    assert (period.since, period.until) == (since, until)


def test_only_what_was_said_then_is_kept_to_documents_of_then() -> None:
    assert asked_period("What did the ministry say before 2025?", SOURCES, our_rules()).said
    assert not asked_period("What powers did the ministry have before 2025?", SOURCES, our_rules()).said
    assert asked_period("What did the ministry say in February 2025?", SOURCES, our_rules()).said
    assert not asked_period("How many did it report in February 2025?", SOURCES, our_rules()).said


def test_a_document_of_a_month_or_a_year_is_of_the_period_that_it_may_be_of() -> None:
    period = Period(since="2025-02-10", until="2025-06-30")
    assert [
        period.holds(day) for day in ("2025-02-09", "2025-02-10", "2025-02", "2025", "2025-07-01", "")
    ] == [False, True, True, True, False, False]


def test_a_year_that_bounds_a_period_is_no_name_to_look_for() -> None:
    assert without_period("What did it say before 2025 on 2019?", our_rules()) == "What did it say  on 2019?"


@pytest.mark.parametrize(
    "question",
    ["Is it still in force?", "What is the rate now?", "the latest figures", "¿Está vigente todavía?"],
)
def test_questions_about_how_things_stand(question: str) -> None:
    assert wants_latest(question, our_rules())


def test_others_are_not() -> None:
    assert not wants_latest("When did the order take effect?", our_rules())


def test_days_are_the_same_however_they_are_written() -> None:
    assert days_named("20 February 2025, February 20, the 20th of February and 2025-02-20") == {"20 February"}
    assert days_named("in February 2025, on page 20") == set()
