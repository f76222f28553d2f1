"""A sentence read: lengths of time, numbers and what they are of."""

from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.review.reading import Read, same_value


def read(text: str) -> Read:
    return Read(text, our_rules())


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("The quay stayed shut for the better part of a year.", 273.75),
        ("It was closed for almost a month.", 30.4),
        ("They must answer within 30 days.", 30.0),
        ("It may last for half a year.", 182.5),
        ("a period not exceeding nine months", 273.6),
    ],
)
def test_a_length_of_time_is_told_in_days(text: str, lasts: float) -> None:
    assert [length for length, _ in read(text).lengths] == [pytest.approx(lasts)]


@pytest.mark.parametrize("text", ["He left three years ago.", "a child of 4 years", "It closed in May."])
def test_what_is_no_length_of_time_is_not_read_as_one(text: str) -> None:
    assert not [one for one in read(text).lengths if "ago" in one[1] or "May" in one[1]]


def test_numbers_that_are_no_counts_are_left_out() -> None:
    assert [one.text for one in read("Thousands came, 40 of them by boat, on the third day.").quantities] == [
        "40"
    ]


def test_two_numbers_are_one_as_far_as_both_are_told() -> None:
    (told,) = read("more than 107,000 boats").quantities
    (exact,) = read("107,543 boats").quantities
    (other,) = read("170,543 boats").quantities
    assert same_value(told, exact)
    assert not same_value(told, other)
