"""The figures of a quote: what stands there, letter for letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.figures import Figure, count_alike, figures_of, has_figure
from assistant.lexicon.rules import our_rules
from tests.assistant.evidence import evidence, item_of

RULES = our_rules()


def read(text: str, date: str = "2024-05-06") -> list[Figure]:
    return figures_of(evidence(text, date=date), RULES)


def test_a_figure_has_its_unit_its_time_and_what_it_counts() -> None:
    first, second = read("The toll on lorries rose from $1.2 million in 2019 to $3.4 million in 2021.")
    assert (first.text, first.unit, first.period) == ("$1.2 million", "$", "2019")
    assert (second.text, second.period) == ("$3.4 million", "2021")
    assert "toll on lorries" in second.counts


def test_a_figure_without_a_time_is_as_of_its_document() -> None:
    [one] = read("About 40 percent of the lorries are sold abroad.")
    assert one.is_dated_by_document and one.period == "6 May 2024"
    assert one.counts == "of the lorries are sold abroad"
    assert one.basis == "About"


def test_the_line_over_a_list_dates_its_figures() -> None:
    one = item_of("Del 1 de octubre al 9 de febrero del 2023:", item="Se han revisado 11 mil 600 barcos.")
    [figure] = figures_of(one, RULES)
    assert figure.text == "11 mil 600" and figure.counts == "barcos"
    assert figure.period == "1 de octubre al 9 de febrero del 2023"
    assert [day.iso for day in figure.days] == ["2022-10-01", "2023-02-09"]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour opened in 2019.",
        "Section 12 of the Harbours Act 1998 applies.",
        "It begins at 12:01 a.m. on the first pier (Figure 2).",
        "It lasted three years.",
    ],
)
def test_years_ordinals_and_numbers_of_things_are_no_figures(text: str) -> None:
    assert not has_figure(text, RULES)


def test_figures_that_count_one_thing_in_one_unit_are_alike() -> None:
    [lorries], [more], [rate] = (
        read("Some 40 lorries of the port sank."),
        read("Some 60 lorries of the port sank."),
        read("Some 60 percent of the lorries of the port sank."),
    )
    assert count_alike(lorries, more)
    assert not count_alike(lorries, rate)


WORDS = st.sampled_from(
    "40 1,200 $3 3.5 million % percent lorries of in 2019 to May , . ; ( ) mil 600 and the kilos".split()
)


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_every_figure_stands_in_the_words_where_it_says(words: list[str]) -> None:
    text, last = " ".join(words), 0
    for figure in read(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.start >= last
        last = figure.end
