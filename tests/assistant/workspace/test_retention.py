"""What is older than it is to be kept goes; the record says so, and its chain holds."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.answer.record import Record
from assistant.workspace.conversation_store import Conversation, ConversationStore, Exchange
from assistant.workspace.retention import Keeping, retain
from ingest.errors import UsageError
from tests.left_behind import holders

Pincite = Callable[..., "subprocess.CompletedProcess[str]"]
OLD = (datetime.now(UTC) - timedelta(days=40)).isoformat(timespec="seconds")


@pytest.fixture
def filled(home: Path) -> Path:
    """An old and a new conversation, each with a share, and an old and a new answer on record."""
    home.mkdir()
    record, store = Record(home), ConversationStore(home)
    for age, at in (("old", {"at": OLD}), ("new", {})):
        question = f"Of the {age} ferry?"
        record.append({"answer": {"id": age, "question": question}, "by": "ann", **at})
        kept = store.save("ann", Conversation(title=age, exchanges=(Exchange(question),)))
        path = next((home / "conversations").glob(f"*/{kept.id}.json"))
        if at:
            path.write_text(json.dumps(json.loads(path.read_text()) | {"changed": OLD}))
        (home / "shares").mkdir(exist_ok=True)
        (home / "shares" / f"{age}.json").write_text(json.dumps({"conversation": kept.id, "user": "ann"}))
    record.append({"documents": [{"outcome": "removed", "slug": "ferry"}], "by": "ann", "at": OLD})
    return home


def test_what_is_old_goes_and_what_was_done_stays_told(filled: Path) -> None:
    record = Record(filled)
    keeping = Keeping(30, 30)
    told = retain(filled, record, keeping, is_trial=True)
    assert holders(filled, "old ferry") and told == {"conversations": 1, "entries of the record": 1}
    assert retain(filled, record, keeping, by="terminal:root") == told
    assert holders(filled, "old ferry") == [] and holders(filled, "new ferry")
    assert [one.title for one in ConversationStore(filled).list("ann")] == ["new"]
    assert [path.name for path in (filled / "shares").iterdir()] == ["new.json"]
    assert not record.check().wrong
    first, second, third, last = record.entries()
    assert first["tombstone"] == {"kind": "answer", "id": "old", "why": "kept for 30 days"}
    assert first["at"] == OLD and first["by"] == "ann"
    assert "answer" in second and "documents" in third and last["by"] == "terminal:root"
    assert retain(filled, record, keeping) == {}


def test_nothing_goes_where_no_time_is_set(filled: Path) -> None:
    before = {path: path.read_bytes() for path in filled.rglob("*") if path.is_file()}
    assert retain(filled, Record(filled), Keeping()) == {}
    assert {path: path.read_bytes() for path in filled.rglob("*") if path.is_file()} == before
    with pytest.raises(UsageError, match="PINCITE_KEEP_RECORD"):
        Keeping(0, -1)


def test_it_is_tried_before_it_is_done(filled: Path, pincite: Pincite) -> None:
    assert pincite("record", "retain", home=filled).returncode == 2
    (filled / "pincite.toml").write_text("keep_record = 30\n")
    tried = pincite("record", "retain", home=filled)
    assert "1 entries of the record" in tried.stdout and "--yes" in tried.stdout
    assert holders(filled, "old ferry")
    assert pincite("record", "retain", "--yes", home=filled).returncode == 0
    assert pincite("record", "check", home=filled).returncode == 0
    listed = pincite("record", "list", home=filled).stdout
    assert "old ferry" not in listed and "no longer kept: kept for 30 days" in listed
