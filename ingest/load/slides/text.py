"""The words of slides: DrawingML paragraphs, their automatic numbers, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ingest.load.builder import one_line
from ingest.load.looks import LeaveOut, Look, Pieces
from ingest.load.ooxml import A
from ingest.load.tables import Cell
from ingest.load.word.math import M, formula
from ingest.load.word.numbering import in_form

_FORMS = {
    "arabic": "decimal",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}
_NUMBER = re.compile(r"(arabic|alphaLc|alphaUc|romanLc|romanUc)(Period|ParenR|ParenBoth|Plain|Minus)?")
_AROUND = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Minus": "{} -"}
_OFF = ("0", "false", "noStrike", "none", None)


class Line(NamedTuple):
    """A paragraph of a slide: its automatic number, its words, its level from 0, whether all are bold."""

    number: str
    text: str
    level: int
    bold: bool


def lines_of(body: Any, leave_out: LeaveOut) -> list[Line]:
    """The paragraphs of a text body that say something."""
    found: list[Line] = []
    counts: dict[int, tuple[str, int]] = {}
    styles = body.find(f"{A}lstStyle")
    for paragraph in body.findall(f"{A}p"):
        properties = paragraph.find(f"{A}pPr")
        level = properties.get("lvl", "0") if properties is not None else "0"
        depth = int(level) if level.isdecimal() else 0
        pieces = Pieces(leave_out)
        _add(paragraph, pieces)
        text = one_line(pieces.text())
        if text:
            number = _numbered(_bullet(properties, styles, depth), depth, counts)
            found.append(Line(number, text, depth, pieces.bold is True))
    return found


def _bullet(properties: Any, styles: Any, depth: int) -> Any:
    """The automatic number that the paragraph, or the body's style for its level, asks for."""
    own = properties if properties is not None else ()
    if any(str(one.tag) in (f"{A}buNone", f"{A}buChar", f"{A}buBlip") for one in own):
        return None
    styled = styles.find(f"{A}lvl{depth + 1}pPr/{A}buAutoNum") if styles is not None else None
    given = properties.find(f"{A}buAutoNum") if properties is not None else None
    return given if given is not None else styled


def _numbered(bullet: Any, depth: int, counts: dict[int, tuple[str, int]]) -> str:
    for deeper in [one for one in counts if one > depth]:
        del counts[deeper]
    if bullet is None:
        counts.pop(depth, None)
        return ""
    kind, start = bullet.get("type") or "arabicPeriod", bullet.get("startAt") or "1"
    before, number = counts.get(depth, ("", 0))
    number = number + 1 if before == f"{kind} {start}" else int(start) if start.isdecimal() else 1
    counts[depth] = (f"{kind} {start}", number)
    match = _NUMBER.fullmatch(kind)
    form = _FORMS[match[1]] if match else "decimal"
    return _AROUND.get((match[2] if match else "") or "", "{}").format(in_form(number, form))


def _add(paragraph: Any, pieces: Pieces) -> None:
    for run in paragraph:
        if run.tag in (f"{A}r", f"{A}fld"):
            if run.get("type") != "slidenum":
                pieces.add(run.findtext(f"{A}t") or "", _look(run.find(f"{A}rPr")))
        elif run.tag == f"{A}br":
            pieces.add(" ", {})
        elif isinstance(run.tag, str) and not run.tag.endswith("Pr"):
            maths = next(run.iter(f"{M}oMath"), None)
            pieces.add("".join(formula(maths)) if maths is not None else "", {})


def _look(properties: Any) -> Look:
    if properties is None:
        return {}
    baseline, size = properties.get("baseline") or "0", properties.get("sz") or ""
    look: dict[str, object] = {
        "strike": properties.get("strike") not in _OFF,
        "raised": bool(re.fullmatch(r"[1-9]\d*%?", baseline)),
        "bold": properties.get("b") not in _OFF,
        "shaded": True,  # slides have backgrounds that are not read here
    }
    if size.isdecimal():
        look["size"] = int(size) / 50
    return look


def table_rows(table: Any, leave_out: LeaveOut) -> list[list[Cell]]:
    """The cells of a table on a slide, without those that a merged one covers."""
    properties = table.find(f"{A}tblPr")
    first = properties is not None and properties.get("firstRow") in ("1", "true")
    rows: list[list[Cell]] = []
    for number, row in enumerate(table.findall(f"{A}tr")):
        cells = []
        for cell in row.findall(f"{A}tc"):
            if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                continue
            body = cell.find(f"{A}txBody")
            lines = lines_of(body, leave_out) if body is not None else []
            text = " ".join(f"{line.number} {line.text}" for line in lines)
            bold = bool(lines) and all(line.bold for line in lines)
            cells.append(
                Cell(
                    text,
                    _span(cell.get("rowSpan")),
                    _span(cell.get("gridSpan")),
                    strong=bold or (first and number == 0),
                )
            )
        rows.append(cells)
    return rows


def _span(value: str | None) -> int:
    return max(1, int(value)) if value is not None and value.isdecimal() else 1


def plain_text(lines: Sequence[Line]) -> Iterator[str]:
    """The lines with their numbers before them."""
    for line in lines:
        yield f"{line.number} {line.text}".strip()
