"""The record: looked through, listed, shown and taken out."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import FAILED, Home, Json, app, complain, keep_private, print_json, settings_of
from ingest.errors import LibraryError, UsageError

if TYPE_CHECKING:
    from assistant.answer.replay import Replay
    from assistant.settings import Settings

record_app = typer.Typer(no_args_is_help=True, help="See what was asked, answered, added and removed.")
app.add_typer(record_app, name="record")

Since = Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="From this day on.")]
Until = Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Up to this day, which is included.")]


@record_app.command("check")
def check_record(home: Home = "", as_json: Json = False) -> None:
    """Verify the chain of the record, and its seals where PINCITE_RECORD_KEY names a key. Exit 1 where a
    line was changed, taken out or put in, and say which."""
    from assistant.answer.record import record_of

    found = record_of(settings_of(home)).check()
    if as_json:
        print_json({"lines": found.lines, "wrong": found.wrong, "told": list(found.told)})
    else:
        print("\n".join([*found.told, found.wrong or f"{found.lines} lines, the chain is whole"]))
    if found.wrong:
        sys.exit(FAILED)


@record_app.command("list")
def list_record(since: Since = "", until: Until = "", home: Home = "", as_json: Json = False) -> None:
    """List the entries, oldest first: when, what, its id, who, and of what."""
    from assistant.answer.record_reading import summary

    found = _between(settings_of(home), since, until)
    if as_json:
        print_json(list(found))
    else:
        for entry in found:
            print(summary(entry))


@record_app.command("show")
def show_record(
    record: Annotated[str, typer.Argument(metavar="ID", help="The id of what is shown, or its beginning.")],
    home: Home = "",
) -> None:
    """Show the whole entries of an answer, a memo or a review, and the feedback on it."""
    from assistant.answer.record import record_of
    from assistant.answer.record_reading import named

    found = named(record_of(settings_of(home)).entries(), record)
    if not found:
        raise UsageError(
            f"nothing on record has the id {record!r}", hint="`pincite record list` shows the ids"
        )
    print_json(found)


@record_app.command("replay")
def replay_answer(
    answer: Annotated[str, typer.Argument(metavar="ID", help="The id of an answer, or its beginning.")],
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Check a recorded answer again, from its entry and what is stored today: whether its quotes stand, and
    whether the check says of each sentence what it said then. Exit 1 where something differs."""
    from assistant.answer.record import record_of
    from assistant.answer.replay import answer_named, replay
    from assistant.build import open_library
    from assistant.check.check import Check
    from assistant.lexicon.rules import load_rules
    from prompts import digest

    settings = settings_of(home)
    entry = answer_named(record_of(settings).entries(), answer)
    library, rules = open_library(settings), load_rules(settings.home_path)
    digests = {"settings": settings.digest, "prompts": digest(), "rules": rules.digest}
    found = replay(entry, Check(library.whole(), rules, settings.models), digests)
    library.close()
    if as_json:
        print_json(asdict(found) | {"is_same": found.is_same})
    else:
        print(_replayed(found))
    if not found.is_same:
        sys.exit(FAILED)


def _replayed(found: Replay) -> str:
    lines = [f"{found.at}  {found.question}"]
    for one in found.sentences:
        then = one.then if one.is_same else f"{one.then}, today {one.now or 'not to be checked'}"
        why = f" ({one.told})" if one.told else ""
        lines.append(f"{'same   ' if one.is_same else 'DIFFERS'}  {then}{why}: {' '.join(one.text.split())}")
    lines += [f"DIFFERS  {one}" for one in found.differs]
    lines += [f"         {one}" for one in found.told]
    return "\n".join([*lines, "the same today" if found.is_same else "not the same today"])


