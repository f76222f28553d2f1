"""Requests asked, and their answers as a file keeps them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer.assistant import Assistant
from assistant.types import Turn
from eval.request_cases import Request
from ingest.errors import PinciteError, UsageError


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the answer to it as JSON, or with what broke, and the seconds that it took."""

    request: Request
    seconds: float
    answer: Mapping[str, Any] | None
    broke: str = ""

    def to_json(self) -> dict[str, Any]:
        """A line of `--out`."""
        return {"id": self.request.id, "seconds": round(self.seconds, 3), "answer": self.answer}


def ask_all(requests: Iterable[Request], assistant: Assistant) -> Iterator[Asked]:
    """Each request, asked after the questions before it as they are answered; only its own time counts."""
    for one in requests:
        turns: tuple[Turn, ...] = ()
        started = time.perf_counter()
        try:
            for question in one.history:
                turns = (*turns, Turn(question, assistant.ask(question, turns).text))
            started = time.perf_counter()
            answer = assistant.ask(one.request, turns)
        except PinciteError as error:
            yield Asked(one, time.perf_counter() - started, None, error.message)
        else:
            yield Asked(one, time.perf_counter() - started, answer.to_json())


def answered_before(path: Path, requests: Sequence[Request]) -> Iterator[Asked]:
    """The answers of a file that `--out` wrote, in its order; those to other requests are left out.

    Raises:
        UsageError: the file cannot be read, or a line is no answer.
    """
    wanted = {one.id: one for one in requests}
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        found = [
            Asked(wanted[row["id"]], float(row.get("seconds") or 0), row["answer"])
            for row in rows
            if row["id"] in wanted
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path}: cannot read the answers: {error!r}",
            hint='--answers names lines of {"id", "seconds", "answer"}, as --out writes them',
        ) from error
    if not found:
        raise UsageError(f"{path}: no answer to any of the requests", hint="give the --cases it was made of")
    yield from found


def written(asked: Iterable[Asked], path: Path | None) -> Iterator[Asked]:
    """The same, each written to a file as soon as it is there; one that broke has no line."""
    with path.open("w", encoding="utf-8") if path else nullcontext() as file:
        for one in asked:
            if file is not None and one.answer is not None:
                print(json.dumps(one.to_json(), ensure_ascii=False), file=file, flush=True)
            yield one
