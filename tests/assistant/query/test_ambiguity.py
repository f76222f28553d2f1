import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.ambiguity import Unclear, interpretations, unclear
from assistant.query.query import read_query
from assistant.types import Evidence
from ingest.types import Source
from tests.assistant.evidence import evidence, source

PAUSE = "the duty on goods that are products of {} shall be paused until March"


def order(slug: str, text: str, title: str, score: float = 5.0) -> Evidence:
    return evidence(text, slug=slug, title=title, date="2025-02-03", kind="executive order", score=score)


def read(question: str, found: list[Evidence]) -> tuple[str, ...]:
    return interpretations(read_query(question, our_rules()), found, our_rules())


MEXICO = order("m", PAUSE.format("Mexico"), "Executive Order 2, South")
CANADA = order("c", PAUSE.format("Canada"), "Executive Order 1, North", 4.0)


def test_documents_that_say_the_same_of_different_things_are_named_with_what_tells_them_apart() -> None:
    told = read("Until when were the duties paused?", [MEXICO, CANADA])
    assert told == (
        "Mexico: Executive Order 2, “South” (3 February 2025)",
        "Canada: Executive Order 1, “North” (3 February 2025)",
    )


def test_the_order_may_be_any_of_several_orders() -> None:
    other = order("o", "No permit is needed for a stall.", "Executive Order 3, Markets")
    assert len(read("What did the order say?", [MEXICO, other])) == 2
    assert read("What was said?", [MEXICO, other]) == ()


def test_one_document_may_allow_both_interpretations() -> None:
    bear, wolf = (
        evidence(f"In 2024 the ministry counted forty {name} killings in the forests.", score=5.0)
        for name in ("Bear", "Wolf")
    )
    assert read("How many killings were counted?", [bear, wolf]) == (
        "Bear: “A title”",
        "Wolf: “A title”",
    )


def test_a_question_that_names_its_subject_has_one_interpretation() -> None:
    assert read("Until when were the duties on Mexico paused?", [MEXICO, CANADA]) == ()


def test_what_is_far_less_relevant_is_no_interpretation() -> None:
    far = order("c", CANADA.text, "Executive Order 1, North", -20.0)
    assert read("Until when were the duties paused?", [MEXICO, far]) == ()


REPORTS = tuple(
    source(
        slug=f"r{day}",
        title=f"Harbour report {day}",
        publisher="Town Council",
        date=f"2020-0{day}-01",
        kind="report",
    )
    for day in (1, 2)
)


def left_open(turn: str, sources: tuple[Source, ...] = REPORTS, *found: Evidence) -> Unclear | None:
    return unclear(read_query(turn, our_rules()), found, sources, our_rules())


@pytest.mark.parametrize(
    "turn", ["What did the report say?", "what does the town council report say", "Sum up the report, please"]
)
def test_a_request_for_a_document_that_may_be_any_of_several_asks_which(turn: str) -> None:
    which = left_open(turn)
    assert which and which.readings == (
        "“Harbour report 2” (1 February 2020)",
        "“Harbour report 1” (1 January 2020)",
    )
    assert all("“Harbour report" in one for one in which.requests) and "the report" not in which.requests[0]


@pytest.mark.parametrize(
    "turn",
    [
        "What did the report say about ferries?",
        "What did the February 2020 report say?",
        "What did the museum's report say?",
        "Who wrote it?",
    ],
)
def test_a_request_that_says_more_is_not_asked_back(turn: str) -> None:
    assert left_open(turn) is None


def test_one_document_of_the_kind_is_the_one_that_is_meant() -> None:
    assert left_open("What did the report say?", REPORTS[:1]) is None


def test_documents_that_the_library_only_tells_of_are_told_apart_by_their_dates() -> None:
    told = (
        evidence("The report of 3 May 2019 counts forty ferries."),
        evidence("By a report of 9 June 2019, half of them were late."),
    )
    which = left_open("What did the report say?", (), *told)
    assert which and which.readings == ("the report of 3 May 2019", "the report of 9 June 2019")
    assert which.requests[0] == "What did the report of 3 May 2019 say?"
    assert left_open("What did the report say?", (), told[0]) is None
