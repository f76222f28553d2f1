from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer.record import Record
from assistant.lexicon.rules import our_rules
from assistant.render.english import WORDING
from ingest.errors import LibraryCorrupt


def test_entries_come_back_in_order_each_with_the_hash_of_the_one_before(tmp_path: Path) -> None:
    record = Record(tmp_path)
    hashes = [record.append({"answer": "é" * 6000, "n": n}) for n in range(3)]
    found = list(Record(tmp_path).entries())
    assert [one["n"] for one in found] == [0, 1, 2]
    assert [one["previous"] for one in found] == ["0" * 64, *hashes[:2]]


@pytest.mark.parametrize("harm", ["change", "remove", "insert"])
def test_a_line_that_was_touched_is_named(tmp_path: Path, harm: str) -> None:
    record = Record(tmp_path)
    for n in range(3):
        record.append({"n": n})
    path = tmp_path / "record.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = {
        "change": [lines[0], lines[1].replace('"n": 1', '"n": 7'), lines[2]],
        "remove": [lines[0], lines[2]],
        "insert": [*lines[:2], *lines[1:]],
    }[harm]
    path.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(LibraryCorrupt, match=r"line [23]"):
        list(record.entries())


def test_an_answer_that_cannot_be_recorded_is_given_and_says_so(bundled_home: Path, tmp_path: Path) -> None:
    from assistant.answer.assistant import Assistant
    from assistant.build import open_library
    from assistant.settings import Settings

    (tmp_path / "record.jsonl").mkdir()
    assistant = Assistant(
        open_library(Settings(), bundled_home), our_rules(), WORDING, record=Record(tmp_path)
    )
    answer = assistant.ask("How many synthetic-opioid deaths were there in 2025?")
    assert answer.sentences and "could not be saved to the record" in answer.notices[0]
    assistant.library.close()
