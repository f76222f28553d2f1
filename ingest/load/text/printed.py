"""The marks of a printed page in plain text, as printing offices give it: page breaks, struck and margin
text, rules, footnotes between rules, and tables drawn with dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.load.builder import TextBuilder
from ingest.load.raised import raised
from ingest.load.text.drawn import cells_of

_STRUCK = re.compile(r"<DELETED>((?:(?!<DELETED>).)*?)</DELETED>", re.DOTALL)
_STRUCK_MARK = re.compile(r"</?DELETED>")
# A report on a bill prints existing law with its changes.
_OMITTED = re.compile(r"omitted\s+(?:is|are)\s+enclosed\s+in\s+(?:\w+\s+)?brackets[^.:]*[.:]")
_OMITTED_END = re.compile(
    r"^\s{3,}(?:BUDGETARY|COMPARATIVE|DISSENTING|MINORITY|ADDITIONAL|SUPPLEMENTAL|CONCURRING)\b", re.MULTILINE
)
_BRACKETED = re.compile(r"\[[^\[\]]+\] ?")
_MARGIN = re.compile(r"<<NOTE:((?:(?!<<NOTE:).)*?)>>[ ]?", re.DOTALL)
_PAGE = re.compile(r"\[\[Pages? +([^\]]+?) *\]\]")
_FIRST_PAGE = re.compile(r"\[Pages? ([A-Z]?\d+)(?:-[A-Z]?\d+)?\]")
_RULE = re.compile(r"[-=_*.~](?:\s*[-=_*.~]){3,}|\*(?:\s+\*)+")
_LONG_RULE = re.compile(r"\s*[-=_]{20,}\s*")
_FULL_RULE = re.compile(r"[-=_]{20,}\s*")
# What the printer put beside the text.
_FURNITURE = re.compile(
    r"(?:<DOC>|<all>|\[all\]|\{time\}.*|\[DOCID:.*\]|\[GRAPHIC.*\]|[^{}]*\}\s+\{.*"
    r"|\d\d-\d{3}(?: (?:PDF|cc|O))?)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\[GRAPHIC", re.IGNORECASE)
_MARK = r"\\([1-9]\d{0,2}|[*†‡]{1,3}|[a-z])\\"
_RAISED = re.compile(rf"<SUP>(.*?)</SUP>|{_MARK}", re.IGNORECASE)
_LOWERED = re.compile(r"</?(?:INF|SUB|E|I|B)>", re.IGNORECASE)
_NOTE = re.compile(rf"\s*{_MARK}\s*(?=\S)", re.IGNORECASE)
# Characters that the office's typesetting names in words.
_NAMED = {
    "[deg]": "°",
    "[mu]": "µ",
    "[lteqt]": "≤",
    "[gteqt]": "≥",
    "[pound]": "£",
    "[euro]": "€",
    "[frac12]": "½",
    "[frac14]": "¼",
    "[frac34]": "¾",
    "[thinsp]": " ",
    "[ensp]": " ",
    "[emsp]": " ",
    "[hairsp]": " ",
}
_NAMED_ONE = re.compile("|".join(map(re.escape, _NAMED)))
CUT = "\x1f"
"""At a line's end: it was cut there, and says nothing of the width at which lines are wrapped."""
_HEAD = 15  # lines
_MOST_HEADS = 15  # lines over a table
_LONGEST_NOTES, _LONGEST_TABLE = 120, 5000  # lines


@dataclass(frozen=True, slots=True)
class Printed:
    """A line as it stands, its indent kept; `place` is the page on which it stands, `breaks` says that
    something that is none of the text stood before it: the end of a page, a footnote."""

    text: str
    place: str = ""
    breaks: bool = False

    @property
    def indent(self) -> int:
        """The blanks before the text."""
        return len(self.text) - len(self.text.lstrip())


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, by its mark."""

    mark: str
    lines: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table drawn with rules: its heads and its rows, as many cells in each."""

    rows: tuple[tuple[str, ...], ...]
    place: str = ""


def first_page(lines: Sequence[str]) -> str:
    """The page on which a text begins, where its head lines say so."""
    first = _FIRST_PAGE.search("\n".join(lines[:_HEAD]))
    return _page(first[1]) if first else ""


