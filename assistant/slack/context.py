"""What the work is done with: the workspace, Slack, and who we are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.web import WebClient

from assistant.slack.inbox import Job
from assistant.slack.people import People
from assistant.workspace.workspace import Workspace
from ingest.view import View


@dataclass(frozen=True, slots=True)
class Context:
    """One Slack workspace over one home folder. `bot` is our user there, `team` the workspace; `receive`
    takes a job that was found in a thread."""

    workspace: Workspace
    client: WebClient
    people: People
    bot: str
    team: str
    max_file_bytes: int
    receive: Callable[[Job], None]

    def view(self, job: Job) -> View:
        """What a job is answered from.

        Raises:
            UsageError, ServiceError: as in `People.reader`.
        """
        return self.workspace.visible_to(self.people.reader(job))
