"""What the verify tab's listeners do: a memo's file or its text in, its sentences as they are checked, and
the marked file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path

import gradio as gr
from pydantic import TypeAdapter

from assistant.answer.examples import example_quote
from assistant.errors import WrongField
from assistant.paper import Paper
from assistant.render.html.made import unfinished_html
from assistant.render.html.verification import Places, checked_html, open_told, verification_html
from assistant.render.html.work import attaching_html, failed_html, nothing_yet_html, progress_html
from assistant.render.verification import comment_text, outcome_text, verification_json
from assistant.settings import Settings
from assistant.types import Citation
from assistant.verify.mark_docx import mark_docx
from assistant.verify.mend import MENDED, mended_docx, mended_text
from assistant.verify.read import pasted, read_paper
from assistant.verify.types import Checked, Verification
from assistant.web.errors import path_hidden
from assistant.web.files import write_file
from assistant.web.made import ended
from assistant.web.reader import view_of
from assistant.web.runs import FormRuns, Run, Updates
from assistant.web.turns import Turns
from assistant.workspace.made import Made, Rest, rests_of
from assistant.workspace.workspace import Workspace
from ingest.errors import PinciteError
from ingest.view import View

KINDS = {"marked": "Word file with comments", "json": "Report (JSON)"}
"""The files of a verification: the labels of their buttons by kind."""

_VERIFICATION = TypeAdapter(Verification)
_NOTED = TypeAdapter(dict[int, Citation])


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
    def title(self) -> str:
        """What its check is called until its own title is read."""
        first = next((line.strip(" #") for line in self.text.splitlines() if line.strip()), "")
        return self.file.name if self.file else first

    @property
    def mends(self) -> bool:
        """Whether its words can be put right."""
        return self.file is None or self.file.suffix.lower() in MENDED

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

    def __init__(self, workspace: Workspace, settings: Settings, turns: Turns) -> None:
        self._workspace = workspace
        self._settings = settings
        self._runs: FormRuns[_Work] = FormRuns(len(KINDS), turns)
        self._folder = tempfile.TemporaryDirectory(prefix="pincite-verified-")

    def begin(self, request: gr.Request, file: str | None, text: str | None) -> Updates:
        """Ask for the check of a file, or of text, which is kept with what comes of it."""

        def asked(view: View) -> tuple[_Work, Made]:
            work = _asked(file, text or "")
            return work, Made("check", work.title, form={"text": "" if file else text or ""})

        return self._begin(request, asked)

    def mend(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Put back the words of a source into the memo that was checked, and ask for its check anew."""
        mended: list[_Work] = []

        def asked(view: View) -> tuple[_Work, Made]:
            made = self._workspace.made.load(view, event.check)
            file, text = self._workspace.made.file(view, made), made.form.get("text", "")
            work = self._mended(_Work(file, text), event.old, event.new, view)
            mended.append(work)
            return work, replace(made, form={"text": work.text})

        begun = self._begin(request, asked)
        if not mended:
            return *begun, gr.skip(), gr.skip()
        [work] = mended
        return *begun, str(work.file) if work.file else None, work.text

    def _begin(self, request: gr.Request, asked: Callable[[View], tuple[_Work, Made]]) -> Updates:
        seen: list[View] = []  # the same one from the form to the end

        def begun() -> Run[_Work]:
            view = view_of(request, self._workspace, self._settings)
            seen.append(view)
            work, made = asked(view)
            made = self._workspace.made.begin(view, made, work.file)
            end = partial(ended, self._workspace.made, view, made.id)
            return Run(work, made.id, end, f"k={made.id}")

        return self._runs.begin(request, begun, lambda run: self._verified(run, seen[0]))

    def _mended(self, work: _Work, old: str, new: str, view: View) -> _Work:
        """The memo with other words.

        Raises:
            UsageError: it does not have the old ones in one piece.
        """
        if not work.file:
            return _Work(None, mended_text(work.text, old, new))
        if work.file.suffix.lower() == ".docx":
            data = mended_docx(work.file.read_bytes(), old, new)
        else:
            data = mended_text(work.file.read_text(encoding="utf-8"), old, new).encode()
        return _Work(write_file(Path(self._folder.name), work.file.name, data, view))

    def open(self, event: gr.EventData, request: gr.Request) -> Updates:
        """The check that is pressed in the list, or to which the history leads back; nothing, where it leads
        to none."""
        return self._open(event.k, request)

    def load(self, request: gr.Request) -> Updates:
        """The check that the page's address names, as the page opens; where it names none, an example."""
        named = str(dict(request.query_params or {}).get("k", "")).strip()
        progress, preview, *rest = self._open(named, request)
        return progress, preview if named else self._empty(request), *rest

    def example(self, request: gr.Request) -> Updates:
        """The form of an example: a quote with a figure changed."""
        quote = example_quote(view_of(request, self._workspace, self._settings))
        return (None, f"# An example\n\n{quote}\n") if quote else (gr.skip(), gr.skip())

    def _empty(self, request: gr.Request) -> str:
        """What the tab is for."""
        view = view_of(request, self._workspace, self._settings)
        return nothing_yet_html(
            "A memo that somebody edited is checked sentence by sentence: each quote, figure and date against"
            " its source.",
            "Check a quote in which one figure was changed" if example_quote(view) else "",
            has_documents=bool(view.sources),
        )

    def _open(self, named: str, request: gr.Request) -> Updates:
        """A check with its files, and the form that it was asked for with; one that is under way is followed
        from here."""
        kept = (gr.skip(),) * len(KINDS)
        if not named:
            return *(gr.skip(),) * 3, *kept, *self._runs.settle(request), gr.skip(), gr.skip()
        try:
            store, view = self._workspace.made, view_of(request, self._workspace, self._settings)
            made = store.load(view, named)
            file = store.file(view, made)
            given = self._written(file.name, file.read_bytes(), view) if file else None
            work = _Work(given, made.form.get("text", ""))
            form = str(given) if given else None, work.text
            if self._runs.turn_to(request, made.id):
                waiting = attaching_html(), "", gr.Row(visible=False), *kept
                return *waiting, *self._runs.settle(request), *form
            content = store.content(view, made)
            if content is None:
                unfinished = unfinished_html(store, made), "", gr.Row(visible=False), *kept
                return *unfinished, *self._runs.settle(request), *form
            verification = _VERIFICATION.validate_python(content["verification"])
            noted = _NOTED.validate_python(content["noted"])
            places: Places = cache(partial(self._workspace.checks.places, view))
            shown = verification_html(verification, places, noted, made.id, mends=work.mends)
            found = self._finished(verification, work, shown, view, _rests(verification, noted, view))
        except PinciteError as error:
            skipped = (gr.skip(),) * 2, (gr.skip(),) * 2
            return failed_html(error), *skipped[0], *kept, *self._runs.settle(request), *skipped[1]
        return "", *found[1:], *self._runs.settle(request), *form

    def follow(self, request: gr.Request) -> Iterator[Updates]:
        """What is found as it is found, and the whole with its files last."""
        yield from self._runs.follow(request)

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
                self._keep(run, view, event, noted)
                shown = verification_html(event, places, noted, run.id, mends=run.work.mends)
                yield self._finished(event, run.work, shown, view, _rests(event, noted, view))
                return
            checked.append(event)
            status = (
                f"{len(checked)} sentence{'s' if len(checked) != 1 else ''} read,"
                f" {sum(one.failed for one in checked) or 'none'} of them failing"
            )
            self._workspace.made.running[run.id] = f"{len(checked)} read"
            if run.stop.is_set():
                yield progress_html(f"Stopped. {status}.", is_over=True), *self._runs.unchanged
                return
            yield (
                progress_html(status),
                checked_html(checked, places) if event.findings else gr.skip(),
                *self._runs.unchanged[1:],
            )

    def _keep(
        self, run: Run[_Work], view: View, verification: Verification, noted: Mapping[int, Citation]
    ) -> None:
        """Keep a check with the documents that it rests on."""
        self._workspace.made.finish(
            view,
            run.id,
            state="draft" if verification.outcome == "fails" else "ready",
            content={"verification": asdict(verification), "noted": _NOTED.dump_python(dict(noted))},
            title=verification.title or run.work.title,
            told=_told(verification),
            rests=_rests(verification, noted, view),
        )

    def _written(self, name: str, data: bytes, view: View, rests: Iterable[Rest] = ()) -> Path:
        folder, slugs = Path(self._folder.name), {one.slug for one in rests}
        return write_file(folder, name, data, view, slugs, what="a check of a memo")

    def _finished(
        self, verification: Verification, work: _Work, shown: str, view: View, rests: Sequence[Rest]
    ) -> Updates:
        report = self._written(
            f"{work.stem}-report.json",
            json.dumps(verification_json(verification), ensure_ascii=False, indent=2).encode(),
            view,
            rests,
        )
        marked = gr.DownloadButton(value=None, visible=False)
        file = work.file
        if file and file.suffix.lower() == ".docx":
            data = mark_docx(
                file.read_bytes(), file.name, verification, comment_text, outcome_text(verification)
            )
            marked = gr.DownloadButton(
                value=str(self._written(f"{file.stem}-marked.docx", data, view, rests)), visible=True
            )
        status = f"Checked: {outcome_text(verification)}."
        return (
            progress_html(status, is_over=True),
            shown,
            gr.Row(visible=True),
            marked,
            gr.DownloadButton(value=str(report)),
        )


def _rests(verification: Verification, noted: Mapping[int, Citation], view: View) -> tuple[Rest, ...]:
    """The documents that a check rests on."""
    named = {finding.source for one in verification.sentences for finding in one.findings}
    of = [Rest(one.slug, one.sha256) for one in view.sources if one.slug in named]
    return tuple(dict.fromkeys((*of, *rests_of(noted.values()))))


def _told(verification: Verification) -> str:
    """What a check comes to, in the list; what is open is not green."""
    if verification.failed:
        return f"{len(verification.failed)} wrong"
    return open_told(verification) or "✓ No errors"


def _asked(file: str | None, text: str) -> _Work:
    """What is to be checked.

    Raises:
        UsageError: there is nothing.
    """
    if not file and not text.strip():
        raise WrongField(
            "Choose a file first, or paste the text",
            "verify-file",
            hint="drop a memo as Word, PDF, Markdown or text",
        )
    return _Work(Path(file) if file else None, text)
