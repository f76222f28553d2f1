"""The catalogue: sources, passages, sentences and full text in one SQLite file, and the journal that makes
storing crash-safe.

A source is written in state `writing`, its vectors follow, and one transaction then makes it `stored` and its
predecessor `retired`. Only `stored` sources are ever seen; whatever is left in another state by a crash is
swept by the next writer."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from ingest.catalogue_rows import (
    PASSAGE,
    PLAIN,
    SCHEMA,
    SOURCE,
    TABLES,
    edited_json,
    marks,
    metadata_json,
    metadata_of,
    passage_of,
    said_of,
    sentences_json,
    source_of,
    visible,
)
from ingest.database import Connection, Database, make_database
from ingest.entries import Entry
from ingest.errors import LibraryIncompatible
from ingest.full_text import COLUMNS, FullText, prepare
from ingest.gloss import gloss, is_spanish
from ingest.tags import has_tag
from ingest.types import Document, Hit, Metadata, Page, Passage, Said, Scope, Source

_WAS_MADE = {
    "schema": "this library was made by another version of Pincite, with schema {}; this version has {}",
    "splitter": "this library was made by another version of Pincite, with splitter {}; this version has {}",
    "embedder": "this library was made with embedder {}, but the current embedder is {}",
}


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
        self._database = Database(path, _prepare)
        self._words = FullText(self._database)
        with self._database.errors():
            if not path.exists() and signature is not None:
                self._create(signature)
        self.check()

    # Opening ------------------------------------------------------------------------------------------------

    def _create(self, signature: Mapping[str, str]) -> None:
        """Made whole under another name and moved into place, so that a crash never leaves half a schema. The
        library holds its lock."""
        draft = self._path.with_name(f"{self._path.name}.{uuid.uuid4().hex}")
        values = {
            "schema": SCHEMA,
            "collection": new_collection(),
            "revision": "0",
            **signature,
        }
        make_database(
            draft, TABLES, lambda db: db.executemany("INSERT INTO meta VALUES (?, ?)", values.items())
        )
        draft.rename(self._path)

    def check(self) -> None:
        """Raise `LibraryIncompatible` when the library was made with, or rebuilt by, something else than what
        is in use."""
        expected = {"schema": SCHEMA, **self._signature} if self._signature is not None else {}
        for key, current in expected.items():
            found = self.meta(key)
            if found != current:
                raise LibraryIncompatible(
                    f"{self._path.parent}: {_WAS_MADE[key].format(repr(found), repr(current))}",
                    hint=(
                        "run `pincite library rebuild`: the library is made anew from the kept files, with"
                        " its names, its labels and what was said by hand"
                        + ("; or set the embedder back" if key == "embedder" else "")
                    ),
                )

    def check_file(self) -> None:
        """Read the whole file.

        Raises:
            LibraryCorrupt: it is damaged.
        """
        self._database.check()

    def check_words(self, *, is_deep: bool) -> tuple[int, int]:
        """How many passages the full text lacks, and how many it has that are none; with `is_deep`, which has
        to write, its index is held against its text too.

        Raises:
            LibraryCorrupt: its index is damaged.
        """
        if is_deep:
            with self._database.transaction() as db:
                db.execute("INSERT INTO full_text (full_text) VALUES ('integrity-check')")
        ((lacking,),) = self._database.rows(
            "SELECT count(*) FROM passage WHERE id NOT IN (SELECT rowid FROM full_text)"
        )
        ((beyond,),) = self._database.rows(
            "SELECT count(*) FROM full_text WHERE rowid NOT IN (SELECT id FROM passage)"
        )
        return int(lacking), int(beyond)

    def meta(self, key: str) -> str:
        """A stored setting of the library, or an empty string."""
        rows = self._database.rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""

    # Writing ------------------------------------------------------------------------------------------------

    def begin(
        self, source: Source, document: Document, passages: Iterable[Passage], said: Said
    ) -> tuple[int, list[int]]:
        """Write a source that nobody sees yet; returns its id and its passages' ids. `said` is what people
        said of it, kept for a rebuild."""
        row = {
            "state": "writing",
            **{column: getattr(source, column) for column in PLAIN},
            "characters": len(document.text),
            "pages": json.dumps([astuple(page) for page in document.pages]),
            "given": metadata_json(said.given),
            "edited": edited_json(said),
            "found": metadata_json(document.metadata),
            "notes": json.dumps(document.notes, ensure_ascii=False),
            "text": document.text,
        }
        with self._database.transaction() as db:
            source_id = db.execute(
                f"INSERT INTO source ({', '.join(row)}) VALUES ({marks(list(row))})", tuple(row.values())
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
                        sentences_json(passage),
                    ),
                ).lastrowid
                assert passage_id is not None
                db.execute(
                    f"INSERT INTO full_text (rowid, {COLUMNS}) VALUES (?, ?, ?, ?, ?)",
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

    def publish(self, source_id: int, replaces: Sequence[str] = ()) -> None:
        """Make the source seen, in place of the one that had its slug and of those of the slugs
        `replaces`."""
        with self._database.transaction() as db:
            (slug,) = db.execute("SELECT slug FROM source WHERE id = ?", (source_id,)).fetchone()
            self._retire(db, [slug, *replaces])
            db.execute("UPDATE source SET state = 'stored' WHERE id = ?", (source_id,))
            self._advance(db)

    def retire(self, slug: str) -> None:
        """Take the source out of sight."""
        with self._database.transaction() as db:
            self._retire(db, [slug])
            self._advance(db)

    def move(self, slug: str, path: str, replaces: Sequence[str] = ()) -> None:
        """Say that the source's file is at another path now, in place of the sources of the slugs
        `replaces`."""
        with self._database.transaction() as db:
            self._retire(db, [one for one in replaces if one != slug])
            db.execute("UPDATE source SET path = ? WHERE slug = ? AND state = 'stored'", (path, slug))
            self._advance(db)

    def amend(self, source: Source, said: Said) -> None:
        """Change what is known of the source of that slug, and who may read it, but for its title, which its
        passages have too."""
        row = {column: getattr(source, column) for column in PLAIN if column != "title"}
        row |= {"given": metadata_json(said.given), "edited": edited_json(said)}
        with self._database.transaction() as db:
            db.execute(
                f"UPDATE source SET {', '.join(f'{column} = ?' for column in row)} WHERE slug = ? AND state ="
                " 'stored'",
                (*row.values(), source.slug),
            )
            (source_id,) = db.execute(
                "SELECT id FROM source WHERE slug = ? AND state = 'stored'", (source.slug,)
            ).fetchone()
            db.execute("DELETE FROM access WHERE source_id = ?", (source_id,))
            db.executemany(
                "INSERT INTO access VALUES (?, ?)", [(source_id, label) for label in sorted(source.access)]
            )
            self._advance(db)

    @staticmethod
    def _retire(db: Connection, slugs: Sequence[str]) -> None:
        db.execute(
            f"UPDATE source SET state = 'retired' WHERE slug IN ({marks(slugs)}) AND state = 'stored'", slugs
        )

    def leftovers(self) -> list[Leftover]:
        """The sources that are not stored: retired, or left behind by a crash."""
        stored = "EXISTS (SELECT 1 FROM source WHERE state = 'stored'"
        rows = self._database.rows(
            f"SELECT id, slug, sha256, {stored} AND slug = s.slug), {stored} AND sha256 = s.sha256) FROM"
            " source s WHERE state != 'stored'"
        )
        return [
            Leftover(source_id, slug, sha256, bool(slug_is), bool(file_is))
            for source_id, slug, sha256, slug_is, file_is in rows
        ]

    def erase(self, source_id: int) -> None:
        """Delete every row of a source."""
        with self._database.transaction() as db:
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
        with self._database.errors():
            revision = int(self.meta("revision") or 0) + 1
            self._database.connection.execute("ATTACH ? AS draft", (str(draft),))
        try:
            with self._database.transaction() as db:
                for name in ("full_text", "passage", "access", "source", "meta"):
                    db.execute(f"DROP TABLE IF EXISTS main.{name}")
                for statement in filter(str.strip, TABLES.split(";\n")):
                    db.execute(statement)
                for name in ("meta", "source", "access", "passage"):
                    db.execute(f"INSERT INTO main.{name} SELECT * FROM draft.{name}")
                db.execute(
                    f"INSERT INTO main.full_text (rowid, {COLUMNS}) SELECT rowid, {COLUMNS} FROM"
                    " draft.full_text"
                )
                db.execute("UPDATE meta SET value = ? WHERE key = 'revision'", (str(revision),))
        finally:
            self._database.connection.execute("DETACH draft")

    @staticmethod
    def _advance(db: Connection) -> None:
        db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")

    # Reading ------------------------------------------------------------------------------------------------

    @property
    def revision(self) -> int:
        """Grows with every change, in whichever process it is made."""
        return int(self.meta("revision"))

    def sources(self, scope: Scope) -> list[Source]:
        """The stored sources in the scope, by date."""
        where, values = visible(scope)
        return [
            source_of(row)
            for row in self._database.rows(
                f"SELECT {SOURCE} FROM source s WHERE {where} ORDER BY s.date, s.slug", *values
            )
        ]

    def source_ids(self, scope: Scope) -> tuple[int, ...]:
        """The ids of the stored sources in the scope, ascending."""
        where, values = visible(scope)
        return tuple(
            row[0]
            for row in self._database.rows(f"SELECT s.id FROM source s WHERE {where} ORDER BY s.id", *values)
        )

    def is_all(self, source_ids: Sequence[int]) -> bool:
        """Whether these are all sources that are stored."""
        return bool(
            self._database.rows("SELECT count(*) FROM source WHERE state = 'stored'")[0][0] == len(source_ids)
        )

    def text(self, slug: str, scope: Scope) -> str | None:
        """The text of a source in the scope; None when there is none."""
        return self._of_source("text", slug, scope)

    def pages(self, slug: str, scope: Scope) -> tuple[Page, ...]:
        """The pages of a source in the scope."""
        return tuple(Page(*page) for page in json.loads(self._of_source("pages", slug, scope) or "[]"))

    def said(self, slug: str, scope: Scope) -> Said:
        """What people said of a source in the scope."""
        return said_of(*(self._of_source(column, slug, scope) or "{}" for column in ("given", "edited")))

    def found(self, slug: str, scope: Scope) -> Metadata:
        """What the file of a source in the scope says of itself."""
        return metadata_of(self._of_source("found", slug, scope) or "{}")

    def notes(self, slug: str, scope: Scope) -> tuple[str, ...]:
        """What was to be told of a source in the scope when it was read."""
        return tuple(json.loads(self._of_source("notes", slug, scope) or "[]"))

    def _of_source(self, column: str, slug: str, scope: Scope) -> str | None:
        where, values = visible(scope)
        rows = self._database.rows(
            f"SELECT s.{column} FROM source s WHERE s.slug = ? AND {where}", slug, *values
        )
        return str(rows[0][0]) if rows else None

    def entries(self) -> list[Entry]:
        """What no file tells of each stored source, by date. A catalogue of an earlier schema tells it
        too."""
        columns = {row[1] for row in self._database.rows("PRAGMA table_info(source)")}
        edited = "s.edited" if "edited" in columns else "'{}'"
        rows = self._database.rows(
            "SELECT s.sha256, s.slug, s.path, s.added, (SELECT group_concat(label, char(10)) FROM access"
            f" WHERE source_id = s.id), s.given, {edited} FROM source s WHERE s.state = 'stored'"
            " ORDER BY s.date, s.slug"
        )
        return [
            Entry(sha256, slug, path, added, frozenset(labels.split("\n")), said_of(*said))
            for sha256, slug, path, added, labels, *said in rows
        ]

    def passages(self, ids: Sequence[int], scope: Scope) -> dict[int, Passage]:
        """The passages of those ids that are stored and in the scope."""
        where, values = visible(scope)
        rows = self._database.rows(
            f"SELECT p.id, {PASSAGE} FROM json_each(?) j JOIN passage p ON p.id = j.value JOIN source s ON"
            f" s.id = p.source_id JOIN full_text f ON f.rowid = p.id WHERE {where}",
            json.dumps(list(ids)),
            *values,
        )
        return {row[0]: passage_of(row[1:]) for row in rows}

    def neighbours(self, passage: Passage, before: int, after: int, scope: Scope) -> list[Passage]:
        """The passages around one in its source, itself included, in order; none when the source is not in
        the scope."""
        where, values = visible(scope)
        rows = self._database.rows(
            f"SELECT {PASSAGE} FROM source s JOIN passage p ON p.source_id = s.id JOIN full_text f ON"
            f" f.rowid = p.id WHERE s.slug = ? AND {where} AND p.number BETWEEN ? AND ? ORDER BY p.number",
            passage.source,
            *values,
            passage.number - before,
            passage.number + after,
        )
        return [passage_of(row) for row in rows]

    def full_text(self, query: str, limit: int, scope: Scope) -> list[Hit]:
        """The passages in the scope that share words with the query, best first by BM25 (higher is better)
        over the scope's passages; of equals the one stored first."""
        found = self._words.search(query, limit, self.revision, self.source_ids(scope))
        passages = self.passages([passage_id for passage_id, _ in found], scope)
        return [Hit(passages[passage_id], score) for passage_id, score in found if passage_id in passages]

    def document_frequency(self, terms: Sequence[str], scope: Scope) -> dict[str, int]:
        """In how many passages in the scope each term stands, inflections included."""
        return self._words.document_frequency(terms, self.revision, self.source_ids(scope))

    def vocabulary(self, letter: str, shortest: int, longest: int) -> list[str]:
        """The terms of all sources that begin with a letter and have so many: for comparison alone, since
        they may be a hidden source's."""
        return self._words.vocabulary(letter, shortest, longest)

    def size(self, scope: Scope) -> int:
        """How many passages are in the scope."""
        where, values = visible(scope)
        return int(
            self._database.rows(
                f"SELECT count(*) FROM passage p JOIN source s ON s.id = p.source_id WHERE {where}", *values
            )[0][0]
        )

    def shrink(self) -> None:
        """Give back the disk space of a transaction that was rolled back."""
        self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def scrub(self, *, whole: bool = False) -> bool:
        """Leave nothing of the words of erased sources in the file: the full text's index is put together
        anew, which drops what was only marked as gone, and the journal is emptied. With `whole` the file is
        written anew, which drops what was left there before deleted rows were written over. Whether it is
        done; somebody who reads holds the journal."""
        with self._database.transaction() as db:
            db.execute("INSERT INTO full_text (full_text) VALUES ('optimize')")
        if whole:
            self._database.rows("VACUUM")
        ((is_held, *_),) = self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return not is_held

    def name_collection(self, collection: str) -> None:
        """Say that the vectors are in another collection now."""
        with self._database.transaction() as db:
            db.execute("UPDATE meta SET value = ? WHERE key = 'collection'", (collection,))
            self._advance(db)

    def close(self) -> None:
        """Close this thread's connection."""
        self._database.close()


def new_collection() -> str:
    """A name for vectors that nobody has had."""
    return f"pincite-{uuid.uuid4().hex[:12]}"


def _prepare(connection: Connection) -> None:
    # SQLite's own lower() knows only ASCII.
    connection.create_function("fold", 1, str.casefold, deterministic=True)
    connection.create_function("has_tag", 2, has_tag, deterministic=True)
    prepare(connection)
