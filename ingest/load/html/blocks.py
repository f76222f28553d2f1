"""The pieces of text of a page in reading order: one walk over its tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from ingest.load.builder import TextBuilder, one_line
from ingest.load.html.accounts import heads_of
from ingest.load.html.dialects import Mark
from ingest.load.html.lists import numbers_of
from ingest.load.html.opinions import opinion_of, paragraph_of
from ingest.load.html.page import Page
from ingest.load.html.tables import Row, is_contents, is_layout, lines_of, rows_of
from ingest.load.html.tree import BLOCKS, HEADINGS, is_element, tag_of, text_of
from ingest.load.text.lines import add_lines
from ingest.types import Role, Standing

Skips = Callable[[Any], bool]
Link = Literal["", "inner", "outer"]
Parts = list[tuple[str, Link]]
"""The text of a line piece by piece, and whether each is a link."""
_PROSE_WIDTH = 45  # characters a line: narrower `<pre>` is a table or an address
_LABEL = re.compile(
    r"[\"'“„‘«]?(?:[\[(](?:\d{1,3}[a-z]{0,3}|[a-zA-Z]{1,3}|[ivxlcIVXLC]{1,7})[\])]|"
    r"\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?\.?[)°º]?|"
    r"[a-z]{1,2}[.)]|[ivxlc]{1,7}[.)]|[A-Z][.)]|[IVXLC]{1,7}[.)]|§+ ?\d+[a-z]*\.?)|[-–—•·▪●◦*‣]|\d{1,2}°"
)


_NUMBERED = re.compile(
    r"(?:\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z])[.)](?!\d)|\d{1,2}°|[•·▪●])\s+\S"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One block to be. `printed` is its text as it stands in the page, where numbers or heads were added to
    it; `links` is the share of its text that is links, `inner` that of links to places on the page; `depth`
    says how deep in lists it stands."""

    text: str
    role: Role = "paragraph"
    mark: Mark | str = ""
    links: float = 0.0
    inner: float = 0.0
    depth: int = 0
    place: str = ""
    speaker: str = ""
    standing: Standing = ""
    table: int = 0
    printed: str = ""


class _At(NamedTuple):
    """Where the walk is."""

    role: Role = "paragraph"
    mark: Mark | str = ""
    depth: int = 0
    place: str = ""
    speaker: str = ""
    standing: Standing = ""

    def piece(self, text: str, links: float) -> Piece:
        return Piece(
            text,
            self.role,
            self.mark,
            links,
            depth=self.depth,
            place=self.place,
            speaker=self.speaker,
            standing=self.standing,
        )


def pieces_of(page: Page, element: Any, skips: Skips) -> list[Piece]:
    """The pieces under `element`, without what `skips` takes out."""
    return list(_walk(page, element, skips, _At()))


def _walk(page: Page, element: Any, skips: Skips, at: _At) -> Iterator[Piece]:
    parts: Parts = [(element.text or "", "")]
    numbers = _numbers(page, element)
    for child in element:
        if not is_element(child) or skips(child):
            pass
        elif _is_apart(page, child):
            yield from _flushed(parts, at)
            yield from _numbered(_block(page, child, skips, at), numbers.get(child, ""))
        elif tag_of(child) == "br":
            if _doubled(child) or _starts_anew(child):
                yield from _flushed(parts, at)
            parts.append((" ", ""))
        else:
            _inline(page, child, parts, _leads(child))
        parts.append((child.tail or "", ""))
    yield from _flushed(parts, at)


def _leads(element: Any) -> Link:
    """Whether an element is a link, and whether it leads to a place on the page."""
    if tag_of(element) != "a" or element.get("href") is None:
        return ""
    return "inner" if "#" in element.get("href") else "outer"


def _is_apart(page: Page, element: Any) -> bool:
    return tag_of(element) in BLOCKS or element in page.holders or page.marks.get(element) in _APART


_APART = frozenset({"unit", "heading", "number", "title", "block", "opens", "closes", "marginal", "note"})


