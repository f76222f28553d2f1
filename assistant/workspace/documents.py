"""The documents of a library as its users see, add, share and remove them."""

from __future__ import annotations

import hashlib
import logging
import queue
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count
from pathlib import Path

from assistant.answer.record import Record
from assistant.errors import unforeseen
from assistant.watch import reported
from assistant.workspace.access import added_by, checked_groups, may, read_access, require
from assistant.workspace.space import Share, Space
from ingest import bundled
from ingest.edit import edit, relabel, retag
from ingest.errors import PinciteError, UsageError
from ingest.folders import Input
from ingest.library import Library
from ingest.load import supported_suffixes
from ingest.load.reach import PUBLIC as PUBLIC_INTERNET
from ingest.load.reach import Reach
from ingest.load.web import Fetched, fetch
from ingest.metadata import slug_from_name, told
from ingest.pipeline import IngestProgress, changes_of, ingest
from ingest.removal import Removed, put_back, take_out
from ingest.types import OWNER, PUBLIC, FileReport, Metadata, Reader, Source
from ingest.view import View

_log = logging.getLogger(__name__)
EVERYBODYS = frozenset({PUBLIC})
"""The labels of what every reader may see."""


_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(?=[/?#:]|$)(?!://)")
"""How an address begins that lacks its https://."""


_SHARE = Share()


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be fetched from an address: seconds to wait for its server, the largest document, in bytes,
    and from whom; and what one person may have stored and under way."""

    fetch_timeout_s: float = 20.0
    max_fetch_bytes: int = 50_000_000
    reach: Reach = PUBLIC_INTERNET
    share: Share = _SHARE


class Documents:
    """The documents of one library, to which nobody does what they may not (`NotAllowed`). Threads may share
    it."""

    def __init__(self, library: Library, limits: Limits = Limits(), record: Record | None = None) -> None:
        self.library = library
        self._record = record
        self._limits = limits
        self._space = Space(library.home, limits.share, self._bytes_of)
        self._storing_now: list[threading.Thread] = []

    def finish(self, within_s: float) -> bool:
        """Wait for what is being stored; whether all of it is."""
        until = time.monotonic() + within_s
        for one in self._storing_now:
            one.join(max(0.0, until - time.monotonic()))
        return not any(one.is_alive() for one in self._storing_now)

    def count(self) -> int:
        """How many documents there are, whoever may read them."""
        return len(self.library.whole().sources)

    def _bytes_of(self, who: str) -> int:
        """How much room the originals take that somebody added."""
        return self.library.kept_bytes({one.sha256 for one in self.library.whole().sources if one.by == who})

    def stored(self) -> dict[str, str]:
        """The digest of every document by its slug, whoever may see it: what is kept from a reader is not
        gone."""
        return {one.slug: one.sha256 for one in self.library.whole().sources}

    def fetch(
        self, address: str, given: Metadata | None = None, *, reader: Reader = OWNER
    ) -> Iterator[IngestProgress | FileReport]:
        """Have a reader put what is at a web address into the library: where it stands, and what became of
        it.

        Raises:
            UsageError: it is not a web address; the server's own files are not for those who use the page.
            LibraryBusy, LibraryUnwritable: as their names say; what was reported stored before stays.
        """
        require(reader, "add")
        require(reader, "fetch")
        address = address.strip()
        is_file = "/" not in address and address.lower().endswith(supported_suffixes())
        if _HOST.match(address) and not is_file:
            address = f"https://{address}"
        scheme, colon, rest = address.partition("://")
        if not colon or scheme.lower() not in ("http", "https"):
            raise UsageError(
                f"{address} is not a web address",
                hint="enter one that starts with http:// or https://, or drop the file",
            )
        return self._storing([Input(f"{scheme.lower()}://{rest}", given or Metadata())], reader=reader)

    def upload(
        self,
        files: Sequence[Path],
        given: Metadata | None = None,
        *,
        access: frozenset[str] = EVERYBODYS,
        reader: Reader = OWNER,
    ) -> Iterator[IngestProgress | FileReport]:
        """Put uploaded files into the library, as `fetch`, for the readers who have one of the labels
        `access`. A file of the same name, uploaded again for the same readers by who may change it, replaces
        the earlier one."""
        require(reader, "add")
        mark = "" if access == EVERYBODYS else _mark(*sorted(access))
        return self._uploaded(files, given or Metadata(), access, mark, reader)

    def _uploaded(
        self, files: Sequence[Path], given: Metadata, access: frozenset[str], mark: str, reader: Reader
    ) -> Iterator[IngestProgress | FileReport]:
        """Store files, as what the folder `mark` of the uploads holds."""
        places = [self.library.home / "uploads" / mark / file.name for file in files]
        inputs = [
            Input(str(place), _named(given, place.name, mark), held_at=str(file))
            for place, file in zip(places, files, strict=True)
        ]
        for one in self._storing(inputs, access, reader):
            yield replace(one, path=Path(one.path).name) if isinstance(one, FileReport) else one

    def share(
        self, view: View, slug: str, access: frozenset[str] = EVERYBODYS
    ) -> Iterator[IngestProgress | FileReport]:
        """Put a source, which is in the view, into the library for the readers who have one of the labels
        `access`, in the place of where it was.

        Raises:
            UnknownSource, NotAllowed, LibraryBusy, LibraryUnwritable: as their names say.
        """
        source = view.source(slug)
        require(view.reader, "share", source)
        name = Path(source.path).name
        others = {one.slug for one in self.library.whole().sources if one.sha256 != source.sha256}
        wanted = slug_from_name(name)
        free = next(
            one for one in chain([wanted], (f"{wanted}-{number}" for number in count(2))) if one not in others
        )
        with tempfile.TemporaryDirectory(prefix="pincite-") as folder:
            file = Path(folder) / name
            file.write_bytes(view.original(slug))
            # As of a folder of its own, so that it replaces nobody's file of the same name.
            given, reader = replace(told(view.said(slug)), slug=free), view.reader
            for one in self._uploaded([file], given, access, _mark(slug), reader):
                yield one
                if isinstance(one, FileReport) and one.outcome != "refused":
                    self.remove(view, slug)

    def add_samples(self, *, reader: Reader = OWNER) -> Iterator[IngestProgress | FileReport]:
        """Put the sample library into this one, as `fetch`."""
        require(reader, "add")
        for one in self._storing(bundled.inputs(), access=None, reader=reader):
            yield replace(one, path=Path(one.path).name) if isinstance(one, FileReport) else one

    def remove(self, view: View, slug: str) -> Source:
        """Take a source, which is in the view, out of the library.

        Raises:
            UnknownSource, LibraryBusy, LibraryUnwritable: as their names say.
        """
        with self.library.writing():
            source = view.source(slug)
            require(view.reader, "remove", source)
            self.library.remove(source.slug)
            self._keep([("removed", slug)], view.reader.name)
            return source

    def take_out(self, view: View, slugs: Sequence[str]) -> list[Removed]:
        """Take sources, which are in the view, out of the library, as `remove`; what comes of it can be put
        back.

        Raises:
            UnknownSource, LibraryBusy, LibraryUnwritable: as their names say.
        """
        with self.library.writing():
            named = [view.source(slug) for slug in slugs]
            require(view.reader, "remove", *named)
            gone: list[Removed] = []
            try:
                for one in named:
                    gone.append(take_out(self.library, one.slug))
            finally:
                self._keep([("removed", one.source.slug) for one in gone], view.reader.name)
            return gone

    def put_back(self, view: View, held: Sequence[Removed]) -> list[Source]:
        """Store sources again that the view's reader took out, as they were.

        Raises:
            UsageError, LibraryBusy, LibraryUnwritable: as their names say.
        """
        with self.library.writing():
            require(view.reader, "remove", *(one.source for one in held))
            back = [put_back(self.library, one) for one in held]
            self._keep([("put back", one.slug) for one in back], view.reader.name)
            return back

    def edit(self, view: View, slug: str, changes: Mapping[str, str]) -> Source:
        """Correct what is known of a source, which is in the view; an empty value goes back to what its file
        says.

        Raises:
            UnknownSource, UsageError, LibraryBusy, LibraryUnwritable: as their names say.
        """
        with self.library.writing():
            source = view.source(slug)
            require(view.reader, "change", source)
            edited = edit(self.library, source.slug, changes, by=view.reader.name)
            self._keep([("edited", slug)], view.reader.name)
            return edited

    def tag(
        self, view: View, slugs: Sequence[str], *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> list[Source]:
        """Put sources, which are in the view, into the collections `add`, and take them out of `remove`.

        Raises:
            UnknownSource, LibraryBusy, LibraryUnwritable: as their names say.
        """
        with self.library.writing():
            named = [view.source(slug) for slug in slugs]
            require(view.reader, "change", *named)
            tagged = retag(
                self.library, [one.slug for one in named], add=add, remove=remove, by=view.reader.name
            )
            self._keep([("tagged", one.slug) for one in tagged], view.reader.name)
            return tagged

    def relabel(self, view: View, slug: str, named: Sequence[str]) -> Source:
        """Say which groups may read a source, which is in the view; `public` for everybody.

        Raises:
            UnknownSource, NotAllowed, UsageError, LibraryBusy, LibraryUnwritable: as their names say.
        """
        with self.library.writing():
            source = view.source(slug)
            require(view.reader, "label", source)
            groups = checked_groups({*named} - source.access, read_access(self.library.home))
            labels = groups | ({*named} & source.access)
            relabelled = relabel(self.library, slug, labels, by=view.reader.name)
            self._keep([("relabelled", slug)], view.reader.name)
            return relabelled

    def _storing(
        self, inputs: Sequence[Input], access: frozenset[str] | None = EVERYBODYS, reader: Reader = OWNER
    ) -> Iterator[IngestProgress | FileReport]:
        """Ingest in a thread of its own, so that a page that is closed half-way stops nothing.

        Raises:
            UsageError: the reader has their share of space, or of what is under way.
        """
        events: queue.Queue[IngestProgress | FileReport | Exception | None] = queue.Queue()

        size = sum(file.stat().st_size for one in inputs if (file := Path(one.held_at or "/")).is_file())
        room = ExitStack()
        room.enter_context(self._space.taken("" if may(reader, "label") else added_by(reader), size))

        def run() -> None:
            try:
                with room:
                    self._store(inputs, access, reader, events.put)
                events.put(None)
            except Exception as error:  # noqa: BLE001 (it is raised where the events are read)
                events.put(error)

        self._storing_now = [one for one in self._storing_now if one.is_alive()]
        thread = threading.Thread(target=run, name="ingest", daemon=False)
        self._storing_now.append(thread)
        thread.start()
        while (event := events.get()) is not None:
            if isinstance(event, Exception):
                raise event if isinstance(event, PinciteError) else unforeseen(event) from event
            yield event

    def fetched(self, address: str) -> Fetched:
        """What is at a web address, within the limits.

        Raises:
            LoadError: as in `fetch`.
        """
        limits = self._limits
        return fetch(
            address,
            timeout_s=limits.fetch_timeout_s,
            max_bytes=limits.max_fetch_bytes,
            reach=limits.reach,
        )

    def _store(
        self,
        inputs: Sequence[Input],
        access: frozenset[str] | None,
        reader: Reader,
        tell: Callable[[IngestProgress | FileReport], None],
    ) -> None:
        """What somebody gives is theirs: a document of other labels, of the same address or name, is not
        touched, nor one that they may not change."""

        def report(one: FileReport) -> None:
            reported(one)
            tell(one)

        reports = ingest(
            inputs,
            self.library,
            access=access,
            apart=access is not None,
            by=added_by(reader),
            is_theirs=partial(may, reader, "change"),
            fetch=self.fetched,
            on_progress=tell,
            on_report=report,
        )
        self._keep(changes_of(reports), reader.name)

    def _keep(self, changes: Sequence[tuple[str, str]], by: str) -> None:
        if self._record and changes:
            told = [{"outcome": outcome, "slug": slug} for outcome, slug in changes]
            for notice in self._record.keep({"documents": told, "by": by}):
                _log.error(notice)


def _named(given: Metadata, name: str, mark: str) -> Metadata:
    """What is given of a file; where it is for some readers alone, its slug too, lest it tell that others
    have one of the same name."""
    return (
        replace(given, slug=f"{slug_from_name(name)}-{_mark(mark, name)}")
        if mark and not given.slug
        else given
    )


def _mark(*parts: str) -> str:
    """A short name for what cannot stand in a file's name."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
