"""Forget: a document, or a person, gone from every file of the home folder."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import Home, Json, app, keep_private, print_json, settings_of
from assistant.cli.record import whoever
from ingest.errors import UsageError

if TYPE_CHECKING:
    from assistant.workspace.forgetting import Forgotten


@app.command()
def forget(
    name: Annotated[str, typer.Argument(metavar="SLUG|USER", help="A document's slug, or a person's name.")],
    document: Annotated[bool, typer.Option("--document", help="The name is a document's.")] = False,
    user: Annotated[bool, typer.Option("--user", help="The name is a person's.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, what would go is told.")] = False,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Forget a document with all that quotes it, or a person with all that they asked and made: no byte is
    left in the home folder, and the record says that something was there. Servers are stopped meanwhile.
    Backups, and the files that were ingested, are yours to delete."""
    from assistant.answer.record import record_of
    from assistant.build import open_library
    from assistant.workspace.forgetting import forget_document, forget_user, kind_named
    from assistant.workspace.serving import unserved

    if document and user:
        raise UsageError("a name is a document's or a person's", hint="give --document or --user, not both")
    settings = settings_of(home)
    keep_private()
    library, record = open_library(settings), record_of(settings)
    kind = "document" if document else "user" if user else kind_named(library, record, name)
    act = forget_document if kind == "document" else forget_user
    if yes:
        with unserved(settings.home_path), library.writing():
            found = act(library, record, name, by=whoever())
    else:
        found = act(library, record, name, is_trial=True)
    library.close()
    if as_json:
        print_json(asdict(found) | {"done": yes})
    else:
        print(_text(found, is_done=yes))


def _text(found: Forgotten, *, is_done: bool) -> str:
    what = [f"{count:6}  {name}" for name, count in found.gone.items() if count]
    head = f"{found.name} is forgotten" if is_done else f"To forget {found.name} would delete or empty"
    last = [] if is_done else ["Nothing is changed yet: give --yes to do it. It cannot be undone."]
    return "\n".join([head, *(what or ["     0  nothing"]), *found.told, *last])
