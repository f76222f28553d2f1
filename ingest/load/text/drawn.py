"""Tables that a printer drew with dashes and dots: their columns stand where every line is blank between
them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_LEADING_DOTS = re.compile(r"\.{2,}(?=\s|$)")
_INNER_RULE = re.compile(r"[-=]{4,}")
_PIECE = re.compile(r"\S+(?: \S+)*")
_GAP = 2  # blanks between two columns, at the least
_LEAST_ROWS = 2
_OVERRUNS = 0.04  # of the lines of a table


@dataclass(slots=True)
class _Row:
    indent: int
    cells: list[list[str]]
    path: list[str] = field(default_factory=list)


def cells_of(heads: Sequence[str], body: Sequence[str]) -> list[list[str]]:
    """The cells of a table, its heads first; nothing where its lines have no columns. A label that stands
    over others goes before each of them."""
    lines = [_plain(line) for line in body]
    titles = {number for number, line in enumerate(body) if _is_title(body, number)}
    spans = _columns([line for number, line in enumerate(lines) if number not in titles])
    if len(spans) < 2:
        return []
    rows = list(_rows(lines, titles, spans))
    filled = [row for row in rows if any(row.cells[1:])]
    if len(filled) < _LEAST_ROWS:
        return []
    named = _heads([_plain(line) for line in heads], spans)
    return [named, *([_label(row), *(" ".join(words) for words in row.cells[1:])] for row in filled)]


def _plain(line: str) -> str:
    """The line without leading dots and rules, each character in its place."""
    dotless = _LEADING_DOTS.sub(lambda dots: " " * len(dots[0]), line)
    return _INNER_RULE.sub(lambda rule: " " * len(rule[0]), dotless).rstrip()


def _is_title(lines: Sequence[str], number: int) -> bool:
    """Whether a line stands alone and set in: the title of the rows below it."""
    line = lines[number]
    around = [lines[n] for n in (number - 1, number + 1) if 0 <= n < len(lines)]
    alone = not any(one.strip() for one in around)
    return bool(line.strip()) and line.startswith("   ") and alone and len(_PIECE.findall(line.strip())) == 1


def _columns(lines: Sequence[str]) -> list[tuple[int, int]]:
    """The first and last place of each column. A few lines may run over a gap."""
    width = max(map(len, lines), default=0)
    uses = [0] * width
    for line in lines:
        for piece in _PIECE.finditer(line):
            for place in range(*piece.span()):
                uses[place] += 1
    used = [count > _OVERRUNS * len(lines) for count in uses]
    spans: list[tuple[int, int]] = []
    start, blanks = None, _GAP
    for place, is_used in enumerate([*used, *[False] * _GAP]):
        if is_used:
            start = place if start is None else start
            blanks = 0
            continue
        blanks += 1
        if start is not None and blanks >= _GAP:
            spans.append((start, place - blanks + 1))
            start = None
    return spans


def _cells(line: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The pieces of a line by columns: each stands where most of it is."""
    cells: list[list[str]] = [[] for _ in spans]
    for piece in _PIECE.finditer(line):
        shares = [min(piece.end(), last) - max(piece.start(), first) for first, last in spans]
        cells[shares.index(max(shares))].append(piece[0])
    return [" ".join(words) for words in cells]


def _rows(lines: Sequence[str], titles: set[int], spans: Sequence[tuple[int, int]]) -> Iterator[_Row]:
    row: _Row | None = None
    over: list[_Row] = []
    title = ""
    for number, line in enumerate(lines):
        if number in titles:
            if row is not None:
                yield _placed(row, over, title)
            title, row, over = line.strip(), None, []
            continue
        pieces = _cells(line, spans)
        if not any(pieces):
            continue
        indent = len(line) - len(line.lstrip())
        if row is None or not _goes_on(row, pieces, indent):
            if row is not None:
                yield _placed(row, over, title)
            row = _Row(indent, [[] for _ in spans])
        for words, piece in zip(row.cells, pieces, strict=True):
            words += [piece] if piece else []
    if row is not None:
        yield _placed(row, over, title)


def _goes_on(row: _Row, pieces: Sequence[str], indent: int) -> bool:
    """Whether a line goes on with a row: it has no label, or one that is set in by one blank."""
    if not pieces[0]:
        return True
    return indent == row.indent + 1 or (indent == 0 and len(row.cells[0]) > 1 and not pieces[0][0].isupper())


def _placed(row: _Row, over: list[_Row], title: str) -> _Row:
    """The row with the labels that stand over it."""
    while over and over[-1].indent >= row.indent:
        over.pop()
    row.path = [title] * bool(title) + [" ".join(one.cells[0]) for one in over]
    if not any(row.cells[1:]):
        over.append(row)
    return row


def _label(row: _Row) -> str:
    return ": ".join(part.rstrip(": ") for part in (*row.path, " ".join(row.cells[0])))


def _heads(lines: Sequence[str], spans: Sequence[tuple[int, int]]) -> list[str]:
    """The heads of the columns; one that is printed over several stands in each."""
    words: list[list[str]] = [[] for _ in spans]
    bounds = [*(start for start, _ in spans[1:]), max((*map(len, lines), spans[-1][1]))]
    firsts = [0, *(end for _, end in spans[:-1])]
    for line in lines:
        for piece in _PIECE.finditer(line):
            shares = [
                min(piece.end(), last) - max(piece.start(), first)
                for first, last in zip(firsts, bounds, strict=True)
            ]
            best = max(shares)
            for column, share in enumerate(shares):
                covers = share >= min(bounds[column] - firsts[column], spans[column][1] - spans[column][0])
                if share == best or (covers and share > 0):
                    words[column].append(piece[0])
    return [" ".join(own) for own in words]
