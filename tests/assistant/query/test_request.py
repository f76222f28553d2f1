"""What kind of answer a turn asks for, and what of it is about the subject."""

from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.request import Form, Request, read_request


def read(turn: str) -> Request:
    return read_request(turn, (), our_rules())


@pytest.mark.parametrize(
    ("turn", "kind"),
    [
        ("Summarise the harbour order in five bullets, please", "summary"),
        ("toll timeline, every change", "timeline"),
        ("who opposes the ferry levy?", "arguments"),
        ("Bill 3 v Bill 7: sponsors, status", "positions"),
        ("what did ms grey say about lorries", "said"),
        ("is the levy still in force?", "state"),
        ("who must report, and by when?", "legal"),
        ("passenger figs for last year", "figures"),
        ("The op-ed says fees doubled. Is that right?", "claim"),
        ("How long is the tunnel?", "fact"),
    ],
)
def test_the_kind_is_read(turn: str, kind: str) -> None:
    assert read(turn).kind == kind


def test_the_form_is_read_and_is_no_part_of_the_subject() -> None:
    found = read("Summarise the harbour order in five bullets for the Secretary, please")
    assert found.form.points == 5
    assert "Secretary" not in found.subject and "five" not in found.subject
    assert "harbour order" in found.subject


def test_a_turn_of_nothing_but_manner_keeps_its_words() -> None:
    assert read("please").subject == "please"


@pytest.mark.parametrize(
    ("turn", "stance"),
    [
        ("arguments against the levy", "against"),
        ("the board's case for dredging", "for"),
        ("the board's case for dredging, and the weak spot in it", "both"),
        ("pros and cons of night ferries", "both"),
        ("who supports the toll and who doesn't", "both"),
        ("How long is the tunnel?", ""),
    ],
)
def test_the_side_of_an_argument_is_read(turn: str, stance: str) -> None:
    assert read(turn).stance == stance


@pytest.mark.parametrize(
    ("turn", "subject"),
    [
        (
            "Summarise Order 31 (the pier one) in five bullets for the Secretary, please.",
            "Order 31 (the pier one).",
        ),
        (
            "trade figs, latest yr, source pls. incl the levy",
            "trade figures, latest year. including the levy",
        ),
        ("Rates, and dates, please.", "Rates, and dates."),
    ],
)
def test_no_loose_punctuation_is_left(turn: str, subject: str) -> None:
    assert read(turn).subject == subject


@pytest.mark.parametrize(
    ("turn", "subject"),
    [
        ("Boss wants it on one page: the night ferry ban", "the night ferry ban"),
        ("Which orders do we hold? Number, date, one line each.", "Which orders do we hold?"),
        ("For the DAS by noon: since when are tolls paid?", "since when are tolls paid?"),
        ("who is against the levy? (need it for a panel)", "who is against the levy?"),
        ("where do Pell and Grey stand on tolls? table if u can", "where do Pell and Grey stand on tolls?"),
        (
            "Compare what the orders charge Norland. Not the rates, the charges.",
            "Compare what the orders charge Norland. Not the rates, the charges.",
        ),
        ("Tolls doubled. Is that right?", "Tolls doubled"),
        ("everything Ms Grey said on dredging, in date order", "everything Ms Grey said on dredging"),
        ("¿Me armas la cronología del muelle? fecha y hecho, sin rollo", "muelle"),
    ],
)
def test_instructions_manner_and_layout_are_not_searched_for(turn: str, subject: str) -> None:
    assert read(turn).subject == subject


@pytest.mark.parametrize(
    ("turn", "form"),
    [
        ("the harbour act in 4 lines max", Form(points=4)),
        ("shorter please", Form(short=True)),
        ("as a table", Form(table=True)),
        ("set the two bills side by side", Form(table=True)),
        ("just the dates", Form(brief=True)),
        ("how long is the pier?", Form()),
    ],
)
def test_the_look_of_the_answer_is_read(turn: str, form: Form) -> None:
    assert read(turn).form == form
