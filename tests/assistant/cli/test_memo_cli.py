from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.commands import Pincite

EDITED = """# The bridge

Deadline: 3 June 2025

## Bottom line

**Decision sought:** close the bridge by 3 June 2025

## Key facts

1. The bridge carried 400 cars a day.
"""


def test_the_formats_are_listed_with_the_offices_own(pincite: Pincite, home: Path) -> None:
    (home / "formats").mkdir(parents=True)
    (home / "formats" / "minute.toml").write_text(
        'title = "M"\nabout = "ours"\n[[section]]\nheading = "Point"\n', encoding="utf-8"
    )
    done = pincite("memo", "--formats", home=home)
    assert done.returncode == 0 and "minute          ours" in done.stdout and "op-ed-response" in done.stdout


def test_a_file_is_held_to_the_reviewers_checks(pincite: Pincite, tmp_path: Path) -> None:
    file = tmp_path / "memo.md"
    file.write_text(EDITED, encoding="utf-8")
    done = pincite("memo", "--lint", file, "--json")
    found = json.loads(done.stdout)
    assert (
        done.returncode == 1
        and [one["check"] for one in found] == ["sourced"]
        and "400 cars" in found[0]["told"]
    )
    told = pincite("memo", "--lint", file, "--format", "bluf")
    assert told.returncode == 1 and "Why now: the section is missing" in told.stdout


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "there is no topic"),
        (("duties", "--out", "memo.odt"), "memos are written as .docx, .md, .pdf, .html"),
        (("duties", "--format", "poem"), "there is no memo format 'poem'"),
        (("--lint", "nowhere.docx"), "nowhere.docx"),
    ],
)
def test_what_cannot_be_done_says_why(
    pincite: Pincite, bundled_home: Path, args: tuple[str, ...], told: str
) -> None:
    done = pincite("memo", *args, home=bundled_home)
    assert done.returncode == 2 and told in done.stderr


def test_a_memo_is_written_to_a_file_with_its_progress_and_findings(
    pincite: Pincite, bundled_home: Path, tmp_path: Path
) -> None:
    home, out = Path(shutil.copytree(bundled_home, tmp_path / "home")), tmp_path / "memo.md"
    (home / "formats").mkdir()
    (home / "formats" / "minute.toml").write_text(
        'title = "M"\nabout = "ours"\n[[section]]\nheading = "Bottom line"\n[[section.ask]]\nquestion ='
        ' "{question}"\n',
        encoding="utf-8",
    )
    done = pincite("memo", "the duties on goods from Mexico", "--format", "minute", "--out", out, home=home)
    assert done.returncode == 0, done.stderr
    assert "1/1 Bottom line" in done.stderr and f"written to {out}" in done.stderr and done.stdout == ""
    assert out.read_text(encoding="utf-8").count("Mexic") >= 2
