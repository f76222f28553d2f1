"""Lines of PDF pages → blocks: running headers and footers go, hard-wrapped and hyphenated lines come
together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.load.builder import TextBuilder, one_line
from ingest.load.pdf_glyphs import HYPHEN_MARK, Line
from ingest.types import Role

_EDGE = 3  # lines at the top and at the bottom of a page among which running text is looked for
_DRIFT = 14.0  # points by which a running line may move from page to page
_STAMP = re.compile(
    r"VerDate\b.*\bJkt \d+|\bFrm \d{5} Fmt \d+|^\S+ on DSK\w+ ?PROD with|^[\w.-]+\.EPS(</GPH>)?$|^</?GPH>"
)
# The group is the part of the Register, which stands as a masthead above the first document.
_FEDERAL_REGISTER = re.compile(
    r"(?:\d+ )?Federal Register ?/ ?Vol\. \d+, No\. \d+ ?/.*?/ ?([A-Z][A-Za-z ]+?)(?: \d+)?$"
)
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|] ?)?(?:page|p\.|página|pág\.)? ?\d{1,5}(?: ?(?:of|de|/) ?\d{1,4})?(?: ?[-–—|])?|[ivxl]{1,6}",
    re.IGNORECASE,
)
_MARKER = re.compile(r"(?:[•▪●◦‣·∙■□–-]\s|\([0-9A-Za-z]{1,5}\)\s|\d{1,3}[.)]\s|[a-z][.)]\s)")
_BULLET = re.compile(r"[•▪●◦‣■□]\s")
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*\d{0,3}$")
_CLAUSE_ENDED = re.compile(r"(?:[.!?:;…—–,][\"'”’»)\]]*|\b(?:and|or))$")
_HYPHENS = (HYPHEN_MARK, "-", "\u00ad", "\u2010", "\ufffe")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
# First halves that English joins without a hyphen, though both halves are words.
_JOINED = frozenset(
    {
        "under",
        "over",
        "some",
        "with",
        "home",
        "them",
        "what",
        "when",
        "where",
        "there",
        "here",
        "your",
        "after",
        "before",
        "every",
        "good",
        "life",
    }
)
# Second halves that English sets off with a hyphen, and that are no ending of a divided word.
_SET_OFF = frozenset(
    {
        "free",
        "based",
        "related",
        "wide",
        "specific",
        "linked",
        "backed",
        "funded",
        "owned",
        "controlled",
        "sponsored",
        "sized",
    }
)
_HYPHENATED = frozenset({"quasi", "self"})


@dataclass(frozen=True, slots=True)
class Column:
    """The edges of a column and the usual distance of its lines."""

    left: float
    right: float
    pitch: float


def body_of(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without what is printed on them for orientation: running headers and footers, page numbers,
    printers' stamps."""
    running = _running(pages)
    kept: list[list[Line]] = []
    for lines in pages:
        mastheads = {match[1] for line in lines if (match := _FEDERAL_REGISTER.match(one_line(line.text)))}
        kept.append(
            [
                line
                for line in lines
                if not _is_stamp(line) and id(line) not in running and one_line(line.text) not in mastheads
            ]
        )
    return kept


def _is_stamp(line: Line) -> bool:
    return is_stamp(one_line(line.text))


def is_stamp(text: str) -> bool:
    """Whether a line is a printer's stamp or the Federal Register's running head."""
    return bool(_STAMP.search(text) or _FEDERAL_REGISTER.match(text))


def _running(pages: Sequence[Sequence[Line]]) -> set[int]:
    """The `id`s of the lines that recur, up to their digits, at the same height of most pages, and of page
    numbers at the edge."""
    seen: dict[tuple[str, bool], list[Line]] = defaultdict(list)
    found: set[int] = set()
    for lines in pages:
        live = [line for line in lines if line.text.strip() and not _is_stamp(line)]
        upright = sorted((line for line in live if line.upright), key=lambda line: -line.box.top)
        for line in {id(line): line for line in upright[:_EDGE] + upright[-_EDGE:]}.values():
            seen[_key(line)].append(line)
        for line in (line for line in live if not line.upright):
            seen[_key(line)].append(line)
        if len(upright) > 1:
            found |= {
                id(line)
                for line in (upright[0], upright[-1])
                if _PAGE_NUMBER.fullmatch(one_line(line.text)) and _apart(line, upright)
            }
    needed = max(2, round(0.5 * len(pages)))
    for lines in seen.values():
        for line in lines:
            near = {
                other.page
                for other in lines
                if abs(other.box.bottom - line.box.bottom) < _DRIFT and abs(other.size - line.size) < 1
            }
            if len(near) >= needed:
                found.add(id(line))
    return found


