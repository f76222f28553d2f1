"""What every suite is to the command line: a name, its options, what it measures and how that is shown."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Result = Mapping[str, Any]
"""What a suite measured, ready for JSON."""


def whole(result: Result) -> Result:
    """All of it."""
    return result


@dataclass(frozen=True, slots=True)
class Command:
    """A suite: `add_options` declares its options, `run` measures, `text` shows what was measured to a
    person and `printed` what of it `--json` prints for a program; `needs` are modules of the extra "eval"."""

    name: str
    help: str
    add_options: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], Result]
    text: Callable[[Result, Namespace], str]
    needs: tuple[str, ...] = ()
    printed: Callable[[Result], Result] = whole
