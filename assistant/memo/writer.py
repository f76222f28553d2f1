"""Requests → memos: the one that writes them for one home folder, and puts them on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from assistant.answer.inquiry import Engine, Inquiry, QuotePlace
from assistant.answer.record import Record
from assistant.memo.builders import BUILDERS, Builder
from assistant.memo.compose import Composed, MemoProgress, compose
from assistant.memo.edit import on_paper
from assistant.memo.formats import MemoFormat, load_format
from assistant.memo.layout import lay_out
from assistant.memo.ledger import Ledger
from assistant.memo.lint import PageCounter
from assistant.memo.trace import what_changed
from assistant.memo.types import Memo, MemoRequest
from assistant.memo.update import MemoUpdate
from assistant.memo.versions import MemoVersion, RecordedMemo, find_memo, versions
from assistant.paper import Block, Paper
from assistant.watch import Values, followed
from ingest.errors import UsageError
from ingest.view import View
from prompts import digest

Carry = Callable[[Memo, Memo, MemoFormat, Inquiry], Memo]
"""The new version of a memo, with what a person did to the old one."""


@dataclass(frozen=True, slots=True)
class Written:
    """A finished memo, and the same as it stands on paper; `update` is what changed since the memo that it
    replaces, where it does."""

    memo: Memo
    paper: Paper
    update: MemoUpdate | None = None


@dataclass(frozen=True, slots=True)
class MemoWriter:
    """Writes memos for one home folder, which may have formats of its own. `pages` counts the pages of a
    paper's body, for formats that have a limit; `changes` puts into words what changed since an earlier
    version, and `carried` gives a version what a person did to the one that it brings up to date. Threads may
    share it."""

    engine: Engine
    home: Path
    pages: PageCounter
    record: Record | None = None
    settings: str = ""
    builders: Mapping[str, Builder] = field(default_factory=lambda: BUILDERS)
    changes: Callable[[MemoUpdate], tuple[Block, ...]] = lambda update: ()
    carried: Carry = lambda old, new, form, inquiry: new

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

    def update(self, record: str, view: View) -> Written:
        """The memo on record whose id begins so, written anew: a version of its own that replaces it, with
        what changed since, sentence by sentence. Where the view is not restricted, it is written within what
        the old one was.

        Raises:
            UsageError: no memo on record that the reader may see has that id, or several have; or as in
                `write`.
            EmptyLibrary: as in `Assistant.ask`.
            LibraryCorrupt: the record was changed.
        """
        *_, made = self.updating(record, view)
        assert isinstance(made, Written)
        return made

    def updating(
        self, record: str, view: View, *, stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[MemoProgress | Written]:
        """Where the new version of a memo stands, section by section, and the memo last, as in `stream`.

        Raises:
            UsageError, EmptyLibrary, LibraryCorrupt: as in `update`.
        """
        old = find_memo(self.kept, record, view)
        if not view.scope.restrictions:
            for restriction in old.restrictions:
                view = view.within(restriction)
        yield from self._followed(view, self._stream(old.memo.request, view, stopped, old))

    def versions(self, record: str, view: View) -> list[MemoVersion]:
        """The versions of the memo whose id begins so, newest first.

        Raises:
            UsageError, LibraryCorrupt: as in `update`.
        """
        return versions(self.kept, record, view)

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
        yield from self._followed(view, self._stream(request, view, stopped))

    def _followed(
        self, view: View, steps: Iterator[MemoProgress | Written]
    ) -> Iterator[MemoProgress | Written]:
        return followed("memo", steps, _outcome, user=view.reader.name)

    def _stream(
        self, request: MemoRequest, view: View, stopped: Callable[[], bool], old: RecordedMemo | None = None
    ) -> Iterator[MemoProgress | Written]:
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
            yield self._recorded(event, form, view, old) if isinstance(event, Composed) else event

    def _recorded(self, made: Composed, form: MemoFormat, view: View, old: RecordedMemo | None) -> Written:
        """The memo, put on record; one that cannot be says so."""
        memo, paper, update = made.memo, made.paper, None
        if old:
            memo = self.carried(old.memo, memo, form, self.engine.over(view))
            if memo is not made.memo:
                memo, paper = on_paper(memo, form, self.engine.rules, self.pages)
            memo = replace(memo, replaces=old.memo.id)
            update = what_changed(old, memo, self.engine.over(view.unrestricted).retriever)
        more = {"update": update.to_json() if update else None, "draft": made.raw or None}
        memo, paper = self._put_on_record(memo, paper, form, view, made.places, more)
        if update:
            paper = replace(paper, annexes=(*self.changes(update), *paper.annexes))
        return Written(memo, paper, update)

    def kept_version(
        self,
        memo: Memo,
        paper: Paper,
        form: MemoFormat,
        view: View,
        old: RecordedMemo,
        told: Sequence[str],
        ledger: Ledger,
    ) -> tuple[Memo, Paper]:
        """A version that a person edited, put on record with what was done and who did it; one that cannot be
        says so."""
        reader = view.scope.reader
        edit = {"told": list(told), "by": reader.name if reader and reader.is_somebody else ""}
        more = {"edit": edit, "composed": old.at, "draft": "".join(ledger.raw) or None}
        return self._put_on_record(memo, paper, form, view, tuple(ledger.places), more)

    def _put_on_record(
        self,
        memo: Memo,
        paper: Paper,
        form: MemoFormat,
        view: View,
        places: Sequence[QuotePlace],
        more: Mapping[str, object],
    ) -> tuple[Memo, Paper]:
        reader = view.scope.reader
        entry = {
            "memo": memo.to_json(),
            "by": view.reader.name,
            "replaces": memo.replaces,
            "labels": sorted(reader.labels) if reader else None,
            "restrictions": [asdict(one) for one in view.scope.restrictions],
            "evidence": list(places),
            "prompts": digest(),
            "rules": self.engine.rules.digest,
            **more,
        }
        if lost := self.record.keep(entry) if self.record else ():
            memo = replace(memo, notices=(*memo.notices, *lost))
            paper = lay_out(memo, form)
        return memo, paper

    @property
    def kept(self) -> Record:
        """Where memos are put on record.

        Raises:
            UsageError: nowhere.
        """
        if self.record is None:
            raise UsageError("memos are not put on record here", hint="write them with a record")
        return self.record


def _outcome(one: MemoProgress | Written) -> Values:
    return {"outcome": "done", "id": one.memo.id} if isinstance(one, Written) else {}
