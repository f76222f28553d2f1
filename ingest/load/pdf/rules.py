"""The lines that are drawn on a PDF page: those through words strike them, those over the whole width part
what stands above them from what stands below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from ctypes import byref, c_float, c_int
from itertools import pairwise
from typing import Any, NamedTuple

from ingest.load.pdf.glyphs import Box, Glyph

_THIN = 3.0  # points: what is higher is a bar or a frame
_SHORT = 2.0  # points: what is shorter is a dot
_LOW, _HIGH = 0.1, 0.52  # of the type's height above the baseline: there a line goes through letters
_COVERED = 0.75  # of a line's length: less of it over letters is an axis of a chart or a frame
_RECTANGLE = 6  # segments: a path of more is read piece by piece
_WIDE = 0.7  # of the text's width


class Rules(NamedTuple):
    """The thin lines and bars that are drawn on a page, and the edges of the frames."""

    level: list[Box]
    upright: list[Box]


NO_RULES = Rules([], [])


def rules_of(page: Any) -> Rules:
    """The lines that are drawn on the page."""
    from pypdfium2 import raw

    found = Rules([], [])
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        handle = drawn.raw
        if not raw.FPDFPageObj_GetBounds(handle, byref(left), byref(bottom), byref(right), byref(top)):
            continue
        box = Box(left.value, bottom.value, right.value, top.value)
        if _sort(found, box):
            continue
        if raw.FPDFPath_CountSegments(handle) > _RECTANGLE:
            for piece in _pieces(raw, handle):
                _sort(found, piece)
        elif _is_stroked(raw, handle):
            found.level.extend(Box(box.left, y, box.right, y) for y in (box.bottom, box.top))
            found.upright.extend(Box(x, box.bottom, x, box.top) for x in (box.left, box.right))
    return found


def _sort(rules: Rules, box: Box) -> bool:
    """Put a thin line among the level or the upright ones; False for what is none."""
    wide, high = box.right - box.left, box.top - box.bottom
    if high <= _THIN and wide > max(_SHORT, high):
        rules.level.append(box)
    elif wide <= _THIN and high > max(_SHORT, wide):
        rules.upright.append(box)
    else:
        return wide <= _THIN and high <= _THIN
    return True


def _is_stroked(raw: Any, handle: Any) -> bool:
    fill, stroke = c_int(), c_int()
    return bool(raw.FPDFPath_GetDrawMode(handle, byref(fill), byref(stroke))) and bool(stroke.value)


def _pieces(raw: Any, handle: Any) -> Iterator[Box]:
    """The pieces of a path that draws several lines or rectangles."""
    x, y = c_float(), c_float()
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(handle, byref(matrix))
    points: list[tuple[float, float]] = []
    for number in range(raw.FPDFPath_CountSegments(handle)):
        segment = raw.FPDFPath_GetPathSegment(handle, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield from _around(points)
            points = []
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        points.append(
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
    yield from _around(points)


def _around(points: Sequence[tuple[float, float]]) -> Iterator[Box]:
    if len(points) > 1:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        yield Box(min(xs), min(ys), max(xs), max(ys))


def struck(page: Any, glyphs: Sequence[Glyph], rules: Sequence[Box]) -> frozenset[int]:
    """The numbers of the characters through which a line is drawn, or that an annotation strikes out."""
    by_base: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.box:
            by_base[round(glyph.base)].append(glyph)
    found: set[int] = set()
    for rule in rules:
        height = (rule.bottom + rule.top) / 2
        near = [one for base in range(round(height) - 16, round(height) + 1) for one in by_base.get(base, ())]
        found.update(_through(rule, height, near))
    for area in _struck_areas(page):
        found.update(glyph.index for glyph in glyphs if glyph.box and _is_within(glyph.box, area))
    return frozenset(found)


def _through(rule: Box, height: float, glyphs: Sequence[Glyph]) -> Iterator[int]:
    """The characters through the middle of which a rule goes, if it is no longer than they are."""
    crossed = sorted((one for one in glyphs if one.box and _crosses(rule, height, one)), key=_left)
    letters = [one for one in crossed if not one.char.isspace()]
    if not letters:
        return
    gaps = sum(max(0.0, _left(b) - _right(a)) for a, b in pairwise(letters) if _left(b) - _right(a) > 8)
    if _right(letters[-1]) - _left(letters[0]) - gaps > _COVERED * (rule.right - rule.left):
        yield from (one.index for one in crossed)


def _crosses(rule: Box, height: float, glyph: Glyph) -> bool:
    box = glyph.box
    assert box is not None
    size = box.top - box.bottom
    above, middle = height - glyph.base, (box.left + box.right) / 2
    return _LOW * size < above < _HIGH * size and rule.left - 1 <= middle <= rule.right + 1


def _left(glyph: Glyph) -> float:
    return glyph.box.left if glyph.box else 0.0


def _right(glyph: Glyph) -> float:
    return glyph.box.right if glyph.box else 0.0


def _is_within(box: Box, area: Box) -> bool:
    return (
        area.left <= (box.left + box.right) / 2 <= area.right
        and area.bottom <= (box.bottom + box.top) / 2 <= area.top
    )


def _struck_areas(page: Any) -> Iterator[Box]:
    from pypdfium2 import raw

    quad = raw.FS_QUADPOINTSF()
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_STRIKEOUT:
            for piece in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
                raw.FPDFAnnot_GetAttachmentPoints(annotation, piece, byref(quad))
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                yield Box(min(xs), min(ys), max(xs), max(ys))
        raw.FPDFPage_CloseAnnot(annotation)


def is_ruled(box: Box, rules: Sequence[Box]) -> bool:
    """Whether a rule as wide as the line stands right under it."""
    height, width = box.top - box.bottom, box.right - box.left
    return any(
        -0.2 * height < box.bottom - rule.top < 0.7 * height
        and min(rule.right, box.right) - max(rule.left, box.left) > _COVERED * width
        for rule in rules
    )


def dividers(rules: Sequence[Box], left: float, right: float) -> list[float]:
    """The heights of the lines that part the page over the whole width of its text, from the top."""
    wide = [rule for rule in rules if rule.right - rule.left > _WIDE * (right - left)]
    return sorted({round((rule.bottom + rule.top) / 2, 1) for rule in wide}, reverse=True)
