"""Memo assignments as offices type them, each with the facts (“nuggets”) that the memo must hold, one JSON
object a line: how many of them stand in it, and how much of it is beside the point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.memo.types import Memo, MemoRequest
from assistant.paper import texts_of
from eval.json_lines import rows_of
from eval.nuggets import Line, Quoted, Reply, Score, score
from eval.request_cases import Nugget, Proof, Request
from ingest.view import View

ASSIGNMENTS = Path(__file__).parent / "memos-second.jsonl"
"""The assignments on our second library."""


@dataclass(frozen=True, slots=True)
class MemoCase:
    """What is asked for, and the facts that it must hold, as a request of the kind of the memo's format."""

    asked: MemoRequest
    request: Request

    @property
    def id(self) -> str:
        """Its number in the file."""
        return self.request.id


def load_assignments(path: Path, view: View) -> list[MemoCase]:
    """The assignments of a JSON Lines file, in order. Evidence is a `quote`, or its place in the stored text
    (`start`, `end`), which the view's documents fill in.

    Raises:
        UsageError: the file cannot be read, a line is not an assignment, or an id stands twice.
    """
    fields = '"id", "format", "topic" and "nuggets"'
    rows = rows_of(path, lambda row: _assignment(row, view), what="assignment", fields=fields)
    return [one for _, one in rows]


def _assignment(row: Mapping[str, Any], view: View) -> MemoCase:
    asked = MemoRequest(
        row["topic"],
        row["format"],
        to=row.get("to", ""),
        sender=row.get("from", ""),
        deadline=row.get("deadline", ""),
        decision=row.get("decision", ""),
        position=row.get("position", ""),
        jurisdiction=row.get("jurisdiction", ""),
    )
    nuggets = tuple(
        Nugget(one["text"], bool(one.get("vital")), tuple(_proof(each, view) for each in one["evidence"]))
        for one in row["nuggets"]
    )
    must_not = tuple(row.get("must_not") or ())
    return MemoCase(
        asked, Request(row["id"], row["format"], row["topic"], nuggets=nuggets, must_not=must_not)
    )


def _proof(row: Mapping[str, Any], view: View) -> Proof:
    if "start" in row:
        return Proof(row["source"], view.text(row["source"])[row["start"] : row["end"]])
    return Proof(row["source"], row.get("quote") or "")


def scored(one: MemoCase, memo: Memo, seconds: float) -> Score:
    """The score of a memo: each of its facts is a sentence."""
    quoted = {cited.number: Quoted(cited.source, cited.quote) for cited in memo.citations}
    facts = (text for section in memo.sections for text in texts_of(section.blocks) if text.role == "fact")
    lines = tuple(Line(text.text, tuple(quoted[note] for note in text.notes)) for text in facts)
    return score(one.request, Reply("answered", lines, model=memo.model), seconds)


def told(found: Sequence[Score]) -> Iterator[str]:
    """Each memo with the vital facts that it lacks and the quotes that are beside the point."""
    for one in found:
        yield f"{one.request.id} {one.request.kind}: {sum(one.vital)} of {len(one.vital)} vital facts"
        for nugget, where in zip(one.request.nuggets, one.held, strict=True):
            if nugget.vital and not where:
                yield f"  lacks: {nugget.text}"
        yield from (f"  off: {quote.words[:120]}" for quote, is_held in one.quotes if not is_held)
