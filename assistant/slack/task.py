"""A job in a worker's hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.slack.ephemeral import EphemeralReply
from assistant.slack.inbox import Inbox, Job
from assistant.slack.reply import Reply


class HandedBack(Exception):
    """The process ends before the job is done; the next one does it."""


class Task:
    """What a worker does for a job: its reply, what is kept of it, and what its asker reads meanwhile."""

    def __init__(
        self,
        job: Job,
        inbox: Inbox,
        reply: Callable[[Task], Reply | EphemeralReply],
        say: Callable[[Job, str], None],
        stopped: Callable[[], bool],
    ) -> None:
        self.job = job
        self.stopped = stopped
        self._inbox = inbox
        self._make_reply = reply
        self._say = say
        self.reply = reply(self)

    def keep(self, **changes: Any) -> None:
        """Change the job, for the next try too."""
        self.job = replace(self.job, **changes)
        self._inbox.keep(self.job)

    def move(self, job: Job) -> None:
        """Go on as this job, which has another thread."""
        self.job = job
        self._inbox.keep(job)
        self.reply = self._make_reply(self)

    def say(self, status: str) -> None:
        """Tell the asker where it stands."""
        self._say(self.job, status)
