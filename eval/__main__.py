"""`python -m eval SUITE`: measure, save what was measured with what it was measured on, print it. 0 done, 1 failed, 2 bad usage."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.answers import COMMAND as ANSWERS
from eval.performance import COMMAND as PERFORMANCE
from eval.results import FOLDER, save
from eval.retrieval import COMMAND as RETRIEVAL
from eval.statements import COMMAND as STATEMENTS
from eval.support import COMMAND as SUPPORT
from ingest.errors import PinciteError, UsageError

COMMANDS = (ANSWERS, PERFORMANCE, RETRIEVAL, STATEMENTS, SUPPORT)


def parser() -> argparse.ArgumentParser:
    """The command line, of one subcommand a suite."""
    top = argparse.ArgumentParser(prog="python -m eval", description="Measure Pincite.")
    suites = top.add_subparsers(dest="suite", required=True, metavar="SUITE")
    for command in COMMANDS:
        sub = suites.add_parser(command.name, help=command.help, description=command.help)
        command.add_options(sub)
        sub.add_argument("--json", action="store_true", help="print JSON for a program")
        sub.add_argument("--results", type=Path, default=FOLDER, metavar="DIR", help="where the result is saved (default: eval/results)")
        sub.set_defaults(command=command)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = parser().parse_args(arguments)
    try:
        result = options.command.run(options)
        path = save(result, options.results)
    except PinciteError as error:
        print(f"eval: {error.message}" + (f"\n  → {error.hint}" if error.hint else ""), file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    print(json.dumps(result, ensure_ascii=False, indent=2) if options.json else options.command.text(result, options))
    print(f"saved {path}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
