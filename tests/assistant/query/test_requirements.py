from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.requirements import (
    counts_asked,
    lacks_measure,
    missing_from,
    read_requirements,
    shortfall,
)
from tests.assistant.evidence import evidence


def cost(question: str, sentence: str, context: str = "") -> float:
    return shortfall(
        read_requirements(question, our_rules()), evidence(sentence, passage=context), {}, our_rules()
    )


def test_names_numbers_measures_and_speakers_are_read() -> None:
    required = read_requirements(
        "What share of guns in Mexico did Executive Order 14194 mention, according to the ATF?", our_rules()
    )
    assert required.names == ("Mexico", "ATF")
    assert required.numbers == ("14194",)
    assert required.speaker == "ATF"
    assert required.share and required.number


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("What does Public Law 118-50 say of barns?", ("118", "50")),
        ("Does S. 367 name barns?", ("367",)),
        ("Does Regulation (EU) 2016/679 apply to 40 barns?", ("2016", "679")),
        ("Does E.O. 14157 apply?", ("14157",)),
        ("Were 367 barns closed in 2025?", ("2025",)),
    ],
)
def test_the_numbers_of_instruments_are_exact(question: str, numbers: tuple[str, ...]) -> None:
    assert read_requirements(question, our_rules()).numbers == numbers


@pytest.mark.parametrize(
    ("question", "sentence", "counts"),
    [
        ("How many pilots does the port have?", "The port has 40 licensed pilots.", True),
        ("How many pilots does the port have?", "The port trained 40 divers with one pilot's help.", True),
        ("How many pilots does the port have?", "The port seized 57 rafts.", False),
        ("How many pilots does the port have?", "In 2023 its pilots met.", False),
        ("How many nations signed?", "Nine countries signed the pledge.", True),
        ("How many people drowned?", "In the storm 12 drowned.", True),
        ("How much is the toll?", "The toll is low.", True),
    ],
)
def test_a_number_is_of_what_is_to_be_counted(question: str, sentence: str, counts: bool) -> None:
    required = read_requirements(question, our_rules())
    assert counts_asked(required, evidence(sentence), our_rules()) is counts


def test_the_letters_of_a_number_are_no_name() -> None:
    assert read_requirements("Does EO 14157 or HR 1238 name the Alder bridge?", our_rules()).names == (
        "Alder",
    )


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who signed it in February?", ()),
        ("The Norland orders of 3 May 2024. Not the rates, the charges.", ("Norland",)),
        ("Norway tolls: Everything since May", ("Norway",)),
        ("Who must the President and the Minister of Works tell under the Harbour Act 2021?", ("Works",)),
        ("EO 31 and the Grey report - Dated list", ("31", "Grey")),
        ("Did ICE move 250k tonnes?", ("ICE", "250k")),
    ],
)
def test_what_is_in_capitals_by_form_is_no_name(question: str, names: tuple[str, ...]) -> None:
    assert read_requirements(question, our_rules()).names == names


@pytest.mark.parametrize(
    ("question", "good", "bad"),
    [
        (
            "Fentanyl deaths in Canada",
            "Canada counted 4,000 deaths.",
            "The United States counted 74,000 deaths.",
        ),
        ("Overdose deaths in 2019?", "In 2019 there were 70,630.", "In 2023 there were 107,543."),
        (
            "What share of guns comes from Texas?",
            "Some 41 percent come from Texas.",
            "Some 4,000 come from Texas.",
        ),
        (
            "How many rifles were seized?",
            "Agents seized 2,000 rifles.",
            "Agents seized rifles on 3 February 2025.",
        ),
        ("How many rifles were seized?", "Agents seized 12 rifles.", "Agents seized rifles on 3 February."),
        ("What did Treasury say?", "Treasury said so.", "The State Department said so."),
    ],
)
def test_a_sentence_that_lacks_what_is_asked_for_loses(question: str, good: str, bad: str) -> None:
    assert cost(question, good) == 0
    assert cost(question, bad) >= 2


def test_a_name_in_the_context_is_enough() -> None:
    assert cost("What did the DEA seize?", "It seized pills.", "DEA fact sheet. It seized pills.") == 0


def test_quoted_words_that_stand_in_the_sentence_gain() -> None:
    assert cost("Is “intolerable alliance” accurate?", "They have an intolerable alliance with it.") < 0


def test_general_provisions_are_not_what_is_asked_for() -> None:
    assert cost("What did it do?", "The note is not intended to, and does not, create any right.") > 0


def test_what_no_context_mentions_is_named() -> None:
    assert missing_from(
        read_requirements("What did Mark Carney offer Trump?", our_rules()), ["Trump said so."], our_rules()
    ) == [
        "Mark",
        "Carney",
    ]


def test_a_day_is_asked_for_and_missed_however_it_is_written() -> None:
    required = read_requirements("Why was it signed on 20 January?", our_rules())
    assert required.days == ("20 January",)
    assert missing_from(required, ["It was signed on February 20, 2025."], our_rules()) == ["20 January"]
    assert missing_from(required, ["An order of 2025-01-20."], our_rules()) == []
    assert cost("Why was it signed on 20 January?", "It was signed on January 20.") < cost(
        "Why was it signed on 20 January?", "It was signed on May 20."
    )


def test_who_is_to_be_heard_must_be_the_document_s_or_stand_in_the_sentence() -> None:
    asked = read_requirements("What did Mexico say about that?", our_rules())
    assert asked.sayer == "Mexico"
    heard = shortfall(
        asked, evidence("We were not asked.", publisher="Presidency of Mexico"), {}, our_rules()
    )
    assert (
        heard
        == shortfall(asked, evidence("Mexico was not asked."), {}, our_rules())
        < shortfall(asked, evidence("They were.", passage="They were. Mexico too."), {}, our_rules())
    )


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("What share came from Texas?", "Some 41 percent did.", False),
        ("What share came from Texas?", "Some 4,000 did.", True),
        ("How many were seized?", "Some 4,000 were.", False),
        ("How many were seized?", "Many were.", True),
        ("Who was seized?", "Many were.", False),
        ("How many were seized?", "They were, under 31 CFR 501.603.", True),
        (
            "How many were seized?",
            "They were, under Regulation (EU) 2016/679 and the Bribery Act 2010.",
            True,
        ),
        ("How many were seized?", "They were, under Section 301 and artículo 40.", True),
        ("How many were seized?", "Under the Bribery Act 2010, 40 were.", False),
    ],
)
def test_the_measure_that_is_asked_for(question: str, sentence: str, lacks: bool) -> None:
    assert lacks_measure(read_requirements(question, our_rules()), sentence, our_rules()) == lacks


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("What do we say of Dutch goods?", "Goods of the Netherlands are free.", []),
        ("What do we say of China?", "Chinese goods pay a toll.", []),
        ("What do we say of Swiss goods?", "Goods of Sweden are free.", ["Swiss"]),
    ],
)
def test_a_country_goes_by_its_adjective_too(question: str, text: str, lacking: list[str]) -> None:
    required = read_requirements(question, our_rules())
    assert missing_from(required, [text], our_rules()) == lacking
