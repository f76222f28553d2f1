"""The footnotes of a PDF page: the lines at the end of a column that are none of the text above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ingest.load.builder import one_line
from ingest.load.pdf.glyphs import Line

_SMALLER = 0.94  # of the text's type size: smaller type at the end of a column may be notes
_OPENS = re.compile(r"(\d{1,3}|[*†‡§¶]{1,3}|[a-z])[.)]?\s+(?=\S)|([*†‡§¶]{1,3}|\d{1,3}(?=[A-ZÀ-Þ“\"‘]))")
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")


class Column(NamedTuple):
    """A column's lines of text, and its notes: each with its mark (empty where it goes on from the page
    before) and its lines."""

    text: list[Line]
    notes: list[tuple[str, list[Line]]]


def without_notes(lines: Sequence[Line], size: float, marks: frozenset[str], open_note: bool) -> Column:
    """The lines of a column without the notes at its end. `size` is the text's type size; `marks` are what is
    raised in the text of the page; `open_note` says that the page before ended within a note."""
    start = _start(lines, size, marks, open_note)
    notes: list[tuple[str, list[Line]]] = []
    for line in lines[start:]:
        mark = line.label if line.label else mark_of(line, marks)
        follows = not notes or not notes[-1][1] or _follows(notes[-1][0], mark)
        if mark and follows:
            notes.append((mark, [line]))
        elif notes:
            notes[-1][1].append(line)
        else:
            notes.append(("", [line]))
    return Column(list(lines[:start]), notes)


def _start(lines: Sequence[Line], size: float, marks: frozenset[str], open_note: bool) -> int:
    """Where the notes begin; the number of lines where there are none."""
    tail = len(lines)
    while tail and lines[tail - 1].size < _SMALLER * size and lines[tail - 1].upright:
        tail -= 1
    for number in range(tail, len(lines)):
        if mark_of(lines[number], marks):
            return tail if open_note and number > tail else number
    if tail < len(lines):
        return tail if open_note else len(lines)
    # Notes in the type of the text are told by a raised mark that stands in the text too.
    for number, line in enumerate(lines):
        if line.label and line.label in marks and number and _is_last(lines[number:], size):
            return number
        if number and _ENDED.search(one_line(lines[number - 1].text)) and _is_list(lines[number:], marks):
            return number
    return len(lines)


def _is_list(lines: Sequence[Line], marks: frozenset[str]) -> bool:
    """Whether two notes or more in the type of the text, with plain numbers, are all that follows."""
    found = [match[1] for line in lines if (match := _OPENS.match(one_line(line.text))) and match[1] in marks]
    first = _OPENS.match(one_line(lines[0].text))
    rising = all(one.isdecimal() and _follows(one, other) for one, other in pairwise(found))
    return bool(first and first[1] in marks) and len(found) > 1 and rising


def _is_last(lines: Sequence[Line], size: float) -> bool:
    return all(abs(line.size - size) < 0.1 * size for line in lines)


def mark_of(line: Line, marks: frozenset[str]) -> str:
    """The mark with which a line of small type opens a note; a plain figure must stand
    raised in the text too."""
    if line.label:
        return line.label
    match = _OPENS.match(one_line(line.text))
    if not match:
        return ""
    mark = match[1] or match[2]
    return mark if mark in marks or not mark.isalnum() else ""


def _follows(last: str, mark: str) -> bool:
    """Whether a mark comes after another, so that a figure at a line's start is no mark."""
    if last.isdecimal() and mark.isdecimal():
        return 0 < int(mark) - int(last) < 8
    return True


def words_of(mark: str, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a note without its mark."""
    for number, line in enumerate(lines):
        if number == 0 and mark and not line.label:
            text = line.text.lstrip()[len(mark) :].lstrip(" .)")
            yield replace(line, text=text)
        else:
            yield line


def is_unfinished(notes: Sequence[tuple[str, list[Line]]]) -> bool:
    """Whether the last note goes on on the next page."""
    return bool(notes) and not _ENDED.search(one_line(notes[-1][1][-1].text))
