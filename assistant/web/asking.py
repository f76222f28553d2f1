"""Questions from when they are asked until their answers are whole, whatever becomes of the page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import gradio as gr

from assistant.render.html.progress import Progress
from assistant.render.html.transcript import transcript_html
from assistant.stopping import stoppable
from assistant.types import Manner
from assistant.web.runs import Run, Runs, Updates, jobs_before
from assistant.web.turns import Turns
from assistant.workspace.conversation_store import Conversation, Exchange
from assistant.workspace.conversations import nothing_yet
from assistant.workspace.workspace import Workspace
from ingest.errors import PinciteError, UsageError
from ingest.types import Restriction
from ingest.view import View

_MOST_OWN = 4  # questions of one person that are answered or wait: others are to come to their turn


@dataclass
class Asked:
    """A question of a conversation, of which it replaces exchange `turn` and those after it, or none where
    that is -1; `is_hurried` once the reader would rather have quotes than wait for a chat model; `grown` is
    how the conversation stands, `progress` how far the answer has come."""

    view: View
    question: str
    conversation: Conversation
    turn: int
    manner: Manner
    is_hurried: threading.Event = field(default_factory=threading.Event)
    grown: Conversation = field(init=False)
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        before = self.conversation if self.turn < 0 else self.conversation.until(self.turn)
        self.grown = before.then(Exchange(self.question, nothing_yet(self.question)))
        sources = self.conversation.sources
        self.progress = Progress(len(self.view.within(Restriction(slugs=sources)).sources))

    @property
    def name(self) -> str:
        """What the run that answers it is called."""
        return run_name(self.view.reader.name, self.conversation.id)

    def html(self, *, attaches: bool = False) -> str:
        """How it stands; `attaches` has the page that shows it follow it."""
        documents = len(self.view.sources)
        return transcript_html(self.grown, documents=documents, progress=self.progress, attaches=attaches)


def run_name(user: str, conversation: str) -> str:
    """What the run that answers a question of a user's conversation is called."""
    return f"{user}/{conversation}"


class Asking(Runs[Asked]):
    """The questions that are being answered, so many at once. They show the transcript and the id of the
    conversation."""

    def __init__(self, workspace: Workspace, at_once: int) -> None:
        super().__init__(2, Turns(at_once, "questions"), self._wait, self._fail)
        self._workspace = workspace

    def ask(self, asked: Asked, request: gr.Request) -> str:
        """Have a question answered; the transcript by now.

        Raises:
            UsageError: the reader, who is not everybody, waits for as many as one may.
        """
        reader = asked.view.reader
        own = sum(one.view.reader.name == reader.name for one in self.under_way())
        if reader.is_somebody and own >= _MOST_OWN:
            raise UsageError(
                f"{_MOST_OWN} of your questions are being answered", hint="wait for one of them, or stop it"
            )
        run = Run(asked, asked.name, hurry=asked.is_hurried.set)
        self.start(request, run, self._answered)
        return asked.html()

    def _answered(self, run: Run[Asked]) -> Iterator[Updates]:
        asked = run.work
        writes = self._workspace.assistant.engine.chat is not None
        asked.progress = replace(asked.progress, waits="", writes=writes)

        def told(step: str, ms: float) -> None:
            asked.progress = asked.progress.then(step, ms)
            run.show(_shown(asked))

        with stoppable(run.stop.is_set):
            for grown in self._workspace.conversations.ask(
                asked.view,
                asked.conversation,
                asked.question,
                turn=asked.turn,
                manner=asked.manner,
                stopped=run.stop.is_set,
                hurried=asked.is_hurried.is_set,
                told=told,
            ):
                asked.grown = grown
                yield _shown(asked)

    def _wait(self, run: Run[Asked], before: int) -> Updates:
        run.work.progress = run.work.progress.waiting(jobs_before(before))
        return _shown(run.work)

    def _fail(self, run: Run[Asked], error: PinciteError | None) -> Updates:
        """What stands in the place of an answer that was not begun."""
        message, hint = (error.message, error.hint) if error else ("Stopped before it began", "")
        last = Exchange(run.work.question, error=message, hint=hint)
        grown = run.work.grown
        run.work.grown = grown.until(len(grown.exchanges) - 1).then(last)
        return _shown(run.work)


def _shown(asked: Asked) -> Updates:
    return asked.html(), asked.grown.id
