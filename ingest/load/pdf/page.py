"""One PDF page as lines in reading order."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from ingest.load.pdf.columns import middle, side_by_side, zones_of
from ingest.load.pdf.frames import Framed, framed
from ingest.load.pdf.glyphs import COLUMN_GAP, Box, Line, Part, is_raised
from ingest.load.pdf.rules import NO_RULES, Rules, dividers
from ingest.load.raised import raised

NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶]{1,4})[\])]?")
"""What stands raised before a note."""

NOTE_MARKS = re.compile(r"\d{1,3}|[a-z]|[*†‡§¶]{1,4}")
_CLOSE = 0.5  # of the type size: a raised mark stands nearer to its word
_WORD_GAP = 0.12  # of the type size: a narrower gap is within a word


def page_lines(runs: Sequence[Line], page: int, width: float, rules: Rules = NO_RULES) -> list[Line]:
    """The lines of a page: upright ones in reading order, then those that run at another angle or are laid
    over it. `rules` are the lines that are drawn on it."""
    for table, inside in framed(runs, *rules):
        held = {id(run) for run in inside}
        runs = [*(run for run in runs if id(run) not in held), _frame(table, inside)]
    upright = stretches([run for run in runs if run.upright and not run.floats])
    sideways = [run for run in runs if not run.upright or run.floats]
    zones = _zones(upright, width, rules.level)
    lines = [
        replace(line, zone=number, page=page) for number, zone in enumerate(zones) for line in rows_of(zone)
    ]
    return lines + [replace(run, zone=len(zones) + number, page=page) for number, run in enumerate(sideways)]


def _frame(table: Framed, runs: Sequence[Line]) -> Line:
    """A framed table as a line of its own."""
    return Line(
        " ".join(run.text for run in runs),
        table.box,
        median(run.size for run in runs),
        spans=tuple(span for run in runs for span in run.spans),
        alone=True,
        table=table,
    )


def _zones(runs: Sequence[Line], width: float, rules: Sequence[Box]) -> list[list[Line]]:
    """The columns of a page in reading order. Rules over the whole width part them: a table between two of
    them is none of the columns, and its heads and rows are one, whatever rules stand between those."""
    zones = zones_of(runs, width)
    if len(zones) < 2 or not rules:
        return zones
    left, right = min(run.box.left for run in runs), max(run.box.right for run in runs)
    found: list[list[Line]] = []
    rest, single = list(runs), False
    for height in [*dividers(rules, left, right), -math.inf]:
        band = [run for run in rest if middle(run) > height]
        rest = [run for run in rest if middle(run) <= height]
        parted = zones_of(band, width)
        if single and len(parted) == 1:
            found[-1] += parted[0]
        else:
            found += parted
        single = len(parted) == 1 if band else single
    return found


def stretches(runs: Sequence[Line]) -> list[Line]:
    """The runs, where raised and lowered ones are joined to what they stand beside."""
    found: list[list[Line]] = []
    for run in runs:
        if found and _belong_together(found[-1], run):
            found[-1].append(run)
        else:
            found.append([run])
    return [joined(group) for group in found]


def _belong_together(group: Sequence[Line], run: Line) -> bool:
    last, largest = group[-1], max(group, key=lambda one: one.size)
    gap = run.box.left - last.box.right
    size = max(largest.size, run.size)
    shifted = is_raised(run, largest) or is_raised(last, run) or is_raised(last, largest)
    lowered = is_raised(largest, run) or min(run.size, last.size) < 0.78 * size
    return (shifted or lowered) and -0.5 * size < gap < _CLOSE * size and side_by_side(largest, run)


def rows_of(runs: Iterable[Line]) -> list[Line]:
    """The runs of one column put together to lines, from the top down."""
    rows: list[list[Line]] = []
    # Of two runs at one height the larger comes first: a raised mark joins its line, not the line above.
    for run in sorted(runs, key=lambda run: (-round(middle(run)), -run.size)):
        for row in rows[-3:]:
            if not run.table and not row[0].table and side_by_side(row[0], run):
                row.append(run)
                break
        else:
            rows.append([run])
    return [joined(sorted(row, key=lambda run: run.box.left)) for row in rows]


def joined(row: Sequence[Line]) -> Line:
    """The runs of a line, from the left, as one; the marks of notes fall away, and one before the line
    becomes its label."""
    if len(row) == 1:
        return _with_parts(row[0])
    main = _main(row)
    text, label = "", ""
    box, right = row[0].box, row[0].box.left
    spans: list[tuple[int, int]] = []
    parts: list[Part] = []
    marks = [mark for run in row for mark in run.marks]
    for run in row:
        gap = run.box.left - right
        size = max(main.size, run.size)
        words = run.text
        if run is not main and is_raised(run, main):
            if text.strip():
                words = raised(words, text)
                marks += [] if words else NOTE_MARKS.findall(run.text)
            elif NOTE_MARK.fullmatch(words.strip()):
                label, words = words.strip(), ""
        elif run.label and text.strip():  # what was taken for the label of the words after it
            power = raised(run.label, text)
            marks += [] if power else [run.label]
            words = f"{power} {words}" if power else words
        wide = gap > COLUMN_GAP * size and bool(text.strip()) and bool(words.strip())
        tight = gap < _WORD_GAP * size and not (run.label and words == run.text)
        blank = "" if tight or not text or text.endswith(" ") else " "
        if words:
            text += blank + words
            spans += run.spans
            label = label or ("" if parts else run.label)
            new = list(run.parts) or [Part(run.box.left, run.box.right, words)]
            if wide or not parts:
                parts += new
            else:
                last = parts.pop()
                parts += [Part(last.left, new[0].right, last.text + blank + new[0].text), *new[1:]]
        box, right = box.union(run.box), max(right, run.box.right)
    return Line(
        text,
        box,
        main.size,
        all(run.bold for run in row if len(run.text.strip()) > 1) and main.bold,
        True,
        tuple(spans),
        base=main.base,
        parts=tuple(parts),
        label=label,
        marks=tuple(marks),
        alone=any(run.alone for run in row),
        glyphs=tuple(glyph for run in row for glyph in run.glyphs),
    )


def _main(row: Sequence[Line]) -> Line:
    """The run that tells the type of a line: the largest that has a share in it, for small capitals are part
    of the text around them."""
    letters = sum(len(run.text) for run in row)
    shares = [run for run in row if len(run.text) > 0.15 * letters]
    return max(shares or row, key=lambda run: (round(run.size), run.box.right - run.box.left))


def _with_parts(line: Line) -> Line:
    return line if line.parts else replace(line, parts=(Part(line.box.left, line.box.right, line.text),))
