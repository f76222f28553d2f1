"""Conversations as they are kept: a file each, in a folder a user, written whole so that a crash loses
nothing that was there."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.types import Answer, Turn
from ingest.errors import PinciteError
from ingest.whole_file import write_whole

_ID = re.compile(r"[0-9a-f]{32}")
_TITLE = 80  # characters


class UnknownConversation(PinciteError):
    """The user has no such conversation."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, and what came of it: an answer, or the error that there was instead. `thumb` is `up`,
    `down` or empty. While its answer is made, `awaits` tells it from all others."""

    question: str
    answer: Answer | None = None
    error: str = ""
    hint: str = ""
    thumb: str = ""
    awaits: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A user's exchanges, oldest first. `sources` are the slugs that it is restricted to, none for all;
    `seen` the marks of all documents that its answers may tell of (`readable.marks`), None where nobody said.
    Times are ISO 8601 in UTC."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    title: str = ""
    changed: str = ""
    sources: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    seen: tuple[str, ...] | None = None

    @property
    def history(self) -> tuple[Turn, ...]:
        """What the next question is understood after."""
        return tuple(Turn(one.question, one.answer.text) for one in self.exchanges if one.answer)

    @property
    def first_title(self) -> str:
        """The title that the first question gives."""
        return _titled(self.exchanges[0].question) if self.exchanges else ""

    def until(self, count: int) -> Conversation:
        """The conversation as it was before exchange `count` (from 0); without its first question it loses
        the title that it had from that."""
        title = "" if count == 0 and self.title == self.first_title else self.title
        return replace(self, title=title, exchanges=self.exchanges[:count])

    def then(self, exchange: Exchange) -> Conversation:
        """The conversation with one more exchange, titled by its first question."""
        return replace(
            self, title=self.title or _titled(exchange.question), exchanges=(*self.exchanges, exchange)
        )

    def answered(self, awaits: str, exchange: Exchange) -> Conversation:
        """The conversation with the exchange in the place of the one that awaits it, else with one more."""
        if awaits not in {one.awaits for one in self.exchanges if one.awaits}:
            return self.then(exchange)
        exchanges = tuple(exchange if one.awaits == awaits else one for one in self.exchanges)
        return replace(self, exchanges=exchanges)

    def rated(self, answer_id: str, thumb: str) -> Conversation:
        """The conversation with a thumb at an answer."""
        return replace(
            self,
            exchanges=tuple(
                replace(one, thumb=thumb) if one.answer and one.answer.id == answer_id else one
                for one in self.exchanges
            ),
        )


class ConversationStore:
    """The conversations of all users of one home folder."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "conversations"
        self._updating = threading.Lock()

    def list(
        self,
        user: str,
        words: str = "",
        read: Callable[[Conversation], Conversation] = lambda conversation: conversation,
    ) -> Sequence[Conversation]:
        """The user's conversations that hold all the words, as `read` gives them, last changed first. A file
        that cannot be read is left out: this list cannot repair it, and opening it says what is wrong."""
        wanted = words.casefold().split()
        found = []
        for path in self._of(user).glob("*.json"):
            try:
                text = path.read_text(encoding="utf-8")
                conversation = read(_from_json(json.loads(text)))
            except (OSError, ValueError, KeyError, TypeError):
                continue
            said = _said(conversation).casefold()
            if all(word in said for word in wanted):
                found.append(conversation)
        return sorted(found, key=lambda one: one.changed, reverse=True)

    def load(self, user: str, name: str) -> Conversation:
        """A conversation by its id.

        Raises:
            UnknownConversation: the user has none of that id, or its file is damaged.
        """
        try:
            return _from_json(json.loads(self._path(user, name).read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise UnknownConversation(
                "this conversation was deleted, or belongs to someone else",
                hint="start a new conversation, or choose one from the list",
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"{self._path(user, name)} cannot be read: {error}"
            raise UnknownConversation(message, hint="restore the file from a backup, or delete it") from error

    def opened(self, user: str, name: str) -> Conversation:
        """A conversation by its id; a new one of that id where there is none.

        Raises:
            UnknownConversation: its file is damaged.
        """
        return self.load(user, name) if self._path(user, name).exists() else Conversation(name)

    def save(self, user: str, conversation: Conversation) -> Conversation:
        """Keep a conversation, changed now.

        Raises:
            LibraryUnwritable: the file cannot be written; what was there before is untouched.
        """
        kept = replace(conversation, changed=datetime.now(UTC).isoformat(timespec="microseconds"))
        text = json.dumps(_to_json(kept), ensure_ascii=False, default=str)
        write_whole(self._path(user, conversation.id), text)
        return kept

    def update(self, user: str, name: str, change: Callable[[Conversation], Conversation]) -> Conversation:
        """Keep a conversation changed as it stands now, whatever else was done to it meanwhile.

        Raises:
            UnknownConversation, LibraryUnwritable: as in `load` and `save`.
        """
        with self._updating:
            return self.save(user, change(self.load(user, name)))

    def rename(self, user: str, name: str, title: str) -> Conversation:
        """Give a conversation another title; an empty one takes it from its first question."""
        return self.update(user, name, lambda one: replace(one, title=_titled(title) or one.first_title))

    def delete(self, user: str, name: str) -> None:
        """Delete a conversation; the evidence record keeps its answers."""
        self._path(user, name).unlink(missing_ok=True)

    def _of(self, user: str) -> Path:
        return self._folder / folder_of(user)

    def _path(self, user: str, name: str) -> Path:
        if not _ID.fullmatch(name):
            raise UnknownConversation(
                f"this link does not lead to a conversation: {name!r}",
                hint="start a new conversation, or choose one from the list",
            )
        return self._of(user) / f"{name}.json"


def folder_of(user: str) -> str:
    """What the folder with a user's own is called: a hash, because a name may hold what a file's may not."""
    return hashlib.sha256(user.encode()).hexdigest()[:16]


def _titled(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rsplit(" ", 1)[0] + "…"


def _said(conversation: Conversation) -> str:
    return "\n".join(
        [
            conversation.title,
            *(f"{one.question}\n{one.answer.text if one.answer else ''}" for one in conversation.exchanges),
        ]
    )


def _to_json(conversation: Conversation) -> dict[str, Any]:
    exchanges = [
        {
            "question": one.question,
            "answer": one.answer and one.answer.to_json(),
            "error": one.error,
            "hint": one.hint,
            "thumb": one.thumb,
            "awaits": one.awaits,
        }
        for one in conversation.exchanges
    ]
    return {
        "id": conversation.id,
        "title": conversation.title,
        "changed": conversation.changed,
        "sources": conversation.sources,
        "exchanges": exchanges,
        "seen": conversation.seen,
    }


def _from_json(value: dict[str, Any]) -> Conversation:
    exchanges = tuple(
        Exchange(**one | {"answer": one["answer"] and Answer.from_json(one["answer"])})
        for one in value["exchanges"]
    )
    seen = value.get("seen")
    kept = {"sources": tuple(value["sources"]), "seen": None if seen is None else tuple(seen)}
    return Conversation(**value | kept | {"exchanges": exchanges})
