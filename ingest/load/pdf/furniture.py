"""What is printed on the pages of a PDF for orientation: running heads and feet, page numbers, printers'
stamps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median_low

from ingest.load.builder import one_line
from ingest.load.pdf.glyphs import Glyph, Line

_EDGE = 3  # lines at the top and at the bottom of a page among which running text is looked for
_DRIFT = 14.0  # points by which a running line may move from page to page
_STAMP = re.compile(
    r"VerDate\b.*\bJkt \d+|^VerDate\b|\bFrm \d{5} Fmt \d+|^\S+ on DSK\w+ ?PROD with|^\S+ on \w+PROD with \w+"
    r"|^[\w.-]+\.EPS(</GPH>)?$|^</?GPH>"
    r"|^[•†]? ?[HS]\.? ?(?:R|J|CON|RES|JRES|CONRES)?[A-Z. ]* ?\d+ (?:IH|IS|RH|RS|EH|ES|ENR|PCS|PCH|RDS|RFS"
    r"|RFH|EAS|EAH|ATS|ATH|CPS|CPH|RTS|RIS|PP|LTH|LTS|OPS|RCH|RCS)(?:\d?S?)$"
)
# The group is the part of the Register, which stands as a masthead above the first document.
_FEDERAL_REGISTER = re.compile(
    r"(?:\d+ )?Federal Register ?/ ?Vol\. \d+, No\. \d+ ?/.*?/ ?([A-Z][A-Za-z ]+?)(?: \d+)?$"
)
_STATUTES = re.compile(
    r"(?:\d+ STAT\. \d+(?: |$))?(?:PUBLIC|PRIVATE) LAW \d+[–-]\d+ ?[—–-].*?\d{4}(?: \d+ STAT\. \d+)?$"
    r"|\d+ STAT\. \d+$"
)
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|] ?)?(?:page|p\.|página|pág\.|seite)? ?\d{1,5}(?: ?(?:of|de|von|/) ?\d{1,4})?(?: ?[-–—|])?"
    r"|[ivxl]{1,6}|[-–—] ?[ivxl]{1,6} ?[-–—]",
    re.IGNORECASE,
)
_STAR_PAGE = re.compile(r"\[\*{1,3}\d{1,4}\]\s*")
# The rule that is typed beside the parties of a case.
_CAPTION_RULE = re.compile(r"^\s*[:)|](?=\s|$)")
_DRAWN = re.compile(r"[-–—_=~ .x]{5,}")
_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"[.!?;,][\"'”’»)\]]*$")
_LABELLED = re.compile(r"\w{1,12}\.?:\s")
_LEAST = 6  # lines: a page of fewer is a cover or an address
_HEAD_WORDS = 12
_SAME_EDGE = 3.0  # points
_OUTER = 0.1  # of the page's height


def is_stamp(text: str) -> bool:
    """Whether a line is a printer's stamp, or the running head of an official collection."""
    return bool(_STAMP.search(text) or _FEDERAL_REGISTER.match(text) or _STATUTES.fullmatch(text))


def without_marks(line: Line) -> Line:
    """A line without the marks of the pages of another print, such as “[*3]”, and the rule beside a case's
    name."""
    if _STAR_PAGE.search(line.text) or any(_CAPTION_RULE.search(part.text) for part in line.parts[1:]):
        parts = tuple(
            part._replace(text=text)
            for part in line.parts
            if (text := _CAPTION_RULE.sub("", _STAR_PAGE.sub("", part.text))).strip()
        )
        text = " ".join(part.text.strip() for part in parts)
        return replace(line, text=text, parts=parts, glyphs=_unstarred(line.glyphs))
    return replace(line, text="") if _DRAWN.fullmatch(line.text.strip()) else line


