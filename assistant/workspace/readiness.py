"""Whether questions can be answered now: the models are loaded, and the library opens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from ingest.errors import PinciteError

_KEPT_S = 5.0  # a look at a library on a Chroma server is not free
_WAITS_S = 2.0  # a probe's own patience is seconds


class Readiness:
    """What is lacking, looked at beside whoever asks, so that what hangs holds nobody: `answers` raises where
    the library does not, `warm_up` loads the models. Threads may share it."""

    def __init__(self, answers: Callable[[], object], warm_up: Callable[[], object]) -> None:
        self._answers, self._warm_up = answers, warm_up
        self._found: tuple[str, ...] = ("models",)
        self._at = float("-inf")
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._looks = False
        self._is_warm = False

    def lacking(self) -> Sequence[str]:
        """`models`, `library` or both: what there is not to answer with; nothing where all is there."""
        with self._lock:
            if time.monotonic() - self._at < _KEPT_S and not self._looks:
                return self._found
            if not self._looks:
                self._looks = True
                self._done.clear()
                threading.Thread(target=self._look, name="readiness", daemon=True).start()
        if not self._done.wait(_WAITS_S):
            return ("library",) if self._is_warm else ("models",)
        return self._found

    def _look(self) -> None:
        found = []
        try:
            self._answers()
        except PinciteError:
            found.append("library")
        try:
            if not self._is_warm:
                self._warm_up()
                self._is_warm = True
        except PinciteError:
            found.append("models")
        with self._lock:
            self._found, self._at, self._looks = tuple(found), time.monotonic(), False
            self._done.set()
