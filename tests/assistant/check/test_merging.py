from __future__ import annotations

import pytest

from assistant.check.merging import merged
from assistant.lexicon.features import features
from assistant.lexicon.rules import our_rules

QUOTES = (
    "The port counted 137 reports of smoke in June.",
    "Owners filed 17 reports about repairs at the south pier.",
)


@pytest.mark.parametrize(
    ("claim", "is_merged"),
    [
        ("Owners filed 137 reports about repairs.", True),
        ("The port counted 17 reports of smoke.", True),
        ("In June, owners filed 17 reports.", True),
        ("Owners filed 17 reports about repairs at the south pier.", False),
        ("The port counted 137 reports of smoke, and owners filed 17 about repairs.", False),
        ("On 3 July 2030, the port counted 137 reports.", False),
    ],
)
def test_a_part_of_a_claim_is_of_one_quote(claim: str, is_merged: bool) -> None:
    rules = our_rules()
    quotes = [features(one, rules) for one in QUOTES]
    found = merged(features(claim, rules), quotes, features("Harbour report of 3 July 2030.", rules))
    assert (found is not None) == is_merged
