"""A memo on record, worked on by a person: each edit makes a version of its own, whose every new sentence was
checked; the one before stays as it is."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assistant.answer.inquiry import Inquiry
from assistant.memo.again import Maker
from assistant.memo.edit import (
    Edit,
    format_of,
    listed,
    on_paper,
    placed,
    position_of,
    settled,
    with_head,
    with_sections,
    without_gaps,
)
from assistant.memo.formats import MemoFormat, load_format
from assistant.memo.layout import notes_of
from assistant.memo.ledger import Ledger
from assistant.memo.types import Memo, Section, Typed
from assistant.memo.versions import RecordedMemo
from assistant.memo.writer import MemoWriter
from assistant.paper import Block, Paper, note_text, texts_of
from assistant.verify.read_markdown import read_section
from assistant.verify.typed import TypedWords
from ingest.errors import UsageError
from ingest.view import View


@dataclass(frozen=True, slots=True)
class TypedSection:
    """A section that a person wrote in, with what came of each sentence that is new."""

    heading: str
    sentences: tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class Edited:
    """The new version of a memo, the same as it stands on paper, what was done on a line each, and what the
    check made of what was written."""

    memo: Memo
    paper: Paper
    told: tuple[str, ...]
    typed: tuple[TypedSection, ...]

    def to_json(self) -> dict[str, Any]:
        """The memo as plain values, with what was done, and each new sentence."""
        return {
            **self.memo.to_json(),
            "edit": {"told": self.told, "typed": [asdict(one) for one in self.typed]},
        }


@dataclass(slots=True)
class _Work:
    """A memo that is worked on: its sections as they are by now."""

    memo: Memo
    format: MemoFormat
    inquiry: Inquiry
    writer: MemoWriter
    ledger: Ledger
    sections: list[Section]
    removed: list[str]
    told: list[str] = field(default_factory=list)
    typed: list[TypedSection] = field(default_factory=list)

    def apply(self, edit: Edit) -> None:
        """Do one thing."""
        match edit.kind:
            case "add":
                self._add(edit)
            case "head":
                self._set(edit)
            case "settle":
                self._settle(edit.section)
            case _:
                edit = self._do(edit, position_of(edit.section, self.sections))
        self.told.append(edit.told)

    def _do(self, edit: Edit, at: int) -> Edit:
        """Do something to the section that stands there; returns the edit with its heading."""
        section = self.sections[at]
        match edit.kind:
            case "text":
                self.sections[at] = self._written(section.heading, edit)
            case "again":
                self.sections[at] = self._made(section.heading, section)
            case "remove":
                del self.sections[at]
                self._forget(section)
                self.removed += [section.heading] if format_of(section, self.format) else []
            case "move":
                del self.sections[at]
                self.sections = placed(section, self.sections, edit.after)
        return replace(edit, section=section.heading)

    def _set(self, edit: Edit) -> None:
        """Another line of the head, also where sections have it in the writer's own words."""
        maker = self._maker()
        memo = with_head(self.memo, edit.section, edit.text)
        for at, section in enumerate(self.sections):
            if of := format_of(section, self.format):
                (old, were), (new, are) = (maker.lines(of, one.request) for one in (self.memo, memo))
                changed: dict[Block, Block] = {
                    one: now for one, now in zip(old, new, strict=True) if one != now
                }
                if not any(one in changed for one in section.blocks):
                    continue
                blocks = tuple(changed.get(one, one) for one in section.blocks)
                self.sections[at] = replace(section, blocks=blocks)
                kept = [one for one in self.ledger.gaps if one not in were or one in are]
                self.ledger.gaps = [*kept, *(one for one in are if one not in kept)]
        self.memo = memo

    def _settle(self, named: str) -> None:
        """A point is confirmed, or a sentence that failed when the memo was composed is left out."""
        apart = self.memo.withheld
        if named in listed(self.memo).values() and any(one.text == named for one in apart):
            self.memo = replace(self.memo, withheld=tuple(one for one in apart if one.text != named))
        else:
            self.ledger.gaps = settled(self.ledger.gaps, named, self.sections)

    def _maker(self) -> Maker:
        return Maker(self.memo, self.format, self.inquiry, self.ledger, self.writer.builders)

    def _add(self, edit: Edit) -> None:
        """A section of a heading that there is none of; one in which nothing stands is filled."""
        heading = " ".join(edit.section.split())
        if not any(one.isalnum() for one in heading):
            raise UsageError("a section that is added needs a heading", hint="name one, such as: Background")
        there = [one for one in self.sections if one.heading.casefold() == heading.casefold()]
        if there and there[0].blocks:
            raise UsageError(
                f"the memo has a section “{there[0].heading}” already", hint="edit that one, or name another"
            )
        self.sections = [one for one in self.sections if one not in there] if edit.after else self.sections
        if not there or edit.after:
            self.sections = placed(Section(heading, ()), self.sections, edit.after)
        at = position_of(heading, self.sections)
        is_written = edit.text.strip() or edit.blocks
        made = self._written(heading, edit) if is_written else self._made(heading, self.sections[at])
        self.sections[at] = made
        self.removed = [one for one in self.removed if one.casefold() != heading.casefold()]

    def _written(self, heading: str, edit: Edit) -> Section:
        """The section in a person's words.

        Raises:
            UsageError: there are none, or the section is made of what the memo cites.
        """
        of = format_of(Section(heading, ()), self.format)
        if of and of.kind == "sources":
            raise UsageError(
                f"“{heading}” names what the memo cites, and cannot be written", hint="move it, or remove it"
            )
        notes = {one.number: note_text(one) for one in self.ledger.citations}
        blocks: Sequence[Block] = edit.blocks or _read(edit.text, notes)
        if not blocks:
            raise UsageError(f"there is no text for “{heading}”", hint="write some, or remove the section")
        old = next((one for one in self.sections if one.heading == heading), None)
        if old:
            own = {text.text for text in texts_of(old.blocks) if text.role == "gap"}
            self.ledger.gaps = [one for one in self.ledger.gaps if one not in own]
        told = {one.number: one.text for one in notes_of(self.memo)}
        words = TypedWords(self.inquiry, self.ledger, self.memo.sections, told, dict(edit.notes))
        section, new = words.section(heading, blocks)
        for text in texts_of(section.blocks):
            if text.role == "gap" and text.text not in self.ledger.gaps:
                self.ledger.gaps.append(text.text)
        self.typed.append(TypedSection(heading, new))
        return section

    def _made(self, heading: str, old: Section) -> Section:
        self._forget(old)
        others = [one for one in self.sections if one.heading != heading]
        maker = self._maker()
        count = len({note for text in texts_of(old.blocks) for note in text.notes})
        return maker.section(format_of(old, self.format), heading, others, count=count)

    def _forget(self, section: Section) -> None:
        """What a section had to be confirmed is no longer asked."""
        self.ledger.gaps = without_gaps(self.ledger.gaps, section, format_of(section, self.format))

    def finished(self) -> tuple[Memo, Paper]:
        """The new version, with what the linter finds in it, and its paper."""
        ledger, format = self.ledger, self.format  # noqa: A001
        memo = replace(
            self.memo,
            id=uuid.uuid4().hex,
            replaces=self.memo.id,
            citations=tuple(ledger.citations),
            gaps=tuple(ledger.gaps),
            withheld=(*self.memo.withheld, *ledger.withheld),
            notices=tuple(ledger.notices),
            removed=tuple(self.removed),
            findings=(),
        )
        memo = with_sections(memo, self.sections, format)
        return on_paper(memo, format, self.inquiry.rules, self.writer.pages)


