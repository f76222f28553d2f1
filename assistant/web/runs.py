"""A piece of work that a page has under way: a memo, a review, a check. A page has at most one of a kind, and
can stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import gradio as gr

from assistant.errors import unforeseen
from assistant.render.html.work import failed_html, progress_html
from ingest.errors import PinciteError

Work = TypeVar("Work")
Updates = tuple[Any, ...]


@dataclass
class Run(Generic[Work]):
    """A piece of work from when it is asked for until it is done."""

    work: Work
    stop: threading.Event = field(default_factory=threading.Event)
    has_begun: bool = False
    is_over: bool = False


class Runs(Generic[Work]):
    """The pieces of work of one kind, by the page's session. What they yield is for a tab's progress,
    preview, row of files and files."""

    def __init__(self, files: int) -> None:
        self.unchanged: Updates = (gr.skip(),) * (2 + files)
        """All but the progress, as it is."""
        self._runs: dict[str, Run[Work]] = {}

    def begin(self, request: gr.Request, asked: Callable[[], Work], *, keeps_shown: bool = False) -> Updates:
        """Show at once that the work is asked for, or what is wrong with the form, on the progress, the
        preview, the row of files, and the buttons that start and stop; nothing happens while the page has
        some under way. What is shown goes, unless the work is done to it."""
        run = self._runs.get(_page(request))
        if run and run.has_begun and not run.is_over:
            return (gr.skip(),) * 5
        try:
            self._runs[_page(request)] = Run(asked())
        except PinciteError as error:
            return failed_html(error), *(gr.skip(),) * 4
        hidden, stop = gr.Button(visible=False), gr.Button("Stop", visible=True, interactive=True)
        preview, row = (gr.skip(), gr.skip()) if keeps_shown else ("", gr.Row(visible=False))
        return progress_html("Waiting in the queue"), preview, row, hidden, stop

    def work(self, request: gr.Request, make: Callable[[Run[Work]], Iterator[Updates]]) -> Iterator[Updates]:
        """Do the work whose turn has come, if the page asks for some; an error that ends it is shown in the
        place of the progress."""
        run = self._runs.get(_page(request))
        if run is None or run.has_begun:
            yield (
                gr.skip(),
                *self.unchanged,
            )  # Gradio empties what a generator that yields nothing would write
            return
        run.has_begun = True
        try:
            yield from make(run)
        except PinciteError as error:
            yield failed_html(error), *self.unchanged
        except Exception as error:  # noqa: BLE001 (the reader is told, and the log has it)
            yield failed_html(unforeseen(error)), *self.unchanged
        finally:
            run.is_over = True

    def stop(self, request: gr.Request) -> gr.Button:
        """Have the work end early."""
        if run := self._runs.get(_page(request)):
            run.stop.set()
        return gr.Button("Stopping…", interactive=False)

    def settle(self, request: gr.Request) -> Updates:
        """The buttons that start and stop, once the work is done or could not be begun."""
        run = self._runs.get(_page(request))
        if run and run.has_begun and not run.is_over:
            return gr.skip(), gr.skip()
        self._runs.pop(_page(request), None)
        return gr.Button(visible=True), gr.Button(visible=False)


def _page(request: gr.Request) -> str:
    return request.session_hash or ""
