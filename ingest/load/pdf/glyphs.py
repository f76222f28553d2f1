"""The characters of a PDF page, and the stretches of them that stand side by side. All coordinates are PDF
points, the origin at the page's lower left."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

HYPHEN_MARK = "\x02"
"""What pdfium reports for a hyphen at the end of a line."""

COLUMN_GAP = 1.5  # of the type size: a wider gap separates columns or cells
_SET_APART = 0.5  # of the type size: a gap before type of another size that divides them
_SMALLER = 0.78  # of the type size: smaller type on another baseline is raised or lowered
_SHIFT = 0.1  # of the type size: by less, two baselines are one
_FLOATS = (
    0.2  # of the type size: a figure whose ink is higher above its baseline is one that a font draws raised
)
_OTHER = 0.93  # of the type size: smaller type is another's, such as a note's beside the text
_WORD_GAP = 0.2  # of the type size: a wider gap divides words, though no blank stands in it
_LONGEST_LABEL = 7  # characters: “(viii)”
_ITEM_LABEL = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[•–-]", re.IGNORECASE)
_BOLD = 600  # the OpenType weight from which type looks bold
_LEADER = re.compile(r"(?:\s?[._]){4,}\s*|(?<=\s)\.\.\s")
_BLANKS = (" ", "\u00a0")
_ENDS = ("\n", "\r")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    left: float
    bottom: float
    right: float
    top: float

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


class Glyph(NamedTuple):
    """A character: pdfium's number of it, its box (as high as the type; none for what takes no room) and the
    height of its baseline."""

    index: int  # type: ignore[assignment]  # tuples have a method of that name, which nobody calls here
    char: str
    box: Box | None
    base: float


class Part(NamedTuple):
    """What stands between two wide gaps of a line."""

    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of characters side by side, or the whole line of a column. `spans` are pdfium's characters in
    it; `parts` are what wide gaps divide it into; `label` is the raised mark of a note before it, `marks`
    those that were left out of it; `zone` counts the page's columns. A line that is `alone` is a block of its
    own, one that `floats` stands in no column, one that is `ruled` has a rule right under it;
    `table` is the framed table that it stands for."""

    text: str
    box: Box
    size: float
    bold: bool = False
    upright: bool = True
    spans: tuple[tuple[int, int], ...] = ()
    zone: int = 0
    page: int = 0
    base: float = math.nan
    parts: tuple[Part, ...] = ()
    label: str = ""
    marks: tuple[str, ...] = ()
    alone: bool = False
    floats: bool = False
    ruled: bool = False
    glyphs: tuple[Glyph, ...] = ()
    table: Any = None

    @property
    def cells(self) -> int:
        """How many parts the line has."""
        return len(self.parts) or 1


def glyphs_of(textpage: Any) -> list[Glyph]:
    """Every character of the page, in pdfium's order."""
    from pypdfium2 import raw

    found, across, up = raw.FS_RECTF(), c_double(), c_double()
    unicode_of, box_of, origin_of = (
        raw.FPDFText_GetUnicode,
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_GetCharOrigin,
    )
    handle = textpage.raw
    glyphs = []
    for index in range(textpage.count_chars()):
        box, base = None, math.nan
        code = unicode_of(handle, index)
        if code not in (10, 13) and box_of(handle, index, byref(found)):
            left, bottom, right, top = found.left, found.bottom, found.right, found.top
            if right > left and top > bottom:
                box = Box(left, bottom, right, top)
                origin_of(handle, index, byref(across), byref(up))
                base = up.value
                if chr(code).isdigit():
                    box, base = _as_drawn(handle, index, box, base)
        glyphs.append(Glyph(index, chr(code), box, base))
    return glyphs


def _as_drawn(textpage: Any, index: int, box: Box, base: float) -> tuple[Box, float]:
    """The box and baseline of a figure. Some fonts have raised figures of their own, which are no smaller
    type to the PDF and stand on the line's baseline; only what is seen of them tells."""
    ink = ink_box(textpage, index)
    if (
        ink is None
        or ink.bottom - base <= _FLOATS * (box.top - box.bottom)
        or not _is_upright(textpage, index)
    ):
        return box, base
    return Box(box.left, ink.bottom, box.right, ink.top), ink.bottom


def ink_box(textpage: Any, index: int) -> Box | None:
    """The box around what is seen of a character; None for a space."""
    from pypdfium2 import raw

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    if not raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top) or right.value <= left.value:
        return None
    return Box(left.value, bottom.value, right.value, top.value)


def runs_of(
    textpage: Any,
    glyphs: Iterable[Glyph],
    unseen: frozenset[int] = frozenset(),
    struck: frozenset[int] = frozenset(),
) -> Iterator[Line]:
    """The characters in stretches that stand side by side without a wide gap. The unseen ones are as if they
    were not there; the struck ones keep their room, so that the words around them stay one line."""
    run: list[Glyph] = []
    box: Box | None = None
    upright = True
    for glyph in glyphs:
        ends = glyph.char in _ENDS or glyph.index in unseen
        inked = glyph.box if glyph.char not in _BLANKS else None
        breaks = ends
        if box and inked and not ends:
            breaks = _breaks(run, box, glyph) if upright else _is_upright(textpage, glyph.index)
        if breaks and box:
            yield from _shaped(textpage, run, upright)
            run, box = [], None
        if ends or (box is None and glyph.char == " "):
            run = []
            continue
        if box is None and glyph.box:
            upright = _is_upright(textpage, glyph.index)
        is_struck = glyph.index in struck and glyph.char not in _BLANKS
        run.append(glyph._replace(char="") if is_struck else glyph)
        if inked:
            box = box.union(inked) if box else inked
    if box:
        yield from _shaped(textpage, run, upright)


