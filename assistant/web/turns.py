"""Whose turn it is: pieces of work begin in the order in which they were asked for, so many at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.errors import Stopped


class Turns:
    """The work that waits or is done, oldest first. Threads share it."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._asked: list[object] = []
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, told: Callable[[int], None], stopped: Callable[[], bool]) -> Iterator[None]:
        """Wait until it is one's turn, and have it until the end; `told` hears how many are before.

        Raises:
            Stopped: nobody waits for it any more.
        """
        mine, last = object(), 0
        with self._changed:
            self._asked.append(mine)
        try:
            with self._changed:
                while (before := self._asked.index(mine) + 1 - self._at_once) > 0:
                    if stopped():
                        raise Stopped("stopped before its turn came")
                    if before != last:
                        told(before)
                    last = before
                    self._changed.wait(0.5)
            yield
        finally:
            with self._changed:
                self._asked.remove(mine)
                self._changed.notify_all()
