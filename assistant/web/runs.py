"""A piece of work under way: a memo, a review, a check. It goes on in a thread of its own, whatever becomes
of the page that asked for it; any page of the same reader may follow it, and stop it."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from weakref import WeakSet

import gradio as gr

from assistant.errors import Stopped, unforeseen
from assistant.render.html.work import addressed_html, failed_html, progress_html
from assistant.web.reader import page_of
from assistant.web.turns import Turns
from ingest.errors import PinciteError

Work = TypeVar("Work")
Updates = tuple[Any, ...]

_MOST_PAGES = 200


@dataclass
class Run(Generic[Work]):
    """A piece of work from when it is asked for until it is done, with what is shown of it by now: of each
    component the last update, and at which of the changes it came. `ended` hears of its end, and of the error
    that ended it; `hurry` has it be whole sooner; while it goes on the page's address is `address`."""

    work: Work
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    ended: Callable[[PinciteError | None], None] = lambda error: None
    address: str = ""
    hurry: Callable[[], None] = lambda: None
    stop: threading.Event = field(default_factory=threading.Event)
    has_begun: bool = False
    is_over: bool = False
    _shown: list[tuple[Any, int]] = field(default_factory=list)
    _version: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def show(self, updates: Updates) -> None:
        """Have whoever follows it see these."""
        if self.address and isinstance(updates[0], str):
            updates = (addressed_html(updates[0], self.address), *updates[1:])
        with self._changed:
            self._version += 1
            before = self._shown or [(gr.skip(), 0)] * len(updates)
            self._shown = [
                old if new == gr.skip() else (new, self._version)
                for old, new in zip(before, updates, strict=True)
            ]
            self._changed.notify_all()

    def end(self) -> None:
        """Say that nothing follows."""
        with self._changed:
            self.is_over = True
            self._changed.notify_all()

    def since(self, seen: int) -> tuple[Updates, int, bool]:
        """What came after that change, the last change, and whether it is over; waits for something to come
        for a moment."""
        with self._changed:
            self._changed.wait_for(lambda: self._version > seen or self.is_over, 1)
            updates = tuple(value if at > seen else gr.skip() for value, at in self._shown)
            return updates, self._version, self.is_over


_all: WeakSet[Runs[Any]] = WeakSet()
_HURRIES, _STOPS = 0.4, 0.8  # of the time until the end


def end_all(within_s: float) -> bool:
    """Begin nothing more, and wait for what is under way: what waits for its turn is stopped at once, the
    rest is hurried after a while, and stopped when most of the time is over. Whether nothing is under way any
    more."""
    began = time.monotonic()
    runs = [one for kind in (*_all,) for one in kind.close()]
    for share, then in ((_HURRIES, _hurried), (_STOPS, _stopped), (1.0, _stopped)):
        while any(not one.is_over for one in runs) and time.monotonic() < began + share * within_s:
            time.sleep(0.05)
        for one in runs:
            then(one)
    return all(one.is_over for one in runs)


def _hurried(run: Run[Any]) -> None:
    run.hurry()


def _stopped(run: Run[Any]) -> None:
    run.stop.set()


