"""What `python -m eval` does where its extra is not installed: a process in which those modules cannot be
imported."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import COMMANDS

CHECKOUT = Path(__file__).resolve().parents[2]
PLAIN = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"matplotlib", "ir_measures", "fpdf", "scipy", "pandas"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
from eval.__main__ import main
raise SystemExit(main())
"""


def on_a_plain_install(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PLAIN, *map(str, words)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", cwd=CHECKOUT, timeout=120, check=False
    )


@pytest.fixture
def results(tmp_path: Path) -> Path:
    saved: dict[str, Any] = {
        "suite": "answers",
        "stem": "mine",
        "problems": [],
        "unscored": {},
        "judge": None,
        "kinds": {},
        "on": {"date": "2026-01-01"},
        "cases": [],
        "metrics": {"point_recall": {"mean": 1.0, "low": 1.0, "high": 1.0, "n": 1}},
        "by_case": {"point_recall": {"A": [1.0]}},
    }
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(json.dumps(saved), encoding="utf-8")
    return tmp_path


@pytest.mark.process
@pytest.mark.parametrize(
    ("command", "module"),
    [("report", "matplotlib"), ("retrieval", "ir_measures"), ("hostile", "fpdf"), ("gate", "fpdf")],
)
def test_what_needs_the_extra_says_which_and_how_to_get_it(command: str, module: str, results: Path) -> None:
    done = on_a_plain_install(command, "--results", results)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"eval: `python -m eval {command}` needs {module}, which a plain install leaves out",
        '  → pip install "pincite[eval]"',
    ]


@pytest.mark.process
def test_what_needs_no_extra_works_without_it(results: Path) -> None:
    assert on_a_plain_install("--help").returncode == 0
    compared = on_a_plain_install("compare", results / "a.json", results / "b.json")
    assert compared.returncode == 0, compared.stderr
    assert "point_recall" in compared.stdout


def test_the_extra_has_what_the_suites_need() -> None:
    extras = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    named = {
        one.partition(">")[0].replace("-", "_").replace("fpdf2", "fpdf").replace("python_", "")
        for one in extras["eval"]
    }
    assert named == {"matplotlib", *(module for command in COMMANDS for module in command.needs)}
