"""What one reader may see of a library, within a restriction: the only way to what is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from ingest.catalogue import Catalogue
from ingest.errors import UnknownSource
from ingest.types import (
    EVERYBODY,
    EVERYTHING,
    OWNER,
    Hit,
    Metadata,
    Page,
    Passage,
    Reader,
    Restriction,
    Said,
    Scope,
    Source,
)

Nearest = Callable[[str, int, Scope], list[Hit]]
"""Searches a scope for a query's nearest passages, so many at most."""


@dataclass(frozen=True)
class View:
    """Sources, their passages, and statistics over these and no others. Its list of sources is read once, so
    that one is made for each thing that a reader does; what it has of a source is looked up as it is now.
    Threads may share it.

    Raises:
        UnknownSource: where a source is named that is not in it.
    """

    scope: Scope
    _catalogue: Catalogue = field(repr=False)
    _nearest: Nearest = field(repr=False)
    _files: Path = field(repr=False)

    def within(self, restriction: Restriction) -> View:
        """What of this the restriction lets through."""
        if restriction == EVERYTHING:
            return self
        return replace(self, scope=replace(self.scope, restrictions=(*self.scope.restrictions, restriction)))

    @property
    def unrestricted(self) -> View:
        """All that the same reader may see."""
        return replace(self, scope=Scope(self.scope.reader)) if self.scope.restrictions else self

    @property
    def reader(self) -> Reader:
        """Who looks."""
        return self.scope.reader or OWNER

    @property
    def has_all(self) -> bool:
        """Whether its reader may see every source of the library."""
        return self.scope.reader is None or len(self.unrestricted.sources) == sum(
            1 for _ in self._catalogue.sources(Scope())
        )

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources, by date."""
        return tuple(self._catalogue.sources(self.scope))

    @cached_property
    def _by_slug(self) -> dict[str, Source]:
        return {source.slug: source for source in self.sources}

    def source(self, slug: str) -> Source:
        """The source of that slug."""
        if slug not in self._by_slug:
            raise _unknown(slug)
        return self._by_slug[slug]

    def text(self, slug: str) -> str:
        """The stored text of a source, to which every offset refers."""
        text = self._catalogue.text(slug, self.scope)
        if text is None:
            raise _unknown(slug)
        return text

    def pages(self, slug: str) -> tuple[Page, ...]:
        """The pages of a source; empty where the format has none."""
        self.source(slug)
        return self._catalogue.pages(slug, self.scope)

    def said(self, slug: str) -> Said:
        """What people said of a source when it was ingested, and since."""
        self.source(slug)
        return self._catalogue.said(slug, self.scope)

    def found(self, slug: str) -> Metadata:
        """What a source's file says of itself."""
        self.source(slug)
        return self._catalogue.found(slug, self.scope)

    def notes(self, slug: str) -> tuple[str, ...]:
        """What was to be told of a source when it was read, such as text that was left out."""
        self.source(slug)
        return self._catalogue.notes(slug, self.scope)

    def original(self, slug: str) -> bytes:
        """The original file's bytes."""
        return self.kept(slug).read_bytes()

    def kept(self, slug: str) -> Path:
        """Where the original file is kept; the name is its digest, and its suffix tells its format."""
        return next(self._files.glob(f"{self.source(slug).sha256}*"))

    def size(self) -> int:
        """How many passages there are."""
        return self._catalogue.size(self.scope)

    def passages(self, slug: str) -> list[Passage]:
        """The passages of a source, in order."""
        self.source(slug)
        return self._catalogue.neighbours(Passage(slug, 0, 0, 0, ""), 0, _ALL, self.scope)

    def neighbours(self, passage: Passage, *, before: int = 1, after: int = 1) -> list[Passage]:
        """The passages around one in its source, itself included, in order."""
        self.source(passage.source)
        return self._catalogue.neighbours(passage, before, after, self.scope)

    def nearest(self, query: str, limit: int) -> list[Hit]:
        """The passages nearest in meaning to the query, best first by cosine similarity."""
        return self._held(self._nearest(query, limit, self.scope))

    def full_text(self, query: str, limit: int) -> list[Hit]:
        """The passages that share words with the query, best first by BM25 over these passages alone."""
        return self._held(self._catalogue.full_text(query, limit, self.scope))

    def _held(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits without those in what was stored since the sources were read."""
        return [one for one in hits if one.passage.source in self._by_slug]

    def vocabulary(self, letter: str, shortest: int, longest: int) -> list[str]:
        """The indexed terms of the whole library that begin with a letter and have so many: to be compared
        with, and shown only where `document_frequency` finds them in the view."""
        return self._catalogue.vocabulary(letter, shortest, longest)

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many of the passages each term stands."""
        return self._catalogue.document_frequency(terms, self.scope)


class Readable(Protocol):
    """A library, to whoever only reads it."""

    def warm_up(self) -> None:
        """Open what a first search would open."""

    def close(self) -> None:
        """Let go of the files."""

    def visible_to(self, reader: Reader = EVERYBODY, restriction: Restriction = EVERYTHING) -> View:
        """What the reader may see within the restriction."""


_ALL = 1_000_000_000  # more passages than a source has


def _unknown(slug: str) -> UnknownSource:
    return UnknownSource(
        f"the library has no source {slug!r}", hint="`pincite library list` shows what it has"
    )