def printed(lines: Sequence[str], builder: TextBuilder, *, place: str = "") -> list[Printed | Note | Drawn]:
    """The lines without the page's marks; `place` is the first page. What was struck, and the notes in the
    margin, are counted."""
    kept = _unstruck("\n".join(lines).replace("\x00", ""), builder).split("\n")
    breaks = False
    found: list[Printed | Note | Drawn] = []
    at = 0
    while at < len(kept):
        line, text = kept[at], kept[at].strip()
        at += 1
        page = _PAGE.fullmatch(text)
        if page:
            place, breaks = _page(page[1]), True
        elif _LONG_RULE.fullmatch(line):
            # Rules that are set in divide a table's rows.
            apart, at = _between_rules(kept, at, place) if line[:1] != " " else ([], at)
            found += apart
            breaks = breaks or any(isinstance(one, Note) for one in apart)
        elif _FURNITURE.fullmatch(text):
            breaks = True
            if _PICTURE.match(text):
                builder.note("pictures of the printed document are not in the text")
        elif not _RULE.fullmatch(text):
            found.append(Printed(line, place, breaks and bool(text)))
            breaks = breaks and not text
    return found


def _unstruck(text: str, builder: TextBuilder) -> str:
    text = _without_omitted(text, builder)
    for struck in _STRUCK.findall(text):
        builder.leave_out("struck", struck)
    for note in _MARGIN.findall(text):
        builder.leave_out("notes", note)
    return _STRUCK_MARK.sub("", _MARGIN.sub(_cut, _STRUCK.sub(_cut, text)))


def _cut(span: re.Match[str]) -> str:
    """What stands for a span that is left out: nothing, or, where it runs over lines, the end of a line that
    is not as wide as it was, and the next line's indent."""
    last = re.search(r"\n( *)[^\n]*$", span[0])
    return f"{CUT}\n{last[1]}" if last else ""


def _without_omitted(text: str, builder: TextBuilder) -> str:
    """The text without what a committee's report shows in brackets as omitted from existing law."""
    says = _OMITTED.search(text)
    if not says:
        return text
    ends = _OMITTED_END.search(text, says.end())
    close = ends.start() if ends else len(text)
    law = text[says.end() : close]
    for struck in _BRACKETED.findall(law):
        builder.leave_out("struck", struck)
    return text[: says.end()] + _BRACKETED.sub(_cut, law) + text[close:]


def _page(number: str) -> str:
    volume = re.fullmatch(r"(\d+) STAT\. (\S+)", number, re.IGNORECASE)
    return f"{volume[1]} Stat. {volume[2]}" if volume else f"p. {number}"


def without_marks(text: str) -> tuple[str, str]:
    """The mark of the footnote that `text` is, if it is one, and the text without the marks of notes."""
    own = _NOTE.match(text)
    text = text[own.end() :] if own else text
    parts, last = [], 0
    for run in _RAISED.finditer(text):
        parts.append(text[last : run.start()])
        mark = next(filter(None, run.groups()), "")
        parts.append(
            raised(mark, "".join(parts), links_to_note=not run[0].startswith("<") and _closes(parts))
        )
        last = run.end()
    text = _LOWERED.sub("", "".join((*parts, text[last:])))
    return (own[1] if own else ""), _NAMED_ONE.sub(lambda named: _NAMED[named[0]], text)


def _closes(parts: Sequence[str]) -> bool:
    """Whether a sentence or clause has just ended, so that a raised figure can be no power."""
    return bool(re.search(r"[.,;:)\]'\"”]$", parts[-1]))


def _between_rules(lines: Sequence[str], at: int, place: str) -> tuple[list[Note | Drawn], int]:
    """What stands between the rule before `at` and the next ones, if it is footnotes or a table, and where
    the text goes on."""
    close = next(
        (n for n in range(at, min(len(lines), at + _LONGEST_NOTES)) if _FULL_RULE.fullmatch(lines[n])), None
    )
    if close is None:
        return [], at
    inner = lines[at:close]
    opening = next((line for line in inner if line.strip()), "")
    if _NOTE.match(opening):
        return list(_notes(inner, place)), close + 1
    last = min(len(lines), close + _LONGEST_TABLE)
    end = next((n for n in range(close + 1, last) if _FULL_RULE.fullmatch(lines[n])), last)
    if opening and len(inner) < _MOST_HEADS and (rows := cells_of(inner, lines[close + 1 : end])):
        return [Drawn(tuple(map(tuple, rows)), place)], end + 1
    return [], at


def _notes(lines: Sequence[str], place: str) -> Iterator[Note]:
    mark, own = "", list[str]()
    for line in lines:
        opens = _NOTE.match(line)
        if opens:
            if mark:
                yield Note(mark, tuple(own), place)
            mark, own = opens[1], [line[opens.end() :]]
        else:
            own.append(line)
    if mark:
        yield Note(mark, tuple(own), place)
