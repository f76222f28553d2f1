"""Where a paragraph of a printed bill or law stands: its section and its place below, read off its marks and
indents, what it completes, and whether it is put into another act."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.load.text.paragraphs import Paragraph
from ingest.types import Standing

_SECTION = re.compile(r"(?:SEC(?:TION)?|Sec(?:tion)?)\.? (\d+[A-Za-z]{0,2}(?:-\d+)?)\.(?=\s|$)")
_MARKS = re.compile(r"(?:``)?((?:\((?:[a-z]{1,5}|\d{1,3}|[A-Z]{1,5})\))+)")
# What follows the last provision: how the house passed it, and the back of the print.
_BACK = re.compile(
    r"(?:Passed|Agreed to in) the (?:House|Senate)\b|Attest:|(?:Union |House )?Calendar No\.|Approved [A-Z]"
)
_LEADS_IN = re.compile(r"(?:--|—|:)$")
_QUOTE_ENDS = re.compile(r"''[.;,]?(?: and| or)?$")


class Where(NamedTuple):
    """The place of a paragraph as lawyers cite it, the numbers of the blocks that it completes, its standing,
    and whether it is the heading of a section."""

    place: str
    leads: tuple[int, ...]
    standing: Standing
    heads: bool


class _Open(NamedTuple):
    indent: int
    marks: str
    block: int
    leads_in: bool


@dataclass(slots=True)
class Outline:
    """The provisions that are open as the paragraphs of a bill or law go by."""

    section: str = ""
    stack: list[_Open] = field(default_factory=list)
    inserted: list[_Open] | None = None

    def where(self, paragraph: Paragraph) -> Where:
        """Where the next paragraph stands; `added` must follow."""
        text = paragraph.text
        if _BACK.match(text):
            self.section, self.stack, self.inserted = "", [], None
        section = None if self.inserted is not None else _SECTION.match(text)
        if section:
            self.section, self.stack = section[1], []
            return Where(f"§ {section[1]}", (), "", text[section.end() :].strip(" .").isupper())
        if self.inserted is None and text.startswith("``") and any(one.leads_in for one in self.stack):
            self.inserted = []
        if self.inserted is None:
            _close(self.stack, paragraph.indent)
            return Where(self._place(_marks(text)), _leads(self.stack), "", False)
        _close(self.inserted, paragraph.indent)
        return Where(self._place(""), _leads([*self.stack, *self.inserted]), "inserted", False)

    def added(self, paragraph: Paragraph, block: int) -> None:
        """The paragraph has become the block `block`."""
        text = paragraph.text
        one = _Open(paragraph.indent, _marks(text), block, bool(_LEADS_IN.search(text)))
        if self.inserted is None:
            self.stack.append(one)
        elif _QUOTE_ENDS.search(text):
            self.inserted = None
        else:
            self.inserted.append(one)

    def _place(self, marks: str) -> str:
        below = "".join(one.marks for one in self.stack) + marks
        return f"§ {self.section}{below}" if self.section else below


def _marks(text: str) -> str:
    marks = _MARKS.match(text)
    return marks[1] if marks else ""


def _close(stack: list[_Open], indent: int) -> None:
    while stack and stack[-1].indent >= indent:
        stack.pop()


def _leads(stack: list[_Open]) -> tuple[int, ...]:
    return tuple(one.block for one in stack if one.leads_in)
