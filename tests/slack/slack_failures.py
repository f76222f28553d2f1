"""What goes wrong on command: a method refused, limited in rate, slow, broken, or carried out without the app
ever hearing of it."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Failure:
    """One way to fail. `timeout` waits so long and hangs up; `lost` carries the call out and hangs up;
    `delay` only answers late."""

    status: int = 200
    error: str = ""
    retry_after: int | None = None
    more: dict[str, Any] = field(default_factory=dict)
    timeout: float | None = None
    lost: bool = False
    delay: float = 0.0

    @property
    def hangs_up(self) -> bool:
        """Whether the app gets no answer at all."""
        return self.lost or self.timeout is not None

    @property
    def only_late(self) -> bool:
        """Whether the app gets the right answer, but late."""
        return self.delay > 0 and not self.error and self.status == 200


@dataclass
class Failures:
    """What is to go wrong, by method; `*` is every method."""

    planned: dict[str, deque[Failure]] = field(default_factory=dict)
    always: dict[str, Failure] = field(default_factory=dict)
    limits: dict[str, tuple[int, float, deque[float]]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, method: str, failure: Failure, times: int | None) -> None:
        """The next so many calls fail, or all of them for `None`."""
        with self.lock:
            if times is None:
                self.always[method] = failure
            else:
                self.planned.setdefault(method, deque()).extend([failure] * times)

    def limit(self, method: str, calls: int, seconds: float) -> None:
        """So many calls in so many seconds and no more."""
        with self.lock:
            self.limits[method] = (calls, seconds, deque())

    def heal(self) -> None:
        """Nothing goes wrong any more."""
        with self.lock:
            self.planned.clear()
            self.always.clear()
            self.limits.clear()

    def take(self, method: str) -> Failure | None:
        """How the call that comes in now fails, if it does."""
        with self.lock:
            for name in (method, "*"):
                if self.planned.get(name):
                    return self.planned[name].popleft()
                if name in self.always:
                    return self.always[name]
            return self._limited(method)

    def _limited(self, method: str) -> Failure | None:
        if method not in self.limits:
            return None
        calls, seconds, seen = self.limits[method]
        now = time.monotonic()
        while seen and now - seen[0] >= seconds:
            seen.popleft()
        if len(seen) < calls:
            seen.append(now)
            return None
        return Failure(
            status=429, error="ratelimited", retry_after=max(1, math.ceil(seconds - (now - seen[0])))
        )
