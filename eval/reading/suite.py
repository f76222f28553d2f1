"""The suite `reading`: files as the formats of legislatures and governments have them, held to cases."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from assistant.build import build_assistant, open_library
from assistant.settings import read_settings
from eval.command import Command, Result
from eval.intervals import flat
from eval.libraries import fill
from eval.reading import differential
from eval.reading.cases import CASES, Case, load_cases
from eval.reading.checks import Asked, checked
from eval.reading.made import own_files
from eval.reading.stored import Stored, reading_library, stored
from eval.results import circumstances, digest_of
from ingest.errors import UsageError
from ingest.folders import collect


def run(options: Namespace) -> Result:
    """Read the files, check, count; or compare them with what another program reads."""
    if options.differential:
        return differential.run(options)
    path = options.cases or CASES
    cases = [case for case in load_cases(path) if options.only in case["file"]]
    if not cases:
        raise UsageError(
            f"{path} has no case whose file's name holds {options.only!r}", hint="give --only another part"
        )
    is_own = path == CASES and not options.files
    with own_files() if is_own else nullcontext(options.files or path.parent) as folder:
        files = [folder / name for name in dict.fromkeys(case["file"] for case in cases)]
        if lacking := next((file for file in files if not file.is_file()), None):
            raise UsageError(f"there is no {lacking}", hint="--files names the folder of the files")
        rows = list(measured_rows(cases, folder, is_asking=not options.no_ask))
        corpus = digest_of(*files)
    return {
        "suite": "reading",
        "stem": path.stem,
        "on": circumstances(cases=digest_of(path), corpus=corpus),
        **measure(rows),
    }


def measured_rows(cases: Sequence[Case], folder: Path, *, is_asking: bool) -> Iterator[dict[str, Any]]:
    """Every case with its checks. A file is read once."""
    seen: dict[str, Stored] = {}
    with reading_library() as library:
        for case in cases:
            name = case["file"]
            if name not in seen:
                seen[name] = stored(folder / name, library)
            results = checked(case, seen[name], _asking(folder / name) if is_asking else None)
            yield {
                "file": name,
                "format": case["format"],
                "fault": case["fault"],
                "passed": all(one.holds for one in results),
                "refused": seen[name].refused,
                "checks": [asdict(one) for one in results],
            }


def _asking(path: Path) -> Asked:
    """Whom to ask of the file alone: a library of it, with the local models and no chat model."""

    def asked(question: str) -> list[str]:
        with tempfile.TemporaryDirectory(prefix="pincite-eval-") as home:
            settings = replace(read_settings(home=home), chat_model="")
            fill(settings, collect([str(path)]))
            library = open_library(settings, create=True)
            try:
                answer = build_assistant(settings, library=library).ask(question)
            finally:
                library.close()
        quotes = {one.number: one.quote for one in answer.citations}
        return [
            " ".join((sentence.text, *(quotes.get(number, "") for number in sentence.citations)))
            for sentence in answer.sentences
        ]

    return asked


def measure(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How many cases and checks pass, overall and by the fault that a check stands for."""
    by_fault: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        for one in row["checks"]:
            by_fault[one["tag"]].append(one["holds"])
    every = [holds for found in by_fault.values() for holds in found]
    passed = {str(number): [float(row["passed"])] for number, row in enumerate(rows)}
    checks = {str(number): [float(one["holds"]) for one in row["checks"]] for number, row in enumerate(rows)}
    return {
        "cases": _counted([row["passed"] for row in rows]),
        "assertions": _counted(every),
        "by_fault": {tag: _counted(by_fault[tag]) for tag in sorted(by_fault)},
        "metrics": {
            "cases passed": asdict(flat(passed)),
            "checks passed": asdict(flat(checks)),
        },
        "rows": [
            {
                **{key: value for key, value in row.items() if key != "checks"},
                "failed": [f"[{one['tag']}] {one['wanted']}" for one in row["checks"] if not one["holds"]],
            }
            for row in rows
        ],
    }


def _counted(found: Sequence[bool]) -> dict[str, int]:
    return {"n": len(found), "passed": sum(found)}


def text(result: Result, options: Namespace) -> str:
    """Every case with what fails of it, then the counts."""
    if options.differential:
        return differential.text(result)
    lines = []
    for row in result["rows"]:
        refused = f" refused: {row['refused']}" if row["refused"] else ""
        lines.append(f"{'pass' if row['passed'] else 'FAIL'} {row['file']} ({row['fault']}){refused}")
        lines += [f"     {one}" for one in row["failed"]]
    counts = {"cases": result["cases"], "checks": result["assertions"], **result["by_fault"]}
    lines += ["", *(f"{name:<34}{one['passed']:>5} of {one['n']}" for name, one in counts.items())]
    return "\n".join(lines)


def add_options(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--cases", type=Path, metavar="FILE", help="the cases (default: our own)")
    parser.add_argument(
        "--files", type=Path, metavar="DIR", help="the files of the cases (default: beside the cases)"
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="only files with TEXT in their names")
    parser.add_argument(
        "--differential",
        action="store_true",
        help="instead of cases: the figures, section numbers and speakers of --files DIR, held against"
        " another reader of the same file",
    )
    parser.add_argument("--no-ask", action="store_true", help="ask no questions, so that no model is run")


COMMAND = Command(
    "reading",
    "What is stored of files in the formats of legislatures and governments, held to what they say.",
    add_options,
    run,
    text,
    ("openpyxl", "pptx"),
)
