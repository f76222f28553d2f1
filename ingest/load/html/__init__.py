"""Web pages: the main text without navigation, what hides from the reader hidden from us too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ingest.errors import WrongFormat
from ingest.load.builder import TextBuilder, letters
from ingest.load.html.blocks import Piece, Skips, pieces_of
from ingest.load.html.dialects import Dialect, keys_of
from ingest.load.html.hidden import hides_attributes
from ingest.load.html.joins import numbered_paragraphs
from ingest.load.html.metadata import known_of
from ingest.load.html.page import Page, prepared
from ingest.load.html.publishers import GENERAL, dialect_of
from ingest.load.html.status import Status, stated_status
from ingest.load.html.text import add_pieces
from ingest.load.html.titles import read_title, title_among
from ingest.load.html.tree import UNSEEN, elements, parse, tag_of
from ingest.load.metadata import merge
from ingest.load.places import unit_of
from ingest.load.signature import binary
from ingest.load.text import charset_of
from ingest.load.text.gpo import collection_of
from ingest.load.text.lines import add_lines, head_of
from ingest.types import Document, Metadata, Role

_FURNITURE = frozenset({"nav", "footer", "aside", "form", "menu", "dialog"})
_ROLES = frozenset(
    {"navigation", "search", "contentinfo", "dialog", "alertdialog", "menu", "menubar", "toolbar"}
)
_ATTRIBUTE = re.compile(r"""\s([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_ENOUGH = 1200  # characters of main text with which trafilatura is trusted to have found the article
_MOST = 0.5  # of a short page's text, and of any page's paragraphs: a smaller share is a wrong guess
_SURE = 0.7  # of the main text: where less of it was kept, all is kept
_PARAGRAPH = 100  # characters
_SENTENCE = re.compile(r"[.!?:;][\"'”’»)]*$")
_ENTRY, _LONGEST_ENTRY = 0.8, 250  # of its text is a link; characters
_UNIT_OF = {"Regulations": "regulation", "Order": "article", "Rules": "rule"}
_FIRST = 8  # blocks in which an act says what it is
_FEWEST = 2  # provisions of an act that counts them from 1
_UNITS = 4  # provisions: fewer may be quoted
_UNITS_SHARE = 0.03
_LINKS = 0.5  # of a block's text: more is navigation


def load_html(data: bytes, name: str, media_type: str = "") -> Document:
    """A `.html`, `.htm` or `.xhtml` file: the text that its publisher sets as such, else what trafilatura
    takes for the main text, or the whole body where that is too little."""
    looks = "" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else binary(data)
    if looks:
        raise WrongFormat(
            f"{name} is not a web page: it looks like {looks}", hint="correct its file extension"
        )
    root = parse(data, charset_of(media_type))
    builder = TextBuilder()
    if root is None:
        return builder.document()
    if (lines := _printed(root)) is not None:
        add_lines(builder, lines)
        return builder.document(_of_printed(lines, known_of(root, GENERAL)))
    dialect = dialect_of(root)
    known = known_of(root, dialect)
    page = prepared(root, dialect)
    page.tell(builder)
    builder.see(_own_letters(page))
    status = stated_status(page.root, known.title) if dialect.law else Status("", known.title)
    pieces = [piece for piece in _main(page, builder) if not _is_entry(piece)]
    law = dialect.law or _is_law(pieces)
    if law and not dialect.law:
        status = stated_status(page.root, known.title)
    if law and not known.title:
        status = status._replace(title=title_among([piece.text for piece in pieces[:_FIRST]]))
    if known.status or status.words:
        builder.note(f"the page says of the act: {'; '.join(filter(None, (known.status, status.words)))}")
    if known.kind == "court opinion":
        pieces = numbered_paragraphs(pieces)
    add_pieces(builder, pieces, law=law, unit=_unit(dialect, known.title), change=dialect.change)
    known = replace(known, status=known.status or status.words, title=status.title)
    return builder.document(read_title(known, law=law))


def _own_letters(page: Page) -> int:
    """How many characters of text a page has, without its furniture and its links."""
    skips, count, apart = _skips(page), 0, set[Any]()
    for element in elements(page.root):
        above = element.getparent()
        if above in apart or skips(element) or tag_of(element) == "a":
            apart.add(element)
        else:
            count += letters(element.text or "")
        if above is not None and above not in apart:
            count += letters(element.tail or "")
    return count


def _unit(dialect: Dialect, title: str) -> str:
    """What a provision is called that has a number alone: a section of an act, a regulation of
    regulations."""
    if dialect.unit and (instrument := re.search(r"\b(Regulations|Order|Rules)\b(?!.*\bAct\b)", title)):
        return _UNIT_OF[instrument[1]]
    return dialect.unit


def _printed(root: Any) -> list[str] | None:
    """The lines of a page that is a printed text: all of its body is `<pre>`, as offices set it that print
    for a legislature, or one `<pre>` in it opens as such a text does."""
    body = root.find("body")
    filled = [child for child in body if isinstance(child.tag, str)] if body is not None else []
    alone = bool(filled) and all(tag_of(child) in ("pre", "hr", "br") for child in filled)
    printed = [] if body is None else list(body.iter("pre"))
    lines = "\n".join("".join(one.itertext()) for one in printed).expandtabs().split("\n")
    if printed and ((alone and not (body.text or "").strip()) or collection_of(lines)):
        return lines
    return None


def _of_printed(lines: list[str], page: Metadata) -> Metadata:
    """What is known of a printed text. The page's title goes before one that is told from the lines of a
    report or a hearing, which the office names so; other pages are named for the issue, or for the site."""
    head = head_of(lines)
    if page.title and collection_of(lines) in ("report", "hearing", ""):
        head = replace(head, title="")
    return merge(head, page)


def hides(tag: str) -> bool:
    """Whether the opening tag in `tag` hides its element from a reader."""
    name = re.match(r"<(\w+)", tag)
    if name and name[1].lower() in UNSEEN:
        return True
    attributes = {
        key.lower(): double or single or bare for key, double, single, bare in _ATTRIBUTE.findall(tag)
    }
    return hides_attributes(attributes)


def blocks_of(fragment: str, builder: TextBuilder | None = None) -> list[tuple[str, Role]]:
    """The visible blocks of an HTML fragment, as in Markdown; what is left out is counted in `builder`."""
    root = parse(fragment.encode(), "utf-8")
    if root is None:
        return []
    page = prepared(root)
    if builder is not None:
        page.tell(builder)
    return [(piece.text, piece.role) for piece in pieces_of(page, root, lambda element: False)]


def _skips(page: Page) -> Skips:
    """Which elements are furniture: a note may stand in an `aside`."""

    def skips(element: Any) -> bool:
        return page.marks.get(element) != "note" and (
            tag_of(element) in _FURNITURE or element.get("role") in _ROLES
        )

    return skips


def _main(page: Page, builder: TextBuilder) -> Sequence[Piece]:
    """The pieces of the main text, verbatim from our own walk: trafilatura only says where the main text
    is."""
    body = page.root.find("body") if page.root.find("body") is not None else page.root
    for root in _roots(page):
        pieces = pieces_of(page, root, _skips(page))
        if pieces:
            return pieces
    pieces = pieces_of(page, body, _skips(page)) or pieces_of(page, body, lambda element: False)
    if page.dialect.law or _is_law(pieces):
        return _without_edges(pieces)
    found = _squeezed(_extracted(page.root))
    total = _length(pieces)
    if len(found) < _ENOUGH and len(found) < _MOST * total:
        return pieces
    kept = _kept(pieces, found)
    if not kept:
        return pieces
    held, prose = _length(kept), _length([piece for piece in pieces if _is_prose(piece)])
    if held >= _SURE * min(len(found), total) and held >= _MOST * prose:
        return kept
    everything = _without_edges(pieces)
    if len(everything) > len(kept):
        builder.note(
            "the main text of the page could not be told from the rest with certainty: all of it was kept"
        )
    return everything


def _length(pieces: Sequence[Piece]) -> int:
    """How much the page itself prints of some pieces."""
    return sum(len(_squeezed(piece.printed or piece.text)) for piece in pieces)


def _is_prose(piece: Piece) -> bool:
    """Whether a piece is a paragraph of sentences, and no button, caption or teaser."""
    return piece.links < _LINKS and len(piece.text) >= _PARAGRAPH and bool(_SENTENCE.search(piece.text))


def _is_entry(piece: Piece) -> bool:
    """Whether a piece is an entry of a list of contents: a link to a place on the page, and nothing else."""
    return piece.inner >= _ENTRY and piece.role in ("paragraph", "item") and len(piece.text) <= _LONGEST_ENTRY


def _is_law(pieces: Sequence[Piece]) -> bool:
    """Whether a page has the numbered provisions of an act, whoever publishes it."""
    prose = [piece for piece in pieces if piece.role != "row"]
    units = [unit for piece in prose if (unit := unit_of(piece.text, titled=piece.role == "heading"))]
    counted = any(re.search(r"\D1(?:er|°|º)?$", unit) for unit in units) and any(
        unit[-1] == "2" for unit in units
    )
    return len(units) >= (_FEWEST if counted else _UNITS) and len(units) >= _UNITS_SHARE * len(prose)


def _roots(page: Page) -> list[Any]:
    """Where the publisher sets the text."""
    for selector in page.dialect.root:
        found = [element for element in elements(page.root) if selector in keys_of(element)]
        if found:
            return found[:1]
    return []


def _without_edges(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces without those that are links, as menus and lists of related pages are."""
    return [piece for piece in pieces if piece.links < _LINKS or piece.role == "heading" or piece.mark]


def _kept(pieces: Sequence[Piece], found: str) -> list[Piece]:
    inside: list[int] = []
    place = 0
    for number, piece in enumerate(pieces):
        words = "" if piece.role == "heading" else _squeezed(piece.printed or piece.text)
        # The finder keeps the page's order: where the last piece was found, the next is near.
        at = found.find(words, place) if words else -1
        at = found.find(words, 0, place) if words and at < 0 else at
        if at >= 0:
            inside.append(number)
            place = at
    if not inside:
        return []
    first, last = _with_headings(pieces, inside[0]), inside[-1]
    kept = set(inside)
    return [
        piece
        for number, piece in enumerate(pieces)
        if (first <= number <= last and (number in kept or piece.links < _LINKS)) or piece.role == "note"
    ]


def _with_headings(pieces: Sequence[Piece], first: int) -> int:
    while first and pieces[first - 1].role == "heading":
        first -= 1
    return first


def _extracted(root: Any) -> str:
    import trafilatura
    from lxml import html

    found = trafilatura.extract(
        html.tostring(root, encoding="unicode"),
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        fast=True,
    )
    return re.sub(r"[|]", "", found or "")


def _squeezed(text: str) -> str:
    return re.sub(r"[\s|-]+", "", text)
