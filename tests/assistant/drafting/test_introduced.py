from __future__ import annotations

import pytest

from assistant.drafting.introduced import introduced, is_somebodys, may_introduce, names_its_source
from assistant.lexicon.rules import our_rules
from assistant.types import Draft, Evidence
from tests.assistant.evidence import evidence

RULES = our_rules()
OP_ED = evidence(
    "The toll is theft.", kind="op-ed", author="Mara Quist", publisher="The Quay", date="2030-05-03"
)
SAID = evidence("The boat will not sail.", at={"speaker": "Ms. LUND"}, date="2030-05-03")
REPORT = evidence("The toll rose by 4 percent.", publisher="Harbour Board", date="2030-05-03")


def shown(text: str, one: Evidence = REPORT) -> str:
    return introduced(Draft(text, (one,)), RULES).shown


def test_an_authors_words_stand_as_hers() -> None:
    assert shown("The toll is theft.", OP_ED) == (
        "Mara Quist argues in an op-ed (The Quay, 3 May 2030) that the toll is theft."
    )


@pytest.mark.parametrize(
    "text",
    [
        "The author argues that the toll is theft.",
        "The op-ed says that the toll is theft.",
        "She argues that the toll is theft.",
        "The quotes suggest that the toll is theft.",
        "According to the passage, the toll is theft.",
    ],
)
def test_what_the_model_wrote_for_who_says_it_is_taken_out(text: str) -> None:
    assert shown(text, OP_ED).endswith("that the toll is theft.")


def test_a_speakers_words_stand_as_hers() -> None:
    assert (
        shown("The boat will not sail.", SAID) == "Ms. Lund said on 3 May 2030 that the boat will not sail."
    )


def test_a_name_stays_as_it_is_written() -> None:
    assert shown("Harbour dues rose by 4 percent.").endswith("that Harbour dues rose by 4 percent.")
    assert shown("Boat trips will not sail.", SAID).endswith("that boat trips will not sail.")
    assert shown("I was wrong.", SAID).endswith("that I was wrong.")


def test_whose_words_are_no_fact() -> None:
    assert is_somebodys(OP_ED) and is_somebodys(SAID) and not is_somebodys(REPORT)


def test_a_sentence_that_names_its_source_needs_no_introduction() -> None:
    assert names_its_source("Quist calls the toll theft.", [OP_ED], RULES)
    assert names_its_source("The Harbour Board said that the toll rose.", [REPORT], RULES)
    assert not names_its_source("The toll rose by 4 percent.", [REPORT], RULES)


def test_quoted_words_are_introduced_by_no_model() -> None:
    assert may_introduce(REPORT, RULES)
    assert not may_introduce(evidence("The toll is theft.", at={"standing": "inserted"}, kind="bill"), RULES)
