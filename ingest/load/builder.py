"""The stored text of a document, put together block by block, so that every loader cleans and joins in the
same way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.load.budgets import BLOCKS, CHARACTERS, REFERENCES, check
from ingest.load.enumerators import enumerated
from ingest.types import Block, Document, Metadata, Page, Role, Standing

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# A joiner between letters of the Arabic or an Indic script is spelling; anywhere else it is invisible.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffe\uffff\ud800-\udfff"
    "\u034f\u115f\u1160\u180e\u3164\uffa0\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
    "|(?<![\u0600-\u0dff])[\u200c\u200d]"
)
# A text that holds none of these is clean; most are.
_UNCLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\u00ad\u034f\u115f\u1160\u180e\u2000-\u200f\u2028-\u202f\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufffe\uffff\U000e0000-\U000e01ef]"
)
_FIXED_SPACES = re.compile("[\u00a0\u2007\u202f]")
_PROSE = 4  # words: fewer are a label for a screen reader or a button
_IN_LISTS: frozenset[Role] = frozenset({"paragraph", "item"})
# A sentence that ends with one of these goes on in the items under it, colon or none.
_UNFINISHED = re.compile(
    r"\b(?:unless|if|that|who|which|whose|to|shall|must|may|will|should|not|only|by|when|where|while|of|for|with"
    r"|from|in|on|is|are|be|has|have|includes?|including|means?|either|both|any|each|provided|because|than)$",
    re.IGNORECASE,
)
# By these words an order is given, and no section completes them.
_ORDERS = re.compile(r"\bhereby (?:order(?:ed)?|proclaim(?:ed)?|direct(?:ed)?)\b[^.]{0,60}:$", re.IGNORECASE)
_END = 120  # characters in which the end of a paragraph is looked for
_OPENS_SECTION = re.compile(r"(?:sec(?:tion|\.)|§+|art(?:icle|ículo|\.))\s*\d", re.IGNORECASE)
_MUCH = 200  # characters of a file's own text: of less, a share says nothing
_TIGHT: frozenset[Role] = frozenset({"item", "row"})
_LEADS_IN = re.compile(r"(?:[:—–]|--)\s*[\"'”’»]?$|\bthe following\s*$", re.IGNORECASE)
_LEFT_OUT = {
    "hidden": "hidden text was left out: {} words that a reader of the file does not see",
    "struck": "struck text was left out: {} words",
    "deleted": "deleted text was left out: {} words",
    "ended": "text that is no longer in force was left out: {} words",
    "notes": "notes to the text were left out: {} words",
    "comments": "comments were left out: {} words",
    "contents": "a table of contents was left out: {} words",
    "asides": "interjections and stage directions were left out: {} words",
}
"""What a document says of the words that were left out of it, by why."""


def clean(text: str) -> str:
    """`text` without what cannot be seen: line ends become LF, fixed spaces become spaces, everything visible
    stays byte for byte."""
    if not _UNCLEAN.search(text):
        return text
    return _FIXED_SPACES.sub(" ", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """`text` cleaned, with each run of whitespace as one space."""
    return " ".join(clean(text).split())


def letters(text: str) -> int:
    """How many characters `text` has, blanks aside."""
    return sum(map(len, text.split()))


class TextBuilder:
    """Collects blocks in reading order. Blocks are joined by an empty line, and rows or items that follow one
    another by a line end."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._pages: list[tuple[int, int]] = []
        self._length = 0
        self._pending: list[int] = []
        self._left_out: Counter[str] = Counter()
        self._seen = self._spared = 0
        self._notes: dict[str, None] = {}
        self._tables = 0

    def next_table(self) -> str:
        """The place of one more table of the document: "table 2"."""
        self._tables += 1
        return f"table {self._tables}"

    @property
    def last(self) -> int:
        """The number of the last block; -1 where there is none."""
        return len(self._blocks) - 1

    def page(self, number: int) -> None:
        """Start page `number`: it begins with the next text that is added."""
        self._pending.append(number)

    def add(
        self,
        text: str,
        role: Role = "paragraph",
        *,
        place: str = "",
        speaker: str = "",
        standing: Standing = "",
        leads: Iterable[int] = (),
    ) -> int:
        """Append a block and return its number; text that is empty once cleaned is left out, and returns -1.
        `leads` are the numbers of the blocks that it completes."""
        text = one_line(text)
        if not text:
            return -1
        check(len(self._blocks) + 1, BLOCKS, "paragraphs and rows")
        if self._blocks:
            last = self._blocks[-1].role
            self._append("\n" if role == last and role in _TIGHT else "\n\n")
        self._open_pages()
        completes = tuple(lead for lead in leads if lead >= 0)
        start = self._length
        self._blocks.append(Block(start, start + len(text), role, place, speaker, standing, completes))
        self._append(text)
        return len(self._blocks) - 1

    def hide(self, text: str) -> None:
        """Count text that a reader of the file does not see, and that is left out for that."""
        words = len(one_line(text).split())
        self._left_out["hidden"] += words if words >= _PROSE else 0
        self._spared += letters(text)

    def leave_out(self, why: str, text: str) -> None:
        """Count text that is left out; `why` is a key of `_LEFT_OUT`."""
        self._left_out[why] += len(one_line(text).split())
        self._spared += letters(text)

    def see(self, characters: int) -> None:
        """Count characters, blanks aside, that the file has as its text, whatever becomes of them: where most
        of them are neither stored nor left out for a reason, it was not understood."""
        self._seen += characters

    def note(self, text: str) -> None:
        """Tell who ingests the document something, once."""
        self._notes.setdefault(one_line(text))

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
            self._blocks[-1] = replace(self._blocks[-1], end=self._length)

    def document(self, metadata: Metadata | None = None) -> Document:
        """The document so far; pages follow one another without a gap and cover the text."""
        self._open_pages()
        ends = [start for _, start in self._pages[1:]] + [self._length]
        starts = [0] + [start for _, start in self._pages[1:]]
        pages = tuple(
            Page(number, start, end)
            for (number, _), start, end in zip(self._pages, starts, ends, strict=False)
        )
        counted = tuple(
            words.format(f"{self._left_out[why]:,}")
            for why, words in _LEFT_OUT.items()
            if self._left_out[why]
        )
        text = "".join(self._parts)
        blocks = tuple(_with_leads(text, self._blocks))
        check(sum(len(one.leads) for one in blocks), REFERENCES, "references between its paragraphs")
        lost = max(0, self._seen - self._spared - letters(text))
        unread = lost / self._seen if self._seen >= _MUCH else 0.0
        return Document(text, blocks, pages, metadata or Metadata(), (*counted, *self._notes), unread)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        check(self._length, CHARACTERS, "characters of text")

    def _open_pages(self) -> None:
        self._pages.extend((number, self._length) for number in self._pending)
        self._pending.clear()


