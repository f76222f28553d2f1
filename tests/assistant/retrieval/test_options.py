from __future__ import annotations

from dataclasses import replace

from assistant.query.period import Period
from assistant.query.query import Query, Variant
from assistant.retrieval.options import ANSWER, CLAIM, RERANKED, search
from ingest.types import Restriction

QUERY = Query("What was said?", "What was said?", ("What was said?",), (Variant("What was said?"),))


def test_the_later_of_two_beginnings_holds() -> None:
    said = replace(QUERY, period=Period(since="2020-05-01", said=True))
    assert replace(CLAIM, since="2024-01-01").restriction(said).since == "2024-01-01"
    assert replace(CLAIM, since="2019-01-01").restriction(said).since == "2020-05-01"
    assert CLAIM.restriction(QUERY) == Restriction()


def test_a_period_narrows_what_is_searched_only_where_what_was_said_then_is_asked_for() -> None:
    said = replace(QUERY, period=Period(until="2021-12-31", said=True))
    told_of = replace(QUERY, period=Period(until="2021-12-31"))
    assert ANSWER.restriction(said).until == "2021-12-31"
    assert ANSWER.restriction(told_of) == Restriction()


def test_a_search_for_many_passages_looks_at_as_many() -> None:
    assert (search(3).pool, search(3).passages) == (RERANKED, 3)
    assert (search(200).pool, search(200).passages) == (200, 200)
