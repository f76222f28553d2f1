"""What hides an element of a web page from its reader: its attributes, its style, and the rules of the page's
own style sheets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NUMBER = r"(-?\d*\.?\d+)\s*(px|pt|em|rem|ex|ch|vw|vh|%|cm|mm|in)?"
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 1.33,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
    "vw": 10.0,
    "vh": 8.0,
    "%": 10.0,
    "cm": 38.0,
    "mm": 3.8,
    "in": 96.0,
}
_FAR = -300.0  # pixels: further left or up is off the screen
_TINY = 2.0  # pixels: smaller type cannot be read
_FAINT = 0.1  # of opacity
_SAME = 24  # of 255: colours that differ by less in every channel cannot be told apart
_RAISED = 2.0  # pixels over the line: text that is set higher by less is aligned
_CLOSING = frozenset({"display", "visibility", "height", "max-height", "content-visibility", "opacity"})
_COLOURS = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240),
    "azure": (240, 255, 255),
    "mintcream": (245, 255, 250),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "navy": (0, 0, 128),
}
# Classes by which the common frameworks set text for screen readers alone.
_UNSEEN_CLASSES = frozenset(
    {"sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden", "usa-sr-only", "element-invisible"}
)
# What the names of an element have that a control on the page opens, and of one that is no part of its text.
_OPENED = re.compile(
    r"accordion|collaps|tab-?pane|tab-?panel|tabs?[_-]+content|\bpanel\b|expand|disclos", re.I
)
_APART = re.compile(
    r"cookie|consent|modal|dialog|popup|lightbox|dropdown|menu|nav|search|login|share|subscribe|toolbar|"
    r"chat",
    re.I,
)
_STRUCK_CLASSES = frozenset(
    {"strike", "strikethrough", "strike-through", "strikeout", "struck", "struckthrough", "line-through"}
    | {"linethrough", "text-strike", "text-decoration-line-through", "deleted-text", "deletedtext"}
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w-]+)*)")
_TELLING = re.compile(
    r"display|visibility|opacity|font|color|background|clip|indent|left|top|right|bottom|margin|"
    r"transform|width|height|position|overflow"
    r"|line-through|vertical-align|list-style"
)

Colour = tuple[int, int, int]
Style = Mapping[str, str]


def declarations(css: str) -> dict[str, str]:
    """The properties that a style attribute or a rule sets."""
    if not css:
        return {}
    found = {}
    for part in re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def hides_style(style: Style) -> bool:
    """Whether a style leaves nothing of its element to be seen, whatever colours are around it."""
    if not style:
        return False
    if (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("content-visibility") == "hidden"
    ):
        return True
    if _fraction(style.get("opacity", "1")) < _FAINT or re.search(
        r"opacity\(0?\.?0*%?\)", style.get("filter", "")
    ):
        return True
    if abs(_pixels(style.get("font-size", ""), 16.0)) < _TINY or re.match(
        r"(?:\w+ )*0(?:px|pt|em)?[ /]", style.get("font", "")
    ):
        return True
    return _is_away(style) or _is_clipped(style) or _is_transparent(style.get("color", ""))


def is_opened(element: Any, controlled: frozenset[str]) -> bool:
    """Whether a hidden element is one that the page's reader opens: an answer under its question, a tab. It
    is named by a control (`controlled` has the names), or made as such things are."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if _APART.search(names) or element.get("role") in ("dialog", "alertdialog", "menu", "search"):
        return False
    return (
        element.get("id") in controlled
        or element.get("role") == "tabpanel"
        or (element.get("hidden") or "").lower() == "until-found"
        or bool(_OPENED.search(names))
    )


def only_closed(element: Any, style: Style) -> bool:
    """Whether an element is hidden as a page hides what its reader may open, and in no other way."""
    shown = {name: value for name, value in style.items() if name not in _CLOSING}
    return (element.get("aria-hidden") or "").lower() != "true" and not hides_style(shown)


def strikes(element: Any, style: Style) -> bool:
    """Whether an element's text is struck out."""
    return (
        str(element.tag).lower() in ("del", "s", "strike", "deleted")  # the last as GPO marks it, unescaped
        or "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", "")
        or bool(_STRUCK_CLASSES & set((element.get("class") or "").lower().split()))
    )


def raises(style: Style) -> bool:
    """Whether a style sets its text higher than the line."""
    height = style.get("vertical-align", "")
    return height in ("super", "text-top") or _pixels(height, 0.0) >= _RAISED


def _is_away(style: Style) -> bool:
    placed = style.get("position") in ("absolute", "fixed", "relative")
    edges = ["left", "top", "right", "bottom"] if placed else []
    if any(
        _pixels(style.get(name, ""), 0.0) <= _FAR
        for name in (*edges, "text-indent", "margin-left", "margin-top")
    ):
        return True
    moved = re.findall(rf"translate\w*\(\s*{_NUMBER}", style.get("transform", ""))
    return any(_pixels(f"{number}{unit}", 0.0) <= _FAR for number, unit in moved) or bool(
        re.search(r"scale\(\s*0?\.?0*\s*[,)]", style.get("transform", ""))
    )


def _is_clipped(style: Style) -> bool:
    if re.match(r"rect\(\s*(?:[01](?:px)?[\s,]+){3}[01](?:px)?", style.get("clip", "")) or re.match(
        r"inset\((?:50|100)%|circle\(0", style.get("clip-path", "")
    ):
        return True
    cut = any(
        style.get(name, "").startswith(("hidden", "clip"))
        for name in ("overflow", "overflow-x", "overflow-y")
    )
    return cut and any(
        _pixels(style.get(name, ""), 99.0) <= 1 for name in ("width", "height", "max-width", "max-height")
    )


