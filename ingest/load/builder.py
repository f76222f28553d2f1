"""The stored text of a document, put together block by block, so that every loader cleans and joins in the
same way."""

from __future__ import annotations

import re

from ingest.types import Block, Document, Metadata, Page, Role

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# A joiner between letters of the Arabic or an Indic script is spelling; anywhere else it is invisible.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffe\uffff\ud800-\udfff"
    "\u034f\u115f\u1160\u180e\u3164\uffa0\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
    "|(?<![\u0600-\u0dff])[\u200c\u200d]"
)
_FIXED_SPACES = re.compile("[\u00a0\u2007\u202f]")
_PROSE = 4  # words: fewer are a label for a screen reader or a button
_TIGHT: frozenset[Role] = frozenset({"item", "row"})


def clean(text: str) -> str:
    """`text` without what cannot be seen: line ends become LF, fixed spaces become spaces, everything visible
    stays byte for byte."""
    return _FIXED_SPACES.sub(" ", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """`text` cleaned, with each run of whitespace as one space."""
    return " ".join(clean(text).split())


class TextBuilder:
    """Collects blocks in reading order. Blocks are joined by an empty line, and rows or items that follow one
    another by a line end."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._pages: list[tuple[int, int]] = []
        self._length = 0
        self._pending: list[int] = []
        self._hidden = 0

    def page(self, number: int) -> None:
        """Start page `number`: it begins with the next text that is added."""
        self._pending.append(number)

    def add(self, text: str, role: Role = "paragraph") -> None:
        """Append a block; text that is empty once cleaned is left out."""
        text = one_line(text)
        if not text:
            return
        if self._blocks:
            last = self._blocks[-1].role
            self._append("\n" if role == last and role in _TIGHT else "\n\n")
        self._open_pages()
        self._blocks.append(Block(self._length, self._length + len(text), role))
        self._append(text)

    def hide(self, text: str) -> None:
        """Count text that a reader of the file does not see, and that is left out for that."""
        words = len(one_line(text).split())
        self._hidden += words if words >= _PROSE else 0

    def extend(self, text: str, glue: str = " ", *, drop: int = 0) -> None:
        """Continue the last block with `text`: `drop` characters fall away at its end, then comes `glue`.
        Without a block this is `add`."""
        text = one_line(text)
        if not self._blocks:
            self.add(text)
        elif text:
            if drop:
                self._parts[-1] = self._parts[-1][:-drop]
                self._length -= drop
            self._append(glue)
            self._open_pages()
            self._append(text)
            last = self._blocks[-1]
            self._blocks[-1] = Block(last.start, self._length, last.role)

    def document(self, metadata: Metadata | None = None) -> Document:
        """The document so far; pages follow one another without a gap and cover the text."""
        self._open_pages()
        ends = [start for _, start in self._pages[1:]] + [self._length]
        starts = [0] + [start for _, start in self._pages[1:]]
        pages = tuple(
            Page(number, start, end)
            for (number, _), start, end in zip(self._pages, starts, ends, strict=False)
        )
        notes = (
            (f"hidden text was left out: {self._hidden} words that a reader of the file does not see",)
            if self._hidden
            else ()
        )
        return Document("".join(self._parts), tuple(self._blocks), pages, metadata or Metadata(), notes)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _open_pages(self) -> None:
        self._pages.extend((number, self._length) for number in self._pending)
        self._pending.clear()
