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

from assistant.workspace.conversation_store import Conversation, ConversationStore
from assistant.workspace.readable import marks, readable
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
        shown = readable(conversation, view, is_for=is_for)
        pairs = zip(shown.exchanges, conversation.exchanges, strict=True)
        return Shared(share, shown, sum(one != other for one, other in pairs))

    def copy(self, view: View, token: str) -> Conversation:
        """A conversation of the view's reader's own that goes on from what is shared under a link.

        Raises:
            UnknownShare, LibraryUnwritable: as in `read` and `share`.
        """
        shared = self.read(view, token).conversation
        return self._conversations.save(
            view.reader.name, replace(shared, id=uuid.uuid4().hex, sources=(), seen=marks(view))
        )

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
