"""One PDF page as lines in reading order. All coordinates are PDF points, the origin at the page's lower
left."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from ctypes import c_double
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

HYPHEN_MARK = "\x02"
"""What pdfium reports for a hyphen at the end of a line."""

# of the type size: a wider gap separates columns or cells, a narrower one is a justified line's space
_COLUMN_GAP = 1.5
_FEW = 4  # lines: a masthead, a title and a date above the columns
_NARROWEST = 0.18  # of the page's width: three columns of prose are wider than this each
_BOLD = 600  # the OpenType weight from which type looks bold


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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column: `spans` are pdfium's characters in it, `zone` counts the page's columns, `cells`
    the parts that wide gaps divide."""

    text: str
    box: Box
    size: float
    bold: bool = False
    upright: bool = True
    spans: tuple[tuple[int, int], ...] = ()
    cells: int = 1
    zone: int = 0
    page: int = 0


def page_lines(textpage: Any, page: int, width: float, unseen: frozenset[int] = frozenset()) -> list[Line]:
    """The lines of a page without the characters that are unseen: upright ones in reading order, then those
    that run at another angle."""
    runs = list(_runs(textpage, unseen))
    upright = [run for run in runs if run.upright]
    sideways = [run for run in runs if not run.upright]
    zones = zones_of(upright, width)
    lines = [
        replace(line, zone=number, page=page) for number, zone in enumerate(zones) for line in rows_of(zone)
    ]
    return lines + [replace(run, zone=len(zones) + number, page=page) for number, run in enumerate(sideways)]


def zones_of(runs: Sequence[Line], width: float) -> list[list[Line]]:
    """Divide `runs` into the columns of the page, in reading order: what spans two columns ends both of
    them."""
    gutter = _gutter(runs, width)
    if gutter is None:
        return [list(runs)] if runs else []
    above, below = _set_apart(runs, top=True), _set_apart(runs, top=False)
    if above or below:
        inner = [run for run in runs if run not in above and run not in below]
        return [zone for zone in (above, *zones_of(inner, width), below) if zone]
    spanning = sorted(
        (run for run in runs if run.box.left < gutter < run.box.right), key=lambda run: -run.box.top
    )
    rest = [run for run in runs if not run.box.left < gutter < run.box.right]
    zones: list[list[Line]] = []
    for limit in [*spanning, None]:
        floor = limit.box.top if limit else -math.inf
        band = [run for run in rest if _middle(run) > floor]
        rest = [run for run in rest if _middle(run) <= floor]
        zones += zones_of([run for run in band if run.box.right <= gutter], width)
        zones += zones_of([run for run in band if run.box.left >= gutter], width)
        if limit and zones and zones[-1][-1] in spanning:
            zones[-1].append(limit)
        elif limit:
            zones.append([limit])
    return zones


def _set_apart(runs: Sequence[Line], *, top: bool) -> list[Line]:
    """The few lines, none beside another, at the top or bottom that white space over the full width divides
    from the columns."""
    ordered = sorted(runs, key=lambda run: -run.box.top if top else run.box.bottom)
    found: list[Line] = []
    for count in range(1, _FEW + 1):
        edge, rest = ordered[:count], ordered[count:]
        if any(_side_by_side(edge[-1], run) for run in edge[:-1]):
            break
        upper, lower = (edge, rest) if top else (rest, edge)
        space = min(run.box.bottom for run in upper) - max(run.box.top for run in lower)
        if space > 0.8 * median(run.size for run in rest):
            found = edge
    return found


def _side_by_side(one: Line, other: Line) -> bool:
    shared = min(one.box.top, other.box.top) - max(one.box.bottom, other.box.bottom)
    return shared > 0.5 * min(one.box.top - one.box.bottom, other.box.top - other.box.bottom)


def _gutter(runs: Sequence[Line], width: float) -> float | None:
    """The x between two columns of prose, or None where the page has one column or a table."""
    best: tuple[int, float] | None = None
    for x in range(int(width * 0.2), int(width * 0.8), 3):
        left = [run for run in runs if run.box.right <= x]
        right = [run for run in runs if run.box.left >= x]
        crossing = len(runs) - len(left) - len(right)
        if (
            _is_column(left, width)
            and _is_column(right, width)
            and _overlap(left, right)
            and crossing < min(len(left), len(right))
            and (not best or crossing < best[0])
        ):
            best = (crossing, float(x))
    return best[1] if best else None


def _is_column(runs: Sequence[Line], width: float) -> bool:
    """Whether `runs` are lines of prose under one another: cells of a table are short for their column, notes
    in a margin are narrow."""
    if len(runs) < 4:
        return False
    extent = max(run.box.right for run in runs) - min(run.box.left for run in runs)
    widths = [run.box.right - run.box.left for run in runs]
    return median(widths) > 0.6 * extent and median(widths) > _NARROWEST * width


