"""Many foreign passages beside a library's documents: what a search costs, and finds, when the library is
large."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ingest.errors import UsageError
from ingest.library import Library, Original, new_source
from ingest.passages import SPLITTER, split_passages
from ingest.types import Block, Document, Metadata, Passage

# Each `Library.add` looks at all sources and kept files, so thousands of one-passage documents would measure
# that instead of the search.
_ROWS_A_DOCUMENT = 500


@dataclass(frozen=True, slots=True)
class Distractors:
    """Which foreign texts: rows `{"_id", "title", "text"}` of the folder's *.jsonl.gz, each cut to its first
    `words`; `limit` passages in all."""

    folder: Path
    words: int
    limit: int

    @property
    def name(self) -> str:
        """A folder's name for a library with these; libraries cut by another splitter go elsewhere."""
        return f"{self.folder.name}-{self.limit}x{self.words}-{SPLITTER.replace('/', '-')}"


def large_library(folder: Path, distractors: Distractors, home: Path) -> int:
    """Make, or go on making, the library at `home` of a folder's documents and the distractors; returns how
    many passages it has."""
    from assistant.build import open_library
    from assistant.settings import read_settings
    from eval.libraries import fill, inputs_of

    settings = read_settings(home=str(home))
    fill(settings, inputs_of(folder))
    library = open_library(settings, create=True)
    try:
        add_distractors(library, distractors)
        return library.whole().size()
    finally:
        library.close()


def add_distractors(library: Library, distractors: Distractors) -> None:
    """Put the distractors into the library, or go on doing so, in sources called `distractors-NNNN`."""
    stored, left = {source.slug for source in library.whole().sources}, distractors.limit
    with library.writing():
        for number, rows in enumerate(_chunks(distractors), start=1):
            slug = f"distractors-{number:04}"
            document = foreign_document(rows, distractors.words)
            passages = split_passages(document, slug)[:left]
            left -= len(passages)
            if slug not in stored and passages:
                _store(library, document, passages, slug)
                print(f"eval: {distractors.limit - left} distractors", file=sys.stderr)
            if not left:
                return


def _store(library: Library, document: Document, passages: tuple[Passage, ...], slug: str) -> None:
    """Without a title, which the embedder would read before each of the foreign texts."""
    data = document.text.encode()
    known = Metadata(slug=slug, publisher="Elsewhere", date="2020", kind="unknown")
    library.add(
        document,
        passages,
        Original(data, f"{slug}.txt"),
        new_source(known, document, data, f"{slug}.txt", frozenset({"public"})),
    )


def _chunks(distractors: Distractors) -> Iterator[list[dict[str, str]]]:
    rows = _rows(distractors.folder)
    while chunk := list(islice(rows, _ROWS_A_DOCUMENT)):
        yield chunk


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    files = sorted(folder.glob("*.jsonl.gz"))
    if not files:
        raise UsageError(
            f"{folder}: no *.jsonl.gz", hint='--distractors DIR holds gzipped rows {"_id", "title", "text"}'
        )
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def foreign_document(rows: list[dict[str, str]], words: int) -> Document:
    """One document with a section for each row."""
    text, blocks = "", []
    for row in rows:
        for role, content in (
            ("heading", row.get("title") or row["_id"]),
            ("paragraph", " ".join(row["text"].split()[:words])),
        ):
            if plain := " ".join(content.split()):
                blocks.append(
                    Block(len(text), len(text) + len(plain), "heading" if role == "heading" else "paragraph")
                )
                text += plain + "\n"
    return Document(text, tuple(blocks))
