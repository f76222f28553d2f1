"""Ingest: files, folders and URLs → read, load, split, embed, store; each input ends in one report, and a
failure harms only itself."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from ingest.catalogue import Catalogue
from ingest.entries import NEEDS_LABEL, Entry, originals, read_entries, unnamed
from ingest.errors import LibraryError, PinciteError, Unreadable, UsageError
from ingest.library import Library, Original, lock_of, new_source, write_lock
from ingest.load import load, read, supported_suffixes
from ingest.load.metadata import merge
from ingest.load.web import Fetched
from ingest.load.web import fetch as fetch_url
from ingest.metadata import ManifestEntry, complete, read_manifest, slug_from_name
from ingest.passages import split_passages
from ingest.types import PUBLIC, FileReport, Metadata, Source

# Where one folder has the same document twice, the format that keeps pages and structure is taken.
_PREFERENCE = (".pdf", ".docx", ".odt", ".epub", ".html", ".htm", ".xml", ".md", ".rtf", ".txt")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to ingest: a file's path or a URL, with what the user and the manifest say of it. `skipped`
    says why it is not to be read."""

    location: str
    given: Metadata = field(default_factory=Metadata)
    skipped: str = ""

    @property
    def is_url(self) -> bool:
        """Whether it is to be fetched."""
        return is_url(self.location)


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """Where an ingest stands: file `index` of `total`, and how many of its `passages` are embedded;
    `passages` is 0 while it is being read."""

    location: str
    index: int
    total: int
    passages: int = 0
    embedded: int = 0
    passages_per_s: float = 0.0


Fetch = Callable[[str], Fetched]
OnProgress = Callable[[IngestProgress], None]
OnReport = Callable[[FileReport], None]


def is_url(location: str) -> bool:
    """Whether a location is to be fetched rather than opened."""
    return location.startswith(("http://", "https://"))


def collect(
    locations: Sequence[str], *, manifest: Path | None = None, given: Metadata | None = None
) -> list[Input]:
    """The inputs that the locations name, folders walked in order; hidden files and files of no known format
    inside folders are left out.

    Raises:
        UsageError: the manifest is wrong, or a slug is given for more than one input.
    """
    given = given or Metadata()
    entries = read_manifest(manifest) if manifest else {}
    # A manifest among the documents describes them and is not one of them.
    inputs = [
        one
        for location in locations
        for one in _walk(location, entries, given)
        if not manifest or not _is_file(one.location, manifest)
    ]
    if given.slug and len([one for one in inputs if not one.skipped]) > 1:
        raise UsageError(
            f"--slug {given.slug} is given for {len(inputs)} files", hint="name a slug for one file at a time"
        )
    return inputs


def _is_file(location: str, file: Path) -> bool:
    return not is_url(location) and os.path.abspath(location) == os.path.abspath(file)  # noqa: PTH100 (links are not followed)


def _walk(location: str, manifest: Mapping[str, ManifestEntry], given: Metadata) -> Iterator[Input]:
    path = Path(location)
    if is_url(location) or not os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
        entry = _entry(location, manifest)
        yield Input(location, merge(given, entry.metadata) if entry else given)
        return
    files = [
        file
        for file in sorted(path.rglob("*"))
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
    ]
    files = [file for file in files if file.suffix.lower() in supported_suffixes()]
    names = {(file.parent, file.name) for file in files}
    for file in files:
        entry = _entry(str(file), manifest)
        better = _better(file, entry, names)
        yield Input(
            str(file),
            merge(given, entry.metadata) if entry else given,
            f"{better} is the same document in a format that keeps more" if better else "",
        )


def _entry(location: str, manifest: Mapping[str, ManifestEntry]) -> ManifestEntry | None:
    """The manifest's entry for a file or URL: by as much of its path as the manifest gives, else by its name
    without suffix."""
    parts = Path(location).parts
    paths = ("/".join(parts[first:]) for first in range(len(parts)))
    return next(
        (manifest[key] for key in (location, *paths, slug_from_name(location)) if key in manifest), None
    )


def _better(file: Path, entry: ManifestEntry | None, names: set[tuple[Path, str]]) -> str:
    """The name of the file beside this one that is taken instead of it, or an empty string."""
    suffix = file.suffix.lower()
    rivals = [Path(name).name for name in entry.files] if entry else []
    for rival in rivals or [file.stem + other for other in _PREFERENCE if suffix in _PREFERENCE]:
        if rival == file.name:
            return ""
        if (file.parent, rival) in names:
            return rival
    return ""


