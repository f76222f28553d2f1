"""Documents: into the library, listed, shown, removed, and all of them made anew."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import (
    DONE,
    FAILED,
    PARTLY,
    Home,
    Json,
    Sources,
    app,
    complain,
    keep_private,
    library_app,
    print_json,
    settings_of,
)
from assistant.cli.record import keep_changes
from ingest.errors import PinciteError, UsageError
from ingest.metadata import entered_date, told

if TYPE_CHECKING:  # it brings all that a library needs, which the other commands do not
    from ingest.view import View


@app.command()
def ingest(
    locations: Annotated[
        list[str] | None, typer.Argument(metavar="PATH|URL…", help="Files, folders and web addresses.")
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(help="TSV or CSV: slug, files, title, publisher, author, date, kind, url, tags."),
    ] = None,
    bundled: Annotated[
        bool, typer.Option("--bundled", help="Add the sample library that comes with Pincite.")
    ] = False,
    slug: Annotated[str, typer.Option(help="Name of the document in the library.")] = "",
    title: str = "",
    publisher: str = "",
    author: str = "",
    date: Annotated[str, typer.Option(help="YYYY-MM-DD, YYYY-MM or YYYY.")] = "",
    kind: Annotated[str, typer.Option(help="Such as op-ed, statute, executive order, press release.")] = "",
    url: str = "",
    tag: Annotated[
        list[str] | None,
        typer.Option(help="Put the document into this collection. Repeat it for several."),
    ] = None,
    access: Annotated[
        list[str] | None,
        typer.Option(
            help=(
                "Only readers in this group may see the document; `public` for everybody. Repeat it for"
                " several groups. Without it, stored documents keep their groups."
            )
        ),
    ] = None,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Remove what the library has of these folders and is no longer there."),
    ] = False,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Add documents to the library. Unchanged documents are skipped; a changed file replaces its old version;
    a moved file stays the same document."""
    from assistant.build import open_library
    from assistant.render.terminal import report_text
    from assistant.watch import reported
    from ingest import bundled as bundled_library
    from ingest.folders import collect, is_url
    from ingest.load.reach import ANYWHERE
    from ingest.load.web import fetch as fetch_url
    from ingest.pipeline import changes_of
    from ingest.pipeline import ingest as run
    from ingest.tags import tags_text
    from ingest.types import OUTCOMES, FileReport, Metadata

    if not locations and not bundled:
        raise UsageError("nothing to ingest", hint="name files, folders or web addresses, or give --bundled")
    if date and not entered_date(date):
        raise UsageError(f"--date {date} is not a date", hint="write YYYY-MM-DD, YYYY-MM or YYYY")
    settings = settings_of(home)
    keep_private()
    given = Metadata(
        slug=slug,
        title=title,
        publisher=publisher,
        author=author,
        date=entered_date(date),
        kind=kind,
        url=url,
        tags=tags_text(tag or ()),
    )
    inputs = collect(locations or [], manifest=manifest, given=given) + (
        bundled_library.inputs() if bundled else []
    )
    if not any(not one.skipped for one in inputs) and not (settings.home_path / "catalogue.sqlite3").exists():
        raise UsageError(
            f"{', '.join(locations or [])}: no documents found",
            hint="; ".join(one.skipped for one in inputs) or "name a folder that has some",
        )
    library = open_library(settings, create=True)
    with _progress(as_json) as (on_progress, say):

        def told(report: FileReport) -> None:
            reported(report)
            if not as_json:
                say(report_text(report))

        reports = run(
            inputs,
            library,
            access=frozenset(access) if access else None,
            folders=[one for one in locations or [] if not is_url(one)],
            prune=prune,
            fetch=lambda address: fetch_url(
                address,
                timeout_s=settings.fetch_timeout_s,
                max_bytes=settings.max_fetch_mb * 1_000_000,
                reach=ANYWHERE,
            ),
            on_progress=on_progress,
            on_report=told,
            on_wait=lambda: say(
                f"another process is writing to {library.home}; waiting up to {settings.lock_wait_s:.0f} s"
            ),
        )
    keep_changes(settings, changes_of(reports))
    refused = [report for report in reports if report.outcome == "refused"]
    if as_json:
        print_json({"files": [asdict(report) for report in reports], "passages": library.whole().size()})
    else:
        counts = {outcome: sum(report.outcome == outcome for report in reports) for outcome in OUTCOMES}
        print(
            ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count),
            f"— {library.whole().size()} passages in {library.home}",
        )
    sys.exit(DONE if not refused else FAILED if len(refused) == len(reports) else PARTLY)


