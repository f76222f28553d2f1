"""What users made, as it is kept: an entry a memo, a review or a check, in a folder a user, beside it what
came of a review or a check. Memos are on record, and an entry names them."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from assistant.types import Citation
from assistant.workspace.conversation_store import folder_of
from ingest.errors import PinciteError
from ingest.view import View
from ingest.whole_file import as_unwritable, write_whole

MadeKind = Literal["memo", "review", "check"]
MadeState = Literal["running", "ready", "draft", "stopped", "failed"]

_ID = re.compile(r"[0-9a-f]{32}")
_LONGEST = 120  # characters of a title
_COUNTED = "recorded"  # the file that says how much of the record was looked at


class NotMade(PinciteError):
    """The user has made no such thing, or may not see it any more."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A document that something rests on."""

    slug: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person holds of a claim of a review: `agree`, `dismiss` or neither, and their note."""

    verdict: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A memo, a review or a check that a user asked for: `form` is what they asked with, `told` why it came
    to nothing, and `records` are a memo's versions, newest last. It was made for a reader with these access
    `labels` (None: the owner) and rests on documents. Times are ISO 8601 in UTC."""

    kind: MadeKind
    title: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    state: MadeState = "running"
    begun: str = ""
    changed: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)
    told: str = ""
    records: tuple[str, ...] = ()
    labels: tuple[str, ...] | None = None
    rests: tuple[Rest, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    is_seen: bool = False

    @property
    def address(self) -> str:
        """What names it in the page's address: a memo's newest version, else the entry."""
        return self.records[-1] if self.records else self.id


_MADE = TypeAdapter(Made)


class MadeStore:
    """What all users of one home folder made. `running` are the entries that are being worked on in this
    process, each with how far it has come; one that says that it is running and is not among them was
    interrupted. `stored` gives the digest of every document of the library by its slug, whoever may see it.
    Threads may share it."""

    def __init__(self, home: Path, stored: Callable[[], Mapping[str, str]]) -> None:
        self._folder = home / "made"
        self._stored = stored
        self._updating = threading.Lock()
        self.running: dict[str, str] = {}

    def list(self, view: View) -> list[Made]:
        """What the view's reader made, last begun first, of what they may see today. An entry that cannot be
        read is left out."""
        found = []
        for path in self._of(view).glob("*.json"):
            with suppress(OSError, ValueError):
                found.append(self._read(path))
        stored = self._stored() if found else {}
        return sorted(
            (one for one in found if self._may_list(one, view, stored)),
            key=lambda one: (one.begun, one.id),
            reverse=True,
        )

    def load(self, view: View, name: str) -> Made:
        """What the view's reader made, by its id, or by the id of a version of it.

        Raises:
            NotMade: there is none, or they may not see what it rests on.
        """
        found = None
        if _ID.fullmatch(name):
            with suppress(OSError, ValueError):
                found = self._read(self._path(view, name))
        found = found or next((one for one in self.list(view) if name in one.records), None)
        if found is None or not self._may_list(found, view, self._stored()):
            raise NotMade(
                "this was deleted, or belongs to someone else",
                hint="choose something from the list of documents made",
            )
        return found

    def content(self, view: View, made: Made) -> dict[str, Any] | None:
        """What came of a review or a check; None where nothing has yet.

        Raises:
            NotMade: it rests on a document that is not there for the reader.
        """
        path = self._path(view, made.id).with_suffix(".content")
        if not path.exists():
            return None
        if view.scope.reader is not None and not all(_is_there(one, *_known(view)) for one in made.rests):
            raise NotMade(
                f"“{made.title}” rests on a document that is no longer in the library, or that you may not"
                " see",
                hint="do it again over the documents of today",
            )
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise NotMade(f"{path} cannot be read: {error}", hint="restore it from a backup") from error

    def file(self, view: View, made: Made) -> Path | None:
        """The file that was given with it, if one was."""
        return next((self._of(view) / "files" / made.id).glob("*"), None)

    def add(self, view: View, made: Made) -> None:
        """List what was made elsewhere.

        Raises:
            LibraryUnwritable: it cannot be written.
        """
        self._save(view, made)

    def counted(self, view: View) -> int:
        """How many entries of the record were looked at for what the reader's list lacks."""
        try:
            return int((self._of(view) / _COUNTED).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0

    def count(self, view: View, entries: int) -> None:
        """Keep how many entries of the record were looked at.

        Raises:
            LibraryUnwritable: it cannot be written.
        """
        write_whole(self._of(view) / _COUNTED, str(entries))

    def begin(self, view: View, made: Made, file: Path | None = None) -> Made:
        """Keep what is begun now, with the file that was given; it counts as running until it is finished.

        Raises:
            LibraryUnwritable: it cannot be written.
        """
        reader = view.scope.reader
        labels = tuple(sorted(reader.labels)) if reader else None
        begun = replace(made, state="running", begun=made.begun or _now(), labels=labels, told="")
        self._save(view, begun)
        if file:
            with as_unwritable(self._of(view)):
                kept = self._of(view) / "files" / made.id
                kept.mkdir(parents=True, exist_ok=True)
                for old in kept.glob("*"):
                    old.unlink()
                (kept / file.name).write_bytes(file.read_bytes())
        self.running[begun.id] = ""
        return begun

    def finish(
        self,
        view: View,
        name: str,
        *,
        state: MadeState,
        content: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """Keep what came of something; what was deleted meanwhile stays so.

        Raises:
            LibraryUnwritable: it cannot be written.
        """
        self.running.pop(name, None)
        with self._updating:
            path = self._path(view, name)
            if not path.exists():
                return
            if content is not None:
                write_whole(
                    path.with_suffix(".content"), json.dumps(content, ensure_ascii=False, default=str)
                )
            self._save(view, replace(self._read(path), state=state, is_seen=False, **more))

    def version(self, view: View, of: str, record: str, **more: Any) -> bool:
        """Keep that a memo has another version; says whether the memo is one of the reader's."""
        made = next((one for one in self.list(view) if of in one.records), None)
        if made:
            self.update(view, made.id, lambda one: replace(one, records=(*one.records, record), **more))
        return made is not None

    def update(self, view: View, name: str, change: Callable[[Made], Made]) -> Made:
        """Keep an entry changed as it stands now.

        Raises:
            NotMade, LibraryUnwritable: as in `load` and `begin`.
        """
        with self._updating:
            changed = change(self.load(view, name))
            self._save(view, changed)
            return changed

    def delete(self, view: View, name: str) -> None:
        """Take an entry off the list; the record keeps its memos and reviews."""
        if not _ID.fullmatch(name):
            return
        path = self._path(view, name)
        path.unlink(missing_ok=True)
        path.with_suffix(".content").unlink(missing_ok=True)
        for file in (self._of(view) / "files" / name).glob("*"):
            file.unlink()

    def state(self, made: Made) -> MadeState:
        """How it stands: what runs nowhere any more was stopped."""
        return "stopped" if made.state == "running" and made.id not in self.running else made.state

    def _may_list(self, made: Made, view: View, stored: Mapping[str, str]) -> bool:
        """Whether the reader may see it listed: who made it could see no more than they can, and no document
        that it rests on is kept from them. One that was removed for all keeps nothing from anybody."""
        if view.scope.reader is None:
            return True
        is_for = view.has_all if made.labels is None else set(made.labels) <= view.reader.labels
        known = _known(view)
        return is_for and all(
            _is_there(one, *known) or (one.slug not in stored and one.sha256 not in stored.values())
            for one in made.rests
        )

    def _read(self, path: Path) -> Made:
        return _MADE.validate_json(path.read_bytes())

    def _save(self, view: View, made: Made) -> None:
        kept = replace(made, title=_titled(made.title), changed=_now())
        write_whole(self._path(view, made.id), json.dumps(asdict(kept), ensure_ascii=False))

    def _of(self, view: View) -> Path:
        # A hash, because a name may hold what a file's name may not.
        return self._folder / folder_of(view.reader.name)

    def _path(self, view: View, name: str) -> Path:
        return self._of(view) / f"{name}.json"


def rests_of(citations: Iterable[Citation]) -> tuple[Rest, ...]:
    """The documents that quotes are from."""
    return tuple(dict.fromkeys(Rest(one.source, one.sha256) for one in citations))


def _known(view: View) -> tuple[set[str], set[str]]:
    sources = view.unrestricted.sources
    return {one.slug for one in sources}, {one.sha256 for one in sources}


def _is_there(one: Rest, slugs: set[str], hashes: set[str]) -> bool:
    return one.slug in slugs or one.sha256 in hashes


def _titled(text: str) -> str:
    line = " ".join(text.split()) or "Untitled"
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
