"""Lines of plain text → paragraphs: hard-wrapped lines are joined, as empty lines, indents and the width at
which they break tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.load.text.printed import CUT, Drawn, Note, Printed
from ingest.load.text.speakers import Openings

_LONGEST_WRAPPED = 120  # characters: a longer line is a paragraph of its own, not a hard-wrapped one
_SHORTEST_WRAPPED = (
    45  # characters: nobody wraps narrower; shorter lines are addresses, signatures and titles
)
ITEM = re.compile(
    r"\s*(?:[-*•‣▪●◦·–]\s|--(?=\w)|(?:``|“)?\([0-9A-Za-z]{1,5}\)\s|(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s(?!\d)"
    r"|\d{1,2}(?:[.)](?:[-–]\s)?|[º°.]\s|\s[-–—]\s)(?=[^\W\d_]))"
)
"""The opening of a list's item."""
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_ENDED = re.compile(r"(?:[.!?…:;]|--|—)[\"'”’»)\]]*$")
LEADER = re.compile(r"(?:(?<!\s)\s+|(?<![.\s]))(?:\.{4,}\s*|\.{2,}\s+(?=[$\d(]))(?P<value>[^\s.].*)?$")
"""Dots that lead from a label to its value."""
_SECTION = re.compile(r"SEC(?:\.|TION) \d+[A-Z]{0,2}\. ")
_CONNECTS = frozenset(("and", "or", "to", "y", "o", "und", "et", "nor", "through"))
_CENTRED = 3  # characters by which a centred line may stand off the middle
_MIDDLE, _LOUD_OFF = 35, 10  # the middle of the usual page, and how far off it a title in capitals may stand
_LEAST_INDENT = 5  # characters before a centred line
_RAGGED = 14  # characters by which the lines of a column may differ in length
_DEEPEST_INDENT = 12  # characters; a line that begins further in than the next opens no paragraph


@dataclass
class Paragraph:
    """A paragraph: its text, the indent of its first line, that of the lines after it (None where there are
    none), whether it is centred as titles are, and the page on which it begins."""

    pieces: list[str]
    indent: int = 0
    margin: int | None = None
    centred: bool = False
    place: str = ""
    breaks: bool = False
    last: str = ""

    @cached_property
    def text(self) -> str:
        """All of it, once its lines are together."""
        return "".join(self.pieces)


Part = Paragraph | Note | Drawn


def paragraphs(items: Sequence[Printed | Note | Drawn], opens: Openings) -> list[Part]:
    """The paragraphs of the lines, in order; a footnote follows the paragraph that it interrupts."""
    lines = [one for one in items if isinstance(one, Printed)]
    page = _Page(lines)
    found: list[Part] = []
    before: Paragraph | None = None
    for stanza in _stanzas(items):
        if not isinstance(stanza, list):
            found.append(stanza)
            before = None if isinstance(stanza, Drawn) else before
            continue
        own = list(_of_stanza(stanza, page, opens))
        if before and own and _goes_on(before, own[0], opens):
            first = own.pop(0)
            page.join(before, first.pieces[0])
            before.pieces += first.pieces[1:]
            before.margin = first.indent if before.margin is None else before.margin
        found += own
        before = own[-1] if own else before
    return found


def _stanzas(items: Iterable[Printed | Note | Drawn]) -> Iterator[list[Printed] | Note | Drawn]:
    stanza: list[Printed] = []
    for one in items:
        if isinstance(one, Printed) and one.text.strip() and not (one.breaks and stanza):
            stanza.append(one)
            continue
        if stanza:
            yield stanza
        stanza = [one] if isinstance(one, Printed) and one.text.strip() else []
        if not isinstance(one, Printed):
            yield one
    if stanza:
        yield stanza


class _Page:
    """What all lines of a text show: how wide it is set, how far its paragraphs are indented, its words."""

    def __init__(self, lines: Sequence[Printed]) -> None:
        widths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip())
        self.width = min(widths[int(0.98 * (len(widths) - 1))], _LONGEST_WRAPPED) if widths else 0
        steps = Counter(
            first.indent
            for first, second in pairwise(lines)
            if first.indent > second.indent and first.text.strip() and second.text.strip()
        )
        common = steps.most_common(1)
        self.indent = common[0][0] if common and common[0][1] > 1 else 0
        self.words = Counter(
            word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower())
        )

    def join(self, paragraph: Paragraph, line: str) -> None:
        """Add a line to a paragraph, with the hyphen of a divided word only where it belongs to the word."""
        before, after = paragraph.pieces[-1].rstrip(), line.strip()
        paragraph.pieces[-1] = before
        if before.endswith(("--", "—")):
            paragraph.pieces.append(after)
            return
        tail = re.match(r"[\w-]*", after)
        second = tail[0] if tail else ""
        if not re.search(r"\w-$", before) or not second or second.lower() in _CONNECTS:
            paragraph.pieces.append(f" {after}")
            return
        first = re.split(r"[^\w-]", before)[-1][:-1]
        whole, divided = (first + second).lower(), f"{first}-{second}".lower()
        if self.words[whole] > self.words[divided]:
            paragraph.pieces[-1] = before[:-1]
        paragraph.pieces.append(after)


def _goes_on(before: Paragraph, first: Paragraph, opens: Openings) -> bool:
    """Whether a stanza only goes on with the paragraph before it, from which a page's end parts it."""
    if before.centred or first.centred or opens(first.pieces[0]) or ITEM.match(first.pieces[0]):
        return False
    ended, hung = (
        _ENDED.search(before.pieces[-1]),
        before.margin is not None and before.indent > before.margin,
    )
    if before.margin is not None and first.indent != before.margin:
        return False
    if before.margin is None and first.indent >= before.indent and before.indent:
        return False
    if first.breaks:
        return hung or not ended
    return not ended and hung and first.pieces[0][:1].islower()


