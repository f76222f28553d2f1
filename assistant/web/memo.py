"""What the memo tab's listeners do: a form in, the memo section by section, and its files."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answer.examples import example_topic
from assistant.errors import Stopped, WrongField
from assistant.memo.edit import Edit, EditKind, edit_of, head_of
from assistant.memo.formats import MemoFormat
from assistant.memo.types import Memo, MemoRequest
from assistant.memo.writer import Written
from assistant.paper import Paper
from assistant.render.html.made import unfinished_html
from assistant.render.html.memo import format_html, memo_html, outline_html
from assistant.render.html.work import attaching_html, failed_html, nothing_yet_html, progress_html
from assistant.render.memo_edit import edit_line
from assistant.render.memo_update import update_line
from assistant.settings import Settings
from assistant.web.files import paper_files
from assistant.web.made import ended, found, made_form
from assistant.web.reader import page_of, view_of
from assistant.web.runs import FormRuns, Run, Updates
from assistant.web.turns import Turns
from assistant.workspace.collections import chosen_of, restriction_of
from assistant.workspace.listed import as_listed
from assistant.workspace.made import Made
from assistant.workspace.workspace import Workspace
from ingest.errors import PinciteError, UsageError
from ingest.view import View

KINDS = {"word": "Word", "pdf": "PDF", "markdown": "Markdown", "html": "HTML"}
"""The files of a memo: the labels of their buttons by kind."""

FORM = (
    "topic",
    "format",
    "to",
    "sender",
    "decision",
    "deadline",
    "position",
    "jurisdiction",
    "marking",
    "pages",
    "only",
)
"""The fields of the form, in the order in which its listener reads it."""

_MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class _Editing:
    """What is to be done to a memo on record; `lines` are those of its head as they are to be."""

    record: str
    edit: Edit
    lines: tuple[tuple[str, str], ...] = ()


_Work = tuple[MemoRequest | str | _Editing, tuple[str, ...]]
"""What is asked for, or the record of the memo to bring up to date, or what is done to one on record; and the
documents that it may quote, none for all."""


class MemoTab:
    """The listeners of the memo tab over one workspace."""

    def __init__(self, workspace: Workspace, settings: Settings, turns: Turns) -> None:
        self._workspace = workspace
        self._settings = settings
        self._runs: FormRuns[_Work] = FormRuns(len(KINDS), turns)
        self._last: dict[str, str] = {}
        self._edited_form: dict[str, Updates] = {}
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
        """Ask for the memo of a form, which is kept with what comes of it."""

        def asked(view: View) -> Run[_Work]:
            work = self._asked(*form)
            told = dict(zip(FORM, form, strict=True))
            made = self._workspace.made.begin(view, Made("memo", told["topic"], form=told))
            end = partial(ended, self._workspace.made, view, made.id)
            return Run(work, made.id, end, f"m={made.id}")

        return self._begin(request, asked)

    def begin_update(self, record: str | None, only: Sequence[str] | None, request: gr.Request) -> Updates:
        """Ask for a new version of the memo on record whose id begins so."""
        return self._begin(request, lambda view: Run((_named(record), tuple(only or ()))))

    def _begin(
        self, request: gr.Request, asked: Callable[[View], Run[_Work]], *, keeps_shown: bool = False
    ) -> Updates:
        seen: list[View] = []  # the same one from the form to the end

        def begun() -> Run[_Work]:
            seen.append(view_of(request, self._workspace, self._settings))
            return asked(seen[0])

        return self._runs.begin(
            request, begun, lambda run: self._done(run, seen[0], request), keeps_shown=keeps_shown
        )

    def open(self, event: gr.EventData, request: gr.Request) -> Updates:
        """The memo that is pressed in the list, or to which the history leads back; nothing, where it leads
        to none."""
        return self._open(event.m, request)

    def open_record(self, record: str | None, request: gr.Request) -> Updates:
        """The memo on record whose id begins so."""
        try:
            return self._open(_named(record), request)
        except UsageError as error:
            return self._opened(failed_html(error), request)

    def open_version(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Another version of the memo that is shown."""
        return self._open(event.id, request)

    def load(self, request: gr.Request) -> Updates:
        """The memo that the page's address names, as the page opens; where it names none, an example."""
        if named := str(dict(request.query_params or {}).get("m", "")).strip():
            return self._open(named, request)
        progress, _, *rest = self._opened(gr.skip(), request, leaves=False)
        return progress, self._empty(request), *rest

    def example(self, request: gr.Request) -> Updates:
        """The form of an example, made of the library's documents."""
        view = view_of(request, self._workspace, self._settings)
        topic = example_topic(view, self._workspace.assistant.engine.rules)
        return topic, *[gr.skip()] * (len(FORM) - 1)

    def _empty(self, request: gr.Request) -> str:
        """What the tab is for."""
        view = view_of(request, self._workspace, self._settings)
        topic = example_topic(view, self._workspace.assistant.engine.rules)
        return nothing_yet_html(
            "A memo is written from your documents alone: each fact carries a quote that was checked.",
            f"Write a briefing note on {topic}" if topic else "",
            has_documents=bool(view.sources),
        )

    def _open(self, named: str, request: gr.Request) -> Updates:
        """A memo with its files, and the form that it was asked for with; one that is being written is
        followed from here."""
        if not named:
            return self._opened(gr.skip(), request, leaves=False)
        try:
            view = view_of(request, self._workspace, self._settings)
            made = found(self._workspace.made, view, named)
            if made and self._runs.turn_to(request, made.id):
                shown = attaching_html(), "", gr.Row(visible=False), *[gr.skip()] * len(KINDS)
                return *shown, *self._runs.settle(request), gr.skip(), *made_form(made, FORM)
            if made and not made.records:
                return self._opened(unfinished_html(self._workspace.made, made), request, made)
            memos = self._workspace.memos
            old = memos.read(view, made.address if made and named == made.id else named)
            only = chosen_of(old.restrictions)
            told = asdict(old.memo.request) | {"pages": str(old.memo.request.pages or ""), "only": only}
            shown = self._shown(old.memo, memos.paper(old.memo), "", view, request)
        except PinciteError as error:
            return self._opened(failed_html(error), request)
        return *shown, *self._runs.settle(request), old.memo.id, *(told[name] for name in FORM)

    def _opened(
        self, progress: Any, request: gr.Request, made: Made | None = None, *, leaves: bool = True
    ) -> Updates:
        """No memo; why, in the place of the progress."""
        if leaves:
            self._runs.turn_to(request, "")
        preview, row = ("", gr.Row(visible=False)) if made else (gr.skip(), gr.skip())
        form = made_form(made, FORM) if made else [gr.skip()] * len(FORM)
        buttons = self._runs.settle(request)
        return progress, preview, row, *[gr.skip()] * len(KINDS), *buttons, gr.skip(), *form

    def begin_save(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Ask for a section to be written, or added, or for other lines of the head."""
        if event.kind == "head":
            lines = tuple((name, str(value)) for name, value in event.lines.items())
            asked: _Work = (_Editing(event.record, Edit("head", "", ""), lines), ())
            return self._begin(request, lambda view: Run(asked), keeps_shown=True)
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
        def asked(view: View) -> Run[_Work]:
            return Run((_Editing(event.record, edit_of(kind, event.section, text, after)), ()))

        return self._begin(request, asked, keeps_shown=True)

    def last(self, request: gr.Request) -> Updates:
        """The record of the memo that the page made last, to be brought up to date; and the form, where its
        head was edited."""
        page = page_of(request)
        form = self._edited_form.pop(page, (gr.skip(),) * len(FORM))
        return self._last.get(page, gr.skip()), *form

    def follow(self, request: gr.Request) -> Iterator[Updates]:
        """Where the memo stands, and the memo with its files last."""
        yield from self._runs.follow(request)

    def stop(self, request: gr.Request) -> gr.Button:
        """End the memo before its next question; what is finished is kept."""
        return self._runs.stop(request)

    def settle(self, request: gr.Request) -> Updates:
        """The buttons, once the memo is written or could not be."""
        return self._runs.settle(request)

    def _done(self, run: Run[_Work], view: View, request: gr.Request) -> Iterator[Updates]:
        (asked, slugs), memos, stopped = run.work, self._workspace.memos, run.stop.is_set
        if isinstance(asked, _Editing):
            yield from self._edited(run, asked, view, request)
            return
        view, headings = view.within(restriction_of(view, slugs)), list[str]()
        if isinstance(asked, MemoRequest):
            events = memos.write(view, asked, stopped=stopped)
            headings = [one.heading for one in self._formats()[asked.format].section]
        else:
            events = memos.update(view, asked, stopped=stopped)
        done, made = 0, False
        for event in events:
            if isinstance(event, Written):
                made = True
                self._keep(run, view, event.memo)
                told = f"Memo ready. {update_line(event.update)}" if event.update else "Memo ready."
                yield self._shown(event.memo, event.paper, told, view, request)
                continue  # to the end, where what was kept of the unfinished memo is forgotten
            done = event.number - 1
            status = f"Section {event.number} of {event.of}: {event.heading}"
            if run.id in self._workspace.made.running:
                self._workspace.made.running[run.id] = f"{event.number} of {event.of}"
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

    def _keep(self, run: Run[_Work], view: View, memo: Memo) -> None:
        """List a memo, or its new version, among what its maker has made."""
        made, told = self._workspace.made, as_listed(memo)
        run.address = ""  # from here on it is the memo's own
        if run.id in made.running:
            made.finish(view, run.id, records=(memo.id,), **told)
        elif not made.version(view, memo.replaces, memo.id, **told):
            only = chosen_of(view.scope.restrictions)
            form = asdict(memo.request) | {"pages": str(memo.request.pages or ""), "only": only}
            begun = made.begin(view, Made("memo", memo.title, form=form))
            made.finish(view, begun.id, records=(memo.replaces, memo.id), **told)

    def _edited(self, run: Run[_Work], asked: _Editing, view: View, request: gr.Request) -> Iterator[Updates]:
        """The memo with what was done to it; while that is being done, as it was."""
        edit = asked.edit
        is_written = edit.kind == "text" or edit.text.strip()
        doing = "Checking what you wrote" if is_written else _DOING[edit.kind]
        yield progress_html(doing, edit.section), *self._runs.unchanged
        try:
            edits = [edit] if edit.kind != "head" else self._head(asked, view)
            made = self._workspace.memos.edit(view, asked.record, edits, stopped=run.stop.is_set)
            self._keep(run, view, made.memo)
        except Stopped:
            yield progress_html("Stopped. The memo is as it was.", is_over=True), *self._runs.unchanged
            return
        if edit.kind == "head":
            told = asdict(made.memo.request)
            form = tuple(gr.skip() if name in ("pages", "only") else told[name] for name in FORM)
            self._edited_form[page_of(request)] = form
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
        self._last[page_of(request)] = memo.id
        title, rests = f"{memo.title} {memo.request.format}", {one.source for one in memo.citations}
        folder = Path(self._folder.name)
        files = paper_files(paper, folder, title, view, rests, what="a memo", of=memo.id)
        buttons = [gr.DownloadButton(value=str(files[kind])) for kind in KINDS]
        versions = self._workspace.memos.versions(view, memo.id)
        return (
            progress_html(told, is_over=True) if told else "",
            memo_html(memo, paper, versions, self._named(memo.request.format)),
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
            raise WrongField("Enter a topic", "memo-topic", hint="say in a line what the memo is to be on")
        if name not in self._formats():
            raise WrongField(
                f"There is no memo format {name!r}", "memo-format", hint="choose one from the list"
            )
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

    def _named(self, name: str) -> str:
        """What a format is called, where it is there still."""
        found = self._formats().get(name)
        return found.title if found else name

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


def _named(record: str | None) -> str:
    """The record that is named.

    Raises:
        UsageError: none is.
    """
    if named := (record or "").strip():
        return named
    raise WrongField("Enter the record of a memo", "memo-record", hint="the id at its foot")


def _pages(given: str) -> int:
    """The most pages; 0, as for an empty field, is the format's own limit.

    Raises:
        UsageError: it is no such number.
    """
    if not re.fullmatch(r"\d{0,3}", given) or int(given or 0) > _MOST_PAGES:
        hint = f"write a whole number from 1 to {_MOST_PAGES}, or leave it empty for the format's limit"
        raise WrongField(f"“Page limit” cannot be “{given}”", "memo-pages", hint=hint)
    return int(given or 0)


def _first(formats: dict[str, MemoFormat]) -> str:
    return MemoRequest("").format if MemoRequest("").format in formats else next(iter(formats))
