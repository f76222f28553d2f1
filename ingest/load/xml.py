"""XML: legislation in the U.S. house's schema, each provision a block with its number; any other XML element
by element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.errors import WrongFormat
from ingest.load.archive import xml_root
from ingest.load.builder import TextBuilder, one_line
from ingest.load.metadata import metadata
from ingest.load.signature import binary
from ingest.types import Document, Role

_LEGISLATION = frozenset(
    {"bill", "resolution", "amendment-doc", "legis-body", "division", "pLaw", "statute", "uscDoc", "lawDoc"}
)
_SECTIONS = frozenset(
    {"division", "title", "subtitle", "chapter", "subchapter", "part", "subpart", "section"}
)
_TITLES = frozenset({"official-title", "dc:title", "title", "short-title"})
_UNREAD = frozenset({"toc", "metadata", "meta"})
_INLINE = frozenset(
    {
        "a",
        "b",
        "bold",
        "br",
        "em",
        "i",
        "italic",
        "q",
        "quote",
        "ref",
        "span",
        "strong",
        "sub",
        "sup",
        "superscript",
        "term",
        "u",
    }
    | {"external-xref", "internal-xref", "committee-name", "sponsor", "cosponsor"}
)


def load_xml(data: bytes, name: str) -> Document:
    """An `.xml` file. Entities are not expanded and nothing is fetched."""
    looks = "" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else binary(data)
    if looks:
        raise WrongFormat(
            f"{name} is not XML: it looks like {looks}", hint="give it the suffix of its format"
        )
    root = xml_root(data.lstrip(), name)
    if _tag(root) == "html":
        from ingest.load.html import load_html

        return load_html(data, name)
    legislation = _tag(root) in _LEGISLATION
    builder = TextBuilder()
    for text, role in _provisions(root) if legislation else _elements(root):
        builder.add(text, role)
    return builder.document(metadata(_known(root, legislation)))


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _known(root: Any, legislation: bool) -> dict[str, object]:
    if legislation:
        head = next((element for element in root.iter() if _tag(element) == "official-title"), None)
        own = next((child for child in root if _tag(child) == "header"), None)
        title = _flat(head if head is not None else own) if head is not None or own is not None else ""
        return {"title": title}
    named: dict[str, object] = {}
    for element in root.iter():
        key = {"creator": "author", "pubDate": "date", "published": "date"}.get(
            _tag(element), _tag(element).lower()
        )
        if key in ("title", "date", "author", "publisher") and not len(element):
            named.setdefault(key, element.text)
    return named


def _flat(element: Any) -> str:
    return one_line("".join(_quoted(element)))


def _quoted(element: Any) -> Iterator[str]:
    """The text of an element; a `quote` gets the quotation marks that it is printed with."""
    if not isinstance(element.tag, str):
        return
    marks = ("“", "”") if _tag(element) == "quote" else ("", "")
    yield marks[0] + (element.text or "")
    for child in element:
        yield from _quoted(child)
        yield child.tail or ""
    yield marks[1]


def _provisions(element: Any) -> Iterator[tuple[str, Role]]:
    """The provisions under `element`: number and title as a heading, or the number before the text."""
    children = [child for child in element if isinstance(child.tag, str)]
    parts = {_tag(child): child for child in reversed(children)}
    label = _flat(parts["enum"]) if "enum" in parts else ""
    if "header" in parts:
        yield f"{label} {_flat(parts['header'])}", "heading"
        label = ""
    role: Role = "item" if "enum" in parts and _tag(element) not in _SECTIONS else "paragraph"
    for child in children:
        tag = _tag(child)
        if tag in ("enum", "header") or tag in _UNREAD:
            continue
        if tag == "after-quoted-block":
            yield _flat(child), "paragraph"
        elif any(_tag(inner) not in _INLINE for inner in child):
            if label:
                yield label, role
            label = ""
            yield from _block_within(child)
        else:
            yield f"{label} {_flat(child)}", role
            label = ""
    if label:
        yield label, role


def _block_within(child: Any) -> Iterator[tuple[str, Role]]:
    if (child.text or "").strip() or any((inner.tail or "").strip() for inner in child):
        yield from _elements(child)
    else:
        yield from _provisions(child)


def _elements(element: Any) -> Iterator[tuple[str, Role]]:
    """Any XML: an element that holds text of its own is a block, one that only holds elements is looked
    into."""
    if not isinstance(element.tag, str):
        return
    children = [child for child in element if isinstance(child.tag, str)]
    if not children or all(_tag(child) in _INLINE for child in children):
        role: Role = (
            "heading"
            if _tag(element).lower() in ("title", "head", "heading", "header", "h1", "h2", "h3")
            else "paragraph"
        )
        yield _flat(element), role
        return
    if (element.text or "").strip():
        yield one_line(element.text), "paragraph"
    for child in element:
        yield from _elements(child)
        if (child.tail or "").strip():
            yield one_line(child.tail), "paragraph"
