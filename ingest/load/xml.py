"""XML: legislation, debates, judgments and journals, each read by the rows of its dialect; any other element
by element."""

from __future__ import annotations

import re
from typing import Any

from ingest.errors import WrongFormat
from ingest.load.archive import xml_root
from ingest.load.builder import TextBuilder, letters
from ingest.load.dialects import Dialect, dialect_of
from ingest.load.dialects.facts import first_fact
from ingest.load.dialects.walk import Walk
from ingest.load.html import load_html
from ingest.load.metadata import metadata
from ingest.load.sdmx import add_series, is_sdmx
from ingest.load.signature import binary
from ingest.types import Document, Metadata

_DATA = 500  # characters in attributes: fewer are identifiers and links


_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def load_xml(data: bytes, name: str) -> Document:
    """An XML file. The entities that it declares are expanded, nothing is fetched."""
    looks = "" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else binary(data)
    if looks:
        raise WrongFormat(
            f"{name} is not XML: it looks like {looks}", hint="give it the suffix of its format"
        )
    try:
        root = xml_root(data.lstrip(), name)
    except WrongFormat:
        if not _PAGE.match(data[:500]):
            raise
        return load_html(data, name)  # several gazettes give their pages this suffix
    _drop_namespaces(root)
    dialect = dialect_of(root)
    if root.tag == "html" or (root.tag.lower() == "html" and dialect.name == "general"):
        return load_html(data, name)
    builder = TextBuilder()
    if is_sdmx(root):
        known = add_series(root, builder)
        return builder.document(known)
    if dialect.name == "general":
        builder.note(
            f"its XML vocabulary (root element {root.tag!r}) is not known: it was read as plain prose"
        )
        if _is_in_attributes(root):
            builder.note("most of what the file holds stands in attributes of its XML, which are not read")
    for told in dialect.tells:
        if root.xpath(told["when"]):
            builder.note(told["note"])
    Walk(root, dialect, builder).walk(root)
    return builder.document(_facts(root, dialect))


def _facts(root: Any, dialect: Dialect) -> Metadata:
    return metadata({key: first_fact(root, ways) for key, ways in dialect.facts.items()})


def _is_in_attributes(root: Any) -> bool:
    """Whether a file is data rather than text: twice as much stands in attributes as in elements."""
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    values = sum(len(value) for one in elements for value in one.attrib.values())
    return values > _DATA and values > 2 * letters("".join(root.itertext()))


def _drop_namespaces(root: Any) -> None:
    """Leave elements and attributes their local names: a vocabulary is told by its root."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]
        for key in [key for key in element.attrib if key.startswith("{")]:
            element.attrib[key.rpartition("}")[2]] = element.attrib.pop(key)
