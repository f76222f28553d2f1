"""Entries whose words are no longer kept: gone from the file, and the chain holds and says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.record import Record
from ingest.errors import LibraryCorrupt


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "record.key"
    path.parent.mkdir()
    path.write_text("0123456789abcdef" * 4)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def _asked(record: Record, *questions: str) -> None:
    for one in questions:
        record.append({"answer": {"id": one[:2], "question": one}, "by": "ann"})


def _without(word: str) -> Any:
    def change(entry: dict[str, Any]) -> Mapping[str, Any] | None:
        return {"at": entry["at"], "tombstone": {}} if word in json.dumps(entry.get("answer", "")) else None

    return change


@pytest.mark.parametrize("is_sealed", [False, True])
def test_the_words_are_gone_and_the_chain_holds(folder: Path, key: Path, is_sealed: bool) -> None:
    record = Record(folder, str(key) if is_sealed else "")
    _asked(record, "of the ferry", "of the toll", "of the ferry again")
    assert record.redact(_without("ferry"), "kept for a year", "terminal") == 2
    assert b"ferry" not in (folder / "record.jsonl").read_bytes()
    checked = record.check()
    assert not checked.wrong and checked.lines == 4 and "2 lines" in " ".join(checked.told)
    entries = list(record.entries())
    assert ["tombstone" in one for one in entries] == [True, False, True, False]
    assert entries[-1]["redacted"]["why"] == "kept for a year" and entries[-1]["by"] == "terminal"
    _asked(record, "of another toll")
    assert not record.check().wrong
    assert record.redact(_without("toll"), "again") == 2 and not record.check().wrong
    assert [path.name for path in folder.glob("record.*.part")] == []


def test_nothing_is_rewritten_where_nothing_goes(folder: Path) -> None:
    record = Record(folder)
    _asked(record, "of the toll")
    before = (folder / "record.jsonl").read_bytes()
    assert record.redact(_without("ferry"), "kept for a year") == 0
    assert (folder / "record.jsonl").read_bytes() == before


def test_a_tombstone_that_no_later_line_names_is_found(folder: Path) -> None:
    record = Record(folder)
    _asked(record, "of the ferry", "of the toll")
    path = folder / "record.jsonl"
    lines = path.read_text().splitlines()
    sha256, text = lines[0].split(" ", 1)
    lines[0] = f"{sha256} " + json.dumps({"previous": json.loads(text)["previous"], "tombstone": {}})
    path.write_text("\n".join(lines) + "\n")
    assert "line 1 was changed" in record.check().wrong
    with pytest.raises(LibraryCorrupt):
        record.redact(_without("toll"), "x")


def test_a_tombstone_that_was_changed_is_found(folder: Path) -> None:
    record = Record(folder)
    _asked(record, "of the ferry")
    record.redact(_without("ferry"), "x")
    path = folder / "record.jsonl"
    path.write_text(path.read_text().replace('"tombstone": {}', '"tombstone": {"kind": "memo"}'))
    assert "line 1 was changed" in record.check().wrong


def test_without_the_key_nobody_makes_a_tombstone(folder: Path, key: Path) -> None:
    record = Record(folder, str(key))
    _asked(record, "of the ferry", "of the toll")
    Record(folder).redact(_without("ferry"), "hush")  # whoever writes the file, and has no key
    assert "without" in record.check().wrong


def test_what_was_cut_off_is_missed_after_a_redaction_too(folder: Path, key: Path) -> None:
    record = Record(folder, str(key))
    _asked(record, "of the ferry", "of the toll")
    path = folder / "record.jsonl"
    record.redact(_without("ferry"), "x")
    _asked(record, "of the bridge")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    assert "cut off" in record.check().wrong


def test_an_anchor_of_before_a_redaction_still_holds(folder: Path, key: Path) -> None:
    """As where the redaction was killed before its own was written."""
    record = Record(folder, str(key))
    _asked(record, "of the ferry", "of the toll")
    (anchor,) = key.parent.glob("*.anchor")
    before = anchor.read_bytes()
    record.redact(_without("ferry"), "x")
    anchor.write_bytes(before)
    assert not record.check().wrong


def test_a_question_that_looks_like_one_allows_nothing(folder: Path) -> None:
    record = Record(folder)
    digest = hashlib.sha256(b"x").hexdigest()
    _asked(record, f'"redacted": {{"lines": {{"{digest}": "{digest}"}}}}', "of the toll")
    assert not record.check().wrong and len(list(record.entries())) == 2
