"""A paper: what stands on the page of a memo, a review or an exported conversation, whatever file it becomes,
and what such a file is read back into.

It holds words and marks, and no check: a `fact` was checked by who made the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.lexicon.dates import readable_date
from assistant.lexicon.printable import plain
from assistant.types import Citation, Superseded

Role = Literal["fact", "own", "gap", "form", "failed", "read"]
"""What a text is: a checked sentence; the words of who asked for the paper; what is to be confirmed; wording
of the format; a sentence that failed the check, shown apart; and, in a paper read from a file, not known."""

Style = Literal["plain", "numbered", "bullet"]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence, or a label; `notes` are numbers of the paper's notes, and `strong` words of it that stand
    out, in their order."""

    text: str
    role: Role = "form"
    notes: tuple[int, ...] = ()
    strong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1."""

    text: str
    level: int = 1
    block: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together, after a label in bold where there is one. Numbered paragraphs count
    through the whole body."""

    texts: tuple[Text, ...]
    style: Style = "plain"
    label: str = ""
    block: Literal["paragraph"] = "paragraph"


Cell = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under column headings."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    block: Literal["table"] = "table"


Block = Heading | Paragraph | Table


def texts_of(blocks: Sequence[Block]) -> Iterator[Text]:
    """The texts of some blocks, in their order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.texts
        elif isinstance(block, Table):
            yield from (text for row in block.rows for cell in row for text in cell)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: where a quote stands, and the quote. `citation` is None in a paper read from a file."""

    number: int
    text: str
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What a file is made of. `fields` are the lines at its head (To, From, Date, …); `marking` stands on
    every page, and DRAFT where it is one;
    `record` is the id under which it is on record; `annexes` start a new page and count in no limit."""

    title: str
    blocks: tuple[Block, ...]
    annexes: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    marking: str = ""
    draft: bool = False
    record: str = ""


def page_range(cited: Sequence[Citation]) -> str:
    """The pages that are cited: `p. 3`, `pp. 3–4, 7`; empty where the format has none."""
    found = {(one.page, one.page_end or one.page) for one in cited if one.page is not None}
    within = {one for one in found for other in found - {one} if other[0] <= one[0] and one[1] <= other[1]}
    spans = sorted(found - within)
    pages = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)
    return f"{'p.' if len(spans) == 1 and spans[0][0] == spans[0][1] else 'pp.'} {pages}" if spans else ""


_STANDINGS: Mapping[str, str] = {
    "not in force": "not in force",
    "not yet in force": "not yet in force",
    "proposed": "proposed",
    "inserted": "inserted into another act",
    "quoted": "quoted there from another",
}
"""What holds of quoted words, for a reader, where they are not plainly in force."""
_MOST_PLACES = 6
_LAST_PART = re.compile(r"(?P<whole>.*\d.*)(?P<part>\([^()]*\))$")


def told_standing(standing: str) -> str:
    """What holds of quoted words, for a reader; empty where they are plainly in force or nothing is known."""
    return _STANDINGS.get(standing, "")


def told_end(one: Superseded) -> str:
    """What became of what is quoted: “ended 20 February 2026 by Executive Order 14389”."""
    within = "in" if one.how.startswith("reported") else "by"
    return plain(f"{one.how} {readable_date(one.date)} {within} {one.name}")


def ended(cited: Iterable[Citation]) -> list[Superseded]:
    """What became of what the quotes of one place say, each end once."""
    return list(dict.fromkeys(one.superseded for one in cited if one.superseded))


def told_ends(cited: Iterable[Citation]) -> str:
    """The same in words, in brackets after a space; empty where nothing ended."""
    told = "; ".join(map(told_end, ended(cited)))
    return f" [{told}]" if told else ""


def where(cited: Sequence[Citation]) -> str:
    """Where the quotes of a source stand, and what holds of them: `§ 16(b)(1), § 18, pp. 3, 7`; empty where
    the format tells neither places nor pages."""
    found = list(dict.fromkeys(one.place for one in without_lead_ins(cited) if one.place))
    shown = [_after(place, before) for before, place in zip(["", *found], found, strict=False)]
    places = [*shown[:_MOST_PLACES], *(["…"] if len(shown) > _MOST_PLACES else [])]
    standings = dict.fromkeys(filter(None, (told_standing(one.standing) for one in cited)))
    return ", ".join(part for part in (*places, page_range(cited), *standings) if part)


def _after(place: str, before: str) -> str:
    """A place as it is named after another: `(2)` after `§ 16(b)(1)`."""
    own, other = _LAST_PART.match(place), _LAST_PART.match(before)
    return own["part"] if own and other and own["whole"] == other["whole"] else place


def without_lead_ins(cited: Iterable[Citation]) -> list[Citation]:
    """The citations without those of words that another of them completes, which shows them too."""
    given = list(cited)
    return [
        one
        for one in given
        if not any(one.quote in other.leads and one.source == other.source for other in given)
    ]


def note_text(citation: Citation, *, quoted: bool = False) -> str:
    """What a footnote says: `Title, Publisher, 3 February 2025, § 2, p. 3: “quote”`; the quote is its last
    words, left out where the text above has `quoted` it."""
    parts = [
        citation.title,
        citation.publisher,
        readable_date(citation.date) or "undated",
        where([citation]),
    ]
    named = plain(", ".join(part for part in parts if part))
    return named if quoted else f"{named}: “{plain(citation.words)}”"
