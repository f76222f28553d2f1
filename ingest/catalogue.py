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
from pathlib import Path
from typing import Any

from ingest.entries import Entry, catalogue_lost, entry_of
from ingest.errors import LibraryBusy, LibraryCorrupt, LibraryError, LibraryIncompatible, LibraryUnwritable
from ingest.gloss import gloss, is_spanish
from ingest.types import Hit, Metadata, Page, Passage, Reader, Restriction, Sentence, Source

SCHEMA = "3"
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('writing', 'stored', 'retired')),
    slug TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL, author TEXT NOT NULL,
    date TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL, sha256 TEXT NOT NULL, path TEXT NOT NULL,
    characters INTEGER NOT NULL, pages TEXT NOT NULL, added TEXT NOT NULL, given TEXT NOT NULL,
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
    " s.added, (SELECT group_concat(label, char(10)) FROM access WHERE source_id = s.id)"
)
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
# BM25 weights of title, heading, text and its English gloss: a title word says what the whole document is
# about.
_WEIGHTS = "2.0, 1.5, 1.0, 1.0"


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
                    f"{self._path.parent}: this library was made with {key} {found!r}, and {key} {expected!r}"
                    " is in use now",
                    hint=(
                        "set it back, or run `pincite library rebuild` to make the library anew from the kept"
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
        self, source: Source, text: str, pages: Iterable[Page], passages: Iterable[Passage], given: Metadata
    ) -> tuple[int, list[int]]:
        """Write a source that nobody sees yet; returns its id and its passages' ids. `given` is what the user
        said of it, kept for a rebuild."""
        with self._transaction() as db:
            source_id = db.execute(
                "INSERT INTO source (state, slug, title, publisher, author, date, kind, url, sha256, path,"
                " characters, pages, added, given, text) VALUES ('writing', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                " ?, ?, ?)",
                (
                    source.slug,
                    source.title,
                    source.publisher,
                    source.author,
                    source.date,
                    source.kind,
                    source.url,
                    source.sha256,
                    source.path,
                    len(text),
                    json.dumps([astuple(page) for page in pages]),
                    source.added,
                    json.dumps(astuple(given)),
                    text,
                ),
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
                        json.dumps([astuple(s) for s in passage.sentences]),
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

    def sources(self, reader: Reader | None, restriction: Restriction | None = None) -> list[Source]:
        """The stored sources that the reader (None: the library itself) may see, by date."""
        where, values = _visible(reader, restriction)
        return [
            _source(row)
            for row in self._rows(
                f"SELECT {_SOURCE} FROM source s WHERE {where} ORDER BY s.date, s.slug", *values
            )
        ]

    def source_ids(
        self, reader: Reader, restriction: Restriction, *, always: bool = False
    ) -> list[int] | None:
        """The ids of the sources that a search may use; None when that is all of them, unless they are
        `always` wanted."""
        where, values = _visible(reader, restriction)
        ids = [row[0] for row in self._rows(f"SELECT s.id FROM source s WHERE {where}", *values)]
        total = self._rows("SELECT count(*) FROM source WHERE state = 'stored'")[0][0]
        return None if len(ids) == total and not always else ids

    def text(self, slug: str) -> str:
        """A stored source's text, or an empty string when there is none."""
        rows = self._rows("SELECT text FROM source WHERE slug = ? AND state = 'stored'", slug)
        return str(rows[0][0]) if rows else ""

    def pages(self, slug: str) -> tuple[Page, ...]:
        """A stored source's pages."""
        rows = self._rows("SELECT pages FROM source WHERE slug = ? AND state = 'stored'", slug)
        return tuple(Page(*page) for page in json.loads(rows[0][0])) if rows else ()

    def given(self, slug: str) -> Metadata:
        """What the user said of a stored source when it was ingested."""
        rows = self._rows("SELECT given FROM source WHERE slug = ? AND state = 'stored'", slug)
        return Metadata(*json.loads(rows[0][0])) if rows else Metadata()

    def entries(self) -> list[Entry]:
        """What no file tells of each stored source, by date."""
        rows = self._rows(
            f"SELECT {_SOURCE}, s.given FROM source s WHERE s.state = 'stored' ORDER BY s.date, s.slug"
        )
        return [entry_of(_source(row[:-1]), Metadata(*json.loads(row[-1]))) for row in rows]

    def passages(self, ids: Sequence[int], reader: Reader, restriction: Restriction) -> dict[int, Passage]:
        """The passages of those ids that are stored and that the reader may see."""
        where, values = _visible(reader, restriction)
        rows = self._rows(
            f"SELECT p.id, {_PASSAGE} FROM json_each(?) j JOIN passage p ON p.id = j.value JOIN source s ON"
            f" s.id = p.source_id JOIN full_text f ON f.rowid = p.id WHERE {where}",
            json.dumps(list(ids)),
            *values,
        )
        return {row[0]: _passage(row[1:]) for row in rows}

    def neighbours(self, passage: Passage, before: int, after: int, reader: Reader) -> list[Passage]:
        """The passages around one in its source, itself included, in order; none when the reader may not see
        the source."""
        where, values = _visible(reader, Restriction(slugs=(passage.source,)))
        rows = self._rows(
            f"SELECT {_PASSAGE} FROM source s JOIN passage p ON p.source_id = s.id JOIN full_text f ON"
            f" f.rowid = p.id WHERE {where} AND p.number BETWEEN ? AND ? ORDER BY p.number",
            *values,
            passage.number - before,
            passage.number + after,
        )
        return [_passage(row) for row in rows]

    def full_text(self, query: str, limit: int, reader: Reader, restriction: Restriction) -> list[Hit]:
        """The passages that share words with the query, best first by BM25 (higher is better)."""
        terms = full_text_terms(query)
        if not terms:
            return []
        where, values = _visible(reader, restriction)
        rows = self._rows(
            f"SELECT {_PASSAGE}, bm25(full_text, {_WEIGHTS}) AS rank FROM full_text f JOIN passage p ON p.id"
            f" = f.rowid JOIN source s ON s.id = p.source_id WHERE full_text MATCH ? AND {where} ORDER BY"
            " rank LIMIT ?",
            " OR ".join(f'"{term}"' for term in terms),
            *values,
            limit,
        )
        return [Hit(_passage(row[:-1]), -row[-1]) for row in rows]

    def document_frequency(self, terms: Sequence[str], reader: Reader) -> dict[str, int]:
        """In how many passages that the reader may see each term stands, inflections included."""
        where, values = _visible(reader, None)
        counted = (
            "SELECT count(*) FROM full_text f JOIN passage p ON p.id = f.rowid JOIN source s ON s.id ="
            f" p.source_id WHERE full_text MATCH ? AND {where}"
        )
        phrases = {term: " ".join(re.findall(r"\w+", term)) for term in terms}
        return {
            term: self._rows(counted, f'"{phrase}"', *values)[0][0] if phrase else 0
            for term, phrase in phrases.items()
        }

    def shrink(self) -> None:
        """Give back the disk space of a transaction that was rolled back."""
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def size(self) -> int:
        """How many passages are stored."""
        return int(
            self._rows(
                "SELECT count(*) FROM passage p JOIN source s ON s.id = p.source_id WHERE s.state = 'stored'"
            )[0][0]
        )

    def close(self) -> None:
        """Close this thread's connection."""
        if getattr(self._local, "connection", None) is not None:
            self._local.connection.close()
            self._local.connection = None


