"""What the library's listeners do: files and addresses in, progress and reports out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import unforeseen
from assistant.render.html.library import (
    details_html,
    edited_html,
    found_html,
    library_html,
    removed_html,
    reports_html,
    restricted_html,
)
from assistant.settings import Settings
from assistant.web.reader import view_of
from assistant.workspace.finding import find
from assistant.workspace.workspace import Workspace
from ingest.errors import PinciteError, UsageError
from ingest.metadata import entered_date
from ingest.pipeline import IngestProgress
from ingest.types import FileReport, Metadata
from ingest.view import View

Updates = tuple[Any, ...]
Events = Callable[[], Iterator[IngestProgress | FileReport]]
_KNOWN = 5  # fields of what is known of a document


class LibraryTab:
    """The listeners of the library over one workspace."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings

    def upload(self, files: list[str] | None, *known: str | None) -> Iterator[Updates]:
        """Put dropped files into the library."""
        yield from self._filled(
            lambda: self._workspace.documents.upload([Path(one) for one in files or []], _metadata(*known)),
            None,
        )

    def fetch(self, address: str | None, *known: str | None) -> Iterator[Updates]:
        """Put a web page or a document at an address into the library."""
        yield from self._filled(
            lambda: self._workspace.documents.fetch(_address(address), _metadata(*known)), ""
        )

    def _filled(self, events: Events, empty: str | None) -> Iterator[Updates]:
        """Progress and reports; then the form is emptied, but for what was refused and may be tried again."""
        reports: list[FileReport] = []
        for html in self._progress(events, reports):
            yield html, *[gr.skip()] * (1 + _KNOWN)
        is_refused = any(one.outcome == "refused" for one in reports)
        yield (
            gr.skip(),
            gr.skip() if is_refused and empty is not None else empty,
            *[gr.skip() if is_refused else ""] * _KNOWN,
        )

    def samples(self) -> Iterator[str]:
        """Put the sample notes into the library."""
        yield from self._progress(self._workspace.documents.add_samples, [])

    def remove(self, event: gr.EventData, request: gr.Request) -> str:
        """Take a document out of the library."""
        try:
            gone = self._workspace.documents.remove(self._view(request), event.slug)
        except PinciteError as error:
            return reports_html([_refused(event.slug, error)])
        return removed_html(gone.title)

    def details(self, event: gr.EventData, request: gr.Request) -> str:
        """What is known of a document, to be corrected."""
        view = self._view(request)
        return details_html(view.source(event.slug), view.notes(event.slug), view.found(event.slug))

    def edit(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Correct what is known of a document: the fields that say something else than before."""
        view = self._view(request)
        source = view.source(event.slug)
        known = {name: str(value).strip() for name, value in event.known.items()}
        changes = {name: value for name, value in known.items() if value != getattr(source, name, value)}
        if changes:
            source = self._workspace.documents.edit(view, event.slug, changes)
        return "", edited_html(source.title, changed=bool(changes))

    def only(self, event: gr.EventData) -> Updates:
        """Restrict the conversation to one document."""
        return gr.Tabs(selected="chat"), gr.Dropdown(value=[event.slug])

    def restricted(self, only: list[str], request: gr.Request) -> str:
        """The documents that questions are restricted to, shown above the question box."""
        titles = {one.slug: one.title for one in self._view(request).sources}
        return restricted_html([titles.get(slug, slug) for slug in only or []])

    def show(self, only: list[str], request: gr.Request) -> Updates:
        """The documents, and the choice among them; one that is gone is chosen no more."""
        sources = self._view(request).sources
        choices = [(one.title, one.slug) for one in sources]
        kept = [slug for slug in only or [] if slug in {one.slug for one in sources}]
        return library_html(sources), gr.Dropdown(choices=choices, value=kept)

    def offer(self, only: list[str], slug: str | None, request: gr.Request) -> Updates:
        """The documents among which a memo and a review choose: those that it may quote, and the one that is
        reviewed, op-eds first."""
        sources = self._view(request).sources
        there = {one.slug for one in sources}
        choices = [(one.title, one.slug) for one in sources]
        op_eds = [(one.title, one.slug) for one in sorted(sources, key=lambda one: one.kind != "op-ed")]
        kept = slug if slug in there else next((one for _, one in op_eds), None)
        return gr.Dropdown(choices=choices, value=[one for one in only or [] if one in there]), gr.Dropdown(
            choices=op_eds, value=kept
        )

    def search(self, event: gr.EventData, request: gr.Request) -> str:
        """Where words stand in the documents' text."""
        return found_html(event.words, find(self._view(request), event.words))

    def _view(self, request: gr.Request) -> View:
        return view_of(request, self._workspace, self._settings)

    def _progress(self, events: Events, reports: list[FileReport]) -> Iterator[str]:
        """Progress and reports as they come, added to `reports`; an error that ends them is a report too."""
        yield reports_html(reports, "Starting", None)
        try:
            for event in events():
                if isinstance(event, IngestProgress):
                    share = event.embedded / event.passages if event.passages else None
                    yield reports_html(
                        reports, f"{Path(event.location).name}: file {event.index} of {event.total}", share
                    )
                else:
                    reports.append(event)
                    yield reports_html(reports, "")
        except PinciteError as error:
            reports.append(_refused("", error))
        except Exception as error:  # noqa: BLE001 (the reader is told, and the log has it)
            reports.append(_refused("", unforeseen(error)))
        yield reports_html(reports)


def _refused(path: str, error: PinciteError) -> FileReport:
    return FileReport(path, "refused", reason=error.message, hint=error.hint)


def _address(given: str | None) -> str:
    """The address that is to be fetched; Gradio gives None for a field that was never touched.

    Raises:
        UsageError: there is none.
    """
    if not (given or "").strip():
        raise UsageError("Enter a web address", hint="for example: https://www.example.org/report")
    return (given or "").strip()


def _metadata(
    title: str | None, publisher: str | None, author: str | None, date: str | None, kind: str | None
) -> Metadata:
    """What the form says; Gradio gives None for a field that was never touched."""
    if date and not entered_date(date):
        raise UsageError(f"{date} is not a date", hint="write it as 2025-02-05, 2025-02 or 2025")
    fields = {"title": title, "publisher": publisher, "author": author, "kind": kind}
    return Metadata(
        **{name: (value or "").strip() for name, value in fields.items()}, date=entered_date(date or "")
    )
