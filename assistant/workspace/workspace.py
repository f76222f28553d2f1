"""What a front end works with: one library's assistant, with the conversations, the documents and the
feedback around it.

A front end parses, calls this, and renders what comes back; every user's turn, upload and thumb goes through
here, whichever page or program it came from."""

from __future__ import annotations

import hashlib
import queue
import shutil
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count
from pathlib import Path

from assistant.answer.assistant import Assistant
from assistant.answer.record import Record
from assistant.errors import unforeseen
from assistant.memo.compose import Progress as MemoProgress
from assistant.memo.formats import MemoFormat, load_format, load_formats
from assistant.memo.layout import lay_out
from assistant.memo.types import Memo, MemoRequest
from assistant.paper import Paper
from assistant.review.op_ed import read_op_ed
from assistant.review.review import Progress as ReviewProgress
from assistant.review.reviewer import Reviewer
from assistant.review.types import Assessed, Review
from assistant.types import STOPPED, Answer, Citation, Manner, Shown, Turn
from assistant.verify.check import verifying
from assistant.verify.places import noted, places
from assistant.verify.read import read_paper
from assistant.verify.types import Checked, Verification
from assistant.verify.types import Finding as Wrong
from assistant.workspace.conversations import Conversation, Conversations, Exchange
from assistant.workspace.source_view import SourceView, view_source
from ingest import bundled
from ingest.errors import PinciteError, UsageError
from ingest.load.web import Fetched, fetch
from ingest.metadata import slug_from_name
from ingest.pipeline import Input, Progress, ingest
from ingest.types import EVERYTHING, PUBLIC, FileReport, Metadata, Reader, Restriction, Source

EVERYBODYS = frozenset({PUBLIC})
"""The labels of what every reader may see."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be fetched from an address: seconds to wait for its server, the largest document, in bytes,
    and whether from the public internet alone."""

    fetch_timeout_s: float = 20.0
    max_fetch_bytes: int = 50_000_000
    is_public_only: bool = False


