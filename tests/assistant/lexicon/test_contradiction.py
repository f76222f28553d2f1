from __future__ import annotations

from functools import partial

import pytest

from assistant.lexicon.contradiction import contradiction
from assistant.lexicon.features import features
from assistant.lexicon.rules import our_rules

read = partial(features, rules=our_rules())

SOURCE = "The Secretary may designate the cartels if they threaten national security."


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The duty is not paused.", "The duty is paused."),
        ("The list is a sanction or penalty.", "The list is not a sanction or penalty."),
        ("The Secretary will designate the cartels.", SOURCE),
        ("The Secretary designates the cartels.", SOURCE),
        ("The President may sign the act into law.", "The President signed the act into law."),
        ("The Secretary may notify the leaders.", "The Secretary shall, in writing, notify the leaders."),
        ("Deaths rose by 14 percent.", "Deaths fell by 14 percent."),
        ("Canada surpassed Mexico as the top partner.", "Mexico surpassed Canada as the top partner."),
        ("The duty rises from 35 to 25 percent.", "The duty rises from 25 to 35 percent."),
        ("The duties remain in effect.", "The duties shall no longer be in effect."),
        ("75 deaths per month are due to it.", "75 deaths per year are due to it."),
        ("The ferry makes 75 trips a week.", "The ferry makes 75 trips a day."),
        ("The ferry makes 75 trips a day.", "The ferry makes 75 trips each week."),
        (
            "Victims fell from 100.5 a month in 2018 to 76.5 a day.",
            "Victims fell from 100.5 a day in 2018 to 76.5 a day.",
        ),
        (
            "There were 107,543 deaths in 2022 and 111,029 in 2023.",
            "There were 107,543 deaths in 2023, fewer than the 111,029 of 2022.",
        ),
        ("He was convicted of killing an agent.", "He was accused of killing an agent."),
        ("The duty took effect on 4 February.", "The order sets a duty, to start on 4 February."),
        (
            "The order designates the cartels.",
            "The order sets up a process for designating cartels and other groups.",
        ),
        ("The ministry closed the mine.", "The ministry has a plan to close the mine."),
        ("All bridges of the province were closed.", "Some bridges of the province were closed."),
        (
            "The port of Birch handled more boxes than the port of Alder.",
            "The port of Alder handled more boxes than the port of Birch.",
        ),
        (
            "The mill at Lima Falls had lower output than the mill at Norte.",
            "The mill at Lima Falls had higher output than the mill at Norte.",
        ),
        (
            "The port of Alder handled fewer boxes than the port of Birch.",
            "The port of Alder handled more boxes than the port of Birch.",
        ),
        ("El consejo cerrará el puente.", "El consejo no cerrará el puente."),
        ("El consejo debe publicar la lista.", "El consejo puede publicar la lista."),
    ],
)
def test_what_turns_the_source_round_is_told(claim: str, evidence: str) -> None:
    assert contradiction(read(claim), read(evidence))


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The Secretary may designate the cartels.", SOURCE),
        (
            "The mill at Norte had lower output than the mill at Lima Falls.",
            "The mill at Lima Falls had higher output than the mill at Norte.",
        ),
        (
            "The port of Birch handled fewer boxes than the port of Alder.",
            "The port of Alder handled more boxes than the port of Birch.",
        ),
        (
            "The order sets up a process for designating cartels.",
            "The order creates a process by which cartels will be designated.",
        ),
        (
            "There were 107,543 deaths in 2023 and 111,029 in 2022.",
            "There were 107,543 deaths in 2023, fewer than the 111,029 of 2022.",
        ),
        (
            "The group has 30 days to seek review.",
            "Not later than 30 days after publication the group may seek review.",
        ),
        ("The duty is paused until March.", "The duty shall be paused and will not take effect until March."),
        (
            "Offenders may be imprisoned for up to 20 years.",
            "Offenders shall be imprisoned not more than 20 years.",
        ),
        (
            "Perez was extradited by Mexico to the United States.",
            "Mexico extradited Perez to the United States.",
        ),
        ("The list is neither a sanction nor a penalty.", "The list is not a sanction or penalty."),
        ("Deaths dropped 14 percent.", "Deaths fell by 14 percent."),
        ("The duty took effect on 4 March.", "The duty, to start on 4 February, took effect on 4 March."),
        ("The department plans to close the mine.", "The department has a plan to close the mine."),
        ("The design of the bridge was praised.", "The process of the bridge was praised."),
        ("The process of the bridge was praised.", "The design of the bridge was praised."),
        ("Some bridges of the province were closed.", "All bridges of the province were closed."),
        ("The man was accused of theft.", "The man was convicted of theft."),
        (
            "The State Department designated the cartels.",
            "Under the process for designating groups, the State Department designated the cartels.",
        ),
    ],
)
def test_what_says_the_same_is_not(claim: str, evidence: str) -> None:
    assert contradiction(read(claim), read(evidence)) is None
