"""E-books: the chapters of the spine in order."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from ingest.errors import WrongFormat
from ingest.load.archive import member_xml, opened
from ingest.load.builder import TextBuilder, one_line
from ingest.load.html import parse, remove_hidden, walk
from ingest.load.metadata import iso_date, metadata
from ingest.types import Document, Metadata

_DC = "{http://purl.org/dc/elements/1.1/}"


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
        for reference in (element for element in package.iter() if str(element.tag).endswith("}itemref")):
            chapter = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(files.get(reference.get("idref")) or ""))
            )
            if chapter in archive.namelist():
                _add_chapter(builder, archive.read(chapter))
        return builder.document(_metadata(package))


def _add_chapter(builder: TextBuilder, data: bytes) -> None:
    root = parse(data)
    if root is None:
        return
    builder.hide(remove_hidden(root))
    for text, role, _ in walk(root, lambda element: element.tag == "nav"):
        builder.add(text, role)


def _metadata(package: Any) -> Metadata:
    def named(tag: str) -> list[str]:
        return [one_line(element.text or "") for element in package.iter(f"{_DC}{tag}")]

    return metadata(
        {
            "title": next(iter(named("title")), ""),
            "author": named("creator"),
            "publisher": named("publisher"),
            "date": next(filter(None, map(iso_date, named("date"))), ""),
            "url": next(
                (source for source in named("source") + named("identifier") if source.startswith("http")), ""
            ),
        }
    )
