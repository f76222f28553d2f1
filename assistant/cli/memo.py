"""Briefing memos: made, and held to the reviewer's checks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import DONE, FAILED, Home, Json, Sources, app, print_json, settings_of
from assistant.cli.record import keep_export
from ingest.errors import UsageError

if TYPE_CHECKING:
    from assistant.memo.types import LintFinding, Memo, MemoRequest
    from assistant.paper import Paper

WRITERS = (".docx", ".md", ".pdf", ".html")


@app.command()
def memo(
    topic: Annotated[str, typer.Argument(metavar="TOPIC OR QUESTION", help="What the memo is about.")] = "",
    format: Annotated[str, typer.Option(help="Its format; --formats lists them.")] = "bluf",  # noqa: A002 (the option's name)
    to: Annotated[str, typer.Option(help="Recipient.")] = "",
    sender: Annotated[str, typer.Option("--from", help="Sender.")] = "",
    deadline: Annotated[str, typer.Option(help="By when a decision is needed.")] = "",
    decision: Annotated[
        str, typer.Option(help="The decision or options; separate options with semicolons.")
    ] = "",
    position: Annotated[str, typer.Option(help="Our position.")] = "",
    jurisdiction: Annotated[
        str, typer.Option(help="Country or state whose law and public the memo is about.")
    ] = "",
    length: Annotated[
        int,
        typer.Option(metavar="PAGES", min=0, max=50, help="Page limit of the body (default: the format's)."),
    ] = 0,
    marking: Annotated[str, typer.Option(help="Marking on every page, such as OFFICIAL.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Output file: .docx, .md, .pdf or .html (default: printed as Markdown)."
        ),
    ] = None,
    lint: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Check a .docx or .md file with the reviewer's checks instead."),
    ] = None,
    formats: Annotated[bool, typer.Option("--formats", help="List the formats instead.")] = False,
    update: Annotated[
        str,
        typer.Option(metavar="RECORD", help="Bring a memo up to date instead: the id at its foot."),
    ] = "",
    versions: Annotated[
        str, typer.Option(metavar="RECORD", help="List the versions of a memo instead, newest first.")
    ] = "",
    edit: Annotated[
        str,
        typer.Option(
            metavar="RECORD OR FILE",
            help="Work on a memo instead: by its edited file, or the head or a section of the record's.",
        ),
    ] = "",
    section: Annotated[
        str, typer.Option(metavar="HEADING", help="With --edit: the section, by heading or number.")
    ] = "",
    text: Annotated[
        str, typer.Option(metavar="FILE", help="With --edit: the section's new text; - reads it from here.")
    ] = "",
    again: Annotated[bool, typer.Option("--again", help="With --edit: make the section anew.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="With --edit: remove the section.")] = False,
    add: Annotated[
        str,
        typer.Option(metavar="HEADING", help="With --edit: add a section; without --text from the library."),
    ] = "",
    after: Annotated[
        str, typer.Option(metavar="HEADING", help="With --edit: put the section after this one, or top.")
    ] = "",
    sources: Sources = "",
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Write a briefing memo from the library: every fact quoted and checked, what is not in the documents
    marked to be confirmed."""
    from assistant.memo.types import MemoRequest

    if formats:
        _list_formats(home, as_json)
    elif lint is not None:
        _lint(lint, format if "--format" in sys.argv else "", length, home, as_json)
    elif versions:
        _list_versions(versions, home, as_json)
    elif update:
        _write(update, out, sources, home, as_json)
    elif edit:
        from assistant.cli.memo_edit import Asked, edit_memo

        given = {
            "to": to,
            "from": sender,
            "deadline": deadline,
            "decision": decision,
            "position": position,
            "jurisdiction": jurisdiction,
            "marking": marking,
        }
        head = tuple((name, value) for name, value in given.items() if value)
        asked = Asked(edit, section, text, add, after, again=again, remove=remove, head=head)
        edit_memo(asked, out, sources, home, as_json)
    elif section or text or add or after or again or remove:
        raise UsageError(
            "the memo that is to be worked on is not named",
            hint="name its record, or its file: --edit RECORD",
        )
    elif not topic.strip():
        raise UsageError(
            "there is no topic", hint='name one, such as: pincite memo "Tariffs on Mexico" --format bluf'
        )
    else:
        request = MemoRequest(
            topic, format, to, sender, deadline, decision, position, jurisdiction, marking, length
        )
        _write(request, out, sources, home, as_json)


