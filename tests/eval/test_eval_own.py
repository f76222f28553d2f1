"""A user's own evaluation, by the command that users call."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.commands import Done, pincite_here

QUESTION = "What is the maximum sentence for material support to a foreign terrorist organization?"


@pytest.fixture(scope="module")
def home(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(bundled_home, tmp_path_factory.mktemp("own") / "home"))


def pincite(home: Path, *words: str) -> Done:
    return pincite_here(*words, home=home)


def test_a_thumb_down_becomes_a_case_that_can_be_completed_and_measured(home: Path, tmp_path: Path) -> None:
    nothing = pincite(home, "eval", "--from-feedback")
    assert nothing.returncode == 2 and "thumb down" in nothing.stderr
    answer = json.loads(pincite(home, "ask", QUESTION, "--json").stdout)
    assert (
        pincite(
            home, "feedback", "down", "--answer", answer["id"][:6], "--note", "20 years is missing"
        ).returncode
        == 0
    )
    cases = tmp_path / "cases.jsonl"
    assert pincite(home, "eval", "--from-feedback", "--out", str(cases)).returncode == 0
    case = json.loads(cases.read_text(encoding="utf-8"))
    assert (case["question"], case["expected"], case["evidence"]) == (QUESTION, "20 years is missing", [])

    waiting = pincite(home, "eval", "--cases", str(cases), "--json")
    assert waiting.returncode == 0, waiting.stderr
    assert list(json.loads(waiting.stdout)["unscored"]) == [case["id"]]
    shown = answer["citations"][0]
    cases.write_text(
        json.dumps(case | {"evidence": [{"source": shown["source"], "quote": shown["quote"]}]}),
        encoding="utf-8",
    )
    told = json.loads(pincite(home, "eval", "--cases", str(cases), "--json").stdout)
    assert told["metrics"]["quote_shown"]["mean"] == 1
    assert list((home / "eval").glob("answers-*.json"))


def test_a_thumb_up_takes_a_thumb_down_back(home: Path) -> None:
    pincite(home, "ask", QUESTION)
    assert pincite(home, "feedback", "down").returncode == 0
    before = pincite(home, "eval", "--from-feedback").stdout.count("\n")
    assert pincite(home, "feedback", "up").returncode == 0
    assert pincite(home, "eval", "--from-feedback").stdout.count("\n") == before - 1


@pytest.mark.parametrize(
    "words", ["feedback down --answer nothing-like-it", "feedback sideways", "eval", "eval --cases nowhere"]
)
def test_bad_usage_is_told(home: Path, words: str) -> None:
    done = pincite(home, *words.split())
    assert done.returncode == 2 and done.stderr
