"""Who asks, and what they may read: in a channel what everybody there may, in a direct message what the asker
may, by e-mail address."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slack_sdk.web import WebClient

from assistant.slack.client import FAILURES, code_of, mapped
from assistant.slack.inbox import Job
from assistant.workspace.access import Action, may, read_access
from ingest.types import PUBLIC, Reader

_UNSAID = frozenset({"contributor"})  # the role of everybody where nobody said who has which
_KEPT_S = 600.0  # a change of address may take this long to count


class People:
    """The people of one workspace, as readers of one library. Threads may share it."""

    def __init__(self, client: WebClient, home: Path, team: str) -> None:
        self._client = client
        self._team = team
        self._home = home
        self._addresses: dict[str, tuple[float, str]] = {}

    def reader(self, job: Job) -> Reader:
        """The reader that a job is answered for: a thread's own files are for that thread alone.

        Raises:
            UsageError: `access.toml` is not as it should be.
            ServiceError: Slack does not say who somebody is.
        """
        access = read_access(self._home)
        groups = access.in_channel(job.channel)
        if job.is_direct:
            groups = access.of(self._address(job.user)) if access.groups else frozenset()
        # Who has which role is asked of Slack only where somebody said so: it costs a call.
        roles = access.roles_of(self._address(job.user)) if access.roles is not None else _UNSAID
        return Reader(job.slack_thread.reader, groups | job.slack_thread.own, roles)

    def roles(self, job: Job) -> frozenset[str]:
        """The roles of whoever asked for a job.

        Raises:
            UsageError, ServiceError: as in `reader`.
        """
        return read_access(self._home).roles_of(self._address(job.user))

    def is_unknown(self, job: Job) -> bool:
        """Whether an asker's groups cannot be determined, so that only public documents count.

        Raises:
            UsageError, ServiceError: as in `reader`.
        """
        return job.is_direct and bool(read_access(self._home).groups) and not self._address(job.user)

    @property
    def has_librarians(self) -> bool:
        """Whether anybody may add a thread's file to the library.

        Raises:
            UsageError: as in `reader`.
        """
        return bool(read_access(self._home).keepers)

    def may(self, user: str, action: Action) -> bool:
        """Whether somebody may do something.

        Raises:
            UsageError, ServiceError: as in `reader`.
        """
        access = read_access(self._home)
        if not access.keepers and access.roles is None:
            return may(Reader(roles=_UNSAID), action)
        return may(access.reader(self._address(user)), action)

    def labels(self, job: Job) -> frozenset[str]:
        """Who may read what is added to the library from where a job stands: everybody, or where a channel
        has groups, those."""
        return read_access(self._home).in_channel(job.channel) or frozenset({PUBLIC})

    def _address(self, user: str) -> str:
        """A person's e-mail address, empty where Slack has none or does not tell, and for whom another
        organisation vouches, not ours."""
        at, address = self._addresses.get(user, (0.0, ""))
        if time.monotonic() - at < _KEPT_S and address:
            return address
        try:
            found = self._client.users_info(user=user)["user"]
        except FAILURES as error:
            if code_of(error) == "user_not_found":
                return ""
            raise mapped(error) from error
        address = "" if self._is_stranger(found) else str((found.get("profile") or {}).get("email") or "")
        self._addresses[user] = (time.monotonic(), address)
        return address

    def _is_stranger(self, user: Mapping[str, Any]) -> bool:
        """Whether somebody is of another organisation; in a grid of workspaces, another workspace is not."""
        is_elsewhere = (
            bool(user.get("team_id")) and user["team_id"] != self._team and "enterprise_user" not in user
        )
        return bool(user.get("is_stranger") or user.get("is_bot") or is_elsewhere)