@contextmanager
def _progress(quiet: bool) -> Iterator[tuple[Callable[[Any], None], Callable[[str], None]]]:
    """A progress bar on the error stream, and a way to print a line above it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, quiet=quiet)
    columns = (
        TextColumn("{task.fields[at]}"),
        BarColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0, at="", rate="")

        def on_progress(now: Any) -> None:
            share = now.embedded / now.passages if now.passages else 0.0
            at, rate = (
                f"{now.index}/{now.total} {Path(now.location).name[:40]}",
                f"{now.passages_per_s:.0f} passages/s",
            )
            bar.update(task, total=now.total, completed=now.index - 1 + share, at=at, rate=rate)

        yield on_progress, lambda line: bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


@library_app.command("list")
def list_sources(sources: Sources = "", home: Home = "", as_json: Json = False) -> None:
    """List the sources by date."""
    from assistant.build import open_library
    from assistant.query.filters import parse_restriction
    from assistant.render.terminal import source_line

    found = open_library(settings_of(home)).whole().within(parse_restriction(sources)).sources
    if as_json:
        print_json([asdict(source) | {"access": sorted(source.access)} for source in found])
    else:
        print(
            "\n".join(source_line(source) for source in found)
            or "the library is empty; add documents with `pincite ingest PATH`"
        )


@library_app.command("show")
def show_source(
    slug: str,
    text: Annotated[
        bool,
        typer.Option("--text", help="Write the stored text, to which every offset refers, and nothing else."),
    ] = False,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Show what is known of a source, and what was left out of it or is in doubt; or its stored text."""
    from assistant.build import open_library
    from assistant.render.terminal import source_text

    stored = open_library(settings_of(home)).whole()
    source = stored.source(slug)
    if text:
        sys.stdout.write(stored.text(slug))
    elif as_json:
        print_json(_details(stored, slug))
    else:
        print(source_text(source, stored.notes(slug), told(stored.said(slug))))


def _details(stored: View, slug: str) -> dict[str, Any]:
    """Everything known of a source, for a program."""
    source = stored.source(slug)
    return asdict(source) | {
        "access": sorted(source.access),
        "notes": list(stored.notes(slug)),
        "by_hand": {name: value for name, value in asdict(told(stored.said(slug))).items() if value},
        "changes": [asdict(one) for one in stored.said(slug).changes],
        "pages": [asdict(page) for page in stored.pages(slug)],
    }


_Value = Annotated[str | None, typer.Option()]


