"""What is done for each kind of job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from assistant.render.slack import wording
from assistant.render.slack.answer import notice_blocks
from assistant.render.slack.work import help_blocks, sources_blocks
from assistant.slack.answers import ask
from assistant.slack.client import FAILURES
from assistant.slack.context import Office
from assistant.slack.inbox import Kind
from assistant.slack.papers import memo, review
from assistant.slack.task import Task
from assistant.slack.thread_files import share


def do(office: Office, task: Task) -> None:
    """Do a job.

    Raises:
        HandedBack: it is to be done by the next process.
        PinciteError: it cannot be done; whoever asked is to be told.
    """
    _DOING[task.job.kind](office, task)


def _sources(office: Office, task: Task) -> None:
    task.reply.close(
        sources_blocks(office.workspace.documents.sources(office.people.reader(task.job)), task.job.text)
    )


def _help(office: Office, task: Task) -> None:
    task.reply.close(help_blocks())


def _thanks(office: Office, task: Task) -> None:
    task.reply.close(notice_blocks(wording.WELCOME))


def _hello(office: Office, task: Task) -> None:
    """Greet who opens the assistant's pane, with questions that their documents may answer."""
    newest = office.workspace.documents.sources(office.people.reader(task.job))[::-1]
    prompts = [wording.about(source.title) for source in newest[:2]] + list(wording.FIRST_PROMPTS)
    task.reply.close(notice_blocks(wording.HELLO))
    with suppress(*FAILURES):
        office.client.assistant_threads_setSuggestedPrompts(
            channel_id=task.job.channel,
            thread_ts=task.job.thread,
            prompts=[{"title": title, "message": asked} for title, asked in prompts[:4]],
        )


_DOING: Mapping[Kind, Callable[[Office, Task], None]] = {
    "ask": ask,
    "memo": memo,
    "review": review,
    "share": share,
    "sources": _sources,
    "help": _help,
    "thanks": _thanks,
    "hello": _hello,
}
