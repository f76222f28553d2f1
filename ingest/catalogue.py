"""The catalogue: sources, passages, sentences and full text in one SQLite file, and the journal that makes
storing crash-safe.

A source is written in state `writing`, its vectors follow, and one transaction then makes it `stored` and its
predecessor `retired`. Only `stored` sources are ever seen; whatever is left in another state by a crash is
swept by the next writer."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest import bm25
from ingest.entries import Entry, catalogue_lost, entry_of
from ingest.errors import LibraryBusy, LibraryCorrupt, LibraryError, LibraryIncompatible, LibraryUnwritable
from ingest.gloss import gloss, is_spanish
from ingest.types import (
    Document,
    Hit,
    Lead,
    Metadata,
    Page,
    Passage,
    Restriction,
    Scope,
    Sentence,
    Source,
)

SCHEMA = "4"
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('writing', 'stored', 'retired')),
    slug TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL, author TEXT NOT NULL,
    date TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL, sha256 TEXT NOT NULL, path TEXT NOT NULL,
    characters INTEGER NOT NULL, pages TEXT NOT NULL, added TEXT NOT NULL, given TEXT NOT NULL,
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
_SOURCE = (
    "s.slug, s.title, s.publisher, s.author, s.date, s.kind, s.url, s.sha256, s.path, s.characters, s.pages,"
    " s.added, (SELECT group_concat(label, char(10)) FROM access WHERE source_id = s.id), s.number, s.stage,"
    " s.status, s.version, s.language, s.jurisdiction"
)
_PLAIN = (
    "slug", "title", "publisher", "author", "date", "kind", "url", "sha256", "path", "added",
    "number", "stage", "status", "version", "language", "jurisdiction",
)  # fmt: skip
_PASSAGE = "s.slug, p.number, p.start, p.stop, f.text, f.heading, p.page, p.sentences"
_FULL_TEXT = "title, heading, text, gloss"
# Function words would match nearly every passage: they cost time and add no order. English and Spanish, the
# languages of the sources.
_STOPWORDS = frozenset(
    """
    a an and are as at be been but by can could did do does for from had has have how i if in into is it its
    may me more of on or our shall should so some such than that the their them then there these they this
    those to under up was we were what when where which who whom whose why will with would you your about any
    say says said tell give el la los las un una unos unas de del al y o que en es por para con se su sus lo
    como más pero le ya este esta estos fue ha han son qué cuál quién cómo cuándo dónde
    """.split()
)
# What a connection needs beside the library's tables, to score full text itself: where each token stands, and
# the tokenizer.
_SCORING = """
CREATE VIRTUAL TABLE temp.token USING fts5vocab (main, full_text, instance);
CREATE VIRTUAL TABLE temp.query USING fts5 (term, tokenize = "porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE temp.query_token USING fts5vocab (temp, query, instance);
"""
# Scopes whose passages' lengths are kept: one of 50,000 passages takes 400 kB.
_SCOPES_KEPT = 8


@dataclass(frozen=True, slots=True)
class Leftover:
    """A source that is not stored; whether one that is has its slug, and whether one has its file."""

    source_id: int
    slug: str
    sha256: str
    is_slug_stored: bool
    is_file_stored: bool


class Catalogue:
    """One library's catalogue. Safe for many threads; one writer at a time (the library holds the lock)."""

    def __init__(self, path: Path, signature: Mapping[str, str] | None) -> None:
        """Open the catalogue at `path`, or make it; `signature` is what it must have been made with (None:
        whatever it was)."""
        self._path = path
        self._signature = signature
        self._local = threading.local()
        self._lengths = lru_cache(_SCOPES_KEPT)(self._read_lengths)
        with self._errors():
            if not path.exists() and signature is not None:
                self._create(signature)
        self.check()

    # Opening ------------------------------------------------------------------------------------------------

    def _create(self, signature: Mapping[str, str]) -> None:
        """Made whole under another name and moved into place, so that a crash never leaves half a schema. The
        library holds its lock."""
        draft = self._path.with_name(f"{self._path.name}.{uuid.uuid4().hex}")
        with closing(sqlite3.connect(draft)) as connection:
            connection.executescript(_TABLES)
            values = {
                "schema": SCHEMA,
                "collection": f"pincite-{uuid.uuid4().hex[:12]}",
                "revision": "0",
                **signature,
            }
            connection.executemany("INSERT INTO meta VALUES (?, ?)", values.items())
            connection.commit()
        draft.rename(self._path)

    def check(self) -> None:
        """Raise `LibraryIncompatible` when the library was made with, or rebuilt by, something else than what
        is in use."""
        for key, expected in (
            {"schema": SCHEMA, **self._signature}.items() if self._signature is not None else ()
        ):
            found = self.meta(key)
            if found != expected:
                raise LibraryIncompatible(
                    f"{self._path.parent}: this library was made with {key} {found!r}, but the current"
                    f" {key} is {expected!r}",
                    hint=(
                        "set it back, or run `pincite library rebuild` to rebuild the library from the kept"
                        " files"
                    ),
                )

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            # Never made here: an empty one in the place of one that is lost would be a library that has
            # nothing, and says nothing.
            connection = sqlite3.connect(
                f"{self._path.resolve().as_uri()}?mode=rw", uri=True, timeout=30, isolation_level=None
            )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            # SQLite's own lower() knows only ASCII.
            connection.create_function("fold", 1, str.casefold, deterministic=True)
            connection.create_function("tokens", 1, _tokens, deterministic=True)
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.executescript(_SCORING)
            self._local.connection = connection
        return connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise (
                sqlite_error(error, self._path) if self._path.exists() else catalogue_lost(self._path)
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk has rolled it back already
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._errors():
            return self._db.execute(sql, values).fetchall()

    def meta(self, key: str) -> str:
        """A stored setting of the library, or an empty string."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""

    # Writing ------------------------------------------------------------------------------------------------

    def begin(
        self, source: Source, document: Document, passages: Iterable[Passage], given: Metadata
    ) -> tuple[int, list[int]]:
        """Write a source that nobody sees yet; returns its id and its passages' ids. `given` is what the user
        said of it, kept for a rebuild."""
        row = {
            "state": "writing",
            **{column: getattr(source, column) for column in _PLAIN},
            "characters": len(document.text),
            "pages": json.dumps([astuple(page) for page in document.pages]),
            "given": json.dumps(astuple(given)),
            "notes": json.dumps(document.notes, ensure_ascii=False),
            "text": document.text,
        }
        with self._transaction() as db:
            source_id = db.execute(
                f"INSERT INTO source ({', '.join(row)}) VALUES ({_marks(list(row))})", tuple(row.values())
            ).lastrowid
            assert source_id is not None
            db.executemany(
                "INSERT INTO access VALUES (?, ?)", [(source_id, label) for label in sorted(source.access)]
            )
            ids = []
            for passage in passages:
                passage_id = db.execute(
                    "INSERT INTO passage (source_id, number, start, stop, page, sentences) VALUES (?, ?, ?,"
                    " ?, ?, ?)",
                    (
                        source_id,
                        passage.number,
                        passage.start,
                        passage.end,
                        passage.page,
                        json.dumps([_compact(one) for one in passage.sentences], ensure_ascii=False),
                    ),
                ).lastrowid
                assert passage_id is not None
                db.execute(
                    f"INSERT INTO full_text (rowid, {_FULL_TEXT}) VALUES (?, ?, ?, ?, ?)",
                    (
                        passage_id,
                        source.title,
                        passage.heading,
                        passage.text,
                        gloss(passage.text) if is_spanish(passage.text) else "",
                    ),
                )
                ids.append(passage_id)
        return source_id, ids

    def publish(self, source_id: int, replaces: str) -> None:
        """Make the source seen, in place of the one that had its slug and of the one of the slug
        `replaces`."""
        with self._transaction() as db:
            (slug,) = db.execute("SELECT slug FROM source WHERE id = ?", (source_id,)).fetchone()
            db.execute(
                "UPDATE source SET state = 'retired' WHERE slug IN (?, ?) AND state = 'stored'",
                (slug, replaces),
            )
            db.execute("UPDATE source SET state = 'stored' WHERE id = ?", (source_id,))
            self._advance(db)

    def retire(self, slug: str) -> None:
        """Take the source out of sight."""
        with self._transaction() as db:
            db.execute("UPDATE source SET state = 'retired' WHERE slug = ? AND state = 'stored'", (slug,))
            self._advance(db)

    def leftovers(self) -> list[Leftover]:
        """The sources that are not stored: retired, or left behind by a crash."""
        stored = "EXISTS (SELECT 1 FROM source WHERE state = 'stored'"
        rows = self._rows(
            f"SELECT id, slug, sha256, {stored} AND slug = s.slug), {stored} AND sha256 = s.sha256) FROM"
            " source s WHERE state != 'stored'"
        )
        return [
            Leftover(source_id, slug, sha256, bool(slug_is), bool(file_is))
            for source_id, slug, sha256, slug_is, file_is in rows
        ]

    def erase(self, source_id: int) -> None:
        """Delete every row of a source."""
        with self._transaction() as db:
            db.execute(
                "DELETE FROM full_text WHERE rowid IN (SELECT id FROM passage WHERE source_id = ?)",
                (source_id,),
            )
            db.execute("DELETE FROM source WHERE id = ?", (source_id,))
            # Its vectors are gone as well: whoever opened them before has to do so anew.
            self._advance(db)

    def adopt(self, draft: Path) -> None:
        """Take over everything in another catalogue, which nobody writes to, in place of everything in this
        one; all of it or nothing."""
        with self._errors():
            revision = int(self.meta("revision") or 0) + 1
            self._db.execute("ATTACH ? AS draft", (str(draft),))
        try:
            with self._transaction() as db:
                for name in ("full_text", "passage", "access", "source", "meta"):
                    db.execute(f"DROP TABLE IF EXISTS main.{name}")
                for statement in filter(str.strip, _TABLES.split(";\n")):
                    db.execute(statement)
                for name in ("meta", "source", "access", "passage"):
                    db.execute(f"INSERT INTO main.{name} SELECT * FROM draft.{name}")
                db.execute(
                    f"INSERT INTO main.full_text (rowid, {_FULL_TEXT}) SELECT rowid, {_FULL_TEXT} FROM"
                    " draft.full_text"
                )
                db.execute("UPDATE meta SET value = ? WHERE key = 'revision'", (str(revision),))
        finally:
            self._db.execute("DETACH draft")

    @staticmethod
    def _advance(db: sqlite3.Connection) -> None:
        db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")

    # Reading ------------------------------------------------------------------------------------------------

    @property
    def revision(self) -> int:
        """Grows with every change, in whichever process it is made."""
        return int(self.meta("revision"))

    def sources(self, scope: Scope) -> list[Source]:
        """The stored sources in the scope, by date."""
        where, values = _visible(scope)
        return [
            _source(row)
            for row in self._rows(
                f"SELECT {_SOURCE} FROM source s WHERE {where} ORDER BY s.date, s.slug", *values
            )
        ]

    def source_ids(self, scope: Scope) -> tuple[int, ...]:
        """The ids of the stored sources in the scope, ascending."""
        where, values = _visible(scope)
        return tuple(
            row[0] for row in self._rows(f"SELECT s.id FROM source s WHERE {where} ORDER BY s.id", *values)
        )

    def is_all(self, source_ids: Sequence[int]) -> bool:
        """Whether these are all sources that are stored."""
        return bool(self._rows("SELECT count(*) FROM source WHERE state = 'stored'")[0][0] == len(source_ids))

    def text(self, slug: str, scope: Scope) -> str | None:
        """The text of a source in the scope; None when there is none."""
        return self._of_source("text", slug, scope)

    def pages(self, slug: str, scope: Scope) -> tuple[Page, ...]:
        """The pages of a source in the scope."""
        return tuple(Page(*page) for page in json.loads(self._of_source("pages", slug, scope) or "[]"))

    def given(self, slug: str, scope: Scope) -> Metadata:
        """What the user said of a source in the scope when it was ingested."""
        return Metadata(*json.loads(self._of_source("given", slug, scope) or "[]"))

    def notes(self, slug: str, scope: Scope) -> tuple[str, ...]:
        """What was to be told of a source in the scope when it was read."""
        return tuple(json.loads(self._of_source("notes", slug, scope) or "[]"))

    def _of_source(self, column: str, slug: str, scope: Scope) -> str | None:
        where, values = _visible(scope)
        rows = self._rows(f"SELECT s.{column} FROM source s WHERE s.slug = ? AND {where}", slug, *values)
        return str(rows[0][0]) if rows else None

    def entries(self) -> list[Entry]:
        """What no file tells of each stored source, by date."""
        rows = self._rows(
            f"SELECT {_SOURCE}, s.given FROM source s WHERE s.state = 'stored' ORDER BY s.date, s.slug"
        )
        return [entry_of(_source(row[:-1]), Metadata(*json.loads(row[-1]))) for row in rows]

    def passages(self, ids: Sequence[int], scope: Scope) -> dict[int, Passage]:
        """The passages of those ids that are stored and in the scope."""
        where, values = _visible(scope)
        rows = self._rows(
            f"SELECT p.id, {_PASSAGE} FROM json_each(?) j JOIN passage p ON p.id = j.value JOIN source s ON"
            f" s.id = p.source_id JOIN full_text f ON f.rowid = p.id WHERE {where}",
            json.dumps(list(ids)),
            *values,
        )
        return {row[0]: _passage(row[1:]) for row in rows}

    def neighbours(self, passage: Passage, before: int, after: int, scope: Scope) -> list[Passage]:
        """The passages around one in its source, itself included, in order; none when the source is not in
        the scope."""
        where, values = _visible(scope)
        rows = self._rows(
            f"SELECT {_PASSAGE} FROM source s JOIN passage p ON p.source_id = s.id JOIN full_text f ON"
            f" f.rowid = p.id WHERE s.slug = ? AND {where} AND p.number BETWEEN ? AND ? ORDER BY p.number",
            passage.source,
            *values,
            passage.number - before,
            passage.number + after,
        )
        return [_passage(row) for row in rows]

    def full_text(self, query: str, limit: int, scope: Scope) -> list[Hit]:
        """The passages in the scope that share words with the query, best first by BM25 (higher is better)
        over the scope's passages; of equals the one stored first."""
        lengths = self._lengths(self.revision, self.source_ids(scope))
        found = bm25.best(self._frequencies(full_text_terms(query), lengths), lengths, limit)
        passages = self.passages([passage_id for passage_id, _ in found], scope)
        return [Hit(passages[passage_id], score) for passage_id, score in found if passage_id in passages]

    def document_frequency(self, terms: Sequence[str], scope: Scope) -> dict[str, int]:
        """In how many passages in the scope each term stands, inflections included."""
        lengths = self._lengths(self.revision, self.source_ids(scope))
        found = self._frequencies(terms, lengths)
        return {term: int(often.astype(bool).sum()) for term, often in zip(terms, found, strict=True)}

    def size(self, scope: Scope) -> int:
        """How many passages are in the scope."""
        where, values = _visible(scope)
        return int(
            self._rows(
                f"SELECT count(*) FROM passage p JOIN source s ON s.id = p.source_id WHERE {where}", *values
            )[0][0]
        )

    def _frequencies(self, terms: Sequence[str], lengths: bm25.Numbers) -> list[bm25.Numbers]:
        """How often each term, a word or more, stands in each of the passages that `lengths` has."""
        return [bm25.frequencies(self._occurrences(tokens), lengths) for tokens in self._tokenized(terms)]

    def _occurrences(self, tokens: Sequence[str]) -> Iterable[tuple[int, str]]:
        if len(tokens) == 1:
            return self._rows("SELECT doc, col FROM temp.token WHERE term = ?", tokens[0])
        return bm25.adjacent(
            [self._rows("SELECT doc, col, offset FROM temp.token WHERE term = ?", token) for token in tokens]
        )

    def _tokenized(self, terms: Sequence[str]) -> list[list[str]]:
        """The tokens of each term, as the full text has them."""
        phrases: list[list[str]] = [[] for _ in terms]
        with self._errors():
            self._db.execute("DELETE FROM temp.query")
            self._db.executemany("INSERT INTO temp.query (rowid, term) VALUES (?, ?)", enumerate(terms))
        for number, token in self._rows("SELECT doc, term FROM temp.query_token ORDER BY doc, offset"):
            phrases[number].append(token)
        return phrases

    def _read_lengths(self, revision: int, source_ids: tuple[int, ...]) -> bm25.Numbers:
        """How many tokens each passage of the sources has; `revision` keeps it apart from what it was before
        a change."""
        return bm25.lengths_of(
            self._rows(
                "SELECT p.id, tokens(d.sz) FROM json_each(?) j JOIN passage p ON p.source_id = j.value"
                " JOIN full_text_docsize d ON d.id = p.id",
                json.dumps(source_ids),
            )
        )

    def shrink(self) -> None:
        """Give back the disk space of a transaction that was rolled back."""
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close this thread's connection."""
        if getattr(self._local, "connection", None) is not None:
            self._local.connection.close()
            self._local.connection = None


def full_text_terms(query: str) -> list[str]:
    """The query's distinct words that carry meaning, lower-cased, in order."""
    words = (word.lower() for word in re.findall(r"\w+(?:[.'’]\w+)*", query))
    return list(dict.fromkeys(word for word in words if word not in _STOPWORDS and len(word) < 60))


def _visible(scope: Scope) -> tuple[str, list[object]]:
    """The SQL condition, over `source s`, for what is in a scope, and its values."""
    clauses, values = ["s.state = 'stored'"], list[object]()
    if scope.reader is not None:
        labels = sorted(scope.reader.labels)
        clauses.append(
            f"EXISTS (SELECT 1 FROM access a WHERE a.source_id = s.id AND a.label IN ({_marks(labels)}))"
        )
        values += labels
    for restriction in scope.restrictions:
        _restrict(restriction, clauses, values)
    return " AND ".join(clauses), values


def _restrict(restriction: Restriction, clauses: list[str], values: list[object]) -> None:
    for column, wanted in (("slug", restriction.slugs), ("kind", restriction.kinds)):
        if wanted:
            clauses.append(f"s.{column} IN ({_marks(wanted)})")
            values += wanted
    for column, parts in (("title", restriction.titles), ("publisher", restriction.publishers)):
        if parts:
            clauses.append("(" + " OR ".join(f"instr(fold(s.{column}), ?) > 0" for _ in parts) + ")")
            values += [part.casefold() for part in parts]
    if restriction.since:
        # A date that is only a year or a month covers all of it, in the source as in the restriction.
        clauses.append("s.date != '' AND s.date >= substr(?, 1, length(s.date))")
        values.append(restriction.since)
    if restriction.until:
        clauses.append("s.date != '' AND substr(s.date, 1, ?) <= ?")
        values += [len(restriction.until), restriction.until]


def _tokens(sizes: bytes) -> int:
    """How many tokens FTS5 counts in a passage: its columns' sizes are integers of variable length, seven
    bits a byte."""
    total = size = 0
    for byte in sizes:
        size = size << 7 | byte & 0x7F
        if byte < 0x80:
            total, size = total + size, 0
    return total


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _source(row: Sequence[Any]) -> Source:
    fields, (pages, added, access), facts = row[:10], row[10:13], row[13:]
    labels = frozenset((access or "").split("\n"))
    return Source(*(*fields, len(json.loads(pages)) or None, added, labels, *facts))


def _compact(sentence: Sentence) -> list[object]:
    """A sentence's values up to the last that is not the default: most have four."""
    values, defaults = astuple(sentence), astuple(Sentence(0, 0))
    last = max((n for n in range(4, len(values)) if values[n] != defaults[n]), default=3)
    return list(values[: last + 1])


def _sentence(values: Sequence[Any]) -> Sentence:
    if len(values) == len(astuple(Sentence(0, 0))):
        return Sentence(*(*values[:-1], tuple(Lead(*lead) for lead in values[-1])))
    return Sentence(*values)


def _passage(row: Sequence[Any]) -> Passage:
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


def sqlite_error(error: sqlite3.Error, path: Path) -> LibraryError:
    """Our error for one of SQLite's."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return LibraryBusy(
            f"{path}: another process is using the library", hint="wait for it to finish and try again"
        )
    if "disk is full" in text or "disk I/O" in text:
        return LibraryUnwritable(
            f"{path}: {text}",
            hint="free some space and run the same command again; what was stored before is kept",
        )
    if "readonly" in text or "unable to open" in text:
        return LibraryUnwritable(
            f"{path}: {text}", hint="choose a folder that you may write with --home DIR or PINCITE_HOME"
        )
    if "no such column" in text:
        return LibraryIncompatible(
            f"{path}: made by another version ({text})",
            hint="move the folder away and ingest the documents again",
        )
    return LibraryCorrupt(
        f"{path}: {text}",
        hint="restore it from a backup, or move that file away and run `pincite library rebuild`",
    )
