"""Lines of PDF pages → blocks: what is no text goes, hard-wrapped and hyphenated lines come together, notes
follow the paragraph that they interrupt, tables become rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.load.builder import TextBuilder, one_line
from ingest.load.pdf.dates import ALONE
from ingest.load.pdf.furniture import furniture, without_marks
from ingest.load.pdf.glyphs import HYPHEN_MARK, Line
from ingest.load.pdf.grid import Table, rows_of_table, tables_in
from ingest.load.pdf.labels import entry_of, hangs, label_of, opens_round, place_of, speakers_of, speech_of
from ingest.load.pdf.language import flows_of
from ingest.load.pdf.notes import is_unfinished, without_notes, words_of
from ingest.load.pdf.words import HYPHENS, Words
from ingest.load.tables import Grid, grid_of, table_lines
from ingest.types import Role

_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*\d{0,3}$")
_CLAUSE_ENDED = re.compile(r"(?:[.!?:;…—–,][\"'”’»)\]]*|\b(?:and|or))$")
_LEADS = re.compile(r"\b(?:on|of|by|until|from|before|after|since|dated|and|to|the|in)$|,$", re.IGNORECASE)
_SECTION = re.compile(r"(?:SEC(?:TION)?\b|TITLE|PART|CHAPTER|ARTICLE|SUBTITLE|SUBCHAPTER|DIVISION|§)\W*\w+")
_LARGE_SHARE = 0.25  # of the characters: the text's type has at least so many, though notes may have more
_MOST_HEADS = 3  # rows that a table may repeat on the next page
_SAME = 6.0  # points between the edges of a table's columns on two pages
_LONGEST_HEADING = 30  # words
_TITLE = 9  # words: a longer line is of a sentence, which may go on with a date
_FAR = 2.7  # of the type size: double-spaced lines are nearer than this


@dataclass(frozen=True, slots=True)
class Column:
    """The edges of a column and the usual distance of its lines."""

    left: float
    right: float
    pitch: float


@dataclass(slots=True)
class _Block:
    """A block on its way: its pieces are (page, text, what goes before it, how many characters fall away
    before that)."""

    role: Role
    pieces: list[tuple[int, str, str, int]]
    place: str = ""
    table: Table | None = None
    framed: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """One stream of text through the columns: a bilingual document has one for each language."""

    previous: Line | None = None
    block: _Block | None = None
    first: bool = True
    open_note: bool = False
    note: _Block | None = field(default=None)


class Body(NamedTuple):
    """The pages without what is printed on them for orientation, and the lines that are."""

    pages: list[list[Line]]
    left_out: tuple[str, ...]


def body_of(pages: Sequence[Sequence[Line]]) -> Body:
    """The text of the pages and their furniture."""
    left_out = furniture(pages)
    return Body(
        [
            [
                cleared
                for line in lines
                if id(line) not in left_out and (cleared := without_marks(line)).text.strip()
            ]
            for lines in pages
        ],
        tuple(line.text for lines in pages for line in lines if id(line) in left_out),
    )


def add_pages(
    builder: TextBuilder, pages: Sequence[Sequence[Line]], *, first: int = 1, heading: str = ""
) -> None:
    """Add the lines of all pages, of which the first has the number `first`, as blocks under a heading; a
    paragraph that goes on over a column's or a page's end is one block."""
    text = _Text(pages)
    blocks: list[_Block] = []
    flows: dict[str, _Flow] = defaultdict(_Flow)
    streams = flows_of(pages, first)
    for number, lines in enumerate(pages, first):
        marks = frozenset(mark for line in lines for mark in line.marks)
        for zone in _zones(lines):
            flow = flows[streams.get((number, zone[0].zone), "")]
            column = without_notes(zone, text.size, marks, flow.open_note)
            text.add_column(blocks, flow, column.text)
            for mark, noted in column.notes:
                text.add_note(blocks, flow, mark, noted)
            flow.open_note = (
                is_unfinished(column.notes) if column.notes else flow.open_note and not column.text
            )
    paging = _Paging(builder, first)
    if heading:
        paging.turn_to(first)
        builder.add(heading, "heading")
    _put(builder, blocks, paging, text.speakers)
    paging.end(first + len(pages) - 1)


def _zones(lines: Sequence[Line]) -> list[list[Line]]:
    return list(_by_zone(lines).values())


class _Text:
    """What must be known of the whole document before two lines can be told apart: its columns, its type
    size, its words."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        lines = [line for page in pages for line in page]
        self.columns = {key: _column(zone) for key, zone in _by_zone(lines).items()}
        sizes = Counter[float]()
        bold = Counter[bool]()
        for line in lines:
            sizes[round(line.size)] += len(line.text)
            bold[line.bold] += len(line.text)
        enough = [size for size, count in sizes.items() if count >= _LARGE_SHARE * sizes.total()]
        self.size = max(enough) if enough else sizes.most_common(1)[0][0] if sizes else 0.0
        self.bold = bold[True] > bold[False]
        self.words = Words(lines)
        self.speakers = speakers_of(line.text.strip() for line in lines)

    def add_column(self, blocks: list[_Block], flow: _Flow, lines: Sequence[Line]) -> None:
        """Add a column's lines of text to a flow."""
        tables = dict(tables_in(lines))
        position = 0
        while position < len(lines):
            end = tables.get(position)
            if lines[position].table:
                self._add_framed(blocks, flow, lines[position])
                position += 1
            elif end is not None:
                self._add_table(blocks, flow, lines[position:end])
                position = end
            else:
                self._add_line(blocks, flow, lines[position])
                position += 1

    def _add_line(self, blocks: list[_Block], flow: _Flow, line: Line) -> None:
        text = f"{line.label} {line.text}" if line.label else line.text
        if flow.previous and flow.block and not self._starts_block(flow.previous, line, flow.first):
            glue, drop = self.words.glue(flow.previous.text, text)
            flow.block.pieces.append((line.page, text, glue, drop))
            flow.first = False
        else:
            role = self._role(line)
            place = "" if role == "heading" else place_of(text)
            flow.block = _Block(role, [(line.page, text, "", 0)], place)
            blocks.append(flow.block)
            flow.first = True
        flow.previous = line

    def _add_table(self, blocks: list[_Block], flow: _Flow, lines: Sequence[Line]) -> None:
        open_table = flow.block.table if flow.block else None
        if open_table and open_table.lines[-1].page != lines[0].page and open_table.goes_on(lines):
            open_table.extend(lines)
        else:
            flow.block = _Block("row", [], table=Table(list(lines)))
            blocks.append(flow.block)
        flow.previous = None

    @staticmethod
    def _add_framed(blocks: list[_Block], flow: _Flow, line: Line) -> None:
        """Add a framed table, which may go on with the one at the end of the page before."""
        open_table = flow.block.framed if flow.block else []
        if open_table and open_table[-1].page != line.page and _same_columns(open_table[-1], line):
            open_table.append(line)
        else:
            flow.block = _Block("row", [], framed=[line])
            blocks.append(flow.block)
        flow.previous = None

    def add_note(self, blocks: list[_Block], flow: _Flow, mark: str, lines: Sequence[Line]) -> None:
        """Add a note behind the block that is open, which may go on after it."""
        if mark or flow.note is None:
            flow.note = _Block("note", [], f"note {mark}" if mark else "")
            blocks.append(flow.note)
        before = ""
        for line in words_of(mark, lines):
            if flow.note.pieces:
                glue, drop = self.words.glue(before or flow.note.pieces[-1][1], line.text)
                flow.note.pieces.append((line.page, line.text, glue, drop))
            else:
                flow.note.pieces.append((line.page, line.text, "", 0))
            before = line.text

    def _starts_block(self, previous: Line, line: Line, first: bool) -> bool:
        """Whether `line` opens a block; `first` says that `previous` opened one."""
        if (
            abs(previous.size - line.size) > 0.12 * max(previous.size, line.size)
            or previous.bold != line.bold
            or not (previous.upright and line.upright)
        ):
            return True
        if previous.alone or line.alone:
            return True
        before, now = previous.text.strip(), line.text.strip()
        if before.endswith(HYPHENS) and not opens_round(now):
            return False
        ended = bool(_ENDED.search(before))
        if (previous.page, previous.zone) != (line.page, line.zone):
            return (
                ended
                or line.bold
                or bool(label_of(now))
                or hangs(line)
                or (self._heads(previous) and now[:1].isupper())
            )
        column = self.columns[line.page, line.zone]
        pitch = (previous.box.bottom - line.box.bottom) / column.pitch if column.pitch else 1.0
        if pitch < 0 or opens_round(now) or hangs(line) or line.label:
            return True
        if pitch > 1.35:
            return ended or not self._runs_on(previous, line, column)
        fits = self._fits(previous, line, column)
        shifted = abs(line.box.left - previous.box.left) > 0.6 * line.size
        if label_of(now) and _CLAUSE_ENDED.search(before) and (shifted or pitch > 1.12 or fits):
            return True
        # “… shall not be closed unless” leads in without a colon; a line that had room for “(a)” ended there.
        if label_of(now) and fits and (shifted or now.startswith("(")):
            return True
        if first and ALONE.fullmatch(before):
            return True
        if ALONE.fullmatch(now) and (fits or len(before.split()) < _TITLE) and not _LEADS.search(before):
            return True
        if self._heads(previous) and not self._heads(line) and now[:1].isupper() and (fits or shifted):
            return True
        if ended and speech_of(now, self.speakers):
            return True
        inner = line.box.left > column.left + 0.6 * line.size
        if not ended:
            return fits and inner and now[:1].isupper() and self._is_full(line, column) and shifted
        labelled = first and (label_of(before) or hangs(previous) or entry_of(before))
        if not first and line.box.left < previous.box.left - 0.6 * line.size:
            return True  # after a hanging indent
        indented = line.box.left > max(previous.box.left, column.left) + 0.6 * line.size and not labelled
        return indented or pitch > 1.15 or fits or (bool(entry_of(now)) and shifted)

    def _runs_on(self, previous: Line, line: Line, column: Column) -> bool:
        """Whether a line goes on with the sentence of one that stands further above it than usual: a
        double-spaced line among single-spaced ones."""
        return (
            previous.box.bottom - line.box.bottom < _FAR * line.size
            and line.box.left < previous.box.left + 0.6 * line.size
            and not self._fits(previous, line, column)
            and not (self._heads(previous) or self._heads(line))
            and not label_of(line.text.strip())
        )

    @staticmethod
    def _fits(previous: Line, line: Line, column: Column) -> bool:
        """Whether the first word of `line` would have had room in the line before."""
        words = line.text.split()
        width = (line.box.right - line.box.left) * (len(words[0]) + 1) / max(1, len(line.text.strip()))
        return previous.box.right + width + 1.2 * line.size < column.right

    @staticmethod
    def _is_full(line: Line, column: Column) -> bool:
        return line.box.right > column.right - 0.15 * (column.right - column.left)

    def _heads(self, line: Line) -> bool:
        """Whether a line is set like a heading: larger or bolder than the text, or in capitals."""
        text = line.text.strip()
        letters = [letter for letter in text if letter.isalpha()]
        capitals = (
            len(letters) > 3
            and all(map(str.isupper, letters))
            and (not text.endswith((",", ".", ";")) or bool(_SECTION.match(text)))
        )
        return len(letters) > 2 and (
            line.size > 1.15 * self.size or (line.bold and not self.bold) or capitals
        )

    def _role(self, line: Line) -> Role:
        """The role of the block that `line` opens."""
        text = line.text.strip()
        if (
            self._heads(line)
            and line.upright
            and len(text.split()) < _LONGEST_HEADING
            and (not text.endswith((";", ",")) or bool(_SECTION.match(text)))
        ):
            return "heading"
        return "item" if label_of(text) and not place_of(text) else "paragraph"


