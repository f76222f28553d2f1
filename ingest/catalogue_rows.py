"""What the catalogue's tables are, how a value becomes a row and a row a value, and which rows a scope lets
through."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, fields
from operator import attrgetter
from typing import Any

from ingest.kinds import spaced
from ingest.tags import tags_of
from ingest.types import Change, Lead, Metadata, Passage, Restriction, Said, Scope, Sentence, Source

SCHEMA = "5"
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('writing', 'stored', 'retired')),
    slug TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL, author TEXT NOT NULL,
    date TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL, sha256 TEXT NOT NULL, path TEXT NOT NULL,
    characters INTEGER NOT NULL, pages TEXT NOT NULL, added TEXT NOT NULL,
    given TEXT NOT NULL, edited TEXT NOT NULL, found TEXT NOT NULL, -- said by people, and by its file
    number TEXT NOT NULL, stage TEXT NOT NULL, status TEXT NOT NULL, version TEXT NOT NULL,
    language TEXT NOT NULL, jurisdiction TEXT NOT NULL, notes TEXT NOT NULL,
    text TEXT NOT NULL -- it stands last: what stands before it is read without it
);
CREATE UNIQUE INDEX source_slug ON source (slug) WHERE state = 'stored';
CREATE TABLE access (
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE, label TEXT NOT NULL,
    PRIMARY KEY (source_id, label)
) WITHOUT ROWID;
CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, page INTEGER,
    sentences TEXT NOT NULL, UNIQUE (source_id, number)
);
CREATE VIRTUAL TABLE full_text USING fts5 (
    title, heading, text, gloss, tokenize = "porter unicode61 remove_diacritics 2"
);
"""
_TAGS = "coalesce(json_extract(s.edited, '$.tags'), json_extract(s.given, '$.tags'), '')"
"""A source's tags, which no file says: they stand in what people said of it."""
_BY = "coalesce(json_extract(s.edited, '$.by'), '')"
SOURCE = (
    "s.slug, s.title, s.publisher, s.author, s.date, s.kind, s.url, s.sha256, s.path, s.characters,"
    " json_array_length(s.pages), s.added, (SELECT group_concat(label, char(10)) FROM access"
    " WHERE source_id = s.id), s.number, s.stage, s.status, s.version, s.language, s.jurisdiction,"
    f" {_TAGS}, {_BY}"
)
"""The columns of which `source_of` makes a source."""
PLAIN = (
    "slug", "title", "publisher", "author", "date", "kind", "url", "sha256", "path", "added",
    "number", "stage", "status", "version", "language", "jurisdiction",
)  # fmt: skip
"""The columns that hold a source's value as it is."""
PASSAGE = "s.slug, p.number, p.start, p.stop, f.text, f.heading, p.page, p.sentences"
"""The columns of which `passage_of` makes a passage."""


def source_of(row: Sequence[Any]) -> Source:
    """The source in a row of `SOURCE`."""
    fields, (pages, added, access), facts, tags = row[:10], row[10:13], row[13:-2], tags_of(row[-2])
    labels = frozenset((access or "").split("\n"))
    return Source(*(*fields, pages or None, added, labels, *facts, tags, row[-1]))


def passage_of(row: Sequence[Any]) -> Passage:
    """The passage in a row of `PASSAGE`."""
    slug, number, start, end, text, heading, page, sentences = row
    return Passage(
        slug,
        number,
        start,
        end,
        text,
        heading,
        page,
        tuple(_sentence(values) for values in json.loads(sentences)),
    )


def metadata_json(metadata: Metadata) -> str:
    """What is known of a document, as its row holds it."""
    return json.dumps({name: value for name, value in asdict(metadata).items() if value}, ensure_ascii=False)


def edited_json(said: Said) -> str:
    """What was edited, as its row holds it: with what that changed, and who added the document."""
    values = json.loads(metadata_json(said.edited))
    if said.changes:
        values["changes"] = [astuple(one) for one in said.changes]
    if said.by:
        values["by"] = said.by
    return json.dumps(values, ensure_ascii=False)


def said_of(given: str, edited: str) -> Said:
    """What a row holds of what people said."""
    values = json.loads(edited)
    changes, by = (values.pop("changes", ()), values.pop("by", "")) if isinstance(values, dict) else ((), "")
    edited_now = metadata_of(json.dumps(values))
    return Said(metadata_of(given), edited_now, tuple(Change(*one) for one in changes), by)


def metadata_of(text: str) -> Metadata:
    """What a row holds of what is known; up to schema 4 that was a list."""
    values = json.loads(text)
    return Metadata(*values) if isinstance(values, list) else Metadata(**values)


# Read field by field: `astuple` copies what it finds, and there are as many sentences as a library has.
_VALUES = attrgetter(*(field.name for field in fields(Sentence)))
_DEFAULTS = _VALUES(Sentence(0, 0))


def sentences_json(passage: Passage) -> str:
    """A passage's sentences, as its row holds them."""
    return json.dumps([_compact(one) for one in passage.sentences], ensure_ascii=False)


def _compact(sentence: Sentence) -> list[object]:
    """A sentence's values up to the last that is not the default: most have four."""
    values = list(_VALUES(sentence))
    last = max((n for n in range(4, len(values)) if values[n] != _DEFAULTS[n]), default=3)
    return values[: last + 1]


def _sentence(values: Sequence[Any]) -> Sentence:
    if len(values) == len(_DEFAULTS):
        return Sentence(*(*values[:-1], tuple(Lead(*lead) for lead in values[-1])))
    return Sentence(*values)


def visible(scope: Scope) -> tuple[str, list[object]]:
    """The SQL condition, over `source s`, for what is in a scope, and its values."""
    clauses, values = ["s.state = 'stored'"], list[object]()
    if scope.reader is not None:
        labels = sorted(scope.reader.labels)
        clauses.append(
            f"EXISTS (SELECT 1 FROM access a WHERE a.source_id = s.id AND a.label IN ({marks(labels)}))"
        )
        values += labels
    for restriction in scope.restrictions:
        _restrict(restriction, clauses, values)
    return " AND ".join(clauses), values


def _restrict(restriction: Restriction, clauses: list[str], values: list[object]) -> None:
    if restriction.slugs:
        clauses.append(f"s.slug IN ({marks(restriction.slugs)})")
        values += restriction.slugs
    if restriction.kinds:
        clauses.append(f"replace(replace(s.kind, '-', ' '), '_', ' ') IN ({marks(restriction.kinds)})")
        values += map(spaced, restriction.kinds)
    for column, parts in (("title", restriction.titles), ("publisher", restriction.publishers)):
        if parts:
            clauses.append("(" + " OR ".join(f"instr(fold(s.{column}), ?) > 0" for _ in parts) + ")")
            values += [part.casefold() for part in parts]
    if restriction.tags:
        clauses.append("(" + " OR ".join(f"has_tag({_TAGS}, ?)" for _ in restriction.tags) + ")")
        values += restriction.tags
    if restriction.since:
        # A date that is only a year or a month covers all of it, in the source as in the restriction.
        clauses.append("s.date != '' AND s.date >= substr(?, 1, length(s.date))")
        values.append(restriction.since)
    if restriction.until:
        clauses.append("s.date != '' AND substr(s.date, 1, ?) <= ?")
        values += [len(restriction.until), restriction.until]


def marks(values: Sequence[object]) -> str:
    """A question mark for each value."""
    return ", ".join("?" * len(values))
