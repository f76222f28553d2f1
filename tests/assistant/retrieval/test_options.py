from __future__ import annotations

from assistant.query.period import Period
from assistant.retrieval.options import RERANKED, search
from ingest.types import Restriction


def test_a_period_narrows_what_is_searched_only_where_what_was_said_then_is_asked_for() -> None:
    assert Period(until="2021-12-31", said=True).asked.until == "2021-12-31"
    assert Period(until="2021-12-31").asked == Restriction()


def test_a_search_for_many_passages_looks_at_as_many() -> None:
    assert (search(3).pool, search(3).passages) == (RERANKED, 3)
    assert (search(200).pool, search(200).passages) == (200, 200)
