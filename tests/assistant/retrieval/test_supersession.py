import pytest

from assistant.lexicon.rules import our_rules
from assistant.retrieval.supersession import instrument_numbers, tells_of_change


def test_the_numbers_of_the_instruments_that_titles_open_with() -> None:
    titles = [
        "Executive Order 14193, Imposing Duties",
        "A press release on Executive Order 1",
        "Executive Order 14193, Again",
        "Public Law 118-50, An Act",
    ]
    assert instrument_numbers(titles) == ("14193", "118-50")


@pytest.mark.parametrize(
    "text",
    [
        "The duties imposed in Executive Order 14193 shall no longer be in effect.",
        "Order 14193 is revoked.",
        "The rate under 14193 shall increase to 35 percent.",
        "The order reduces the duty of Executive Order 14193 from 20 to 10 percent.",
    ],
)
def test_an_end_or_a_change_of_the_instrument_is_told(text: str) -> None:
    assert tells_of_change(text, ["14193"], our_rules())


@pytest.mark.parametrize(
    "text", ["Order 14193 was signed in May.", "Order 141931 is revoked.", "Order 14195 is revoked."]
)
def test_a_mention_without_a_change_or_of_another_is_not(text: str) -> None:
    assert not tells_of_change(text, ["14193"], our_rules())
