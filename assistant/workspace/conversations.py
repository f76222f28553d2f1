"""Conversations as they go on: a question asked in one is answered, kept and rated there."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from assistant.answer.assistant import Assistant
from assistant.answer.record import Record
from assistant.errors import Stopped, unforeseen
from assistant.types import STOPPED, Answer, Citation, Manner, Shown, Turn
from assistant.workspace.collections import restriction_of
from assistant.workspace.conversation_store import Conversation, ConversationStore, Exchange
from assistant.workspace.readable import marks, readable
from ingest.errors import PinciteError
from ingest.view import View

UNANSWERED = "This answer is not finished"
"""What stands in the place of an answer that is being made, and of one whose making was cut off."""


class Conversations(ConversationStore):
    """The conversations of one home folder, in which its assistant answers. Threads may share it."""

    def __init__(self, home: Path, assistant: Assistant, record: Record) -> None:
        super().__init__(home)
        self._assistant = assistant
        self._record = record

    def ask(
        self,
        view: View,
        conversation: Conversation,
        question: str,
        *,
        turn: int = -1,
        said: Sequence[Turn] = (),
        manner: Manner | None = None,
        stopped: Callable[[], bool] = lambda: False,
        hurried: Callable[[], bool] = lambda: False,
        told: Callable[[str, float], None] = lambda step, ms: None,
    ) -> Iterator[Conversation]:
        """The conversation with the question's answer as it grows, and last as it is kept; in the place of
        exchange `turn` and those after it where that is not -1. `said` are turns of others before it, after
        which it is understood too. An error becomes what the exchange holds; where `stopped` turns true, what
        was shown by then is the answer; `hurried` and `told` are as in `Assistant.stream_from`. A question
        that replaces none is kept before it is answered."""
        conversation = replace(readable(conversation, view), seen=_all_seen(conversation, view))
        before = conversation if turn < 0 else conversation.until(turn)
        within = view.within(restriction_of(view, conversation.sources))
        growing = nothing_yet(question)
        awaits = uuid.uuid4().hex if turn < 0 else ""
        if awaits:
            unanswered = Exchange(question, error=UNANSWERED, hint="ask again", awaits=awaits)
            with suppress(PinciteError):  # it is told when the answer cannot be kept either
                conversation = readable(self._put(view.reader.name, conversation, turn, unanswered), view)
        yield before.then(Exchange(question, growing))
        try:
            for one in self._assistant.stream_from(
                within,
                question,
                (*said, *before.history),
                manner=manner,
                stopped=stopped,
                hurried=hurried,
                told=told,
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
            self._keep(view.reader.name, conversation, turn, Exchange(question, _stopped(growing)), awaits)
            raise
        except Stopped:
            exchange = Exchange(question, _stopped(growing))
        except PinciteError as error:
            exchange = Exchange(question, error=error.message, hint=error.hint)
        except Exception as error:  # noqa: BLE001 (the reader is told, and the log has it)
            failure = unforeseen(error)
            exchange = Exchange(question, error=failure.message, hint=failure.hint)
        yield readable(self._keep(view.reader.name, conversation, turn, exchange, awaits), view)

    def readable(self, view: View, name: str) -> Conversation:
        """A conversation of the view's reader by its id, as they may read it today.

        Raises:
            UnknownConversation: as in `load`.
        """
        return readable(self.load(view.reader.name, name), view)

    def found(self, view: View, words: str = "") -> Sequence[Conversation]:
        """The conversations of the view's reader that hold all the words, as they may read them today, last
        changed first."""
        return self.list(view.reader.name, words, lambda one: readable(one, view))

    def _keep(
        self, name: str, asked: Conversation, turn: int, exchange: Exchange, awaits: str = ""
    ) -> Conversation:
        """As `_put`, but what cannot be kept says so."""
        try:
            return self._put(name, asked, turn, exchange, awaits)
        except PinciteError as error:
            unsaved = f"This answer was not saved: {error.message}"
            told = Exchange(exchange.question, error=unsaved, hint=error.hint)
            return _with(exchange, asked, asked, turn, awaits).then(told)

    def _put(
        self, name: str, asked: Conversation, turn: int, exchange: Exchange, awaits: str = ""
    ) -> Conversation:
        """The conversation, as it stands by now, with the exchange, in the place of the one that awaits it;
        one that was deleted meanwhile stays deleted.

        Raises:
            UnknownConversation, LibraryUnwritable: as in `update`.
        """
        if asked.changed:
            return self.update(name, asked.id, lambda latest: _with(exchange, latest, asked, turn, awaits))
        return self.save(name, _with(exchange, asked, asked, turn, awaits))

    def rate(
        self, name: str, conversation: Conversation, answer_id: str, thumb: str, note: str = ""
    ) -> Conversation:
        """Put the thumb (`up` or `down`) of the reader of that name at an answer on record, with what they
        say is wrong.

        Raises:
            UsageError: no such answer is on record.
            LibraryUnwritable: the record cannot be written.
        """
        self._record.add_feedback(thumb, answer=answer_id, note=note)
        return self.update(name, conversation.id, lambda one: one.rated(answer_id, thumb))


def nothing_yet(question: str) -> Answer:
    """An answer that has nothing yet; its empty id says that it is not whole."""
    return Answer(id="", question=question, standalone_question=question, status="partial")


def _with(
    exchange: Exchange, latest: Conversation, asked: Conversation, turn: int, awaits: str
) -> Conversation:
    before = latest if turn < 0 else latest.until(turn)
    before = replace(before, sources=asked.sources, seen=_union(before.seen, asked.seen))
    return before.answered(awaits, exchange)


def _all_seen(conversation: Conversation, view: View) -> tuple[str, ...] | None:
    """What the answers of a conversation may tell of, with the one that is asked for now."""
    return _union(conversation.seen, marks(view)) if conversation.exchanges else marks(view)


def _union(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if one is None or other is None else tuple(sorted({*one, *other}))


def _stopped(answer: Answer) -> Answer:
    return replace(answer, id=uuid.uuid4().hex, notices=(STOPPED,))


def _grown(answer: Answer, shown: Shown) -> Answer:
    citations: tuple[Citation, ...] = (*answer.citations, *shown.citations)
    return replace(answer, sentences=(*answer.sentences, shown.sentence), citations=citations)
