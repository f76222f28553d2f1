"""What the sheets of a workbook share: its strings and the looks of its cells."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ingest.errors import WrongFormat
from ingest.load.builder import one_line
from ingest.load.looks import Look, Pieces, is_white
from ingest.load.number_formats import BUILT_IN

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OFF = ("0", "false", "off", "none")


class Text(NamedTuple):
    """A text of the workbook and the words in it that are struck."""

    text: str
    struck: str = ""


class CellStyle(NamedTuple):
    """How a cell looks: the format of its number, whether it is struck, bold or shaded, and whether its text
    has the colour of paper."""

    form: str = "General"
    struck: bool = False
    bold: bool = False
    shaded: bool = False
    white: bool = False


def parsed(data: bytes, name: str, *tags: str) -> Iterator[Any]:
    """The elements with these tags as a part is read, each forgotten once it was given."""
    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(data),
        tag=[S + tag for tag in tags],
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise WrongFormat(
            f"{name} is not well-formed XML: {error.msg}", hint="open it in its program and save it again"
        ) from None


def shared_strings(data: bytes | None, name: str) -> list[Text]:
    """The texts that cells refer to by number."""
    return [] if data is None else [text_of(item) for item in parsed(data, name, "si")]


def text_of(item: Any) -> Text:
    """The text of a string, of which each run may look different."""
    runs = item.findall(f"{S}r")
    if not runs:
        return Text(one_line(unescaped("".join(one.text or "" for one in item.findall(f"{S}t")))))
    struck: list[str] = []
    pieces = Pieces(lambda why, text: struck.append(text) if why == "struck" else None)
    for run in runs:
        pieces.add(unescaped(run.findtext(f"{S}t") or ""), _look(run.find(f"{S}rPr")))
    return Text(one_line(pieces.text()), " ".join(struck))


def unescaped(text: str) -> str:
    """A text in which signs that XML does not take are written "_x000D_"."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _look(font: Any) -> Look:
    if font is None:
        return {}
    raised = font.find(f"{S}vertAlign")
    return {
        "strike": _is_on(font.find(f"{S}strike")),
        "bold": _is_on(font.find(f"{S}b")),
        "raised": raised is not None and raised.get("val") == "superscript",
    }


def _is_on(element: Any) -> bool:
    return element is not None and element.get("val") not in _OFF


def cell_styles(root: Any) -> list[CellStyle]:
    """The looks of cells, by the number that cells give."""
    if root is None:
        return []
    forms = dict(BUILT_IN)
    for form in root.iter(f"{S}numFmt"):
        if (form.get("numFmtId") or "").isdecimal():
            forms[int(form.get("numFmtId"))] = form.get("formatCode") or ""
    fonts = root.find(f"{S}fonts")
    fonts = list(fonts) if fonts is not None else []
    fills = root.find(f"{S}fills")
    fills = [_is_filled(fill) for fill in fills] if fills is not None else []
    formats = root.find(f"{S}cellXfs")
    found = []
    for one in formats if formats is not None else ():
        font = _at(fonts, one.get("fontId"))
        look = _look(font)
        colour = font.find(f"{S}color") if font is not None else None
        shaded = bool(_at(fills, one.get("fillId")))
        found.append(
            CellStyle(
                forms.get(int(one.get("numFmtId") or 0), "General"),
                bool(look.get("strike")),
                bool(look.get("bold")),
                shaded,
                colour is not None and is_white((colour.get("rgb") or "")[2:]) and not shaded,
            )
        )
    return found


def _at(items: list[Any], number: str | None) -> Any:
    place = int(number) if number is not None and number.isdecimal() else 0
    return items[place] if place < len(items) else None


def _is_filled(fill: Any) -> bool:
    pattern = fill.find(f"{S}patternFill")
    if pattern is None:
        return fill.find(f"{S}gradientFill") is not None
    if pattern.get("patternType") in (None, "none"):
        return False
    colour = pattern.find(f"{S}fgColor")
    return colour is None or not is_white((colour.get("rgb") or "")[2:])