class Workspace:
    """One home folder as its users work in it. Threads may share it."""

    def __init__(
        self,
        assistant: Assistant,
        reviewer: Reviewer,
        record: Record,
        limits: Limits = Limits(),
    ) -> None:
        self.assistant = assistant
        self.writer = reviewer.writer
        self.reviewer = reviewer
        self.library = assistant.library
        self.conversations = Conversations(self.library.home)
        self._record = record
        self._limits = limits
        self._one_at_a_time = threading.Lock()

    # Conversations ------------------------------------------------------------------------------------------

    def ask(
        self,
        reader: Reader,
        conversation: Conversation,
        question: str,
        *,
        turn: int = -1,
        said: Sequence[Turn] = (),
        manner: Manner | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[Conversation]:
        """The conversation with the question's answer as it grows, and last as it is kept; in the place of
        exchange `turn` and those after it where that is not -1. `said` are turns of others before it, after
        which it is understood too. An error becomes what the exchange holds; where `stopped` turns true, what
        was shown by then is the answer."""
        before = conversation if turn < 0 else conversation.until(turn)
        restriction = Restriction(slugs=conversation.sources)
        growing = self.nothing_yet(question)
        yield before.then(Exchange(question, growing))
        try:
            for one in self.assistant.stream(
                question, (*said, *before.history), reader=reader, restriction=restriction, manner=manner
            ):
                if isinstance(one, Answer):
                    growing = one
                else:
                    growing = _grown(growing, one)
                    yield before.then(Exchange(question, growing))
                if stopped():
                    growing = growing if isinstance(one, Answer) else _stopped(growing)
                    break
            exchange = Exchange(question, growing)
        except GeneratorExit:  # who asked has left the page; what was shown to them is kept
            self._keep(reader, conversation, turn, Exchange(question, _stopped(growing)))
            raise
        except PinciteError as error:
            exchange = Exchange(question, error=error.message, hint=error.hint)
        except Exception as error:  # noqa: BLE001 (the reader is told, and the log has it)
            told = unforeseen(error)
            exchange = Exchange(question, error=told.message, hint=told.hint)
        yield self._keep(reader, conversation, turn, exchange)

    def _keep(self, reader: Reader, asked: Conversation, turn: int, exchange: Exchange) -> Conversation:
        """The conversation, as it stands by now, with the exchange; one that was deleted meanwhile stays
        deleted, and what cannot be kept says so."""

        def with_it(latest: Conversation) -> Conversation:
            return replace(latest if turn < 0 else latest.until(turn), sources=asked.sources).then(exchange)

        try:
            if asked.changed:
                return self.conversations.update(reader.name, asked.id, with_it)
            return self.conversations.save(reader.name, with_it(asked))
        except PinciteError as error:
            return with_it(asked).then(
                Exchange(exchange.question, error=f"Not kept: {error.message}", hint=error.hint)
            )

    def nothing_yet(self, question: str) -> Answer:
        """An answer that has nothing yet; its empty id says that it is not whole."""
        return Answer(id="", question=question, standalone_question=question, status="partial")

    def rate(
        self, reader: Reader, conversation: Conversation, answer_id: str, thumb: str, note: str = ""
    ) -> Conversation:
        """Put a reader's thumb (`up` or `down`) at an answer on record, with what they say is wrong.

        Raises:
            UsageError: no such answer is on record.
            LibraryUnwritable: the record cannot be written.
        """
        self._record.add_feedback(thumb, answer=answer_id, note=note)
        return self.conversations.update(
            reader.name, conversation.id, lambda one: one.rated(answer_id, thumb)
        )

    # Memos --------------------------------------------------------------------------------------------------

    def memo(
        self,
        reader: Reader,
        request: MemoRequest,
        *,
        restriction: Restriction = EVERYTHING,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[MemoProgress | Memo]:
        """Where a memo stands, section by section, and the memo last; none where `stopped` turned true, and
        the same request goes on from there.

        Raises:
            EmptyQuestion, EmptyLibrary, ServiceError, UsageError: as in `MemoWriter.write`.
        """
        return self.writer.stream(request, reader=reader, restriction=restriction, stopped=stopped)

    def paper(self, memo: Memo) -> Paper:
        """The memo as it stands on paper, to be shown or written to a file."""
        return lay_out(memo, load_format(memo.request.format, self.library.home))

    def memo_formats(self) -> list[MemoFormat]:
        """The formats of a memo on a topic, the office's own included, by name; those that are made of a
        review are not."""
        formats = load_formats(self.library.home).values()
        return [one for one in formats if not any(part.kind.startswith("review-") for part in one.section)]

    # Reviews ------------------------------------------------------------------------------------------------

    def review(
        self,
        reader: Reader,
        location: str,
        given: Metadata | None = None,
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[ReviewProgress | Assessed | Review]:
        """An op-ed (a document of the library by its slug, a file, or a web address) held against the other
        documents, claim by claim.

        Raises:
            LoadError: the file or the page cannot be read.
            EmptyQuestion, EmptyLibrary: as in `Reviewer.review`.
        """
        op_ed = read_op_ed(location, self.library, reader, self._fetched, given or Metadata())
        return self.reviewer.review(op_ed, reader=reader, stopped=stopped)

    def response(self, reader: Reader, review: Review, request: MemoRequest) -> Memo:
        """The response to a reviewed op-ed, as a memo of the format `op-ed-response`.

        Raises:
            UsageError, ServiceError: as in `Reviewer.respond`.
        """
        return self.reviewer.respond(review, request, reader=reader)

    # Verifying ----------------------------------------------------------------------------------------------

    def verify(self, reader: Reader, path: Path) -> Iterator[Checked | Verification]:
        """Each sentence of a memo in a file as it is checked against what the reader may see, and last the
        whole.

        Raises:
            UsageError: the file cannot be read back.
            EmptyLibrary: the reader may see no document.
        """
        return verifying(
            read_paper(path),
            self.library,
            self.assistant.inquiry.rules,
            models=self.assistant.inquiry.models,
            reader=reader,
        )

    def places(self, reader: Reader, finding: Wrong, sentence: str) -> tuple[Citation, ...]:
        """Where the source that a finding about a sentence names has its words; see `places`."""
        return places(finding, sentence, self.library, reader)

    def noted(self, reader: Reader, path: Path) -> dict[int, Citation]:
        """Where the quotes of a memo's notes stand, by the notes' numbers; see `noted`.

        Raises:
            UsageError: the file cannot be read back.
        """
        return noted(read_paper(path), self.library, reader)

    def warm_up(self) -> None:
        """Load what a first question would load."""
        with suppress(PinciteError):  # the first question tells what is wrong
            self.library.warm_up()
            self.assistant.warm_up()

    # Documents ----------------------------------------------------------------------------------------------

    def sources(self, reader: Reader) -> list[Source]:
        """The sources that the reader may see, by date."""
        return self.library.sources(reader)

    def view(
        self,
        reader: Reader,
        slug: str,
        *,
        start: int = 0,
        end: int = 0,
        page: int | None = None,
        sha256: str = "",
    ) -> SourceView:
        """A source opened at a quote; see `view_source`."""
        return view_source(self.library, slug, reader, start=start, end=end, page=page, sha256=sha256)

    def fetch(self, address: str, given: Metadata | None = None) -> Iterator[Progress | FileReport]:
        """Put what is at a web address into the library: where it stands, and what became of it.

        Raises:
            UsageError: it is not a web address; the server's own files are not for those who use the page.
            LibraryBusy, LibraryUnwritable: as their names say; what was reported stored before stays.
        """
        scheme, colon, rest = address.strip().partition("://")
        if not colon or scheme.lower() not in ("http", "https"):
            raise UsageError(
                f"{address} is not a web address",
                hint="paste one that starts with http:// or https://, or drop the file",
            )
        return self._storing([Input(f"{scheme.lower()}://{rest}", given or Metadata())])

    def upload(
        self, files: Sequence[Path], given: Metadata | None = None, *, access: frozenset[str] = EVERYBODYS
    ) -> Iterator[Progress | FileReport]:
        """Put uploaded files into the library, as `fetch`, for the readers who have one of the labels
        `access`. Each is held in a folder of the home's meanwhile, so that a file of the same name, uploaded
        again for the same readers, replaces the earlier one."""
        return self._uploaded(
            files, given or Metadata(), access, "" if access == EVERYBODYS else _mark(*sorted(access))
        )

    def _uploaded(
        self, files: Sequence[Path], given: Metadata, access: frozenset[str], mark: str
    ) -> Iterator[Progress | FileReport]:
        """Store files, held meanwhile in the folder `mark` of the uploads."""
        held = [self.library.home / "uploads" / mark / file.name for file in files]
        inputs = [Input(str(place), _named(given, place.name, mark)) for place in held]
        for one in self._storing(inputs, files, access):
            yield replace(one, path=Path(one.path).name) if isinstance(one, FileReport) else one

    def share(
        self, reader: Reader, slug: str, access: frozenset[str] = EVERYBODYS
    ) -> Iterator[Progress | FileReport]:
        """Put a source, which the reader may see, into the library for the readers who have one of the labels
        `access`, in the place of where it was.

        Raises:
            UnknownSource, LibraryBusy, LibraryUnwritable: as their names say.
        """
        source = self.library.source(slug, reader)
        name = Path(source.path).name
        others = {one.slug for one in self.library.sources(None) if one.sha256 != source.sha256}
        wanted = slug_from_name(name)
        free = next(
            one for one in chain([wanted], (f"{wanted}-{number}" for number in count(2))) if one not in others
        )
        with tempfile.TemporaryDirectory(prefix="pincite-") as folder:
            file = Path(folder) / name
            file.write_bytes(self.library.original(slug))
            # Held in a folder of its own, so that it replaces nobody's file of the same name.
            for one in self._uploaded(
                [file], replace(self.library.given(slug), slug=free), access, _mark(slug)
            ):
                yield one
                if isinstance(one, FileReport) and one.outcome != "refused":
                    self.remove(reader, slug)

    def add_samples(self) -> Iterator[Progress | FileReport]:
        """Put the sample library into this one, as `fetch`."""
        return self._storing(bundled.inputs(), access=None)

    def remove(self, reader: Reader, slug: str) -> Source:
        """Take a source, which the reader may see, out of the library.

        Raises:
            UnknownSource, LibraryBusy, LibraryUnwritable: as their names say.
        """
        with (
            self._one_at_a_time,
            self.library.writing(),
        ):  # the library's lock keeps other processes out, this one other threads
            return self.library.remove(self.library.source(slug, reader).slug)

    def _storing(
        self, inputs: Sequence[Input], files: Sequence[Path] = (), access: frozenset[str] | None = EVERYBODYS
    ) -> Iterator[Progress | FileReport]:
        """Ingest in a thread of its own, so that a page that is closed half-way stops nothing; `files` are to
        be copied to where the inputs are."""
        events: queue.Queue[Progress | FileReport | Exception | None] = queue.Queue()

        def run() -> None:
            try:
                with self._one_at_a_time:
                    if files:
                        for number, (one, file) in enumerate(zip(inputs, files, strict=True), start=1):
                            self._store_file(
                                one, file, access, partial(_counted, events.put, number, len(inputs))
                            )
                    else:
                        self._store(inputs, access, events.put)
                events.put(None)
            except Exception as error:  # noqa: BLE001 (it is raised where the events are read)
                events.put(error)

        threading.Thread(target=run, name="ingest", daemon=False).start()
        while (event := events.get()) is not None:
            if isinstance(event, Exception):
                raise event if isinstance(event, PinciteError) else unforeseen(event) from event
            yield event

    def _fetched(self, address: str) -> Fetched:
        limits = self._limits
        return fetch(
            address,
            timeout_s=limits.fetch_timeout_s,
            max_bytes=limits.max_fetch_bytes,
            is_public_only=limits.is_public_only,
        )

    def _store_file(
        self,
        one: Input,
        file: Path,
        access: frozenset[str] | None,
        tell: Callable[[Progress | FileReport], None],
    ) -> None:
        """One at a time, so that of two files of one name each is read."""
        place = Path(one.location)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
        try:
            self._store([one], access, tell)
        finally:
            place.unlink(missing_ok=True)

    def _store(
        self,
        inputs: Sequence[Input],
        access: frozenset[str] | None,
        tell: Callable[[Progress | FileReport], None],
    ) -> None:
        """What somebody gives is theirs: a document of other labels, of the same address or name, is not
        touched."""
        ingest(
            inputs,
            self.library,
            access=access,
            apart=access is not None,
            fetch=self._fetched,
            on_progress=tell,
            on_report=tell,
        )


def _counted(
    tell: Callable[[Progress | FileReport], None], number: int, total: int, event: Progress | FileReport
) -> None:
    tell(replace(event, index=number, total=total) if isinstance(event, Progress) else event)


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


def _stopped(answer: Answer) -> Answer:
    return replace(answer, id=uuid.uuid4().hex, notices=(STOPPED,))


def _grown(answer: Answer, shown: Shown) -> Answer:
    citations: tuple[Citation, ...] = (*answer.citations, *shown.citations)
    return replace(answer, sentences=(*answer.sentences, shown.sentence), citations=citations)
