"""The passages' words: found and counted among the passages of some sources, and of no others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ingest import bm25
from ingest.database import Connection, Database

COLUMNS = "title, heading, text, gloss"
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
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, full_text, row);
CREATE VIRTUAL TABLE temp.query USING fts5 (term, tokenize = "porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE temp.query_token USING fts5vocab (temp, query, instance);
"""
# Scopes whose passages' lengths are kept: one of 50,000 passages takes 400 kB.
_SCOPES_KEPT = 8


def prepare(connection: Connection) -> None:
    """Give a connection what scoring needs."""
    connection.create_function("tokens", 1, _tokens, deterministic=True)
    connection.executescript(_SCORING)


class FullText:
    """The full text of one catalogue. `revision` tells a state of it from those before."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lengths = lru_cache(_SCOPES_KEPT)(self._read_lengths)

    def search(
        self, query: str, limit: int, revision: int, source_ids: tuple[int, ...]
    ) -> list[tuple[int, float]]:
        """The ids of the sources' passages that share words with the query, best first by BM25 (higher is
        better) over these passages; of equals the one stored first."""
        lengths = self._lengths(revision, source_ids)
        return bm25.best(self._frequencies(full_text_terms(query), lengths), lengths, limit)

    def document_frequency(
        self, terms: Sequence[str], revision: int, source_ids: tuple[int, ...]
    ) -> dict[str, int]:
        """In how many of the sources' passages each term stands, inflections included."""
        found = self._frequencies(terms, self._lengths(revision, source_ids))
        return {term: int(often.astype(bool).sum()) for term, often in zip(terms, found, strict=True)}

    def vocabulary(self, letter: str, shortest: int, longest: int) -> list[str]:
        """The terms of all passages that begin with a letter and have so many, as they are indexed."""
        rows = self._database.rows(
            "SELECT term FROM temp.vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
            letter,
            chr(ord(letter) + 1),
            shortest,
            longest,
        )
        return [str(term) for (term,) in rows]

    def _frequencies(self, terms: Sequence[str], lengths: bm25.Numbers) -> list[bm25.Numbers]:
        """How often each term, a word or more, stands in each of the passages that `lengths` has."""
        return [bm25.frequencies(self._occurrences(tokens), lengths) for tokens in self._tokenized(terms)]

    def _occurrences(self, tokens: Sequence[str]) -> Iterable[tuple[int, str]]:
        rows = self._database.rows
        if len(tokens) == 1:
            return rows("SELECT doc, col FROM temp.token WHERE term = ?", tokens[0])
        return bm25.adjacent(
            [rows("SELECT doc, col, offset FROM temp.token WHERE term = ?", token) for token in tokens]
        )

    def _tokenized(self, terms: Sequence[str]) -> list[list[str]]:
        """The tokens of each term, as the full text has them."""
        phrases: list[list[str]] = [[] for _ in terms]
        with self._database.errors():
            connection = self._database.connection
            connection.execute("DELETE FROM temp.query")
            connection.executemany("INSERT INTO temp.query (rowid, term) VALUES (?, ?)", enumerate(terms))
        for number, token in self._database.rows(
            "SELECT doc, term FROM temp.query_token ORDER BY doc, offset"
        ):
            phrases[number].append(token)
        return phrases

    def _read_lengths(self, revision: int, source_ids: tuple[int, ...]) -> bm25.Numbers:
        """How many tokens each passage of the sources has; `revision` keeps it apart from what it was before
        a change."""
        return bm25.lengths_of(
            self._database.rows(
                "SELECT p.id, tokens(d.sz) FROM json_each(?) j JOIN passage p ON p.source_id = j.value"
                " JOIN full_text_docsize d ON d.id = p.id",
                json.dumps(source_ids),
            )
        )


def full_text_terms(query: str) -> list[str]:
    """The query's distinct words that carry meaning, lower-cased, in order."""
    words = (word.lower() for word in re.findall(r"\w+(?:[.'’]\w+)*", query))
    return list(dict.fromkeys(word for word in words if word not in _STOPWORDS and len(word) < 60))


def _tokens(sizes: bytes) -> int:
    """How many tokens FTS5 counts in a passage: its columns' sizes are integers of variable length, seven
    bits a byte."""
    total = size = 0
    for byte in sizes:
        size = size << 7 | byte & 0x7F
        if byte < 0x80:
            total, size = total + size, 0
    return total
