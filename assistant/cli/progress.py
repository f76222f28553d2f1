"""Where long work stands, on the error stream: a bar for who watches, lines for a log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Show = Callable[[int, int, str, str], None]
"""Show that step `number` of `of` is being done, what it is called, and what of it; the step's name is empty
where it has none."""


@contextmanager
def steps(quiet: bool, *, lines_every: int = 1) -> Iterator[Show]:
    """A way to show steps. Where nobody watches, every so many are printed as a line."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.fields[at]}"), BarColumn(), TextColumn("{task.fields[doing]}"))
    printed = 0
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("", total=1, at="", doing="")

        def show(number: int, of: int, name: str, doing: str) -> None:
            nonlocal printed
            bar.update(
                task, total=of, completed=number - 1, at=f"{number}/{of} {name}".strip(), doing=doing[:70]
            )
            if not quiet and not console.is_terminal and number != printed and number % lines_every == 0:
                printed = number
                print(f"{number}/{of} {name}".strip(), file=sys.stderr, flush=True)

        yield show