def ingest(
    inputs: Sequence[Input],
    library: Library,
    *,
    access: frozenset[str] | None = None,
    apart: bool = False,
    fetch: Fetch = fetch_url,
    on_progress: OnProgress = lambda _: None,
    on_report: OnReport = lambda _: None,
    on_wait: Callable[[], None] = lambda: None,
) -> list[FileReport]:
    """Ingest the inputs, one after the other, and report each. What is stored already and unchanged is not
    read further than its bytes.

    `access` are the labels that the documents get, stored ones too; without it a stored document keeps its
    own, and a new one is public. With `apart` a stored document of other labels is somebody else's: it is
    left as it is, and the input becomes a document beside it.

    Raises:
        LibraryBusy, LibraryUnwritable, LibraryCorrupt: the library as a whole cannot be written.
    """
    reports: list[FileReport] = []
    started, embedded = time.perf_counter(), 0
    with library.writing(on_wait):
        for index, one in enumerate(inputs, start=1):
            on_progress(IngestProgress(one.location, index, len(inputs)))

            def on_passages(
                done: int, total: int, index: int = index, one: Input = one, before: int = embedded
            ) -> None:
                rate = (before + done) / (time.perf_counter() - started)
                on_progress(IngestProgress(one.location, index, len(inputs), total, done, rate))

            report = _report(one, library, _Labels(access, apart), fetch, on_passages)
            embedded += report.passages
            reports.append(report)
            on_report(report)
    return reports


_OnPassages = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels that are named for the inputs (None: none are), and whether documents of other labels are to
    be left alone."""

    named: frozenset[str] | None
    apart: bool

    @property
    def new(self) -> frozenset[str]:
        """Those of a document that is not stored yet."""
        return self.named or frozenset({PUBLIC})

    def may_replace(self, source: Source) -> bool:
        """Whether an input may go in a stored source's place."""
        return not self.apart or source.access == self.new


def _report(
    one: Input, library: Library, labels: _Labels, fetch: Fetch, on_passages: _OnPassages
) -> FileReport:
    if one.skipped:
        return FileReport(one.location, "skipped", reason=one.skipped)
    try:
        return _store(one, library, labels, fetch, on_passages)
    except PinciteError as error:
        return FileReport(one.location, "refused", reason=error.message, hint=error.hint)
    except MemoryError:
        return FileReport(
            one.location,
            "refused",
            reason="there is not enough memory for this file",
            hint="split the file and ingest the parts",
        )
    except Exception as error:  # noqa: BLE001 (a damaged file breaks libraries in ways that they do not document; the other files go on)
        reason = f"an unexpected {type(error).__name__}: {error}"
        return FileReport(
            one.location, "refused", reason=reason, hint="save it in another format; please report the file"
        )


def _store(
    one: Input, library: Library, labels: _Labels, fetch: Fetch, on_passages: _OnPassages
) -> FileReport:
    started = time.perf_counter()
    original, media_type, path, fetched = _read(one, fetch)
    given = merge(one.given, fetched)
    sha256 = hashlib.sha256(original.data).hexdigest()
    stored = library.whole().sources
    before = _before(path, given.slug, labels, stored)
    if (
        before
        and before.sha256 == sha256
        and library.whole().given(before.slug) == given
        and labels.named in (None, before.access)
    ):
        return FileReport(one.location, "unchanged", before.slug, warnings=_kept(before, labels))
    document = load(original.data, name=original.name, media_type=media_type)
    known = complete(given, document, original.name)
    others = [source for source in stored if source != before]
    known = replace(known, slug=_slug(known.slug, path, bool(given.slug), sha256, labels, others))
    replaced = before or next((source for source in others if source.slug == known.slug), None)
    access = replaced.access if replaced and labels.named is None else labels.new
    twin = (
        None
        if before and before.sha256 == sha256
        else _twin(sha256, known.slug, access, others, is_any=labels.named is None and not replaced)
    )
    if twin:
        return FileReport(
            one.location,
            "skipped",
            twin.slug,
            reason=f"the library already has the same content as {twin.slug!r}{_closed(twin, labels)}",
        )
    passages = split_passages(document, known.slug)
    read_s = time.perf_counter() - started
    done = 0

    def on_embedded(count: int) -> None:
        nonlocal done
        done += count
        on_passages(done, len(passages))

    source = new_source(known, document, original.data, path, access)
    library.add(
        document, passages, original, source, given, on_embedded, replaces=before.slug if before else ""
    )
    seconds = {"read": read_s, "total": time.perf_counter() - started}
    outcome: Literal["replaced", "stored"] = "replaced" if replaced else "stored"
    warnings = (
        *_warnings(known, original.name),
        *document.notes,
        *(_kept(replaced, labels) if replaced else ()),
    )
    return FileReport(one.location, outcome, known.slug, len(passages), warnings=warnings, seconds=seconds)


