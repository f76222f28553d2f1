from __future__ import annotations

from functools import partial

import pytest

from assistant.check.numbers import lacking_days, lacking_quantities
from assistant.lexicon.dates import days, readable_date
from assistant.lexicon.features import features
from assistant.lexicon.quantities import quantities
from assistant.lexicon.rules import our_rules

read = partial(features, rules=our_rules())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$10bn", "10 billion dollars"),
        ("US$1.5 million", "1.5 million dollars"),
        ("25%", "twenty-five percent"),
        ("80,391 deaths", "80391 deaths"),
        ("half of them", "50 percent of them"),
        ("two-thirds", "two thirds"),
        ("10 thousand troops", "10,000 troops"),
        ("10 mil efectivos", "10,000 members"),
        ("a dozen cases", "12 cases"),
        ("the 21st time", "the 21st time"),
        ("from 25 to 35 percent", "from 25 percent to 35 percent"),
    ],
)
def test_two_ways_of_writing_a_number_are_one(one: str, other: str) -> None:
    assert lacking_quantities(read(one), read(other)) == []
    assert lacking_quantities(read(other), read(one)) == []


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("25 people", "25 percent of the people"),
        ("$25", "25 percent"),
        ("14 months", "14 days"),
        ("at least 20 years", "not more than 20 years"),
        ("fewer than 250 targets", "more than 250 targets"),
        ("107,543 deaths", "105,743 deaths"),
        ("$2.7 trillion", "$2.7 billion"),
        ("an estimated 74,702 died", "an estimated 74,207 died"),
        ("nearly 74 percent", "75.5 percent"),
        ("the second half", "the first half of 2,000 days"),
    ],
)
def test_another_value_unit_or_bound_is_lacking(claim: str, evidence: str) -> None:
    assert lacking_quantities(read(claim), read(evidence))


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("more than 80,000 deaths", "80,391 deaths"),
        ("about 107,500 deaths", "107,543 deaths"),
        ("nearly 75,000 deaths", "74,702 deaths"),
        ("order 14157", "Executive Order 14157"),
        ("section 1189", "8 U.S.C. 1189(a)(1)"),
    ],
)
def test_a_rounded_figure_and_the_number_of_a_law_are_there(claim: str, evidence: str) -> None:
    assert lacking_quantities(read(claim), read(evidence)) == []


def test_a_date_is_no_number() -> None:
    assert quantities("On 20 February 2025 and in May 2024, and on Feb. 3.") == []


@pytest.mark.parametrize(
    ("claim", "evidence", "documents"),
    [
        ("on Feb. 20, 2025", "on 20 February 2025", []),
        ("in February 2025", "2025-02-20", []),
        ("on Feb. 20", "20 February 2025", []),
        ("el 20 de febrero de 2025", "on February 20, 2025", []),
        ("on 20 February 2025", "on February 20", ["2025-03-11"]),
        ("in 2025", "yesterday", ["2025-03-11"]),
    ],
)
def test_a_date_within_what_the_evidence_tells_is_there(
    claim: str, evidence: str, documents: list[str]
) -> None:
    assert lacking_days(read(claim), read(evidence), documents) == []


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("on 20 March 2025", "on 20 February 2025"),
        ("in 2024", "in February 2025"),
        ("on 21 February", "20 February 2025"),
        ("in June 2025", "in 2025"),
    ],
)
def test_another_date_or_one_told_more_exactly_is_lacking(claim: str, evidence: str) -> None:
    assert lacking_days(read(claim), read(evidence)) == [days(claim)[0].text]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("on 4 February 2025", "2025-02-04"),
        ("el 4 de febrero de 2025", "2025-02-04"),
        ("le 1er août 2025", "2025-08-01"),
        ("am 3. März 2025", "2025-03-03"),
        ("em 3 de dezembro de 2025", "2025-12-03"),
        ("em setembro de 2025", "2025-09"),
        ("They set 5 rules and put out 20 notices.", ""),
    ],
)
def test_dates_are_read_in_five_languages(text: str, iso: str) -> None:
    assert "".join(one.iso for one in days(text)) == iso


def test_a_point_between_sentences_is_no_ordinal() -> None:
    assert [one.iso for one in days("It was section 5. May officials know?")] == []


def test_a_date_is_written_in_english_whatever_the_machine_speaks() -> None:
    assert readable_date("2025-06-18") == "18 June 2025"
    assert readable_date("2025-06") == "June 2025"
    assert readable_date("2025-13") == readable_date("soon") == ""
