"""What is known about a document: what the user says goes before the manifest, the manifest before the file,
the file before inference."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path, PurePosixPath

from ingest.errors import UsageError
from ingest.kinds import canonical_kind, inferred_kind, row_of
from ingest.load.metadata import iso_date, merge
from ingest.types import Block, Document, Metadata, Said

_FIRST, _LONGEST = 30, 400  # blocks, and characters of each, in which a document says what it is
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "slug": ("slug", "id"),
    "files": ("files", "file", "filename", "path"),
    "title": ("title", "name"),
    "publisher": ("publisher", "organisation", "organization", "agency", "source"),
    "author": ("author", "authors"),
    "date": ("date", "published", "publication_date"),
    "kind": ("kind", "doc_type", "type", "document_type"),
    "url": ("url", "canonical_url", "link"),
    "number": ("number", "document_number", "citation"),
    "stage": ("stage",),
    "status": ("status",),
    "version": ("version", "version_date", "as_of"),
    "language": ("language", "lang"),
    "jurisdiction": ("jurisdiction", "country"),
    "tags": ("tags", "tag", "collection", "collections"),
}
DATES = ("date", "version")
"""The fields that are dates."""


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One row of a manifest: the files that hold the document, best first, and what is known of it."""

    files: tuple[str, ...]
    metadata: Metadata


def told(said: Said) -> Metadata:
    """What people said of a document, the last word of each."""
    return merge(said.edited, said.given)


def said_anew(before: Said, given: Metadata) -> Said:
    """What was said of a document, now that `given` is said of it: what is not said now stays, and what is
    said otherwise than before goes before what was edited since."""
    kept = {
        field.name: ""
        if (now := getattr(given, field.name)) and now != getattr(before.given, field.name)
        else getattr(before.edited, field.name)
        for field in fields(Metadata)
    }
    return replace(before, given=merge(given, before.given), edited=Metadata(**kept))


def entered_date(value: str) -> str:
    """A date as somebody entered it, in ISO; empty where it is none, such as the 45th of a month."""
    found = iso_date(value)
    is_iso = re.match(r"\d{4}-", value.strip())
    is_whole = re.fullmatch(r"\d{4}(?:-\d{1,2}){1,2}", value.strip()) and found.count("-") == value.count("-")
    return found if is_whole or not is_iso else ""


def found_in(document: Document, name: str) -> Metadata:
    """What a file says of itself, and for a title its first heading or its name; its title, name and first
    lines may plainly show its kind."""
    found, name = document.metadata, slug_from_name(name)
    title = found.title or _first_heading(document) or name
    row = row_of(name, title, _opening(document))
    kind = found.kind or (row.kind if row else "")
    if row and found.kind.strip().lower() == "opinion" and row.kind.endswith("opinion"):
        kind = row.kind  # a court's or a committee's: nothing that was printed in a paper
    publisher = found.publisher or (row.publisher if row and row.kind == kind else "")
    return replace(found, title=title, kind=kind, publisher=publisher)


def _opening(document: Document) -> str:
    """The first lines of a document, a block each."""
    return "\n".join(
        document.text[block.start : min(block.end, block.start + _LONGEST)]
        for block in document.blocks[:_FIRST]
    )


def known(told: Metadata, found: Metadata, slug: str) -> Metadata:
    """Everything known of a document: what was told, what was found in it, and what its name and title
    plainly show. `slug` is its name where nobody says one."""
    merged = merge(told, found)
    slug = merged.slug or slug
    kind = canonical_kind(merged.kind) if merged.kind else inferred_kind(slug, merged.title)
    return replace(merged, slug=slug, kind=kind, date=iso_date(merged.date), version=iso_date(merged.version))


def complete(given: Metadata, document: Document, name: str) -> Metadata:
    """Everything known of a document that is given in a file of that name."""
    return known(given, found_in(document, name), slug_from_name(name))


def _first_heading(document: Document) -> str:
    first = next(iter(document.blocks), Block(0, 0))
    heading = document.text[first.start : first.end]
    return heading if first.role == "heading" and len(heading) <= 200 else ""


def slug_from_name(name: str) -> str:
    """A file's or URL's name without its suffix, with what a command line would stumble over replaced by
    hyphens."""
    path = PurePosixPath(name.split("?")[0].rstrip("/").replace("\\", "/"))
    stem = path.name.removesuffix(path.suffix) if re.fullmatch(r"\.\w{1,5}", path.suffix) else path.name
    return re.sub(r"[^\w.\-]+", "-", stem).strip("-.") or "document"


def read_manifest(path: Path) -> dict[str, ManifestEntry]:
    """The manifest's entries by file name (and by slug, for entries that name no file).

    Raises:
        UsageError: the file is missing, has no usable column, or a row names neither a slug nor a file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: cannot read the manifest: {error}", hint="give a TSV or CSV file in UTF-8"
        ) from error
    header = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in header else ",")
    columns = _column_map(rows.fieldnames or ())
    if not {"slug", "files"} & set(columns):
        raise UsageError(
            f"{path}: the manifest has the columns {', '.join(rows.fieldnames or ('none',))}",
            hint="it needs a column `slug` or `files`",
        )
    entries: dict[str, ManifestEntry] = {}
    slugs: set[str] = set()
    for row in rows:
        number = rows.line_num
        entry = _entry(
            {field: (row.get(column) or "").strip() for field, column in columns.items()}, path, number
        )
        if entry.metadata.slug and entry.metadata.slug in slugs:
            raise UsageError(
                f"{path}:{number}: the slug {entry.metadata.slug} is in the manifest twice",
                hint="use each slug for one document",
            )
        slugs.add(entry.metadata.slug)
        for key in entry.files or (entry.metadata.slug,):
            if key in entries:
                raise UsageError(
                    f"{path}:{number}: {key} is in the manifest twice", hint="keep one row per document"
                )
            entries[key] = entry
    return entries


def _column_map(names: Sequence[str]) -> dict[str, str]:
    present = {str(name).strip().lower(): str(name) for name in names}
    return {
        field: present[alias]
        for field, aliases in _COLUMNS.items()
        for alias in reversed(aliases)
        if alias in present
    }


def _entry(row: dict[str, str], path: Path, number: int) -> ManifestEntry:
    files = tuple(part.strip() for part in row.pop("files", "").split(";") if part.strip())
    if not files and not row.get("slug"):
        raise UsageError(
            f"{path}:{number}: the row names neither a slug nor a file", hint="fill in `slug` or `files`"
        )
    for one in DATES:
        if row.get(one) and not entered_date(row[one]):
            raise UsageError(f"{path}:{number}: {row[one]!r} is not a date", hint="write dates as YYYY-MM-DD")
    return ManifestEntry(files, Metadata(**row))
