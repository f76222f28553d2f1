"""How long things are kept: conversations, what was made, and the words of the record, where the office says
a time. The record keeps a line of everything; its chain holds."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.answer.record import Record
from assistant.answer.record_reading import WORDS, kind_of
from assistant.workspace.forgetting import tombstone
from ingest.errors import UsageError
from ingest.whole_file import as_unwritable

_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many days what nobody changes is kept: conversations, with the memos, reviews and checks in
    people's lists; and the words of the record. 0: for ever.

    Raises:
        UsageError: a number is below 0.
    """

    conversations: int = 0
    record: int = 0

    def __post_init__(self) -> None:
        for variable, days in (
            ("PINCITE_KEEP_CONVERSATIONS", self.conversations),
            ("PINCITE_KEEP_RECORD", self.record),
        ):
            if days < 0:
                raise UsageError(f"{variable} is {days}", hint="give a number of days, or 0 for ever")


def retain(
    home: Path, record: Record, keeping: Keeping, *, by: str = "", is_trial: bool = False
) -> Mapping[str, int]:
    """Delete what is older than it is to be kept, and say how many of what; with `is_trial` only say it.

    Raises:
        LibraryCorrupt: the record is not sound; its words stay.
        LibraryUnwritable: as its name says.
    """
    gone = Counter[str]()
    if keeping.conversations:
        for kind, path in _old(home, keeping.conversations):
            gone[kind] += 1
            if not is_trial:
                _delete(home, path)
    if keeping.record:
        before = (datetime.now(UTC) - timedelta(days=keeping.record)).isoformat(timespec="seconds")
        why = f"kept for {keeping.record} days"

        def old(entry: dict[str, Any]) -> dict[str, Any] | None:
            is_due = kind_of(entry) in WORDS and str(entry.get("at", "")) < before
            return tombstone(entry, why) if is_due else None

        gone["entries of the record"] = (
            sum(old(one) is not None for one in record.entries()) if is_trial else record.redact(old, why, by)
        )
    return {kind: count for kind, count in gone.items() if count}


def _old(home: Path, days: int) -> Iterator[tuple[str, Path]]:
    since = datetime.now(UTC) - timedelta(days=days)
    for kind, pattern in (
        ("conversations", "conversations/*/*.json"),
        ("memos, reviews and checks", "made/*/*.json"),
    ):
        for path in home.glob(pattern):
            if _changed(path) < since.isoformat():
                yield kind, path
    for path in home.glob("memos/*.json"):
        if path.stat().st_mtime < time.time() - days * _DAY:
            yield "unfinished memos", path


def _changed(path: Path) -> str:
    """When what is in a file was last changed, in ISO 8601; when the file was, where that is not said."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["changed"])
    except (OSError, ValueError, KeyError, TypeError):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()


def _delete(home: Path, path: Path) -> None:
    """Delete a file with what belongs to it alone."""
    beside = [path.with_suffix(".content"), *(path.parent / "files" / path.stem).glob("*")]
    if path.parent.parent.name == "conversations":
        beside = [one for one in (home / "shares").glob("*.json") if _shares(one) == path.stem]
    with as_unwritable(path):
        for one in (*beside, path):
            one.unlink(missing_ok=True)


def _shares(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["conversation"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
