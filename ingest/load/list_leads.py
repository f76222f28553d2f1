"""Which paragraphs an item of a list completes: those of the levels above it that do not end a sentence, and
the one before the list that opens it."""

from __future__ import annotations

import re
from typing import NamedTuple

_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")


def is_ended(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _ENDED.search(text) is not None


class _Item(NamedTuple):
    level: int
    list: str
    block: int
    leads: tuple[int, ...]
    open: bool
    opens: bool  # a list, by a colon


class ListLeads:
    """Follows the paragraphs and items of a document as they are added."""

    def __init__(self) -> None:
        self._items: list[_Item] = []
        self._intro = -1

    def of(self, level: int, list_id: str | None = "") -> tuple[int, ...]:
        """The numbers of the blocks that the next item, of this level and list, completes. An item that ends
        in a colon opens the list after it, even one of its own level; None is a list that none opens."""
        while self._items and not self._is_above(self._items[-1], level, list_id):
            self._items.pop()
        if self._items:
            above = self._items[-1]
            return (*above.leads, above.block) if above.open else ()
        return (self._intro,) if self._intro >= 0 else ()

    def _is_above(self, item: _Item, level: int, list_id: str | None) -> bool:
        beside = item.level == level and item.opens and list_id is not None and item.list != list_id
        return item.level < level or beside

    def item(self, level: int, block: int, leads: tuple[int, ...], text: str, list_id: str = "") -> None:
        """Remember an item that was added."""
        opens = text.endswith((":", "—", "–"))
        self._items.append(_Item(level, list_id, block, leads, not is_ended(text), opens))

    def paragraph(self, block: int, text: str, *, heading: bool = False) -> None:
        """Remember a paragraph that is no item; a list may follow it. A heading ends the lists before it."""
        if heading:
            self._items.clear()
        self._intro = block if text.endswith((":", "—", "–")) else -1

    def close(self) -> None:
        """What comes next completes nothing."""
        self._items.clear()
        self._intro = -1
