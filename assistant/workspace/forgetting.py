"""Forgetting a document or a person: their bytes are gone from every file of a home folder, and the record
says that something was there and is gone.

What was written with a document goes with it, since it holds its words: answers of conversations, memos,
reviews, checks, and their lines of the record. First what rests on it, then it: until the last step is done
`forgetting.json` says what is being forgotten, and the same command goes on with it."""

from __future__ import annotations

import json
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from assistant.answer.record import Record
from assistant.answer.record_reading import WORDS, kind_of
from assistant.workspace.accounts_store import NAME as ACCOUNTS
from assistant.workspace.conversation_store import folder_of
from assistant.workspace.traces import Trace, has_name, quoted_of, renamed, trace_of
from ingest.database import erase_rows
from ingest.errors import UnknownSource, UsageError
from ingest.library import Library
from ingest.types import Source
from ingest.whole_file import as_unwritable, write_whole

Kind = Literal["document", "user"]
Parsed = dict[str, Any]

GONE = "forgotten"
_TEMPORARY = (
    "set-aside-*", "rebuilding", "uploads/*", "tmp/*", "record.torn", "*.part", "*/*.part", "*/*/*.part",
    "memos/*.tmp",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pending:
    """What is being forgotten, and the name that stands in a person's place."""

    kind: Kind
    name: str
    instead: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of what went, or would go, and what is to be told besides."""

    kind: Kind
    name: str
    gone: Mapping[str, int] = field(default_factory=dict)
    told: tuple[str, ...] = ()


def pending(home: Path) -> Pending | None:
    """What a killed process was forgetting, if anything."""
    try:
        return Pending(**json.loads(_journal(home).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_document(library: Library, record: Record, name: str) -> bool:
    """Whether there is, or was, a document of that slug."""
    return name in {one.slug for one in library.whole().sources} or any(
        one.get("slug") == name
        for entry in record.entries()
        for one in _changes(entry)
        if isinstance(one, Mapping)
    )


def is_user(home: Path, library: Library, record: Record, name: str) -> bool:
    """Whether anything is kept of a person of that name."""
    return (
        any((home / folder / folder_of(name)).is_dir() for folder in ("conversations", "made"))
        or any(one.by == name for one in library.whole().sources)
        or _account(home, name, is_trial=True) > 0
        or any(has_name(entry.get("by"), name) for entry in record.entries())
    )


def kind_named(library: Library, record: Record, name: str) -> Kind:
    """Whether a name is a document's or a person's.

    Raises:
        UnknownSource: it is neither's.
        UsageError: it is both's.
    """
    begun = pending(library.home)
    if begun and begun.name == name:
        return begun.kind
    known = is_document(library, record, name), is_user(library.home, library, record, name.casefold())
    if all(known):
        raise UsageError(
            f"{name!r} is the name of a document and of a person", hint="say which: --document or --user"
        )
    if not any(known):
        raise UnknownSource(
            f"there is neither a document nor a person called {name!r}",
            hint="`pincite library list` shows the documents, `pincite record list` who asked",
        )
    return "document" if known[0] else "user"


def forget_document(
    library: Library, record: Record, slug: str, *, by: str = "", is_trial: bool = False
) -> Forgotten:
    """Have a document forgotten; with `is_trial` only say what would go. No server may run over the home, and
    nobody else writes to the library: call within `writing`.

    Raises:
        UnknownSource: nobody knows it.
        LibraryCorrupt: the record is not sound.
        LibraryBusy, LibraryUnwritable: as their names say; the same call goes on from there.
    """
    home, whole = library.home, library.whole()
    stored = next((one for one in whole.sources if one.slug == slug), None)
    is_begun = pending(home) == Pending("document", slug, "")
    if stored is None and not is_begun and not is_document(library, record, slug):
        raise UnknownSource(
            f"the library has no document {slug!r}, and none of that name is on record",
            hint="`pincite library list` shows what it has",
        )
    known = dict[str, str]()
    for value in (*_kept(home), *record.entries()):
        known |= dict(quoted_of(value, slug))
    trace = trace_of(whole, slug, known, filter(None, known.values()))
    gone = Counter[str]()
    work = _Work(home, gone, is_trial)
    if not is_trial:
        _begin(home, Pending("document", slug, ""))
    work.conversations(trace)
    why = f"the document {slug} is forgotten"
    lost = work.entries(record, lambda entry: _of_document(entry, trace), why, by)
    lost |= {str(one["tombstone"].get("id")) for one in record.entries() if "tombstone" in one}
    work.made(lambda made, content: trace.rests([made, content]) or bool(lost & _records(made)))
    work.drafts(trace.rests)
    work.jobs(trace.rests)
    if stored:
        gone["documents"] += 1
        gone["passages"] += len(whole.passages(slug))
    if not is_trial:
        if stored:
            library.remove(slug)
        _sweep(home)
        library.purge()
        # who was answered while this went on is on record by now
        work.entries(record, lambda entry: _of_document(entry, trace), why, by)
        record.append({"documents": [{"outcome": GONE, "slug": slug}], "by": by})
        _end(home)
    return Forgotten("document", slug, dict(gone))


def forget_user(
    library: Library, record: Record, name: str, *, by: str = "", is_trial: bool = False
) -> Forgotten:
    """Have a person forgotten: what they asked, made and shared, and their name. The documents that they
    added stay, as nobody's that is named. As `forget_document`."""
    home, name = library.home, name.strip().casefold()
    begun = pending(home)
    goes_on = begun is not None and (begun.kind, begun.name) == ("user", name)
    instead = begun.instead if begun and goes_on else f"{GONE}-{secrets.token_hex(4)}"
    if not goes_on and not is_user(home, library, record, name):
        raise UnknownSource(
            f"nothing is kept of anybody called {name!r}", hint="`pincite record list` shows who"
        )
    gone = Counter[str]()
    work = _Work(home, gone, is_trial)
    if not is_trial:
        _begin(home, Pending("user", name, instead))
    asked, written = (
        map(_read, (home / folder / folder_of(name)).glob("*.json")) for folder in ("conversations", "made")
    )
    ids = {one for each in asked for one in _answers(each)}
    ids |= {one for each in written for one in _records(each)}
    work.entries(record, lambda entry: _of_user(entry, name, instead, ids), "a person is forgotten", by)
    added = [one for one in library.whole().sources if _is_named(library, one, name)]
    gone["names at documents"] += len(added)
    if not is_trial:
        for source in added:
            _rename(library, source, name, instead)
    work.drafts(lambda _: True)  # they do not say whose they are; those of others are begun anew
    work.shares(name)
    work.jobs(lambda job: has_name(job, name))
    work.account(name)
    work.folder("conversations", name)
    work.folder("made", name)
    work.names(name, instead)
    if not is_trial:
        _sweep(home)
        library.purge()
        record.append({"people": {"outcome": GONE, "name": instead}, "by": by})
        _end(home)
    theirs = sorted(one.slug for one in added)
    return Forgotten("user", name, dict(gone), _left(home, name, theirs))


@dataclass(frozen=True, slots=True)
class _Work:
    """What is gone through, one kind of file after the other."""

    home: Path
    gone: Counter[str]
    is_trial: bool

    def entries(
        self, record: Record, change: Callable[[Parsed], Parsed | None], why: str, by: str
    ) -> set[str]:
        """Have entries of the record changed; returns the ids of the memos and reviews that are gone."""
        lost = set[str]()

        def changed(entry: Parsed) -> Parsed | None:
            put = change(entry)
            if put is not None and put != entry:
                self.gone["lines of the record"] += 1
                if "tombstone" in put and isinstance(told := entry.get(kind_of(entry)), Mapping):
                    lost.add(str(told.get("id")))
                return put
            return None

        if self.is_trial:
            for entry in record.entries():
                changed(entry)
        else:
            record.redact(changed, why, by)
        return lost

    def conversations(self, trace: Trace) -> None:
        for path in (self.home / "conversations").glob("*/*.json"):
            before = _read(path)
            after = _without(before, trace)
            if after != before:
                pairs = zip(before.get("exchanges", ()), after.get("exchanges", ()), strict=False)
                self.gone["answers in conversations"] += sum(one != other for one, other in pairs)
                self._write(path, after)

    def made(self, is_gone: Callable[[Parsed, Parsed], bool]) -> None:
        for path in (self.home / "made").glob("*/*.json"):
            content = path.with_suffix(".content")
            if is_gone(_read(path), _read(content)):
                self.gone["memos, reviews and checks"] += 1
                self._delete(content, *(path.parent / "files" / path.stem).glob("*"), path)

    def drafts(self, is_gone: Callable[[Parsed], bool]) -> None:
        for path in (self.home / "memos").glob("*.json"):
            if is_gone(_read(path)):
                self.gone["unfinished memos"] += 1
                self._delete(path)

    def names(self, name: str, instead: str) -> None:
        """Their name in what others have."""
        for pattern in _KEPT:
            for path in self.home.glob(pattern):
                theirs = path.parent.name == folder_of(name)
                if not theirs and has_name(before := _read(path), name):
                    self.gone["names in what others have"] += 1
                    self._write(path, renamed(before, name, instead))

    def shares(self, name: str) -> None:
        for path in (self.home / "shares").glob("*.json"):
            if _read(path).get("user") == name:
                self.gone["shares"] += 1
                self._delete(path)

    def folder(self, kind: str, name: str) -> None:
        folder = self.home / kind / folder_of(name)
        self.gone["conversations" if kind == "conversations" else "memos, reviews and checks"] += len(
            list(folder.glob("*.json"))
        )
        if not self.is_trial and folder.is_dir():
            with as_unwritable(folder):
                shutil.rmtree(folder)

    def jobs(self, is_gone: Callable[[Parsed], bool]) -> None:
        """What Slack's inbox has of what was done."""
        self.gone["messages to Slack"] += erase_rows(
            self.home / "slack.sqlite3",
            [("job", "job")],
            lambda job: is_gone(_parsed(job)),
            is_trial=self.is_trial,
        )

    def account(self, name: str) -> None:
        """By what somebody signs in."""
        self.gone["accounts, sessions and tokens"] += _account(self.home, name, is_trial=self.is_trial)

    def _write(self, path: Path, value: Parsed) -> None:
        if not self.is_trial:
            write_whole(path, json.dumps(value.get(_ALL, value), ensure_ascii=False))

    def _delete(self, *paths: Path) -> None:
        if not self.is_trial:
            for path in paths:
                with as_unwritable(path):
                    path.unlink(missing_ok=True)


def tombstone(entry: Mapping[str, Any], why: str, by: str = "") -> Parsed:
    """What is left of an entry whose words go: when it was, of what kind, its id, who, and why it is gone."""
    kind = kind_of(entry)
    told = entry.get(kind)
    names = {name: told[name] for name in ("id", "answer") if isinstance(told, Mapping) and name in told}
    left = {"kind": kind, **{name: one for name, one in names.items() if isinstance(one, str)}, "why": why}
    return {"at": entry.get("at", ""), "by": by or entry.get("by", ""), "tombstone": left}


def _of_document(entry: Parsed, trace: Trace) -> Parsed | None:
    if kind_of(entry) not in WORDS:
        return None
    bare = trace.without_asides(entry)
    wrote = entry.get("draft") and bare.get("evidence") != entry.get("evidence")
    return tombstone(entry, GONE) if wrote or trace.rests(bare) else bare


def _of_user(entry: Parsed, name: str, instead: str, ids: set[str]) -> Parsed | None:
    kind = kind_of(entry)
    told = entry.get(kind)
    about = {told.get("id"), told.get("answer")} if isinstance(told, Mapping) else set()
    is_theirs = has_name(entry.get("by"), name) or (
        isinstance(edit := entry.get("edit"), Mapping) and has_name(edit.get("by"), name)
    )
    if kind in WORDS and (is_theirs or about & ids):
        ids.update(one for one in about if isinstance(one, str))
        return tombstone(entry, GONE, instead)
    return renamed(entry, name, instead) if has_name(entry, name) else None


def _without(conversation: Parsed, trace: Trace) -> Parsed:
    """A conversation without what it has of a document."""
    exchanges = [_exchange(one, trace) for one in conversation.get("exchanges", ())]
    sources = [one for one in conversation.get("sources", ()) if one not in trace.names]
    title = conversation.get("title", "")
    is_told = trace.quotes(title) or any(one["question"] == _HIDDEN for one in exchanges[:1])
    return conversation | {
        "exchanges": exchanges,
        "sources": sources,
        "title": _HIDDEN if is_told else title,
    }


_HIDDEN = "(forgotten)"


def _exchange(exchange: Parsed, trace: Trace) -> Parsed:
    answer = exchange.get("answer")
    answer = trace.without_asides(answer) if isinstance(answer, Mapping) else answer
    question = _HIDDEN if trace.quotes(exchange["question"]) else exchange["question"]
    if question == exchange["question"] and not trace.rests([answer, exchange.get("error", "")]):
        return exchange | {"answer": answer}
    return exchange | {
        "question": question,
        "answer": None,
        "error": "This answer is gone with a document that it rested on",
        "hint": "ask again",
        "thumb": "",
    }


_ALL = "all"  # under which what is no table is read
_KEPT = ("conversations/*/*.json", "made/*/*.json", "made/*/*.content", "memos/*.json")


def _kept(home: Path) -> Iterator[Parsed]:
    for pattern in _KEPT:
        for path in home.glob(pattern):
            yield _read(path)


def _read(path: Path) -> Parsed:
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}