def _breaks(run: Sequence[Glyph], box: Box, glyph: Glyph) -> bool:
    here = glyph.box
    assert here is not None
    height, tall = box.top - box.bottom, here.top - here.bottom
    size = max(height, tall)
    shared = min(box.top, here.top) - max(box.bottom, here.bottom)
    gap = here.left - box.right
    if shared < 0.4 * min(height, tall) or gap > COLUMN_GAP * size or here.right < box.left - size:
        return True
    last = next((one for one in reversed(run) if one.box and one.char not in _BLANKS), None)
    if last is None or last.box is None:
        return False
    before = last.box.top - last.box.bottom
    ratio = min(before, tall) / max(before, tall)
    if ratio < _SMALLER and abs(last.base - glyph.base) > _SHIFT * max(before, tall):
        return True
    return ratio < _OTHER and gap > _SET_APART * size


def run_of(glyphs: Sequence[Glyph], *, bold: bool = False, upright: bool = True) -> Iterator[Line]:
    """The stretch as a line, or nothing where it holds only blanks."""
    kept = [glyph for glyph in glyphs if glyph.char]
    text = "".join(glyph.char for glyph in kept)
    if any(0xD800 <= ord(char) < 0xE000 for char in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    boxes = [glyph.box for glyph in glyphs if glyph.box and glyph.char not in _BLANKS]
    if not text.strip() or not boxes:
        return
    sampled = _sampled(kept)
    heights = [one.box.top - one.box.bottom for one in sampled if one.box]
    box = Box(
        min(one.left for one in boxes),
        min(one.bottom for one in boxes),
        max(one.right for one in boxes),
        max(one.top for one in boxes),
    )
    yield Line(
        text,
        box,
        median(heights) if heights else box.top - box.bottom,
        bold,
        upright,
        _spans(kept),
        base=sampled[1].base,
        glyphs=tuple(glyphs),
    )


def _sampled(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The first, middle and last letter: they tell the type."""
    letters = [glyph for glyph in glyphs if not glyph.char.isspace()]
    return [letters[0], letters[len(letters) // 2], letters[-1]]


def _shaped(textpage: Any, glyphs: Sequence[Glyph], upright: bool) -> Iterator[Line]:
    kept = [glyph for glyph in glyphs if glyph.char and not glyph.char.isspace()]
    # The number of an item that is struck goes with it.
    is_bare = len(kept) < _LONGEST_LABEL and any(not glyph.char for glyph in glyphs)
    if kept and not (is_bare and _ITEM_LABEL.fullmatch("".join(glyph.char for glyph in kept))):
        bold = all(_is_bold(textpage, index) for index in {one.index for one in _sampled(kept)})
        for piece in _without_leaders(glyphs):
            yield from run_of(piece, bold=bold, upright=upright)


def _without_leaders(glyphs: Sequence[Glyph]) -> Iterator[Sequence[Glyph]]:
    """What stands before, between and after rows of dots, which lead from one cell to the next."""
    text = "".join(glyph.char or "\0" for glyph in glyphs)
    start = 0
    for leader in _LEADER.finditer(text):
        yield glyphs[start : leader.start()]
        start = leader.end()
    yield glyphs[start:] if start else glyphs


def _spans(glyphs: Sequence[Glyph]) -> tuple[tuple[int, int], ...]:
    """The numbers of the characters, as ranges."""
    glyphs = [glyph for glyph in glyphs if not glyph.char.isspace()]
    starts = [glyphs[0].index] + [b.index for a, b in pairwise(glyphs) if b.index != a.index + 1]
    ends = [a.index + 1 for a, b in pairwise(glyphs) if b.index != a.index + 1] + [glyphs[-1].index + 1]
    return tuple(zip(starts, ends, strict=True))


def words_of(line: Line) -> list[Part]:
    """The words of a line and where each stands; its parts, where its characters are not known."""
    words: list[Part] = []
    left = right = math.nan
    text = ""
    drawn = [(glyph.box, glyph.char) for glyph in line.glyphs if glyph.box and glyph.char]
    for box, char in sorted(drawn, key=lambda one: one[0].left):
        if char.isspace() or (text and box.left > right + _WORD_GAP * line.size):
            if text:
                words.append(Part(left, right, text))
            text = ""
        if not char.isspace():
            left, right = (left, max(right, box.right)) if text else (box.left, box.right)
            text += char
    if text:
        words.append(Part(left, right, text))
    return words or list(line.parts)


def is_raised(run: Line, line: Line) -> bool:
    """Whether a stretch is smaller type set higher than the line around it."""
    return run.size < _SMALLER * line.size and run.base > line.base + _SHIFT * line.size


def _is_bold(textpage: Any, index: int) -> bool:
    from pypdfium2 import raw

    if raw.FPDFText_GetFontWeight(textpage, index) >= _BOLD:
        return True
    name = create_string_buffer(128)
    raw.FPDFText_GetFontInfo(textpage, index, name, 128, c_int())
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy"))


def _is_upright(textpage: Any, index: int) -> bool:
    from pypdfium2 import raw

    angle = raw.FPDFText_GetCharAngle(textpage, index)
    return angle < 0 or math.cos(angle) > 0.9
