"""Web pages: the main text without navigation, what hides from the reader hidden from us too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ingest.errors import WrongFormat
from ingest.load.builder import TextBuilder, one_line
from ingest.load.hidden import (
    Colour,
    Sheets,
    background_of,
    cannot_be_told,
    colour_of,
    declarations,
    hides_attributes,
    hides_style,
    is_pictured,
)
from ingest.load.metadata import iso_date, metadata
from ingest.load.signature import binary
from ingest.load.text import charset_of
from ingest.types import Document, Metadata, Role

_UNSEEN = frozenset(
    {
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
    }
    | {"select", "option", "datalist", "textarea", "button", "input"}
)
_FURNITURE = frozenset({"nav", "footer", "aside", "form", "menu", "dialog"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset(
    _HEADINGS
    | {
        "html",
        "body",
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "hgroup",
        "search",
        "center",
        "hr",
    }
    | {
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "menu",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "blockquote",
        "pre",
    }
    | {"figure", "figcaption", "address", "form", "fieldset", "legend", "details", "summary", "dialog"}
)
_ATTRIBUTE = re.compile(r"""\s([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_WHITE: Colour = (255, 255, 255)
_META = {
    "title": ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title"),
    "date": (
        "article:published_time",
        "dc.date",
        "dcterms.date",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "citation_publication_date",
        "date",
    ),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author"),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher"),
    "url": ("og:url", "dc.identifier"),
    "kind": ("pincite:kind",),
    "slug": ("pincite:slug",),
}
_ENOUGH = 1200  # characters of main text with which trafilatura is trusted to have found the article
_MOST = 0.5  # of the body's text: a smaller share of a short page is a wrong guess


def load_html(data: bytes, name: str, media_type: str = "") -> Document:
    """A `.html`, `.htm` or `.xhtml` file: what trafilatura takes for the main text, or the whole body where
    that is too little."""
    looks = "" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else binary(data)
    if looks:
        raise WrongFormat(
            f"{name} is not a web page: it looks like {looks}", hint="correct its file extension"
        )
    root = parse(data, charset_of(media_type))
    builder = TextBuilder()
    if root is None:
        return builder.document()
    known = _metadata(root)
    builder.hide(remove_hidden(root))
    for text, role in _main(root):
        builder.add(text, role)
    return builder.document(known)


def parse(data: bytes, charset: str = "") -> Any:
    """The tree of a page, or None when there is no element in it."""
    from lxml import etree, html

    encoding = charset or _encoding(data)
    try:
        parser = html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True, huge_tree=False)
        return html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    except LookupError:
        return parse(data, "utf-8")