def _with_leads(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, where an item that names none which it completes gets the one before its list, if that ends
    as the opening of a list does, and those that its number is below of."""
    above = _numbered_leads(text, blocks)
    before: int | None = None
    for number, block in enumerate(blocks):
        leads = () if block.leads else above.get(number, ())
        if block.role not in ("item", "row"):
            end = text[max(block.start, block.end - _END) : block.end]
            leads_in = _LEADS_IN.search(end) or (block.role != "heading" and _UNFINISHED.search(end))
            before = number if leads_in and not _ORDERS.search(end) else None
        elif block.role == "item" and not block.leads and before is not None:
            leads = (before, *(lead for lead in leads if lead > before))
        yield replace(block, leads=leads) if leads else block


def _numbered_leads(text: str, blocks: Sequence[Block]) -> dict[int, tuple[int, ...]]:
    """By the numbers in front of the paragraphs of a section, “(a)”, “(i)”: which complete which."""
    leads: dict[int, tuple[int, ...]] = {}
    run: list[int] = []
    for number in range(len(blocks) + 1):
        block = blocks[number] if number < len(blocks) else None
        ends = (
            block is None or block.role in ("heading", "speaker") or _OPENS_SECTION.match(text, block.start)
        )
        if ends and run:
            texts = [text[blocks[one].start : blocks[one].end] for one in run]
            for one, own, entry in zip(run, texts, enumerated(texts), strict=True):
                # Paragraphs “12.” of a report are no list, whatever one of them ends with.
                if own.startswith("(") and not blocks[one].place:
                    leads[one] = tuple(run[at] for at in entry.leads if not _ORDERS.search(texts[at][-_END:]))
            run = []
        if block is not None and block.role in _IN_LISTS:
            run.append(number)
    return leads
