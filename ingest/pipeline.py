"""Ingest: files, folders and URLs → read, load, split, embed, store; each input ends in one report, and a
failure harms only itself."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from ingest.doubts import with_doubts
from ingest.errors import PinciteError
from ingest.folders import Input
from ingest.gone import report_gone
from ingest.identity import Labels, Shelf, anybodys, readers, shelf_of
from ingest.library import Library, Original, new_source
from ingest.load import load, read
from ingest.load.metadata import merge
from ingest.load.web import Fetched
from ingest.load.web import fetch as fetch_url
from ingest.metadata import found_in, known, said_anew, slug_from_name, told
from ingest.passages import split_passages
from ingest.slugs import free_slug
from ingest.types import PUBLIC, Document, FileReport, Metadata, Outcome, Said, Source


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


def ingest(
    inputs: Sequence[Input],
    library: Library,
    *,
    access: frozenset[str] | None = None,
    apart: bool = False,
    by: str = "",
    is_theirs: Callable[[Source], bool] = anybodys,
    folders: Sequence[str] = (),
    prune: bool = False,
    fetch: Fetch = fetch_url,
    on_progress: OnProgress = lambda _: None,
    on_report: OnReport = lambda _: None,
    on_wait: Callable[[], None] = lambda: None,
) -> list[FileReport]:
    """Ingest the inputs, one after the other, and report each. What is stored already and unchanged is not
    read further than its bytes.

    `access` are the labels that the documents get, stored ones too; without it a stored document keeps its
    own, and a new one is public. With `apart` a stored document of other labels is somebody else's: it is
    left as it is, and the input becomes a document beside it; so does one in whose place only a document
    stands that is not theirs. A new document is added `by` somebody. What the library has from one of the
    `folders`, and is no longer there, is reported too, and with `prune` removed.

    Raises:
        LibraryBusy, LibraryUnwritable, LibraryCorrupt: the library as a whole cannot be written.
    """
    reports: list[FileReport] = []
    labels = Labels(access, apart, is_theirs)
    started, embedded = time.perf_counter(), 0

    def tell(report: FileReport) -> None:
        reports.append(report)
        on_report(report)

    shelf: Shelf | None = None
    with ExitStack() as held:
        held.enter_context(library.writing(on_wait))
        for index, one in enumerate(inputs, start=1):
            on_progress(IngestProgress(one.location, index, len(inputs)))
            got = fetch
            if one.is_url and not one.skipped:
                held.close()  # nobody who writes waits for somebody's server
                got = fetched_ahead(one.location, fetch)
                held.enter_context(library.writing(on_wait))

            def on_passages(
                done: int, total: int, index: int = index, one: Input = one, before: int = embedded
            ) -> None:
                rate = (before + done) / (time.perf_counter() - started)
                on_progress(IngestProgress(one.location, index, len(inputs), total, done, rate))

            shelf = shelf_of(library, labels, shelf)
            report = (
                FileReport(one.location, "skipped", reason=one.skipped)
                if one.skipped
                else reported(one.location, "", partial(_store, one, library, shelf, got, by, on_passages))
            )
            embedded += report.passages
            tell(report)
        for report in report_gone(folders, library, shelf_of(library, labels, shelf), prune=prune):
            tell(report)
    return reports


def changes_of(reports: Sequence[FileReport]) -> list[tuple[str, str]]:
    """The outcome and the slug of each document that was changed."""
    return [(one.outcome, one.slug) for one in reports if one.outcome in _CHANGES]


_CHANGES = ("stored", "replaced", "moved", "removed")
_OnPassages = Callable[[int, int], None]


def fetched_ahead(address: str, fetch: Fetch) -> Fetch:
    """Fetch an address now; the result gives what came, or raises what went wrong, when it is asked for."""
    try:
        got = fetch(address)
    except Exception as error:  # noqa: BLE001 (it is reported where the document would be stored)
        failed = error

        def fail(_: str) -> Fetched:
            raise failed

        return fail
    return lambda _: got


def reported(path: str, slug: str, store: Callable[[], FileReport]) -> FileReport:
    """What became of one document, whatever went wrong with it."""
    try:
        return store()
    except PinciteError as error:
        return FileReport(path, "refused", slug, reason=error.message, hint=error.hint)
    except MemoryError:
        return FileReport(
            path,
            "refused",
            slug,
            reason="there is not enough memory for this file",
            hint="split the file and ingest the parts",
        )
    except Exception as error:  # noqa: BLE001 (a damaged file breaks libraries in ways that they do not document; the other files go on)
        reason = f"an unexpected {type(error).__name__}: {error}"
        return FileReport(
            path, "refused", slug, reason=reason, hint="save it in another format; please report the file"
        )


def understood(original: Original, said: Said, *, media_type: str = "") -> tuple[Document, Metadata]:
    """A file as a document, with what it says of itself as its metadata and its doubts among its notes, and
    all that is known of it."""
    document = load(original.data, name=original.name, media_type=media_type)
    document = with_doubts(replace(document, metadata=found_in(document, original.name)))
    return document, known(told(said), document.metadata, slug_from_name(original.name))


def _store(
    one: Input, library: Library, shelf: Shelf, fetch: Fetch, by: str, on_passages: _OnPassages
) -> FileReport:
    started = time.perf_counter()
    original, media_type, path, fetched = _read(one, fetch)
    sha256 = hashlib.sha256(original.data).hexdigest()
    labels = shelf.labels
    paths = (path, *(str(Path(other).resolve()) for other in one.instead_of))
    before = next(filter(None, (shelf.before(at, one.given.slug) for at in paths)), None)
    is_same = before is not None and before.sha256 == sha256
    moved = None if is_same else shelf.moved(path, sha256)
    was = moved or before
    said_before = shelf.whole.said(was.slug) if was else Said(by=by)
    said = said_anew(said_before, merge(one.given, fetched))
    if was and was.sha256 == sha256 and said == said_before and labels.keep(was):
        return _kept_as_it_is(one, library, labels, was, path, before)
    document, facts = understood(original, said, media_type=media_type)
    is_own_slug = bool(said.given.slug or document.metadata.slug)
    wanted = was.slug if was and not is_own_slug else facts.slug
    others = [source for source in shelf.sources if source not in (was, before)]
    facts = replace(facts, slug=_slug(wanted, path, labels, others, is_given=bool(said.given.slug)))
    replaced = was or next((source for source in others if source.slug == facts.slug), None)
    access = replaced.access if replaced and labels.named is None else labels.new
    is_any = labels.named is None and not replaced
    twin = (
        None
        if was and was.sha256 == sha256
        else shelf.twin(sha256, facts.slug, access, others, is_any=is_any)
    )
    if twin:
        return FileReport(
            one.location,
            "skipped",
            twin.slug,
            reason=f"the library already has the same content as {twin.slug!r}{_closed(twin, labels)}",
        )
    passages = split_passages(document, facts.slug)
    read_s = time.perf_counter() - started
    done = 0

    def on_embedded(count: int) -> None:
        nonlocal done
        done += count
        on_passages(done, len(passages))

    source = new_source(facts, document, original.data, path, access)
    replaces = [old.slug for old in (was, before) if old]
    library.add(document, passages, original, source, said, on_embedded, replaces=replaces)
    seconds = {"read": read_s, "total": time.perf_counter() - started}
    outcome: Outcome = "replaced" if replaced else "stored"
    warnings = (
        *_warnings(facts, original.name),
        *document.notes,
        *(_by_hand(said, one.given) if was and was.sha256 != sha256 else ()),
        *(_labels_kept(replaced, labels) if replaced else _kept_beside(shelf.kept_beside(path))),
    )
    return FileReport(one.location, outcome, facts.slug, len(passages), warnings=warnings, seconds=seconds)


def _kept_as_it_is(
    one: Input, library: Library, labels: Labels, was: Source, path: str, before: Source | None
) -> FileReport:
    """A document that is stored already: at its path, or at another, where its file was until now."""
    kept = _labels_kept(was, labels)
    if was.path == path:
        return FileReport(one.location, "unchanged", was.slug, warnings=kept)
    overwritten = [before.slug] if before and before != was else []
    library.move(was.slug, path, overwritten)
    instead = tuple(f"it replaces {slug!r}, whose file it was written over" for slug in overwritten)
    return FileReport(
        one.location,
        "moved",
        was.slug,
        reason=f"it is the document that was at {was.path}, unchanged",
        warnings=(*instead, *kept),
    )


def _kept_beside(source: Source | None) -> tuple[str, ...]:
    """What is to be said of somebody else's document of the same name or address."""
    if source is None:
        return ()
    return (f"{source.slug!r}, which somebody else added, stays: only they or a librarian may replace it",)


