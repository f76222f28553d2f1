"""The lines of the record: each with the hash of the one before it, and sealed with a key kept elsewhere.

Hashes alone show a careless change: whoever may write the file can reckon them all again. A seal takes the
key (`PINCITE_RECORD_KEY`), and the anchor beside the key says how far the record had come, so that lines cut
off its end are missed.

What is no longer kept leaves its line behind, a tombstone: it bears the hash that the chain goes on from, and
in the place of its words what may still be known. A later line, `redacted`, names every line that was made so
and the digest of what it says now, so that nobody does the same unseen."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import LibraryUnwritable, UsageError
from ingest.whole_file import write_whole

FIRST = "0" * 64
_FEWEST = 32  # bytes of a key


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands: its number, what it says, and what is wrong with it; `is_tombstone` where its
    words are gone."""

    number: int
    sha256: str
    entry: dict[str, Any]
    raw: bytes
    wrong: str = ""
    is_tombstone: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far a record had come: so many bytes, the last line's hash at their end."""

    size: int
    sha256: str


def read_key(named: str, home: Path) -> bytes:
    """The key in a file that is not within the home, or nothing where none is named.

    Raises:
        UsageError: the file is not there, is too short or lies in the home.
    """
    if not named:
        return b""
    path = Path(named).expanduser().resolve()
    if home.resolve() in (path, *path.parents):
        raise UsageError(
            f"PINCITE_RECORD_KEY names {path}, in the home folder: whoever changes the record has the key",
            hint="keep the key in another folder, which those who can write the record cannot read or write",
        )
    try:
        key = path.read_bytes().strip()
    except OSError as error:
        raise UsageError(
            f"PINCITE_RECORD_KEY names {path}: {error.strerror}",
            hint=f"make one, readable to its owner alone: `(umask 077; openssl rand -hex 32 > {path})`",
        ) from error
    if len(key) < _FEWEST:
        raise UsageError(
            f"the key in {path} has {len(key)} bytes; a record's key has at least {_FEWEST}",
            hint=f"make a new one: `(umask 077; openssl rand -hex 32 > {path})`",
        )
    return key


def line_of(previous: str, body: Mapping[str, Any], key: bytes) -> tuple[str, bytes]:
    """A line's hash, and the line."""
    whole = {"previous": previous, **body}
    if key:
        whole["seal"] = _seal(whole, key)
    text = _text(whole)
    sha256 = _digest(text.encode())
    return sha256, f"{sha256} {text}\n".encode()


def tombstone_of(line: Line, told: Mapping[str, Any]) -> tuple[str, bytes]:
    """What stands in a line's place when its words are gone, and the digest by which a later line names
    it."""
    bare = {name: value for name, value in told.items() if name != "seal"}  # that was of what is gone
    text = _text({**bare, "previous": line.entry["previous"]})
    return _digest(text.encode()), f"{line.sha256} {text}\n".encode()


def lines_of(path: Path, key: bytes = b"") -> Iterator[Line]:
    """The lines of a record, up to the first with which something is wrong. A tail without its end of line is
    none: whoever wrote it was killed."""
    with path.open("rb") as file:
        redacted = _redacted(file, key)
        file.seek(0)
        yield from _lines(file, key, redacted)


def _redacted(data: Iterable[bytes], key: bytes) -> dict[str, str]:
    """The digests of the tombstones by their lines' hashes, as later lines name them. Whether those lines are
    of the chain shows when it is gone through."""
    found: dict[str, str] = {}
    for raw in data:
        if b'"redacted": {' in raw:
            entry = _read(raw)[1] or {}
            if isinstance(told := entry.get("redacted"), dict) and (
                not key or "seal" not in entry or _is_sealed(entry, key)
            ):
                found |= told.get("lines") or {}
    return found


def _lines(data: Iterable[bytes], key: bytes, redacted: Mapping[str, str]) -> Iterator[Line]:
    previous, is_sealed = FIRST, False
    for number, raw in enumerate(data, 1):
        if not raw.endswith(b"\n"):
            return
        sha256, entry = _read(raw)
        is_tombstone = entry is None and sha256 in redacted
        if is_tombstone:
            entry = _tombstone(raw, redacted[sha256])
        wrong = ""
        if entry is None or entry.get("previous") != previous:
            wrong = f"line {number} was changed, or one before it removed"
        elif key and "seal" in entry and not _is_sealed(entry, key):
            wrong = f"line {number} is not sealed with this key: it was changed, or sealed with another"
        elif key and is_sealed and "seal" not in entry and not is_tombstone:
            wrong = f"line {number} is not sealed, and the one before it is: it was written without the key"
        yield Line(number, sha256, entry or {}, raw, wrong, is_tombstone)
        if wrong:
            return
        previous, is_sealed = sha256, is_sealed if is_tombstone else "seal" in (entry or {})


def is_whole(raw: bytes) -> bool:
    """Whether this is a line of which nothing is missing but its end."""
    return _read(raw)[1] is not None


def read_anchor(path: Path) -> Anchor | None:
    """The anchor in a file; None where there is none that can be read."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Anchor(int(values["size"]), str(values["sha256"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def anchor_path(named: str, home: Path) -> Path:
    """Where the anchor of a home's record lies: beside the key, one for each home."""
    key = Path(named).expanduser().resolve()
    return key.with_name(f"{key.name}.{hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]}.anchor")


def write_anchor(path: Path, anchor: Anchor) -> None:
    """Keep an anchor, as well as it can be kept."""
    with suppress(LibraryUnwritable):  # a key that is kept where nobody writes has none; a check tells so
        write_whole(path, json.dumps({"size": anchor.size, "sha256": anchor.sha256}))


def _read(raw: bytes) -> tuple[str, dict[str, Any] | None]:
    """A line's hash and what it says; None where they do not agree."""
    sha256, _, text = raw.rstrip(b"\n").partition(b" ")
    if _digest(text).encode() != sha256:
        return sha256.decode(errors="replace"), None
    return sha256.decode(), _parsed(text)


def _tombstone(raw: bytes, digest: str) -> dict[str, Any] | None:
    """What a tombstone says; None where it is not the one of that digest."""
    text = raw.rstrip(b"\n").partition(b" ")[2]
    return _parsed(text) if _digest(text) == digest else None


def _parsed(text: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(text)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _text(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)


def _seal(body: Mapping[str, Any], key: bytes) -> str:
    return hmac.new(key, _text(body).encode(), hashlib.sha256).hexdigest()


def _is_sealed(entry: Mapping[str, Any], key: bytes) -> bool:
    bare = {name: value for name, value in entry.items() if name != "seal"}
    return hmac.compare_digest(_seal(bare, key), str(entry["seal"]))
