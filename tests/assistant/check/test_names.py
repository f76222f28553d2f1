from __future__ import annotations

from functools import partial

import pytest

from assistant.check.names import opening_stranger, unsaid_openings, wrong_titles
from assistant.lexicon.features import features
from assistant.lexicon.rules import our_rules

read = partial(features, rules=our_rules())
RULE = read("The rule of 3 May covers ferries, barges and small boats in the port of Orrin.")


@pytest.mark.parametrize(
    ("claim", "unsaid"),
    [
        ("This rule covers ferries.", []),
        ("This includes ferries.", []),
        ("This also covers barges.", []),
        ("This treaty covers ferries.", ["treaty"]),
        ("The rule was published in May.", ["published"]),
    ],
)
def test_what_a_sentence_takes_up_is_in_its_source(claim: str, unsaid: list[str]) -> None:
    assert unsaid_openings(read(claim), RULE) == unsaid


@pytest.mark.parametrize(
    ("opening", "strange"), [("Velde", ["Velde"]), ("Orrin", []), ("Officials", []), ("However", [])]
)
def test_the_one_strange_word_that_opens_a_sentence_is_told(opening: str, strange: list[str]) -> None:
    claim = read(f"{opening} covers ferries, barges and small boats in the port.")
    assert opening_stranger(claim, RULE) == strange


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("Minister of Works Ada Quist signed it.", []),
        ("Minister Ada Quist signed it.", []),
        ("Minister of Defence Ada Quist signed it.", ["Minister of Defence Ada Quist"]),
    ],
)
def test_an_office_is_that_of_its_holder(claim: str, wrong: list[str]) -> None:
    evidence = read("Present were Minister of Works Ada Quist and Minister of Defence Tomas Renner.")
    assert wrong_titles(read(claim), evidence) == wrong
