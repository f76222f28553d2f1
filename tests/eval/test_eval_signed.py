from __future__ import annotations

import shutil
from pathlib import Path

from eval.__main__ import parser
from eval.signed import COMMAND


def test_both_pages_answer_the_same_questions(bundled_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(bundled_home, home)
    asked = ["signed", "--home", str(home), "--questions", "1", "--rounds", "1"]
    result = COMMAND.run(parser().parse_args(asked))
    assert {one["n"] for one in result["metrics"].values()} == {1}
    assert all(one["mean"] > 0 for one in result["metrics"].values())
    assert not (home / "accounts.sqlite3").exists(), "the library that is measured stays as it is"