def _by_hand(said: Said, given: Metadata) -> tuple[str, ...]:
    """What was said by hand of the text that a new one replaces, and may not hold of this."""
    kept = {
        name: value
        for name, value in asdict(told(said)).items()
        if value and not getattr(given, name) and name not in ("slug", "url", "tags")
    }
    if not kept:
        return ()
    values = ", ".join(f"{name} {value!r}" for name, value in kept.items())
    return (f"what was entered by hand stays: {values}; correct it with `pincite library edit`",)


def _labels_kept(before: Source, labels: Labels) -> tuple[str, ...]:
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


def _closed(twin: Source, labels: Labels) -> str:
    if labels.named is not None or PUBLIC in twin.access:
        return ""
    return f", which only {readers(twin.access)} may see; set who may see this one with --access"


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


def _slug(wanted: str, path: str, labels: Labels, others: Sequence[Source], *, is_given: bool) -> str:
    """The document's slug. One that is given takes the place of the document that has it; otherwise a file of
    the same name is another document, also where the first cannot be seen now."""
    if is_given and all(labels.may_replace(source) for source in others if source.slug == wanted):
        return wanted
    return free_slug(wanted, path, (source.slug for source in others))


def _warnings(facts: Metadata, name: str) -> tuple[str, ...]:
    has_title = facts.title and facts.title != slug_from_name(name)
    missing = [] if has_title else ["title"]
    missing += [one for one in ("publisher", "date") if not getattr(facts, one)]
    if not missing:
        return ()
    lacking = " and no ".join(filter(None, (", no ".join(missing[:-1]), missing[-1])))
    return (f"no {lacking} found: citations will lack {'it' if len(missing) == 1 else 'them'}",)
