"""Work that ends soon after nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.errors import Stopped
from ingest.models import before_batch


@contextmanager
def stoppable(stopped: Callable[[], bool]) -> Iterator[None]:
    """Meanwhile, local models read no further once `stopped` is true, but raise `Stopped`; in this thread."""

    def heed() -> None:
        if stopped():
            raise Stopped("stopped")

    token = before_batch.set(heed)
    try:
        yield
    finally:
        before_batch.reset(token)
