"""A quote carries what a later document of the library says became of it, by number or name, and no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer.endings import Endings
from assistant.lexicon.rules import our_rules
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentences import sentences_of
from assistant.types import Evidence, Superseded
from ingest.load.builder import TextBuilder
from ingest.types import Hit, Metadata, Restriction
from tests.assistant.laws import filed

TOLL = "Every car that crosses the Holm bridge shall pay a toll of 4 crowns."
SPEED = "No car shall drive at more than 30 miles an hour."
RAISED = (
    "Cars that pay the toll of 4 crowns under Executive Order 20100 shall instead pay a toll of 6 crowns."
)
SECTION = "Section 5 of this order is about coaches, which pay 9 crowns."
FERRY = "A ferry shall not leave the harbour after midnight."
NAMED = "A boat in the old harbour shall carry a lamp."
PILOTS = "A pilot shall hold a licence of the harbour."
PAPERS = {
    "toll": ("2020-01-05", "executive order", "Executive Order 20100, Setting a Toll on the Holm Bridge"),
    "raised": ("2021-03-01", "executive order", "Executive Order 20150, Raising the Toll on the Holm Bridge"),
    "ferry": ("2020-02-02", "executive order", "Executive Order 20111, On Ferries at Night"),
    "lamps": ("2019-05-05", "order", "Holm Harbour Lamps Order 2019"),
    "pilots": ("2019-06-06", "executive order", "Executive Order 20001, On Pilots"),
    "ends": ("2022-06-01", "executive order", "Executive Order 20300, Ending Certain Charges"),
    "replaces": ("2023-02-01", "executive order", "Executive Order 20400, On the Harbour"),
    "report": ("2023-05-01", "agency report", "The harbour in 2023"),
    "column": ("2022-07-01", "op-ed", "No more pilots"),
    "bill": ("2022-08-01", "bill", "H.R. 77, Free Pilots Act"),
    "talk": ("2022-09-01", "press release", "Pilots today"),
}
TEXTS = {
    "toll": (TOLL, SPEED, "My highest duty is to those who cross the bridge."),
    "raised": (RAISED, f"The toll set by Executive Order 20100 is raised to 6 crowns. {SECTION}"),
    "ferry": (FERRY,),
    "lamps": (NAMED,),
    "pilots": (PILOTS,),
    "ends": (
        "The tolls imposed in Executive Order 20100, as amended; and in Executive Order 20222 shall no longer"
        " be collected. The limits set in Executive Order 20100 remain in effect.",
    ),
    "replaces": (
        "This order supersedes Executive Order 20111 from 1 March 2023.",
        "Executive Order 20001 may be revoked, and was not revoked before.",
        "Licences given under Executive Order 20001 are revoked.",
    ),
    "report": ("The Holm Harbour Lamps Order 2019 was repealed.",),
    "column": ("Executive Order 20001 is repealed, I say.",),
    "bill": ("Executive Order 20001 is hereby revoked.",),
    "talk": ("Executive Order 20001 ends the strike, and the ferry no longer applies for help.",),
}


def _writing(texts: tuple[str, ...]) -> Callable[[TextBuilder], None]:
    def write(text: TextBuilder) -> None:
        for one in texts:
            text.add(one)

    return write


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    home: Path = tmp_path_factory.mktemp("ends")
    papers = [
        (Metadata(slug=slug, title=title, date=day, kind=kind), _writing(TEXTS[slug]))
        for slug, (day, kind, title) in PAPERS.items()
    ]
    return Retriever(filed(home, papers), our_rules())


def quote(slug: str, words: str, retriever: Retriever) -> Evidence:
    found = (
        one
        for passage in retriever.view.passages(slug)
        for one in sentences_of(Hit(passage, 0.0), retriever)
        if words in one.text
    )
    return next(found)


def end(slug: str, words: str, retriever: Retriever) -> tuple[str, str, str]:
    told = Endings(retriever).of(quote(slug, words, retriever))
    return (told.how, told.date, told.source) if told else ("", "", "")


def test_a_quote_of_what_ended_tells_by_what_and_when(retriever: Retriever) -> None:
    told = Endings(retriever).of(quote("toll", "toll of 4 crowns", retriever))
    assert isinstance(told, Superseded)
    assert (told.how, told.date, told.name) == ("ended", "2022-06-01", "Executive Order 20300")
    assert told.quote == retriever.view.text("ends")[told.start : told.end]
    assert "shall no longer be collected" in told.quote


def test_what_is_not_of_that_which_ended_says_nothing(retriever: Retriever) -> None:
    assert end("toll", "30 miles", retriever) == ("", "", "")
    assert end("toll", "highest duty", retriever) == ("", "", "")


def test_what_changed_an_instrument_that_ended_ended_with_it(retriever: Retriever) -> None:
    assert end("raised", "shall instead pay a toll of 6", retriever) == ("ended", "2022-06-01", "ends")
    assert end("ends", "no longer", retriever) == ("", "", "")


def test_what_was_replaced_is_told_from_the_day_that_is_named(retriever: Retriever) -> None:
    assert end("ferry", "midnight", retriever) == ("superseded", "2023-03-01", "replaces")


def test_an_instrument_goes_by_its_name_and_a_report_only_tells(retriever: Retriever) -> None:
    assert end("lamps", "carry a lamp", retriever) == ("reported ended", "2023-05-01", "report")


def test_opinions_bills_what_may_be_and_what_rests_on_it_end_nothing(retriever: Retriever) -> None:
    assert end("pilots", "hold a licence", retriever) == ("", "", "")


def test_what_ended_is_told_also_where_few_documents_are_asked_and_to_no_other_reader(
    retriever: Retriever,
) -> None:
    kept_to = retriever.within(Restriction(slugs=("toll",)))
    assert end("toll", "toll of 4 crowns", kept_to)[0] == "ended"
