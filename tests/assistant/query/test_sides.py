from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.request import read_request


@pytest.mark.parametrize(
    ("turn", "sides"),
    [
        ("Bill 3 v Bill 7 - who pays, when", ("Bill 3", "Bill 7")),
        ("union vs companies on the levy, side by side", ("union", "companies")),
        ("Compare what the 2024 orders charge Norway, Iceland and Malta", ("Norway", "Iceland", "Malta")),
        ("where do pell, grey and orrin each stand on tolls?", ("pell", "grey", "orrin")),
        (
            "How did Orrin's ministry speak of Pell's role, as against Grey's letters?",
            ("Orrin's ministry", "Grey's letters"),
        ),
        ("numbers: lorries north pier vs south pier", ("north pier", "south pier")),
        ("spills 2023 v 2024", ("2023", "2024")),
        ("do the islands get the same terms as the mainland?", ("islands", "mainland")),
        ("Whose fault is it, supply side or demand side? Who argues which?", ("supply side", "demand side")),
        ("Put Norway next to Malta on ferry duties: rate, end", ("Norway", "Malta")),
        ("our version on the left, their version on the right", ("our", "their")),
        ("difference between a day permit and a season permit", ("day permit", "season permit")),
        ("Compara la ley del puerto con la orden del muelle", ("ley del puerto", "orden del muelle")),
        ("who argues against the levy coming back and on what grounds", ()),
        ("Pell said tolls fell. True or not?", ()),
        ("How long is the pier in Norway and Malta?", ()),
    ],
)
def test_what_is_set_against_each_other(turn: str, sides: tuple[str, ...]) -> None:
    assert read_request(turn, (), our_rules()).sides == sides


@pytest.mark.parametrize(
    ("turn", "facets"),
    [
        (
            "Levy Act: who must pay, what's the penalty, and what's carved out?",
            ("Levy Act: who must pay", "Levy Act: what is the penalty", "Levy Act: what is carved out"),
        ),
        (
            "Bill 3 v Bill 7: sponsors, status",
            ("Bill 3 versus Bill 7: sponsors", "Bill 3 versus Bill 7: status"),
        ),
        (
            "toll figs for Malta, latest yr. incl the deficit and how much Malta owes",
            ("toll figures for Malta, latest year", "Malta: the deficit", "how much Malta owes"),
        ),
        (
            "How much has Malta paid, and how many ships has it lost, since May 2024? The reports differ.",
            ("How much has Malta paid", "Malta: how many ships has it lost, since May 2024"),
        ),
        ("If a ship sails unlit, what happens to its skipper?", ()),
        ("who is against the levy and why?", ()),
        ("penalties under the levy act", ()),
    ],
)
def test_the_things_that_are_asked_of_one_subject(turn: str, facets: tuple[str, ...]) -> None:
    assert read_request(turn, (), our_rules()).facets == facets
