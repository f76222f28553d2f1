"""A raised run is the mark of a note, a power, the number of a provision, or only set high."""

from __future__ import annotations

import pytest

from ingest.load.raised import raised


@pytest.mark.parametrize(
    ("before", "run", "told"),
    [
        # marks of notes
        ("The dues rose to 25", "3", ""),
        ("in 2024", "4", ""),
        ("refused 1,450", "5", ""),
        ("more than $7 million", "2", ""),
        ("12 berths.", "7", ""),
        ("the keeper", "*", ""),
        ("the keeper", "[12]", ""),
        ("the keepers", "3, 4", ""),
        ("the keepers", "b", ""),
        ("(in 2022", "1", ""),
        # powers
        ("holds 10", "6", "⁶"),
        ("3 × 10", "-3", "⁻³"),
        ("an area of 40 km", "2", "²"),
        ("x", "n", "ⁿ"),
        # provisions
        ("seaduse § 46", "5", "⁵"),
        ("paragrahvi 7 täiendatakse lõikega 8", "1", "¹"),
        ("„(8", "1", "¹"),
        ("(12", "3", "³"),
        ("14.", "1", "¹"),
        ("у статті 212", "1", "¹"),
        # what is only set high
        ("the 21", "st", "st"),
        ("M", "r", "r"),
        ("the 1", "er", "er"),
    ],
)
def test_a_raised_run_is_what_stands_before_it(before: str, run: str, told: str) -> None:
    assert raised(run, before) == told


def test_what_links_to_a_note_is_its_mark_whatever_stands_before() -> None:
    assert raised("5", "§ 46", links_to_note=True) == ""