def _put(builder: TextBuilder, blocks: Iterable[_Block], paging: _Paging, speakers: frozenset[str]) -> None:
    """Hand the blocks over. A page is opened again where a note stands behind a block that ends on the next
    page."""
    for block in blocks:
        if block.table or block.framed:
            grid, pages = _grid(block)
            place = builder.next_table()
            for line in table_lines(grid):
                paging.turn_to(pages[line.row - 1])
                builder.add(
                    line.text, line.role, place=f"{place}, row {line.row}" if line.role == "row" else ""
                )
            continue
        page, text, _, _ = block.pieces[0]
        paging.turn_to(page)
        spoken = speech_of(text.strip(), speakers)
        if spoken:
            builder.add(spoken[1], "speaker")
            text = text.strip()[spoken.end() :]
        speaker = "" if spoken or block.role in ("heading", "note") else entry_of(text)
        builder.add(_plain(text), block.role, place=block.place, speaker=speaker)
        for page, text, glue, drop in block.pieces[1:]:
            paging.turn_to(page)
            builder.extend(_plain(text), glue, drop=drop)


def _grid(block: _Block) -> tuple[Grid, list[int]]:
    """The table of a block, and the page of each of its rows."""
    if block.table:
        grid, firsts = rows_of_table(block.table)
        return grid, [line.page for line in firsts]
    first = block.framed[0]
    heads = {tuple(cell.text for cell in row) for row in first.table.rows[:_MOST_HEADS]}
    rows = [
        (row, line.page)
        for line in block.framed
        for row in line.table.rows
        if line is first or tuple(cell.text for cell in row) not in heads
    ]
    return grid_of([row for row, _ in rows]), [page for _, page in rows]


