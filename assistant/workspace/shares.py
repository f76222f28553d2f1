"""Conversations, and single answers of theirs, that their owner shares by link: read by whoever has it, as
far as they may read what it rests on, until the owner stops that."""

from __future__ import annotations

import json
import re
import secrets
import threading
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.types import Answer
from assistant.workspace.conversation_store import Conversation, ConversationStore, Exchange
from ingest.errors import PinciteError
from ingest.view import View
from ingest.whole_file import write_whole

_TOKEN = re.compile(r"[0-9A-Za-z_-]{22}")


class UnknownShare(PinciteError):
    """Nothing is shared under this link."""


@dataclass(frozen=True, slots=True)
class Share:
    """A conversation of `user` that is shared since `at` (ISO 8601 in UTC), or the one answer of it that is
    named; `labels` are the access labels with which they read when they shared it, None of the owner, who
    reads everything."""

    token: str
    user: str
    conversation: str
    at: str
    labels: frozenset[str] | None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """A conversation as somebody else may read it; `withheld` counts the answers of which they see less than
    there is."""

    share: Share
    conversation: Conversation
    withheld: int


class Shares:
    """What is shared of one home folder's conversations. Threads may share it."""

    def __init__(self, home: Path, conversations: ConversationStore) -> None:
        self._folder = home / "shares"
        self._conversations = conversations
        self._writing = threading.Lock()

    def share(self, view: View, name: str, answer: str = "") -> Share:
        """Share a conversation of the view's reader, or one answer of it, under the link that it has already,
        if any.

        Raises:
            UnknownConversation: they have none of that id.
            UnknownShare: it has no such answer.
            LibraryUnwritable: the share cannot be kept.
        """
        user = view.reader.name
        if not _part(self._conversations.load(user, name), answer).exchanges:
            raise UnknownShare("this answer is not in the conversation any more", hint="share another one")
        with self._writing:
            if found := self.of(user, name, answer):
                return found
            labels = None if view.has_all else view.reader.labels
            at = datetime.now(UTC).isoformat(timespec="seconds")
            share = Share(secrets.token_urlsafe(16), user, name, at, labels, answer)
            self._keep(share)
        return share

    def of(self, user: str, name: str, answer: str = "") -> Share | None:
        """The share of a user's conversation, or of one answer of it; None where it is not shared."""
        return next((one for one in self._all() if _what(one) == (user, name, answer)), None)

    def stop(self, user: str, name: str, answer: str = "") -> None:
        """Share a user's conversation, or one answer of it, no more: its link leads nowhere from now on."""
        for one in [one for one in self._all() if _what(one) == (user, name, answer)]:
            (self._folder / f"{one.token}.json").unlink(missing_ok=True)

    def read(self, view: View, token: str) -> Shared:
        """What is shared under a link, as far as the view's reader may read it.

        Raises:
            UnknownShare: nothing is, or not any more.
        """
        try:
            share = _read(self._folder / f"{token}.json") if _TOKEN.fullmatch(token) else None
            if share is None:
                raise FileNotFoundError(token)
            conversation = _part(self._conversations.load(share.user, share.conversation), share.answer)
            if not conversation.exchanges:
                raise FileNotFoundError(token)
        except (OSError, ValueError, KeyError, TypeError, PinciteError):
            raise UnknownShare(
                "this link does not lead anywhere: its owner stopped sharing, or deleted what was shared",
                hint="ask whoever sent it to share it again",
            ) from None
        is_for = view.has_all if share.labels is None else share.labels <= view.reader.labels
        exchanges = [_readable(one, view, is_for) for one in conversation.exchanges]
        withheld = sum(one != other for one, other in zip(exchanges, conversation.exchanges, strict=True))
        return Shared(share, replace(conversation, exchanges=tuple(exchanges)), withheld)

    def copy(self, view: View, token: str) -> Conversation:
        """A conversation of the view's reader's own that goes on from what is shared under a link.

        Raises:
            UnknownShare, LibraryUnwritable: as in `read` and `share`.
        """
        shared = self.read(view, token).conversation
        return self._conversations.save(view.reader.name, replace(shared, id=uuid.uuid4().hex, sources=()))

    def _all(self) -> Iterator[Share]:
        for path in self._folder.glob("*.json"):
            try:
                yield _read(path)
            except (OSError, ValueError, KeyError, TypeError):  # one that cannot be read shares nothing
                continue

    def _keep(self, share: Share) -> None:
        labels = None if share.labels is None else sorted(share.labels)
        write_whole(self._folder / f"{share.token}.json", json.dumps(asdict(share) | {"labels": labels}))


def _what(share: Share) -> tuple[str, str, str]:
    """Whose it is, and what."""
    return share.user, share.conversation, share.answer


def _part(conversation: Conversation, answer: str) -> Conversation:
    """The conversation with that answer alone; whole where none is named."""
    if not answer:
        return conversation
    named = tuple(one for one in conversation.exchanges if one.answer and one.answer.id == answer)
    return replace(conversation, exchanges=named)


def _read(path: Path) -> Share:
    kept = json.loads(path.read_text(encoding="utf-8"))
    labels = kept.pop("labels")
    return Share(**kept, labels=None if labels is None else frozenset(labels))


def _readable(exchange: Exchange, view: View, is_for: bool) -> Exchange:
    """The exchange without what rests on documents that are not in the view; where the reader sees less than
    whoever asked, without whatever else may tell of them."""
    if exchange.answer is None:
        return exchange if is_for else replace(exchange, error="Not shown.", hint="")
    there = {one.slug for one in view.sources}
    answer = _without_ends(exchange.answer, there)
    hidden = {one.number for one in answer.citations if one.source not in there}
    listed = tuple(one for one in answer.documents if one.source in there)
    if is_for and not hidden and listed == answer.documents:
        return exchange if answer == exchange.answer else replace(exchange, answer=answer)
    return replace(exchange, answer=_without(answer, hidden, listed), thumb="")


def _without_ends(answer: Answer, there: set[str]) -> Answer:
    """The answer without what documents that are not there say of its quotes."""
    kept = (
        one if one.superseded is None or one.superseded.source in there else replace(one, superseded=None)
        for one in answer.citations
    )
    return replace(answer, citations=tuple(kept))


def _without(answer: Answer, hidden: set[int], listed: tuple[object, ...]) -> Answer:
    sentences = tuple(one for one in answer.sentences if not hidden & {*one.citations})
    rows = answer.table and tuple(one for one in answer.table.rows if one.citation not in hidden)
    kept = {number for one in sentences for number in one.citations}
    kept |= {one.citation for one in rows or ()}
    return replace(
        answer,
        status="partial" if sentences or listed else "abstained",
        sentences=sentences,
        citations=tuple(one for one in answer.citations if one.number in kept),
        table=replace(answer.table, rows=rows) if answer.table and rows else None,
        documents=tuple(one for one in answer.documents if one in listed),
        withheld=(),
        readings=(),
        follow_ups=(),
        notices=(),
        missing="Part of this is not shown: it rests on documents that you may not read, or that are gone.",
    )