def _block(page: Page, element: Any, skips: Skips, at: _At) -> Iterator[Piece]:
    tag = tag_of(element)
    inner = _within(page, element, at)
    if tag == "table":
        yield from _table(page, element, skips, inner)
    elif tag == "pre":
        yield from _preformatted(page, element, inner)
    elif tag in HEADINGS and inner.mark == "furniture":
        return
    else:
        yield from _walk(page, element, skips, inner)


def _within(page: Page, element: Any, at: _At) -> _At:
    """Where the walk is inside an element."""
    tag, mark = tag_of(element), page.marks.get(element, "")
    if (kind := opinion_of(element)) and not at.place:
        at = at._replace(place=kind.place, speaker=kind.judge)
    if counted := paragraph_of(element):
        at = at._replace(place=counted)
    if tag in HEADINGS or tag in ("summary", "legend"):
        at = at._replace(role="heading", mark="")
    elif tag in ("li", "dt", "dd") and at.role != "note":
        meant: Mark | str = {"dt": "term", "dd": "meaning"}.get(tag, "")
        at = at._replace(role="item", depth=at.depth + 1, mark=meant)
    elif tag == "p" and _is_title(page, element):
        at = at._replace(role="heading", mark="")
    elif tag == "blockquote" and not at.standing and at.role == "paragraph":
        at = at._replace(role="quoted")
    if mark == "note":
        label = page.labels.get(element, "")
        return at._replace(role="note", mark="note", place=f"note {label}" if label else at.place)
    if mark in ("title", "heading", "unit", "marginal") and at.role != "note":
        return at._replace(role="heading", mark=mark)
    if mark == "nested":
        return at._replace(depth=at.depth + 1)
    if mark == "inserted":
        return at._replace(standing="inserted")
    if mark == "paragraph":
        return at._replace(role="paragraph")
    return at._replace(mark=mark) if mark else at


def _is_title(page: Page, element: Any) -> bool:
    """Whether a paragraph of an act or a judgment is a title: short, bold throughout, and no sentence."""
    if not (page.dialect.law or page.dialect.known.get("kind")) or len(element) != 1:
        return False
    inner = element[0]
    if tag_of(inner) not in ("b", "strong") or (element.text or "").strip() or (inner.tail or "").strip():
        return False
    text = text_of(inner)
    return 0 < len(text) <= _LONGEST_TITLE and not re.search(r"[.:;,?!][\"'”’»)]*$", text) and " " in text


_LONGEST_TITLE = 90  # characters


def _numbers(page: Page, element: Any) -> dict[Any, str]:
    if tag_of(element) != "ol" or element in page.unnumbered or page.marks.get(element) == "note":
        return {}
    return numbers_of(element)


def _numbered(pieces: Iterator[Piece], number: str) -> Iterator[Piece]:
    """The pieces of a list's item, its number before the first."""
    for position, piece in enumerate(pieces):
        if number and not position and piece.role != "note":
            piece = replace(piece, text=f"{number} {piece.text}", printed=piece.text)
        yield piece


def _inline(page: Page, element: Any, parts: Parts, linked: Link) -> None:
    """Add the text of an element that stands within a line."""
    tag = tag_of(element)
    if tag == "br":
        parts.append((" ", linked))
        return
    on_its_line = page.marks.get(element) == "line"
    parts.append(((" " if on_its_line else "") + ("“" if tag == "q" else "") + (element.text or ""), linked))
    for child in element:
        if is_element(child):
            _inline(page, child, parts, linked or _leads(child))
        parts.append((child.tail or "", linked))
    parts.append((("”" if tag == "q" else "") + (" " if on_its_line else ""), linked))


def _flushed(parts: Parts, at: _At) -> Iterator[Piece]:
    text = "".join(part for part, _ in parts)
    linked = sum(len(part.strip()) for part, link in parts if link)
    inner = sum(len(part.strip()) for part, link in parts if link == "inner")
    parts.clear()
    if line := one_line(text):
        size = len(text.strip())
        yield replace(at.piece(line, linked / size), inner=inner / size)


def _doubled(br: Any) -> bool:
    following = br.getnext()
    return following is not None and following.tag == "br" and not (br.tail or "").strip()


