from __future__ import annotations

from functools import partial

import pytest

from assistant.check.names import exchanged_names, lacking_names
from assistant.lexicon.features import features
from assistant.lexicon.names import countries_in
from assistant.lexicon.rules import our_rules

read = partial(features, rules=our_rules())


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The order names Tren de Aragua and MS-13.", ["Tren de Aragua and MS-13"]),
        ("Rubio said that the list is long.", ["Rubio"]),
        ("Deaths fell in the year.", []),
        ("Canada sent troops.", ["Canada"]),
        ("However, the Treasury acted.", ["Treasury"]),
        ("Mr. Durbin introduced it.", ["Durbin"]),
        ("Amberg refused to sign.", ["Amberg"]),
        ("Officials said so.", []),
        ("The White House of today.", ["White House"]),
    ],
)
def test_the_names_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert read(sentence).names() == expected


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("the U.S. said", "the United States said"),
        ("the Mexican government", "the Government of Mexico"),
        ("The DEA reported", "the Drug Enforcement Administration reported"),
        ("It told the Drug Enforcement Administration.", "It told the DEA."),
        ("President López Obrador agreed.", "Andrés Manuel Lopez Obrador agreed."),
        ("The order is Mexico's.", "The order of Mexico"),
        ("A Dutch ferry sank.", "A ferry of the Netherlands sank."),
        ("Great Britain agreed.", "The U.K. agreed."),
    ],
)
def test_a_name_in_another_form_is_there(claim: str, evidence: str) -> None:
    assert lacking_names(read(claim), read(evidence), read(evidence)) == []


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("American", "United States"),
        ("British", "UK"),
        ("EU", "European Union"),
        ("UN", "Naciones Unidas"),
        ("Congressional", "Congress"),
        ("White House", "President"),
        ("Mexican", "México"),
        ("Chinese", "China"),
        ("French", "France"),
        ("Spanish", "Spain"),
        ("Dutch", "Netherlands"),
        ("Irish", "Ireland"),
        ("Polish", "Poland"),
        ("Turkish", "Türkiye"),
        ("Swiss", "Switzerland"),
        ("Norwegian", "Norway"),
        ("Greek", "Greece"),
        ("Peruvian", "Peru"),
        ("Filipino", "Philippines"),
    ],
)
def test_forms_that_share_no_stem_are_one_name(form: str, other: str) -> None:
    claim, evidence = read(f"It asked the {form} office."), read(f"It asked the office of {other}.")
    assert lacking_names(claim, evidence, evidence) == []
    assert lacking_names(claim, read("It asked the office of Orrin."), evidence) == [form]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The duty on goods from Brazil.", "The duty on goods from Mexico."),
        ("It was said by Marco Rubio.", "It was said by Scott Bessent."),
        ("FinCEN acted.", "OFAC acted."),
        ("Brazil pays.", "Mexico pays."),
        ("It was paid by the United States.", "It was paid by us."),
        ("Kazakhstan pays.", "Estonia pays."),
    ],
)
def test_a_name_that_is_nowhere_is_lacking(claim: str, evidence: str) -> None:
    assert lacking_names(read(claim), read(evidence), read(evidence))


def test_a_country_in_the_place_of_the_quote_s_is_told_even_where_the_page_has_it() -> None:
    assert exchanged_names(
        read("Energy from Mexico has a lower duty."),
        read("Energy from Canada has a lower duty."),
        read("Duties on Mexico and Canada"),
    ) == ["Mexico"]
    assert not exchanged_names(
        read("The order pauses the duty for Mexico."), read("The duty is paused."), read("Order on Mexico")
    )


def test_a_country_is_named_by_its_name_or_its_adjective() -> None:
    assert countries_in("Canadian goods") == countries_in("goods from Canada")
    assert len(countries_in("Canada's and Norway's ports")) == 2
    assert not countries_in("The port of the harbour office, and turkey for lunch")
