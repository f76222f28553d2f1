"""What .docx, .pptx and .xlsx share: parts and their relations, what the file says of itself, the words of
diagrams."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from ingest.errors import LoadError, WrongFormat
from ingest.load.archive import member_bytes, opened, xml_root
from ingest.load.dateline import believed

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# "Strict" files name the same elements in other namespaces.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
# What programs write who know no author, and what they call a document without a title.
_NOBODY = frozenset(
    "python-docx,steve canny,openpyxl,python-pptx,pptxgenjs,un-named,microsoft office user,windows user,user,"
    "administrator,admin,author,unknown,owner,default".split(",")
)
_NO_TITLE = re.compile(
    r"(?:powerpoint )?presentation|slide \d+|document\s?\d*|untitled.*|no slide title|title|workbook"
    r"|microsoft (?:word|powerpoint|excel) - .*|.*<%.*|[\W\d_]*",
    re.IGNORECASE,
)


class Relation(NamedTuple):
    """Another part that a part names: the last word of its kind, and its path in the archive."""

    kind: str
    target: str


def package(data: bytes, name: str, usual: str) -> tuple[zipfile.ZipFile, str]:
    """The archive and the path of its main part, which is `usual` or what the archive's relations name."""
    archive = opened(data, name)
    named = (
        relation.target
        for relation in relations(archive, "", name).values()
        if relation.kind == "officeDocument"
    )
    main = next(named, usual)
    if main not in archive.namelist():
        opened(data, name, holding=usual)
        main = usual
    return archive, main


@contextmanager
def readable(name: str, kind: str) -> Iterator[None]:
    """Refuse a file whose parts hold what cannot be there: a number that is none, an element without the one
    that it needs."""
    try:
        yield
    except LoadError:
        raise
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise WrongFormat(
            f"{name} is not a readable {kind}: {type(error).__name__}: {error}",
            hint="open it in its program and save it again",
        ) from error


def part(archive: zipfile.ZipFile, member: str, name: str) -> Any:
    """The root element of a part, or None when there is no such part."""
    data = part_bytes(archive, member, name)
    return None if data is None else xml_root(data, f"{name}: {member}")


def part_bytes(archive: zipfile.ZipFile, member: str, name: str) -> bytes | None:
    """The bytes of a part in the namespaces that most files use, or None when there is no such part."""
    data = member_bytes(archive, member, name)
    if data is None:
        return None
    if b"purl.oclc.org/ooxml" in data[:4096]:
        data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
    return data


def relations(archive: zipfile.ZipFile, member: str, name: str) -> dict[str, Relation]:
    """The parts that the part `member` names, by the id that it uses; links out of the file are not among
    them."""
    folder, file = posixpath.split(member)
    root = part(archive, posixpath.join(folder, "_rels", f"{file}.rels"), name)
    found = {}
    for relation in root.iter(f"{_RELATIONS}Relationship") if root is not None else ():
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target") or ""
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = (relation.get("Type") or "").rpartition("/")[2]
        found[relation.get("Id") or ""] = Relation(kind, posixpath.normpath(path))
    return found


def core(archive: zipfile.ZipFile, name: str) -> tuple[dict[str, object], str]:
    """What the file says of itself, for `metadata`, and a sentence on a date that is not the document's."""
    values: dict[str, str] = {}
    for relation in relations(archive, "", name).values():
        if relation.kind == "core-properties":
            values = _texts(part(archive, relation.target, name))
    values = values or _texts(part(archive, "docProps/core.xml", name))
    date, note = believed(values.get("created"), values.get("modified"))
    creator = values.get("creator")
    author = "" if (creator or "").strip().lower() in _NOBODY else creator
    title = (values.get("title") or "").strip()
    language = re.match(r"([a-z]{2,3})(?:[-_]\w+)*$", values.get("language") or "")
    draft = (values.get("contentStatus") or "").strip().lower()
    known = {
        "title": "" if _NO_TITLE.fullmatch(title) else title,
        "author": author,
        "date": date,
        "language": language[1] if language else "",
        "stage": draft if "draft" in draft else "",
    }
    return known, note


def _texts(root: Any) -> dict[str, str]:
    if root is None:
        return {}
    return {
        str(element.tag).rpartition("}")[2]: element.text
        for element in root
        if isinstance(element.tag, str) and element.text
    }


def diagram(root: Any) -> Iterator[str]:
    """The words of a SmartArt diagram, one text for each of its shapes."""
    for point in root.iter(f"{DGM}pt"):
        if point.get("type", "node") in ("node", "asst"):
            paragraphs = (
                "".join(run.text or "" for run in paragraph.iter(f"{A}t"))
                for paragraph in point.iter(f"{A}p")
            )
            yield " ".join(filter(None, paragraphs))
