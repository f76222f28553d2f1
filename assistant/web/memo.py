"""What the memo tab's listeners do: a form in, the memo section by section, and its files."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import Stopped
from assistant.memo.edit import Edit, EditKind, edit_of, head_of
from assistant.memo.formats import MemoFormat
from assistant.memo.types import Memo, MemoRequest
from assistant.memo.writer import Written
from assistant.paper import Paper
from assistant.render.html.memo import format_html, memo_html, outline_html
from assistant.render.html.work import failed_html, progress_html
from assistant.render.memo_edit import edit_line
from assistant.render.memo_update import update_line
from assistant.settings import Settings
from assistant.web.files import paper_files
from assistant.web.reader import view_of
from assistant.web.runs import Run, Runs, Updates
from assistant.workspace.workspace import Workspace
from ingest.errors import PinciteError, UsageError
from ingest.types import Restriction
from ingest.view import View

KINDS = {"word": "Word", "pdf": "PDF", "markdown": "Markdown", "html": "HTML"}
"""The files of a memo: the labels of their buttons by kind."""

_MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class _Opening:
    """A memo on record that is to be shown."""

    record: str


@dataclass(frozen=True, slots=True)
class _Editing:
    """What is to be done to a memo on record; `lines` are those of its head as they are to be."""

    record: str
    edit: Edit
    lines: tuple[tuple[str, str], ...] = ()


_Work = tuple[MemoRequest | str | _Opening | _Editing, tuple[str, ...]]
"""What is asked for, or the record of the memo to bring up to date, or what is done to one on record; and the
documents that it may quote, none for all."""


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

    def begin_open(self, record: str | None, request: gr.Request) -> Updates:
        """Ask for the memo on record whose id begins so."""
        return self._runs.begin(request, lambda: (_Opening(_named(record)), ()))

    def begin_back(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Ask for the memo that the page's address names again; nothing, where it names none any more."""
        if not event.m:
            return (*[gr.skip()] * 5,)
        return self.begin_open(event.m, request)

    def begin_version(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Ask for another version."""
        return self._runs.begin(request, lambda: (_Opening(_named(event.id)), ()), keeps_shown=True)

    def load(self, request: gr.Request) -> Updates:
        """The memo that the page's address names, with its files, as the page opens; nothing, where it names
        none."""
        if not (named := _addressed(request)):
            return gr.skip(), *self._runs.unchanged
        try:
            view = view_of(request, self._workspace, self._settings)
            return self._opened(named, view, request)
        except PinciteError as error:
            return failed_html(error), *self._runs.unchanged

    def begin_save(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Ask for a section to be written, or added, or for other lines of the head."""
        if event.kind == "head":
            lines = tuple((name, str(value)) for name, value in event.lines.items())
            asked: _Work = (_Editing(event.record, Edit("head", "", ""), lines), ())
            return self._runs.begin(request, lambda: asked, keeps_shown=True)
        return self._edit(request, event, event.kind, event.text or "", event.after or "")

    def begin_settle(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Ask for a point to be no longer listed."""
        return self._edit(request, event, "settle")

    def begin_again(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Ask for a section to be made anew."""
        return self._edit(request, event, "again")

    def begin_remove(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Ask for a section to be removed."""
        return self._edit(request, event, "remove")

    def begin_move(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Ask for a section to be put after another."""
        return self._edit(request, event, "move", after=event.after)

    def _edit(
        self, request: gr.Request, event: gr.EventData, kind: str, text: str = "", after: str = ""
    ) -> Updates:
        def asked() -> _Work:
            return _Editing(event.record, edit_of(kind, event.section, text, after)), ()

        return self._runs.begin(request, asked, keeps_shown=True)

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
        if isinstance(asked, _Opening):
            yield self._opened(asked.record, view, request)
            return
        if isinstance(asked, _Editing):
            yield from self._edited(run, asked, view, request)
            return
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
                told = f"Memo ready. {update_line(event.update)}" if event.update else "Memo ready."
                yield self._shown(event.memo, event.paper, told, view, request)
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

    def _opened(self, record: str, view: View, request: gr.Request) -> Updates:
        memos = self._workspace.memos
        memo = memos.read(view, record).memo
        return self._shown(memo, memos.paper(memo), "Opened from the record.", view, request)

    def _edited(self, run: Run[_Work], asked: _Editing, view: View, request: gr.Request) -> Iterator[Updates]:
        """The memo with what was done to it; while that is being done, as it was."""
        edit = asked.edit
        is_written = edit.kind == "text" or edit.text.strip()
        doing = "Checking what you wrote" if is_written else _DOING[edit.kind]
        yield progress_html(doing, edit.section), *self._runs.unchanged
        try:
            edits = [edit] if edit.kind != "head" else self._head(asked, view)
            made = self._workspace.memos.edit(view, asked.record, edits, stopped=run.stop.is_set)
        except Stopped:
            yield progress_html("Stopped. The memo is as it was.", is_over=True), *self._runs.unchanged
            return
        yield self._shown(made.memo, made.paper, f"Saved. {edit_line(made)}", view, request)

    def _head(self, asked: _Editing, view: View) -> list[Edit]:
        """The lines of the head that are other ones.

        Raises:
            UsageError: none is.
        """
        known = head_of(self._workspace.memos.read(view, asked.record).memo)
        said = {name: " ".join(value.split()) for name, value in asked.lines}
        found = [Edit("head", name, value) for name, value in said.items() if value != known.get(name)]
        if not found:
            raise UsageError("Nothing in the head was changed", hint="change one of its lines")
        return found

    def _shown(self, memo: Memo, paper: Paper, told: str, view: View, request: gr.Request) -> Updates:
        self._last[request.session_hash or ""] = memo.id
        files = paper_files(paper, Path(self._folder.name), f"{memo.title} {memo.request.format}")
        buttons = [gr.DownloadButton(value=str(files[kind])) for kind in KINDS]
        versions = self._workspace.memos.versions(view, memo.id)
        return (
            progress_html(told, is_over=True),
            memo_html(memo, paper, versions),
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


_DOING: dict[EditKind, str] = {
    "text": "Checking what you wrote",
    "again": "Making the section anew",
    "add": "Writing the section",
    "remove": "Removing the section",
    "move": "Moving the section",
    "head": "Writing the head",
    "settle": "Settling the point",
}


def _addressed(request: gr.Request) -> str:
    """The record of the memo that the page's address names."""
    return str(dict(request.query_params or {}).get("m", "")).strip()


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
