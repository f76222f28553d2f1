from __future__ import annotations

import pytest

from assistant.check.actors import wrong_actor
from assistant.lexicon.features import features
from assistant.lexicon.rules import our_rules

PORT = "In May, the Port Authority of Orrin (PAO) fined two ferries, and has sold a barge to Alder."
QUAY = "As smoke spreads, the Alder council has reported losses from tolls."


def told(claim: str, *sources: str, by: str = "Harbour Courier") -> bool:
    rules = our_rules()
    found = wrong_actor(
        features(claim, rules), [(features(one, rules), features(by, rules)) for one in sources]
    )
    assert found is None or found.kind == "wrong actor"
    return found is not None


@pytest.mark.parametrize(
    "claim",
    [
        "Alder fined two ferries.",
        "In May, the Alder council fined two ferries.",
        "The Ministry of Quist fined two ferries.",
    ],
)
def test_another_who_does_it_is_told(claim: str) -> None:
    assert told(claim, PORT, QUAY)


@pytest.mark.parametrize(
    "claim",
    [
        "The Port Authority of Orrin fined two ferries.",
        "In May 2030, PAO fined two ferries.",
        "The Port Authority sold a barge to Alder.",
        "Two ferries were fined by the Port Authority.",
        "The Alder council reported losses.",
        "Ferries were fined in May.",
        "The Fines Act fined two ferries.",
    ],
)
def test_the_one_who_does_it_is_not(claim: str) -> None:
    assert not told(claim, PORT, QUAY)


def test_a_body_may_be_named_for_its_office() -> None:
    source = "Today, the Office of Harbour Fines fined two ferries."
    assert not told("The Orrin Treasury fined two ferries.", source, by="Orrin Treasury")
    assert told(
        "The Orrin Treasury fined two ferries.", "Mayor Ada Quist fined two ferries.", by="Orrin Treasury"
    )
