from __future__ import annotations

import pytest

from assistant.check.names import exchanged_names, lacking_names
from assistant.lexicon.names import names


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The order names Tren de Aragua and MS-13.", ["Tren de Aragua and MS-13"]),
        ("Rubio said that the list is long.", ["Rubio"]),
        ("Deaths fell in the year.", []),
        ("Canada sent troops.", ["Canada"]),
        ("However, the Treasury acted.", ["Treasury"]),
        ("Mr. Durbin introduced it.", ["Durbin"]),
    ],
)
def test_the_names_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert names(sentence) == expected


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("the U.S. said", "the United States said"),
        ("the Mexican government", "the Government of Mexico"),
        ("The DEA reported", "the Drug Enforcement Administration reported"),
        ("It told the Drug Enforcement Administration.", "It told the DEA."),
        ("President López Obrador agreed.", "Andrés Manuel Lopez Obrador agreed."),
        ("The order is Mexico's.", "The order of Mexico"),
    ],
)
def test_a_name_in_another_form_is_there(claim: str, evidence: str) -> None:
    assert lacking_names(claim, [evidence], evidence) == []


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The duty on goods from Brazil.", "The duty on goods from Mexico."),
        ("It was said by Marco Rubio.", "It was said by Scott Bessent."),
        ("FinCEN acted.", "OFAC acted."),
        ("Brazil pays.", "Mexico pays."),
    ],
)
def test_a_name_that_is_nowhere_is_lacking(claim: str, evidence: str) -> None:
    assert lacking_names(claim, [evidence], evidence)


def test_a_country_in_the_place_of_the_quote_s_is_told_even_where_the_page_has_it() -> None:
    assert exchanged_names(
        "Energy from Mexico has a lower duty.",
        "Energy from Canada has a lower duty.",
        "Duties on Mexico and Canada",
    ) == ["Mexico"]
    assert (
        exchanged_names("The order pauses the duty for Mexico.", "The duty is paused.", "Order on Mexico")
        == []
    )
