"""What the library's listeners do: files and addresses in, progress and reports out; documents searched,
corrected, tagged, taken along and removed."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import unforeseen
from assistant.render.html.library import (
    begin_html,
    collections_html,
    details_html,
    document_label,
    found_html,
    library_html,
    news_html,
    of_many,
    reports_html,
    restricted_html,
    saved_html,
    told_html,
    wrong_html,
)
from assistant.render.labels import as_sentence
from assistant.settings import Settings
from assistant.web.files import write_file
from assistant.web.foot import foot
from assistant.web.reader import page_of, view_of
from assistant.web.review import FETCHED, WAYS
from assistant.workspace.access import may, require
from assistant.workspace.collections import TAG, collections, restriction_of
from assistant.workspace.finding import find
from assistant.workspace.workspace import Workspace
from ingest.edit import shown
from ingest.errors import PinciteError, UsageError
from ingest.metadata import DATES, entered_date
from ingest.pipeline import IngestProgress
from ingest.removal import Removed
from ingest.types import FileReport, Reader, Source
from ingest.view import View

Updates = tuple[Any, ...]
_MOST_PAGES = 20  # whose last removal can be undone
_MOST_HELD = 100_000_000  # bytes of the files of one removal
Events = Callable[[], Iterator[IngestProgress | FileReport]]


class LibraryTab:
    """The listeners of the library over one workspace."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings
        self._added: dict[str, list[str]] = {}  # by the page's session, what it has just added
        self._removed: dict[str, tuple[Reader, list[Removed]]] = {}  # and who has just removed what
        self._taken = tempfile.TemporaryDirectory(prefix="pincite-documents-")

    def offered(self, request: gr.Request) -> Updates:
        """What the page offers to who looks at it: to add documents, and to have an address fetched."""
        reader = self._view(request).reader
        ways = [one for one in WAYS if one != FETCHED or may(reader, "fetch")]
        return gr.Row(visible=may(reader, "add")), foot(may_add=may(reader, "add")), gr.Radio(choices=ways)

    # Adding -------------------------------------------------------------------------------------------------

    def upload(self, files: list[str] | None, request: gr.Request) -> Iterator[Updates]:
        """Put dropped files into the library."""
        given = [Path(one) for one in files or []]
        reader = self._view(request).reader
        for html in self._progress(
            lambda: self._workspace.documents.upload(given, reader=reader), [], request
        ):
            yield html, gr.skip()
        yield gr.skip(), None

    def fetch(self, address: str | None, request: gr.Request) -> Iterator[Updates]:
        """Put a web page or a document at an address into the library; one that was refused may be corrected
        and tried again."""
        reports: list[FileReport] = []
        reader = self._view(request).reader
        for html in self._progress(
            lambda: self._workspace.documents.fetch(_address(address), reader=reader), reports, request
        ):
            yield html, gr.skip()
        yield gr.skip(), gr.skip() if any(one.outcome == "refused" for one in reports) else ""

    def samples(self, request: gr.Request) -> Iterator[str]:
        """Put the sample notes into the library."""
        reader = self._view(request).reader
        yield from self._progress(lambda: self._workspace.documents.add_samples(reader=reader), [], request)

    def begin(self, request: gr.Request) -> str:
        """What to ask of the documents that this page has just added."""
        view = self._view(request)
        there = {one.slug for one in view.sources}
        slugs = [one for one in self._added.pop(page_of(request), []) if one in there]
        if not slugs:
            return ""
        return begin_html(len(slugs), slugs, self._workspace.assistant.openers(view, slugs))

    def _progress(self, events: Events, reports: list[FileReport], request: gr.Request) -> Iterator[str]:
        """Progress and reports as they come, added to `reports`; an error that ends them is a report too."""
        yield reports_html(reports, {}, "Starting", None)
        try:
            for event in events():
                if isinstance(event, IngestProgress):
                    share = event.embedded / event.passages if event.passages else None
                    at = f"{Path(event.location).name}: file {event.index} of {event.total}"
                    yield reports_html(reports, {}, at, share)
                else:
                    reports.append(event)
        except PinciteError as error:
            reports.append(_refused("", error))
        except Exception as error:  # noqa: BLE001 (the reader is told, and the log has it)
            reports.append(_refused("", unforeseen(error)))
        self._added[page_of(request)] = [one.slug for one in reports if one.outcome in ("stored", "replaced")]
        yield reports_html(reports, {one.slug: one for one in self._view(request).sources})

    # What is done with documents ----------------------------------------------------------------------------

    def search(self, event: gr.EventData, request: gr.Request) -> str:
        """Where words stand in the documents' text."""
        return found_html(event.words, find(self._view(request), event.words))

    def remove(self, event: gr.EventData, request: gr.Request) -> str:
        """Take documents out of the library; those that a page removed last can be put back there."""
        view = self._view(request)
        gone = self._workspace.documents.take_out(view, _slugs(event))
        is_held = sum(len(one.original.data) for one in gone) < _MOST_HELD
        held = [*self._removed.items()][-_MOST_PAGES:] if is_held else []
        self._removed = dict(held) | ({page_of(request): (view.reader, gone)} if is_held else {})
        return told_html(f"Removed {_named([one.source for one in gone])}.", can_undo=is_held)

    def restore(self, request: gr.Request) -> str:
        """Put back what this page removed last."""
        view = self._view(request)
        reader, gone = self._removed.pop(page_of(request), (None, []))
        if reader != view.reader:
            return told_html("It cannot be brought back any more. Add the document again.")
        back = self._workspace.documents.put_back(view, gone)
        return told_html(f"Brought back {_named(back)}.")

    def tag(self, event: gr.EventData, request: gr.Request) -> str:
        """Put documents into a collection, or take them out of one."""
        view, add, remove = (
            self._view(request),
            str(getattr(event, "add", "")),
            str(getattr(event, "remove", "")),
        )
        tagged = self._workspace.documents.tag(view, _slugs(event), add=[add], remove=[remove])
        done = (
            f"Tagged {_named(tagged)} “{add}”." if add else f"Took the tag “{remove}” from {_named(tagged)}."
        )
        return told_html(done)

    def take(self, event: gr.EventData, request: gr.Request) -> Any:
        """The originals of documents, to be downloaded: one as it is, several in an archive."""
        view = self._view(request)
        files = [(f"{slug}{view.kept(slug).suffix}", view.original(slug)) for slug in _slugs(event)]
        name, data = files[0] if len(files) == 1 else ("documents.zip", _archive(files))
        what = f"the files of {', '.join(_slugs(event))}"
        file = write_file(Path(self._taken.name), name, data, view, _slugs(event), what=what)
        return gr.DownloadButton(value=str(file))

    def details(self, event: gr.EventData, request: gr.Request) -> str:
        """What is known of a document, to be corrected."""
        view, slug = self._view(request), event.slug
        source = view.source(slug)
        return details_html(
            source,
            view.notes(slug),
            view.found(slug),
            view.said(slug).changes,
            may_change=may(view.reader, "change", source),
            may_label=may(view.reader, "label", source),
        )

    def edit(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Correct what is known of a document: the fields that say something else than before. What is wrong
        with one is said at it."""
        view = self._view(request)
        source, given = view.source(event.slug), dict(event.known)
        labels = given.pop("access", None)
        if labels is not None:
            require(view.reader, "label", source)
        known = {name: _entered(name, str(value)) for name, value in given.items()}
        if wrong := {name: why for name, value in known.items() if (why := _why_not(name, value))}:
            return gr.skip(), wrong_html(event.slug, wrong)
        changes = {name: value for name, value in known.items() if value != shown(source, name)}
        if changes:
            try:
                source = self._workspace.documents.edit(view, event.slug, changes)
            except UsageError as error:
                name, _, message = error.message.partition(": ")
                at = {name: as_sentence(message)} if message and name in known else None
                return gr.skip(), wrong_html(event.slug, at or {"title": as_sentence(error.message)})
        if labels is not None and (named := _labels(str(labels))) != source.access:
            try:
                self._workspace.documents.relabel(view, event.slug, sorted(named))
            except UsageError as error:
                return gr.skip(), wrong_html(event.slug, {"access": as_sentence(error.message)})
        return "", saved_html(event.slug, source.title)

    # Which documents are asked ------------------------------------------------------------------------------

    def only(self, event: gr.EventData) -> Updates:
        """Restrict the conversation to some documents."""
        return gr.Tabs(selected="chat"), gr.Dropdown(value=_slugs(event))

    def choose(self, event: gr.EventData) -> gr.Dropdown:
        """Restrict the conversation to a collection."""
        return gr.Dropdown(value=[f"{TAG}{event.tag}"])

    def restricted(self, only: list[str], request: gr.Request) -> Updates:
        """What questions are restricted to, shown above the question box, and the collections that they can
        be restricted to."""
        view, chosen = self._view(request), only or []
        count = len(view.within(restriction_of(view, chosen)).sources) if chosen else 0
        titles = {one.slug: one.title for one in view.sources}
        tags = [one.removeprefix(TAG) for one in chosen if one.startswith(TAG)]
        named = [*tags, *(titles.get(one, one) for one in chosen if not one.startswith(TAG))]
        return (
            restricted_html(named, of_many(count) if chosen else ""),
            collections_html(collections(view.sources), tags),
        )

    def show(self, only: list[str], request: gr.Request) -> Updates:
        """The documents, the choice among them, and when the last were added; one that is gone is chosen no
        more."""
        view = self._view(request)
        sources = view.sources
        choices = _choices(sources)
        kept = _kept(only, choices)
        allowed = partial(may, view.reader)
        shelf = library_html(sources, may=allowed, may_add=may(view.reader, "add"))
        return shelf, gr.Dropdown(choices=choices, value=kept), news_html(sources)

    def offer(self, only: list[str], slug: str | None, request: gr.Request) -> Updates:
        """The documents and collections among which a memo and a review choose: those that it may quote, and
        the one that is reviewed, op-eds first."""
        sources = self._view(request).sources
        choices = _choices(sources)
        op_eds = [(one.title, one.slug) for one in sorted(sources, key=lambda one: one.kind != "op-ed")]
        kept = slug if slug in {one.slug for one in sources} else next((one for _, one in op_eds), None)
        return gr.Dropdown(choices=choices, value=_kept(only, choices)), gr.Dropdown(
            choices=op_eds, value=kept
        )

    def _view(self, request: gr.Request) -> View:
        return view_of(request, self._workspace, self._settings)


def _choices(sources: Sequence[Source]) -> list[tuple[str, str]]:
    """What can be chosen of a library, with what it is called: its collections, then its documents, the
    newest first."""
    named = [(f"{tag} ({of_many(count)})", f"{TAG}{tag}") for tag, count in collections(sources).items()]
    newest = sorted(sources, key=lambda one: one.date, reverse=True)
    return named + [(document_label(one), one.slug) for one in newest]


def _kept(chosen: Sequence[str] | None, choices: Sequence[tuple[str, str]]) -> list[str]:
    """What is chosen, as far as it is there."""
    there = {value for _, value in choices}
    return [one for one in chosen or () if one in there]


def _refused(path: str, error: PinciteError) -> FileReport:
    return FileReport(path, "refused", reason=error.message, hint=error.hint)


def _slugs(event: gr.EventData) -> list[str]:
    """The documents that a press is about: one, several, or several as one text."""
    several = getattr(event, "slugs", None)
    if several is None:
        return [event.slug]
    return several.split("\n") if isinstance(several, str) else list(several)


def _named(sources: Sequence[Source]) -> str:
    """One by its title, several by their number."""
    return f"“{sources[0].title}”" if len(sources) == 1 else f"{len(sources)} documents"


def _archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return whole.getvalue()


def _entered(name: str, value: str) -> str:
    """A field as it is kept: a date in ISO, a web address whole; what is wrong with it stays as it is."""
    value = value.strip()
    if name in DATES:
        return entered_date(value) or value
    return f"https://{value}" if name == "url" and value and "://" not in value else value


def _labels(entered: str) -> frozenset[str]:
    """The labels in a text, with commas between."""
    return frozenset(one.strip() for one in entered.split(",") if one.strip())


def _why_not(name: str, value: str) -> str:
    """What is wrong with a field, if anything."""
    if name in DATES and value and not entered_date(value):
        return f"“{value}” is not a date. Use one such as 5 February 2025."
    return ""


def _address(given: str | None) -> str:
    """The address that is to be fetched; Gradio gives None for a field that was never touched.

    Raises:
        UsageError: there is none.
    """
    if not (given or "").strip():
        raise UsageError("Enter a web address", hint="for example: https://www.example.org/report")
    return (given or "").strip()
