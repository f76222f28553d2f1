"""How much one person may have stored and under way, so that nobody fills the disk, or every place, for
all."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import LibraryUnwritable, UsageError

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Share:
    """What one person may have: megabytes of originals in the library, and uploads and fetches under way;
    0 is no limit. Librarians may have more than a person. What must be left free of the disk holds for
    all."""

    stored_mb: int = 2000
    at_once: int = 2
    free_mb: int = 500


class Space:
    """The shares of everybody who adds to a library at `home`, where `stored` tells how many bytes of
    originals somebody added. Threads may share it."""

    def __init__(self, home: Path, share: Share, stored: Callable[[str], int]) -> None:
        self._home, self._share, self._stored = home, share, stored
        self._coming: dict[str, list[int]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, who: str, size: int) -> Iterator[None]:
        """Have room for `size` bytes more of a person's meanwhile; whoever has no limit is nobody.

        Raises:
            UsageError: they have their share.
            LibraryUnwritable: the disk is nearly full.
        """
        with self._lock:
            coming = self._coming.get(who, [])
            self._check_disk(size + sum(sum(one) for one in self._coming.values()))
            if who:
                self._check_person(who, size, coming)
            self._coming[who] = [*coming, size]
        try:
            yield
        finally:
            with self._lock:
                self._coming[who].remove(size)
                if not self._coming[who]:
                    del self._coming[who]

    def _check_disk(self, size: int) -> None:
        free = shutil.disk_usage(self._home).free - size
        if free < self._share.free_mb * _MB:
            raise LibraryUnwritable(
                "There is too little space left on the server's disk for this",
                hint="remove documents, or ask whoever keeps the server to free some space",
            )

    def _check_person(self, who: str, size: int, coming: list[int]) -> None:
        share = self._share
        if share.at_once and len(coming) >= share.at_once:
            raise UsageError(
                f"You have {len(coming)} upload{'s' if len(coming) > 1 else ''} under way, and no more are"
                " taken in at once",
                hint="wait until one of them is stored, then try again",
            )
        if share.stored_mb and self._stored(who) + sum(coming) + size > share.stored_mb * _MB:
            raise UsageError(
                f"You may have {share.stored_mb:,} MB of documents in the library, and this would be more",
                hint="remove some that you added, or ask a librarian to add it",
            )
