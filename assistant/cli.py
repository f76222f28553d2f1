"""The command line: parse, call, print, exit. 0 done, 1 failed, 2 bad usage, 3 partly done."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.settings import Settings, read_settings
from ingest.errors import PinciteError, UsageError

DONE, FAILED, USAGE, PARTLY = 0, 1, 2, 3

app = typer.Typer(
    name="pincite",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers from your documents, every sentence tied to a checked quote.",
)
library_app = typer.Typer(no_args_is_help=True, help="See and change what the library holds.")
app.add_typer(library_app, name="library")

Home = Annotated[str, typer.Option("--home", metavar="DIR", help="Folder of the library (default: $PINCITE_HOME, else the platform's data folder).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]
Strict = Annotated[bool, typer.Option("--strict", help="Count sentences that fail the check instead of showing them.")]
Sources = Annotated[str, typer.Option("--sources", metavar="FILTER", help="Use only these, e.g. kind:statute,title:fentanyl,since:2025-02-01.")]


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except PinciteError as error:
        _complain(error)
        sys.exit(USAGE if isinstance(error, UsageError) else FAILED)
    except KeyboardInterrupt:
        print("stopped; what was stored is kept, and the same command goes on from there", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(FAILED)


def _complain(error: PinciteError) -> None:
    print(f"pincite: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  → {error.hint}", file=sys.stderr)


def _settings(home: str) -> Settings:
    return read_settings(home=home)


@app.command()
def ask(question: str, sources: Sources = "", strict: Strict = False, home: Home = "", as_json: Json = False) -> None:
    """Answer a question from the library."""
    from assistant.build import build_assistant
    from assistant.restriction import parse_restriction

    restriction = parse_restriction(sources)
    try:
        assistant = build_assistant(_settings(home), strict=strict)
        if as_json:
            _print_json(assistant.ask(question, restriction=restriction).to_json())
        else:
            _show(assistant.stream(question, restriction=restriction))
    except PinciteError as error:
        if as_json:
            _print_json(failure(question, error))
        raise


def _show(answer: Iterator[Any]) -> Any:
    """Print an answer as it comes; returns it."""
    from assistant.render.terminal import rest_text, sentence_text, understood_text
    from assistant.types import Answer, Citation, source_numbers

    cited: list[Citation] = []
    for one in answer:
        if isinstance(one, Answer):
            print(understood_text(one) + rest_text(one), flush=True)
            return one
        cited += one.citations
        print(sentence_text(one.sentence, source_numbers(cited)), end="\n\n", flush=True)
    return None


@app.command()
def chat(sources: Sources = "", strict: Strict = False, home: Home = "") -> None:
    """Converse with the library: each question is understood after those before it. An empty line or `quit` ends it, `new` starts afresh."""
    from assistant.build import build_assistant
    from assistant.restriction import parse_restriction
    from assistant.types import Turn

    restriction = parse_restriction(sources)
    assistant = build_assistant(_settings(home), strict=strict)
    history: list[Turn] = []
    while (question := _next_question()) is not None:
        if question == "new":
            history.clear()
            continue
        try:
            answer = _show(assistant.stream(question, history, restriction=restriction))
        except PinciteError as error:  # the conversation goes on; what cannot be mended fails again at the next question
            _complain(error)
            continue
        print(flush=True)
        history.append(Turn(question, " ".join(sentence.text for sentence in answer.sentences)))


def _next_question() -> str | None:
    """The next line typed; None at the end. Where nobody types there is no prompt in the output."""
    try:
        line = input("> " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return None
    return None if line.casefold() in ("", "quit", "exit") else line


class Thumb(StrEnum):
    """What a reader thinks of an answer."""

    UP = "up"
    DOWN = "down"


@app.command()
def feedback(
    thumb: Thumb,
    answer: Annotated[str, typer.Option(metavar="ID", help="The answer's id, or its beginning (default: the last answer).")] = "",
    note: Annotated[str, typer.Option(help="What is wrong, or what the answer should have said.")] = "",
    home: Home = "",
) -> None:
    """Say whether an answer was good; `pincite eval --from-feedback` makes cases of those that were not."""
    from assistant.record import Record

    given = Record(_settings(home).home_path).add_feedback(thumb.value, answer=answer, note=note)
    print(f"thumb {thumb.value} for “{given['answer']['question']}”")


@app.command("eval", add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def evaluate(context: typer.Context) -> None:
    """Measure answers on your own library and cases; `--help` tells how."""
    found = entry_points(group="pincite.commands", name="eval")  # above this package: it measures it
    if not found:
        raise UsageError("the eval suite is not installed", hint="install Pincite anew, from its wheel or its checkout")
    sys.exit(found["eval"].load()(context.args))


def failure(question: str, error: PinciteError) -> dict[str, Any]:
    """The contract's object for a question that could not be answered because something broke."""
    from assistant.types import Answer

    told = {"message": error.message, "hint": error.hint, "retryable": error.retryable}
    return Answer(id="", question=question, standalone_question=question, status="error").to_json() | {"error": told}


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on (default: $PINCITE_HOST, else only this machine).")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port (default: $PINCITE_PORT, else 7860).")] = 0,
    home: Home = "",
) -> None:
    """Serve the web page. TLS files, a path behind a proxy and the header that names users are settings."""
    from dataclasses import replace

    from assistant.build import build_workspace
    from assistant.web.serve import serve as run

    settings = _settings(home)
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    run(build_workspace(settings), settings, lambda address: print(f"Pincite is at {address} — Ctrl-C stops it", flush=True))


