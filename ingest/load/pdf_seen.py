"""Which characters of a PDF page nobody sees: white, covered, transparent, invisible, tiny, or off the page.

The page is drawn, and a word is seen where something is drawn in its place: that holds for every way of
hiding text, and keeps the invisible text that lies over the picture of a scanned page."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_int
from typing import Any

import numpy as np

from ingest.load.pdf_page import ink_box, type_box

_SCALE = 1.5  # pixels a point: enough for a full stop to leave a mark
_CONTRAST = 20  # of 255: less between the lightest and the darkest pixel of a character is nothing to see
_TINY = 1.5  # points: smaller type cannot be read


def unseen(page: Any, textpage: Any) -> frozenset[int]:
    """The indices of the characters whose words nobody sees."""
    from pypdfium2 import raw

    count = textpage.count_chars()
    if not count:
        return frozenset()
    drawn = page.render(scale=_SCALE, grayscale=True, may_draw_forms=False).to_numpy()
    drawn = drawn.reshape(drawn.shape[0], drawn.shape[1])
    place = _placing(raw, page, drawn.shape[1], drawn.shape[0])
    found: set[int] = set()
    for word in _words(raw, textpage, count):
        boxes = [box for index in word if (box := ink_box(textpage, index))]
        missed = sum(not _is_drawn(drawn, place, box) for box in boxes)
        if boxes and (2 * missed > len(boxes) or _is_tiny(textpage, word)):
            found.update(word)
    return frozenset(found)


def lines_of(textpage: Any, missed: frozenset[int]) -> list[str]:
    """The characters as text, a line for each stretch that only blanks divide."""
    from pypdfium2 import raw

    lines: list[str] = []
    last = -9
    for index in sorted(missed):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if index - last <= 2 and lines:
            lines[-1] += (" " if index - last == 2 else "") + chr(code)
        else:
            lines.append(chr(code))
        last = index
    return lines


def _words(raw: Any, textpage: Any, count: int) -> Iterator[list[int]]:
    word: list[int] = []
    for index in range(count):
        if raw.FPDFText_GetUnicode(textpage, index) in (9, 10, 13, 32, 160):
            if word:
                yield word
            word = []
        else:
            word.append(index)
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


def _is_tiny(textpage: Any, word: list[int]) -> bool:
    heights = [box.top - box.bottom for index in word if (box := type_box(textpage, index))]
    return bool(heights) and max(heights) < _TINY


def _is_drawn(drawn: Any, place: Any, box: Any) -> bool:
    corners = place @ np.array([[box.left, box.right], [box.bottom, box.top], [1.0, 1.0]])
    (left, top), (right, bottom) = (
        np.floor(corners.min(axis=1)).astype(int),
        np.ceil(corners.max(axis=1)).astype(int),
    )
    seen = drawn[max(0, top) : max(0, bottom + 1), max(0, left) : max(0, right + 1)]
    return bool(seen.size) and int(seen.max()) - int(seen.min()) >= _CONTRAST