def full_text_terms(query: str) -> list[str]:
    """The query's distinct words that carry meaning, lower-cased, in order."""
    words = (word.lower() for word in re.findall(r"\w+(?:[.'’]\w+)*", query))
    return list(dict.fromkeys(word for word in words if word not in _STOPWORDS and len(word) < 60))


def _visible(reader: Reader | None, restriction: Restriction | None) -> tuple[str, list[object]]:
    """The SQL condition, over `source s`, for what a reader (None: the library itself) may see within a
    restriction, and its values."""
    clauses, values = ["s.state = 'stored'"], list[object]()
    if reader is not None:
        labels = sorted(reader.labels)
        clauses.append(
            f"EXISTS (SELECT 1 FROM access a WHERE a.source_id = s.id AND a.label IN ({_marks(labels)}))"
        )
        values += labels
    for column, wanted in (("slug", restriction.slugs), ("kind", restriction.kinds)) if restriction else ():
        if wanted:
            clauses.append(f"s.{column} IN ({_marks(wanted)})")
            values += wanted
    for column, parts in (
        (("title", restriction.titles), ("publisher", restriction.publishers)) if restriction else ()
    ):
        if parts:
            clauses.append("(" + " OR ".join(f"instr(fold(s.{column}), ?) > 0" for _ in parts) + ")")
            values += [part.casefold() for part in parts]
    if restriction and restriction.since:
        # A date that is only a year or a month covers all of it, in the source as in the restriction.
        clauses.append("s.date != '' AND s.date >= substr(?, 1, length(s.date))")
        values.append(restriction.since)
    if restriction and restriction.until:
        clauses.append("s.date != '' AND substr(s.date, 1, ?) <= ?")
        values += [len(restriction.until), restriction.until]
    return " AND ".join(clauses), values


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _source(row: Sequence[Any]) -> Source:
    *fields, pages, added, access = row
    return Source(*(*fields, len(json.loads(pages)) or None, added, frozenset((access or "").split("\n"))))


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
        tuple(Sentence(*sentence) for sentence in json.loads(sentences)),
    )


def sqlite_error(error: sqlite3.Error, path: Path) -> LibraryError:
    """Our error for one of SQLite's."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return LibraryBusy(
            f"{path}: another process holds the library", hint="wait for it to finish and try again"
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
