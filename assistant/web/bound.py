"""Whose the things are that Gradio names by a number: the session of an open page, the events in its queue,
an upload, a file to download. To know a number is not enough: each belongs to who used it first, or for whom
it was made."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from gradio.processing_utils import hash_file
from gradio_client.utils import strip_invalid_filename_characters
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answer.record import Record
from assistant.settings import Settings
from assistant.web.door import SIGNED_IN, Refusal, is_ourselves, refuse
from assistant.workspace.access import read_access
from assistant.workspace.accounts import SignedIn
from ingest.errors import UsageError
from ingest.types import EVERYBODY
from ingest.view import Readable, View

_log = logging.getLogger(__name__)

LASTS = 8 * 3600
"""Seconds after which the address of a file leads nowhere: a working day."""
_MOST = 2_000  # numbers of one user that are known; of more, those are forgotten that were used longest ago
_API = "/gradio_api/"
_ASKED = ("run/", "api/", "call/", "queue/join", "cancel", "reset")
_ANOTHERS = Refusal(403, "This is of another page, or of another user. Load the page again.")
_NO_FILE = Refusal(404, "This file is not there any more, or is not for you. Have it made again.")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file for one user: what else than public its reader might see when it was made, the documents that it
    rests on, and when its address ends; where it takes something out of here, what that is, and its id."""

    labels: frozenset[str]
    rests: frozenset[str]
    ends_at: float
    what: str = ""
    id: str = ""


class Bound:
    """What is whose. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._whose: dict[str, str] = {}
        self._numbers: dict[str, OrderedDict[str, None]] = {}
        self._files: dict[str, OrderedDict[str, _Kept]] = {}

    def take(self, number: str, user: str) -> bool:
        """Whether a number is a user's; one that was nobody's is from now on."""
        with self._lock:
            if self._whose.setdefault(number, user) != user:
                return False
            own = self._numbers.setdefault(user, OrderedDict())
            own[number] = None
            own.move_to_end(number)
            while len(own) > _MOST:
                del self._whose[own.popitem(last=False)[0]]
            return True

    def has(self, number: str, user: str) -> bool:
        """Whether a number is known to be a user's."""
        return self._whose.get(number) == user

    def keep(self, name: str, user: str, kept: _Kept) -> None:
        """Let a user have a file."""
        with self._lock:
            own = self._files.setdefault(user, OrderedDict())
            own[name] = kept
            own.move_to_end(name)
            now = time.time()
            while len(own) > _MOST or next(iter(own.values())).ends_at < now:
                own.popitem(last=False)

    def file(self, name: str, user: str) -> _Kept | None:
        """The file of that name, where it is a user's and has not ended."""
        own = self._files.get(user)
        found = own.get(name) if own else None
        return found if found and found.ends_at > time.time() else None


BOUND = Bound()
"""Gradio's numbers are drawn at random or of the process, and so is what is kept of them."""


def for_reader(path: Path, view: View, rests: Iterable[str], *, what: str = "", of: str = "") -> None:
    """Let the view's reader download a file that is shown on a component: while they may read what they might
    when it was made, and the documents that it `rests` on, by slug. That they do goes on record where it is
    said `what` it takes out of here, with its id `of`."""
    name = f"{hash_file(path)}/{strip_invalid_filename_characters(path.name)}"  # as Gradio copies it
    there = {one.slug for one in view.unrestricted.sources}  # what is gone by then keeps nothing from anybody
    kept = _Kept(view.reader.labels, frozenset(rests) & there, time.time() + LASTS, what, of)
    BOUND.keep(name, view.reader.name, kept)


