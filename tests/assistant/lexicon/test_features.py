from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from assistant.lexicon.contradiction import contradiction
from assistant.lexicon.features import features, nearest
from assistant.lexicon.rules import load_rules, our_rules

TEXT = "On 4 February 2025 the Council of Orrin fined 12 ferries."


def test_a_text_is_read_once() -> None:
    first = features(TEXT, our_rules())
    assert features(TEXT, our_rules()) is first
    assert first.quantities is first.quantities
    assert first.days is first.days


def test_what_was_read_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        features(TEXT, our_rules()).text = "another"  # type: ignore[misc]


def test_other_rules_read_anew(tmp_path: Path) -> None:
    folder = tmp_path / "rules" / "office"
    folder.mkdir(parents=True)
    row = """[[row]]
id = "office.opposites.moored-afloat"
words = ["moored"]
against = ["afloat"]
why = "a test"
hit = [["It is moored.", "It is afloat."]]
miss = [["It is moored.", "It is old."]]
"""
    (folder / "opposites.toml").write_text(row, encoding="utf-8")
    for rules, told in ((our_rules(), False), (load_rules(tmp_path), True)):
        claim, evidence = features("The barge is moored.", rules), features("The barge is afloat.", rules)
        assert bool(contradiction(claim, evidence)) is told


def test_the_nearest_sentence_shares_most_words() -> None:
    claim = features("The ferry sails to Orrin.", our_rules())
    texts = ["A crane was bought.", "Each day the ferry sails to Orrin and Velde.", "Orrin is old."]
    assert nearest(claim, texts).text == texts[1]
    assert nearest(claim, []).text == ""