def _starts_anew(br: Any) -> bool:
    """Whether a line after a break begins as a paragraph does: set in, or with a number."""
    line = br.tail or ""
    if not line.strip():
        return "\xa0\xa0" in line
    return line.lstrip(" \r\n\t").startswith("\xa0\xa0") or bool(_NUMBERED.match(line.strip()))


def _table(page: Page, table: Any, skips: Skips, at: _At) -> Iterator[Piece]:
    """A table's rows, or, where it only lays a page out, what stands in its cells."""
    rows = rows_of(table, skips)
    if is_contents(rows):
        return
    captions = [child for child in table if is_element(child) and tag_of(child) == "caption"]
    for caption in captions:
        yield from _walk(page, caption, skips, at._replace(role="heading", mark=""))
    if not is_layout(table, rows):
        texts = {cell: _text(page, cell, skips) for row in rows for cell in row.cells}
        for line in lines_of(rows, texts, heads_of([row.cells for row in rows], page.periods)):
            role: Role = "note" if at.role == "note" else line.role
            printed = "".join(texts[cell] for cell in rows[min(line.row, len(rows)) - 1].cells)
            yield replace(
                at.piece(line.text, 0.0), role=role, place=f"row {line.row}", table=id(table), printed=printed
            )
        return
    for row in rows:
        yield from _laid_out(page, row, skips, at)


def _laid_out(page: Page, row: Row, skips: Skips, at: _At) -> Iterator[Piece]:
    """The text in a row of a table that lays a page out: a number belongs to the text beside it, a side note
    stands as a title over it."""
    inner = at._replace(depth=at.depth + 1)
    cells = [(cell, list(_cell(page, cell, skips, inner))) for cell in row.cells]
    filled = [pieces for _, pieces in cells if pieces]
    if len(filled) > 1 and len(filled[0]) == 1:
        first = filled[0][0]
        if _LABEL.fullmatch(first.text):
            filled[0] = [replace(first, mark="number")]
        elif len(filled) == 2 and _is_side_note(first.text, filled[1]):
            filled[0] = [replace(first, role="heading", mark="marginal")]
    for pieces in filled:
        yield from pieces


def _cell(page: Page, cell: Any, skips: Skips, at: _At) -> Iterator[Piece]:
    if tag_of(cell) in ("td", "th"):
        return _walk(page, cell, skips, _within(page, cell, at))
    return _block(page, cell, skips, at)


def _is_side_note(text: str, beside: list[Piece]) -> bool:
    return len(text.split()) <= 30 and bool(re.match(r"\W*\d+[A-Z]*\.?\s*[.—–-]", beside[0].text))


def _text(page: Page, cell: Any, skips: Skips) -> str:
    return " ".join(piece.text for piece in _walk(page, cell, skips, _At()))


def _preformatted(page: Page, element: Any, at: _At) -> Iterator[Piece]:
    """`<pre>`: prose is unwrapped as in a text file; a drawing or a table keeps its lines."""
    parts: Parts = []
    _lines(page, element, parts)
    lines = "".join(part for part, _ in parts).expandtabs().split("\n")
    filled = [line for line in lines if line.strip()]
    if not filled:
        return
    if sum(len(line) for line in filled) < _PROSE_WIDTH * len(filled) and len(filled) < _MANY_LINES:
        for line in filled:
            yield replace(at.piece(one_line(line), 0.0), role="row")
        return
    builder = TextBuilder()
    add_lines(builder, lines)
    document = builder.document()
    for block in document.blocks:
        yield replace(
            at.piece(document.text[block.start : block.end], 0.0),
            role=block.role,
            speaker=block.speaker,
            place=block.place,
            standing=block.standing,
        )


_MANY_LINES = 60


def _lines(page: Page, element: Any, parts: Parts) -> None:
    """The text of `<pre>` with its line ends."""
    parts.append((element.text or "", ""))
    for child in element:
        if is_element(child):
            if tag_of(child) == "br":
                parts.append(("\n", ""))
            else:
                _lines(page, child, parts)
        parts.append((child.tail or "", ""))
