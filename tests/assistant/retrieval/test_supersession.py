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
    assert instrument_numbers(titles, our_rules()) == ("14193", "118-50")


@pytest.mark.parametrize(
    "title, number, text",
    [
        (
            "Regulation (EU) 2016/679 of the Parliament",
            "2016/679",
            "Article 5 of Regulation (EU) 2016/679 is repealed.",
        ),
        (
            "Human Rights Act 1998",
            "Human Rights Act 1998",
            "Section 3 of the Human Rights\nAct 1998 was amended.",
        ),
        ("18 U.S.C. 2339B, Support", "2339B", "Title 18 section 2339B is amended."),
        ("S. 367, A Bill", "S. 367", "S.367 would have ended it, and was suspended."),
        ("Public Law 118–50, An Act", "118-50", "Division D of Public Law 118–50 is repealed."),
        ("Ley 39/2015, de 1 de octubre", "39/2015", "The Ley 39/2015 was replaced."),
        ("S/RES/2231 (2015)", "2231", "Resolution 2231 (2015) is terminated."),
    ],
)
def test_an_instrument_goes_by_what_others_call_it(title: str, number: str, text: str) -> None:
    assert instrument_numbers([title], our_rules()) == (number,)
    assert tells_of_change(text, [number], our_rules())
    assert not tells_of_change(
        text.replace(number, "other").replace("18–50", "18–51"), ["9/1999"], our_rules()
    )


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
