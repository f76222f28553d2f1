"""Questions and what finds their answers: ask, chat, search, feedback, eval, and the web page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import partial
from importlib.metadata import entry_points
from typing import Annotated, Any

import typer

from assistant import hidden
from assistant.cli.options import (
    Home,
    Json,
    Sources,
    Strict,
    app,
    complain,
    keep_private,
    print_json,
    settings_of,
)
from assistant.cli.record import retain_at_start
from ingest.errors import PinciteError, UsageError


@app.command()
def ask(
    question: str, sources: Sources = "", strict: Strict = False, home: Home = "", as_json: Json = False
) -> None:
    """Answer a question from the library."""
    from assistant.build import build_assistant
    from assistant.query.filters import parse_restriction

    restriction = parse_restriction(sources)
    try:
        assistant = build_assistant(settings_of(home), strict=strict)
        if as_json:
            print_json(assistant.ask(question, restriction=restriction).to_json())
        else:
            _show(assistant.stream(question, restriction=restriction))
    except PinciteError as error:
        if as_json:
            print_json(failure(question, error))
        raise


def _show(answer: Iterator[Any]) -> Any:
    """Print an answer as it comes; returns it."""
    from assistant.answer.inquiry import NEAREST
    from assistant.render.arranged import is_declined_first
    from assistant.render.terminal import answer_text, paragraphs, rest_text, understood_text
    from assistant.types import Answer, AnswerSentence, Citation

    shown: list[AnswerSentence] = []
    cited: list[Citation] = []
    printed = 0

    def show(whole: bool) -> None:
        nonlocal printed
        told = paragraphs(shown, cited, bright=_has_colours())
        for paragraph in told[printed : None if whole else -1]:
            print(paragraph, end="\n\n", flush=True)
            printed += 1

    for one in answer:
        if isinstance(one, Answer) and is_declined_first(one):
            print(understood_text(one) + answer_text(one, bright=_has_colours()), flush=True)
            return one
        if isinstance(one, Answer):
            show(whole=True)
            print(understood_text(one) + rest_text(one), flush=True)
            return one
        shown.append(one.sentence)
        cited += one.citations
        if one.sentence.heading != NEAREST:  # which is shown after what is missing
            show(whole=False)
    return None


def _has_colours() -> bool:
    """Whether words may stand out in what is printed."""
    from assistant.settings import wants_plain_text

    return sys.stdout.isatty() and not wants_plain_text()


@app.command()
def chat(sources: Sources = "", strict: Strict = False, home: Home = "") -> None:
    """Chat with the library: each question is understood in the context of those before it. An empty line or
    `quit` ends the chat, `new` starts a new one."""
    from assistant.build import build_assistant
    from assistant.query.filters import parse_restriction
    from assistant.render.arranged import choices, chosen
    from assistant.types import Turn

    restriction = parse_restriction(sources)
    assistant = build_assistant(settings_of(home), strict=strict)
    history: list[Turn] = []
    offered: list[tuple[str, str]] = []
    while (question := _next_question()) is not None:
        if question == "new":
            history.clear()
            offered.clear()
            continue
        question = chosen(question, offered)
        try:
            answer = _show(assistant.stream(question, history, restriction=restriction))
        except (
            PinciteError
        ) as error:  # the conversation goes on; what cannot be repaired fails again at the next question
            complain(error)
            continue
        print(flush=True)
        offered = choices(answer)
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
    answer: Annotated[
        str, typer.Option(metavar="ID", help="The answer's id, or its beginning (default: the last answer).")
    ] = "",
    note: Annotated[str, typer.Option(help="What is wrong, or what the answer should have said.")] = "",
    home: Home = "",
) -> None:
    """Rate an answer; `pincite eval --from-feedback` makes test cases of those that were not good."""
    from assistant.answer.record import record_of

    given = record_of(settings_of(home)).add_feedback(thumb.value, answer=answer, note=note)
    print(f"thumb {thumb.value} for “{given['answer']['question']}”")


@app.command(
    "eval", add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
)
def evaluate(context: typer.Context) -> None:
    """Measure answers on your own library and cases; see `--help`."""
    found = entry_points(group="pincite.commands", name="eval")  # above this package: it measures it
    if not found:
        raise UsageError(
            "the eval suite is not installed", hint="reinstall Pincite, from its wheel or its checkout"
        )
    if other := hidden(("eval",)):
        raise UsageError(other)
    sys.exit(found["eval"].load()(context.args))


def failure(question: str, error: PinciteError) -> dict[str, Any]:
    """The contract's object for a question that could not be answered because something broke."""
    from assistant.types import Answer

    details = {"message": error.message, "hint": error.hint, "retryable": error.retryable}
    return Answer(
        id="", question=question, standalone_question=question, status="error", missing=error.message
    ).to_json() | {"error": details}


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on (default: $PINCITE_HOST, else only this machine).")
    ] = "",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port (default: $PINCITE_PORT, else 7860).")
    ] = 0,
    open_: Annotated[
        bool, typer.Option("--open", help="Serve the network although nobody is signed in ($PINCITE_OPEN).")
    ] = False,
    home: Home = "",
) -> None:
    """Serve the web page. TLS files, the path behind a proxy and the header with the user's name are
    settings."""

    from assistant.build import build_workspace
    from assistant.web.serve import serve as run
    from assistant.workspace.serving import serving

    settings = settings_of(home)
    settings = replace(
        settings,
        host=host or settings.host,
        port=port or settings.port,
        open=int(open_ or settings.open),
    )
    keep_private()
    with serving(settings.home_path, "serve"):
        retain_at_start(settings)
        run(
            build_workspace(settings),
            settings,
            lambda address: print(f"Pincite is at {address} — Ctrl-C stops it", flush=True),
        )


@app.command()
def slack(
    manifest: Annotated[
        bool, typer.Option("--manifest", help="Print the app manifest for Slack, and exit.")
    ] = False,
    url: Annotated[
        str,
        typer.Option(help="With --manifest, for HTTP mode: the public address that ends in /slack/events."),
    ] = "",
    home: Home = "",
) -> None:
    """Answer in Slack. The tokens, and Socket or HTTP mode, are settings."""
    from assistant.build import build_workspace
    from assistant.slack.manifest import manifest as made
    from assistant.slack.serve import serve as run
    from assistant.workspace.serving import serving

    if manifest:
        print(made(url))
        return
    settings = settings_of(home)
    workspace = partial(build_workspace, settings)
    keep_private()
    with serving(settings.home_path, "slack"):
        retain_at_start(settings)
        run(
            workspace,
            settings,
            lambda where: print(f"Pincite is in Slack ({where}) — Ctrl-C stops it", flush=True),
        )


@app.command()
def search(
    query: str,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many passages.")] = 10,
    sources: Sources = "",
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Find the passages most relevant to a query."""
    from assistant.build import build_assistant
    from assistant.query.filters import parse_restriction
    from assistant.render.terminal import hits_text

    restriction = parse_restriction(sources)
    hits = build_assistant(settings_of(home)).search(query, limit=limit, restriction=restriction)
    if as_json:
        print_json(
            [
                {
                    name: getattr(hit.passage, name)
                    for name in ("source", "page", "place", "start", "end", "text")
                }
                | {"score": hit.score}
                for hit in hits
            ]
        )
    else:
        print(hits_text(hits))
