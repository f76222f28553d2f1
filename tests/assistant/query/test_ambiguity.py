from assistant.lexicon.rules import our_rules
from assistant.query.ambiguity import interpretations
from assistant.query.query import read_query
from assistant.types import Evidence
from tests.assistant.evidence import evidence

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