@record_app.command("export")
def export_record(
    to: Annotated[Path | None, typer.Argument(metavar="FILE", help="Default: standard output.")] = None,
    since: Since = "",
    until: Until = "",
    home: Home = "",
) -> None:
    """Write the entries as JSON lines, each with the hash of the one before it."""
    from assistant.answer.record import record_of

    settings = settings_of(home)
    lines = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in _between(settings, since, until)]
    text = "".join(f"{line}\n" for line in lines)
    if to:
        try:
            to.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{to}: {error.strerror}", hint="name a file that can be written") from error
        print(f"wrote {len(lines)} entries to {to}", file=sys.stderr)
    else:
        sys.stdout.write(text)
    told = f"the record, {len(lines)} entries" + "".join(
        f", {word} {day}" for word, day in (("since", since), ("until", until)) if day
    )
    for notice in record_of(settings).keep({"exported": told, "by": whoever()}):
        print(notice, file=sys.stderr)


@record_app.command("retain")
def retain_record(
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, what would go is told.")] = False,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Delete what is older than PINCITE_KEEP_CONVERSATIONS and PINCITE_KEEP_RECORD say, as `pincite serve`
    and `pincite slack` do when they start. The record keeps a line of each entry, and its chain."""
    from assistant.answer.record import record_of
    from assistant.workspace.retention import Keeping, retain

    settings = settings_of(home)
    keeping = Keeping(settings.keep_conversations, settings.keep_record)
    if not keeping.conversations and not keeping.record:
        raise UsageError(
            "everything is kept for ever: no time is set",
            hint="set PINCITE_KEEP_CONVERSATIONS or PINCITE_KEEP_RECORD to a number of days, or"
            " keep_conversations and keep_record in pincite.toml",
        )
    keep_private()
    gone = retain(settings.home_path, record_of(settings), keeping, by=whoever(), is_trial=not yes)
    if as_json:
        print_json({"done": yes, "gone": gone})
        return
    print(f"{'deleted' if yes else 'to be deleted'}: {gone_told(gone)}")
    if gone and not yes:
        print("nothing is changed yet: give --yes to do it; it cannot be undone")


def retain_at_start(settings: Settings) -> None:
    """Delete what is older than it is to be kept, before a server starts; what keeps that from being done is
    told, and keeps no server from starting."""
    if not settings.keep_conversations and not settings.keep_record:
        return
    from assistant.answer.record import record_of
    from assistant.workspace.retention import Keeping, retain

    keeping = Keeping(settings.keep_conversations, settings.keep_record)
    try:
        gone = retain(settings.home_path, record_of(settings), keeping, by=whoever())
    except LibraryError as error:
        complain(error)
        return
    if gone:
        print(f"deleted, since it was kept long enough: {gone_told(gone)}", file=sys.stderr)


def gone_told(gone: Mapping[str, int]) -> str:
    """How many of what went."""
    return ", ".join(f"{count} {kind}" for kind, count in gone.items()) or "nothing"


def keep_changes(settings: Settings, changes: Iterable[tuple[str, str]]) -> None:
    """Put on record what whoever sits at the terminal did with documents: outcomes and slugs."""
    from assistant.answer.record import record_of

    told = [{"outcome": outcome, "slug": slug} for outcome, slug in changes]
    if told:
        for notice in record_of(settings).keep({"documents": told, "by": whoever()}):
            print(notice, file=sys.stderr)


def keep_export(settings: Settings, what: str, name: str, rests: Iterable[str]) -> None:
    """Put on record what whoever sits at the terminal took out of here into a file: what it is, its id, and
    the documents that it rests on."""
    from assistant.answer.record import record_of

    for notice in record_of(settings).keep_export(what, name, rests, whoever()):
        print(notice, file=sys.stderr)


def whoever() -> str:
    """The name of the user of this terminal, told apart from those of the page."""
    with suppress(OSError, KeyError, ImportError):
        return f"terminal:{getpass.getuser()}"
    return "terminal"


def _between(settings: Settings, since: str, until: str) -> Iterable[dict[str, Any]]:
    from datetime import date

    from assistant.answer.record import record_of
    from assistant.answer.record_reading import between

    for day in filter(None, (since, until)):
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise UsageError(f"{day!r} is not a day", hint="write YYYY-MM-DD") from error
    return between(record_of(settings).entries(), since, until)
