from __future__ import annotations

import pytest

from assistant.query.filters import parse_restriction
from ingest.errors import UsageError
from ingest.types import Restriction


def test_keys_add_up_and_repeats_are_alternatives() -> None:
    assert parse_restriction(
        "kind:statute,kind:Executive Order,tag:Steel file,"
        " title:fentanyl,since:2025-02-01,source:a,publisher:Treasury,until:2026"
    ) == Restriction(
        slugs=("a",),
        kinds=("statute", "executive order"),
        tags=("Steel file",),
        titles=("fentanyl",),
        publishers=("Treasury",),
        since="2025-02-01",
        until="2026",
    )


def test_nothing_restricts_nothing() -> None:
    assert parse_restriction("") == Restriction()


@pytest.mark.parametrize("text", ["statute", "sort:statute", "kind:", "since:spring"])
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--sources has"):
        parse_restriction(text)
