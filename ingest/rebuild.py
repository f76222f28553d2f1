"""The library made anew from its kept files, also where its catalogue is gone."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ingest.belonging import Mark, begin_superseding, drop_superseded, is_own, write_mark
from ingest.catalogue import Catalogue
from ingest.entries import NEEDS_LABEL, Entry, originals, read_entries, unnamed
from ingest.errors import LibraryCorrupt, LibraryError, Unreadable
from ingest.library import Library, Original, lock_of, new_source, write_lock
from ingest.load import read
from ingest.metadata import slug_from_name
from ingest.pipeline import IngestProgress, OnProgress, facts_of, named, read_whole, reported
from ingest.types import FileReport, Metadata


def rebuild(
    library_at: Callable[[Path], Library],
    home: Path,
    on_progress: OnProgress = lambda _: None,
    *,
    lock_wait_s: float = 300,
) -> list[FileReport]:
    """Make the library anew from the kept original files, with the settings in force; the old one is replaced
    only when the new one is whole. Where the catalogue is gone, damaged or another library's, there is no old
    one: what can be stored is, and the files of the others stay. See `is_catalogue_lost`.

    Raises:
        Unreadable: there is no library at `home`.
        LibraryBusy: another process writes to it.
    """
    if not (home / "catalogue.sqlite3").exists() and not originals(home):
        raise Unreadable(
            f"{home}: there is no library to rebuild", hint="create one with `pincite ingest PATH`"
        )
    draft_home = home / "rebuilding"
    with write_lock(lock_of(home), lock_wait_s):
        old = _own_catalogue(home)
        abandoned = _collection_at(draft_home)
        shutil.rmtree(draft_home, ignore_errors=True)
        draft = library_at(draft_home)
        draft.discard_vectors(abandoned)
        reports = _restore_all(_entries_left(home, old), home, draft, on_progress)
        draft.close()
        stored = sum(report.outcome == "stored" for report in reports)
        if old is None and stored:
            _put_in_place(home, draft_home, is_whole=stored == len(reports))
        elif old and stored == len(reports):
            replaced = old.meta("collection")
            _swap(old, home, draft_home)
            draft.discard_vectors(replaced)
        if old:
            old.close()
        shutil.rmtree(draft_home, ignore_errors=True)
    return reports


def is_catalogue_lost(home: Path) -> bool:
    """Whether the library at `home` has its original files and no catalogue of its own that can be read."""
    catalogue = _own_catalogue(home)
    if catalogue:
        catalogue.close()
    return catalogue is None and bool(originals(home))


def _own_catalogue(home: Path) -> Catalogue | None:
    """The catalogue of the library at `home`; None where it is gone, damaged or another library's."""
    path = home / "catalogue.sqlite3"
    if not path.exists():
        return None
    try:
        catalogue = Catalogue(path, None)
        catalogue.check_file()
        collection = catalogue.meta("collection")
        catalogue.entries()
    except LibraryCorrupt:
        return None
    if collection and is_own(home, collection):
        return catalogue
    catalogue.close()
    return None


def _entries_left(home: Path, old: Catalogue | None) -> list[Entry]:
    """What is to be made of the kept files: what the catalogue says, and where it does not name a file, or
    there is none, the entries. What it knows to be on its way out does not come back."""
    kept = originals(home)
    digests = {path.stem for path in kept}
    beside = [entry for entry in read_entries(home) if entry.sha256 in digests]
    known, outgoing = (old.entries(), old.leftovers()) if old else ([], [])
    newer = {entry.slug: entry for entry in beside}
    known = [one if one.sha256 in digests else newer.get(one.slug, one) for one in known]
    stored, gone = {one.slug for one in known}, {one.slug for one in outgoing}
    known += [entry for entry in beside if entry.slug not in stored | gone]
    dropped = {one.sha256 for one in outgoing}
    return [*known, *unnamed((path for path in kept if path.stem not in dropped), known)]


def _collection_at(home: Path) -> str:
    """The collection of the library that a killed rebuild left, or an empty string."""
    path = home / "catalogue.sqlite3"
    try:
        return Catalogue(path, None).meta("collection") if path.exists() else ""
    except LibraryError:
        return ""


def _restore_all(
    entries: Sequence[Entry], home: Path, draft: Library, on_progress: OnProgress
) -> list[FileReport]:
    reports = []
    with draft.writing():
        for index, entry in enumerate(entries, start=1):
            on_progress(IngestProgress(entry.path, index, len(entries)))
            reports.append(reported(entry.path, entry.slug, partial(_restore, entry, home, draft)))
    return reports


