"""The record where its writer is killed, its disk is full, or somebody changes it who knows how."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.record import Record
from assistant.answer.record_reading import between, named, summary
from ingest.errors import LibraryUnwritable, UsageError


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


def _filled(folder: Path, key: str = "", count: int = 3) -> Record:
    record = Record(folder, key)
    for n in range(count):
        record.append({"n": n})
    return record


def _heard(done: list[str], name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def heard(*given: Any) -> Any:
        done.append(name)
        return call(*given)

    return heard


def test_each_entry_is_one_write_that_is_on_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    write, fsync = os.write, os.fsync
    monkeypatch.setattr(os, "write", _heard(done, "write", write))
    monkeypatch.setattr(os, "fsync", _heard(done, "fsync", fsync))
    Record(folder).append({"text": "é" * 100_000})
    assert [one for one in done if one in ("write", "fsync")][-2:] == ["write", "fsync"]
    assert done.count("fsync") == 1


@pytest.mark.parametrize("cut", [1, 30, 70, 100])
def test_a_torn_tail_is_moved_aside_and_told_and_blocks_nothing(folder: Path, cut: int) -> None:
    record = _filled(folder)
    path = folder / "record.jsonl"
    whole = path.read_bytes()
    start = whole.rstrip(b"\n").rindex(b"\n") + 1
    torn = whole[start : start + cut]
    path.write_bytes(whole[:start] + torn)
    assert [one["n"] for one in record.entries()] == [0, 1]
    assert not record.check().wrong and "killed" in record.check().told[0]
    record.append({"n": 3})
    assert [one.get("n", "torn") for one in record.entries()] == [0, 1, "torn", 3]
    assert (folder / "record.torn").read_bytes() == torn + b"\n"
    assert any(f"{cut} bytes" in one for one in record.check().told) and not record.check().wrong


def test_a_line_that_lacks_its_end_alone_is_kept(folder: Path) -> None:
    record = _filled(folder)
    path = folder / "record.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    record.append({"n": 3})
    assert [one["n"] for one in record.entries()] == [0, 1, 2, 3]


def test_what_a_full_disk_took_half_of_is_taken_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = _filled(folder)
    before, write = (folder / "record.jsonl").read_bytes(), os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:20]))
    with pytest.raises(LibraryUnwritable, match="space"):
        record.append({"n": 3})
    assert (folder / "record.jsonl").read_bytes() == before


def _reckoned_anew(path: Path, *, bare: bool = False) -> None:
    """The whole chain, with another word in its first line."""
    lines: list[str] = []
    previous = "0" * 64
    for raw in path.read_text().splitlines():
        entry = json.loads(raw.partition(" ")[2]) | {"previous": previous}
        if not lines:
            entry["n"] = 7
        if bare:
            entry.pop("seal", None)
        text = json.dumps(entry, ensure_ascii=False, sort_keys=True)
        previous = hashlib.sha256(text.encode()).hexdigest()
        lines.append(f"{previous} {text}\n")
    path.write_text("".join(lines))


@pytest.mark.parametrize("bare", [False, True])
def test_a_chain_reckoned_anew_is_found_with_the_key(folder: Path, key: Path, bare: bool) -> None:
    record = _filled(folder, str(key))
    assert not record.check().wrong and record.check().lines == 3
    _reckoned_anew(folder / "record.jsonl", bare=bare)
    assert not Record(folder).check().wrong  # without it nobody can know
    assert "sealed" in record.check().wrong
    if not bare:
        assert record.check().wrong.startswith("line 1 ")


def test_an_end_that_was_cut_off_is_missed(folder: Path, key: Path) -> None:
    record = _filled(folder, str(key))
    path = folder / "record.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    assert "cut off" in record.check().wrong


def test_a_line_of_whoever_has_no_key_is_found_and_one_before_there_was_one_is_not(
    folder: Path, key: Path
) -> None:
    _filled(folder)
    assert not _filled(folder, str(key)).check().wrong
    _filled(folder, count=1)
    assert Record(folder, str(key)).check().wrong.startswith("line 7 is not sealed")


def test_a_key_in_the_home_or_none_or_a_short_one_is_refused(folder: Path, key: Path) -> None:
    (folder / "key").write_text(key.read_text())
    (key.parent / "short").write_text("hello")
    for path in (folder / "key", key.parent / "none", key.parent / "short"):
        with pytest.raises(UsageError, match="key"):
            Record(folder, str(path))


def test_entries_are_told_in_a_line_found_by_id_and_by_day() -> None:
    entries: list[dict[str, Any]] = [
        {"at": "2026-03-01T09:00:00+00:00", "answer": {"id": "ab12", "question": "When?"}, "by": "ann"},
        {"at": "2026-03-02T09:00:00+00:00", "feedback": {"answer": "ab12", "thumb": "up"}},
        {"at": "2026-03-03T09:00:00+00:00", "documents": [{"outcome": "removed", "slug": "ferry"}]},
    ]
    assert "ann" in summary(entries[0]) and "When?" in summary(entries[0])
    assert "removed ferry" in summary(entries[2])
    assert named(entries, "ab") == entries[:2]
    assert list(between(entries, "2026-03-02", "2026-03-02")) == entries[1:2]
