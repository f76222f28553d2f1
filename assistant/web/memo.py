"""What the memo tab's listeners do: a form in, the memo section by section, and its files."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.memo.formats import MemoFormat
from assistant.memo.types import MemoRequest
from assistant.memo.writer import Written
from assistant.render.html.memo import format_html, memo_html, outline_html
from assistant.render.html.work import progress_html
from assistant.render.memo_update import update_line
from assistant.settings import Settings
from assistant.web.files import paper_files
from assistant.web.reader import view_of
from assistant.web.runs import Run, Runs, Updates
from assistant.workspace.workspace import Workspace
from ingest.errors import UsageError
from ingest.types import Restriction
from ingest.view import View

KINDS = {"word": "Word", "pdf": "PDF", "markdown": "Markdown", "html": "HTML"}
"""The files of a memo: the labels of their buttons by kind."""

_MOST_PAGES = 50
_Work = tuple[MemoRequest | str, tuple[str, ...]]
"""What is asked for, or the record of the memo to bring up to date; and the documents that it may quote, none
for all."""


class MemoTab:
    """The listeners of the memo tab over one workspace."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings
        self._runs: Runs[_Work] = Runs(len(KINDS))
        self._last: dict[str, str] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="pincite-memos-")

    def choices(self) -> gr.Dropdown:
        """The formats to choose from, an office's own included."""
        formats = self._formats()
        return gr.Dropdown(
            choices=[(one.title, name) for name, one in formats.items()], value=_first(formats)
        )

    def about(self, name: str) -> str:
        """What a format is for, and what it is made of."""
        found = self._formats().get(name)
        return format_html(found) if found else ""

    def begin(self, request: gr.Request, *form: Any) -> Updates:
        """Ask for the memo of a form."""
        return self._runs.begin(request, lambda: self._asked(*form))

    def begin_update(self, record: str | None, only: Sequence[str] | None, request: gr.Request) -> Updates:
        """Ask for a new version of the memo on record whose id begins so."""
        return self._runs.begin(request, lambda: (_named(record), tuple(only or ())))

    def last(self, request: gr.Request) -> Any:
        """The record of the memo that the page made last, to be brought up to date."""
        return self._last.get(request.session_hash or "", gr.skip())

    def write(self, request: gr.Request) -> Iterator[Updates]:
        """Where the memo stands, and the memo with its files last."""
        yield from self._runs.work(
            request,
            lambda run: self._written(run, view_of(request, self._workspace, self._settings), request),
        )

    def stop(self, request: gr.Request) -> gr.Button:
        """End the memo before its next question; what is finished is kept."""
        return self._runs.stop(request)

    def settle(self, request: gr.Request) -> Updates:
        """The buttons, once the memo is written or could not be."""
        return self._runs.settle(request)

    def _written(self, run: Run[_Work], view: View, request: gr.Request) -> Iterator[Updates]:
        (asked, slugs), memos, stopped = run.work, self._workspace.memos, run.stop.is_set
        view, headings = view.within(Restriction(slugs=slugs)), list[str]()
        if isinstance(asked, MemoRequest):
            events = memos.write(view, asked, stopped=stopped)
            headings = [one.heading for one in self._formats()[asked.format].section]
        else:
            events = memos.update(view, asked, stopped=stopped)
        done, made = 0, False
        for event in events:
            if isinstance(event, Written):
                made = True
                self._last[request.session_hash or ""] = event.memo.id
                yield self._shown(event)
                continue  # to the end, where what was kept of the unfinished memo is forgotten
            done = event.number - 1
            status = f"Section {event.number} of {event.of}: {event.heading}"
            asking = f"Asking: {event.question}" if event.question else ""
            yield (
                progress_html(status, asking, share=done / event.of),
                outline_html(headings, done),
                *self._runs.unchanged[1:],
            )
        if not made:
            of = f" of {len(headings)}" if headings else ""
            status = (
                f"Stopped. {done}{of} sections are finished and saved: the same form continues from there."
            )
            yield progress_html(status, is_over=True), *self._runs.unchanged

    def _shown(self, made: Written) -> Updates:
        memo, paper = made.memo, made.paper
        files = paper_files(paper, Path(self._folder.name), f"{memo.title} {memo.request.format}")
        buttons = [gr.DownloadButton(value=str(files[kind])) for kind in KINDS]
        told = f"Memo ready. {update_line(made.update)}" if made.update else "Memo ready."
        return (
            progress_html(told, is_over=True),
            memo_html(memo, paper),
            gr.Row(visible=True),
            *buttons,
        )

    def _asked(
        self,
        topic: str | None,
        name: str,
        to: str | None,
        sender: str | None,
        decision: str | None,
        deadline: str | None,
        position: str | None,
        jurisdiction: str | None,
        marking: str | None,
        pages: str | None,
        only: Sequence[str] | None,
    ) -> _Work:
        """What the form says; Gradio gives None for a field that was never touched.

        Raises:
            UsageError: it lacks a topic, names a format that there is none of, or asks for a number of pages
            that is none.
        """
        if not (topic or "").strip():
            raise UsageError("Enter a topic", hint="for example: The tariffs on Mexican goods")
        if name not in self._formats():
            raise UsageError(f"There is no memo format {name!r}", hint="choose one from the list")
        fields = {
            "topic": topic,
            "to": to,
            "sender": sender,
            "deadline": deadline,
            "decision": decision,
            "position": position,
            "jurisdiction": jurisdiction,
            "marking": marking,
        }
        texts = {key: (value or "").strip() for key, value in fields.items()}
        return MemoRequest(format=name, pages=_pages((pages or "").strip()), **texts), tuple(only or ())

    def _formats(self) -> dict[str, MemoFormat]:
        return {one.name: one for one in self._workspace.memos.formats()}


def _named(record: str | None) -> str:
    """The record that is named.

    Raises:
        UsageError: none is.
    """
    if named := (record or "").strip():
        return named
    raise UsageError("Enter the record of a memo", hint="the id at its foot")


def _pages(given: str) -> int:
    """The most pages; 0, as for an empty field, is the format's own limit.

    Raises:
        UsageError: it is no such number.
    """
    if not re.fullmatch(r"\d{0,3}", given) or int(given or 0) > _MOST_PAGES:
        hint = f"write a whole number from 1 to {_MOST_PAGES}, or leave it empty for the format's limit"
        raise UsageError(f"“Page limit” cannot be “{given}”", hint=hint)
    return int(given or 0)


def _first(formats: dict[str, MemoFormat]) -> str:
    return MemoRequest("").format if MemoRequest("").format in formats else next(iter(formats))
