"""Who asks, and what they may read: in a channel what everybody there may, in a direct message what the asker may, by e-mail address."""

from __future__ import annotations

import time
from pathlib import Path

from slack_sdk.web import WebClient

from assistant.access import ALONE, read_access
from assistant.slack.client import FAILURES, code_of, mapped
from assistant.slack.inbox import Job
from ingest.types import PUBLIC, Reader

_KEPT_S = 600.0  # a change of address may take this long to count


class People:
    """The people of one workspace, as readers of one library. Threads may share it."""

    def __init__(self, client: WebClient, home: Path) -> None:
        self._client = client
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
        return Reader(thread_name(job.place), groups | self.own(job))

    def is_unknown(self, job: Job) -> bool:
        """Whether an asker's groups cannot be told, so that only public documents count.

        Raises:
            UsageError, ServiceError: as in `reader`.
        """
        return job.is_direct and bool(read_access(self._home).groups) and not self._address(job.user)

    def own(self, job: Job) -> frozenset[str]:
        """The label of the documents that are for a job's thread alone."""
        return frozenset({ALONE + job.place})

    @property
    def has_librarians(self) -> bool:
        """Whether anybody may add a thread's file to the library.

        Raises:
            UsageError: as in `reader`.
        """
        return bool(read_access(self._home).librarians)

    def may_add(self, user: str) -> bool:
        """Whether somebody may add a thread's file to the library.

        Raises:
            UsageError, ServiceError: as in `reader`.
        """
        access = read_access(self._home)
        return bool(access.librarians) and access.may_add(self._address(user))

    def labels(self, job: Job) -> frozenset[str]:
        """Who may read what is added to the library from where a job stands: everybody, or where a channel has groups, those."""
        return read_access(self._home).in_channel(job.channel) or frozenset({PUBLIC})

    def _address(self, user: str) -> str:
        """A person's e-mail address, empty where Slack has none or does not tell."""
        at, address = self._addresses.get(user, (0.0, ""))
        if time.monotonic() - at < _KEPT_S and address:
            return address
        try:
            profile = self._client.users_info(user=user)["user"].get("profile") or {}
        except FAILURES as error:
            if code_of(error) == "user_not_found":
                return ""
            raise mapped(error) from error
        self._addresses[user] = (time.monotonic(), str(profile.get("email") or ""))
        return self._addresses[user][1]


def thread_name(place: str) -> str:
    """The name under which a thread's conversation is kept."""
    return f"slack:{place}"
