"""Backup: a home folder into one file, while it is in use, and out of it into another folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import FAILED, Home, app, keep_private, settings_of
from ingest.errors import UsageError

_MB = 1_000_000


@app.command()
def backup(
    to: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write; there is none of that name.")
    ],
    home: Home = "",
) -> None:
    """Put everything in the home folder into one file, while it is in use: documents, vectors, conversations,
    the record, settings, who may read what. It holds all that the home does, and is its owner's alone; the
    record's key is not in it."""
    from assistant.workspace.backup import back_up

    settings = settings_of(home)
    if not settings.home_path.is_dir():
        raise UsageError(
            f"there is no folder {settings.home_path}", hint="name the library's with --home DIR"
        )
    keep_private()
    with _shown("backed up") as told:
        done = back_up(
            settings.home_path,
            to,
            chroma=settings.chroma,
            lock_wait_s=settings.lock_wait_s,
            told=told,
        )
    print(f"{to}: {done.files} files, {_size(done.size)}")


@app.command()
def restore(
    archive: Annotated[Path, typer.Argument(metavar="FILE", help="A file of `pincite backup`.")],
    home: Home = "",
) -> None:
    """Put a backup into a folder that is not there yet, or empty, after its digests were checked; then look
    it through as `pincite doctor`. Exit 1 where something is wrong."""
    from assistant.cli.doctor import findings, line
    from assistant.workspace.backup import restore as put_back

    keep_private()
    place = settings_of(home).home_path
    with _shown("restored") as told:
        done = put_back(archive, place, told=told)
    print(f"{place}: {done.files} files, {_size(done.size)}")
    found = findings(settings_of(home))
    for one in found:
        print(line(one))
    if any(one.wrong for one in found):
        sys.exit(FAILED)


@contextmanager
def _shown(done_so: str) -> Iterator[Callable[[int, int], None]]:
    from assistant.cli.progress import steps

    with steps(False, lines_every=10) as show:
        last = 0

        def told(done: int, total: int) -> None:
            nonlocal last
            percent = 100 * done // max(total, 1)
            if percent != last:
                last = percent
                show(percent, 100, "%", f"{_size(done)} of {_size(total)} {done_so}")

        yield told


def _size(count: int) -> str:
    return f"{count / _MB:,.1f} MB"
