from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eval.__main__ import parser
from eval.crowd import COMMAND, served
from ingest.errors import UsageError


def test_a_small_crowd_is_answered_to_the_last(bundled_home: Path, tmp_path: Path) -> None:
    shutil.copytree(bundled_home, tmp_path / "home")
    result = COMMAND.run(
        parser().parse_args(["crowd", "--home", str(tmp_path / "home"), "--users", "3", "--questions", "1"])
    )
    assert result["failures"] == [] and result["metrics"]["failed"]["mean"] == 0
    assert result["metrics"]["wait_p50_s"]["n"] == 3
    assert (
        0
        < result["metrics"]["wait_p50_s"]["mean"]
        <= result["metrics"]["wait_p95_s"]["mean"]
        <= result["wall_s"]
    )


@pytest.mark.process
def test_a_page_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "pincite.toml").write_text("no_such_setting = 1\n")
    with pytest.raises(UsageError, match="no_such_setting"), served(tmp_path):
        pass