def _parsed(text: str) -> Parsed:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {_ALL: value}


def _answers(conversation: Parsed) -> list[str]:
    told = (one.get("answer") for one in conversation.get("exchanges", ()))
    return [str(one["id"]) for one in told if one]


def _records(made: Parsed) -> set[str]:
    return {str(one) for one in made.get("records") or ()}


def _changes(entry: Mapping[str, Any]) -> list[Any]:
    told = entry.get("documents")
    return told if isinstance(told, list) else []


def _account(home: Path, name: str, *, is_trial: bool) -> int:
    tables = [("passes", "user"), ("tries", "name"), ("accounts", "name")]
    return erase_rows(home / ACCOUNTS, tables, lambda text: text.casefold() == name, is_trial=is_trial)


def _is_named(library: Library, source: Source, name: str) -> bool:
    said = library.whole().said(source.slug)
    return name in (said.by, *(one.by for one in said.changes))


def _rename(library: Library, source: Source, name: str, instead: str) -> None:
    said = library.whole().said(source.slug)
    changes = tuple(replace(one, by=instead) if one.by == name else one for one in said.changes)
    library.amend(source, replace(said, by=instead if said.by == name else said.by, changes=changes))


def _left(home: Path, name: str, slugs: list[str]) -> tuple[str, ...]:
    told = []
    if slugs:
        told.append(f"the documents that they added or changed stay: {', '.join(slugs)}")
    with suppress(OSError):
        if name in (home / "access.toml").read_text(encoding="utf-8").casefold():
            told.append("access.toml still names them: take them out there")
    return tuple(told)


def _journal(home: Path) -> Path:
    return home / "forgetting.json"


def _begin(home: Path, what: Pending) -> None:
    before = pending(home)
    if before and before != what:
        raise UsageError(
            f"{before.name!r} is only half forgotten",
            hint=f"run `pincite forget {before.name} --{before.kind} --yes` first",
        )
    write_whole(_journal(home), json.dumps(asdict(what)))


def _end(home: Path) -> None:
    with as_unwritable(_journal(home)):
        _journal(home).unlink(missing_ok=True)


def _sweep(home: Path) -> None:
    """Delete what is temporary, and what was set aside: copies that nobody goes through."""
    for pattern in _TEMPORARY:
        for path in home.glob(pattern):
            with as_unwritable(path):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