def _read(text: str, notes: Mapping[int, str]) -> tuple[Block, ...]:
    """The blocks of a section that is typed.

    Raises:
        UsageError: it refers to a note that the memo does not have.
    """
    last = max(notes, default=0)
    blocks = read_section(text, notes)
    for one in texts_of(blocks):
        if strange := [note for note in one.notes if note not in notes]:
            hint = (
                f"its notes are 1 to {last}; leave a mark away, and the quote is looked for" if last else ""
            )
            raise UsageError(f"the memo has no note {strange[0] - last}", hint=hint)
    return blocks


def edit_memo(
    writer: MemoWriter,
    old: RecordedMemo,
    edits: Sequence[Edit],
    view: View,
    stopped: Callable[[], bool] = lambda: False,
) -> Edited:
    """The memo with these edits done in their order, as a version of its own, put on record. It is made
    within what the old one was.

    Raises:
        UsageError: a section is named that there is none of, or another edit cannot be done; or a document
            that the memo rests on is not there for who edits.
        EmptyLibrary: there is no source in the view.
        Stopped: nobody waits for it any more.
    """
    require_documents(old, view)
    for restriction in old.restrictions if not view.scope.restrictions else ():
        view = view.within(restriction)
    inquiry = writer.engine.over(view, stopped)
    inquiry.require(old.memo.request.topic)
    memo = without_hidden(old.memo, view)
    ledger = Ledger(citations=list(memo.citations), gaps=list(memo.gaps), notices=list(memo.notices))
    form = load_format(memo.request.format, writer.home)
    work = _Work(memo, form, inquiry, writer, ledger, list(memo.sections), list(memo.removed))
    for one in edits:
        work.apply(one)
    memo, paper = work.finished()
    memo, paper = writer.kept_version(memo, paper, form, view, old, work.told, ledger)
    return Edited(memo, paper, tuple(work.told), tuple(work.typed))


def require_documents(old: RecordedMemo, view: View) -> None:
    """See that all documents that a memo cites are there for whoever is to have its words; its owner has them
    anyhow.

    Raises:
        UsageError: one is not.
    """
    if view.scope.reader is None:
        return
    slugs = {one.slug for one in view.unrestricted.sources}
    hashes = {one.sha256 for one in view.unrestricted.sources}
    if any(one.source not in slugs and one.sha256 not in hashes for one in old.memo.citations):
        raise UsageError(
            "the memo rests on a document that is no longer in the library, or that you may not see",
            hint="bring the memo up to date first, which leaves out what rests on it",
        )


def without_hidden(memo: Memo, view: View) -> Memo:
    """The memo without what was said, of sentences that a person wrote, in words of documents that are not
    there for who asks."""
    slugs = {one.slug for one in view.unrestricted.sources}

    def told(one: Typed) -> Typed:
        is_there = one.source is None or one.source.source in slugs
        return one if is_there else replace(one, why="", source=None, failures=())

    sections = tuple(replace(one, typed=tuple(map(told, one.typed))) for one in memo.sections)
    return replace(memo, sections=sections)
