"""What a person did to a memo, carried over into the version that brings it up to date: what they wrote is
checked anew over today's documents, what they took out stays out, and what they added or moved stands where
they put it.

A sentence that rested on a document which is not there for who asks, removed or hidden, is left out: not even
its words are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.answer.inquiry import Inquiry
from assistant.memo.edit import format_of, with_sections, without_gaps
from assistant.memo.formats import MemoFormat
from assistant.memo.ledger import Ledger
from assistant.memo.types import Memo, Section
from assistant.paper import Block, Paragraph, Table, Text, texts_of
from assistant.verify.typed import TypedWords
from assistant.workspace.memo_edits import without_hidden


def carried(old: Memo, new: Memo, format: MemoFormat, inquiry: Inquiry) -> Memo:  # noqa: A002
    """The new version of a memo with what a person did to the old one, if anything."""
    old = without_hidden(old, inquiry.view)
    mine = {one.heading for one in old.sections if _is_persons(one, format)}
    if not mine and not old.removed and not _is_moved(old, new):
        return new
    ledger = Ledger(citations=list(new.citations), gaps=list(new.gaps), notices=list(new.notices))
    composed = {one.heading.casefold(): one for one in new.sections}
    out = {one.casefold() for one in old.removed}
    sections: list[Section] = []
    for one in old.sections:
        made = composed.pop(one.heading.casefold(), None)
        if one.heading in mine:
            if made:
                ledger.gaps = without_gaps(ledger.gaps, made, format_of(made, format))
            sections.append(_checked(one, old, ledger, inquiry))
        elif made:
            sections.append(made)
    for name, made in composed.items():
        if name in out:
            ledger.gaps = without_gaps(ledger.gaps, made, format_of(made, format))
        else:
            sections.append(made)
    if mine:
        named = ", ".join(f"“{one.heading}”" for one in old.sections if one.heading in mine)
        ledger.notice([f"What was written by hand was kept, and checked over today's documents: {named}."])
    told = replace(
        new,
        citations=tuple(ledger.citations),
        gaps=tuple(ledger.gaps),
        notices=tuple(ledger.notices),
        removed=old.removed,
    )
    return with_sections(told, sections, format)


def _is_persons(section: Section, format: MemoFormat) -> bool:  # noqa: A002
    """Whether a person wrote in the section, or added it."""
    return bool(section.typed) or format_of(section, format) is None


def _is_moved(old: Memo, new: Memo) -> bool:
    before, now = ([one.heading.casefold() for one in each.sections] for each in (old, new))
    return [one for one in before if one in now] != [one for one in now if one in before]


def _checked(section: Section, old: Memo, ledger: Ledger, inquiry: Inquiry) -> Section:
    """The section over today's documents: sentences whose quotes all stand keep their notes, any other is
    held against what there is."""
    words = TypedWords(inquiry, ledger, ())
    gone = {one.number for one in old.citations if one.source not in words.documents.sources}
    numbers = {
        one.number: ledger.cite(evidence)
        for one in old.citations
        if any(one.number in text.notes for text in texts_of(section.blocks))
        and (evidence := words.evidence(one))
    }

    def renumbered(text: Text) -> Text | None:
        if gone.intersection(text.notes):
            return None
        notes = tuple(numbers[note] for note in text.notes if note in numbers)
        stands = text.role not in ("fact", "failed") or len(notes) == len(text.notes)
        return replace(text, notes=notes, role=text.role if stands else "read")

    blocks = tuple(_with(section.blocks, renumbered))
    kept = [text for text in texts_of(blocks) if text.role != "read"]
    known = Section(section.heading, (Paragraph(tuple(kept)),), section.typed)
    checked, _ = TypedWords(inquiry, ledger, (known, *_labelled(section))).section(section.heading, blocks)
    for text in texts_of(checked.blocks):
        if text.role == "gap" and text.text not in ledger.gaps:
            ledger.gaps.append(text.text)
    return checked


def _labelled(section: Section) -> Iterator[Section]:
    """The labels of the section, which are not checked again."""
    for block in section.blocks:
        if isinstance(block, Paragraph) and block.label:
            yield Section("", (Paragraph((), label=block.label),))


def _with(blocks: Sequence[Block], change: Callable[[Text], Text | None]) -> Iterator[Block]:
    def changed(texts: Sequence[Text]) -> tuple[Text, ...]:
        return tuple(filter(None, map(change, texts)))

    for block in blocks:
        if isinstance(block, Paragraph):
            yield replace(block, texts=changed(block.texts))
        elif isinstance(block, Table):
            yield replace(block, rows=tuple(tuple(map(changed, row)) for row in block.rows))
        else:
            yield block
