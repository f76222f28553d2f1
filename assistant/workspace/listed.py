"""Memos as the list of documents made has them, those too that were written elsewhere: in a terminal, in
Slack, or before there was a list."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from assistant.answer.record import Record
from assistant.memo.types import Memo
from assistant.workspace.collections import chosen_of
from assistant.workspace.made import Made, MadeStore, rests_of
from ingest.types import Restriction
from ingest.view import View

OF_A_REVIEW = "op-ed-response"
"""The format of the memo that comes of a review, which lists it."""
_RESTRICTIONS = TypeAdapter(tuple[Restriction, ...])


def points_told(memo: Memo) -> str:
    """How many points of a memo are still to be confirmed; empty where none is."""
    count = len(memo.gaps)
    return f"{count} point{'s' if count != 1 else ''} to be confirmed" if count else ""


def as_listed(memo: Memo) -> dict[str, Any]:
    """What the list tells of a memo."""
    state = "draft" if memo.is_draft else "ready"
    return {
        "title": memo.title,
        "state": state,
        "told": points_told(memo),
        "rests": rests_of(memo.citations),
    }


class Recorded:
    """The memos on record of one home folder that the list lacks. Threads may share it."""

    def __init__(self, made: MadeStore, record: Record) -> None:
        self._made = made
        self._record = record
        self._listing = threading.Lock()
        self._size = -1

    def take_up(self, view: View) -> None:
        """Put on the list of the view's reader the memos that came on record since this was last done, and
        that it does not have; for whoever uses a home folder without signing in, since the record does not
        say who asked. What was deleted from the list does not come back.

        Raises:
            LibraryCorrupt, LibraryUnwritable: the record was changed, or the list cannot be written.
        """
        with self._listing:
            if self._made.running or self._record.size == self._size:  # what is under way lists its own
                return
            size, count, before = self._record.size, 0, self._made.counted(view)
            known = {one for made in self._made.list(view) for one in made.records}
            for count, entry in enumerate(self._record.entries(), 1):
                if count > before and "memo" in entry and entry["memo"]["id"] not in known:
                    self._list(entry, view)
            self._made.count(view, count)
            self._size = size

    def _list(self, entry: Mapping[str, Any], view: View) -> None:
        memo, labels = Memo.from_json(entry["memo"]), entry.get("labels")
        if memo.request.format == OF_A_REVIEW:
            return
        if memo.replaces and self._made.version(view, memo.replaces, memo.id, **as_listed(memo)):
            return
        only = chosen_of(_RESTRICTIONS.validate_python(entry.get("restrictions", ())))
        self._made.add(
            view,
            Made(
                "memo",
                begun=entry["at"],
                form=asdict(memo.request) | {"pages": str(memo.request.pages or ""), "only": only},
                records=(memo.id,),
                labels=None if labels is None else tuple(labels),
                is_seen=True,
                **as_listed(memo),
            ),
        )
