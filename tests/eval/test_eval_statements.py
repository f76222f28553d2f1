from __future__ import annotations

from collections import Counter

from eval.statements import CASES, load_statements, measure


def test_the_statements_are_as_many_as_they_are_said_to_be() -> None:
    found = load_statements(CASES)
    assert sum(not one.error for one in found) >= 100
    kinds = Counter(one.error for one in found if one.error)
    assert sum(kinds.values()) >= 200
    assert {"number", "unit", "date", "name", "subject", "negation", "modality", "attribution"} <= set(kinds)
    assert len({one.text for one in found}) == len(found)


def test_shares_count_both_ways() -> None:
    rows = [
        {"error": "", "verdict": "supported"},
        {"error": "", "verdict": "partly"},
        {"error": "number", "verdict": "partly"},
        {"error": "negation", "verdict": "supported"},
    ]
    shares = measure(rows)["shares"]
    assert (shares["true passed"]["mean"], shares["errors stopped"]["mean"], shares["numbers, units, dates, names"]["mean"]) == (0.5, 0.5, 1.0)
    assert len(measure(rows)["wrong"]) == 2
