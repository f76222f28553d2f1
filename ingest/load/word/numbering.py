"""The automatic numbers of Word: "Recommendation 7:", "2(b)"; they stand in no paragraph, only in the lists
that the paragraphs belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ingest.load.word.styles import Style, W, value_of

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINAL = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LEVELS = 9


class Label(NamedTuple):
    """The number before a paragraph: as it is printed, as it is cited with those of the levels above it, and
    its level and its list. A bullet has neither text nor place."""

    text: str
    place: str
    level: int
    list: str = ""


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # the level whose next number starts this one again; 0 for never
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """One list of the document: which levels it has, and whose numbers it counts on with."""

    counts: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, counting as its paragraphs come."""

    def __init__(self, root: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._counted: set[tuple[str, int]] = set()  # the levels that had an item of their own
        self._last: dict[int, str] = {}  # the last place at each level, whatever the list
        if root is not None:
            self._read(root)

    def label(self, properties: Any, style: Style, style_id: str) -> Label | None:
        """The number of the paragraph with these properties, which is counted by asking; None without one."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        list_id = value_of(own, "numId") or style.list_id
        known = self._lists.get(list_id)
        if known is None:
            return None
        given = value_of(own, "ilvl")
        if given.isdecimal():
            level = int(given)
        elif style.level is not None and own is None:
            level = style.level
        else:
            level = next((at for at, one in known.levels.items() if one.style == style_id and style_id), 0)
        return self._next(list_id, known, min(level, _LEVELS - 1))

    def _next(self, list_id: str, known: _List, level: int) -> Label:
        counts = self._counts.setdefault(known.counts, {})
        shape = known.levels.get(level, _Level())
        if level in known.starts and (list_id, level) not in self._begun:
            counts[level] = known.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else shape.start
        self._begun.add((list_id, level))
        self._counted.add((known.counts, level))
        for above in range(level):  # a level that was left out counts from its start
            counts.setdefault(above, known.levels.get(above, _Level()).start)
        for below in [one for one in counts if one > level]:
            restart = known.levels.get(below, _Level()).restart
            if restart is None or (restart and level < restart):
                del counts[below]
        if shape.form in ("bullet", "none") and "%" not in shape.text:
            fixed = shape.text if shape.form == "none" else ""
            return Label(fixed.strip(), "", level, list_id)
        self._last[level] = self._place(known, counts, level)
        return Label(_printed(known, counts, level), self._last[level], level, list_id)

    def _place(self, known: _List, counts: Mapping[int, int], level: int) -> str:
        """The number as it is cited: one that does not repeat those above it is put after them. A list may
        have its deeper items alone, those above them being of another list."""
        own = cited(_printed(known, counts, level))
        shape = known.levels.get(level, _Level())
        if level == 0 or not own or any(f"%{above}" in shape.text for above in range(1, level + 1)):
            return own
        if (known.counts, level - 1) not in self._counted:
            return joined(self._last.get(level - 1, ""), own)
        above = known.levels.get(level - 1, _Level())
        return (
            joined(self._place(known, counts, level - 1), own)
            if above.form not in ("bullet", "none")
            else own
        )

    def _read(self, root: Any) -> None:
        shapes: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}
        of_style: dict[str, str] = {}
        for abstract in root.findall(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId") or ""
            shapes[name] = _levels(abstract)
            if value_of(abstract, "numStyleLink"):
                linked[name] = value_of(abstract, "numStyleLink")
            if value_of(abstract, "styleLink"):
                of_style[value_of(abstract, "styleLink")] = name
        for number in root.findall(f"{W}num"):
            name = value_of(number, "abstractNumId")
            if name in linked:
                name = of_style.get(linked[name], name)
            levels, starts = dict(shapes.get(name, {})), {}
            for override in number.findall(f"{W}lvlOverride"):
                at = int(override.get(f"{W}ilvl") or 0)
                levels.update(_levels(override))
                if value_of(override, "startOverride").isdecimal():
                    starts[at] = int(value_of(override, "startOverride"))
            if levels:
                self._lists[number.get(f"{W}numId") or ""] = _List(name, levels, starts)


def _levels(parent: Any) -> dict[int, _Level]:
    found = {}
    for level in parent.findall(f"{W}lvl"):
        start, restart = value_of(level, "start"), value_of(level, "lvlRestart")
        legal = level.find(f"{W}isLgl")
        found[int(level.get(f"{W}ilvl") or 0)] = _Level(
            value_of(level, "numFmt") or _form_of(level),
            value_of(level, "lvlText"),
            int(start) if start.isdecimal() else 0 if start else 1,
            int(restart) if restart.isdecimal() else None,
            legal is not None and legal.get(f"{W}val") not in ("0", "false", "off"),
            value_of(level, "pStyle"),
        )
    return found


def _form_of(level: Any) -> str:
    """Word wraps the forms that are new in it; the older one beside them is near enough."""
    found = next(level.iter(f"{W}numFmt"), None)
    return (found.get(f"{W}val") or "decimal") if found is not None else "decimal"


def _printed(known: _List, counts: Mapping[int, int], level: int) -> str:
    shape = known.levels.get(level, _Level())

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form = known.levels.get(at, _Level()).form
        if shape.legal and form not in ("bullet", "none"):
            form = "decimal"
        return in_form(counts.get(at, 1), form)

    return re.sub(r"%([1-9])", number, shape.text).strip()


def cited(label: str) -> str:
    """A printed number without the stop after it; a letter with a bracket after it has both."""
    label = label.strip().rstrip(".:–—- \t")
    return f"({label[:-1]})" if re.fullmatch(r"\w{1,5}\)", label) else label


def joined(above: str, own: str) -> str:
    """The place of a number under another: "2" and "(b)" are "2(b)", "Part 2" and "3" are "Part 2, 3"."""
    if not above:
        return own
    if re.fullmatch(r"[a-zA-Z]|[ivxlc]+|[IVXLC]+", own):
        own = f"({own})"
    return above + own if own.startswith("(") else f"{above}, {own}"


def in_form(number: int, form: str) -> str:
    """A number in one of Word's forms."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "ordinal":
        end = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{end}"
    if form in ("cardinalText", "ordinalText") and 0 <= number < 100:
        words = _spelled(number)
        return (_as_ordinal(words) if form == "ordinalText" else words).capitalize()
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _spelled(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens = _TENS[number // 10 - 2]
    return f"{tens}-{_ONES[number % 10]}" if number % 10 else tens


def _as_ordinal(words: str) -> str:
    head, dash, last = words.rpartition("-")
    ordinal = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return head + dash + _ORDINAL.get(last, ordinal)
