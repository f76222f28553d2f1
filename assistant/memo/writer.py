"""Requests → memos: the one that writes them for one home folder, and puts them on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from assistant.answer.inquiry import Engine
from assistant.answer.record import Record
from assistant.memo.builders import BUILDERS, Builder
from assistant.memo.compose import Composed, MemoProgress, compose
from assistant.memo.formats import MemoFormat, load_format
from assistant.memo.layout import lay_out
from assistant.memo.lint import PageCounter
from assistant.memo.types import Memo, MemoRequest
from assistant.paper import Paper
from ingest.view import View
from prompts import digest


@dataclass(frozen=True, slots=True)
class Written:
    """A finished memo, and the same as it stands on paper."""

    memo: Memo
    paper: Paper


@dataclass(frozen=True, slots=True)
class MemoWriter:
    """Writes memos for one home folder, which may have formats of its own. `pages` counts the pages of a
    paper's body, for formats that have a limit. Threads may share it."""

    engine: Engine
    home: Path
    pages: PageCounter
    record: Record | None = None
    settings: str = ""
    builders: Mapping[str, Builder] = field(default_factory=lambda: BUILDERS)

    def write(self, request: MemoRequest, view: View) -> Written:
        """A briefing memo, every fact of which carries a checked quote; what the view does not support is to
        be confirmed.

        Raises:
            EmptyQuestion, EmptyLibrary: as in `Assistant.ask`.
            UsageError: there is no such format, or its file is not one.
        """
        *_, made = self.stream(request, view)
        assert isinstance(made, Written)
        return made

    def stream(
        self,
        request: MemoRequest,
        view: View,
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[MemoProgress | Written]:
        """Where a memo stands, section by section, and the memo last; where `stopped` turns true it ends
        without one, and the same request goes on from the finished sections.

        Raises:
            EmptyQuestion, EmptyLibrary, UsageError: as in `write`.
        """
        inquiry = self.engine.over(view, stopped)
        inquiry.require(request.topic)
        form = load_format(request.format, self.home)
        for event in compose(
            request,
            form,
            inquiry,
            date=date.today().isoformat(),
            drafts=self.home / "memos",
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
            "rules": self.engine.rules.digest,
        }
        lost = self.record.keep(entry) if self.record else ()
        if not lost:
            return Written(made.memo, made.paper)
        memo = replace(made.memo, notices=(*made.memo.notices, *lost))
        return Written(memo, lay_out(memo, form))
