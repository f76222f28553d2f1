"""Who may read which source, and who may do what: the file `access.toml` in the home folder.

    librarians = ["ana@office.example"]      # the same as `librarian` below [roles]

    [roles]                                  # who may do what, by e-mail address
    contributor = ["*@office.example"]
    auditor = ["records@office.example"]

    [groups]                                 # who is in a group, by e-mail address; * stands for any letters
    energy = ["ana@office.example", "*@energy.office.example"]

    [channels]                               # groups whose sources everybody in a Slack channel may read
    C0123ABCD = ["energy"]

A group's name is the label that `pincite ingest --access` gives to a source. Without the file everybody reads
what is public, and without [roles] whoever is signed in and no librarian is a contributor; with it, whoever
has no role is a reader."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from ingest.errors import NotAllowed, UsageError
from ingest.types import EVERYBODY, OWNER, PUBLIC, Reader, Source

NAME = "access.toml"
ALONE = "only:"
"""How the label of a source begins that belongs to one conversation alone; no group may be called so."""

_LONGEST_NAME = 200  # characters of a name: an e-mail address has at most 254, and few come near

Action = Literal["read", "add", "fetch", "change", "remove", "share", "label", "audit"]
"""What somebody may do: read and ask; add documents; have the server fetch an address; correct, tag and
replace a document; remove one; put into the library what was given to one conversation alone; change who may
read a document; read the record."""

_KEEPS = ("read", "add", "fetch", "change", "remove", "share", "label")
RIGHTS: Mapping[str, Sequence[str]] = {
    "reader": ("read",),
    "contributor": ("read", "add", "fetch", "change own", "remove own"),
    "librarian": _KEEPS,
    "administrator": (*_KEEPS, "audit"),
    "auditor": ("read", "audit"),
}
"""What each role may do; what ends in `own`, to what they added themselves."""

_REFUSED: Mapping[Action, tuple[str, str]] = {
    "read": ("You may not read here", "your administrator can give you a role"),
    "add": ("You may not add documents", "a librarian can, or your administrator can let you"),
    "fetch": ("You may not have web addresses fetched", "a librarian can, or your administrator can let you"),
    "change": ("You may not change “{}”", "whoever added it can, or a librarian"),
    "remove": ("You may not remove “{}”", "whoever added it can, or a librarian"),
    "share": ("Only a librarian may add it to the library", "your administrator names them"),
    "label": ("You may not say who may read “{}”", "a librarian can"),
    "audit": ("You may not read the record", "an auditor can"),
}

_HINT = (
    f"your administrator must correct {NAME} in the home folder; until then nobody is shown more than they"
    " may read"
)
_Lists = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Access:
    """The members of each group, the groups of each channel, the librarians, and who has which role (None
    where nobody said); addresses may hold `*`."""

    groups: _Lists = field(default_factory=dict)
    channels: _Lists = field(default_factory=dict)
    librarians: Sequence[str] = ()
    roles: _Lists | None = None

    def reader(self, address: str, groups: Iterable[str] = ()) -> Reader:
        """Whoever has an e-mail address, with their groups and roles; an empty one is nobody's. Of the
        `groups` that whoever signed them in puts them in, those count that have a name here."""
        name = folded(address)
        return Reader(name, self.of(name) | (self.groups.keys() & groups), self.roles_of(name))

    def roles_of(self, address: str) -> frozenset[str]:
        """The roles of whoever has an e-mail address."""
        if not address:
            return EVERYBODY.roles
        named = {role for role, who in (self.roles or {}).items() if _is_among(address, who)}
        if _is_among(address, self.librarians):
            named.add("librarian")
        return frozenset(named or ({"contributor"} if self.roles is None else EVERYBODY.roles))

    @property
    def keepers(self) -> Sequence[str]:
        """Those who may add to the library what was given to one conversation alone."""
        named = ((self.roles or {}).get(role, ()) for role, may in RIGHTS.items() if "share" in may)
        return [*self.librarians, *(one for some in named for one in some)]

    def of(self, address: str) -> frozenset[str]:
        """The groups of whoever has an e-mail address; none for an empty one."""
        return frozenset(name for name, members in self.groups.items() if _is_among(address, members))

    def in_channel(self, channel: str) -> frozenset[str]:
        """The groups whose sources everybody in a channel may read."""
        return frozenset(self.channels.get(channel, ()))


def may(reader: Reader, action: Action, source: Source | None = None) -> bool:
    """Whether a reader may do something, to a source where it is done to one. Every door asks this, and
    nothing else."""
    rights = {one for role in reader.roles for one in RIGHTS.get(role, ())}
    return action in rights or (f"{action} own" in rights and source is not None and is_own(reader, source))


def is_own(reader: Reader, source: Source) -> bool:
    """Whether a reader added a source themselves."""
    return bool(source.by) and source.by == added_by(reader)


def added_by(reader: Reader) -> str:
    """The name under which a reader adds a source; empty where nobody is signed in."""
    return reader.name if reader.is_somebody else ""


def require(reader: Reader, action: Action, *sources: Source) -> None:
    """See that a reader may do something, to each of the sources where it is done to some.

    Raises:
        NotAllowed: they may not.
    """
    for source in sources or (None,):
        if not may(reader, action, source):
            message, hint = _REFUSED[action]
            raise NotAllowed(message.format(source.title if source else "this document"), hint=hint)


def checked_groups(named: Iterable[str], access: Access) -> frozenset[str]:
    """The groups that are named to read a document.

    Raises:
        UsageError: there is none of such a name.
    """
    for group in named:
        if group != PUBLIC and group not in access.groups:
            known = ", ".join(sorted(access.groups)) or "none"
            raise UsageError(
                f"there is no group {group!r}", hint=f"{NAME} names the groups below [groups]; known: {known}"
            )
    return frozenset(named)


def folded(name: str) -> str:
    """A name as it is kept: of names that differ by their case alone there is one."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def checked_name(name: str) -> str:
    """The name that somebody signs in with, as it is kept: folded, and nobody else's.

    Raises:
        NotAllowed: there is none, or it cannot be somebody's: the record knows others by it.
    """
    kept = folded(name)
    if kept == EVERYBODY.name or kept.startswith("terminal:"):
        raise NotAllowed(
            f"Nobody can sign in as {kept!r}: whoever does not sign in, or is at the terminal, is called so",
            hint="your administrator can give you another name",
        )
    if not kept or len(kept) > _LONGEST_NAME or not kept.isprintable():
        raise NotAllowed(
            f"A name has 1 to {_LONGEST_NAME} characters that can be printed",
            hint="your administrator can give you another name",
        )
    return kept


