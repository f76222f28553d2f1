"""Verify: a memo that somebody has edited, pasted text, or what is on record, against the library."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import FAILED, PARTLY, Home, Json, app, print_json, settings_of
from assistant.cli.record import keep_export
from assistant.lexicon.rules import load_rules
from assistant.paper import Paper
from assistant.settings import Settings
from ingest.errors import UsageError


@app.command()
def verify(
    named: Annotated[
        str,
        typer.Argument(
            metavar="FILE|RECORD|-",
            help="A .docx, .pdf, .md or .txt file, the id of an answer or a memo on record, or - for text"
            " from standard input.",
        ),
    ],
    mark: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.docx", help="Also write a copy of the Word file with a comment at each finding."
        ),
    ] = None,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Check every sentence, note and quote of a memo against the library, whoever wrote it. Exit 1 where
    something fails, 3 where nothing does but not all could be checked: facts without a source."""
    from assistant.build import open_library
    from assistant.render.verification import (
        checked_text,
        comment_text,
        outcome_text,
        summary_text,
        verification_json,
    )
    from assistant.verify.check import verifying
    from assistant.verify.mark_docx import mark_docx
    from assistant.verify.types import Checked

    if mark and (
        Path(named).suffix.lower() != ".docx" or mark.suffix.lower() != ".docx" or _same(mark, Path(named))
    ):
        raise UsageError(
            "--mark OUT.docx writes a copy of a .docx file under another name",
            hint="export the memo as .docx first",
        )
    settings = settings_of(home)
    paper = _paper(named, settings)
    library = open_library(settings)
    for one in verifying(paper, library.visible_to(), load_rules(library.home), models=settings.models):
        if not isinstance(one, Checked):
            verification = one
        elif not as_json and one.findings:
            print(checked_text(one), end="\n\n", flush=True)
    if as_json:
        print_json(verification_json(verification))
    else:
        print(f"{outcome_text(verification)}.\n{summary_text(verification)}")
    if mark:
        data, whole = Path(named).read_bytes(), outcome_text(verification)
        _write(mark, mark_docx(data, named, verification, comment_text, whole))
        found = {finding.source for one in verification.sentences for finding in one.findings}
        keep_export(settings, "a check of a memo (.docx)", "", filter(None, found))
    if verification.outcome in ("fails", "unsourced", "nothing checked"):
        sys.exit(FAILED if verification.failed else PARTLY)


def _paper(named: str, settings: Settings) -> Paper:
    from assistant.answer.record import record_of
    from assistant.verify.read import is_file, pasted, read_paper
    from assistant.verify.read_record import read_record

    if named == "-":
        return pasted(sys.stdin.read())
    return read_paper(Path(named)) if is_file(named) else read_record(record_of(settings), named)


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(
            f"{path}: {error.strerror}", hint="--mark names a file that can be written"
        ) from error
    print(f"wrote {path}", file=sys.stderr)
