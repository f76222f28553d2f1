from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.pasted import checkable, says_something, taken_apart

PASTED = (
    "The keepers of the lamps wrote home every night, and nobody read what they wrote. "
    "Some 4,200 letters lay in the tower of Vellmark by May 2021, the Port Board counted. "
    "Who will answer them now? It is a shame upon the whole coast, I say.\n\n"
    "Between 2018 and 2022 the levy on oil rose by 35 percent, to 12 million crowns. "
    "The keepers deserve better. They kept the light when others slept, and they asked for nothing, and they "
    "were given nothing in return for it, year after year after year, as everybody on the coast well knows."
)


@pytest.mark.parametrize(
    ("turn", "question"),
    [
        (f"{PASTED}\n\nWho pays for the lamps?", "Who pays for the lamps?"),
        (f"Who pays for the lamps?\n\n{PASTED}", "Who pays for the lamps?"),
        (f"is this right? {PASTED}", "is this right?"),
        (PASTED.replace("\n\n", "\n\ncan you fact check the lot pls\n\n"), "can you fact check the lot pls"),
        (
            f"Subject: FW: lamps\n\ndoes any of this stand up? need by 3pm\n\n{PASTED}\n\nBest, J",
            "does any of this stand up? need by 3pm",
        ),
        (f"Subject: lamps, FYI\n\n{PASTED}", ""),
        (PASTED, ""),
        ("Lamps.\n\nWho pays?", "Lamps.\n\nWho pays?"),
    ],
)
def test_what_is_asked_is_told_from_what_is_pasted(turn: str, question: str) -> None:
    assert taken_apart(turn, our_rules()).question == question


def test_a_short_turn_has_nothing_pasted() -> None:
    assert taken_apart("Lamps.\n\nWho pays?", our_rules()).text == ""


def test_what_can_be_checked_has_figures_days_and_names() -> None:
    claims = checkable(f"Subject: 2,000 lamps\n{PASTED}", our_rules())
    assert [claim[:12] for claim in claims] == ["Some 4,200 l", "Between 2018"]


def test_the_question_itself_may_say_nothing() -> None:
    assert not says_something("thoughts?")
    assert says_something("Who pays the keepers of the lamps?")
