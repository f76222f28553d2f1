"""`python -m eval`: measure, save what was measured with what it was measured on, print it. 0 done, 1 failed
or under a floor, 2 bad usage.

SUITE, run SUITE    one suite            compare A B    two results of a suite, paired
run all             every suite          report         one page of the newest results
gate                the fast suites, held to the floors
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import compare, gate, report
from eval.answers import COMMAND as ANSWERS
from eval.command import Command, Result
from eval.crowd import COMMAND as CROWD
from eval.extras import EXTRA, missing, require
from eval.hostile import COMMAND as HOSTILE
from eval.memos import COMMAND as MEMOS
from eval.performance import COMMAND as PERFORMANCE
from eval.reading.suite import COMMAND as READING
from eval.request_cases import SECOND_LIBRARY
from eval.requests import COMMAND as REQUESTS
from eval.results import FOLDER, save
from eval.retrieval import COMMAND as RETRIEVAL
from eval.reviews import COMMAND as REVIEWS
from eval.signed import COMMAND as SIGNED
from eval.statements import COMMAND as STATEMENTS
from eval.support import COMMAND as SUPPORT
from eval.verify import COMMAND as VERIFY
from eval.written import COMMAND as WRITTEN
from ingest.errors import PinciteError, UsageError

COMMANDS = (
    ANSWERS,
    CROWD,
    HOSTILE,
    MEMOS,
    PERFORMANCE,
    READING,
    REQUESTS,
    RETRIEVAL,
    REVIEWS,
    SIGNED,
    STATEMENTS,
    SUPPORT,
    VERIFY,
    WRITTEN,
)
_ALL = "all"


def parser() -> argparse.ArgumentParser:
    """The command line: a subcommand a suite, and those that work on results."""
    top = argparse.ArgumentParser(
        prog="python -m eval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = top.add_subparsers(dest="suite", required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=command.help)
        command.add_options(sub)
        _add_output(sub)
        sub.set_defaults(act=_one, command=command)
    for name, told, act, add_options in (
        (_ALL, "Every suite, as far as there is data for it (also `run all`).", _all, _add_data),
        ("gate", "The fast suites, held to the floors of eval/floors.toml.", _gate, _add_floors),
        ("report", "One page of the newest result of each suite.", _report, report.add_options),
        ("compare", "What changed between two results of one suite.", _compare, compare.add_options),
    ):
        sub = commands.add_parser(name, help=told, description=told)
        add_options(sub)
        _add_output(sub)
        sub.set_defaults(act=act)
    return top


def _add_output(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--json", action="store_true", help="print JSON for a program")
    sub.add_argument(
        "--results",
        type=Path,
        default=FOLDER,
        metavar="DIR",
        help="where results are saved (default: eval/results)",
    )


def _add_data(sub: argparse.ArgumentParser) -> None:
    told = (
        "folder with library/, benchmarks/mtrag-govt/ and benchmarks/support/dev.jsonl.gz, for the suites"
        " that need them"
    )
    sub.add_argument("--data", type=Path, metavar="DIR", help=told)
    sub.add_argument(
        "--model", default="", metavar="MODEL", help="the chat model that drafts (default: the settings')"
    )


def _add_floors(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--floors",
        type=Path,
        default=gate.FLOORS,
        metavar="FILE",
        help="the floors (default: eval/floors.toml)",
    )


def _measured(command: Command, options: argparse.Namespace) -> Result:
    """Run a suite, save and print."""
    require(command.needs, command.name)
    result = command.run(options)
    path = save(result, options.results)
    told = command.printed(result)
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else command.text(result, options))
    print(f"saved {path}", file=sys.stderr)
    return result


def _one(options: argparse.Namespace) -> int:
    _measured(options.command, options)
    return 0


def _suite(words: Sequence[str], options: argparse.Namespace) -> Result:
    """Run a suite by its command line."""
    print(f"eval: {' '.join(words)}", file=sys.stderr)
    given = parser().parse_args(
        [*words, "--results", str(options.results), *(["--json"] if options.json else [])]
    )
    return _measured(given.command, given)


@dataclass(frozen=True, slots=True)
class _Line:
    """A command line of `all`: the data that it needs, and the words that make it of that data."""

    needs: str
    words: Callable[[Path], list[str]]
    drafts: bool = False


_MEMO_TOPICS = (
    "--topic",
    "designation of cartels as foreign terrorist organizations",
    "--topic",
    "US tariffs on Mexico over fentanyl",
)

_LINES = (
    _Line("", lambda _: ["answers"], drafts=True),
    _Line("", lambda _: ["statements"]),
    _Line("", lambda _: ["written"]),
    _Line("", lambda _: ["verify"]),
    _Line("", lambda _: ["memos"], drafts=True),
    _Line(
        "library/MANIFEST.tsv",
        lambda data: ["memos", "--library", f"{data}/library", "--with-op-ed", *_MEMO_TOPICS],
        drafts=True,
    ),
    _Line("", lambda _: ["reviews"]),
    _Line("", lambda _: ["hostile"]),
    _Line("", lambda _: ["reading"]),
    _Line("", lambda _: ["retrieval"]),
    _Line(
        "library/questions.jsonl",
        lambda data: ["answers", "--library", f"{data}/library", "--with-op-ed"],
        drafts=True,
    ),
    _Line("", lambda _: ["requests"], drafts=True),
    _Line("", lambda _: ["requests", "--library", str(SECOND_LIBRARY)], drafts=True),
    _Line(
        "library/requests.jsonl",
        lambda data: ["requests", "--library", f"{data}/library", "--with-op-ed"],
        drafts=True,
    ),
    _Line("", lambda _: ["crowd", "--questions", "3", "--pause", "60"]),
    _Line("", lambda _: ["signed"]),
    _Line(
        "library/MANIFEST.tsv", lambda data: ["statements", "--library", f"{data}/library", "--with-op-ed"]
    ),
    _Line(
        "benchmarks/mtrag-govt/corpus.jsonl",
        lambda data: ["written", "--data", str(data), "--set", "library", "--set", "mtrag"],
    ),
    _Line("library/MANIFEST.tsv", lambda data: ["verify", "--library", f"{data}/library", "--with-op-ed"]),
    _Line(
        "library/FACTS.md", lambda data: ["reviews", "--library", f"{data}/library", "--date", "2025-02-05"]
    ),
    _Line(
        "benchmarks/support/dev.jsonl.gz",
        lambda data: ["support", "--data", f"{data}/benchmarks/support/dev.jsonl.gz"],
    ),
    _Line(
        "benchmarks/mtrag-govt/corpus.jsonl",
        lambda data: ["retrieval", "--data", f"{data}/benchmarks/mtrag-govt"],
    ),
    _Line("library/questions.jsonl", lambda data: ["performance", "--library", f"{data}/library"]),
)


def _all(options: argparse.Namespace) -> int:
    for line in _LINES:
        data = options.data or Path()
        lacking = missing(_needs(line.words(data)[0]))
        if lacking:
            print(
                f"eval: {' '.join(line.words(data))} was not run: it needs {' and '.join(lacking)}; {EXTRA}",
                file=sys.stderr,
            )
        elif line.needs and not (options.data and (data / line.needs).exists()):
            print(
                f"eval: {' '.join(line.words(Path('DIR')))} was not run: it needs --data DIR with"
                f" {line.needs}",
                file=sys.stderr,
            )
        else:
            _suite(
                [*line.words(data), *(["--model", options.model] if line.drafts and options.model else [])],
                options,
            )
    return 0


def _needs(suite: str) -> tuple[str, ...]:
    return next((one.needs for one in COMMANDS if one.name == suite), ())


def _gate(options: argparse.Namespace) -> int:
    floors = gate.load_floors(options.floors)
    suites = list(dict.fromkeys(floor.suite for floor in floors))
    require(dict.fromkeys(module for name in suites for module in _needs(name)), "gate")
    found = gate.failures([_suite([name], options) for name in suites], floors)
    print(
        "\n".join(f"! {one}" for one in found) or f"the gate is passed: {len(floors)} floors hold",
        file=sys.stderr,
    )
    return 1 if found else 0


def _compare(options: argparse.Namespace) -> int:
    compared: dict[str, Any] = compare.run(options)
    print(json.dumps(compared, ensure_ascii=False, indent=2) if options.json else compare.text(compared))
    return 0


def _report(options: argparse.Namespace) -> int:
    print(report.run(options))
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = parser().parse_args(words[1:] if words[:1] == ["run"] else words)
    try:
        status: int = options.act(options)
    except PinciteError as error:
        print(f"eval: {error.message}" + (f"\n  → {error.hint}" if error.hint else ""), file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    return status


if __name__ == "__main__":
    sys.exit(main())