def nobody(access: Access, *, is_alone: bool) -> Reader:
    """Whoever uses a page that signs nobody in: its owner, where it `is_alone` on this machine or nobody said
    who may do what."""
    return OWNER if is_alone or access.roles is None else EVERYBODY


def read_access(home: Path) -> Access:
    """Who may read what in the library at `home`. It is read anew each time, so that a change counts at once.

    Raises:
        UsageError: the file is not as it should be. Nobody is then taken for somebody else: the question
        fails.
    """
    path = home / NAME
    if not path.is_file():
        return Access()
    try:
        parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{NAME}: {error}", hint=_HINT) from error
    unknown = sorted(set(parsed) - {"groups", "channels", "librarians", "roles"})
    if unknown:
        raise UsageError(
            f"{NAME}: unknown key {unknown[0]!r}; known are `librarians`, [roles], [groups] and [channels]",
            hint=_HINT,
        )
    groups, channels = _lists(parsed, "groups"), _lists(parsed, "channels")
    for group in groups:
        if group.startswith(ALONE):
            raise UsageError(f"{NAME}: {group!r} is not allowed as the name of a group", hint=_HINT)
    for channel, named in channels.items():
        for group in named:
            if group not in groups:
                raise UsageError(
                    f"{NAME}: channel {channel} names the group {group!r}, which is missing under [groups]",
                    hint=_HINT,
                )
    roles = _lists(parsed, "roles") if "roles" in parsed else None
    if strange := sorted(set(roles or ()) - set(RIGHTS)):
        raise UsageError(f"{NAME}: unknown role {strange[0]!r}; known are {', '.join(RIGHTS)}", hint=_HINT)
    return Access(groups, channels, _addresses(parsed.get("librarians", []), "librarians"), roles)


def _lists(parsed: Mapping[str, Any], name: str) -> _Lists:
    table = parsed.get(name, {})
    if not isinstance(table, dict):
        raise UsageError(
            f"{NAME}: {name} must be a table: [{name}], with one list on each line below it", hint=_HINT
        )
    return {key: _addresses(value, f"{name}.{key}") for key, value in table.items()}


def _addresses(value: Any, name: str) -> Sequence[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UsageError(
            f"{NAME}: {name} must be a list of addresses, such as"
            ' ["one@office.example", "*@unit.office.example"]',
            hint=_HINT,
        )
    return tuple(value)


def _is_among(address: str, members: Sequence[str]) -> bool:
    return bool(address) and any(fnmatchcase(address.casefold(), member.casefold()) for member in members)
