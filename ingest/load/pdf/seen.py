"""Which characters of a PDF page nobody sees: white, covered, transparent, invisible, tiny, or off the page.

The page is drawn, and a word is seen where something is drawn in its place: that holds for every way of
hiding text, and keeps the invisible text that lies over the picture of a scanned page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import c_int
from typing import Any

import numpy as np

from ingest.load.budgets import scale
from ingest.load.pdf.glyphs import Box, Glyph, ink_box

_SCALE = 1.5  # pixels a point: enough for a full stop to leave a mark
_CONTRAST = 20  # of 255: less between the lightest and the darkest pixel of a character is nothing to see
_TINY = 1.5  # points: smaller type cannot be read
_BETWEEN = frozenset("\t\n\r \u00a0")


def unseen(page: Any, textpage: Any, glyphs: Sequence[Glyph]) -> frozenset[int]:
    """The numbers of the characters whose words nobody sees."""
    from pypdfium2 import raw

    if not glyphs:
        return frozenset()
    fine = scale(page.get_size(), _SCALE)
    drawn = page.render(scale=fine, grayscale=True, may_draw_forms=False).to_numpy()
    drawn = drawn.reshape(drawn.shape[0], drawn.shape[1])
    inked = [(glyph.index, box) for glyph in glyphs if glyph.box and (box := ink_box(textpage, glyph.index))]
    visible = _drawn(drawn, _placing(raw, page, drawn.shape[1], drawn.shape[0]), inked)
    found: set[int] = set()
    for word in _words(glyphs):
        shown = [visible[glyph.index] for glyph in word if glyph.index in visible]
        if shown and (2 * sum(shown) < len(shown) or _is_tiny(word)):
            found.update(glyph.index for glyph in word)
    return frozenset(found)


def lines_of(glyphs: Sequence[Glyph], missed: frozenset[int]) -> list[str]:
    """The characters as text, a line for each stretch that only blanks divide."""
    lines: list[str] = []
    last = -9
    for index in sorted(missed):
        char = glyphs[index].char
        if index - last <= 2 and lines:
            lines[-1] += (" " if index - last == 2 else "") + char
        else:
            lines.append(char)
        last = index
    return lines


def _words(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    word: list[Glyph] = []
    for glyph in glyphs:
        if glyph.char in _BETWEEN:
            if word:
                yield word
            word = []
        else:
            word.append(glyph)
    if word:
        yield word


def _placing(raw: Any, page: Any, width: int, height: int) -> Any:
    """Page coordinates → pixels, as a matrix; pdfium knows the crop box and the rotation."""
    far = 1000.0

    def pixel(x: float, y: float) -> Any:
        right, down = c_int(), c_int()
        raw.FPDF_PageToDevice(
            page, 0, 0, width * 100, height * 100, 0, x, y, right, down
        )  # a hundred times finer than whole pixels
        return np.array([right.value, down.value]) / 100

    origin = pixel(0, 0)
    return np.column_stack([(pixel(far, 0) - origin) / far, (pixel(0, far) - origin) / far, origin])


def _is_tiny(word: Sequence[Glyph]) -> bool:
    heights = [glyph.box.top - glyph.box.bottom for glyph in word if glyph.box]
    return bool(heights) and max(heights) < _TINY


def _drawn(drawn: Any, place: Any, inked: Sequence[tuple[int, Box]]) -> dict[int, bool]:
    """Whether something is drawn in each box, by the number of its character."""
    if not inked:
        return {}
    edges = np.array([(box.left, box.bottom, box.right, box.top) for _, box in inked])
    one = place[:, :2] @ edges[:, :2].T + place[:, 2:]
    other = place[:, :2] @ edges[:, 2:].T + place[:, 2:]
    low = np.maximum(np.floor(np.minimum(one, other)).astype(int), 0).T.tolist()
    high = np.maximum(np.ceil(np.maximum(one, other)).astype(int) + 1, 0).T.tolist()
    found = {}
    for (index, _), (left, top), (right, bottom) in zip(inked, low, high, strict=True):
        seen = drawn[top:bottom, left:right]
        found[index] = bool(seen.size) and int(seen.max()) - int(seen.min()) >= _CONTRAST
    return found
