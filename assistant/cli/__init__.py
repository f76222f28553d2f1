"""The command line: parse, call, print, exit. 0 done, 1 failed, 2 bad usage, 3 partly done."""

from __future__ import annotations

import sys

from assistant.cli import (  # noqa: F401 (each adds its commands)
    answers,
    backup,
    demo,
    doctor,
    forget,
    library,
    memo,
    record,
    review,
    user,
    verify,
)
from assistant.cli.options import FAILED, USAGE, app, complain, until_the_end
from ingest.errors import PinciteError, UsageError


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        with until_the_end:
            app()
    except PinciteError as error:
        complain(error)
        sys.exit(USAGE if isinstance(error, UsageError) else FAILED)
    except KeyboardInterrupt:
        print("stopped; what was stored is kept, and the same command continues from there", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(FAILED)
