"""The memos on record: found by the beginning of an id, and as versions of one another.

A reader finds those that were written for whoever may see no more than they do; any other is not there for
them, whatever they know of its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from assistant.answer.record import Record
from assistant.memo.types import Memo
from assistant.memo.update import ChangeKind, MemoUpdate
from ingest.errors import UsageError
from ingest.types import Restriction
from ingest.view import View

FEWEST = 8
"""Characters of an id that are taken for its beginning: fewer could be guessed."""
_RESTRICTIONS = TypeAdapter(tuple[Restriction, ...])


@dataclass(frozen=True, slots=True)
class RecordedMemo:
    """A memo as it is on record: when it was written over the library's documents (of an edited version: when
    what was edited was), within which `restrictions`, and for which reader, by their access `labels` (None:
    the owner, or a record that does not say); `update` is what changed since the one that it replaces."""

    memo: Memo
    at: str
    restrictions: tuple[Restriction, ...] = ()
    labels: frozenset[str] | None = None
    update: MemoUpdate | None = None

    def is_for(self, view: View) -> bool:
        """Whether the reader of a view may see all that it was written for."""
        return _is_for(self.labels, view)


@dataclass(frozen=True, slots=True)
class MemoVersion:
    """A version of a memo: its id, when it was written, the one that it replaces, how many sentences of that
    changed in which way, and, where a person edited it, what and who."""

    id: str
    at: str
    title: str
    replaces: str
    counts: Mapping[ChangeKind, int]
    edited: tuple[str, ...] = ()
    by: str = ""


def find_memo(record: Record, beginning: str, view: View) -> RecordedMemo:
    """The memo on record whose id begins so, of those that the view's reader may see.

    Raises:
        UsageError: there is none, or several.
        LibraryCorrupt: the record was changed.
    """
    entries = _entries(record)
    entry = entries[_named(beginning, entries, view)]
    labels, update = entry.get("labels"), entry.get("update")
    return RecordedMemo(
        Memo.from_json(entry["memo"]),
        entry.get("composed") or entry["at"],
        _RESTRICTIONS.validate_python(entry.get("restrictions", ())),
        None if labels is None else frozenset(labels),
        MemoUpdate.from_json(update) if update else None,
    )


def versions(record: Record, beginning: str, view: View) -> list[MemoVersion]:
    """The versions of the memo whose id begins so, newest first: all that replace one another, of those that
    the view's reader may see.

    Raises:
        UsageError, LibraryCorrupt: as in `find_memo`.
    """
    entries = _entries(record)
    of = {name: entry["memo"].get("replaces", "") for name, entry in entries.items()}
    first = _named(beginning, entries, view)
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
            tuple((entry.get("edit") or {}).get("told", ())),
            (entry.get("edit") or {}).get("by", ""),
        )
        for name, entry in reversed(entries.items())
        if name in mine and _is_for(entry.get("labels"), view)
    ]


def _is_for(labels: Iterable[str] | None, view: View) -> bool:
    """Whether a reader may see all that somebody with these access labels may; None is the owner."""
    return view.has_all if labels is None else view.scope.reader is None or set(labels) <= view.reader.labels


def _entries(record: Record) -> dict[str, Mapping[str, Any]]:
    """The entries of memos by their ids, oldest first."""
    return {entry["memo"]["id"]: entry for entry in record.entries() if "memo" in entry}


def _named(beginning: str, entries: Mapping[str, Mapping[str, Any]], view: View) -> str:
    """The one id that begins so, of the memos that the view's reader may see.

    Raises:
        UsageError: none does, or several do.
    """
    beginning = beginning.strip()
    named = [one for one in entries if one.startswith(beginning)] if len(beginning) >= FEWEST else []
    named = [one for one in named if _is_for(entries[one].get("labels"), view)]
    if len(named) == 1:
        return named[0]
    told = (
        "several memos on record have ids that begin" if named else "no memo on record has an id that begins"
    )
    raise UsageError(
        f"{told} with {beginning!r}",
        hint=f"the id, or its first {FEWEST} characters or more, is at a memo's foot",
    )