def _encoding(data: bytes) -> str | None:
    """The encoding to force: UTF-8 where the bytes are that, else what the page declares or Windows-1252;
    None leaves UTF-16 to its BOM."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        declared = re.search(
            rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", data[:4096], re.I
        )
        return (
            declared[1].decode()
            if declared and declared[1].lower() not in (b"utf-8", b"iso-8859-1", b"latin1")
            else "windows-1252"
        )


def hides(tag: str) -> bool:
    """Whether the opening tag in `tag` hides its element from a reader."""
    name = re.match(r"<(\w+)", tag)
    if name and name[1].lower() in _UNSEEN:
        return True
    attributes = {
        key.lower(): double or single or bare for key, double, single, bare in _ATTRIBUTE.findall(tag)
    }
    return hides_attributes(attributes)


def remove_hidden(root: Any) -> str:
    """Drop from the tree what a reader does not see; the text after it stays. Returns the text that somebody
    hid, a line each."""
    sheets = Sheets([element.text or "" for element in root.iter("style")])
    hidden = []
    for element in list(root.iter()):
        if element is root or element.getparent() is None:
            continue
        if not isinstance(element.tag, str) or _tag(element) in _UNSEEN:
            element.drop_tree()
        elif hides_attributes(element.attrib) or hides_style(
            {**sheets.style(element), **declarations(element.get("style") or "")}
        ):
            hidden.append(one_line("".join(element.itertext())))
            element.drop_tree()
    return "\n".join([*hidden, *_uncoloured(root, sheets)])


def _uncoloured(root: Any, sheets: Sheets) -> Iterator[str]:
    """Empty what is written in the colour that lies behind it, and yield its text."""
    colours: dict[Any, tuple[Colour | None, Colour | None]] = {}
    for element in (element for element in root.iter() if isinstance(element.tag, str)):
        style = {**sheets.style(element), **declarations(element.get("style") or "")}
        colour, behind = colours.get(element.getparent(), (None, _WHITE))
        colour = (
            colour_of(style.get("color") or (element.get("color") if _tag(element) == "font" else "") or "")
            or colour
        )
        behind = (
            None
            if is_pictured(style)
            else background_of(style) or colour_of(element.get("bgcolor") or "") or behind
        )
        colours[element] = colour, behind
        if colour is not None and behind is not None and cannot_be_told(colour, behind):
            yield one_line(" ".join([element.text or "", *(child.tail or "" for child in element)]))
            element.text = None
            for child in element:
                child.tail = None


def blocks_of(fragment: str, hide: Callable[[str], None] = lambda _: None) -> list[tuple[str, Role]]:
    """The visible blocks of an HTML fragment, as in Markdown; `hide` is told the text that is hidden."""
    root = parse(fragment.encode(), "utf-8")
    if root is None:
        return []
    hide(remove_hidden(root))
    return [(text, role) for text, role, _ in walk(root, lambda element: False)]


def _main(root: Any) -> list[tuple[str, Role]]:
    """The blocks of the main text, verbatim from our own walk: trafilatura only says where the main text
    is."""
    body = root.find("body") if root.find("body") is not None else root
    blocks = list(
        walk(
            body,
            lambda element: (
                _tag(element) in _FURNITURE or element.get("role") in ("navigation", "search", "contentinfo")
            ),
        )
    )
    if not blocks:
        blocks = list(walk(body, lambda element: False))
    found = _squeezed(_extracted(root))
    total = sum(len(_squeezed(text)) for text, _, _ in blocks)
    if len(found) < _ENOUGH and len(found) < _MOST * total:
        return [(text, role) for text, role, _ in blocks]
    inside = [
        number
        for number, (text, role, _) in enumerate(blocks)
        if role != "heading" and _squeezed(text) in found
    ]
    if not inside:
        return [(text, role) for text, role, _ in blocks]
    first, last = _with_headings(blocks, inside[0]), inside[-1]
    kept = set(inside)
    return [
        (text, role)
        for number, (text, role, links) in enumerate(blocks)
        if first <= number <= last and (number in kept or links < 0.5)
    ]


def _with_headings(blocks: list[tuple[str, Role, float]], first: int) -> int:
    while first and blocks[first - 1][1] == "heading":
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


def walk(
    element: Any, skips: Callable[[Any], bool], role: Role = "paragraph"
) -> Iterator[tuple[str, Role, float]]:
    """The blocks under `element` in document order: text, role, and the share of the text that is links."""
    parts: list[tuple[str, bool]] = [(element.text or "", False)]
    for child in element:
        if not isinstance(child.tag, str) or skips(child):
            pass
        elif _tag(child) == "tr":
            yield from _flushed(parts, role)
            yield from _row(child, skips)
        elif _tag(child) in _BLOCKS or _contains_block(child):
            yield from _flushed(parts, role)
            yield from walk(child, skips, _role(child, role))
        elif _tag(child) == "br":
            if element.tag == "pre" or _doubled(child):
                yield from _flushed(parts, role)
            parts.append((" ", False))
        else:
            parts.append(("".join(_inline(child)), _tag(child) == "a" or child.find(".//a") is not None))
        parts.append((child.tail or "", False))
    yield from _flushed(parts, role, lines=_tag(element) == "pre")


def _inline(element: Any) -> Iterator[str]:
    if element.tag == "br":
        yield " "
    elif isinstance(element.tag, str):
        yield element.text or ""
        for child in element:
            yield from _inline(child)
            yield child.tail or ""


def _flushed(
    parts: list[tuple[str, bool]], role: Role, lines: bool = False
) -> Iterator[tuple[str, Role, float]]:
    text = "".join(part for part, _ in parts)
    linked = sum(len(part.strip()) for part, link in parts if link)
    parts.clear()
    for piece in text.split("\n") if lines else [text]:
        if one_line(piece):
            yield one_line(piece), "row" if lines else role, linked / len(text.strip())


def _row(row: Any, skips: Callable[[Any], bool]) -> Iterator[tuple[str, Role, float]]:
    cells = [
        list(walk(cell, skips))
        for cell in row
        if isinstance(cell.tag, str) and _tag(cell) in ("td", "th") and not skips(cell)
    ]
    if len(cells) == 1:  # a layout table's cell is prose
        yield from cells[0]
        return
    texts = [" ".join(text for text, _, _ in cell) for cell in cells]
    if any(texts):
        yield " | ".join(texts), "row", max((links for cell in cells for _, _, links in cell), default=0.0)


def _role(element: Any, role: Role) -> Role:
    name = _tag(element)
    if name in _HEADINGS:
        return "heading"
    return "item" if name in ("li", "dt", "dd") else role


def _contains_block(element: Any) -> bool:
    return any(isinstance(child.tag, str) and _tag(child) in _BLOCKS for child in element.iterdescendants())


def _doubled(br: Any) -> bool:
    following = br.getnext()
    return following is not None and following.tag == "br" and not (br.tail or "").strip()


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _metadata(root: Any) -> Metadata:
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("property") or element.get("name") or "").lower()
        content = one_line(element.get("content") or "")
        if key and content:
            metas.setdefault(key, content)
    values: dict[str, object] = {
        key: next((metas[name] for name in names if name in metas), "") for key, names in _META.items()
    }
    values["date"] = next((found for name in _META["date"] if (found := iso_date(metas.get(name, "")))), "")
    values["title"] = values["title"] or _text_of(root, "title") or _text_of(root, "h1")
    values["url"] = (
        next(
            (
                link.get("href")
                for link in root.iter("link")
                if (link.get("rel") or "").lower() == "canonical"
            ),
            "",
        )
        or values["url"]
    )
    return metadata(values)


def _text_of(root: Any, tag: str) -> str:
    element = next(root.iter(tag), None)
    return "" if element is None else one_line("".join(element.itertext()))
