"""`pincite eval`: the answers of a user's own library, on the user's own cases."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.answer.record import Record
from assistant.settings import read_settings
from eval import judging
from eval.answers import COMMAND, FEEDBACK
from eval.results import save
from ingest.errors import PinciteError, UsageError


def parser() -> argparse.ArgumentParser:
    """The command line."""
    told = (
        'A case is a line of JSON: {"id", "kind", "question", "expected", "evidence": [{"point", "source",'
        ' "quote"}]}; evidence [] where none is.'
    )
    own = argparse.ArgumentParser(
        prog="pincite eval", description=f"Measure the answers of your own library. {told}"
    )
    what = own.add_mutually_exclusive_group(required=True)
    what.add_argument("--cases", type=Path, metavar="FILE", help="ask these, and score the answers")
    what.add_argument(
        "--from-feedback",
        action="store_true",
        help="write cases of the answers that got a thumb down, for you to complete",
    )
    own.add_argument(
        "--home",
        default="",
        metavar="DIR",
        help="folder of the library (default: $PINCITE_HOME, else the platform's data folder)",
    )
    own.add_argument(
        "--out", type=Path, metavar="FILE", help="with --from-feedback: where to (default: standard output)"
    )
    own.add_argument(
        "--model", default="", metavar="MODEL", help="the chat model that drafts (default: the settings')"
    )
    judging.add_options(own)
    own.add_argument(
        "--show",
        action="store_true",
        help="print each case: question, expected, answer, points made and missed",
    )
    own.add_argument("--json", action="store_true", help="print JSON for a program")
    return own


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = parser().parse_args(arguments)
    try:
        home = read_settings(home=options.home).home_path
        if options.from_feedback:
            return _write_cases(home, options.out)
        options.home, options.library, options.with_op_ed = home, None, False
        result = COMMAND.run(options)
        path = save(result, home / "eval")
    except PinciteError as error:
        print(f"pincite: {error.message}" + (f"\n  → {error.hint}" if error.hint else ""), file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    print(json.dumps(result, ensure_ascii=False, indent=2) if options.json else COMMAND.text(result, options))
    print(f"saved {path}", file=sys.stderr)
    return 0


def feedback_cases(home: Path) -> list[dict[str, Any]]:
    """A case for each answer that was disliked; its question stands alone, and its evidence is for a person
    to give."""
    return [
        {
            "id": answer["id"][:8],
            "kind": FEEDBACK,
            "question": answer["standalone_question"],
            "expected": note,
            "evidence": [],
        }
        for answer, note in Record(home).disliked()
    ]


def _write_cases(home: Path, out: Path | None) -> int:
    cases = feedback_cases(home)
    if not cases:
        raise UsageError(
            f"no answer at {home} has a thumb down",
            hint="`pincite feedback down --note TEXT` gives the last answer one",
        )
    text = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
    if out is None:
        print(text, end="")
    else:
        try:
            out.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(
                f"{out}: {error.strerror}", hint="--out names a file that can be written"
            ) from error
    print(f"{len(cases)} cases; give each its evidence, then: pincite eval --cases FILE", file=sys.stderr)
    return 0