def _restore(entry: Entry, home: Path, draft: Library) -> FileReport:
    kept = next((path for path in (home / "files").glob(f"{entry.sha256}*") if path.suffix != ".part"), None)
    name = entry.slug or entry.path
    if kept is None:
        raise Unreadable(
            f"{name}: its kept file is missing", hint=f"ingest it again: pincite ingest {entry.path}"
        )
    original = Original(read(kept), slug_from_name(entry.path) + kept.suffix)
    if hashlib.sha256(original.data).hexdigest() != entry.sha256:
        raise Unreadable(
            f"{name}: its kept file {kept} was changed since it was stored",
            hint="restore it from a backup, or remove it and ingest it again",
        )
    read_in = read_whole(original)
    document, facts = read_in.document, facts_of(read_in.document, entry.said, original.name)
    if entry.slug:
        facts = replace(facts, slug=entry.slug)
    else:
        facts = _named_anew(facts, entry.sha256)
        document = replace(document, metadata=replace(document.metadata, title=facts.title))
    passages = named(read_in.passages, facts.slug)
    made = new_source(facts, document, original.data, entry.path, entry.access)
    draft.add(document, passages, original, replace(made, added=entry.added or made.added), entry.said)
    lost = () if entry.slug else _lost(facts.slug, kept)
    return FileReport(entry.path, "stored", facts.slug, len(passages), warnings=(*document.notes, *lost))


def _named_anew(known: Metadata, sha256: str) -> Metadata:
    """What is known of a file of which nobody knows what it was called; the digest keeps its name apart from
    every other."""
    words = "" if known.title == sha256 else re.sub(r"\W+", "-", known.title.lower())[:60].strip("-")
    slug = f"{words or 'document'}-{sha256[:8]}"
    return replace(known, slug=slug, title=known.title if words else slug)


def _lost(slug: str, kept: Path) -> tuple[str, ...]:
    return (
        "its access labels, its name and details entered by hand are lost: only readers in"
        f" {NEEDS_LABEL} may see it until you set who may, with"
        f" `pincite ingest {kept} --slug {slug} --access public` or another label",
    )


def _put_in_place(home: Path, draft_home: Path, *, is_whole: bool) -> None:
    """The catalogue comes last: until then, the next attempt finds what this one found. One that is damaged
    or another library's is set aside with its journal, which would be read into the new one. While files are
    left that could not be stored, the vectors of the lost one stay too."""
    new = Catalogue(draft_home / "catalogue.sqlite3", None)
    collection, revision = new.meta("collection"), new.revision
    new.close()
    others = [path.name for path in (home / "vectors").glob("pincite-*")] if is_whole else []
    begin_superseding(home, collection, others)
    _move_vectors(draft_home, home)
    _set_aside(home)
    (draft_home / "catalogue.sqlite3").rename(home / "catalogue.sqlite3")
    drop_superseded(home, collection)
    write_mark(home, Mark((collection,), revision))


def _set_aside(home: Path) -> None:
    """Move what stands in the catalogue's place out of it."""
    found = sorted(home.glob("catalogue.sqlite3*"))
    if not found:
        return
    folder = next(
        one
        for one in (home / f"set-aside-{number}" for number in range(1, 10_000))
        if not (one / "catalogue.sqlite3").exists()
    )
    folder.mkdir(exist_ok=True)
    for path in reversed(found):  # the catalogue itself last: until then the next attempt finds it
        path.rename(folder / path.name)


def _swap(old: Catalogue, home: Path, draft_home: Path) -> None:
    """The vectors' folder bears the name of its collection, so old and new stand side by side until one
    transaction names the new one."""
    new = Catalogue(draft_home / "catalogue.sqlite3", None)
    collection = new.meta("collection")
    new.close()
    begin_superseding(home, collection, [old.meta("collection")])
    _move_vectors(draft_home, home)
    old.adopt(draft_home / "catalogue.sqlite3")
    drop_superseded(home, collection)
    write_mark(home, Mark((collection,), old.revision))


def _move_vectors(draft_home: Path, home: Path) -> None:
    for folder in (draft_home / "vectors").glob("*"):
        (home / "vectors").mkdir(exist_ok=True)
        folder.rename(home / "vectors" / folder.name)
