"""Which paragraphs an item of a list completes: those of the levels above it that do not end a sentence, and
the one before the list that opens it."""

from __future__ import annotations

import re
from typing import NamedTuple

_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")


class _Item(NamedTuple):
    level: int
    block: int
    leads: tuple[int, ...]
    open: bool


class ListLeads:
    """Follows the paragraphs and items of a document as they are added."""

    def __init__(self) -> None:
        self._items: list[_Item] = []
        self._intro = -1

    def of(self, level: int) -> tuple[int, ...]:
        """The numbers of the blocks that the next item, of this level, completes."""
        while self._items and self._items[-1].level >= level:
            self._items.pop()
        if self._items:
            above = self._items[-1]
            return (*above.leads, above.block) if above.open else ()
        return (self._intro,) if self._intro >= 0 else ()

    def item(self, level: int, block: int, leads: tuple[int, ...], text: str) -> None:
        """Remember an item that was added."""
        self._items.append(_Item(level, block, leads, not _ENDED.search(text)))

    def paragraph(self, block: int, text: str, *, heading: bool = False) -> None:
        """Remember a paragraph that is no item; a list may follow it. A heading ends the lists before it."""
        if heading:
            self._items.clear()
        self._intro = block if text.endswith((":", "—", "–")) else -1

    def close(self) -> None:
        """What comes next completes nothing."""
        self._items.clear()
        self._intro = -1