class Bounds:
    """ASGI middleware that refuses what is another's. It stands where the app's answers are not yet
    packed."""

    def __init__(
        self, app: ASGIApp, settings: Settings, library: Readable | None, record: Record | None = None
    ) -> None:
        self._app, self._settings, self._library, self._record = app, settings, library, record

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        who: SignedIn | None = scope.get(SIGNED_IN)
        path = scope.get("path", "")
        send = self._telling(scope, send, who.name if who else EVERYBODY.name)
        if scope["type"] != "http" or not path.startswith(_API) or who is None or is_ourselves(scope):
            await self._app(scope, receive, send)
            return
        asked = path.removeprefix(_API)
        refused = _numbered(asked, scope, who.name) or self._filed(asked, who)
        if not refused and scope["method"] == "POST" and asked.startswith(_ASKED):
            body = await _whole(receive)
            refused, receive = _said(body, who.name), _again(body, receive)
        if refused:
            await refuse(refused, scope, send)
        elif scope["method"] == "POST" and asked.startswith(("queue/join", "call/", "upload")):
            await self._app(scope, receive, _hearing(send, who.name))
        else:
            await self._app(scope, receive, send)

    def _telling(self, scope: Scope, send: Send, user: str) -> Send:
        """Send an answer; where it is a file that takes something out of here, that goes on record first."""
        kept = _exported(scope, user)
        if kept is None or self._record is None:
            return send
        record = self._record

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                lost = await run_in_threadpool(record.keep_export, kept.what, kept.id, kept.rests, user)
                for notice in lost:
                    _log.error(notice)
            await send(message)

        return sending

    def _filed(self, asked: str, who: SignedIn) -> Refusal | None:
        """Why a file is not given, if one is asked for."""
        if not asked.startswith(("file=", "file/")):
            return None
        kept = BOUND.file(_name(unquote(asked[len("file=") :])), who.name)
        return None if kept and self._may_read(kept, who) else _NO_FILE

    def _may_read(self, kept: _Kept, who: SignedIn) -> bool:
        try:
            reader = read_access(self._settings.home_path).reader(who.name, who.groups)
        except UsageError:
            return False
        if not kept.labels <= reader.labels:
            return False
        if not kept.rests or self._library is None:
            return not kept.rests
        return kept.rests <= {one.slug for one in self._library.visible_to(reader).sources}


def _exported(scope: Scope, user: str) -> _Kept | None:
    """The file for a user that a request fetches, where it takes something out of here."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    asked = str(scope.get("path", "")).removeprefix(_API)
    if not asked.startswith(("file=", "file/")):
        return None
    kept = BOUND.file(_name(unquote(asked[len("file=") :])), user)
    return kept if kept and kept.what else None


def _numbered(asked: str, scope: Scope, user: str) -> Refusal | None:
    """Why a request is refused for the numbers in its address, if it is."""
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    numbers = [*query.get("session_hash", ()), *query.get("upload_id", ())]
    if asked.startswith("heartbeat/"):
        numbers.append(asked.partition("/")[2])
    if not all(BOUND.take(one, user) for one in numbers):
        return _ANOTHERS
    is_followed = scope["method"] == "GET" and asked.startswith("call/")
    return _ANOTHERS if is_followed and not BOUND.has(asked.rpartition("/")[2], user) else None


def _said(body: bytes, user: str) -> Refusal | None:
    """Why a request is refused for the numbers and files in its body, if it is."""
    try:
        said = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        return None  # Gradio refuses it
    if not isinstance(said, dict):
        return None
    session, event = said.get("session_hash"), said.get("event_id")
    if isinstance(session, str) and not BOUND.take(session, user):
        return _ANOTHERS
    if isinstance(event, str) and not BOUND.has(event, user):
        return _ANOTHERS
    return None if all(BOUND.file(_name(one), user) for one in _paths(said)) else _NO_FILE


def _paths(value: Any) -> Iterator[str]:
    """The files that a value names, as Gradio writes one."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("path"), str) and "meta" in one:
                yield one["path"]
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _name(path: str) -> str:
    """A file as it is kept here: Gradio's folder, which is a hash, and its own name."""
    return "/".join(Path(path).parts[-2:])


async def _whole(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """What was received, once more, and then what comes after it."""
    left = [body]

    async def given() -> Message:
        return {"type": "http.request", "body": left.pop()} if left else await receive()

    return given


def _hearing(send: Send, user: str) -> Send:
    """Send an answer, and keep whose the event or the files are that it tells of."""
    parts: list[bytes] = []

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body":
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                _keep_told(b"".join(parts), user)
        await send(message)

    return sending


def _keep_told(answer: bytes, user: str) -> None:
    try:
        told = json.loads(answer)
    except ValueError:
        return
    if isinstance(told, dict) and isinstance(told.get("event_id"), str):
        BOUND.take(told["event_id"], user)
    elif isinstance(told, list):
        kept = _Kept(frozenset(), frozenset(), time.time() + LASTS)
        for path in told:
            BOUND.keep(_name(str(path)), user, kept)
