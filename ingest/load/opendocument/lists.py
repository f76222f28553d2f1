"""The automatic numbers of OpenDocument: those of lists and of headings stand in its styles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ingest.load.opendocument.styles import STYLE, TEXT
from ingest.load.word.numbering import Label, cited, in_form, joined

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NONE = Label("", "", 0)
_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    prefix: str
    suffix: str
    shown: int  # how many levels stand in the number, this one last
    start: int


@dataclass(slots=True)
class _Counts:
    """The numbers of a list so far, by level from 0."""

    style: str
    at: dict[int, int] = field(default_factory=dict)


class Lists:
    """The lists of a document, counting as their items come."""

    def __init__(self, *roots: Any) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._outline: dict[int, _Level] = {}
        self._headings = _Counts("")
        self._open: list[_Counts] = []
        self._by_id: dict[str, _Counts] = {}
        self._last: dict[str, _Counts] = {}
        for root in roots:
            for style in root.iter(f"{TEXT}list-style", f"{TEXT}outline-style") if root is not None else ():
                levels = {
                    int(level.get(f"{TEXT}level") or 1) - 1: _level(level)
                    for level in style
                    if level.tag in (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style")
                }
                if style.tag == f"{TEXT}outline-style":
                    self._outline = self._outline or levels
                else:
                    self._styles.setdefault(style.get(f"{STYLE}name") or "", levels)

    @contextmanager
    def opened(self, element: Any) -> Iterator[None]:
        """Count the items of this list until the end of the block."""
        style = element.get(f"{TEXT}style-name") or (self._open[-1].style if self._open else "")
        counts = _Counts(style, self._open[-1].at) if self._open else self._continued(element, style)
        self._by_id[element.get(_ID) or ""] = counts
        self._open.append(counts)
        yield
        self._open.pop()
        if not self._open:
            self._last[style] = counts

    def _continued(self, element: Any, style: str) -> _Counts:
        other = self._by_id.get(element.get(f"{TEXT}continue-list") or "-")
        if other is None and element.get(f"{TEXT}continue-numbering") == "true":
            other = self._last.get(style)
        return _Counts(style, other.at if other is not None else {})

    def number(self, item: Any) -> Label:
        """The number of the next item of the list that is open."""
        given = item.find(f"{TEXT}number")
        level, counts = len(self._open) - 1, self._open[-1]
        start = item.get(f"{TEXT}start-value") or ""
        label = _next(counts, self._styles.get(counts.style, {}), level, start)
        if given is not None and given.text:
            return Label(given.text.strip(), cited(given.text), level)
        return label

    def heading(self, element: Any) -> Label:
        """The number of a heading, where headings are numbered."""
        level = element.get(f"{TEXT}outline-level") or "1"
        if element.get(f"{TEXT}is-list-header") == "true" or not level.isdecimal() or self._open:
            return _NONE
        given = element.find(f"{TEXT}number")
        start = element.get(f"{TEXT}start-value") or ""
        label = _next(self._headings, self._outline, int(level) - 1, start)
        if given is not None and given.text:
            return Label(given.text.strip(), cited(given.text), label.level)
        return label


def _level(level: Any) -> _Level:
    form = level.get(f"{STYLE}num-format") or ""
    shown, start = level.get(f"{TEXT}display-levels") or "1", level.get(f"{TEXT}start-value") or "1"
    return _Level(
        _FORMS.get(form, "none"),
        level.get(f"{STYLE}num-prefix") or "",
        level.get(f"{STYLE}num-suffix") or "",
        int(shown) if shown.isdecimal() else 1,
        int(start) if start.isdecimal() else 1,
    )


def _next(counts: _Counts, levels: dict[int, _Level], level: int, start: str) -> Label:
    shape = levels.get(level)
    if start.isdecimal():
        counts.at[level] = int(start)
    else:
        counts.at[level] = counts.at[level] + 1 if level in counts.at else (shape.start if shape else 1)
    for below in [one for one in counts.at if one > level]:
        del counts.at[below]
    text = _printed(counts, levels, level)
    return Label(text, _place(counts, levels, level) if text else "", level)


def _printed(counts: _Counts, levels: dict[int, _Level], level: int) -> str:
    shape = levels.get(level)
    if shape is None or shape.form == "none":
        return ""
    numbers = [
        in_form(counts.at.get(at, 1), levels[at].form)
        for at in range(max(0, level - shape.shown + 1), level + 1)
        if at in levels and levels[at].form != "none"
    ]
    return f"{shape.prefix}{'.'.join(numbers)}{shape.suffix}".strip()


def _place(counts: _Counts, levels: dict[int, _Level], level: int) -> str:
    own = cited(_printed(counts, levels, level))
    if level == 0 or not own or levels[level].shown > 1:
        return own
    return joined(_place(counts, levels, level - 1), own)