def _is_transparent(colour: str) -> bool:
    alpha = re.match(r"(?:rgba?|hsla?)\([^)]*[,/]\s*([\d.]+%?)\s*\)", colour)
    return colour == "transparent" or bool(alpha and colour.count(",") != 2 and _fraction(alpha[1]) < _FAINT)


def _fraction(value: str) -> float:
    try:
        return float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError:
        return 1.0


def _pixels(value: str, otherwise: float) -> float:
    found = re.fullmatch(_NUMBER, value.strip())
    return float(found[1]) * _PIXELS[found[2] or ""] if found else otherwise


def colour_of(value: str) -> Colour | None:
    """The colour that a CSS value or an HTML attribute names, or None where it is not known."""
    value = value.strip().lower()
    if not value:
        return None
    if found := re.fullmatch(r"#?([0-9a-f]{6})(?:[0-9a-f]{2})?", value):
        return int(found[1][:2], 16), int(found[1][2:4], 16), int(found[1][4:], 16)
    if found := re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?", value):
        return int(found[1] * 2, 16), int(found[2] * 2, 16), int(found[3] * 2, 16)
    if found := re.match(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)", value):
        return int(found[1]), int(found[2]), int(found[3])
    return _COLOURS.get(value)


@dataclass(frozen=True, slots=True)
class _Rule:
    weight: tuple[int, int, int]
    compounds: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
    style: Style


class Sheets:
    """The rules of a page's own style sheets that may hide something."""

    def __init__(self, sheets: Sequence[str]) -> None:
        self._by_key: dict[str, list[_Rule]] = defaultdict(list)
        for rule in (rule for sheet in sheets for rule in _rules(sheet)):
            tag, classes, ids = rule.compounds[-1]
            self._by_key[next(iter(ids), "") or next(iter(classes), "") or tag].append(rule)

    def style(self, element: Any) -> dict[str, str]:
        """What the rules set for an element, the more specific over the less."""
        if not self._by_key:
            return {}
        keys = [
            f"#{element.get('id')}",
            *(f".{name}" for name in (element.get("class") or "").split()),
            str(element.tag).lower(),
            "*",
        ]
        matching = [rule for key in keys for rule in self._by_key.get(key, ()) if _matches(element, rule)]
        found: dict[str, str] = {}
        for rule in sorted(matching, key=lambda rule: rule.weight):
            found.update(rule.style)
        return found


def _rules(sheet: str) -> Iterator[_Rule]:
    sheet = re.sub(r"/\*.*?\*/|<!--|-->", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r"@media[^{]*\bprint\b[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
    for selectors, body in _RULE.findall(re.sub(r"@(?:media|supports)[^{]*\{", "", sheet)):
        style = declarations(body) if _TELLING.search(body) else {}
        for selector in selectors.split(",") if style else ():
            compounds = [_COMPOUND.fullmatch(part) for part in selector.split()]
            if compounds and all(compounds):
                yield _rule([(found[1] or "*", found[2]) for found in compounds if found], style)


def _rule(compounds: Sequence[tuple[str, str]], style: Style) -> _Rule:
    parts = [(tag.lower(), re.findall(r"[.#][\w-]+", rest)) for tag, rest in compounds]
    split = tuple(
        (tag, frozenset(n for n in names if n[0] == "."), frozenset(n for n in names if n[0] == "#"))
        for tag, names in parts
    )
    return _Rule(
        (
            sum(len(i) for _, _, i in split),
            sum(len(c) for _, c, _ in split),
            sum(t != "*" for t, _, _ in split),
        ),
        split,
        style,
    )


def _matches(element: Any, rule: _Rule) -> bool:
    *before, last = rule.compounds
    if not _is(element, last):
        return False
    above = element.iterancestors()
    return all(any(_is(ancestor, compound) for ancestor in above) for compound in reversed(before))


def _is(element: Any, compound: tuple[str, frozenset[str], frozenset[str]]) -> bool:
    tag, classes, ids = compound
    own = {f".{name}" for name in (element.get("class") or "").split()}
    return tag in ("*", str(element.tag).lower()) and classes <= own and ids <= {f"#{element.get('id')}"}


def hides_attributes(attributes: Mapping[str, str]) -> bool:
    """Whether an element's attributes, its style among them, hide it."""
    if not attributes:
        return False
    return (
        attributes.get("hidden") is not None
        or (attributes.get("aria-hidden") or "").lower() == "true"
        or bool(_UNSEEN_CLASSES & set((attributes.get("class") or "").split()))
        or hides_style(declarations(attributes.get("style") or ""))
        or _is_own_colour(declarations(attributes.get("style") or ""))
    )


def _is_own_colour(style: Style) -> bool:
    colour, behind = colour_of(style.get("color", "")), background_of(style)
    return colour is not None and behind is not None and cannot_be_told(colour, behind)


def background_of(style: Style) -> Colour | None:
    """The colour that a style puts behind its text, or None where it says none."""
    return colour_of(style.get("background-color", "")) or next(
        filter(None, map(colour_of, style.get("background", "").split())), None
    )


def is_pictured(style: Style) -> bool:
    """Whether a style puts something behind its text whose colour is not known."""
    return bool(
        re.search(r"url\(|gradient|var\(", style.get("background", "") + style.get("background-image", ""))
    )


def cannot_be_told(one: Colour, other: Colour) -> bool:
    """Whether two colours look the same."""
    return all(abs(first - second) < _SAME for first, second in zip(one, other, strict=True))
