"""A summary of documents that are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.build import open_library
from assistant.check.check import Check
from assistant.lexicon.rules import our_rules
from assistant.plans.summary import PLAN
from assistant.plans.telling import most_telling
from assistant.query.query import Query, read_query
from assistant.query.request import Form, Request
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings
from assistant.types import Draft
from ingest.folders import collect
from ingest.pipeline import ingest
from ingest.types import Sentence
from tests.assistant.evidence import evidence

pytestmark = pytest.mark.model

PAPERS = {
    "levy-order": """---
title: Order 12, Charging Carts on the Alder Bridge
publisher: Council of Holm
date: 2023-02-01
kind: order
---
# Purpose

The Alder bridge was built of oak a long time ago. Carts have worn its planks, and 400 of them cross it a day.

# Charge

Every cart that crosses the bridge shall pay a charge of 3 crowns. A cart that carries bread shall pay half.

# Penalty

Whoever drives past the gate without paying shall be liable to a penalty of 20 crowns.

# Definitions

The term “cart” means a vehicle with two wheels that is drawn by a horse or by hand on a road of the island.

# General Provisions

Nothing in this order shall be construed to impair the rights of the ferrymen of Holm and of their heirs.
""",
    "column": """---
title: Scrap the charge
publisher: The Holm Post
author: Ines Varga
date: 2023-03-20
kind: op-ed
---
I like the bridge, but the charge on carts is wrong. Bakers have told me how they wait at the gate.

The council should scrap the charge and sell the old quay instead. That would pay for new planks.

Photo: I. Varga. All rights reserved.
""",
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    folder = tmp_path_factory.mktemp("summed")
    for name, text in PAPERS.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    library = open_library(Settings(), folder / "home", create=True)
    ingest(collect([str(folder)]), library)
    yield Retriever(library.visible_to(), our_rules())
    library.close()


def asked(turn: str, *documents: str, points: int = 0) -> Query:
    request = Request(
        kind="summary", subject=turn, documents=documents, within=bool(documents), form=Form(points)
    )
    return read_query(turn, our_rules(), request=request)


def drafts(query: Query, retriever: Retriever) -> list[Draft]:
    found = PLAN.find(query, retriever)
    return PLAN.drafts(query, found.usable, PLAN.limit(query, 6), retriever.rules)


def test_a_summary_is_of_all_sections_but_the_formal_ones(retriever: Retriever) -> None:
    made = drafts(asked("Sum up order 12", "levy-order", points=3), retriever)
    said = " ".join(one.text for one in made)
    assert len(made) == 3
    assert "3 crowns" in said and "20 crowns" in said
    assert "construed" not in said and "means a vehicle" not in said
    starts = [one.evidence[0].sentence.start for one in made]
    assert starts == sorted(starts)
    assert {"Charge", "Penalty"} <= {one.heading for one in made}


def test_no_more_points_than_are_asked(retriever: Retriever) -> None:
    for points in (1, 2):
        assert len(drafts(asked("Sum up order 12", "levy-order", points=points), retriever)) == points


def test_an_author_argues_throughout(retriever: Retriever) -> None:
    made = drafts(asked("What does the column want done?", "column", points=2), retriever)
    said = " ".join(one.text for one in made)
    assert "should scrap the charge" in said
    assert "Photo" not in said
    assert all("argues" in one.text for one in made)
    check = Check(retriever.view, retriever.rules)
    assert {check.verdict(one).judgement for one in made} == {"supported"}


def test_several_documents_are_told_apart(retriever: Retriever) -> None:
    made = drafts(asked("Sum up both", "column", "levy-order", points=4), retriever)
    assert len(made) == 4
    assert made[0].heading == "Scrap the charge"
    assert {one.heading for one in made} == {
        "Scrap the charge",
        "Order 12, Charging Carts on the Alder Bridge",
    }


def test_a_point_goes_on_where_a_passage_begins() -> None:
    parts = (
        "The pier that the council built in May is 40 feet long.",
        "Its toll of 3 crowns is paid by carts.",
    )
    whole = " ".join(parts)
    start = len(parts[0]) + 1
    one = evidence(parts[0])
    other = evidence(parts[1])
    other = replace(
        other,
        passage=replace(other.passage, number=1, start=start, end=len(whole)),
        sentence=Sentence(start, len(whole)),
    )
    (point,) = most_telling([one, other], whole, "", 1, our_rules())
    assert point.text == whole
    assert point.passage.text[point.sentence.start : point.sentence.end] == whole
