"""Figures: what is asked for part by part, the table, and what must not be added."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.lexicon.rules import our_rules
from assistant.plans.figure_table import COLUMNS
from assistant.plans.figures import PLAN, parts_of
from assistant.plans.plan import Cited
from assistant.query.query import Query, read_query
from assistant.query.request import read_request
from assistant.types import Evidence
from tests.assistant.evidence import evidence

RULES = our_rules()


def read(turn: str) -> Query:
    return read_query(turn, RULES, request=read_request(turn, (), RULES))


@pytest.mark.parametrize(
    ("turn", "parts"),
    [
        ("ferry figures, latest year", ["ferry figures, latest year"]),
        (
            "ferry figures for Alder, including the delays and how dependent the town is on them",
            ["ferry figures for Alder", "delays", "how dependent the town is on them"],
        ),
        (
            "How much has Alder caught, and how many boats has it held? The two May 2022 reports differ.",
            ["How much has Alder caught", "how many boats has it held"],
        ),
    ],
)
def test_each_thing_asked_for_is_a_part(turn: str, parts: list[str]) -> None:
    found = parts_of(read(turn), RULES)
    assert len(found) == len(parts)
    assert all(part in whole for part, whole in zip(parts, found, strict=True))


def reports() -> list[Evidence]:
    said = (
        ("may", "2022-05-20", "From 1 January 2022 to 10 May 2022 the guard held 410 boats in all waters."),
        ("june", "2022-06-20", "From 1 January 2022 to 12 June 2022 the guard held 560 boats in all waters."),
    )
    return [
        evidence(text, slug=slug, date=date, publisher="Coast Guard of Alder") for slug, date, text in said
    ]


def test_figures_over_overlapping_times_are_shown_side_by_side_and_not_to_be_added() -> None:
    told = PLAN.tells(read("boat figures"), [Cited(n, one) for n, one in enumerate(reports(), 1)], RULES)
    assert told.table is not None and told.table.columns == COLUMNS
    assert [(row.cells[0], row.citation) for row in told.table.rows] == [("410", 1), ("560", 2)]
    assert told.table.rows[1].cells[3] == "1 January 2022 to 12 June 2022"
    assert [one.kind for one in told.cautions] == ["periods overlap"]


def test_every_cell_of_a_figure_stands_in_its_quote() -> None:
    shown = [Cited(n, one) for n, one in enumerate(reports(), 1)]
    told = PLAN.tells(read("boat figures"), shown, RULES)
    assert told.table is not None
    for row in told.table.rows:
        quote = next(one.evidence.text for one in shown if one.number == row.citation)
        assert row.cells[0] in quote and row.cells[1] in quote and row.cells[3] in quote


def test_quotes_without_figures_make_no_table() -> None:
    told = PLAN.tells(read("boat figures"), [Cited(1, evidence("The guard held boats."))], RULES)
    assert told.table is None and not told.cautions


def test_another_document_s_figure_of_the_same_thing_is_quoted_too() -> None:
    first, second = reports()
    apart = [
        replace(first, score=9.0, found_for="boats held"),
        replace(second, score=1.0, found_for="boats held"),
    ]
    said = " ".join(
        one.text for one in PLAN.drafts(read("how many boats were held? figures"), apart, 6, RULES)
    )
    assert "410 boats" in said and "560 boats" in said


def test_what_is_to_be_minded_stands_last() -> None:
    figure = replace(reports()[0], score=9.0, found_for="boats held")
    caveat = evidence(
        "Boats that were held twice must not be added to those of the towns.",
        slug="may",
        date="2022-05-20",
        start=400,
        score=2.0,
    )
    drafts = PLAN.drafts(read("boat figures"), [figure, replace(caveat, found_for="boats held")], 6, RULES)
    assert drafts[-1].heading == "What to mind" and "held twice" in drafts[-1].text


def test_each_year_that_is_asked_for_gets_its_sentence_where_there_is_one() -> None:
    of_2021 = evidence("The guard held 410 boats in 2021.", slug="a", score=9.0)
    of_2022 = evidence("Of boats held in 2022 the guard counts 560.", slug="b", score=1.0)
    of_2018 = evidence("The guard held 90 boats in 2018.", slug="c", score=1.0)
    apart = [replace(one, found_for="boats held") for one in (of_2021, of_2022, of_2018)]
    shown = " ".join(one.text for one in PLAN.drafts(read("boat figures 2021 and 2022"), apart[:2], 6, RULES))
    assert "410 boats" in shown and "counts 560" in shown
    shown = " ".join(one.text for one in PLAN.drafts(read("crew figures for 2021"), apart[1:], 6, RULES))
    assert "counts 560" in shown


def test_a_figure_far_below_the_best_of_no_time_asked_for_is_left_out() -> None:
    best = evidence("The guard held 410 boats in 2021.", slug="a", score=9.0)
    far = evidence("The museum sold 90 tickets in 2018.", slug="c", score=1.0)
    apart = [replace(one, found_for="boats held") for one in (best, far)]
    shown = " ".join(one.text for one in PLAN.drafts(read("boat figures for 2021"), apart, 6, RULES))
    assert "410 boats" in shown and "museum" not in shown