def _before(path: str, slug: str, labels: _Labels, stored: Iterable[Source]) -> Source | None:
    """The stored source that was read from the same path: of several, the one of the slug or the labels that
    are named, else one that only some may read."""
    ours = [source for source in stored if source.path == path and labels.may_replace(source)]
    return min(
        ours,
        key=lambda one: (one.slug != slug, one.access != labels.named, PUBLIC in one.access, one.slug),
        default=None,
    )


def _twin(
    sha256: str, slug: str, access: frozenset[str], others: Iterable[Source], *, is_any: bool
) -> Source | None:
    """Another source of the same content, which all who are to read the document may read. Where no labels
    are named for a new document, any: a copy of a file that only some may read is not made public without a
    word."""
    same = (source for source in others if source.sha256 == sha256 and source.slug != slug)
    return next((source for source in same if is_any or _covers(source.access, access)), None)


def _kept(before: Source, labels: _Labels) -> tuple[str, ...]:
    """What is to be said of who may read a source that was stored before."""
    if labels.named == before.access or (labels.named is None and PUBLIC in before.access):
        return ()
    if labels.named is None:
        return (
            f"its access labels stay: only {readers(before.access)} may see it; change them with --access",
        )
    return (
        f"its access labels were changed with --access: now {readers(labels.named)} may see it, before"
        f" {readers(before.access)}",
    )


def _closed(twin: Source, labels: _Labels) -> str:
    if labels.named is not None or PUBLIC in twin.access:
        return ""
    return f", which only {readers(twin.access)} may see; set who may see this one with --access"


def readers(access: frozenset[str]) -> str:
    """Whom labels let read, in words."""
    return "everybody" if PUBLIC in access else f"readers in {', '.join(sorted(access))}"


def _read(one: Input, fetch: Fetch) -> tuple[Original, str, str, Metadata]:
    """The input's file, its media type, the path to remember, and what fetching it told."""
    if one.is_url:
        fetched = fetch(one.location)
        return (
            Original(fetched.data, fetched.name),
            fetched.media_type,
            one.location,
            Metadata(url=fetched.url),
        )
    path = Path(one.location)
    return Original(read(path), path.name), "", str(path.resolve()), Metadata()


