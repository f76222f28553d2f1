"""The record as people read it: a line an entry, one entry whole, and those of a stretch of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_KINDS = (
    "answer", "memo", "review", "feedback", "documents", "people", "account", "exported", "torn", "redacted",
    "tombstone",
)  # fmt: skip
WORDS = ("answer", "memo", "review", "feedback")
"""The kinds of entries that hold what people and documents say; the others say what was done."""
_LONGEST = 100


def kind_of(entry: Mapping[str, Any]) -> str:
    """What an entry is of."""
    return next((one for one in _KINDS if one in entry), "other")


def summary(entry: Mapping[str, Any]) -> str:
    """An entry in one line: when, what, its id where it has one, who, and of what."""
    kind = kind_of(entry)
    told = entry.get(kind) or {}
    name = str(told.get("id", ""))[:8] if isinstance(told, Mapping) else ""
    who = entry.get("by") or "-"
    return f"{entry.get('at', '')}  {kind:9} {name:8}  {who}  {_said(kind, told)}".rstrip()


def _said(kind: str, told: Any) -> str:
    match kind:
        case "answer":
            text = told.get("question", "")
        case "memo":
            text = told.get("title", "")
        case "review":
            text = (told.get("op_ed") or {}).get("title", "")
        case "feedback":
            text = f"thumb {told.get('thumb', '')} for {str(told.get('answer', ''))[:8]}"
        case "documents":
            text = ", ".join(f"{one['outcome']} {one['slug']}" for one in told)
        case "exported":
            text = str(told.get("what", "")) if isinstance(told, Mapping) else str(told)
        case "people":
            text = f"{told.get('outcome', '')} {told.get('name', '')}"
        case "redacted":
            text = f"{len(told.get('lines') or ())} lines, {told.get('why', '')}"
        case "tombstone":
            text = f"the words of this {told.get('kind', '')} are no longer kept: {told.get('why', '')}"
        case "account":
            text = " ".join(filter(None, (told.get("event"), told.get("name"), told.get("how"))))
        case "torn":
            text = f"{told.get('bytes', 0)} bytes that a killed writer left were moved aside"
        case _:
            text = ""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def between(entries: Iterable[dict[str, Any]], since: str, until: str) -> Iterator[dict[str, Any]]:
    """The entries of the days from `since` to `until`, both included; an empty one is no bound."""
    for entry in entries:
        day = str(entry.get("at", ""))[:10]
        if (not since or day >= since) and (not until or day <= until):
            yield entry


def named(entries: Iterable[dict[str, Any]], beginning: str) -> list[dict[str, Any]]:
    """The entries of what has an id that begins so, and what was said of it."""
    found = []
    for entry in entries:
        told = entry.get(kind_of(entry))
        ids = [told.get("id"), told.get("answer")] if isinstance(told, Mapping) else []
        if any(isinstance(one, str) and one.startswith(beginning) for one in ids):
            found.append(entry)
    return found
