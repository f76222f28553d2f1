"""The libraries that are measured: one that exists, or one made of a folder for the occasion."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.settings import Settings, read_settings
from eval.results import digest_of
from ingest.errors import UsageError
from ingest.folders import Input, collect
from ingest.pipeline import ingest


def add_options(parser: ArgumentParser) -> None:
    """Declare the options that name a library."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--home", type=Path, metavar="DIR", help="an existing library")
    which.add_argument(
        "--library",
        type=Path,
        metavar="DIR",
        help="DIR/documents with DIR/MANIFEST.tsv, ingested into a temporary library",
    )
    which.add_argument(
        "--bundled",
        action="store_true",
        help="the sample library, ingested into a temporary library (the default)",
    )
    parser.add_argument("--with-op-ed", action="store_true", help="with --library: also DIR/op-ed.txt")
    parser.add_argument(
        "--model", default="", metavar="MODEL", help="the chat model that drafts (default: the settings')"
    )


def inputs_of(folder: Path, *, with_op_ed: bool = False) -> list[Input]:
    """The documents of a library's folder.

    Raises:
        UsageError: there are none, or no op-ed where one is asked for.
    """
    documents, op_ed, manifest = folder / "documents", folder / "op-ed.txt", folder / "MANIFEST.tsv"
    for path in (documents, *([op_ed] if with_op_ed else [])):
        if not path.exists():
            raise UsageError(
                f"there is no {path}",
                hint="--library DIR needs DIR/documents, and DIR/op-ed.txt for --with-op-ed",
            )
    return collect(
        [str(documents), *([str(op_ed)] if with_op_ed else [])],
        manifest=manifest if manifest.is_file() else None,
    )


@contextmanager
def measured_library(options: Namespace) -> Iterator[tuple[Settings, str]]:
    """The settings that open the library which the options name, and the digest of its documents."""
    if options.with_op_ed and not options.library:
        raise UsageError(
            "--with-op-ed goes with --library DIR", hint="an existing library has the op-ed or has it not"
        )
    if options.home:
        yield _settings(options, options.home), digest_of(options.home / "files")
        return
    if options.library:
        inputs = inputs_of(options.library, with_op_ed=options.with_op_ed)
    else:
        from ingest import bundled

        inputs = bundled.inputs()
    with tempfile.TemporaryDirectory(prefix="pincite-eval-") as home:
        settings = _settings(options, home)
        fill(settings, inputs)
        yield settings, digest_of(Path(home) / "files")


def _settings(options: Namespace, home: str | Path) -> Settings:
    settings = read_settings(home=str(home))
    return replace(settings, chat_model=options.model) if options.model else settings


def fill(settings: Settings, inputs: Sequence[Input]) -> None:
    """Ingest the inputs; a refused one is named on the error stream."""
    from assistant.build import open_library

    library = open_library(settings, create=True)
    try:
        for report in ingest(inputs, library):
            if report.outcome == "refused":
                print(f"eval: {report.path} was refused: {report.reason}", file=sys.stderr)
    finally:
        library.close()