def _covers(held: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether everybody who is to read a document with the one set of labels may read one with the other."""
    return PUBLIC in held or wanted <= held


def _slug(
    wanted: str, path: str, is_given: bool, sha256: str, labels: _Labels, others: Iterable[Source]
) -> str:
    """The document's slug. Another file of the same name that still exists, or that others may read, is
    another document: folders, or the host, then tell them apart. A file that was moved is the same one to
    whoever names no labels."""

    def is_another(source: Source) -> bool:
        is_moved = labels.named is None and source.sha256 == sha256
        is_elsewhere = is_url(source.path) or Path(source.path).exists()
        return is_elsewhere or (source.access != labels.new and not is_moved)

    others = list(others)
    taken = {source.slug for source in others if is_another(source)}
    if is_given and all(labels.may_replace(source) for source in others if source.slug == wanted):
        return wanted
    if wanted not in taken:
        return wanted
    slug = wanted
    for place in _places(path):
        slug = f"{slug_from_name(place)}-{slug}"
        if slug not in taken:
            return slug
    return next(numbered for number in count(2) if (numbered := f"{slug}-{number}") not in taken)


def _places(path: str) -> Iterator[str]:
    """What a path or URL is in, nearest first."""
    if is_url(path):
        yield from (part for part in reversed(PurePosixPath(urlsplit(path).path).parts[1:-1]))
        yield (urlsplit(path).hostname or "").replace(".", "-")
    else:
        yield from (folder.name for folder in Path(path).parents if folder.name)


def _warnings(known: Metadata, name: str) -> tuple[str, ...]:
    has_title = known.title and known.title != slug_from_name(name)
    missing = [] if has_title else ["title"]
    missing += [one for one in ("publisher", "date") if not getattr(known, one)]
    if not missing:
        return ()
    lacking = " and no ".join(filter(None, (", no ".join(missing[:-1]), missing[-1])))
    return (f"no {lacking} found: citations will lack {'it' if len(missing) == 1 else 'them'}",)


def rebuild(
    library_at: Callable[[Path], Library],
    home: Path,
    on_progress: OnProgress = lambda _: None,
    *,
    lock_wait_s: float = 300,
) -> list[FileReport]:
    """Make the library anew from the kept original files, with the settings in force; the old one is replaced
    only when the new one is whole. Where the catalogue is gone, there is no old one: what can be stored is,
    and the files of the others stay. See `is_catalogue_lost`.

    Raises:
        Unreadable: there is no library at `home`.
        LibraryCorrupt: its catalogue is damaged.
        LibraryBusy: another process writes to it.
    """
    is_lost = is_catalogue_lost(home)
    if not is_lost and not (home / "catalogue.sqlite3").exists():
        raise Unreadable(
            f"{home}: there is no library to rebuild", hint="create one with `pincite ingest PATH`"
        )
    draft_home = home / "rebuilding"
    with write_lock(lock_of(home), lock_wait_s):
        old = None if is_lost else Catalogue(home / "catalogue.sqlite3", None)
        abandoned = _collection_at(draft_home)
        shutil.rmtree(draft_home, ignore_errors=True)
        draft = library_at(draft_home)
        draft.discard_vectors(abandoned)
        reports = _restore_all(old.entries() if old else _entries_left(home), home, draft, on_progress)
        draft.close()
        stored = sum(report.outcome == "stored" for report in reports)
        if old is None and stored:
            _put_in_place(home, draft_home)
        elif old and stored == len(reports):
            replaced = old.meta("collection")
            _swap(old, home, draft_home)
            draft.discard_vectors(replaced)
        if old:
            old.close()
        shutil.rmtree(draft_home, ignore_errors=True)
    return reports


def is_catalogue_lost(home: Path) -> bool:
    """Whether the library at `home` has its original files and no catalogue."""
    return not (home / "catalogue.sqlite3").exists() and bool(originals(home))


def _entries_left(home: Path) -> list[Entry]:
    """What is to be made of the kept files where no catalogue says it."""
    kept = originals(home)
    digests = {path.stem for path in kept}
    known = [entry for entry in read_entries(home) if entry.sha256 in digests]
    return [*known, *unnamed(kept, known)]


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
            reports.append(_restore(entry, home, draft))
    return reports


def _restore(entry: Entry, home: Path, draft: Library) -> FileReport:
    try:
        kept = next(
            (path for path in (home / "files").glob(f"{entry.sha256}*") if path.suffix != ".part"), None
        )
        told = entry.slug or entry.path
        if kept is None:
            raise Unreadable(
                f"{told}: its kept file is missing", hint=f"ingest it again: pincite ingest {entry.path}"
            )
        original = Original(read(kept), slug_from_name(entry.path) + kept.suffix)
        if hashlib.sha256(original.data).hexdigest() != entry.sha256:
            raise Unreadable(
                f"{told}: its kept file {kept} was changed since it was stored",
                hint="restore it from a backup, or remove it and ingest it again",
            )
        document = load(original.data, name=original.name)
        known = complete(entry.given, document, original.name)
        known = replace(known, slug=entry.slug) if entry.slug else _named_anew(known, entry.sha256)
        passages = split_passages(document, known.slug)
        made = new_source(known, document, original.data, entry.path, entry.access)
        draft.add(document, passages, original, replace(made, added=entry.added or made.added), entry.given)
        return FileReport(
            entry.path,
            "stored",
            known.slug,
            len(passages),
            warnings=() if entry.slug else _lost(known.slug, kept),
        )
    except PinciteError as error:
        return FileReport(entry.path, "refused", entry.slug, reason=error.message, hint=error.hint)


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


def _put_in_place(home: Path, draft_home: Path) -> None:
    """The catalogue comes last: until then, the next attempt finds what this one found. A journal of the lost
    one would be read into it."""
    _move_vectors(draft_home, home)
    for name in ("catalogue.sqlite3-wal", "catalogue.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)
    (draft_home / "catalogue.sqlite3").rename(home / "catalogue.sqlite3")
    catalogue = Catalogue(home / "catalogue.sqlite3", None)
    _drop_other_vectors(home, catalogue.meta("collection"))
    catalogue.close()


def _swap(old: Catalogue, home: Path, draft_home: Path) -> None:
    """The vectors' folder bears the name of its collection, so old and new stand side by side until one
    transaction names the new one."""
    _move_vectors(draft_home, home)
    old.adopt(draft_home / "catalogue.sqlite3")
    _drop_other_vectors(home, old.meta("collection"))


def _move_vectors(draft_home: Path, home: Path) -> None:
    for folder in (draft_home / "vectors").glob("*"):
        (home / "vectors").mkdir(exist_ok=True)
        folder.rename(home / "vectors" / folder.name)


def _drop_other_vectors(home: Path, collection: str) -> None:
    for folder in (home / "vectors").glob("*"):
        if folder.name != collection:
            shutil.rmtree(folder, ignore_errors=True)
