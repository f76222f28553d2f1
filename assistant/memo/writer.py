"""Requests → memos: the one that writes them for one library, and puts them on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answer.inquiry import Inquiry
from assistant.answer.record import Record
from assistant.memo.builders import BUILDERS, Builder
from assistant.memo.compose import Composed, Progress, compose
from assistant.memo.formats import MemoFormat, load_format
from assistant.memo.layout import lay_out
from assistant.memo.lint import PageCounter
from assistant.memo.types import Memo, MemoRequest
from assistant.paper import Paper
from ingest.types import EVERYBODY, EVERYTHING, Reader, Restriction
from prompts import digest


@dataclass(frozen=True, slots=True)
class Written:
    """A finished memo, and the same as it stands on paper."""

    memo: Memo
    paper: Paper


@dataclass(frozen=True, slots=True)
class MemoWriter:
    """Writes memos from one library. `pages` counts the pages of a paper's body, for formats that have a
    limit. Threads may share it."""

    inquiry: Inquiry
    pages: PageCounter
    record: Record | None = None
    settings: str = ""
    builders: Mapping[str, Builder] = field(default_factory=lambda: BUILDERS)

    def write(
        self,
        request: MemoRequest,
        *,
        reader: Reader = EVERYBODY,
        restriction: Restriction = EVERYTHING,
    ) -> Written:
        """A briefing memo, every fact of which carries a checked quote; what the library does not support is
        to be confirmed.

        Raises:
            EmptyQuestion, EmptyLibrary, ServiceError: as in `Assistant.ask`.
            UsageError: there is no such format, or its file is not one.
        """
        *_, made = self.stream(request, reader=reader, restriction=restriction)
        assert isinstance(made, Written)
        return made

    def stream(
        self,
        request: MemoRequest,
        *,
        reader: Reader = EVERYBODY,
        restriction: Restriction = EVERYTHING,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[Progress | Written]:
        """Where a memo stands, section by section, and the memo last; where `stopped` turns true it ends
        without one, and the same request goes on from the finished sections.

        Raises:
            EmptyQuestion, EmptyLibrary, ServiceError, UsageError: as in `write`.
        """
        self.inquiry.require(request.topic, reader, restriction)
        form = load_format(request.format, self.inquiry.library.home)
        for event in compose(
            request,
            form,
            self.inquiry,
            date=date.today().isoformat(),
            reader=reader,
            restriction=restriction,
            stopped=stopped,
            builders=self.builders,
            pages=self.pages,
            settings=self.settings,
        ):
            yield self._recorded(event, form) if isinstance(event, Composed) else event

    def _recorded(self, made: Composed, form: MemoFormat) -> Written:
        """The memo, put on record; one that cannot be says so."""
        entry = {
            "memo": made.memo.to_json(),
            "draft": made.raw or None,
            "evidence": list(made.places),
            "prompts": digest(),
            "rules": self.inquiry.rules.digest,
        }
        lost = self.record.keep(entry) if self.record else ()
        if not lost:
            return Written(made.memo, made.paper)
        memo = replace(made.memo, notices=(*made.memo.notices, *lost))
        return Written(memo, lay_out(memo, form))
