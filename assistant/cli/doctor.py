"""Doctor: what is wrong with the installation, the models and the home folder, and what of it is mended."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import FAILED, Home, Json, app, keep_private, print_json, settings_of
from ingest.errors import PinciteError, UsageError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ingest.health import Finding

_NEEDED = ("chromadb", "gradio", "jinja2", "langchain_core", "onnxruntime", "pypdfium2", "tokenizers")


@app.command()
def doctor(
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="Mend what is safe: rights, entries, what was left half done, the record's torn tail.",
        ),
    ] = False,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Look whether the installation, the models, the catalogue, the kept files, the full text, the vectors,
    the record and the folder's rights are as they should be. Exit 1 where something is not."""
    settings = settings_of(home)
    if not settings.home_path.is_dir():
        raise UsageError(
            f"there is no folder {settings.home_path}", hint="name the library's with --home DIR"
        )
    keep_private()
    if repair:
        mend(settings)
    found = findings(settings)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        for one in found:
            print(line(one))
    if any(one.wrong for one in found):
        sys.exit(FAILED)


def findings(settings: Settings) -> list[Finding]:
    """What each look found. Of a catalogue that cannot be read, nothing that rests on it is asked."""
    from assistant.workspace.forgetting import pending as is_forgetting
    from ingest.health import (
        catalogue_health,
        files_health,
        look,
        rights_health,
        vectors_health,
        words_health,
    )

    home = settings.home_path
    found = [
        look("installation", _installation),
        look("models", lambda: _models(settings)),
        look("record", lambda: _record(settings)),
        look("rights", lambda: rights_health(home)),
        *([look("forgetting", lambda: forgetting(settings))] if is_forgetting(home) else []),
    ]
    if not (home / "catalogue.sqlite3").exists() and not (home / "files").is_dir():
        return found
    whole = look("catalogue", lambda: catalogue_health(home))
    rest: dict[str, Callable[[], Finding]] = {
        "kept files": lambda: files_health(home),
        "full text": lambda: words_health(home),
        "vectors": lambda: vectors_health(home, settings.chroma),
    }
    is_readable = not whole.wrong or whole.can_repair or "older" in whole.wrong
    return [*found, whole, *(look(name, check) for name, check in rest.items() if is_readable)]


def line(one: Finding) -> str:
    """What a look found, in one line."""
    told = f"{one.wrong} → {one.hint}" if one.wrong else one.told
    mended = " (--repair)" if one.wrong and one.can_repair else ""
    return f"{'WRONG' if one.wrong else 'ok':5}  {one.name:12}  {told}{mended}".rstrip()


def _installation() -> Finding:
    from ingest.database import has_full_text
    from ingest.health import Finding

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        return Finding("", f"not installed: {', '.join(missing)}", "reinstall Pincite")
    if not has_full_text():
        return Finding("", "Python's SQLite has no full text (FTS5)", "install another Python")
    return Finding("", told=f"Python {sys.version.split()[0]}")


def _models(settings: Settings) -> Finding:
    from assistant.check.entailment import support_spec
    from assistant.models.answerability import answerability_spec
    from ingest.health import Finding
    from ingest.models import EMBEDDER, RERANKER, check_files, models_root

    specs = (EMBEDDER, RERANKER, support_spec(), answerability_spec())
    for spec in specs:
        check_files(spec, models_root(settings.models))
    return Finding("", told=f"{len(specs)}, each with its checksum")


def _record(settings: Settings) -> Finding:
    from assistant.answer.record import record_of
    from ingest.health import Finding

    record = record_of(settings)
    found = record.check()
    if found.wrong:
        return Finding("", found.wrong, "`pincite record check` tells more; restore it from a backup")
    if record.is_torn:
        return Finding("", found.told[-1], "the next entry moves them aside", "", True)
    return Finding("", told="; ".join((f"{found.lines} lines, the chain is whole", *found.told)))


def forgetting(settings: Settings) -> Finding:
    """Whether something is only half forgotten."""
    from assistant.workspace.forgetting import pending
    from ingest.health import Finding

    begun = pending(settings.home_path)
    if begun is None:
        return Finding("")
    return Finding(
        "",
        f"{begun.name!r} is only half forgotten",
        f"run `pincite forget {begun.name} --{begun.kind} --yes` again",
    )


def mend(settings: Settings) -> None:
    """What loses nothing, whatever is wrong; what cannot be mended shows in what is found afterwards."""
    from assistant.answer.record import record_of
    from assistant.build import open_library
    from ingest.private import make_private

    make_private(settings.home_path, whole=True)
    if (settings.home_path / "catalogue.sqlite3").exists():
        try:
            library = open_library(settings)
            with library.writing():  # which sweeps what was left half done, and writes the entries
                pass
            library.close()
        except PinciteError as error:
            print(f"not mended: {error.message}", file=sys.stderr)
    try:
        record_of(settings).mend()
    except PinciteError as error:
        print(f"not mended: {error.message}", file=sys.stderr)
