from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.request import read_request


@pytest.mark.parametrize(
    ("turn", "speaker"),
    [
        ("what did minister pell say abt the toll", "pell"),
        ("Everything Ann Grey at the Port Board said on dredging, in date order", "Ann Grey"),
        ("what has norlandic president orrin said about quotas", "orrin"),
        ("¿Qué dijo la ministra Ana Prado sobre el muelle?", "Ana Prado"),
        ("has the mayor said anything about the lock", "mayor"),
        ("how did Ostrand respond to the levy", "Ostrand"),
        ("Pell on lorries - exact words pls", "Pell"),
        ("remarks by the ombudsman about the inquiry", "ombudsman"),
        ("what position did the union take publicly on the levy", "union"),
        ("what did they say about tolls", ""),
    ],
)
def test_whose_words_are_asked_for(turn: str, speaker: str) -> None:
    found = read_request(turn, (), our_rules())
    assert found.kind == "said"
    assert found.speaker == speaker


def test_a_request_for_no_words_has_no_speaker() -> None:
    assert read_request("What does the pier order require of Ms Grey?", (), our_rules()).speaker == ""
