"""Ingest: files, folders and URLs → read, load, split, embed, store; each input ends in one report, and a
failure harms only itself."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event, Semaphore, Thread

from ingest.confined import confined
from ingest.doubts import with_doubts
from ingest.errors import LibraryError, PinciteError, Unreadable
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
from ingest.types import PUBLIC, Document, FileReport, Metadata, Outcome, Passage, Said, Source


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

    come = partial(_come, library=library, labels=labels, fetch=fetch, by=by)
    shelf: Shelf | None = None
    with closing(_ahead(inputs, come, library.leave)) as coming, ExitStack() as held:
        is_held = False
        for index, (one, came) in enumerate(coming, start=1):
            on_progress(IngestProgress(one.location, index, len(inputs)))
            if one.skipped:
                tell(FileReport(one.location, "skipped", reason=one.skipped))
                continue
            if is_held and not came.done():
                held.close()  # nobody who writes waits for a file that is read, or for somebody's server
                is_held = False
            came.wait()
            if not is_held:
                held.enter_context(library.writing(on_wait))
                is_held = True

            def on_passages(
                done: int, total: int, index: int = index, one: Input = one, before: int = embedded
            ) -> None:
                rate = (before + done) / (time.perf_counter() - started)
                on_progress(IngestProgress(one.location, index, len(inputs), total, done, rate))

            shelf = shelf_of(library, labels, shelf)
            report = reported(one.location, "", partial(_store, came, library, shelf, by, on_passages))
            embedded += report.passages
            tell(report)
        if not is_held:
            held.enter_context(library.writing(on_wait))
        for report in report_gone(folders, library, shelf_of(library, labels, shelf), prune=prune):
            tell(report)
    return reports


def changes_of(reports: Sequence[FileReport]) -> list[tuple[str, str]]:
    """The outcome and the slug of each document that was changed."""
    return [(one.outcome, one.slug) for one in reports if one.outcome in _CHANGES]


_CHANGES = ("stored", "replaced", "moved", "removed")
_OnPassages = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Came:
    """An input whose bytes are here; `read` is what was read in them, and None where that was not needed."""

    input: Input
    original: Original
    media_type: str
    path: str
    fetched: Metadata
    sha256: str
    read: Readable | None
    seconds: float


class _Coming:
    """An input that is on its way."""

    def __init__(self) -> None:
        self._is_here = Event()
        self._came: _Came | Exception | None = None

    def fill(self, come: Callable[[], _Came]) -> None:
        """Have it come, or keep what went wrong."""
        try:
            self._came = come()
        except Exception as error:  # noqa: BLE001 (it is reported where the document would be stored)
            self._came = error
        self._is_here.set()

    def done(self) -> bool:
        """Whether it is here."""
        return self._is_here.is_set()

    def wait(self) -> None:
        """Wait until it is here."""
        self._is_here.wait()

    def taken(self) -> _Came:
        """What came, once; raises what went wrong."""
        came, self._came = self._came, None
        if isinstance(came, Exception):
            raise came
        assert came
        return came


def _ahead(
    inputs: Sequence[Input], come: Callable[[Input], _Came], leave: Callable[[], None]
) -> Generator[tuple[Input, _Coming], None, None]:
    """The inputs, each with what comes of it: the next is read while one is stored, in a thread that calls
    `leave` at its end. What is broken off is nobody's to wait for."""
    coming = [(one, _Coming()) for one in inputs]
    turns, is_over = Semaphore(2), Event()

    def run() -> None:
        try:
            for one, came in coming:
                turns.acquire()
                if is_over.is_set():
                    return
                if not one.skipped:
                    came.fill(partial(come, one))
        finally:
            leave()

    reading = Thread(target=run, name="ahead", daemon=True)
    if any(not one.skipped for one in inputs):
        reading.start()
    try:
        for one in coming:
            yield one
            turns.release()
        if reading.ident:
            reading.join()
    finally:
        is_over.set()
        turns.release()


