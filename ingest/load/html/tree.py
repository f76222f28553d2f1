"""A page as a tree: its encoding, its elements' names and classes, and which of them are blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = frozenset(
    HEADINGS
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
UNSEEN = frozenset(
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
        "ix:header",
    }
    | {"select", "option", "datalist", "textarea", "button", "input"}
)
# An element that XML closes in its own tag; HTML would let it go on to the end of the page.
_CLOSED = re.compile(
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)"
    rb"([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)/>"
)
_XHTML = re.compile(rb"<\?xml|xmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml")
# “&#1;”, or the character itself; in UTF-16 every page may.
_MAY_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|&#")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = 4096  # bytes in which a page says what it is


def parse(data: bytes, charset: str = "") -> Any:
    """The tree of a page, or None when there is no element in it."""
    from lxml import etree, html

    encoding = charset or _encoding(data)
    if encoding != "utf-16" and _XHTML.search(data, 0, _HEAD):
        data = _CLOSED.sub(rb"<\1\2></\1>", data)
    try:
        parser = html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True, huge_tree=False)
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    except LookupError:
        return parse(data, "utf-8")
    if _MAY_CONTROL.search(data):
        _drop_controls(root)
    return root


def _drop_controls(root: Any) -> None:
    """Take out the characters that a page can name and a tree does not take again where text moves in it."""
    for element in root.iter():
        for place in ("text", "tail"):
            text = getattr(element, place)
            if text and _CONTROL.search(text):
                setattr(element, place, _CONTROL.sub("", text))


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
            rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", data[:_HEAD], re.I
        )
        return (
            declared[1].decode()
            if declared and declared[1].lower() not in (b"utf-8", b"iso-8859-1", b"latin1")
            else "windows-1252"
        )


def is_element(node: Any) -> bool:
    """Whether a node is an element, not a comment or an instruction."""
    return isinstance(node.tag, str)


def tag_of(element: Any) -> str:
    """An element's name in small letters, without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def classes_of(element: Any) -> list[str]:
    """The classes of an element."""
    return (element.get("class") or "").split()


def text_of(element: Any) -> str:
    """All text in an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def holders_of_blocks(root: Any) -> set[Any]:
    """The elements that have a block somewhere in them."""
    found: set[Any] = set()
    for element in root.iter():
        if is_element(element) and tag_of(element) in BLOCKS:
            for above in element.iterancestors():
                if above in found:
                    break
                found.add(above)
    return found


def elements(root: Any) -> Iterator[Any]:
    """The elements in and with `root`, in document order."""
    return (node for node in root.iter() if is_element(node))
