"""Memos as a front end asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.memo.compose import MemoProgress
from assistant.memo.formats import MemoFormat, load_format, load_formats
from assistant.memo.layout import lay_out
from assistant.memo.types import Memo, MemoRequest
from assistant.memo.writer import MemoWriter, Written
from assistant.paper import Paper
from ingest.view import View


@dataclass(frozen=True, slots=True)
class Memos:
    """What writes the memos of one home folder, the office's own formats included."""

    writer: MemoWriter

    def write(
        self,
        view: View,
        request: MemoRequest,
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[MemoProgress | Written]:
        """Where a memo stands, section by section, and the memo last; none where `stopped` turned true, and
        the same request goes on from there.

        Raises:
            EmptyQuestion, EmptyLibrary, UsageError: as in `MemoWriter.write`.
        """
        return self.writer.stream(request, view, stopped=stopped)

    def update(
        self, view: View, record: str, *, stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[MemoProgress | Written]:
        """Where the new version of the memo on record whose id begins so stands, and the memo last, as in
        `write`.

        Raises:
            EmptyLibrary, LibraryCorrupt, UsageError: as in `MemoWriter.update`.
        """
        return self.writer.updating(record, view, stopped=stopped)

    def paper(self, memo: Memo) -> Paper:
        """A memo of the record as it stands on paper by its format of today."""
        return lay_out(memo, load_format(memo.request.format, self.writer.home))

    def formats(self) -> list[MemoFormat]:
        """The formats of a memo on a topic, the office's own included, by name; those that are made of a
        review are not."""
        formats = load_formats(self.writer.home).values()
        return [one for one in formats if not any(part.kind.startswith("review-") for part in one.section)]
