from __future__ import annotations

from collections.abc import Sequence

from assistant.check.candidates import candidates
from assistant.lexicon.features import features
from assistant.lexicon.rules import our_rules
from assistant.types import Evidence
from tests.assistant.evidence import evidence

TOLL = evidence("The toll at Brask is 12 crowns for a car.", start=0, title="Harbour report")
TANK = evidence("The tank at Holme is due in March 2027.", start=80, title="Harbour report")
ROOF = evidence("The roof of the hall at Brask leaks.", start=160, title="Harbour report")
GULL = evidence("The Gull sails to Brask in March.", slug="ferries", title="Ferries")


def of(claim: str, *given: Evidence) -> list[Sequence[Evidence]]:
    return list(candidates(features(claim, our_rules()), given, 0.34))


def test_the_quote_with_the_rarer_words_comes_first() -> None:
    assert of("A car pays 12 crowns at Brask.", ROOF, GULL, TOLL)[0] == (TOLL,)


def test_quotes_of_one_document_are_tried_together_in_its_order() -> None:
    found = of(
        "The toll at Brask is 12 crowns a car, and the tank at Holme is due in March.", TANK, GULL, TOLL
    )
    assert [one for one in found if len(one) > 1] == [(TOLL, TANK)]


def test_quotes_of_two_documents_are_not() -> None:
    found = of("The toll at Brask is 12 crowns a car, and the Gull sails there in March.", TOLL, GULL)
    assert all(len(one) == 1 for one in found)


def test_what_is_known_of_a_document_counts_for_its_quotes() -> None:
    [found] = of("The harbour report calls the roof leaky.", ROOF, GULL)
    assert found == (ROOF,)


def test_what_shares_hardly_a_word_is_no_candidate() -> None:
    assert of("Polar bears were counted in the Arctic last winter.", TOLL, TANK, GULL) == []
    assert of("Polar bears were counted.") == []