def _of_stanza(stanza: Sequence[Printed], page: _Page, opens: Openings) -> Iterator[Paragraph]:
    heads = 0
    while heads < len(stanza) and _is_centred(stanza[heads], page.width):
        heads += 1
    titles = list(_titles(stanza[:heads], page))
    if titles and (heads == len(stanza) or all(_is_loud(one.text) for one in titles)):
        yield from titles
        stanza = stanza[heads:]
    if not stanza:
        return
    if len({line.indent for line in stanza}) == 1:
        yield from _flush(stanza, page, opens)
    else:
        yield from _indented(stanza, page, opens)


def _titles(lines: Sequence[Printed], page: _Page) -> Iterator[Paragraph]:
    """The titles in centred lines; what stands in brackets is one of its own."""
    title: Paragraph | None = None
    for line in lines:
        text = " ".join(line.text.split())
        if title is not None and text[0] not in "[(" and not title.pieces[-1].endswith(("]", ")")):
            page.join(title, text)
            continue
        if title is not None:
            yield title
        title = Paragraph([text], line.indent, None, True, line.place, line.breaks)
    if title is not None:
        yield title


def _is_loud(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all(map(str.isupper, letters))


def _is_centred(line: Printed, width: int) -> bool:
    text = line.text.strip()
    if (
        line.indent < 2
        or len(text) < 2
        or SENTENCE_END.search(text)
        or ITEM.match(text)
        or LEADER.search(text)
    ):
        return False
    right = width - line.indent - len(text)
    if _is_loud(text) and line.indent >= _LEAST_INDENT:
        middle = line.indent + len(text) / 2
        return 3 * right > line.indent or abs(middle - _MIDDLE) <= _LOUD_OFF
    words = re.findall(r"[^\W\d_]{4,}", text)
    titled = bool(words) and all(word[0].isupper() for word in words)
    return abs(line.indent - right) <= _CENTRED and (line.indent >= _LEAST_INDENT or titled)


def _flush(stanza: Sequence[Printed], page: _Page, opens: Openings) -> Iterator[Paragraph]:
    """The paragraphs of a stanza without indents: its lines, those that go on in the next line joined."""
    lines = [line.text.strip() for line in stanza]
    width = max(len(line.text.rstrip()) for line in stanza)
    separate = len(lines) > 2 and all(SENTENCE_END.search(line) for line in lines)
    if width > _LONGEST_WRAPPED or separate:
        for line in stanza:
            yield _opened(line)
        return
    current = _opened(stanza[0])
    for line in stanza[1:]:
        if (
            _is_full(current.last, line.text, width)
            and not _opens_own(line.text, opens)
            and not LEADER.search(current.pieces[-1])
        ):
            _extend(current, line, page)
        else:
            yield current
            current = _opened(line)
    yield current


def _indented(stanza: Sequence[Printed], page: _Page, opens: Openings) -> Iterator[Paragraph]:
    """The paragraphs of a stanza whose lines stand at different indents."""
    width = max(len(line.text.rstrip()) for line in stanza)
    least = min(line.indent for line in stanza)
    current = _opened(stanza[0])
    for number, line in enumerate(stanza[1:], 2):
        ends = number == len(stanza)
        if (
            not opens(line.text)
            and not _SECTION.match(line.text)
            and (_continues(current, line, width, least, page) or (ends and _hangs(current, line, width)))
        ):
            _extend(current, line, page)
        else:
            yield current
            current = _opened(line)
    yield current


def _continues(current: Paragraph, line: Printed, width: int, least: int, page: _Page) -> bool:
    if LEADER.search(current.pieces[-1]):
        return False
    marked, full = ITEM.match(line.text), _is_full(current.last, line.text, width)
    if marked and current.pieces[-1].endswith(":"):
        return False
    if current.margin is not None:
        return line.indent == current.margin and not (marked and not full)
    nearly = _is_full(current.last, line.text, width - _RAGGED)
    if line.indent < current.indent:
        return (
            nearly
            and current.indent - line.indent <= _DEEPEST_INDENT
            and not (line.indent > 0 and marked and (not full or _ENDED.search(current.pieces[-1])))
        )
    if line.indent == current.indent:
        return full and line.indent == least != page.indent
    hangs = ITEM.match(current.pieces[0]) and line.indent - current.indent <= _DEEPEST_INDENT
    return not marked and bool(hangs or (nearly and not _ENDED.search(current.pieces[-1])))


def _hangs(current: Paragraph, line: Printed, width: int) -> bool:
    """Whether the last line of a stanza is centred under the lines that it ends, as in a bill's title."""
    ended = _ENDED.search(current.pieces[-1]) or LEADER.search(current.pieces[-1])
    deeper = line.indent > max(current.indent, current.margin or 0)
    return not ended and deeper and _is_full(current.last, line.text, width - _RAGGED)


def _is_full(last: str, following: str, width: int) -> bool:
    """Whether a wrapped line ends where the next word would not have fitted."""
    if last.endswith(CUT):
        return True
    word = LEADER.sub("", following.split()[0]) if following.split() else ""
    return len(last.rstrip()) + 1 + len(word) > max(width, _SHORTEST_WRAPPED)


def _opens_own(line: str, opens: Openings) -> bool:
    return bool(ITEM.match(line) or _SECTION.match(line) or opens(line))


def _opened(line: Printed) -> Paragraph:
    return Paragraph([line.text.strip()], line.indent, None, False, line.place, line.breaks, line.text)


def _extend(current: Paragraph, line: Printed, page: _Page) -> None:
    page.join(current, line.text)
    current.margin = line.indent if current.margin is None else current.margin
    current.last = line.text
