"""What the verify tab's listeners do: a memo's file or its text in, its sentences as they are checked, and
the marked file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import gradio as gr

from assistant.paper import Paper
from assistant.render.html.verification import Places, checked_html, verification_html
from assistant.render.html.work import progress_html
from assistant.render.verification import comment_text, outcome_text, verification_json
from assistant.settings import Settings
from assistant.verify.mark_docx import mark_docx
from assistant.verify.read import pasted, read_paper
from assistant.verify.types import Checked, Verification
from assistant.web.errors import path_hidden
from assistant.web.files import write_file
from assistant.web.reader import view_of
from assistant.web.runs import Run, Runs, Updates
from assistant.workspace.workspace import Workspace
from ingest.errors import UsageError
from ingest.view import View

KINDS = {"marked": "Word file with comments", "json": "Report (JSON)"}
"""The files of a verification: the labels of their buttons by kind."""


@dataclass(frozen=True, slots=True)
class _Work:
    """A memo to be checked: its file, or the text that was pasted."""

    file: Path | None
    text: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.file.name if self.file else "the text"

    @property
    def stem(self) -> str:
        """What its files are called."""
        return self.file.stem if self.file else "pasted-text"

    def read(self) -> Paper:
        """The paper in it."""
        if not self.file:
            return pasted(self.text)
        with path_hidden(self.file):
            return read_paper(self.file)


class Verifications:
    """The listeners of the verify tab over one workspace."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings
        self._runs: Runs[_Work] = Runs(len(KINDS))
        self._folder = tempfile.TemporaryDirectory(prefix="pincite-verified-")

    def begin(self, request: gr.Request, file: str | None, text: str) -> Updates:
        """Ask for the check of a file, or of text."""
        return self._runs.begin(request, lambda: _asked(file, text))

    def verify(self, request: gr.Request) -> Iterator[Updates]:
        """What is found as it is found, and the whole with its files last."""
        yield from self._runs.work(
            request, lambda run: self._verified(run, view_of(request, self._workspace, self._settings))
        )

    def stop(self, request: gr.Request) -> gr.Button:
        """End the check before its next sentence."""
        return self._runs.stop(request)

    def settle(self, request: gr.Request) -> Updates:
        """The buttons, once the check is done or could not be."""
        return self._runs.settle(request)

    def _verified(self, run: Run[_Work], view: View) -> Iterator[Updates]:
        yield progress_html(f"Reading {run.work.name}"), *self._runs.unchanged
        checked: list[Checked] = []
        places: Places = cache(partial(self._workspace.checks.places, view))
        paper = run.work.read()
        for event in self._workspace.checks.verify(view, paper):
            if isinstance(event, Verification):
                noted = self._workspace.checks.noted(view, paper)
                yield self._finished(event, run.work, verification_html(event, places, noted))
                return
            checked.append(event)
            status = (
                f"{len(checked)} sentence{'s' if len(checked) != 1 else ''} read,"
                f" {sum(one.failed for one in checked) or 'none'} of them failing"
            )
            if run.stop.is_set():
                yield progress_html(f"Stopped. {status}.", is_over=True), *self._runs.unchanged
                return
            yield (
                progress_html(status),
                checked_html(checked, places) if event.findings else gr.skip(),
                *self._runs.unchanged[1:],
            )

    def _finished(self, verification: Verification, work: _Work, shown: str) -> Updates:
        folder = Path(self._folder.name)
        report = write_file(
            folder,
            f"{work.stem}-report.json",
            json.dumps(verification_json(verification), ensure_ascii=False, indent=2).encode(),
        )
        marked = gr.DownloadButton(value=None, visible=False)
        file = work.file
        if file and file.suffix.lower() == ".docx":
            data = mark_docx(
                file.read_bytes(), file.name, verification, comment_text, outcome_text(verification)
            )
            marked = gr.DownloadButton(
                value=str(write_file(folder, f"{file.stem}-marked.docx", data)), visible=True
            )
        status = f"Checked: {outcome_text(verification)}."
        return (
            progress_html(status, is_over=True),
            shown,
            gr.Row(visible=True),
            marked,
            gr.DownloadButton(value=str(report)),
        )


def _asked(file: str | None, text: str) -> _Work:
    """What is to be checked.

    Raises:
        UsageError: there is nothing.
    """
    if not file and not text.strip():
        raise UsageError(
            "Choose a file first, or paste the text", hint="drop a memo as Word, PDF, Markdown or text"
        )
    return _Work(Path(file) if file else None, text)
