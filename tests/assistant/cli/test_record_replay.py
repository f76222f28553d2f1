"""A recorded answer is checked again: it is the same over the same documents, and says what is not."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.record import Record
from tests.chat_stub import Turn, as_data, chat_stub

Pincite = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.model
PIER = (
    "# The pier\n\nThe harbour master closed the eastern pier on 4 March 2025 for repairs. "
    "The repairs cost forty thousand coins. The crane on it lifts nine tonnes.\n"
)


@pytest.fixture
def asked(home: Path, tmp_path: Path, pincite: Pincite) -> str:
    """The id of an answer of quotes."""
    (tmp_path / "pier.md").write_text(PIER)
    assert pincite("ingest", tmp_path / "pier.md", home=home).returncode == 0
    told = pincite("ask", "When was the eastern pier closed?", "--json", home=home).stdout
    answer = json.loads(told)
    assert answer["sentences"]
    return str(answer["id"])


def _entry(home: Path) -> dict[str, Any]:
    entry = next(one for one in Record(home).entries() if "answer" in one)
    return {name: value for name, value in entry.items() if name != "previous"}


def _ingest_again(home: Path, path: Path, text: str, pincite: Pincite) -> None:
    path.write_text(text)
    assert pincite("ingest", path, home=home).returncode == 0


def test_an_answer_is_the_same_until_something_changes(
    home: Path, tmp_path: Path, pincite: Pincite, asked: str
) -> None:
    done = pincite("record", "replay", asked[:8], home=home)
    assert done.returncode == 0, done.stdout
    assert "the same today" in done.stdout and "not the" not in done.stdout

    (home / "pincite.toml").write_text("answer_sentences = 3\n")
    done = pincite("record", "replay", asked, home=home)
    assert done.returncode == 0 and "the settings are not those of then" in done.stdout

    _ingest_again(home, tmp_path / "pier.md", PIER.replace("4 March", "5 March"), pincite)
    done = pincite("record", "replay", asked, "--json", home=home)
    found = json.loads(done.stdout)
    assert done.returncode == 1 and not found["is_same"]
    assert "no longer stands where it stood in pier, whose file is another now" in found["differs"][0]
    assert found["sentences"][0]["now"] == "" and "another now" in found["sentences"][0]["told"]

    assert pincite("library", "remove", "pier", home=home).returncode == 0
    done = pincite("record", "replay", asked, home=home)
    assert done.returncode == 1 and "pier is no longer in the library" in done.stdout


def test_rules_that_refuse_what_they_let_through_are_told(home: Path, pincite: Pincite, asked: str) -> None:
    entry = _entry(home)
    kept = entry["drafts"][0]
    wrong = entry | {"drafts": [kept | {"text": kept["text"].replace("4 March", "9 March")}]}
    Record(home).append({**wrong, "answer": entry["answer"] | {"id": "another"}})
    done = pincite("record", "replay", "another", home=home)
    assert done.returncode == 1 and "DIFFERS  supported, today unsupported" in done.stdout


def test_what_a_chat_model_wrote_is_checked_again(home: Path, pincite: Pincite, asked: str) -> None:
    sentences = (
        ("The harbour master closed the eastern pier on 4 March 2025.", ["closed the eastern pier"]),
        ("The harbour master closed the eastern pier on 9 March 2025.", ["closed the eastern pier"]),
    )
    with chat_stub(Turn(data=as_data(*sentences))) as stub:
        env = {"PINCITE_CHAT_MODEL": "openai:stub", "OPENAI_BASE_URL": stub.url, "OPENAI_API_KEY": "none"}
        told = pincite("ask", "When was the eastern pier closed?", "--json", home=home, env=env)
    answer = json.loads(told.stdout)
    assert "openai:stub" in answer["model"] and answer["withheld"]
    done = pincite("record", "replay", answer["id"], home=home, env={"PINCITE_CHAT_MODEL": "openai:stub"})
    assert done.returncode == 0 and "settings are not" in done.stdout, done.stdout


def test_what_is_not_there_or_not_kept_is_told(home: Path, pincite: Pincite, asked: str) -> None:
    assert pincite("record", "replay", "zzzz", home=home).returncode == 2
    assert pincite("forget", "pier", "--yes", home=home).returncode == 0
    done = pincite("record", "replay", asked, home=home)
    assert done.returncode == 2 and "no longer kept" in done.stderr


def test_an_entry_of_before_drafts_were_kept_has_its_quotes_looked_at(
    home: Path, pincite: Pincite, asked: str
) -> None:
    entry = _entry(home)
    bare = {name: value for name, value in entry.items() if name != "drafts"}
    Record(home).append({**bare, "answer": entry["answer"] | {"id": "earlier"}})
    done = pincite("record", "replay", "earlier", home=home)
    assert done.returncode == 0 and "its quotes alone are checked" in done.stdout