def _key(line: Line) -> tuple[str, bool]:
    return re.sub(r"[\d\s]+", " ", one_line(line.text)).strip(), line.upright


def _apart(line: Line, lines: Sequence[Line]) -> bool:
    """Whether white space divides the line from the rest of the page."""
    others = [other for other in lines if other is not line]
    above = min(
        (other.box.bottom - line.box.top for other in others if other.box.bottom >= line.box.top - 1),
        default=99.0,
    )
    below = min(
        (line.box.bottom - other.box.top for other in others if other.box.top <= line.box.bottom + 1),
        default=99.0,
    )
    return min(above, below) > 0.6 * line.size


def add_pages(builder: TextBuilder, pages: Sequence[Sequence[Line]]) -> None:
    """Add the lines of all pages as blocks; a paragraph that goes on over a column's or a page's end is one
    block."""
    text = _Text(pages)
    previous: Line | None = None
    first = True
    for number, lines in enumerate(pages, 1):
        builder.page(number)
        for position, line in enumerate(lines):
            near = lines[max(0, position - 1) : position + 2]
            if previous and not text.starts_block(previous, line, first, near):
                glue, drop = text.glue(previous.text, line.text)
                builder.extend(_plain(line), glue, drop=drop)
                first = False
            else:
                builder.add(_plain(line), text.role(line, near))
                first = True
            previous = line


def _plain(line: Line) -> str:
    return line.text.replace(HYPHEN_MARK, "-")


