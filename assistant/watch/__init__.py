"""What goes on, told to whoever watches it: metrics, logs and traces. Nobody watches by default, and then
nothing is counted or timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from assistant.errors import Stopped
from ingest.types import FileReport

Item = TypeVar("Item")
Value = str | int | float
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a piece of work, with its beginning and its end in nanoseconds since 1970."""

    name: str
    began_ns: int
    ended_ns: int

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.ended_ns - self.began_ns) / 1e9


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened, or a piece of work that is over, with what it took. Its values are of a
    few kinds each and never what somebody typed or a document says; who it was stands in `user`."""

    name: str
    values: Values = field(default_factory=dict)
    began_ns: int = 0
    ended_ns: int = 0
    steps: tuple[Step, ...] = ()
    user: str = ""
    text: str = ""

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.ended_ns - self.began_ns) / 1e9


Watcher = Callable[[Event], None]


@dataclass(slots=True)
class _Work:
    values: dict[str, Value] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)


_watchers: list[Watcher] = []
_work: ContextVar[_Work | None] = ContextVar("work", default=None)
_MOST_STEPS = 500  # of one piece of work: a long memo searches often


def watch(watcher: Watcher) -> Callable[[], None]:
    """Have somebody hear of what goes on from now on; what is returned ends it."""
    _watchers.append(watcher)
    return lambda: _watchers.remove(watcher)


def happened(name: str, *, seconds: float = 0.0, user: str = "", text: str = "", **values: Value) -> None:
    """Tell that something has happened, which took so long. `text` are words that somebody typed."""
    if _watchers:
        now = time.time_ns()
        _tell(Event(name, values, now - int(seconds * 1e9), now, (), user, text))


def reported(report: FileReport) -> None:
    """Tell what became of a document that was to be stored."""
    if not _watchers:
        return
    now, took = time.time_ns(), report.seconds.get("total", 0.0)
    began, read_s = now - int(took * 1e9), report.seconds.get("read", 0.0)
    read = began + int(read_s * 1e9)
    steps = (Step("read", began, read), Step("embed and store", read, now)) if read_s else ()
    values: Values = {"outcome": report.outcome, "passages": report.passages}
    _tell(Event("document", values, began, now, steps, text=report.path))


def followed(
    name: str,
    items: Iterator[Item],
    outcome: Callable[[Item], Values],
    *,
    user: str = "",
    text: str = "",
) -> Iterator[Item]:
    """The items as they come, and an event at their end with what `outcome` says of them, and its steps: the
    work is `stopped` or `failed` where it says nothing."""
    if not _watchers:
        yield from items
        return
    work, began, ended = _Work(), time.time_ns(), "stopped"
    try:
        while True:
            token = _work.set(work)  # not while whoever takes the items does something else
            try:
                item = next(items)
            except StopIteration:
                break
            finally:
                _work.reset(token)
            work.values |= outcome(item)
            yield item
    except Stopped:
        raise
    except Exception as error:
        ended, work.values["error"] = "failed", type(error).__name__
        raise
    finally:
        if close := getattr(items, "close", None):
            close()
        values = {"outcome": ended, **work.values}
        _tell(Event(name, values, began, time.time_ns(), tuple(work.steps), user, text))


@contextmanager
def step(name: str) -> Iterator[None]:
    """Have what is done meanwhile be a step of the work under way, if one is followed."""
    work = _work.get()
    if work is None or len(work.steps) >= _MOST_STEPS:
        yield
        return
    began = time.time_ns()
    try:
        yield
    finally:
        work.steps.append(Step(name, began, time.time_ns()))


def lapped(name: str, ms: float) -> None:
    """Tell that a step has ended just now, which took so many milliseconds."""
    work = _work.get()
    if work is not None and len(work.steps) < _MOST_STEPS:
        now = time.time_ns()
        work.steps.append(Step(name, now - int(ms * 1e6), now))


def _tell(event: Event) -> None:
    for watcher in tuple(_watchers):
        watcher(event)
