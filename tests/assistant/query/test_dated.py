"""Of which time documents are wanted."""

from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.dated import dated
from tests.assistant.evidence import source


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("orders from July 2025 onwards", "2025-07-01", ""),
        ("orders from July 2025", "2025-07-01", "2025-07-31"),
        ("letters after june 2025", "2025-07-01", ""),
        ("letters before 3 Feb 2025", "", "2025-02-02"),
        ("bills of 2024", "2024-01-01", "2024-12-31"),
        ("between March 2025 and 2 May 2025", "2025-03-01", "2025-05-02"),
        ("from 1 March 2025 to 4 March 2025", "2025-03-01", "2025-03-04"),
        ("since March 2025 and until May 2025", "2025-03-01", "2025-05-31"),
        ("since 1 March", "2026-03-01", ""),
        ("since 1 September", "2025-09-01", ""),
        ("the 400 posts", "", ""),
    ],
)
def test_a_date_bounds_the_documents_that_are_wanted(words: str, since: str, until: str) -> None:
    period, rest = dated(words, [source(date="2026-07-13")], our_rules())
    assert (period.since, period.until) == (since, until)
    assert not any(month in rest for month in ("March", "2025", "May", "June"))