@app.command()
def search(
    query: str,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many passages.")] = 10,
    sources: Sources = "",
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Find the passages most pertinent to a query."""
    from assistant.build import build_assistant
    from assistant.render.terminal import hits_text
    from assistant.restriction import parse_restriction

    restriction = parse_restriction(sources)
    hits = build_assistant(_settings(home)).search(query, limit=limit, restriction=restriction)
    if as_json:
        _print_json(
            [{name: getattr(hit.passage, name) for name in ("source", "page", "start", "end", "text")} | {"score": hit.score} for hit in hits]
        )
    else:
        print(hits_text(hits))


@app.command()
def ingest(
    locations: Annotated[list[str] | None, typer.Argument(metavar="PATH|URL…", help="Files, folders and web addresses.")] = None,
    manifest: Annotated[Path | None, typer.Option(help="TSV or CSV: slug, files, title, publisher, author, date, kind, url.")] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="Ingest the sample library that comes with Pincite.")] = False,
    slug: Annotated[str, typer.Option(help="Name of the document in the library.")] = "",
    title: str = "",
    publisher: str = "",
    author: str = "",
    date: Annotated[str, typer.Option(help="YYYY-MM-DD, YYYY-MM or YYYY.")] = "",
    kind: Annotated[str, typer.Option(help="Such as op-ed, statute, executive order, press release.")] = "",
    url: str = "",
    access: Annotated[list[str] | None, typer.Option(help="Only readers in this group may see it; may be given again.")] = None,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Put documents into the library. What is stored and unchanged is left alone; a changed file replaces its old version."""
    from assistant.build import open_library
    from assistant.render.terminal import report_text
    from ingest import bundled as bundled_library
    from ingest.load.metadata import iso_date
    from ingest.load.web import fetch as fetch_url
    from ingest.pipeline import collect
    from ingest.pipeline import ingest as run
    from ingest.types import PUBLIC, Metadata

    if not locations and not bundled:
        raise UsageError("nothing to ingest", hint="name files, folders or web addresses, or give --bundled")
    if date and not iso_date(date):
        raise UsageError(f"--date {date} is not a date", hint="write YYYY-MM-DD, YYYY-MM or YYYY")
    settings = _settings(home)
    given = Metadata(slug=slug, title=title, publisher=publisher, author=author, date=iso_date(date), kind=kind, url=url)
    inputs = collect(locations or [], manifest=manifest, given=given) + (bundled_library.inputs() if bundled else [])
    if not inputs:
        raise UsageError(f"{', '.join(locations or [])}: no documents there", hint="`pincite ingest --help` names what it takes")
    library = open_library(settings, create=True)
    with _progress(as_json) as (on_progress, say):
        reports = run(
            inputs,
            library,
            access=frozenset(access or {PUBLIC}),
            fetch=lambda address: fetch_url(address, timeout_s=settings.fetch_timeout_s, max_bytes=settings.max_fetch_mb * 1_000_000),
            on_progress=on_progress,
            on_report=lambda report: None if as_json else say(report_text(report)),
            on_wait=lambda: say(f"another process is writing to {library.home}; waiting up to {settings.lock_wait_s:.0f} s"),
        )
    refused = [report for report in reports if report.outcome == "refused"]
    if as_json:
        _print_json({"files": [asdict(report) for report in reports], "passages": library.size()})
    else:
        counts = {
            outcome: sum(report.outcome == outcome for report in reports) for outcome in ("stored", "replaced", "unchanged", "skipped", "refused")
        }
        print(", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count), f"— {library.size()} passages in {library.home}")
    sys.exit(DONE if not refused else FAILED if len(refused) == len(reports) else PARTLY)


@contextmanager
def _progress(quiet: bool) -> Iterator[tuple[Callable[[Any], None], Callable[[str], None]]]:
    """A progress bar on the error stream, and a way to print a line above it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.fields[at]}"), BarColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0, at="", rate="")

        def on_progress(now: Any) -> None:
            share = now.embedded / now.passages if now.passages else 0.0
            at, rate = f"{now.index}/{now.total} {Path(now.location).name[:40]}", f"{now.passages_per_s:.0f} passages/s"
            bar.update(task, total=now.total, completed=now.index - 1 + share, at=at, rate=rate)

        yield on_progress, lambda line: bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


@library_app.command("list")
def list_sources(sources: Sources = "", home: Home = "", as_json: Json = False) -> None:
    """List the sources by date."""
    from assistant.build import open_library
    from assistant.render.terminal import source_line
    from assistant.restriction import parse_restriction

    found = open_library(_settings(home)).sources(None, parse_restriction(sources))
    if as_json:
        _print_json([asdict(source) | {"access": sorted(source.access)} for source in found])
    else:
        print("\n".join(source_line(source) for source in found) or "the library is empty; `pincite ingest PATH` puts documents into it")


@library_app.command("show")
def show_source(
    slug: str,
    text: Annotated[bool, typer.Option("--text", help="Write the stored text, to which every offset refers, and nothing else.")] = False,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Show a source's metadata, or its stored text."""
    from assistant.build import open_library
    from assistant.render.terminal import source_text

    library = open_library(_settings(home))
    source = library.source(slug)
    if text:
        sys.stdout.write(library.text(slug))
    elif as_json:
        _print_json(asdict(source) | {"access": sorted(source.access), "pages": [asdict(page) for page in library.pages(slug)]})
    else:
        print(source_text(source))


@library_app.command("remove")
def remove_sources(slugs: list[str], home: Home = "") -> None:
    """Remove sources from the library, with everything stored of them."""
    from assistant.build import open_library

    library = open_library(_settings(home))
    failed = 0
    with library.writing():
        for slug in slugs:
            try:
                print(f"removed {library.remove(slug).slug}")
            except PinciteError as error:
                _complain(error)
                failed += 1
    sys.exit(DONE if not failed else FAILED if failed == len(slugs) else PARTLY)


@library_app.command("rebuild")
def rebuild_library(home: Home = "") -> None:
    """Make the library anew from the kept files, with the embedder and splitter in use now."""
    from assistant.build import open_library
    from assistant.render.terminal import report_text
    from ingest.pipeline import rebuild

    settings = _settings(home)
    with _progress(False) as (on_progress, say):
        library_at = partial(open_library, settings, create=True)
        reports = rebuild(library_at, settings.home_path, on_progress, lock_wait_s=settings.lock_wait_s)
        for report in reports:
            say(report_text(report))
    refused = [report for report in reports if report.outcome == "refused"]
    print(f"{len(reports) - len(refused)} of {len(reports)} sources rebuilt" + ("; the old library is left as it was" if refused else ""))
    sys.exit(FAILED if refused else DONE)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


if __name__ == "__main__":
    main()
