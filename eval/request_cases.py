"""Requests as staffers type them, each with the facts (“nuggets”) that a good answer holds, one JSON object a
line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.json_lines import rows_of
from eval.quotes import normalised
from ingest.errors import UsageError
from ingest.view import View

REQUESTS = Path(__file__).parent / "requests-bundled.jsonl"
"""The requests on the sample library."""
SECOND_LIBRARY = Path(__file__).parent / "second-library"
"""Documents of another subject, with their requests; for reporting only."""
EXPECTED = ("answer", "decline", "clarify", "correct", "capabilities")
"""What may be the right thing to do with a request."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Words of a source that hold a nugget; without words, the document itself is what is asked for."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Nugget:
    """A fact, in our words; any one piece of its evidence proves it. An answer without a `vital` one fails
    its reader."""

    text: str
    vital: bool
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody types. `history` are the questions of the conversation before it, oldest first;
    `must_not` tells, in our words, what would be wrong in an answer, for a person who reads it; `order` is
    how the facts should stand."""

    id: str
    kind: str
    request: str
    expected: str = "answer"
    history: tuple[str, ...] = ()
    nuggets: tuple[Nugget, ...] = ()
    must_not: tuple[str, ...] = ()
    order: str = "free"


def load_requests(path: Path) -> list[Request]:
    """The requests of a JSON Lines file, in order.

    Raises:
        UsageError: the file cannot be read, a line is not a request, or an id stands twice.
    """
    fields = '"id", "kind", "request", "expected", "history" and "nuggets"'
    return [one for _, one in rows_of(path, _request, what="request", fields=fields)]


def _request(row: Mapping[str, Any]) -> Request:
    return Request(
        row["id"],
        row["kind"],
        row["request"],
        row.get("expected", "answer"),
        tuple(turn["question"] for turn in row.get("history") or ()),
        tuple(map(_nugget, row["nuggets"])),
        tuple(row.get("must_not") or ()),
        row.get("order") or "free",
    )


def _nugget(row: Mapping[str, Any]) -> Nugget:
    return Nugget(
        row["text"],
        bool(row.get("vital")),
        tuple(Proof(one["source"], one.get("quote") or "") for one in row["evidence"]),
    )


def chosen(requests: Sequence[Request], only: str) -> list[Request]:
    """Those whose id or kind is named in a comma-separated list, in any case of letters; all where it is
    empty.

    Raises:
        UsageError: a name is neither.
    """
    names = {name.strip().casefold() for name in only.split(",") if name.strip()}
    known = {name.casefold() for one in requests for name in (one.id, one.kind)}
    if unknown := sorted(names - known):
        raise UsageError(
            f"no request has the id or kind {', '.join(unknown)}",
            hint=f"the kinds are {', '.join(sorted({one.kind for one in requests}))}",
        )
    return [one for one in requests if not names or names & {one.id.casefold(), one.kind.casefold()}]


def problems(requests: Sequence[Request], view: View) -> list[str]:
    """What no answer could get right: an expectation that nothing meets, and evidence that the library
    lacks."""
    held = {source.slug for source in view.sources}
    wanted = {one.source for request in requests for nugget in request.nuggets for one in nugget.evidence}
    texts = {slug: normalised(view.text(slug)) for slug in wanted & held}
    found = [
        f"{one.id}: nothing can be expected but {', '.join(EXPECTED)}, and not {one.expected!r}"
        for one in requests
        if one.expected not in EXPECTED
    ]
    for request in requests:
        for proof in (one for nugget in request.nuggets for one in nugget.evidence):
            found += _lacking(request, proof, texts)
    return found


def _lacking(request: Request, proof: Proof, texts: Mapping[str, str]) -> Collection[str]:
    if proof.source not in texts:
        return [f"{request.id}: the library has no source {proof.source!r}"]
    if normalised(proof.quote) not in texts[proof.source]:
        return [f"{request.id}: {proof.source} does not hold “{proof.quote}”"]
    return []
