from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.documents import documents_named
from assistant.query.request import read_request
from assistant.query.shorthand import spelt_out
from tests.assistant.evidence import source

SHELF = (
    source(
        slug="eo31",
        title="Executive Order 14031, Easing the Ferry Crossing",
        number="Executive Order 14031",
        kind="executive order",
        date="2024-03-01",
        publisher="Executive Office",
    ),
    source(
        slug="eo32",
        title="Executive Order 14032, Duties at the Norland Piers",
        number="Executive Order 14032",
        kind="executive order",
        date="2024-03-01",
        publisher="Executive Office",
    ),
    source(
        slug="eo40",
        title="Executive Order 14040, Ending Certain Duties",
        number="Executive Order 14040",
        kind="executive order",
        date="2024-09-12",
        publisher="Executive Office",
    ),
    source(
        slug="s367", title="S. 367, Safe Mooring Act of 2024 (introduced)", kind="bill", date="2024-04-02"
    ),
    source(
        slug="hr12", title="H.R. 1238, Night Ferries Act of 2024 (introduced)", kind="bill", date="2024-05-02"
    ),
    source(
        slug="act",
        title="LIFT Ferry Tolls Act (Public Law 118-77, Division B)",
        kind="statute",
        date="2023-10-01",
    ),
    source(slug="code", title="18 U.S.C. 2301-2305, Sinking of vessels", kind="statute", date="2023-01-01"),
    source(
        slug="epa",
        title="50 U.S.C. 99, Emergency Port Powers Act (closures)",
        kind="statute",
        date="2023-01-01",
    ),
    source(
        slug="letter",
        title="Versión estenográfica, 26 nov 2023 (carta a Pell)",
        kind="transcript",
        date="2023-11-26",
        publisher="Presidencia de Norlandia",
        author="Ana Prado",
    ),
    source(
        slug="brief1",
        title="Versión estenográfica, conferencia de prensa, 3 feb 2024",
        kind="transcript",
        date="2024-02-03",
        publisher="Presidencia de Norlandia",
        author="Ana Prado",
    ),
    source(
        slug="brief2",
        title="Versión estenográfica, conferencia de prensa, 11 feb 2024",
        kind="transcript",
        date="2024-02-11",
        publisher="Presidencia de Norlandia",
        author="Ana Prado",
    ),
    source(
        slug="season",
        title="Moorings near beaches: report on the 2023 summer season",
        kind="report",
        date="2023-11-28",
        publisher="Port Safety Bureau",
    ),
    source(
        slug="annual",
        title="Ferry movements: annual report on 2023",
        kind="report",
        date="2024-02-15",
        publisher="Coastal Commission",
    ),
    source(
        slug="release1",
        title="Ministry Fines Two Skippers",
        kind="press release",
        date="2024-01-05",
        publisher="Ministry of Ports",
    ),
    source(
        slug="release2",
        title="Ministry Opens the North Lock",
        kind="press release",
        date="2024-06-05",
        publisher="Ministry of Ports",
    ),
    source(slug="opinion", title="A levy too far", kind="op-ed", author="Mira Castle", date="2024-08-01"),
)


@pytest.mark.parametrize(
    ("turn", "slugs"),
    [
        ("Summarise EO 14031", ["eo31"]),
        ("does 14040 end it?", ["eo40"]),
        ("orders 14031 and 14032", ["eo31", "eo32"]),
        ("HR 1238 v S 367: sponsors", ["hr12", "s367"]),
        ("what does PL 118-77 exempt", ["act"]),
        ("penalty under 18 USC 2303", ["code"]),
        ("18 USC 2401", []),
        ("the 1 Mar 2024 orders", ["eo31", "eo32"]),
        ("the March order", []),
        ("the Norland order of 1 March 2024", ["eo32"]),
        ("the sept 2024 order", ["eo40"]),
        ("the LIFT Ferry Tolls Act: who must pay", ["act"]),
        ("the SINK Ferry Tolls Act", []),
        ("what is banned under EPPA", ["epa"]),
        ("the EPPA fees went up", []),
        ("the two Feb 2024 briefings", ["brief1", "brief2"]),
        ("prados Nov 2023 letter to pell", ["letter"]),
        ("¿Qué dice la carta de noviembre de 2023 a Pell?", ["letter"]),
        ("what did Prado's government do in Feb 2024, going by its own briefings", ["brief1", "brief2"]),
        ("gist of the bureaus summer season report", ["season"]),
        ("the annual report", ["annual"]),
        ("the PSB report", ["season"]),
        ("the report", []),
        ("the police report", []),
        ("the Ministry releases", ["release1", "release2"]),
        ("Op-ed slams the levy. Is it right?", ["opinion"]),
        ("the Castle column", ["opinion"]),
        ("Orrin's op-ed", []),
        ("Pell's orders", []),
        ("Easing the Ferry Crossing - who pays?", ["eo31"]),
        ("list them in the order they came", []),
        ("How soon must the ministry report to the board?", []),
        ("Which two skippers did the ministry act against?", []),
        ("Who runs the Night Ferries?", []),
        ("what rate do lorries pay under the ferry orders", []),
        ("Norland duties on ferries", []),
        ("what did the Port Safety Bureau find", []),
        ("ferry movements in 2023", []),
        ("the case for charging Norland over tolls", []),
    ],
)
def test_documents_are_named_by_number_title_kind_and_day(turn: str, slugs: list[str]) -> None:
    assert list(documents_named(spelt_out(turn, our_rules()), SHELF, our_rules())) == slugs


@pytest.mark.parametrize(
    ("turn", "documents", "within"),
    [
        ("Summarise EO 14031", ("eo31",), True),
        ("What must skippers do under S 367?", ("s367",), True),
        ("How did tolls change since EO 14031?", ("eo31",), False),
        ("What did EO 14040 end after EO 14031?", ("eo40",), True),
        ("Op-ed says tolls fell. Is that right?", ("opinion",), False),
        ("timeline of the closures, according to the annual report", ("annual",), True),
        ("timeline of the closures since EO 14031", ("eo31",), False),
        ("Is S 367 in force?", ("s367",), False),
        ("How long is the pier?", (), False),
        ("The op-ed wants a new levy. What is there already?", ("opinion",), False),
    ],
)
def test_the_answer_keeps_to_documents_that_are_asked_about(
    turn: str, documents: tuple[str, ...], within: bool
) -> None:
    found = read_request(turn, SHELF, our_rules())
    assert (found.documents, found.within) == (documents, within)


def test_a_text_about_a_document_that_is_not_there_stands_for_it() -> None:
    note = (source(slug="note", title="The pier order: what Executive Order 14031 does", kind="note"),)
    asked = read_request("When did EO 14031 name the skipper?", note, our_rules())
    assert (asked.documents, asked.within) == (("note",), False)
    assert read_request("Summarise EO 14031", note, our_rules()).within
