"""A short answer: what answers, and what adds to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.lexicon.rules import our_rules
from assistant.plans.fact import PLAN, leant_on, with_ends_marked, with_reasons
from assistant.plans.plan import Cited
from assistant.query.query import Query, read_query
from assistant.retrieval.retriever import Retriever
from assistant.types import Evidence, Turn
from tests.assistant.evidence import evidence
from tests.assistant.laws import laws

RULES = our_rules()


def said(question: str, *found: Evidence) -> str:
    return "\n".join(one.text for one in PLAN.drafts(read_query(question, RULES), found, 6, RULES))


def test_what_is_far_less_likely_and_adds_nothing_is_left_out() -> None:
    answer = evidence("The port closed on 3 May 2021.", slug="a", score=8.0)
    near = evidence("Boats left the port in May 2021.", slug="b", score=4.0)
    far = evidence("The ferry museum has a new roof.", slug="c", score=-1.0)
    shown = said("When did the port close?", answer, near, far)
    assert "closed on 3 May" in shown and "Boats left" in shown and "museum" not in shown


def test_what_has_words_of_the_question_that_are_not_yet_said_is_kept() -> None:
    answer = evidence("The port closed on 3 May 2021.", slug="a", score=8.0)
    adds = evidence("The pilots were paid in June.", slug="b", score=0.5)
    assert "paid in June" in said("When did the port close, and were the pilots paid?", answer, adds)
    assert "paid in June" not in said("When did the port close?", answer, adds)


def test_the_first_denial_is_kept() -> None:
    answer = evidence("The board says that the toll emptied the port.", slug="a", score=8.0)
    denial = evidence("No study has found what emptied it.", slug="b", score=-3.0)
    assert "No study" in said("Is the port empty thanks to the toll?", answer, denial)


def test_the_best_quote_comes_first_also_where_it_stands_later_in_its_document() -> None:
    whole = "The port was built in 1901. It had four piers. The port closed on 3 May 2021."
    first = evidence("The port was built in 1901.", passage=whole, score=3.0)
    best = evidence("The port closed on 3 May 2021.", passage=whole, start=47, score=8.0)
    shown = said("When did the port close?", best, first)
    assert shown.index("closed on") < shown.index("built in")


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    home: Path = tmp_path_factory.mktemp("laws")
    return Retriever(laws(home), RULES)


def after(question: str, turn: str) -> Query:
    return read_query(turn, RULES, history=[Turn(question)])


def test_a_turn_that_leans_on_another_is_asked_of_the_document_that_this_names(retriever: Retriever) -> None:
    assert leant_on(after("Which pilots did the debate of 20 July 2021 name?", "why them?"), retriever) == (
        "debate",
    )
    assert leant_on(read_query("Which pilots were paid?", RULES), retriever) == ()


def test_a_reason_is_looked_for_among_what_is_told_of_those_to_whom_it_happened() -> None:
    texts = (
        "The board met in the town hall.",
        "Anders Brekke sold the lamps of three piers.",
        "Brekke and Ostby were fined today under the Harbours Act.",
    )
    found = [evidence(text, publisher="Port of Alder", score=0.0) for text in texts]
    ranked = with_reasons(after("Who was fined by the Port of Alder?", "why them?"), found, RULES)
    board, sold, fined = (one.score for one in ranked)
    assert board < sold < fined or board < fined <= sold


def test_where_several_things_are_asked_for_none_is_left_out() -> None:
    first = evidence("The port closed on 3 May 2021.", slug="a", score=8.0)
    later = evidence("It shut again on 9 June 2022.", slug="b", score=-6.0)
    assert "9 June 2022" in said("When did the port close each time?", first, later)
    assert "9 June 2022" not in said("When did the port close?", first, later)


def test_what_ended_it_leads_where_it_is_asked_how_things_are_and_else_comes_next() -> None:
    set_it = evidence("Cars pay a toll of 4 crowns.", slug="a", date="2020-01-05", score=8.0)
    more = evidence("The toll of coaches is 9 crowns.", slug="b", date="2020-02-05", score=7.0)
    ended = evidence("The tolls shall no longer be collected.", slug="c", date="2022-06-01", score=5.0)
    ended = replace(ended, overtakes=True)

    def order(question: str, *found: Evidence) -> list[str]:
        shown = said(question, *found)
        return sorted(("4 crowns", "9 crowns", "no longer"), key=shown.index)

    assert order("What toll do cars pay?", set_it, more, ended) == ["no longer", "4 crowns", "9 crowns"]
    assert order("What toll did cars pay?", set_it, more, ended) == ["4 crowns", "no longer", "9 crowns"]
    newer = replace(set_it, source=replace(set_it.source, date="2023-01-01"))
    assert order("What toll do cars pay?", newer, more, ended) == ["4 crowns", "no longer", "9 crowns"]


def test_an_end_that_is_told_of_beside_what_it_ended_leads_too() -> None:
    first, last = (
        "The toll of 4 crowns on cars took effect on 4 March 2021.",
        "It ends the toll on cars today.",
    )
    note = f"{first} Buses pay nothing at all on this bridge. {last}"
    set_it = evidence(first, passage=note, score=8.0, date="2023-01-01")
    ended = evidence(last, passage=note, start=note.index(last), score=1.0, date="2023-01-01")
    other = evidence("The fair ends on 3 June 2022.", slug="b", score=2.0)
    now = read_query("What is the toll on cars?", RULES)
    marked = with_ends_marked(now, [set_it, other, ended], RULES)
    assert [one.text for one in marked if one.overtakes] == [ended.text]
    shown = "\n".join(one.text for one in PLAN.drafts(now, marked, 6, RULES))
    assert shown.index("ends the toll") < shown.index("4 crowns")
    then = read_query("What did the order of 1 June 2022 say of the toll on cars?", RULES)
    assert not any(one.overtakes for one in with_ends_marked(then, [set_it, ended], RULES))


def test_what_was_to_last_so_long_and_is_over_is_told_where_it_is_asked_how_things_are() -> None:
    toll = evidence(
        "Cars pay a toll of 4 crowns from 5 January 2020 for up to 150 days.", date="2020-01-05", score=8.0
    )

    def told(question: str) -> list[tuple[str, ...]]:
        cited = [Cited(1, toll)]
        return [one.words for one in PLAN.tells(read_query(question, RULES), cited, RULES).cautions]

    assert told("What toll do cars pay?") == [("The 150 days from 5 January 2020 ended on 2 June 2020",)]
    assert told("What toll did cars pay?") == []