class Runs(Generic[Work]):
    """The pieces of work of one kind, and which of them each page follows, by its session. They are shown on
    so many components: `waits` is what is shown while so many others are before one, `fails` what is shown of
    an error that ended one, and of none, where it was stopped before it began."""

    def __init__(
        self,
        shows: int,
        turns: Turns,
        waits: Callable[[Run[Work], int], Updates],
        fails: Callable[[Run[Work], PinciteError | None], Updates],
    ) -> None:
        self.nothing: Updates = (gr.skip(),) * shows
        """All as it is."""
        self._turns, self._waits, self._fails = turns, waits, fails
        self._runs: dict[str, Run[Work]] = {}
        self._followed: dict[str, Run[Work] | None] = {}
        self._is_closed = False
        _all.add(self)

    def close(self) -> list[Run[Work]]:
        """Begin nothing more; what is under way."""
        self._is_closed = True
        left = [one for one in self._runs.values() if not one.is_over]
        for one in left:
            if not one.has_begun:
                one.stop.set()
        return left

    def start(
        self, request: gr.Request, run: Run[Work], make: Callable[[Run[Work]], Iterator[Updates]]
    ) -> None:
        """Have the work done, and the page follow it.

        Raises:
            Stopped: the server is being stopped.
        """
        if self._is_closed:
            raise Stopped("Pincite is being stopped", hint="ask again in a minute")
        self._runs = {name: one for name, one in self._runs.items() if not one.is_over} | {run.id: run}
        if len(self._followed) > _MOST_PAGES:  # those that left while they followed
            self._followed = {page: one for page, one in self._followed.items() if one and not one.is_over}
        self._followed[page_of(request)] = run
        context = copy_context()  # Gradio's components ask it whether they are made in a listener
        threading.Thread(target=context.run, args=(self._do, run, make), name="work", daemon=True).start()

    def follow(self, request: gr.Request) -> Iterator[Updates]:
        """What is shown of the work that the page follows, until it is over or the page turns to another."""
        run, seen, is_over = self._followed.get(page_of(request)), 0, False
        yield self.nothing  # Gradio empties what a generator that yields nothing would write
        while run and not is_over and self._followed.get(page_of(request)) is run:
            updates, now, is_over = run.since(seen)
            if now > seen and self._followed.get(page_of(request)) is run:
                yield updates
            seen = now

    def followed(self, request: gr.Request) -> Run[Work] | None:
        """The work that the page follows, where it is not over."""
        run = self._followed.get(page_of(request))
        return run if run and not run.is_over else None

    def under_way(self) -> list[Work]:
        """The work that is not over."""
        return [one.work for one in self._runs.values() if not one.is_over]

    def latest(self, request: gr.Request) -> Run[Work] | None:
        """The work that the page follows, or has followed to its end."""
        return self._followed.get(page_of(request))

    def has_turned(self, request: gr.Request) -> bool:
        """Whether the page has turned to where nothing is under way."""
        return self._followed.get(page_of(request), self) is None

    def turn_to(self, request: gr.Request, name: str) -> Run[Work] | None:
        """Have the page follow the work of that id, if it goes on, and else none; the work."""
        run = self._runs.get(name)
        followed = self._followed[page_of(request)] = run if run and not run.is_over else None
        return followed

    def stop(self, request: gr.Request) -> gr.Button:
        """Have the work end early."""
        if run := self._followed.get(page_of(request)):
            run.stop.set()
        return gr.Button("Stopping…", interactive=False)

    def settle(self, request: gr.Request) -> Updates:
        """The buttons that start and stop, as they are while the page follows some work, or none."""
        is_busy = self.followed(request) is not None
        if not is_busy:
            self._followed[page_of(request)] = None
        return _buttons(is_busy)

    def _do(self, run: Run[Work], make: Callable[[Run[Work]], Iterator[Updates]]) -> None:
        """Do the work when its turn has come; what ends it is shown."""
        error: PinciteError | None = None
        try:
            with self._turns.turn(lambda before: run.show(self._waits(run, before)), run.stop.is_set):
                run.has_begun = True
                for updates in make(run):
                    run.show(updates)
        except Stopped:
            run.show(self._fails(run, None))
        except PinciteError as known:
            error = known
        except Exception as unknown:  # noqa: BLE001 (the reader is told, and the log has it)
            error = unforeseen(unknown)
        try:
            run.ended(error)
        except PinciteError as unsaved:
            error = error or unsaved
        if error:
            run.show(self._fails(run, error))
        run.end()


class FormRuns(Runs[Work]):
    """Pieces of work that are asked for with a form; they show a tab's progress, preview, row of files and so
    many files."""

    def __init__(self, files: int, turns: Turns) -> None:
        self.unchanged: Updates = (gr.skip(),) * (2 + files)
        """All but the progress, as it is."""
        super().__init__(3 + files, turns, self._told_to_wait, self._told_of_failure)

    def begin(
        self,
        request: gr.Request,
        asked: Callable[[], Run[Work]],
        make: Callable[[Run[Work]], Iterator[Updates]],
        *,
        keeps_shown: bool = False,
    ) -> Updates:
        """Begin the work, and show at once that it is asked for, or what is wrong with the form, on the
        progress, the preview, the row of files, and the buttons that start and stop; nothing happens while
        the page follows some. What is shown goes, unless the work is done to it."""
        if self.followed(request):
            return (gr.skip(),) * 5
        try:
            run = asked()
        except PinciteError as error:
            return failed_html(error), *(gr.skip(),) * 4
        self.start(request, run, make)
        first = addressed_html(progress_html("Starting"), run.address)
        preview, row = (gr.skip(), gr.skip()) if keeps_shown else ("", gr.Row(visible=False))
        return first, preview, row, *_buttons(True)

    def _told_to_wait(self, run: Run[Work], before: int) -> Updates:
        return progress_html(f"Waiting: {jobs_before(before)}"), *self.unchanged

    def _told_of_failure(self, run: Run[Work], error: PinciteError | None) -> Updates:
        told = failed_html(error) if error else progress_html("Stopped before it began.", is_over=True)
        return told, *self.unchanged


def jobs_before(count: int) -> str:
    """How many pieces of work come first."""
    return f"{count} job{'s' if count > 1 else ''} before yours"


def _buttons(is_busy: bool) -> Updates:
    return gr.Button(visible=not is_busy), gr.Button("Stop", visible=is_busy, interactive=True)
