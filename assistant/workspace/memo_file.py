"""A memo's file that a person has edited → what they did to its sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.lexicon.same_words import plain_marks
from assistant.memo.compose import renumbered
from assistant.memo.edit import SUBJECT, TOP, Edit, head_of, listed, shown
from assistant.memo.layout import notes_of, printed
from assistant.memo.types import Memo, Section
from assistant.paper import Block, Heading, Paper, Paragraph, Text, note_text, texts_of
from assistant.verify.sentences import GAP, is_apart
from ingest.errors import UsageError


@dataclass(frozen=True, slots=True)
class _Part:
    """A section as the file has it."""

    heading: str
    blocks: tuple[Block, ...]


def edits_of(paper: Paper, memo: Memo) -> list[Edit]:
    """What was done to a memo, by what a file of it now says: sections that read otherwise, are gone, are
    new, or stand elsewhere, lines of the head, and points to be confirmed that are no longer listed.

    Raises:
        UsageError: the file has no section, or words that stand under no heading.
    """
    numbers, strange = _notes(paper, memo)
    parts = list(_parts(tuple(renumbered(paper.blocks, numbers))))
    if not parts:
        raise UsageError("the file has no section", hint="put a heading over each, as the memo has them")
    # What stands under such a heading is taken for what follows the body.
    there = [one for one in shown(memo.sections) if printed(one.blocks) and not is_apart(one.heading)]
    old = {one.heading.casefold(): one for one in there}
    new = {one.heading.casefold(): one for one in parts}
    known = _printed_notes(memo)
    edits = [*_head(paper, memo), *_settled(paper, memo)]
    edits += [Edit("remove", one.heading) for name, one in old.items() if name not in new]
    now, before = [name for name in old if name in new], TOP
    for position, one in enumerate(parts):
        name, was = one.heading.casefold(), old.get(one.heading.casefold())
        notes = tuple((number, strange[number]) for number in _numbers(one.blocks) if number in strange)
        if was is None:
            edits.append(Edit("add", one.heading, blocks=one.blocks, notes=notes, after=before))
            now.insert(position, name)
        else:
            if now[position] != name:
                now.remove(name)
                now.insert(position, name)
                edits.append(Edit("move", one.heading, after=before))
            if _spelt(one.blocks, known | strange) != _spelt(printed(was.blocks), known):
                edits.append(Edit("text", one.heading, blocks=_with_withheld(one.blocks, was), notes=notes))
        before = one.heading
    return edits


def _head(paper: Paper, memo: Memo) -> Iterator[Edit]:
    """What the head says otherwise: its lines, as far as the file has them, and what the memo is called."""
    known = head_of(memo)
    said = {name.strip().rstrip(":").casefold(): " ".join(value.split()) for name, value in paper.fields}
    said = {name: "" if GAP.match(value) else value for name, value in said.items() if name in known}
    titles = [one for one in (said.pop(SUBJECT, ""), " ".join(paper.title.split())) if one]
    if changed := [one for one in titles if _plain(one) != _plain(" ".join(memo.title.split()))]:
        yield Edit("head", SUBJECT, changed[0])
    if paper.marking and paper.marking != memo.request.marking:
        yield Edit("head", "marking", paper.marking)
    for name, value in said.items():
        if _plain(value) != _plain(" ".join(known[name].split())):
            yield Edit("head", name, value)


def _settled(paper: Paper, memo: Memo) -> Iterator[Edit]:
    """The points to be confirmed that the file no longer lists, where it has their list, or its end."""
    if not any(isinstance(one, Heading) for one in paper.annexes):
        return
    there = {_plain(" ".join(text.text for text in texts_of([one]))) for one in paper.annexes}
    yield from (Edit("settle", named) for line, named in listed(memo).items() if _plain(line) not in there)


def _parts(blocks: Sequence[Block]) -> Iterator[_Part]:
    """The sections, by their headings.

    Raises:
        UsageError: words stand above the first.
    """
    part: _Part | None = None
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 1:
            if part:
                yield part
            part = _Part(" ".join(block.text.split()), ())
        elif part:
            part = replace(part, blocks=(*part.blocks, block))
        elif said := " ".join(text.text for text in texts_of([block])).strip():
            raise UsageError(f"“{said[:80]}” stands under no heading", hint="put it under one")
    if part:
        yield part


def _with_withheld(blocks: tuple[Block, ...], was: Section) -> tuple[Block, ...]:
    """The blocks with what of the section was withheld, which no file has in its place: it stays withheld."""
    failed = tuple(one for one in texts_of(was.blocks) if one.role == "failed")
    return (*blocks, Paragraph(failed)) if failed else blocks


# Notes ------------------------------------------------------------------------------------------------------


def _notes(paper: Paper, memo: Memo) -> tuple[dict[int, int], dict[int, str]]:
    """For each note of the file the number of the memo's citation that it is, and the texts of those that are
    none of them, under numbers of their own."""
    known = {number: _plain(text) for number, text in _printed_notes(memo).items()}
    quoted = {one.number: _plain(note_text(one)) for one in memo.citations}
    numbers: dict[int, int] = {}
    strange: dict[int, str] = {}
    first = max(known, default=0) + 1
    for note in paper.notes:
        said = _plain(note.text)
        same = [number for number in known if said in (known[number], quoted[number])]
        if same:
            numbers[note.number] = note.number if note.number in same else same[0]
        else:
            numbers[note.number] = first + len(strange)
            strange[numbers[note.number]] = " ".join(note.text.split())
    used = {note for text in texts_of(paper.blocks) for note in text.notes}
    for number in sorted(used - numbers.keys()):
        numbers[number] = first + len(strange)
        strange[numbers[number]] = ""
    return numbers, strange


def _printed_notes(memo: Memo) -> dict[int, str]:
    return {one.number: one.text for one in notes_of(memo)}


def _numbers(blocks: Sequence[Block]) -> list[int]:
    return list(dict.fromkeys(note for text in texts_of(blocks) for note in text.notes))


def _spelt(blocks: Sequence[Block], notes: Mapping[int, str]) -> list[tuple[str, str, frozenset[str]]]:
    """What the blocks say, however it is laid out or cut into sentences."""
    found = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(("", _plain(block.text), frozenset[str]()))
        elif isinstance(block, Paragraph):
            found.append((_plain(block.label).rstrip(":"), *_said(block.texts, notes)))
        else:
            found += [("", *_said(cell, notes)) for row in block.rows for cell in row]
    return [one for one in found if one[0] or one[1]]


def _said(texts: Sequence[Text], notes: Mapping[int, str]) -> tuple[str, frozenset[str]]:
    used = frozenset(_plain(notes.get(note, "")) for one in texts for note in one.notes)
    return _plain(" ".join(one.text for one in texts)), used


def _plain(text: str) -> str:
    return plain_marks(" ".join(text.split()))
