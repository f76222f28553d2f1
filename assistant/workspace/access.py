"""Who may read which source, and who may add one for everybody: the file `access.toml` in the home folder.

    librarians = ["ana@office.example"]      # may add to the library what was given to one conversation alone

    [groups]                                 # who is in a group, by e-mail address; * stands for any letters
    energy = ["ana@office.example", "*@energy.office.example"]

    [channels]                               # groups whose sources everybody in a Slack channel may read
    C0123ABCD = ["energy"]

A group's name is the label that `pincite ingest --access` gives to a source. Without the file everybody reads
what is public, and nobody else adds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ingest.errors import UsageError

NAME = "access.toml"
ALONE = "only:"
"""How the label of a source begins that belongs to one conversation alone; no group may be called so."""

_HINT = (
    f"your administrator must correct {NAME} in the home folder; until then nobody is shown more than they"
    " may read"
)
_Lists = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Access:
    """The members of each group, the groups of each channel, and the librarians; addresses may hold `*`."""

    groups: _Lists = field(default_factory=dict)
    channels: _Lists = field(default_factory=dict)
    librarians: Sequence[str] = ()

    def of(self, address: str) -> frozenset[str]:
        """The groups of whoever has an e-mail address; none for an empty one."""
        return frozenset(name for name, members in self.groups.items() if _is_among(address, members))

    def in_channel(self, channel: str) -> frozenset[str]:
        """The groups whose sources everybody in a channel may read."""
        return frozenset(self.channels.get(channel, ()))

    def may_add(self, address: str) -> bool:
        """Whether whoever has an e-mail address may add to the library for others."""
        return _is_among(address, self.librarians)


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
    unknown = sorted(set(parsed) - {"groups", "channels", "librarians"})
    if unknown:
        raise UsageError(
            f"{NAME}: unknown key {unknown[0]!r}; known are `librarians`, [groups] and [channels]", hint=_HINT
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
    return Access(groups, channels, _addresses(parsed.get("librarians", []), "librarians"))


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
