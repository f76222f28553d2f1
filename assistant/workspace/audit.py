"""The record as an auditor reads it: who did what and when, without a word of documents that they may not
read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answer.record import Record
from assistant.answer.record_reading import between, kind_of
from assistant.workspace.access import require
from ingest.view import View

_HIDDEN = "a document that you may not read, or that is gone"
_NAMES = ("source", "slug", "sha256")  # under which an entry names documents


@dataclass(frozen=True, slots=True)
class Audit:
    """The record of one home folder, to whoever may read it."""

    record: Record

    def entries(self, view: View, since: str = "", until: str = "") -> list[dict[str, Any]]:
        """The entries of the days from `since` to `until`, oldest first: when, what, its id, who, and of
        what. A question, a title or a document is named where the view has all that the entry rests on.

        Raises:
            NotAllowed: the view's reader may not read the record.
            LibraryCorrupt: as in `Record.entries`.
        """
        require(view.reader, "audit")
        seen = {name for one in view.sources for name in (one.slug, one.sha256)}
        return [_told(entry, seen) for entry in between(self.record.entries(), since, until)]


def _told(entry: Mapping[str, Any], seen: set[str]) -> dict[str, Any]:
    kind = kind_of(entry)
    about = entry.get(kind)
    line = {"at": entry.get("at", ""), "kind": kind, "by": entry.get("by") or ""}
    if kind == "documents" and isinstance(about, list):
        shown = [
            {"outcome": one["outcome"], "slug": one["slug"] if one["slug"] in seen else _HIDDEN}
            for one in about
        ]
        return line | {"documents": shown}
    if not isinstance(about, Mapping):
        return line
    line |= {"id": str(about.get("id") or about.get("answer") or "")}
    if kind == "account":
        return line | {name: str(about.get(name, "")) for name in ("event", "name", "how")}
    if kind == "feedback":
        return line | {"thumb": about.get("thumb", "")}
    if kind in ("redacted", "tombstone"):
        return line | {"of": str(about.get("why", ""))}
    text = str(about.get("question") or about.get("title") or about.get("what") or "")
    return line | {"of": text if set(_named(entry)) <= seen else _HIDDEN}


def _named(value: Any) -> Iterator[str]:
    """The documents that a value names, by slug or digest, however deep."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name in _NAMES and isinstance(one, str) and one:
                yield one
            else:
                yield from _named(one)
    elif isinstance(value, list):
        for one in value:
            yield from _named(one)
