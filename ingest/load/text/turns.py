"""Speeches in formats that do not mark who speaks: a Word file, a page or a PDF of a hearing prints the names
as plain text does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ingest.load.metadata import merge
from ingest.load.text.lines import head_of
from ingest.load.text.speakers import Opening, openings
from ingest.types import Block, Document

_PROSE = frozenset(("paragraph", "item"))
_OPENS = 400  # characters of a paragraph in which a speech opens
_TOLD = re.compile(r"[\[(][^\[\]()]*[\])]")
_HEADINGS = 3  # in which a text says what it is
_FEWEST = 2  # speakers who speak more than once, or numbered questions


def credited(document: Document) -> Document:
    """The document with its speeches under their speakers' names, where it marks none and plainly is a
    transcript: a name that opens one paragraph may be a heading, names that come again are speakers."""
    if any(block.speaker or block.role == "speaker" for block in document.blocks):
        return document
    lines = [document.text[block.start : min(block.end, block.start + _OPENS)] for block in document.blocks]
    headings = [line for line, block in zip(lines, document.blocks, strict=True) if block.role == "heading"]
    opens = openings(
        [line for line, block in zip(lines, document.blocks, strict=True) if block.role in _PROSE],
        head="\n".join(headings[:_HEADINGS]),
    )
    turns = [
        opens(line) if block.role in _PROSE else None
        for line, block in zip(lines, document.blocks, strict=True)
    ]
    again = [mark for mark, count in Counter(turn.mark for turn in turns if turn).items() if count > 1]
    asked = sum(bool(turn and turn.question) for turn in turns)
    if len(again) < _FEWEST and asked < _FEWEST:
        return document
    blocks, numbers = list[Block](), list[int]()
    for spoken in _spoken(document, turns):
        blocks += spoken
        numbers.append(len(blocks) - 1)
    told = head_of([part for line in lines for part in (line, "")])
    known = merge(document.metadata, replace(told, kind="transcript", language="", jurisdiction=""))
    moved = tuple(replace(block, leads=tuple(numbers[lead] for lead in block.leads)) for block in blocks)
    return replace(document, blocks=moved, metadata=known)


def _spoken(document: Document, turns: list[Opening | None]) -> Iterator[list[Block]]:
    """The blocks that each block becomes: the mark of a speaker and what he says, or itself with his name."""
    turn: Opening | None = None
    question = ""
    for block, opening in zip(document.blocks, turns, strict=True):
        if opening:
            turn, question = opening, opening.question or question
            first = block.start + opening.end
            end = document.text.index(opening.mark, block.start) + len(opening.mark)
            mark = Block(block.start, end, "speaker", speaker=_name(opening))
            said = replace(
                block, start=first, role="speech", speaker=_name(opening), place=question or block.place
            )
            yield [mark, said] if first < block.end else [mark]
        elif block.role == "heading":
            turn = None
            yield [block]
        elif turn and block.role in _PROSE and not _TOLD.fullmatch(document.text, block.start, block.end):
            yield [replace(block, role="speech", speaker=_name(turn), place=question or block.place)]
        else:
            yield [replace(block, role="note") if turn and block.role in _PROSE else block]


def _name(opening: Opening) -> str:
    return opening.name or opening.mark.rstrip(":. ")