def _unstarred(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    chars = "".join(glyph.char or "\0" for glyph in glyphs)
    stars = [range(*match.span()) for match in _STAR_PAGE.finditer(chars)]
    return tuple(glyph for at, glyph in enumerate(glyphs) if not any(at in star for star in stars))


def furniture(pages: Sequence[Sequence[Line]]) -> set[int]:
    """The `id`s of the lines that are no text."""
    found = _running(pages)
    for lines in pages:
        texts = [one_line(line.text) for line in lines]
        mastheads = {match[1] for text in texts if (match := _FEDERAL_REGISTER.match(text))}
        found |= {
            id(line) for line, text in zip(lines, texts, strict=True) if is_stamp(text) or text in mastheads
        }
    return found


def _running(pages: Sequence[Sequence[Line]]) -> set[int]:
    """The lines that recur, up to the page's number, at the same height of most pages, and the page numbers
    at the edge."""
    seen: dict[tuple[str, bool], list[Line]] = defaultdict(list)
    found: set[int] = set()
    for lines in pages:
        live = [line for line in lines if line.text.strip() and not is_stamp(one_line(line.text))]
        upright = sorted((line for line in live if line.upright), key=lambda line: -line.box.top)
        for line in {id(line): line for line in upright[:_EDGE] + upright[-_EDGE:]}.values():
            if not _heads_table(line, upright):
                seen[_key(line)].append(line)
        for line in (line for line in live if not line.upright):
            seen[_key(line)].append(line)
        if len(upright) > 1:
            found |= {
                id(line)
                for line in (upright[0], upright[-1])
                if _PAGE_NUMBER.fullmatch(one_line(line.text)) and is_apart(line, upright)
            }
    needed = max(2, round(0.5 * len(pages)))
    for lines in seen.values():
        for line in lines:
            near = [
                other
                for other in lines
                if abs(other.box.bottom - line.box.bottom) < _DRIFT and abs(other.size - line.size) < 1
            ]
            if len({other.page for other in near}) >= needed and _numbers_run(near):
                found.add(id(line))
    return found


def _heads_table(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line is the heads of a table, which recur too: its parts stand over the next line's."""
    below = next((other for other in lines if other.box.top < line.box.bottom + 1), None)
    if line.cells < 2 or below is None or below.cells < 2 or re.search(r"\bpage\b|\d$", line.text.lower()):
        return False
    shared = sum(
        any(abs(a.left - b.left) < _SAME_EDGE or abs(a.right - b.right) < _SAME_EDGE for b in below.parts)
        for a in line.parts
    )
    return shared > 1


def _key(line: Line) -> tuple[str, bool]:
    return re.sub(r"[\d\s]+", " ", one_line(line.text)).strip(), line.upright


def _numbers_run(lines: Sequence[Line]) -> bool:
    """Whether the numbers in lines that are else alike stay or count the pages: those of a table's rows do
    neither."""
    numbers = [[int(number) for number in _NUMBER.findall(line.text)] for line in lines]
    for (one, before), (other, after) in pairwise(zip(lines, numbers, strict=True)):
        steps = other.page - one.page
        if len(before) != len(after) or (len(before) > 2 and before != after):
            return False
        if any(new - old not in (0, steps) for old, new in zip(before, after, strict=True)):
            return len(before) == 1 and one.cells == 1
    return True


def is_apart(line: Line, lines: Sequence[Line]) -> bool:
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


def lone_heads(lines: Sequence[Line], height: float) -> Iterator[Line]:
    """The running head and foot of a page that no other page can be held against: a short line of plain type
    at its very edge, white space between it and prose."""
    upright = sorted((line for line in lines if line.upright), key=lambda line: -line.box.top)
    if len(upright) < _LEAST:
        return
    size = median_low(line.size for line in upright)
    for line, other, edge in (
        (upright[0], upright[1], height - upright[0].box.top),
        (upright[-1], upright[-2], upright[-1].box.bottom),
    ):
        gap = max(other.box.bottom - line.box.top, line.box.bottom - other.box.top)
        text = one_line(line.text)
        numbered = line.cells > 1 and any(_PAGE_NUMBER.fullmatch(part.text.strip()) for part in line.parts)
        if (numbered and edge < _OUTER * height and gap > line.size and line.size <= 1.02 * size) or (
            edge < _OUTER * height
            and gap > 1.2 * line.size
            and line.size <= 1.02 * size
            and not line.bold
            and len(text.split()) <= _HEAD_WORDS
            and not _SENTENCE.search(text)
            and not _LABELLED.match(text)
            and not re.search(r"\b(?:1[89]|20)\d\d\b", text)
            and text.upper() != text
            and (_is_prose(other, upright) or gap > 2.5 * line.size)
        ):
            yield line


def _is_prose(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line is as wide as the lines of its column are."""
    beside = [other for other in lines if abs(other.box.left - line.box.left) < 30]
    widest = max(other.box.right - other.box.left for other in beside)
    return len(beside) > 3 and line.box.right - line.box.left > 0.8 * widest and len(line.text.split()) > 3
