"""The styles of a Word document: how a run looks once its styles are followed, and what a paragraph is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.load.looks import Look, is_white
from ingest.types import Role

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_NOTE_STYLES = ("footnote reference", "endnote reference")
_HEADING = re.compile(r"heading \d|title$|subtitle$")
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of figures$|table of authorities$|index \d")


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it takes over from the one that it is based on. `list_id` and `level` are its
    automatic number's; `heads` says that a table of this style sets its first row apart."""

    name: str = ""
    role: Role = "paragraph"
    look: Look = field(default_factory=dict)
    list_id: str = ""
    level: int | None = None
    contents: bool = False
    heads: bool = False


PLAIN = Style()


def read_styles(root: Any) -> dict[str, Style]:
    """The styles by id; "" is the default paragraph style."""
    if root is None:
        return {}
    given = {style.get(f"{W}styleId") or "": style for style in root.iter(f"{W}style")}
    known: dict[str, Style] = {}
    for name in given:
        for one in reversed(list(_chain(given, name, known))):
            based = known.get(value_of(given[one], "basedOn"), PLAIN)
            known[one] = _style(given[one], based)
    default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    usual = next(
        (
            name
            for name, style in given.items()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") not in (None, *_OFF)
        ),
        "",
    )
    known[""] = known.get(usual, Style(look=look_of(default)))
    return known


def _chain(given: Mapping[str, Any], name: str, known: Mapping[str, Style]) -> Iterator[str]:
    """The style and those that it is based on, as far as they are not known yet; a circle ends it."""
    seen: set[str] = set()
    while name in given and name not in known and name not in seen:
        seen.add(name)
        yield name
        name = value_of(given[name], "basedOn")


def _style(style: Any, based: Style) -> Style:
    name = value_of(style, "name").lower()
    properties = style.find(f"{W}pPr")
    outline = value_of(properties, "outlineLvl")
    numbers = properties.find(f"{W}numPr") if properties is not None else None
    level = value_of(numbers, "ilvl")
    role: Role = based.role
    if _HEADING.match(name) or (outline.isdecimal() and int(outline) < 9):
        role = "heading"
    elif outline == "9":
        role = "paragraph"
    elif name.startswith("list"):
        role = "item"
    own = dict(look_of(style.find(f"{W}rPr")))
    if name in _NOTE_STYLES:
        own["note"] = True
    if properties is not None and properties.find(f"{W}shd") is not None:
        own["shaded"] = True
    heads = any(one.get(f"{W}type") == "firstRow" for one in style.findall(f"{W}tblStylePr"))
    return Style(
        name,
        role,
        {**based.look, **own},
        value_of(numbers, "numId") or based.list_id,
        int(level) if level.isdecimal() else based.level,
        bool(_CONTENTS.match(name)),
        heads or based.heads,
    )


def value_of(element: Any, tag: str) -> str:
    """The value of a property in an element, empty where either is missing."""
    found = element.find(f"{W}{tag}") if element is not None else None
    return (found.get(f"{W}val") or "") if found is not None else ""


def look_of(properties: Any) -> dict[str, object]:
    """What a `w:rPr` sets; what it does not name stays as it was."""
    look: dict[str, object] = {}
    for one in properties if properties is not None else ():
        if not isinstance(one.tag, str):
            continue
        tag, value = one.tag.rpartition("}")[2], one.get(f"{W}val")
        if tag in ("strike", "dstrike"):
            look[tag] = value not in _OFF
        elif tag == "vanish":
            look["hidden"] = value not in _OFF
        elif tag == "b":
            look["bold"] = value not in _OFF
        elif tag == "vertAlign":
            look["raised"] = value == "superscript"
        elif tag == "position" and re.fullmatch(r"-?\d+", value or ""):
            look["raised"] = int(value) > 0
        elif tag == "color":
            look["white"] = is_white(value or "")
        elif tag == "sz" and (value or "").isdecimal():
            look["size"] = int(value)
        elif tag in ("shd", "highlight"):
            look["shaded"] = True
    return look
