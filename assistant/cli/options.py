"""What the commands share: the program, its options and exit codes, how an error is printed, and how JSON is
printed."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from typing import Annotated, Any

import typer

from assistant.settings import Settings, read_settings, without_secrets
from assistant.watch.begin import begin
from ingest.confined import Limits, confining
from ingest.errors import PinciteError

DONE, FAILED, USAGE, PARTLY = 0, 1, 2, 3

app = typer.Typer(
    name="pincite",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers from your documents, every sentence tied to a checked quote.",
)
library_app = typer.Typer(no_args_is_help=True, help="See and change what the library holds.")
app.add_typer(library_app, name="library")

until_the_end = ExitStack()
"""What holds until a command ends."""

Home = Annotated[
    str,
    typer.Option(
        "--home",
        metavar="DIR",
        help="Folder of the library (default: $PINCITE_HOME, else the platform's data folder).",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]
Strict = Annotated[bool, typer.Option("--strict", help="Hide unsupported sentences; only count them.")]
Sources = Annotated[
    str,
    typer.Option(
        "--sources",
        metavar="FILTER",
        help="Use only these documents, e.g. kind:statute,tag:budget,since:2025-02-01.",
    ),
]


def complain(error: PinciteError) -> None:
    """Print an error and its remedy on the error stream."""
    print(f"pincite: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  → {error.hint}", file=sys.stderr)


def settings_of(home: str) -> Settings:
    """The settings, over which the option `--home` goes; what they have watch begins to. Until the command
    ends, other people's files are read in processes of their own."""
    settings = read_settings(home=home)
    begin(settings)
    limits = Limits(settings.read_memory_mb, settings.read_seconds, without_secrets())
    until_the_end.enter_context(confining(limits))
    return settings


def keep_private() -> None:
    """Let what this process makes be read by its user alone: for the commands that write to the home, and
    nowhere that the user names."""
    os.umask(0o077)


def print_json(value: Any) -> None:
    """Print a value for a program."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
