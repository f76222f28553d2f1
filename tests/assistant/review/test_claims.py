from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.review.acts import acts
from assistant.review.claims import claims, kind_of
from assistant.review.figures import causes_of, figures


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The council closed two of its nine libraries in 2023.", "fact"),
        ("Ministers should publish the figures every month.", "proposal"),
        ("Why not let the towns keep the money?", "proposal"),
        ("The tax will hurt the poorest towns.", "prediction"),
        ("The plan is reckless and everybody knows it.", "opinion"),
        ("I believe that the mayor means well.", "opinion"),
        ("The plan is cartoonish.", "opinion"),
        ("The plan is laughable.", "opinion"),
        ("Their excuse was simply indefensible.", "opinion"),
        ("The whole tender is a farce.", "opinion"),
        ("The new guidance looks amateurish and thin.", "opinion"),
        ("The minister’s silence was shameless.", "opinion"),
        ("The permit is renewable for two years.", "fact"),
        ("The owner of the ferry is Danish.", "fact"),
        ("The harbour is on the right bank of the river.", "fact"),
        ("Two hundred families are homeless since the flood.", "fact"),
        ("La alcaldesa debería publicar las cuentas.", "proposal"),
        ("El nuevo impuesto dañará a los pueblos.", "prediction"),
        ("El plan de la alcaldesa es ridículo.", "opinion"),
        ("El consejo cerró dos bibliotecas en marzo.", "fact"),
    ],
)
def test_a_sentence_is_a_fact_an_opinion_a_prediction_or_a_proposal(sentence: str, kind: str) -> None:
    assert kind_of(sentence, our_rules()) == kind


def test_claims_stand_where_the_text_has_them_and_furniture_is_no_claim() -> None:
    text = (
        "Rents rose by 9 percent in Leeds. Why?\nThe post Rents and Rage appeared first on A"
        " Paper.\nLandlords sold 4,000 homes last year."
    )
    found = claims(text, our_rules())
    assert [one.text for one in found] == [
        "Rents rose by 9 percent in Leeds.",
        "Landlords sold 4,000 homes last year.",
    ]
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Floods killed 1,200 people between 2010 and 2015.", [("1,200", "deaths", {2010, 2015}, "")]),
        (
            "The average fell to 76.5 homicide victims a day in 2025.",
            [("76.5", "homicides", {2025}, "a day")],
        ),
        (
            "Officials took tens of millions of dollars in bribes.",
            [("tens of millions of dollars", "illicit money", set(), "")],
        ),
        (
            "About 70 percent of those polled agree with it in a survey.",
            [("70 percent", "opinion", set(), "")],
        ),
        ("The committee met 12 times.", []),
    ],
)
def test_a_figure_is_read_with_what_it_measures_its_years_and_its_rate(
    sentence: str, told: list[tuple[str, str, set[int], str]]
) -> None:
    assert [
        (one.quantity.text, one.measure, set(one.years), one.rate) for one in figures(sentence, our_rules())
    ] == told


@pytest.mark.parametrize(
    ("sentence", "words", "verb"),
    [
        (
            "The minister agreed to pause the levy on parking for a year.",
            "pause the levy on parking for a year",
            "pause",
        ),
        (
            "It is for the court to say whether or not to release the tapes, which nobody has heard.",
            "release the tapes",
            "relea",
        ),
        ("He has threatened to close the border.", "close the border", "close"),
    ],
)
def test_an_act_is_what_a_sentence_leaves_open(sentence: str, words: str, verb: str) -> None:
    assert [(one.words, one.verb) for one in acts(sentence, our_rules(), "open", "ordered")] == [
        (words, verb)
    ]


def test_the_headline_is_no_claim() -> None:
    text = "The council closed two libraries\n\nThe council closed two libraries in May. It will close more."
    told = [one.text for one in claims(text, our_rules(), "The Council closed two libraries")]
    assert told == ["The council closed two libraries in May.", "It will close more."]


def test_what_is_done_is_no_open_act() -> None:
    assert acts("The minister paused the levy on parking.", our_rules()) == []


@pytest.mark.parametrize(
    ("sentence", "causes"),
    [
        ("Road deaths rose last year.", {"road"}),
        ("Floods killed 1,200 people.", {"flood"}),
        ("The province counted 400 deaths from heat in Leeds.", {"heat"}),
        ("Deaths due to bad water fell.", {"water"}),
        ("Imports rose.", set()),
    ],
)
def test_what_people_died_of_is_found_by_its_place_whatever_it_is(sentence: str, causes: set[str]) -> None:
    assert causes <= causes_of(sentence, our_rules())
    assert not causes_of(sentence, our_rules()) & {"year", "peopl", "leeds", "last"}
    assert bool(causes) == bool(causes_of(sentence, our_rules()))
