"""The examples do what they say. That of MCP runs with the tests of the page, whose server it needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from langchain_core.language_models import FakeListChatModel

from assistant import open_assistant
from assistant.integrations.langchain import LibraryRetriever
from assistant.lexicon.rules import load_rules, our_rules
from assistant.memo.formats import load_format
from examples import ask, chain
from tests.commands import Pincite

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.fixture
def office(home: Path) -> Path:
    """A home folder with the examples that go there."""
    for name in ("formats", "rules"):
        shutil.copytree(EXAMPLES / name, home / name)
    return home


def test_the_format_is_one(office: Path) -> None:
    made = load_format("two-lines", office)
    assert [one.heading for one in made.section] == ["Bottom line", "We ask"]
    assert made.pages == 1


def test_the_rules_are_added_and_replaced(office: Path) -> None:
    rules = load_rules(office)
    words = {one.id: set(one.words) for one in rules["synonyms"].rows}
    assert words["harbour.synonyms.berth"] >= {"berth", "mooring"}
    assert "tariff" in words["en.synonyms.tax"]
    ours = {one.id: set(one.words) for one in our_rules()["synonyms"].rows}
    assert words["en.synonyms.tax"] > ours["en.synonyms.tax"] and len(words) == len(ours) + 1
    assert rules.digest != our_rules().digest


def test_a_question_from_python(bundled_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask.main(str(bundled_home), "Is the duty on Mexican goods paused or ended?")
    assert "Executive Order 14389 of 20 February 2026 ends the emergency duties" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="pincite ingest"):
        ask.main(str(bundled_home / "nowhere"), "Why?")


@pytest.mark.process
@pytest.mark.parametrize("given", [[], ["FOLDER"], ["FOLDER", "Why", "is", "it?"]])
def test_an_example_says_how_it_is_called(given: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "examples.ask", *given],
        cwd=EXAMPLES.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (1, ask.__doc__)


def test_a_memo_in_the_format(pincite: Pincite, bundled_home: Path, office: Path) -> None:
    shutil.copytree(bundled_home, office, dirs_exist_ok=True)
    asked = (
        "memo",
        "the duties on Mexican goods",
        "--format",
        "two-lines",
        "--decision",
        "approve a hearing",
    )
    done = pincite(*asked, home=office)
    assert done.returncode == 0 and "DRAFT" not in done.stderr, done.stderr
    stand, _, ask_for = done.stdout.partition("We ask")
    assert "Bottom line" in stand and "14389" in stand and "approve a hearing" in ask_for.lower()


def test_what_a_chain_writes_is_checked(bundled_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assistant = open_assistant(home=bundled_home)
    question = "Which order ended the emergency duties on Mexican goods?"
    right = "Executive Order 14389 of 20 February 2026 ended the emergency duties on goods from Mexico. [{}]"
    [number] = [
        at
        for at, one in enumerate(LibraryRetriever(assistant=assistant, limit=4).invoke(question), start=1)
        if "14389" in one.page_content
    ][:1]
    for said, holds in ((right, True), (right.replace("14389", "14399"), False)):
        text = chain.written(assistant, FakeListChatModel(responses=[said.format(number)]), question)
        verification = chain.checked(assistant, text)
        assert bool(verification.failed) is not holds, text
    assistant.library.close()
