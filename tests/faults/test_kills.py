"""A few of the kills of `python -m tests.faults.kills`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.kills import kill_many

pytestmark = [pytest.mark.process, pytest.mark.model]


def test_whatever_is_killed_when_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    counts = kill_many(tmp_path, times=5, seed=7)
    assert (counts.lost, counts.half_shown, counts.broken) == ([], [], [])
    assert counts.kills + counts.ended == 5
