from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.follow_up import Asked, apart, asked_after
from assistant.query.query import read_query
from assistant.query.request import Form
from assistant.types import RequestKind, Turn
from tests.assistant.evidence import source

SHELF = (
    source(slug="act", title="Harbour Levy Act", kind="statute", date="2023-10-01"),
    source(slug="order", title="Executive Order 14031, Closing the Pier", kind="executive order"),
    source(slug="opinion", title="A levy too far", kind="op-ed", author="Mira Castle"),
)


def asked(turn: str, *before: str) -> Asked:
    return asked_after(turn, [Turn(one, "an answer") for one in before], SHELF, our_rules())


@pytest.mark.parametrize(
    ("turn", "form"),
    [
        ("shorter", Form(short=True)),
        ("as a table", Form(points=5, table=True)),
        ("in three bullets pls", Form(points=3)),
        ("just the dates", Form(points=5, brief=True)),
        ("can you put that in a table please", Form(points=5, table=True)),
    ],
)
def test_a_turn_of_nothing_but_form_repeats_the_last_request(turn: str, form: Form) -> None:
    first = "Summarise the Harbour Levy Act in five bullets"
    found = asked(turn, first)
    assert found.question == first
    assert found.request.form == form
    assert (found.request.kind, found.request.documents) == ("summary", ("act",))


def test_a_form_after_a_form_is_of_the_same_request() -> None:
    found = asked("now as a table", "Summarise the Harbour Levy Act", "shorter")
    assert found.question == "Summarise the Harbour Levy Act"
    assert found.request.form.table


@pytest.mark.parametrize(
    ("turn", "before", "kind", "documents", "within"),
    [
        (
            "and by when do they have to report?",
            ["What does the Harbour Levy Act make owners do?"],
            "legal",
            ("act",),
            True,
        ),
        ("who enforces it?", ["Summarise EO 14031"], "fact", ("order",), True),
        ("why?", ["who is against the pier closure"], "arguments", (), False),
        ("why was it closed?", ["timeline of the pier closure"], "fact", (), False),
        (
            "and if it is foreign?",
            ["What is the penalty under the Harbour Levy Act?"],
            "legal",
            ("act",),
            True,
        ),
        ("and did boats really pay?", ["What does the op-ed say of ships?"], "claim", ("opinion",), False),
        ("who was against that", ["when was it paused", "and it was extended?"], "arguments", (), False),
        ("what does EO 14031 say of it?", ["Summarise the Harbour Levy Act"], "fact", ("order",), True),
        ("How many lorries crossed in 2023?", ["Summarise the Harbour Levy Act"], "fact", (), False),
    ],
)
def test_a_turn_inherits_what_it_leaves_unsaid(
    turn: str, before: Sequence[str], kind: str, documents: tuple[str, ...], within: bool
) -> None:
    found = asked(turn, *before).request
    assert (found.kind, found.documents, found.within) == (kind, documents, within)


@pytest.mark.parametrize(
    ("turn", "before", "question"),
    [
        ("what about iceland?", "what duties did norway pay in 2025", "what duties did Iceland pay in 2025"),
        ("and the companies?", "what does the union want on tolls", "what does the companies want on tolls"),
        ("and Pell?", "what did Ms Grey say about tolls", "what did Ms Pell say about tolls"),
    ],
)
def test_another_name_asks_the_same_of_it(turn: str, before: str, question: str) -> None:
    assert asked(turn, before).question == question


@pytest.mark.parametrize(
    ("turn", "before", "question"),
    [
        ("Why?", "Is the toll on Norwegian boats paused?", "Why is the toll on Norwegian boats paused?"),
        ("And why?", "When was the pier closed?", "Why was the pier closed?"),
        ("why is that?", "What toll do ferries pay?", "Why do ferries pay the toll?"),
        ("Why?", "What toll applies to ferries?", "Why does the toll apply to ferries?"),
        ("Why?", "Which piers were closed in May?", "Why were the piers closed in May?"),
        ("Why?", "What is the toll on ferries?", "Why is the toll on ferries what it is?"),
        ("Why?", "What did the mayor say about tolls?", "Why did the mayor say that about tolls?"),
        ("Since when?", "Is the pier closed?", "Since when is the pier closed?"),
        ("¿Por qué?", "¿Está cerrado el muelle?", "¿Por qué está cerrado el muelle?"),
        ("¿Y desde cuándo?", "¿Cuál es el peaje del puente?", "¿Desde cuándo es así el peaje del puente?"),
        ("¿Y en 2024?", "¿Cuántos barcos hay?", "¿Cuántos barcos hay en 2024?"),
        (
            "And in 2024?",
            "How many lorries crossed the bridge?",
            "How many lorries crossed the bridge in 2024?",
        ),
        (
            "And on Swedish boats?",
            "What is the toll on boats from Norway?",
            "What is the toll on Swedish boats?",
        ),
        ("What about lorries?", "What toll do ferries pay?", "What toll do lorries pay?"),
        ("What about ice?", "What is the toll on fish from Norway?", "What is the toll on ice from Norway?"),
        (
            "And for lorries?",
            "What is the toll on the bridge?",
            "What is the toll on the bridge for lorries?",
        ),
        ("Who collects it?", "Is the toll on the bridge paused?", "Who collects the toll on the bridge?"),
        ("Who signed it?", "What does EO 14031 do?", "Who signed EO 14031?"),
    ],
)
def test_a_turn_is_made_one_question_with_the_one_before_it(turn: str, before: str, question: str) -> None:
    assert asked(turn, before).question == question


def test_it_is_the_instrument_that_the_last_answer_names_where_something_is_done_with_one() -> None:
    before = [Turn("What toll applies to ferries?", "Executive Order 14031 (3 May 2021) says: “a toll”")]
    found = asked_after("Who signed it?", before, SHELF, our_rules())
    assert found.question == "Who signed Executive Order 14031?"
    assert asked_after("Who paid for it?", before, SHELF, our_rules()).question == "Who paid for it?"


def test_a_turn_goes_on_from_how_the_one_before_it_was_understood() -> None:
    found = asked("What about ice?", "What is the toll on fish from Norway?", "And on Swedish fish?")
    assert found.question == "What is the toll on Swedish ice?"


def test_another_speaker_is_heard() -> None:
    assert asked("and the companies?", "what does the union want on tolls").request.speaker == "companies"


def test_a_turn_of_no_words_of_its_own_is_ranked_with_what_it_leans_on() -> None:
    before = [Turn("Who was fined on 1 July 2024?", "Orrin")]
    query = read_query("why them?", our_rules(), history=before, sources=())
    assert query.variants[0].text.startswith("Who was fined")
    assert query.requirements.days == ("1 July",)


def test_the_period_is_inherited() -> None:
    shelf = (source(slug="a", date="2025-02-03"),)
    before = [Turn("What did the ministry do in February 2025?", "It closed.")]
    query = read_query("and the councils then?", our_rules(), history=before, sources=shelf)
    assert (query.period.since, query.period.until) == ("2025-02-01", "2025-02-28")


@pytest.mark.parametrize(
    ("question", "kind", "questions"),
    [
        ("Who signed it, and who paid for it?", "fact", 2),
        ("What is the maximum fine under the Levy Act, and what is carved out?", "legal", 1),
        ("What is the maximum fine under the Levy Act, and who won the race at Vellmark?", "legal", 2),
    ],
)
def test_what_is_asked_apart(question: str, kind: RequestKind, questions: int) -> None:
    assert len(apart(question, kind, our_rules())) == questions
