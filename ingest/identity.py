"""Which stored source an input is: the one of the same place, one whose file was moved, or another of the
same content. Whose labels an input may touch is said here too."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.folders import is_url
from ingest.library import Library
from ingest.types import PUBLIC, Source
from ingest.view import View


def anybodys(_: Source) -> bool:
    """That a source may be replaced, whoever added it."""
    return True


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that are named for the inputs (None: none are), whether documents of other labels are to be
    left alone, and which others may be replaced by who gives the inputs."""

    named: frozenset[str] | None
    apart: bool = False
    is_theirs: Callable[[Source], bool] = anybodys

    @property
    def new(self) -> frozenset[str]:
        """Those of a document that is not stored yet."""
        return self.named or frozenset({PUBLIC})

    def may_replace(self, source: Source) -> bool:
        """Whether an input may go in a stored source's place."""
        return (not self.apart or source.access == self.new) and self.is_theirs(source)

    def keep(self, source: Source) -> bool:
        """Whether a source that an input is has the labels that are named for it, if any are."""
        return self.named in (None, source.access) and self.may_replace(source)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The library as it is at a revision, against which inputs are held, and the folder where uploads are
    meanwhile."""

    whole: View
    revision: int
    uploads: Path
    labels: Labels

    @property
    def sources(self) -> Sequence[Source]:
        """Its sources, by date."""
        return self.whole.sources

    def before(self, path: str, slug: str) -> Source | None:
        """The source that was read from the same place: of several, the one of the slug or the labels that
        are named, else one that only some may read."""
        return min(
            (one for one in self.sources if self._is_at(one, path) and self.labels.may_replace(one)),
            key=lambda one: (
                one.slug != slug,
                one.access != self.labels.named,
                PUBLIC in one.access,
                one.slug,
            ),
            default=None,
        )

    def kept_beside(self, path: str) -> Source | None:
        """The source that was read from the same place, which all who are to read the new one may read, and
        which who gives it may not replace."""
        return next(
            (
                one
                for one in self.sources
                if self._is_at(one, path) and one.access == self.labels.new and not self.labels.is_theirs(one)
            ),
            None,
        )

    def _is_at(self, source: Source, path: str) -> bool:
        """Whether a source was read from a path; what was uploaded into a library that was moved since, from
        the place that its uploads have now."""
        if source.path == path or not self.is_upload(path) or is_url(source.path):
            return source.path == path
        within = Path(path).relative_to(self.uploads).parts
        old = Path(source.path).parts
        return old[-len(within) - 1 :] == ("uploads", *within) and not Path(source.path).exists()

    def moved(self, path: str, sha256: str) -> Source | None:
        """The source of the same content whose file is no longer where it was: the file at `path` is it."""
        if is_url(path) or self.is_upload(path):
            return None
        gone = (
            one
            for one in self.sources
            if one.sha256 == sha256
            and one.path != path
            and self.labels.keep(one)
            and (self.is_gone(one) or _is_respelt(one.path, path))
        )
        return min(gone, key=lambda one: (Path(one.path).name != Path(path).name, one.slug), default=None)

    def twin(
        self, sha256: str, slug: str, access: frozenset[str], others: Iterable[Source], *, is_any: bool
    ) -> Source | None:
        """Of the other sources one of the same content, which all who are to read the document may read.
        Where no labels are named for a new document, any: a copy of a file that only some may read is not
        made public without a word."""
        return next(
            (
                one
                for one in others
                if one.sha256 == sha256
                and one.slug != slug
                and (is_any or _covers(one.access, access))
                and not self._is_overwritten(one)
            ),
            None,
        )

    def is_gone(self, source: Source) -> bool:
        """Whether the file that a source was read from is no longer there. A web page is not looked for, and
        what was uploaded is nowhere but in the library."""
        return not is_url(source.path) and not self.is_upload(source.path) and not Path(source.path).exists()

    def is_upload(self, path: str) -> bool:
        """Whether a path is where uploads are held meanwhile."""
        return path.startswith(f"{self.uploads}{os.sep}")

    def _is_overwritten(self, source: Source) -> bool:
        """Whether other content stands where a source was read from: it is to be replaced, and then the
        library would have lost what it was."""
        path = Path(source.path)
        try:
            return (
                not is_url(source.path)
                and path.is_file()
                and hashlib.sha256(path.read_bytes()).hexdigest() != source.sha256
            )
        except OSError:
            return False


def _is_respelt(old: str, new: str) -> bool:
    """Whether two paths are one file's, before and after its name was written with other capitals, where the
    system does not tell them apart."""
    return old.casefold() == new.casefold() and Path(old).exists() and Path(old).samefile(new)


def _covers(held: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether everybody who is to read a document with the one set of labels may read one with the other."""
    return PUBLIC in held or wanted <= held


def shelf_of(library: Library, labels: Labels, before: Shelf | None = None) -> Shelf:
    """The library as it is now: as it was `before`, where nothing has changed since."""
    revision = library.revision
    if before and before.revision == revision:
        return before
    return Shelf(library.whole(), revision, library.home.resolve() / "uploads", labels)


def readers(access: frozenset[str]) -> str:
    """Whom labels let read, in words."""
    return "everybody" if PUBLIC in access else f"readers in {', '.join(sorted(access))}"