class _Text:
    """What must be known of the whole document before two lines can be told apart: its columns, its type
    size, its words."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        lines = [line for page in pages for line in page]
        self.columns = {key: _column(zone) for key, zone in _by_zone(lines).items()}
        sizes = Counter[float]()
        bold = Counter[bool]()
        for line in lines:
            sizes[round(line.size)] += len(line.text)
            bold[line.bold] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        self.bold = bold[True] > bold[False]
        self.words = _whole_words(lines)

    def starts_block(self, previous: Line, line: Line, first: bool, near: Sequence[Line]) -> bool:
        """Whether `line` opens a block; `first` says that `previous` opened one."""
        if (
            abs(previous.size - line.size) > 0.12 * max(previous.size, line.size)
            or previous.bold != line.bold
            or not (previous.upright and line.upright)
        ):
            return True
        tabular = _is_row(line, near) or (previous.cells > 1 and _is_row(previous, [previous, *near]))
        if tabular and not (self.heads(previous) and self.heads(line)):
            return True
        before, now = previous.text.strip(), line.text.strip()
        if before.endswith(_HYPHENS):
            return False
        ended = bool(_ENDED.search(before))
        if (previous.page, previous.zone) != (line.page, line.zone):
            return (
                ended or line.bold or bool(_MARKER.match(now)) or (self.heads(previous) and now[:1].isupper())
            )
        column = self.columns[line.page, line.zone]
        pitch = (previous.box.bottom - line.box.bottom) / column.pitch if column.pitch else 1.0
        if pitch > 1.35 or pitch < 0 or _BULLET.match(now):
            return True
        shifted = abs(line.box.left - previous.box.left) > 0.6 * line.size
        if (
            _MARKER.match(now)
            and _CLAUSE_ENDED.search(before)
            and (shifted or pitch > 1.12 or self._fits(previous, line, column))
        ):
            return True
        if not ended:
            return False
        indented = line.box.left > max(previous.box.left, column.left) + 0.6 * line.size and not (
            first and _MARKER.match(before)
        )
        return indented or pitch > 1.15 or self._fits(previous, line, column)

    @staticmethod
    def _fits(previous: Line, line: Line, column: Column) -> bool:
        """Whether the first word of `line` would have had room in the line before."""
        words = line.text.split()
        width = (line.box.right - line.box.left) * (len(words[0]) + 1) / max(1, len(line.text.strip()))
        return previous.box.right + width + 1.2 * line.size < column.right

    def heads(self, line: Line) -> bool:
        """Whether a line is set like a heading: larger or bolder than the text, or in capitals."""
        letters = [letter for letter in line.text if letter.isalpha()]
        capitals = (
            len(letters) > 3
            and all(map(str.isupper, letters))
            and not line.text.rstrip().endswith((",", ".", ";"))
        )
        return len(letters) > 2 and (
            line.size > 1.15 * self.size or (line.bold and not self.bold) or capitals
        )

    def role(self, line: Line, near: Sequence[Line]) -> Role:
        """The role of the block that `line` opens."""
        if (
            self.heads(line)
            and line.upright
            and len(line.text.split()) < 30
            and not line.text.rstrip().endswith((";", ","))
        ):
            return "heading"
        if _is_row(line, near):
            return "row"
        return "item" if _MARKER.match(line.text.strip()) else "paragraph"

    def glue(self, before: str, after: str) -> tuple[str, int]:
        """What goes between two lines of a block, and how many characters the first one loses."""
        before, after = before.rstrip(), after.lstrip()
        if before.endswith(_HYPHENS) and len(before) > 1 and not before[-2].isspace():
            marked = before.endswith(HYPHEN_MARK)
            return "", 1 if self._is_broken(before[:-1], after, marked) else 0
        if before.endswith(("–", "—")) and len(before) > 1 and not before[-2].isspace():
            return "", 0
        last = before.split()[-1] if before.split() else ""
        return ("" if "://" in last and last.endswith(("/", "-", "_", "=", "&")) else " "), 0

    def _is_broken(self, before: str, after: str, marked: bool) -> bool:
        """Whether the hyphen only divides a word for the line's sake."""
        head, tail = re.search(r"[^\W_]*$", before), re.match(r"[^\W_]+", after)
        if not head or not head[0] or not tail or not tail[0][0].islower() or head[0].isdigit():
            return marked and bool(tail) and bool(tail and tail[0][0].islower())
        first, second = head[0].lower(), tail[0].lower()
        joined, hyphenated = self.words[first + second], self._hyphenated(before, after)
        if joined or hyphenated:
            return joined >= hyphenated
        if first in _HYPHENATED or second in _SET_OFF:
            return False
        both = self.words[first] and self.words[second] and min(len(first), len(second)) > 3
        return not (both and first not in _JOINED)

    def _hyphenated(self, before: str, after: str) -> int:
        compound = re.search(r"[\w-]*$", before), re.match(r"[\w-]+", after)
        if not compound[0] or not compound[1]:
            return 0
        whole = f"{compound[0][0]}-{compound[1][0]}".lower()
        pair = "-".join(whole.split("-")[-2:]) if compound[1][0].count("-") == 0 else whole
        return self.words[whole] or sum(
            count for word, count in self.words.items() if f"-{word}-".find(f"-{pair}-") >= 0
        )


def _whole_words(lines: Sequence[Line]) -> Counter[str]:
    """How often each word stands undivided within a line."""
    words = Counter[str]()
    divided = False
    for line in lines:
        found = [word.lower() for word in _WORD.findall(line.text)]
        ends = line.text.rstrip().endswith(_HYPHENS)
        words.update(found[divided : len(found) - ends])
        divided = ends
    return words


def _by_zone(lines: Iterable[Line]) -> dict[tuple[int, int], list[Line]]:
    zones: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        zones[line.page, line.zone].append(line)
    return zones


def _column(lines: Sequence[Line]) -> Column:
    steps = [a.box.bottom - b.box.bottom for a, b in pairwise(lines) if abs(a.size - b.size) < 1]
    near = [step for step in steps if 0 < step < 3 * median(line.size for line in lines)]
    lefts = Counter(round(line.box.left) for line in lines)
    # The commonest distance is the pitch: the median is too large where most paragraphs are short.
    pitch = Counter(round(step, 0) for step in near).most_common(1)
    exact = [step for step in near if pitch and abs(step - pitch[0][0]) < 0.8]
    return Column(
        lefts.most_common(1)[0][0], max(line.box.right for line in lines), median(exact) if exact else 0.0
    )


def _is_row(line: Line, near: Sequence[Line]) -> bool:
    """Whether a line is a row of a table: it has cells, and so has a line beside it."""
    cells = line.cells - bool(_MARKER.match(line.text.strip() + " "))
    return cells > 1 and sum(other.cells > 1 for other in near) > 1
