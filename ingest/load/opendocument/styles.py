"""The styles of OpenDocument: how a run looks once its styles are followed."""

from __future__ import annotations

import re
from typing import Any

from ingest.load.looks import Look, is_white

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_TITLE = re.compile(r"Title|Subtitle|Heading(?: \d+)?")
_NOTHING: Look = {}


class Styles:
    """The styles of a document by family and name."""

    def __init__(self, *roots: Any) -> None:
        self._given: dict[tuple[str, str], Any] = {}
        self._known: dict[tuple[str, str], Look] = {}
        self._filled: set[str] = set()
        for root in roots:
            for style in root.iter(f"{STYLE}style") if root is not None else ():
                family, name = style.get(f"{STYLE}family") or "", style.get(f"{STYLE}name") or ""
                self._given.setdefault((family, name), style)
                cell = style.find(f"{STYLE}table-cell-properties")
                if cell is not None and cell.get(f"{FO}background-color") not in (
                    None,
                    "transparent",
                    "#ffffff",
                ):
                    self._filled.add(name)

    def is_filled(self, name: str) -> bool:
        """Whether cells of this style have a colour behind them."""
        return name in self._filled

    def is_heading(self, name: str) -> bool:
        """Whether a paragraph style is that of a title or a heading, or is based on one."""
        seen: set[str] = set()
        while name not in seen:
            if _TITLE.fullmatch(name.replace("_20_", " ")):
                return True
            seen.add(name)
            style = self._given.get(("paragraph", name))
            if style is None:
                return False
            if style.get(f"{STYLE}default-outline-level"):
                return True
            name = style.get(f"{STYLE}parent-style-name") or ""
        return False

    def look(self, family: str, name: str) -> Look:
        """What the style sets, and those that it is based on."""
        chain: list[tuple[str, str]] = []
        while (family, name) in self._given and (family, name) not in self._known:
            if (family, name) in chain:
                break
            chain.append((family, name))
            name = self._given[family, name].get(f"{STYLE}parent-style-name") or ""
        look = self._known.get((family, name), _NOTHING)
        for key in reversed(chain):
            look = {**look, **_look(self._given[key])}
            self._known[key] = look
        return look


def _look(style: Any) -> dict[str, object]:
    look: dict[str, object] = {}
    paragraph = style.find(f"{STYLE}paragraph-properties")
    if paragraph is not None and _is_colour(paragraph.get(f"{FO}background-color")):
        look["shaded"] = True
    text = style.find(f"{STYLE}text-properties")
    if text is None:
        return look
    for name in ("style", "type"):
        line = text.get(f"{STYLE}text-line-through-{name}")
        if line is not None:
            look["strike"] = line != "none"
    if text.get(f"{TEXT}display") is not None:
        look["hidden"] = text.get(f"{TEXT}display") == "none"
    position = (text.get(f"{STYLE}text-position") or "").split()
    if position:
        share = position[0].rstrip("%")
        look["raised"] = share == "super" or (bool(re.fullmatch(r"\d+", share)) and int(share) > 0)
    if text.get(f"{FO}font-weight") is not None:
        look["bold"] = text.get(f"{FO}font-weight") in ("bold", "600", "700", "800", "900")
    if text.get(f"{FO}color") is not None:
        look["white"] = is_white(text.get(f"{FO}color"))
    if _is_colour(text.get(f"{FO}background-color")):
        look["shaded"] = True
    size = re.fullmatch(r"([\d.]+)pt", text.get(f"{FO}font-size") or "")
    if size:
        look["size"] = 2 * float(size[1])
    return look


def _is_colour(value: str | None) -> bool:
    return value not in (None, "", "transparent")
