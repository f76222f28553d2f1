"""E-books: the chapters of the spine in order."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from ingest.errors import WrongFormat
from ingest.load.archive import member_bytes, member_xml, opened
from ingest.load.builder import TextBuilder, one_line
from ingest.load.html.blocks import pieces_of
from ingest.load.html.page import prepared
from ingest.load.html.publishers import dialect_of
from ingest.load.html.text import add_pieces
from ingest.load.html.tree import parse, tag_of
from ingest.load.metadata import iso_date, metadata
from ingest.types import Document, Metadata

_DC = "{http://purl.org/dc/elements/1.1/}"
_LISTS = frozenset({"toc", "landmarks", "page-list", "index"})


def load_epub(data: bytes, name: str) -> Document:
    """An `.epub` file: the blocks of its chapters, and its Dublin Core metadata."""
    with opened(data, name, holding="META-INF/container.xml") as archive:
        container = member_xml(archive, "META-INF/container.xml", name)
        path = next(
            (
                element.get("full-path")
                for element in container.iter()
                if str(element.tag).endswith("}rootfile")
            ),
            "",
        )
        package = member_xml(archive, path or "", name)
        if package is None:
            raise WrongFormat(
                f"{name} is a damaged e-book: its package file {path!r} is missing", hint="download it again"
            )
        files = {
            item.get("id"): item.get("href") for item in package.iter() if str(item.tag).endswith("}item")
        }
        builder = TextBuilder()
        present = set(archive.namelist())
        for reference in (element for element in package.iter() if str(element.tag).endswith("}itemref")):
            chapter = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(files.get(reference.get("idref")) or ""))
            )
            if chapter in present:
                _add_chapter(builder, member_bytes(archive, chapter, name) or b"")
        return builder.document(_metadata(package))


def _add_chapter(builder: TextBuilder, data: bytes) -> None:
    root = parse(data)
    if root is None:
        return
    dialect = dialect_of(root)
    page = prepared(root, dialect)
    page.tell(builder)
    add_pieces(builder, pieces_of(page, root, _is_list), law=dialect.law, unit=dialect.unit)


def _is_list(element: Any) -> bool:
    """Whether an element leads through the book."""
    return tag_of(element) == "nav" or bool(_LISTS & set((element.get("epub:type") or "").split()))


def _metadata(package: Any) -> Metadata:
    def named(tag: str) -> list[str]:
        return [one_line(element.text or "") for element in package.iter(f"{_DC}{tag}")]

    return metadata(
        {
            "title": next(iter(named("title")), ""),
            "author": named("creator"),
            "publisher": named("publisher"),
            "date": next(filter(None, map(iso_date, named("date"))), ""),
            "language": next(iter(named("language")), "").partition("-")[0],
            "url": next(
                (source for source in named("source") + named("identifier") if source.startswith("http")), ""
            ),
        }
    )
