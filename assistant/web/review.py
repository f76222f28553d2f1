"""What the review tab's listeners do: an op-ed in, its claims as they are assessed, and the files of the
review."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.memo.types import MemoRequest
from assistant.render.docx.document import paper_docx
from assistant.render.html.review import claims_html, review_html
from assistant.render.html.work import progress_html
from assistant.review.review import ReviewProgress
from assistant.review.table import claim_table
from assistant.review.types import Assessed, Review
from assistant.settings import Settings
from assistant.web.errors import path_hidden
from assistant.web.files import file_stem, write_file
from assistant.web.reader import view_of
from assistant.web.runs import Run, Runs, Updates
from assistant.workspace.workspace import Workspace
from ingest.errors import UsageError
from ingest.load.metadata import iso_date
from ingest.types import Metadata
from ingest.view import View

KINDS = {"word": "Response memo (Word)", "csv": "Claim table (CSV)", "json": "Review (JSON)"}
"""The files of a review: the labels of their buttons by kind."""
WAYS = ("Paste the text", "A file", "A web address", "A document in the library")
"""How an op-ed is given, in the order of the components for each."""


@dataclass(frozen=True, slots=True)
class _Work:
    """An op-ed to be reviewed: where it is, what is said of it, and of the memo that responds to it."""

    location: str
    given: Metadata
    response: MemoRequest
    is_pasted: bool = False


class ReviewTab:
    """The listeners of the review tab over one workspace."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings
        self._runs: Runs[_Work] = Runs(len(KINDS))
        self._folder = tempfile.TemporaryDirectory(prefix="pincite-reviews-")

    def way(self, way: str) -> Updates:
        """Show the component in which an op-ed is given that way."""
        return tuple(gr.update(visible=one == way) for one in WAYS)

    def begin(self, request: gr.Request, *form: Any) -> Updates:
        """Ask for the review of a form."""
        return self._runs.begin(
            request, lambda: self._asked(view_of(request, self._workspace, self._settings), *form)
        )

    def review(self, request: gr.Request) -> Iterator[Updates]:
        """The claims as they are assessed, the review, and its files last."""
        yield from self._runs.work(
            request, lambda run: self._reviewed(run, view_of(request, self._workspace, self._settings))
        )

    def stop(self, request: gr.Request) -> gr.Button:
        """End the review before its next claim; it is of the claims until then."""
        return self._runs.stop(request)

    def settle(self, request: gr.Request) -> Updates:
        """The buttons, once the review is done or could not be."""
        return self._runs.settle(request)

    def _reviewed(self, run: Run[_Work], view: View) -> Iterator[Updates]:
        yield progress_html("Reading the op-ed"), *self._runs.unchanged
        assessed: list[Assessed] = []
        for event in self._events(run, view):
            if isinstance(event, Review):
                yield from self._finished(event, run.work, view)
            elif isinstance(event, Assessed):
                assessed.append(event)
                yield gr.skip(), claims_html(assessed), *self._runs.unchanged[1:]
            else:
                status = (
                    f"Claim {event.number} of {event.of}"
                    if event.claim
                    else "Looking for what the op-ed leaves out"
                )
                yield (
                    progress_html(status, event.claim, share=len(assessed) / event.of),
                    *self._runs.unchanged,
                )

    def _events(self, run: Run[_Work], view: View) -> Iterator[ReviewProgress | Assessed | Review]:
        """The review as it is made; what was pasted is kept no longer than that."""
        place = Path(run.work.location)
        with path_hidden(place):
            try:
                yield from self._workspace.reviews.review(
                    view, run.work.location, run.work.given, stopped=run.stop.is_set
                )
            finally:
                if run.work.is_pasted:
                    place.unlink(missing_ok=True)

    def _finished(self, review: Review, work: _Work, view: View) -> Iterator[Updates]:
        """The review with its tables, and the response to it, which is a memo, last."""
        folder, stem = Path(self._folder.name), file_stem(f"{review.op_ed.title} review")
        # A spreadsheet program takes a CSV for UTF-8 by the mark at its beginning.
        table = write_file(folder, f"{stem}.csv", ("\ufeff" + claim_table(review)).encode())
        report = write_file(
            folder, f"{stem}.json", json.dumps(review.to_json(), ensure_ascii=False, indent=2).encode()
        )
        tables = gr.DownloadButton(value=str(table)), gr.DownloadButton(value=str(report))
        waiting = gr.DownloadButton(value=None, interactive=False)
        yield (
            progress_html("Writing the response memo"),
            review_html(review),
            gr.Row(visible=True),
            waiting,
            *tables,
        )
        paper = self._workspace.reviews.respond(
            view, review, replace(work.response, topic=review.op_ed.title)
        ).paper
        word = write_file(folder, f"{file_stem(f'{review.op_ed.title} response')}.docx", paper_docx(paper))
        done = (
            f"The op-ed is reviewed: {len(review.claims)} claims, {len(review.flags) or 'none'} of them"
            " wrong, out of date or in need of context."
        )
        yield (
            progress_html(done, is_over=True),
            gr.skip(),
            gr.skip(),
            gr.DownloadButton(value=str(word), interactive=True),
            gr.skip(),
            gr.skip(),
        )

    def _asked(
        self,
        view: View,
        way: str,
        text: str | None,
        file: str | None,
        address: str | None,
        slug: str | None,
        title: str | None,
        author: str | None,
        date: str | None,
        to: str | None,
        sender: str | None,
        position: str | None,
        marking: str | None,
    ) -> _Work:
        """What the form says; Gradio gives None for a field that was never touched.

        Raises:
            UsageError: it gives no op-ed, or one that the page may not read; or the date is not one.
        """
        title, author, date, to, sender, position, marking = (
            (one or "").strip() for one in (title, author, date, to, sender, position, marking)
        )
        if date and not iso_date(date):
            raise UsageError(f"{date} is not a date", hint="write it as 2025-02-05, 2025-02 or 2025")
        location = self._location(view, way, (text or "").strip(), file, (address or "").strip(), slug or "")
        response = MemoRequest(title, "op-ed-response", to, sender, position=position, marking=marking)
        return _Work(
            location, Metadata(title=title, author=author, date=iso_date(date)), response, way == WAYS[0]
        )

    def _location(self, view: View, way: str, text: str, file: str | None, address: str, slug: str) -> str:
        """Where the op-ed is: never a path that the page has named, since the server's own files are not for
        those who use the page."""
        if way == WAYS[0] and text:
            return str(write_file(Path(self._folder.name), "op-ed.txt", text.encode()))
        if way == WAYS[1] and file:  # Gradio gives none but files that were uploaded
            return file
        if way == WAYS[2] and address:
            scheme, colon, rest = address.partition("://")
            if not colon or scheme.lower() not in ("http", "https"):
                raise UsageError(
                    f"{address} is not a web address",
                    hint="enter one that starts with http:// or https://, or drop the file",
                )
            return f"{scheme.lower()}://{rest}"
        if way == WAYS[3] and slug:
            return view.source(slug).slug
        raise UsageError(
            "No op-ed is given",
            hint="paste its text, drop its file, enter its web address, or choose it from the library",
        )
