"""Statements: whether the check passes sentences that their quote bears out and stops those in which one
thing is wrong.

A case is a quote of a source, sentences written by us that say the same (`true`), and the same sentences with
one error planted, each of a named kind: a number, a unit, a date, a name, who does what (`subject`), a
negation, a modality, a word turned into its opposite, or who says it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.build import open_library
from assistant.check.check import Check
from assistant.lexicon.rules import our_rules
from assistant.render.reasons import reason
from assistant.types import Draft, Evidence
from eval.command import Command, Result
from eval.intervals import flat
from eval.libraries import add_options as add_library_options
from eval.libraries import measured_library
from eval.places import passage_at
from eval.results import circumstances, digest_of
from ingest.errors import UsageError
from ingest.view import View

CASES = Path(__file__).parent / "statements-bundled.jsonl"
LIBRARY_CASES = CASES.with_name("statements-library.jsonl")
EXACT = ("number", "unit", "date", "name")
"""The kinds that can be compared exactly, whose share is told apart."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence on a quote: true, or with an error of a kind."""

    case: str
    source: str
    quote: str
    text: str
    error: str = ""


def load_statements(path: Path) -> list[Statement]:
    """The statements of a file.

    Raises:
        UsageError: the file is missing or not of the format.
    """
    found: list[Statement] = []
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            place = (case["id"], case["source"], case["quote"])
            found += [Statement(*place, text) for text in case["true"]]
            found += [Statement(*place, wrong["text"], wrong["kind"]) for wrong in case["errors"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path}: {error!r}", hint="JSON lines of id, source, quote, true and errors of kind and text"
        ) from error
    return found


def evidence_for(statement: Statement, view: View) -> Evidence:
    """The sentence of the library in which the quote begins.

    Raises:
        UsageError: the library has no such source, or the source no such words.
    """
    text = view.text(statement.source)
    start = text.find(statement.quote)
    if start < 0:
        raise UsageError(
            f"{statement.case}: {statement.source} does not have “{statement.quote}”",
            hint="correct the quote, or name its library",
        )
    passage = passage_at(view, statement.source, start)
    sentence = next(one for one in passage.sentences if one.start <= start < one.end)
    return Evidence(view.source(statement.source), passage, sentence, text[sentence.start : sentence.end])


def run(options: Namespace) -> Result:
    """Check every statement on its quote."""
    path = options.cases or (LIBRARY_CASES if options.library or options.home else CASES)
    statements = load_statements(path)
    with measured_library(options) as (settings, corpus):
        library = open_library(settings)
        view = library.visible_to()
        sources = {source.slug for source in view.sources}
        rows = check_all([one for one in statements if one.source in sources], view, settings.models)
        library.close()
    return {
        "suite": "statements",
        "stem": path.stem,
        "on": circumstances(cases=digest_of(path), corpus=corpus),
        **measure(rows),
    }


def check_all(statements: Sequence[Statement], view: View, models: str = "") -> list[dict[str, Any]]:
    """Each statement with its verdict on its quote."""
    check = Check(view, our_rules(), models)
    rows: list[dict[str, Any]] = []
    for one in statements:
        _, verdict = check.recited(Draft(one.text, (evidence_for(one, view),)), ())
        told = {"verdict": verdict.judgement, "score": verdict.score, "reason": reason(verdict.failures)}
        rows.append(
            {
                "case": one.case,
                "source": one.source,
                "quote": one.quote,
                "error": one.error,
                "text": one.text,
                **told,
            }
        )
    return rows


def measure(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The share of true sentences passed, and of planted errors stopped, overall, by kind, and for the kinds
    that can be compared exactly."""
    shares: dict[str, dict[str, list[float]]] = {
        name: defaultdict(list) for name in ("true passed", "errors stopped", "exact errors stopped")
    }
    for row in rows:
        right = float((row["verdict"] == "supported") != bool(row["error"]))
        names = ["errors stopped", f"{row['error']} stopped"] if row["error"] else ["true passed"]
        names += ["exact errors stopped"] if row["error"] in EXACT else []
        for name in names:
            shares.setdefault(name, defaultdict(list))[row["case"]].append(right)
    return {
        "metrics": {name: asdict(flat(by_case)) for name, by_case in shares.items()},
        "by_case": shares,
        "wrong": [row for row in rows if (row["verdict"] == "supported") == bool(row["error"])],
        "rows": list(rows),
    }


def text(result: Result, _options: Namespace) -> str:
    """The shares, then every sentence that was judged wrongly."""
    lines = [
        f"{name:<30}{one['mean']:.3f} [{one['low']:.3f}, {one['high']:.3f}]  n={one['n']}"
        for name, one in result["metrics"].items()
        if one["n"]
    ]
    lines += [
        f"{row['case']} {row['error'] or 'true':<12}{row['verdict']:<13}{row['score']:.2f}  {row['text']} "
        f" {row['reason']}"
        for row in result["wrong"]
    ]
    return "\n".join(lines)


def _add_options(parser: ArgumentParser) -> None:
    add_library_options(parser)
    told = (
        "the statements (default: those on the sample library; with --library or --home those on the 58"
        " documents)"
    )
    parser.add_argument("--cases", type=Path, metavar="FILE", help=told)


COMMAND = Command(
    "statements", "True sentences passed and planted errors stopped by the check.", _add_options, run, text
)
