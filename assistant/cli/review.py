"""An op-ed against the record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.memo import WRITERS, save
from assistant.cli.options import Home, Json, app, print_json, settings_of
from assistant.cli.progress import steps
from assistant.cli.record import keep_export
from ingest.errors import UsageError

if TYPE_CHECKING:
    from assistant.review.types import Review
    from assistant.workspace.workspace import Workspace

_TABLES = (".csv", ".json")


@app.command()
def review(
    op_ed: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL|SLUG", help="The op-ed: a file, a web address, or a document of the library."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Output file: a memo as .docx, .md, .pdf or .html, the claim table as .csv or .json.",
        ),
    ] = None,
    date: Annotated[
        str, typer.Option(help="Publication date, YYYY-MM-DD; later changes show as updates, not errors.")
    ] = "",
    author: Annotated[str, typer.Option(help="Author.")] = "",
    to: Annotated[str, typer.Option(help="Recipient of the memo.")] = "",
    sender: Annotated[str, typer.Option("--from", help="Sender of the memo.")] = "",
    position: Annotated[str, typer.Option(help="Our position, in the memo.")] = "",
    marking: Annotated[str, typer.Option(help="Marking on every page of the memo.")] = "",
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Check an op-ed's claims against the other documents: wrong, out of date, in need of context, opinion,
    supported, or not in your documents."""
    from assistant.build import build_workspace
    from assistant.memo.types import MemoRequest
    from assistant.render.terminal import review_text
    from assistant.review.review import ReviewProgress
    from assistant.review.types import Review
    from ingest.load.metadata import iso_date
    from ingest.types import OWNER, Metadata

    if out is not None and out.suffix.lower() not in (*WRITERS, *_TABLES):
        raise UsageError(
            f"--out {out}: a review is written as {', '.join((*WRITERS, *_TABLES))}",
            hint="give the file one of these endings",
        )
    if date and not iso_date(date):
        raise UsageError(f"--date {date} is not a date", hint="write YYYY-MM-DD, YYYY-MM or YYYY")
    settings = settings_of(home)
    workspace = build_workspace(settings, at_terminal=True)
    made: Review | None = None
    with steps(as_json, lines_every=10) as show:
        for event in workspace.reviews.review(
            workspace.visible_to(OWNER), op_ed, Metadata(date=iso_date(date), author=author)
        ):
            if isinstance(event, Review):
                made = event
            elif isinstance(event, ReviewProgress):
                show(event.number, event.of, "claims", event.claim or "omissions")
    assert made is not None, "nothing stopped it"
    if out is not None:
        request = MemoRequest("", "op-ed-response", to, sender, position=position, marking=marking)
        _write(made, request, out, workspace)
        quoted = {one.source for one in made.citations}
        keep_export(settings, f"a review ({out.suffix})", made.id, quoted)
        print(f"written to {out}", file=sys.stderr)
    if as_json:
        print_json(made.to_json())
    elif out is None:
        print(review_text(made))


def _write(made: Review, request: Any, out: Path, workspace: Workspace) -> None:
    """The review as the kind of file that its ending says."""
    import json

    from assistant.review.table import claim_table
    from ingest.types import OWNER

    if out.suffix.lower() in WRITERS:
        save(workspace.reviews.respond(workspace.visible_to(OWNER), made, request).paper, out)
        return
    # A spreadsheet program takes a CSV for UTF-8 by the mark at its beginning.
    content = (
        "\ufeff" + claim_table(made)
        if out.suffix.lower() == ".csv"
        else json.dumps(made.to_json(), ensure_ascii=False, indent=2)
    )
    try:
        out.write_bytes(content.encode())
    except OSError as error:
        raise UsageError(
            f"{out} cannot be written: {error.strerror}", hint="name a file in a folder that you may write to"
        ) from error
