"""What a library says of its own health: each look names what it found wrong, and what is only to be told."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.belonging import check_belongs, check_not_lost, is_behind
from ingest.catalogue import Catalogue
from ingest.database import can_write
from ingest.entries import originals, read_entries
from ingest.errors import LibraryCorrupt, PinciteError
from ingest.index_files import check_index
from ingest.private import open_to_others
from ingest.types import Scope

_PROBE_S = 300
_NAMED = 5
_REBUILD = "run `pincite library rebuild`"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found: what is wrong with what helps, and what is told besides. `can_repair` where
    `pincite doctor --repair` mends it."""

    name: str
    wrong: str = ""
    hint: str = ""
    told: str = ""
    can_repair: bool = False


def look(name: str, check: Callable[[], Finding]) -> Finding:
    """A look that ends in an error has found something."""
    try:
        return replace(check(), name=name)
    except PinciteError as error:
        return Finding(name, error.message, error.hint)


def catalogue_health(home: Path) -> Finding:
    """The catalogue: there, the library's own, and whole."""
    check_not_lost(home)
    with closing(Catalogue(home / "catalogue.sqlite3", None)) as catalogue:
        catalogue.check_file()
        check_belongs(home, lambda: catalogue.meta("collection"))
        if is_behind(home, catalogue.revision):
            return Finding(
                "",
                "it is older than the files: documents that were stored since are not in it",
                f"{_REBUILD}, which takes them in again",
            )
        unfinished = len(catalogue.leftovers())
        if unfinished:
            return Finding(
                "", f"{unfinished} sources are half stored or half removed", "the next writer does", "", True
            )
        return Finding("", told=f"{len(catalogue.entries())} sources, {catalogue.size(Scope())} passages")


def files_health(home: Path) -> Finding:
    """The kept files and their entries, each against what the catalogue says, by its bytes."""
    with closing(Catalogue(home / "catalogue.sqlite3", None)) as catalogue:
        stored = {entry.slug: entry for entry in catalogue.entries()}
        outgoing = {one.sha256 for one in catalogue.leftovers()}
    kept = originals(home)
    digests = {path.stem for path in kept}
    missing = sorted(one.slug for one in stored.values() if one.sha256 not in digests)
    changed = sorted(path.name for path in kept if _digest(path) != path.stem)
    if missing or changed:
        wrong = [
            *([f"the files of {_some(missing)} are missing"] if missing else []),
            *([f"{_some(changed)} changed since they were stored"] if changed else []),
        ]
        return Finding("", "; ".join(wrong), "restore them from a backup, or ingest the documents again")
    named = {one.sha256 for one in stored.values()} | outgoing
    if unnamed := sorted(digests - named):
        return Finding(
            "",
            f"the catalogue does not name {len(unnamed)} of the kept files",
            f"{_REBUILD}, which takes them in again",
        )
    beside = {entry.slug: entry for entry in read_entries(home)}
    if lacking := sorted(slug for slug, entry in stored.items() if beside.get(slug) != entry):
        return Finding(
            "",
            f"the entries of {_some(lacking)} are missing or say something else",
            "the next writer writes them",
            "",
            True,
        )
    return Finding("", told=f"{len(kept)} files, each with its digest and its entry")


def words_health(home: Path) -> Finding:
    """The full text, against the passages."""
    with closing(Catalogue(home / "catalogue.sqlite3", None)) as catalogue:
        lacking, beyond = catalogue.check_words(is_deep=can_write(home / "catalogue.sqlite3"))
        if lacking or beyond:
            return Finding("", f"it lacks {lacking} passages and has {beyond} that nobody names", _REBUILD)
        return Finding("", told="every passage is in it")


def vectors_health(home: Path, chroma: str) -> Finding:
    """The vectors, opened and searched in a process of its own: a damaged file ends the one that opens
    it."""
    with closing(Catalogue(home / "catalogue.sqlite3", None)) as catalogue:
        collection, stored = catalogue.meta("collection"), catalogue.size(Scope())
    folder = home / "vectors" / collection
    if not chroma:
        if not folder.is_dir():
            return (
                Finding("", "they are gone", _REBUILD) if stored else Finding("", told="there are none yet")
            )
        if not can_write(folder):
            return Finding("", told="not looked at: they can only be opened where they can be written")
        check_index(folder, is_strict=True)
    held = _held(chroma or str(folder), collection)
    if held < stored:
        return Finding("", f"{held} of {stored} passages have theirs", _REBUILD)
    others = sorted(path.name for path in (home / "vectors").glob("pincite-*") if path.name != collection)
    more = f"; {len(others)} folders of vectors that nobody names: {_some(others)}" if others else ""
    return Finding("", told=f"{held}, for {stored} passages{more}")


def rights_health(home: Path) -> Finding:
    """Who may read the home folder."""
    found = open_to_others(home)
    if found:
        wrong = f"others than its owner may read or write {len(found)} files and folders in it"
        return Finding("", wrong, "they are taken from others", "", True)
    return Finding("", told="its owner's alone")


def _held(location: str, collection: str) -> int:
    command = [sys.executable, "-m", "ingest.probe_vectors", location, collection]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PROBE_S)
        told = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 and done.stdout else {}
    except (subprocess.TimeoutExpired, ValueError):
        told = {}
    if "held" not in told:
        raise LibraryCorrupt(
            told.get("wrong") or f"{location}: they cannot be opened: whoever opens them ends", hint=_REBUILD
        )
    return int(told["held"])


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _some(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