def _overlap(left: Sequence[Line], right: Sequence[Line]) -> bool:
    top = min(max(run.box.top for run in side) for side in (left, right))
    bottom = max(min(run.box.bottom for run in side) for side in (left, right))
    return top - bottom > 2 * median(run.size for run in left)


def _middle(run: Line) -> float:
    return (run.box.top + run.box.bottom) / 2


def rows_of(runs: Iterable[Line]) -> list[Line]:
    """The runs of one column put together to lines, from the top down."""
    rows: list[list[Line]] = []
    for run in sorted(runs, key=lambda run: -_middle(run)):
        for row in rows[-3:]:
            if _side_by_side(row[0], run):
                row.append(run)
                break
        else:
            rows.append([run])
    return [_joined(sorted(row, key=lambda run: run.box.left)) for row in rows]


def _joined(row: list[Line]) -> Line:
    line = row[0]
    for run in row[1:]:
        gap = run.box.left - line.box.right
        size = max(line.size, run.size)
        space = "" if gap < 0.12 * size or line.text.endswith(" ") else " "
        widest = line if line.box.right - line.box.left > run.box.right - run.box.left else run
        line = Line(
            line.text + space + run.text,
            line.box.union(run.box),
            widest.size,
            line.bold and run.bold,
            True,
            line.spans + run.spans,
            line.cells + (gap > _COLUMN_GAP * size),
        )
    return line


def _runs(textpage: Any, unseen: frozenset[int]) -> Iterable[Line]:
    """pdfium's characters in stretches that stand side by side without a wide gap."""
    from pypdfium2 import raw

    start, box, codes = 0, None, []
    upright = True
    for index in range(textpage.count_chars()):
        code = 10 if index in unseen else raw.FPDFText_GetUnicode(textpage, index)
        here = type_box(textpage, index)
        breaks = code in (10, 13)
        if box and not breaks and here and code not in (32, 160):
            breaks = _breaks(box, here) if upright else _upright(raw, textpage, index)
        if breaks and box:
            yield from _run(raw, textpage, start, index, codes, box, upright)
            start, box, codes = index, None, []
        if code in (10, 13) or (box is None and code == 32):
            start = index + 1
            continue
        if box is None and here:
            upright = _upright(raw, textpage, index)
        codes.append(code)
        if here and code not in (32, 160):
            box = box.union(here) if box else here
    if box:
        yield from _run(raw, textpage, start, textpage.count_chars(), codes, box, upright)


def _breaks(box: Box, here: Box) -> bool:
    size = max(box.top - box.bottom, here.top - here.bottom)
    shared = min(box.top, here.top) - max(box.bottom, here.bottom)
    apart = shared < 0.4 * min(box.top - box.bottom, here.top - here.bottom)
    return apart or here.left > box.right + _COLUMN_GAP * size or here.right < box.left - size


def _run(
    raw: Any, textpage: Any, start: int, end: int, codes: list[int], box: Box, upright: bool
) -> Iterable[Line]:
    text = "".join(map(chr, codes))
    if any(0xD800 <= code < 0xE000 for code in codes):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if not text.strip():
        return
    letters = [
        index for index in range(start, end) if not chr(raw.FPDFText_GetUnicode(textpage, index)).isspace()
    ]
    sampled = {letters[0], letters[len(letters) // 2], letters[-1]}
    boxes = [found for index in sampled if (found := type_box(textpage, index))]
    size = median(found.top - found.bottom for found in boxes) if boxes else box.top - box.bottom
    bold = all(
        raw.FPDFText_GetFontWeight(textpage, index) >= _BOLD or _bold_name(raw, textpage, index)
        for index in sampled
    )
    yield Line(text, box, size, bold, upright, ((start, end),))


def _bold_name(raw: Any, textpage: Any, index: int) -> bool:
    from ctypes import c_int, create_string_buffer

    name = create_string_buffer(128)
    raw.FPDFText_GetFontInfo(textpage, index, name, 128, c_int())
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy"))


def _upright(raw: Any, textpage: Any, index: int) -> bool:
    angle = raw.FPDFText_GetCharAngle(textpage, index)
    return angle < 0 or math.cos(angle) > 0.9


def type_box(textpage: Any, index: int) -> Box | None:
    """The type's box: as high as the font, whatever the character."""
    from pypdfium2 import raw

    found = raw.FS_RECTF()
    if (
        not raw.FPDFText_GetLooseCharBox(textpage, index, found)
        or found.right <= found.left
        or found.top <= found.bottom
    ):
        return None
    return Box(found.left, found.bottom, found.right, found.top)


def ink_box(textpage: Any, index: int) -> Box | None:
    """The box around what is seen of a character; None for a space."""
    from pypdfium2 import raw

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    if not raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top) or right.value <= left.value:
        return None
    return Box(left.value, bottom.value, right.value, top.value)