def _come(one: Input, library: Library, labels: Labels, fetch: Fetch, by: str) -> _Came:
    """Have an input here, and read where it may be needed: what is stored and unchanged is not."""
    started = time.perf_counter()
    original, media_type, path, fetched = _read(one, fetch)
    sha256 = hashlib.sha256(original.data).hexdigest()
    came = _Came(one, original, media_type, path, fetched, sha256, None, 0.0)
    with suppress(LibraryError):  # whoever writes finds it too, and tells
        if _match(came, shelf_of(library, labels), by).is_kept:
            return came
    read = read_whole(original, media_type=media_type)
    return replace(came, read=read, seconds=time.perf_counter() - started)


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


@dataclass(frozen=True, slots=True)
class Readable:
    """What is read in a file: the document, with what it says of itself as its metadata and its doubts among
    its notes, and its passages, which name no source yet."""

    document: Document
    passages: tuple[Passage, ...]


def read_document(data: bytes, name: str, media_type: str = "") -> Readable:
    """A file as it is read, whoever asks; see `read_whole`."""
    document = load(data, name=name, media_type=media_type)
    document = with_doubts(replace(document, metadata=found_in(document, name)))
    return Readable(document, split_passages(document, ""))


def read_whole(original: Original, *, media_type: str = "") -> Readable:
    """What is read in a file, in a process of its own where files are read so.

    Raises:
        LoadError: it cannot be read.
    """
    name = original.name
    return confined(read_document, original.data, called=name, name=name, media_type=media_type)


def facts_of(document: Document, said: Said, name: str) -> Metadata:
    """All that is known of a document."""
    return known(told(said), document.metadata, slug_from_name(name))


def named(passages: Sequence[Passage], slug: str) -> tuple[Passage, ...]:
    """The passages, as those of a source."""
    return tuple(replace(one, source=slug) for one in passages)


@dataclass(frozen=True, slots=True)
class _Match:
    """What the library has of an input: the source at its place, the one that it is (moved, perhaps), and
    what is said of it now; `is_kept` where nothing has changed but, perhaps, the place."""

    before: Source | None
    was: Source | None
    said: Said
    said_before: Said
    is_kept: bool


def _match(came: _Came, shelf: Shelf, by: str) -> _Match:
    one, path, labels = came.input, came.path, shelf.labels
    paths = (path, *(str(Path(other).resolve()) for other in one.instead_of))
    before = next(filter(None, (shelf.before(at, one.given.slug) for at in paths)), None)
    is_same = before is not None and before.sha256 == came.sha256
    was = (None if is_same else shelf.moved(path, came.sha256)) or before
    said_before = shelf.whole.said(was.slug) if was else Said(by=by)
    said = said_anew(said_before, merge(one.given, came.fetched))
    is_kept = bool(was and was.sha256 == came.sha256 and said == said_before and labels.keep(was))
    return _Match(before, was, said, said_before, is_kept)


def _store(coming: _Coming, library: Library, shelf: Shelf, by: str, on_passages: _OnPassages) -> FileReport:
    started = time.perf_counter()
    came = coming.taken()
    one, original, path, sha256, labels = came.input, came.original, came.path, came.sha256, shelf.labels
    match = _match(came, shelf, by)
    before, was, said = match.before, match.was, match.said
    if was and match.is_kept:
        return _kept_as_it_is(one, library, labels, was, path, before)
    read = came.read or read_whole(original, media_type=came.media_type)  # it was kept a moment ago
    document, facts = read.document, facts_of(read.document, said, original.name)
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
    passages = named(read.passages, facts.slug)
    done = 0

    def on_embedded(count: int) -> None:
        nonlocal done
        done += count
        on_passages(done, len(passages))

    source = new_source(facts, document, original.data, path, access)
    replaces = [old.slug for old in (was, before) if old]
    library.add(document, passages, original, source, said, on_embedded, replaces=replaces)
    seconds = {"read": came.seconds, "total": came.seconds + time.perf_counter() - started}
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
    try:
        data = read(Path(one.held_at) if one.held_at else path)
    except Unreadable as error:
        if not one.held_at:
            raise
        raise Unreadable(f"{path.name} is no longer here", hint="send it again") from error
    return Original(data, path.name), "", str(path.resolve()), Metadata()


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
