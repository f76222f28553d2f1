"""Assignments as offices type them, read."""

from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.memo.assignment import Assignment, is_open, options_of, read_assignment, title_of
from assistant.memo.types import MemoRequest


def read(topic: str, decision: str = "", position: str = "") -> Assignment:
    return read_assignment(MemoRequest(topic, decision=decision, position=position), our_rules())


@pytest.mark.parametrize(
    ("topic", "subject"),
    [
        ("tolls on trucks over bridges", "tolls on trucks over bridges"),
        ("Should we support the bridge tolls?", "the bridge tolls"),
        ("Do we write to the port asking for the old night ferry to be brought back?", "the old night ferry"),
        ("Should the Minister co-sponsor Bill 9, the Safe Ferries Act?", "Bill 9, the Safe Ferries Act"),
        ("Brief me on the harbour levy: who pays, and since when", "the harbour levy"),
        ("Which toll figure do we stand on?", "toll figure"),
        ("Is the harbour levy still in force?", "harbour levy"),
    ],
)
def test_the_subject_is_what_a_topic_is_about(topic: str, subject: str) -> None:
    assert read(topic).subjects[0] == subject


def test_a_question_is_put_as_it_stands_and_after_what_it_is_about() -> None:
    assert read("Should we support the tolls?").questions == ("Should we support the tolls?",)
    asked = read("The harbour levy: who pays, how it is spent").questions
    assert asked == ("The harbour levy: who pays", "The harbour levy: how it is spent")


def test_a_mail_is_read_without_its_furniture_and_a_question_with_what_it_leans_on() -> None:
    mail = 'FW: tolls\n\nThe draft says "400 trucks a day pay the toll". Is that still right? Thx, Ruth'
    found = read(mail)
    assert found.subjects[0] == "400 trucks a day pay the toll"
    assert found.questions[0] == "400 trucks a day pay the toll: Is that still right?"
    assert not any("Ruth" in one or "FW" in one for one in (*found.subjects, *found.questions))


def test_what_is_said_of_the_paper_is_no_subject() -> None:
    assert read("Keep it to a page. The harbour levy and its figures.").subjects == (
        "The harbour levy and its figures",
    )


def test_a_list_that_opens_with_a_country_is_of_it() -> None:
    assert read("Norway, night ferries and the harbour levy").subjects == (
        "night ferries, Norway",
        "the harbour levy, Norway",
    )


@pytest.mark.parametrize(
    ("decision", "subject"),
    [
        ("Whether to sign a letter asking the port for a new toll", "a new toll"),
        ("Vote for, against or not yet on ending the night ferry", "ending the night ferry"),
        ("Sponsor, hold, or decline Bill 9", "Bill 9"),
        ("What she says of crude dumping and what she asks of the port", "crude dumping"),
    ],
)
def test_what_is_to_be_decided_is_a_subject(decision: str, subject: str) -> None:
    assert subject in read("the tolls", decision).subjects


def test_a_question_leans_on_no_decision_that_names_nothing() -> None:
    assert read("the night ferry: who pays?", "Pay it").questions == ("the night ferry: who pays?",)
    assert read("Night ferries. Who pays?", "Pay it").questions == ("Night ferries: Who pays?",)


def test_of_several_options_none_is_the_subject() -> None:
    assert read("the night ferry", "Back it, wait or offer something else").subjects == ("the night ferry",)


def test_what_the_office_holds_is_a_subject_where_nothing_else_is() -> None:
    assert read("the tolls", position="Keep the old toll on lorries").subjects == ("the tolls",)


def test_a_mail_is_about_its_first_line_and_no_more_of_its_talk() -> None:
    found = read("RE: night ferries\n\nShe will be asked on Monday. Who pays? I need: last year's figures")
    assert found.subjects == ("night ferries",)
    assert found.questions == ("night ferries: Who pays?",)


@pytest.mark.parametrize(
    ("topic", "title"),
    [
        ("tolls on  trucks", "Tolls on trucks"),
        ("RE: port call\n\nThe draft says that it is shut. Is it?\nTa, Sam", "Port call"),
        ("FW: numbers. " + "The office wants to know how many boats pay. " * 5, "Numbers"),
        ("Should we support the tolls?", "Should we support the tolls?"),
    ],
)
def test_a_mail_is_called_by_its_first_line(topic: str, title: str) -> None:
    assert title_of(topic, our_rules()) == title


@pytest.mark.parametrize(
    ("decision", "options"),
    [
        ("", ()),
        ("approve a hearing", ("approve a hearing",)),
        ("Whether to sign a letter", ("sign a letter",)),
        ("raise the toll; keep it", ("raise the toll", "keep it")),
        ("Sponsor, hold, or decline Bill 9", ("Sponsor", "hold", "decline Bill 9")),
        (
            "raise the toll on lorries, buses and cars by May",
            ("raise the toll on lorries, buses and cars by May",),
        ),
    ],
)
def test_the_options_are_those_that_a_decision_names(decision: str, options: tuple[str, ...]) -> None:
    assert options_of(decision) == options


def test_a_decision_that_asks_or_names_several_things_is_open() -> None:
    for decision in (
        "Whether to sign a letter",
        "Which toll figure she uses",
        "Sponsor, hold, or decline it",
    ):
        assert is_open(decision)
    assert not is_open("sign the letter") and not is_open("")


def test_a_topic_that_says_nothing_is_its_own_subject() -> None:
    assert read("It").subjects == ("It",)
