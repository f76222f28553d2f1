"""What the review tab's listeners do: an op-ed in, its claims as they are assessed, and the files of the
review."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answer.examples import example_op_ed
from assistant.errors import WrongField
from assistant.memo.types import MemoRequest
from assistant.paper import Paper
from assistant.render.docx.document import paper_docx
from assistant.render.html.made import unfinished_html
from assistant.render.html.review import claims_html, review_html
from assistant.render.html.work import attaching_html, failed_html, nothing_yet_html, progress_html
from assistant.review.op_ed import called
from assistant.review.review import ReviewProgress
from assistant.review.table import claim_table
from assistant.review.types import Assessed, Review
from assistant.settings import Settings
from assistant.web.errors import path_hidden
from assistant.web.files import file_stem, write_file
from assistant.web.made import ended, found, made_form
from assistant.web.reader import view_of
from assistant.web.runs import FormRuns, Run, Updates
from assistant.web.turns import Turns
from assistant.workspace.made import Made, Mark, Rest, rests_of
from assistant.workspace.workspace import Workspace
from ingest.errors import PinciteError
from ingest.load.metadata import iso_date
from ingest.types import Metadata
from ingest.view import View

KINDS = {"word": "Response memo (Word)", "csv": "Claim table (CSV)", "json": "Review (JSON)"}
"""The files of a review: the labels of their buttons by kind."""
FETCHED = "A web address"
WAYS = ("Paste the text", "A file", FETCHED, "A document in the library")
"""How an op-ed is given, in the order of the components for each."""
FORM = (
    "way",
    "text",
    "file",
    "address",
    "slug",
    "title",
    "author",
    "date",
    "to",
    "sender",
    "position",
    "marking",
)
"""The fields of the form, in the order in which its listener reads it."""


@dataclass(frozen=True, slots=True)
class _Work:
    """An op-ed to be reviewed: where it is, what is said of it, and of the memo that responds to it."""

    location: str
    given: Metadata
    response: MemoRequest
    is_pasted: bool = False


class ReviewTab:
    """The listeners of the review tab over one workspace."""

    def __init__(self, workspace: Workspace, settings: Settings, turns: Turns) -> None:
        self._workspace = workspace
        self._settings = settings
        self._runs: FormRuns[_Work] = FormRuns(len(KINDS), turns)
        self._folder = tempfile.TemporaryDirectory(prefix="pincite-reviews-")

    def way(self, way: str) -> Updates:
        """Show the component in which an op-ed is given that way."""
        return tuple(gr.update(visible=one == way) for one in WAYS)

    def begin(self, request: gr.Request, *form: Any) -> Updates:
        """Ask for the review of a form, which is kept with what comes of it."""
        seen: list[View] = []  # the same one from the form to the end

        def asked() -> Run[_Work]:
            view = view_of(request, self._workspace, self._settings)
            seen.append(view)
            work = self._asked(view, *form)
            told = dict(zip(FORM, form, strict=True)) | {"file": None}
            made = self._workspace.made.begin(view, Made("review", _title(work, told), form=told))
            end = partial(ended, self._workspace.made, view, made.id)
            return Run(work, made.id, end, f"r={made.id}")

        return self._runs.begin(request, asked, lambda run: self._reviewed(run, seen[0]))

    def open(self, event: gr.EventData, request: gr.Request) -> Updates:
        """The review that is pressed in the list, or to which the history leads back; nothing, where it leads
        to none."""
        return self._open(event.r, request)

    def load(self, request: gr.Request) -> Updates:
        """The review that the page's address names, as the page opens; where it names none, an example."""
        named = str(dict(request.query_params or {}).get("r", "")).strip()
        progress, preview, *rest = self._open(named, request)
        return progress, preview if named else self._empty(request), *rest

    def example(self, request: gr.Request) -> Updates:
        """The form of an example: an op-ed of the library."""
        found = example_op_ed(view_of(request, self._workspace, self._settings))
        if not found:
            return (gr.skip(),) * len(FORM)
        return WAYS[3], *[gr.skip()] * 3, found.slug, *[gr.skip()] * (len(FORM) - 5)

    def _empty(self, request: gr.Request) -> str:
        """What the tab is for."""
        view = view_of(request, self._workspace, self._settings)
        found = example_op_ed(view)
        return nothing_yet_html(
            "An op-ed is held against your documents, claim by claim: what is wrong, out of date or in need"
            " of context comes first, each with its quote.",
            f"Review “{found.title}”" if found else "",
            has_documents=bool(view.sources),
        )

    def _open(self, named: str, request: gr.Request) -> Updates:
        """A review with its files, and the form that it was asked for with; one that is under way is followed
        from here."""
        nothing, kept = (gr.skip(),) * len(FORM), (gr.skip(),) * len(KINDS)
        if not named:
            return *(gr.skip(),) * 3, *kept, *self._runs.settle(request), *nothing
        try:
            view = view_of(request, self._workspace, self._settings)
            made = self._workspace.made.load(view, named)
            form = made_form(made, FORM)
            if self._runs.turn_to(request, made.id):
                waiting = attaching_html(), "", gr.Row(visible=False), *kept
                return *waiting, *self._runs.settle(request), *form
            content = self._workspace.made.content(view, made)
            if content is None:
                unfinished = unfinished_html(self._workspace.made, made), "", gr.Row(visible=False), *kept
                return *unfinished, *self._runs.settle(request), *form
            review = Review.from_json(content["review"])
            if form[0] == WAYS[1]:  # a file is kept as its text
                form[:2] = [WAYS[0], review.op_ed.text]
            word = self._response(review, content["response"], view)
        except PinciteError as error:
            return failed_html(error), *(gr.skip(),) * 2, *kept, *self._runs.settle(request), *nothing
        shown = review_html(review, made), gr.Row(visible=True), word
        return "", *shown, *self._tables(review, view), *self._runs.settle(request), *form

    def mark(self, event: gr.EventData, request: gr.Request) -> None:
        """Keep what the reader holds of a claim."""
        view = view_of(request, self._workspace, self._settings)
        mark = Mark(str(event.verdict or ""), str(event.note or "").strip())
        self._workspace.made.update(
            view, event.review, lambda one: replace(one, marks={**one.marks, str(event.claim): mark})
        )

    def follow(self, request: gr.Request) -> Iterator[Updates]:
        """The claims as they are assessed, the review, and its files last."""
        yield from self._runs.follow(request)

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
                yield from self._finished(event, run, view)
            elif isinstance(event, Assessed):
                assessed.append(event)
                yield gr.skip(), claims_html(assessed), *self._runs.unchanged[1:]
            else:
                self._workspace.made.running[run.id] = f"{event.number} of {event.of}"
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

    def _finished(self, review: Review, run: Run[_Work], view: View) -> Iterator[Updates]:
        """The review with its tables, and the response to it, which is a memo, last."""
        waiting = gr.DownloadButton(value=None, interactive=False)
        made, tables = found(self._workspace.made, view, run.id), self._tables(review, view)
        writing = progress_html("Writing the response memo")
        yield writing, review_html(review, made), gr.Row(visible=True), waiting, *tables
        response = self._workspace.reviews.respond(
            view, review, replace(run.work.response, topic=review.op_ed.title)
        )
        self._workspace.made.finish(
            view,
            run.id,
            state="stopped" if run.stop.is_set() else "ready",
            content={"review": review.to_json(), "response": response.memo.id},
            title=review.op_ed.title,
            told=f"{len(review.flags)} need attention" if review.flags else "✓ Nothing flagged",
            rests=self._rests(review, view),
        )
        flagged = len(review.flags) or "none"
        done = (
            f"Review ready: {len(review.claims)} claims, {flagged} of them wrong, out of date or in need of"
            " context."
        )
        yield (
            progress_html(done, is_over=True),
            gr.skip(),
            gr.skip(),
            self._word(review, response.paper, view),
            *(gr.skip(),) * 2,
        )

    def _tables(self, review: Review, view: View) -> tuple[gr.DownloadButton, gr.DownloadButton]:
        folder, stem = Path(self._folder.name), file_stem(f"{review.op_ed.title} review")
        rests = {one.slug for one in self._rests(review, view)}
        # A spreadsheet program takes a CSV for UTF-8 by the mark at its beginning.
        of = {"what": "a review", "of": review.id}
        table = write_file(
            folder, f"{stem}.csv", ("\ufeff" + claim_table(review)).encode(), view, rests, **of
        )
        told = json.dumps(review.to_json(), ensure_ascii=False, indent=2)
        report = write_file(folder, f"{stem}.json", told.encode(), view, rests, **of)
        return gr.DownloadButton(value=str(table)), gr.DownloadButton(value=str(report))

    def _response(self, review: Review, record: str, view: View) -> gr.DownloadButton:
        """The response as it is on record, where its reader may still see what it rests on."""
        memos = self._workspace.memos
        try:
            return self._word(review, memos.paper(memos.read(view, record).memo), view)
        except PinciteError:
            return gr.DownloadButton(value=None, interactive=False)

    def _word(self, review: Review, response: Paper, view: View) -> gr.DownloadButton:
        name = f"{file_stem(f'{review.op_ed.title} response')}.docx"
        rests = {one.slug for one in self._rests(review, view)}
        of = {"what": "the response to a review", "of": review.id}
        word = write_file(Path(self._folder.name), name, paper_docx(response), view, rests, **of)
        return gr.DownloadButton(value=str(word), interactive=True)

    def _rests(self, review: Review, view: View) -> tuple[Rest, ...]:
        """The documents that are quoted, and the op-ed, where it is one of the library."""
        of = [one for one in view.sources if one.sha256 == review.op_ed.sha256]
        return (*rests_of(review.citations), *(Rest(one.slug, one.sha256) for one in of))

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
        title = title or (called(text or "") if way == WAYS[0] else "")
        if date and not iso_date(date):
            hint = "use a date such as 5 February 2025, 2025-02 or 2025"
            raise WrongField(f"{date} is not a date", "review-date", hint=hint)
        location = self._location(view, way, (text or "").strip(), file, (address or "").strip(), slug or "")
        response = MemoRequest(title, "op-ed-response", to, sender, position=position, marking=marking)
        return _Work(
            location, Metadata(title=title, author=author, date=iso_date(date)), response, way == WAYS[0]
        )

    def _location(self, view: View, way: str, text: str, file: str | None, address: str, slug: str) -> str:
        """Where the op-ed is: never a path that the page has named, since the server's own files are not for
        those who use the page."""
        if way == WAYS[0] and text:
            return str(write_file(Path(self._folder.name), "op-ed.txt", text.encode(), view))
        if way == WAYS[1] and file:  # Gradio gives none but files that were uploaded
            return file
        if way == WAYS[2] and address:
            scheme, colon, rest = address.partition("://")
            if not colon or scheme.lower() not in ("http", "https"):
                raise WrongField(
                    f"{address} is not a web address",
                    "review-address",
                    hint="enter one that starts with http:// or https://, or drop the file",
                )
            return f"{scheme.lower()}://{rest}"
        if way == WAYS[3] and slug:
            return view.source(slug).slug
        raise WrongField(
            "No op-ed is given",
            f"review-{('text', 'file', 'address', 'slug')[WAYS.index(way)]}",
            hint="paste its text, drop its file, enter its web address, or choose it from the library",
        )


def _title(work: _Work, form: Mapping[str, Any]) -> str:
    """What a review is called until its op-ed is read."""
    return work.given.title or ("" if work.is_pasted else Path(work.location).name) or "Op-ed"