def _same_columns(one: Line, other: Line) -> bool:
    mine, others = one.table.columns, other.table.columns
    return len(mine) == len(others) and all(abs(a - b) < _SAME for a, b in zip(mine, others, strict=True))


class _Paging:
    """Which page the builder is on."""

    def __init__(self, builder: TextBuilder, first: int) -> None:
        self._builder, self._at, self._last = builder, 0, first - 1

    def turn_to(self, page: int) -> None:
        """Go on with the text of `page`; every page is opened once in its order."""
        for number in range(self._last + 1, page + 1):
            self._builder.page(number)
        if page != self._at and page <= self._last:
            self._builder.page(page)
        self._at, self._last = page, max(self._last, page)

    def end(self, pages: int) -> None:
        """Open the pages that hold no text after the last that does."""
        if pages > self._last:
            self.turn_to(pages)


def _plain(text: str) -> str:
    return one_line(text.replace(HYPHEN_MARK, "-"))


def _by_zone(lines: Iterable[Line]) -> dict[tuple[int, int], list[Line]]:
    zones: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        zones[line.page, line.zone].append(line)
    return zones


def _column(lines: Sequence[Line]) -> Column:
    steps = [a.box.bottom - b.box.bottom for a, b in pairwise(lines) if abs(a.size - b.size) < 1]
    near = [step for step in steps if 0 < step < 3 * median(line.size for line in lines)]
    lefts = Counter(round(line.box.left) for line in lines)
    # The commonest distance is the pitch: the median is too large where most paragraphs are short.
    pitch = Counter(round(step, 0) for step in near).most_common(1)
    exact = [step for step in near if pitch and abs(step - pitch[0][0]) < 0.8]
    return Column(
        lefts.most_common(1)[0][0], max(line.box.right for line in lines), median(exact) if exact else 0.0
    )
