"""Memos as a front end asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.memo.compose import MemoProgress
from assistant.memo.edit import Edit
from assistant.memo.formats import MemoFormat, load_format, load_formats
from assistant.memo.layout import lay_out
from assistant.memo.types import Memo, MemoRequest
from assistant.memo.versions import MemoVersion, RecordedMemo, find_memo
from assistant.memo.writer import MemoWriter, Written
from assistant.paper import Paper
from assistant.workspace.memo_edits import Edited, edit_memo, require_documents, without_hidden
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

    def read(self, view: View, record: str) -> RecordedMemo:
        """The memo on record whose id begins so, for a reader who may see all of it.

        Raises:
            UsageError: no memo on record that they may see has that id, or several have; or a document that
                it rests on is not there for them.
            LibraryCorrupt: the record was changed.
        """
        old = find_memo(self.writer.kept, record, view)
        require_documents(old, view)
        return replace(old, memo=without_hidden(old.memo, view))

    def edit(
        self,
        view: View,
        record: str,
        edits: Sequence[Edit],
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Edited:
        """A new version of the memo on record whose id begins so, with these edits, every new sentence of
        which was checked.

        Raises:
            UsageError, EmptyLibrary, LibraryCorrupt, Stopped: as in `read`, and in `edit_memo`.
        """
        return edit_memo(self.writer, find_memo(self.writer.kept, record, view), edits, view, stopped)

    def versions(self, view: View, record: str) -> list[MemoVersion]:
        """The versions of the memo whose id begins so, newest first, that the reader may see.

        Raises:
            UsageError, LibraryCorrupt: as in `MemoWriter.versions`.
        """
        return self.writer.versions(record, view)

    def paper(self, memo: Memo) -> Paper:
        """A memo of the record as it stands on paper by its format of today."""
        return lay_out(memo, load_format(memo.request.format, self.writer.home))

    def formats(self) -> list[MemoFormat]:
        """The formats of a memo on a topic, the office's own included, by name; those that are made of a
        review are not."""
        formats = load_formats(self.writer.home).values()
        return [one for one in formats if not any(part.kind.startswith("review-") for part in one.section)]
