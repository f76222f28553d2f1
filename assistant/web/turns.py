"""Whose turn it is: pieces of work begin in the order in which they were asked for, so many at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.errors import Stopped
from assistant.watch import happened


class Turns:
    """The work that waits or is done, oldest first. Threads share it."""

    def __init__(self, at_once: int, name: str = "work") -> None:
        self._at_once, self._name = at_once, name
        self._asked: list[object] = []
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, told: Callable[[int], None], stopped: Callable[[], bool]) -> Iterator[None]:
        """Wait until it is one's turn, and have it until the end; `told` hears how many are before.

        Raises:
            Stopped: nobody waits for it any more.
        """
        mine, last, began = object(), 0, time.monotonic()
        with self._changed:
            self._asked.append(mine)
            self._tell()
        try:
            with self._changed:
                while (before := self._asked.index(mine) + 1 - self._at_once) > 0:
                    if stopped():
                        raise Stopped("stopped before its turn came")
                    if before != last:
                        told(before)
                    last = before
                    self._changed.wait(0.5)
            happened("turn", seconds=time.monotonic() - began, queue=self._name)
            yield
        finally:
            with self._changed:
                self._asked.remove(mine)
                self._tell()
                self._changed.notify_all()

    def _tell(self) -> None:
        waiting = max(0, len(self._asked) - self._at_once)
        happened("queue", queue=self._name, waiting=waiting, begun=len(self._asked) - waiting)
