"""The pages of an open PDF as lines of text: what nobody sees, what is struck and what stands beside the text
is left out and kept apart."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.load.pdf.fields import Field, fields_of, filled
from ingest.load.pdf.furniture import is_stamp
from ingest.load.pdf.glyphs import Box, Line, glyphs_of, runs_of
from ingest.load.pdf.margin import line_numbers, numbered_at, outside, side_notes, without
from ingest.load.pdf.page import page_lines
from ingest.load.pdf.rules import Rules, is_ruled, rules_of, struck
from ingest.load.pdf.seen import lines_of, unseen

_NEAR = 5  # lines: so many heads may stand above a table's rows
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_DIVIDED = re.compile(r"[-\x02\u00ad\ufffe][\r\n]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader sees of a page, as stretches of characters; the lines that none sees, the words that are
    struck, the fields that are filled in; and pdfium's own text of the rest."""

    number: int
    width: float
    height: float
    runs: tuple[Line, ...]
    rules: Rules
    hidden: tuple[str, ...]
    struck: str
    fields: tuple[Field, ...]
    plain: str


@dataclass(frozen=True, slots=True)
class Read:
    """A page's lines of text, the notes beside them, and the lines that stand outside numbered lines."""

    lines: list[Line]
    aside: tuple[str, ...]
    outside: tuple[str, ...]
    height: float


def see(pdf: Any, number: int, *, first: int = 1) -> Seen:
    """Page `number` (from 0) of a PDF whose pages are counted from `first`."""
    page = pdf[number]
    textpage = page.get_textpage()
    glyphs = glyphs_of(textpage)
    missed = unseen(page, textpage, glyphs)
    rules = rules_of(page)
    gone = struck(page, glyphs, rules.level) - missed
    return Seen(
        number + first,
        page.get_width(),
        page.get_height(),
        tuple(runs_of(textpage, glyphs, missed, gone)),
        rules,
        tuple(line for line in lines_of(glyphs, missed) if not is_stamp(line)),
        "".join(glyph.char if glyph.index in gone else " " for glyph in glyphs) if gone else "",
        tuple(fields_of(pdf, page)),
        "".join(glyph.char for glyph in glyphs if glyph.index not in missed and glyph.index not in gone),
    )


def read(pages: Sequence[Seen]) -> list[Read]:
    """The lines of the text of each page, in reading order."""
    numbers = [line_numbers(page.runs) for page in pages]
    known = numbered_at(numbers)
    found = []
    for page, columns in zip(pages, numbers, strict=True):
        columns = columns or (line_numbers(page.runs, known) if known else ())
        beyond = outside(page.runs, columns)
        runs = without([run for run in page.runs if id(run) not in {id(one) for one in beyond}], columns)
        notes = side_notes(runs, page.width)
        aside = {id(run) for run in notes}
        text = filled([run for run in runs if id(run) not in aside], page.fields)
        lines = page_lines(text, page.number, page.width, page.rules)
        found.append(
            Read(
                _lightened(lines, page.rules.level),
                tuple(run.text for run in notes),
                tuple(run.text for run in beyond),
                page.height,
            )
        )
    return found


def _lightened(lines: Sequence[Line], rules: Sequence[Box]) -> list[Line]:
    """The lines, where only those that may be a table's keep their characters and know the rules."""
    gaps = [number for number, line in enumerate(lines) if line.cells > 1]
    near = {number + step for number in gaps for step in range(-_NEAR, _NEAR + 1)}
    return [
        replace(line, ruled=is_ruled(line.box, rules)) if number in near else replace(line, glyphs=())
        for number, line in enumerate(lines)
    ]


def missing(pages: Sequence[Seen], told: Iterable[str], stored: str) -> tuple[int, int]:
    """How many words of pdfium's own text of the pages are neither stored nor told as left out, and of how
    many."""
    plain = _words(" ".join(_DIVIDED.sub("", page.plain) for page in pages))
    lost = plain - _words(stored) - _words(" ".join(told))
    return lost.total(), plain.total()


def _words(text: str) -> Counter[str]:
    return Counter(_LETTERS.findall(unicodedata.normalize("NFKC", text).lower()))
