"""The memos on record: found by the beginning of an id, and as versions of one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from assistant.answer.record import Record
from assistant.memo.types import Memo
from assistant.memo.update import ChangeKind, MemoUpdate
from ingest.errors import UsageError
from ingest.types import Restriction

FEWEST = 8
"""Characters of an id that are taken for its beginning: fewer could be guessed."""
_RESTRICTIONS = TypeAdapter(tuple[Restriction, ...])


@dataclass(frozen=True, slots=True)
class RecordedMemo:
    """A memo as it is on record: when it was written, within which `restrictions`, and for which reader, by
    their access `labels` (None: a record that does not say); `update` is what changed since the one that it
    replaces."""

    memo: Memo
    at: str
    restrictions: tuple[Restriction, ...] = ()
    labels: frozenset[str] | None = None
    update: MemoUpdate | None = None


@dataclass(frozen=True, slots=True)
class MemoVersion:
    """A version of a memo: its id, when it was written, the one that it replaces, and how many sentences of
    that changed in which way."""

    id: str
    at: str
    title: str
    replaces: str
    counts: Mapping[ChangeKind, int]


def find_memo(record: Record, beginning: str) -> RecordedMemo:
    """The memo on record whose id begins so.

    Raises:
        UsageError: there is none, or several.
        LibraryCorrupt: the record was changed.
    """
    entries = _entries(record)
    entry = entries[_named(beginning, entries)]
    labels, update = entry.get("labels"), entry.get("update")
    return RecordedMemo(
        Memo.from_json(entry["memo"]),
        entry["at"],
        _RESTRICTIONS.validate_python(entry.get("restrictions", ())),
        None if labels is None else frozenset(labels),
        MemoUpdate.from_json(update) if update else None,
    )


def versions(record: Record, beginning: str) -> list[MemoVersion]:
    """The versions of the memo whose id begins so, newest first: all that replace one another.

    Raises:
        UsageError, LibraryCorrupt: as in `find_memo`.
    """
    entries = _entries(record)
    of = {name: entry["memo"].get("replaces", "") for name, entry in entries.items()}
    first = _named(beginning, entries)
    while of.get(of[first]) is not None:
        first = of[first]
    mine = {first}
    for name, replaced in of.items():  # what replaces another comes after it
        if replaced in mine:
            mine.add(name)
    return [
        MemoVersion(
            name,
            entry["at"],
            entry["memo"]["title"],
            of[name],
            (entry.get("update") or {}).get("counts", {}),
        )
        for name, entry in reversed(entries.items())
        if name in mine
    ]


def _entries(record: Record) -> dict[str, Mapping[str, Any]]:
    """The entries of memos by their ids, oldest first."""
    return {entry["memo"]["id"]: entry for entry in record.entries() if "memo" in entry}


def _named(beginning: str, entries: Mapping[str, Mapping[str, Any]]) -> str:
    """The one id that begins so.

    Raises:
        UsageError: none does, or several do.
    """
    beginning = beginning.strip()
    named = [one for one in entries if one.startswith(beginning)] if len(beginning) >= FEWEST else []
    if len(named) == 1:
        return named[0]
    told = (
        "several memos on record have ids that begin" if named else "no memo on record has an id that begins"
    )
    raise UsageError(
        f"{told} with {beginning!r}",
        hint=f"the id, or its first {FEWEST} characters or more, is at a memo's foot",
    )
