from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from assistant.answer.assistant import Assistant
from assistant.build import build_assistant, open_library
from assistant.drafting.quotes import draft_quotes
from assistant.lexicon.features import features
from assistant.lexicon.rules import our_rules
from assistant.lexicon.sameness import same_statement
from assistant.settings import Settings
from ingest.folders import collect
from ingest.pipeline import ingest
from tests.assistant.evidence import evidence

read = partial(features, rules=our_rules())

DIFFERENT = [
    (
        "The duty on steel of Mexico is 25 percent from Monday.",
        "The duty on steel of Mexico is 35 percent from Monday.",
    ),
    (
        "The grant to the harbour town is $5 million a year.",
        "The grant to the harbour town is 5 million pesos a year.",
    ),
    ("The fund paid more than 40 claims last winter.", "The fund paid 40 claims last winter."),
    (
        "The fund counted 3 deaths and 5 arrests in the port.",
        "The fund counted 5 deaths and 3 arrests in the port.",
    ),
    (
        "The ban on the ferry takes effect on 3 March 2025.",
        "The ban on the ferry takes effect on 3 April 2025.",
    ),
    ("The ferry was not inspected by the harbour office.", "The ferry was inspected by the harbour office."),
    ("The ferry wasn’t inspected by the harbour office.", "The ferry was inspected by the harbour office."),
    ("The search of the ferry in the port was lawful.", "The search of the ferry in the port was unlawful."),
    (
        "The harbour office may inspect the ferry every week.",
        "The harbour office must inspect the ferry every week.",
    ),
    ("Traffic of the ferry rose in the last winter.", "Traffic of the ferry fell in the last winter."),
    (
        "The bill on the ferry passed the House on Monday.",
        "The bill on the ferry passed the Senate on Monday.",
    ),
    (
        "Guerrero took most of the seized goods last winter.",
        "Sinaloa took most of the seized goods last winter.",
    ),
    (
        "Canada sued Mexico over the ferry to the islands.",
        "Mexico sued Canada over the ferry to the islands.",
    ),
    (
        "It is an offence under section 2339A of that title.",
        "It is an offence under section 2339B of that title.",
    ),
    (
        "It is an offence under section 1189(a) of that title.",
        "It is an offence under section 1189(b) of that title.",
    ),
    ("The ferry sails to the islands.", "The harbour office buys a crane."),
    ("The ferry sails to the islands.", ""),
]
SAME = [
    ("The ferry sails to the islands.", "The ferry sails to the islands."),
    ("The ferry sails to the islands, every day.", "THE FERRY SAILS TO THE ISLANDS every day"),
    ("The ferry’s crew, of the “Aurora”, was paid.", "the ferry's crew of the 'Aurora' was paid!"),
    ("However, the ferry sails to the islands every day.", "The ferry sails to the islands every day."),
    (
        "The duty of 25 percent was set by the port on Feb. 4, 2025.",
        "The duty of 25% was set by the port on 4 February 2025.",
    ),
    (
        "The grant to the harbour town is $10bn a year.",
        "The grant to the harbour town is $10 billion a year.",
    ),
    ("Six groups of the port asked for the ferry again.", "6 groups of the port asked for the ferry again."),
    ("The ferry didn’t sail to the islands last week.", "The ferry did not sail to the islands last week."),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_in_a_fact_is_another_statement(one: str, other: str) -> None:
    assert not same_statement(read(one), read(other))
    assert not same_statement(read(other), read(one))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_differs_in_marks_or_case_is_the_same_statement(one: str, other: str) -> None:
    assert same_statement(read(one), read(other))
    assert same_statement(read(other), read(one))


def test_a_caller_may_want_more_of_the_words() -> None:
    one, other = (
        "The ferry sails to the islands every day.",
        "The ferry sails to the islands every single day.",
    )
    assert same_statement(read(one), read(other))
    assert not same_statement(read(one), read(other), least=1.0)


def test_both_quotes_that_differ_in_a_fact_are_drafted() -> None:
    for one, other in DIFFERENT[:-2]:
        drafts = draft_quotes(
            [evidence(one, slug="a", score=5.0), evidence(other, slug="b", score=4.0)], 5, our_rules()
        )
        assert [draft.evidence[0].source.slug for draft in drafts] == ["a", "b"], (one, other)


NOTES = {
    "grant-first": (
        "The harbour fund of Orrin gives the town of Brask a grant of 40 million crowns for its new ferry."
    ),
    "grant-second": (
        "The harbour fund of Orrin gives the town of Brask a grant of 60 million crowns for its new ferry."
    ),
    "licence-first": "The licence of the crane operator on the Brask quay was renewed by the port inspector.",
    "licence-second": (
        "The licence of the crane operator on the Brask quay was not renewed by the port inspector."
    ),
    "tunnel-first": "The rail tunnel under the Velde strait opens to freight trains on 3 March 2026.",
    "tunnel-second": "The rail tunnel under the Velde strait opens to freight trains on 9 June 2026.",
    "bridge-first": (
        "The toll bridge over the Marrow river was designed by the engineer Adele Quist for the province."
    ),
    "bridge-second": (
        "The toll bridge over the Marrow river was designed by the engineer Tomas Renner for the province."
    ),
}

# So long that one word more or less is a small share of it.
_SURVEY = (
    "Each winter inspectors survey lighthouses of Orrin, from Velde cape past Marrow bay. They climb towers,"
    " clean lenses, replace broken panes, oil gears, test batteries, read barometers, paint railings, sweep"
    " galleries, count stored lamps, note rust, photograph cracks, measure tides, interview keepers, copy"
    " logbooks, weigh fuel, sound fog horns, check radios, inspect boats, mend ropes, tar roofs, drain"
    " cellars, shut gates, label keys, sort charts, order spare parts, then file one long report with"
    " pictures. This year keepers were{} satisfied with what was done."
)
NOTES |= {
    "survey-first": _SURVEY.format(" not"),
    "survey-second": _SURVEY.format(""),
    "survey-again": _SURVEY.format("").replace("lamps,", "Lamps"),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home, notes = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("notes")
    for name, text in NOTES.items():
        (notes / f"{name}.md").write_text(
            f"---\ntitle: Note {name}\npublisher: Office of {name}\ndate: 2026-01-05\n---\n\n{text}\n",
            encoding="utf-8",
        )
    library = open_library(Settings(), home, create=True)
    ingest(collect([str(notes)]), library)
    library.close()
    assistant = build_assistant(Settings(home=str(home)))
    yield assistant
    assistant.library.close()


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "notes"),
    [
        ("How large is the grant of the harbour fund to Brask for its new ferry?", "grant"),
        ("Was the licence of the crane operator on the Brask quay renewed?", "licence"),
        ("When does the rail tunnel under the Velde strait open to freight trains?", "tunnel"),
        ("Which engineer designed the toll bridge over the Marrow river?", "bridge"),
    ],
)
def test_two_notes_that_differ_in_one_fact_are_both_shown(
    assistant: Assistant, question: str, notes: str
) -> None:
    answer = assistant.ask(question)
    assert {f"{notes}-first", f"{notes}-second"} <= {one.source for one in answer.citations}


@pytest.mark.model
def test_a_search_finds_both_passages_that_differ_in_one_word(assistant: Assistant) -> None:
    found = {hit.passage.source for hit in assistant.search("winter survey of the lighthouses of Orrin")}
    assert "survey-first" in found
    assert len(found & {"survey-second", "survey-again"}) == 1
