from __future__ import annotations

from collections import Counter

from eval.statements import LIBRARY_CASES, load_statements, measure


def test_the_statements_are_as_many_as_they_are_said_to_be() -> None:
    found = load_statements(LIBRARY_CASES)
    assert sum(not one.error for one in found) >= 100
    kinds = Counter(one.error for one in found if one.error)
    assert sum(kinds.values()) >= 200
    assert {"number", "unit", "date", "name", "subject", "negation", "modality", "attribution"} <= set(kinds)
    assert len({one.text for one in found}) == len(found)


def test_shares_count_both_ways() -> None:
    rows = [
        {"case": "S01", "error": "", "verdict": "supported"},
        {"case": "S01", "error": "", "verdict": "partly"},
        {"case": "S01", "error": "number", "verdict": "partly"},
        {"case": "S01", "error": "negation", "verdict": "supported"},
    ]
    shares = measure(rows)["metrics"]
    assert (
        shares["true passed"]["mean"],
        shares["errors stopped"]["mean"],
        shares["exact errors stopped"]["mean"],
    ) == (0.5, 0.5, 1.0)
    assert len(measure(rows)["wrong"]) == 2
