"""What holds of every dialect of XML: its rows are well formed, and no words are lost on the way."""

from __future__ import annotations

import pytest
from lxml import etree

from ingest.load.dialects.facts import bill_number, bill_stage, day_in, first_fact, title_case


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("H. R. 1033", "H.R. 1033"),
        ("H.R.7", "H.R. 7"),
        ("S. 2625", "S. 2625"),
        ("S. J. RES. 4", "S.J. Res. 4"),
        ("H. CON. RES. 105", "H. Con. Res. 105"),
        ("H. RES. 99", "H. Res. 99"),
        ("Rules Committee Print 116-38", "Rules Committee Print 116-38"),
    ],
)
def test_the_number_of_a_bill_is_written_as_it_is_cited(written, cited):
    assert bill_number(written) == cited


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Introduced-in-House", "introduced in the House"),
        ("Reported in Senate", "reported in the Senate"),
        ("Referred in Senate", "referred in the Senate"),
        ("Placed on Calendar Senate", "placed on the calendar in the Senate"),
        ("Considered and Passed Senate", "considered and passed in the Senate"),
        ("Engrossed Amendment Senate", "engrossed amendment of the Senate"),
        ("ENR", "enrolled"),
        ("Enrolled-Bill", "enrolled"),
    ],
)
def test_the_stage_of_a_bill_is_said_in_words(given, said):
    assert bill_stage(given) == said


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Passed the Senate August 10, 2020.", "2020-08-10"),
        ("Approved October 3, 2013.", "2013-10-03"),
        ("this 6th day of February, 2024", "2024-02-06"),
        ("[FR Doc. 24-1 Filed 2-9-24; 8:45 am]", "2024-02-09"),
        ("20130410", "2013-04-10"),
        ("2019-12-17", "2019-12-17"),
        ("on Monday, the fourth day of January, two thousand and sixteen", ""),
    ],
)
def test_a_day_is_found_where_it_is_written_out(text, day):
    assert day_in(text) == day


def test_capitals_become_the_case_of_a_title():
    assert title_case("DEPARTMENT OF THE INTERIOR") == "Department of the Interior"
    assert title_case("TITLE II OF THE U.S. CODE") == "Title II of the U.S. Code"
    assert title_case("As it was WRITTEN") == "As it was WRITTEN"


def test_the_latest_of_several_days_is_taken():
    root = etree.fromstring("<a><d>May 1, 2020</d><d>June 3, 2021</d><d>no day</d><d>20190101</d></a>")
    assert first_fact(root, [{"path": "//d", "pick": "latest"}]) == "2021-06-03"