def _write(asked: MemoRequest | str, out: Path | None, sources: str, home: str, as_json: bool) -> None:
    """Write the memo of a request, or a new version of the one on record of that id."""
    from assistant.build import build_assistant, build_writer
    from assistant.memo.writer import Written
    from assistant.query.filters import parse_restriction
    from assistant.render.markdown import paper_markdown
    from assistant.render.memo_update import update_line

    require_suffix(out)
    settings = settings_of(home)
    assistant = build_assistant(settings)
    view = assistant.library.visible_to(restriction=parse_restriction(sources))
    writer = build_writer(settings, assistant)
    made: Written | None = None
    try:
        with _progress(as_json) as show:
            for event in (
                writer.updating(asked, view) if isinstance(asked, str) else writer.stream(asked, view)
            ):
                if isinstance(event, Written):
                    made = event
                else:
                    show(event)
    except KeyboardInterrupt:
        print(
            "stopped; the finished sections are kept, and the same command continues from there",
            file=sys.stderr,
        )
        sys.exit(130)
    assert made is not None, "nothing stopped it"
    memo, paper, update = made.memo, made.paper, made.update
    if out is not None:
        save(paper, out)
        keep_export(settings, f"a memo ({out.suffix})", memo.id, {one.source for one in memo.citations})
        print(f"written to {out}", file=sys.stderr)
    if as_json:
        print_json({**memo.to_json(), **({"update": update.to_json()} if update else {})})
    elif out is None:
        print(paper_markdown(paper))
    if not as_json:
        if update:
            print(update_line(update), file=sys.stderr)
        tell_findings(memo)


def tell_findings(memo: Memo) -> None:
    """Print what the linter finds in a memo, and whether it is a draft, on the error stream."""
    _tell(memo.findings, sys.stderr)
    if memo.is_draft:
        print(
            "it is stamped DRAFT: a sentence failed the check, or the linter found an error", file=sys.stderr
        )


def require_suffix(out: Path | None) -> None:
    """See that a file to be written is of a kind that memos are written as.

    Raises:
        UsageError: it is not.
    """
    if out is not None and out.suffix.lower() not in WRITERS:
        raise UsageError(
            f"--out {out}: memos are written as {', '.join(WRITERS)}",
            hint="give the file one of these endings",
        )


def save(paper: Paper, out: Path) -> None:
    """The paper as a file of the kind that its ending says."""
    suffix = out.suffix.lower()
    try:
        if suffix == ".docx":
            from assistant.render.docx.document import paper_docx

            out.write_bytes(paper_docx(paper))
        elif suffix == ".pdf":
            from assistant.render.pdf import paper_pdf

            out.write_bytes(paper_pdf(paper))
        elif suffix == ".html":
            from assistant.render.html.paper import paper_html

            out.write_text(paper_html(paper), encoding="utf-8")
        else:
            from assistant.render.markdown import paper_markdown

            out.write_text(paper_markdown(paper), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{out} cannot be written: {error.strerror}", hint="name a file in a folder that you may write to"
        ) from error


def _lint(path: Path, format: str, pages: int, home: str, as_json: bool) -> None:  # noqa: A002
    """Print what the reviewer's checks find in a file; exit 1 where one of them is an error."""
    from assistant.lexicon.rules import load_rules
    from assistant.memo.formats import load_format
    from assistant.memo.lint import lint
    from assistant.render.pdf import body_pages
    from assistant.verify.read import read_paper

    paper, folder = read_paper(path), settings_of(home).home_path
    chosen = load_format(format, folder) if format else None
    found = lint(paper, chosen, rules=load_rules(folder), count_pages=body_pages, pages=pages)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        _tell(found, sys.stdout)
        if not found:
            print(f"{path}: no errors or suggestions")
    sys.exit(FAILED if any(one.error for one in found) else DONE)


def _list_formats(home: str, as_json: bool) -> None:
    from assistant.memo.formats import load_formats

    found = load_formats(settings_of(home).home_path)
    if as_json:
        print_json({name: asdict(one) for name, one in found.items()})
    else:
        print("\n".join(f"{name:15} {one.about}" for name, one in found.items()))


def _list_versions(record: str, home: str, as_json: bool) -> None:
    from assistant.answer.record import record_of
    from assistant.build import open_library
    from assistant.memo.versions import versions
    from assistant.render.memo_update import version_lines

    settings = settings_of(home)
    library = open_library(settings)
    try:
        found = versions(record_of(settings), record, library.visible_to())
    finally:
        library.close()
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        print(version_lines(found))


def _tell(found: tuple[LintFinding, ...] | list[LintFinding], to: Any) -> None:
    for one in found:
        print(f"{'error' if one.error else 'note '}  {one.where}: {one.told} ({one.check})", file=to)


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A way to show where the memo stands, on the error stream."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.fields[at]}"), BarColumn(), TextColumn("{task.fields[asked]}"))
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("", total=1, at="", asked="")

        def show(now: Any) -> None:
            bar.update(
                task,
                total=now.of,
                completed=now.number - 1,
                at=f"{now.number}/{now.of} {now.heading}",
                asked=now.question[:70],
            )
            if not quiet and not console.is_terminal:
                print(f"{now.number}/{now.of} {now.heading}", file=sys.stderr, flush=True)

        yield show