@library_app.command("edit")
def edit_source(
    slug: str,
    title: _Value = None,
    publisher: _Value = None,
    author: _Value = None,
    date: Annotated[str | None, typer.Option(help="The day it is of: YYYY-MM-DD, YYYY-MM or YYYY.")] = None,
    kind: Annotated[str | None, typer.Option(help="Such as op-ed, statute, executive order.")] = None,
    url: _Value = None,
    number: Annotated[str | None, typer.Option(help="Its own number, such as “H.R. 1033”.")] = None,
    stage: Annotated[str | None, typer.Option(help="How far it got, such as “in committee”.")] = None,
    status: Annotated[str | None, typer.Option(help="What became of it, such as “repealed in 2007”.")] = None,
    version: Annotated[str | None, typer.Option(help="The day whose state of the text it gives.")] = None,
    language: Annotated[str | None, typer.Option(help="An ISO 639 code, such as en.")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="An ISO 3166 code, such as US, or EU.")] = None,
    tags: Annotated[str | None, typer.Option(help="The collections it is in, with commas between.")] = None,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Correct what is known of a source, without reading its file again; it stays when the file is ingested
    again. An empty value, as in --date "", goes back to what the file says."""
    from assistant.build import open_library
    from assistant.render.terminal import source_text
    from ingest.edit import EDITABLE, edit

    values = locals()
    changes = {name: values[name] for name in EDITABLE if values[name] is not None}
    if not changes:
        raise UsageError("nothing to change", hint="name what is to be corrected, such as --title TITLE")
    settings = settings_of(home)
    keep_private()
    library = open_library(settings)
    with library.writing():
        source = edit(library, slug, changes)
    keep_changes(settings, [("edited", slug)])
    stored = library.whole()
    if as_json:
        print_json(_details(stored, slug))
    else:
        print(source_text(source, stored.notes(slug), told(stored.said(slug))))


@library_app.command("access")
def change_access(
    slug: str,
    add: Annotated[
        list[str] | None,
        typer.Option(metavar="GROUP", help="Let this group read it; one that was public, no others."),
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option(metavar="GROUP", help="Let this group read it no more.")
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="Let everybody read it.")] = False,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Show who may read a document, or change it. The change counts at once, and stays when the file is
    ingested again."""
    from assistant.build import open_library
    from assistant.workspace.access import checked_groups, read_access
    from ingest.edit import relabel, relabelled
    from ingest.identity import readers
    from ingest.types import PUBLIC

    if public and (add or remove):
        raise UsageError(
            "--public lets everybody read it", hint="give it alone, or name groups with --add and --remove"
        )
    settings = settings_of(home)
    keep_private()
    library = open_library(settings)
    source = library.whole().source(slug)
    if public or add or remove:
        checked_groups(add or (), read_access(settings.home_path))
        with library.writing():
            source = library.whole().source(slug)
            labels = frozenset({PUBLIC}) if public else relabelled(source, add or (), remove or ())
            source = relabel(library, slug, labels)
        keep_changes(settings, [("relabelled", slug)])
    if as_json:
        print_json({"slug": source.slug, "access": sorted(source.access)})
    else:
        print(f"{source.slug}: {readers(source.access)}")


@library_app.command("remove")
def remove_sources(slugs: list[str], home: Home = "") -> None:
    """Remove sources from the library, with everything stored about them."""
    from assistant.build import open_library

    settings = settings_of(home)
    keep_private()
    library = open_library(settings)
    removed: list[tuple[str, str]] = []
    failed = 0
    try:
        with library.writing():
            for slug in slugs:
                try:
                    removed.append(("removed", library.remove(slug).slug))
                    print(f"removed {slug}")
                except PinciteError as error:
                    complain(error)
                    failed += 1
    finally:
        keep_changes(settings, removed)
    sys.exit(DONE if not failed else FAILED if failed == len(slugs) else PARTLY)


@library_app.command("rebuild")
def rebuild_library(home: Home = "") -> None:
    """Rebuild the library from the kept files, with the current embedder and splitter."""
    from assistant.build import open_library
    from assistant.render.terminal import report_text
    from ingest.rebuild import is_catalogue_lost, rebuild

    settings = settings_of(home)
    keep_private()
    is_lost = is_catalogue_lost(settings.home_path)
    with _progress(False) as (on_progress, say):
        library_at = partial(open_library, settings, create=True)
        reports = rebuild(library_at, settings.home_path, on_progress, lock_wait_s=settings.lock_wait_s)
        for report in reports:
            say(report_text(report))
    keep_changes(settings, [("rebuilt", one.slug) for one in reports if one.outcome == "stored"])
    refused = [report for report in reports if report.outcome == "refused"]
    stays = "the kept files of the others stay where they are" if is_lost else "the old library is unchanged"
    print(
        f"{len(reports) - len(refused)} of {len(reports)} sources rebuilt" + (f"; {stays}" if refused else "")
    )
    sys.exit(DONE if not refused else PARTLY if is_lost and len(refused) < len(reports) else FAILED)
