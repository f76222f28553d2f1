"""What is done for each kind of job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from assistant.render.slack import wording
from assistant.render.slack.answer import notice_blocks
from assistant.render.slack.work import help_blocks, sources_blocks
from assistant.slack.answers import ask
from assistant.slack.client import FAILURES
from assistant.slack.context import Context
from assistant.slack.inbox import JobKind
from assistant.slack.memos_and_reviews import memo, review
from assistant.slack.task import Task
from assistant.slack.thread_files import share


def handle(context: Context, task: Task) -> None:
    """Handle a job.

    Raises:
        HandedBack: it is to be done by the next process.
        PinciteError: it cannot be done; the asker needs to know.
    """
    _HANDLERS[task.job.kind](context, task)


def _sources(context: Context, task: Task) -> None:
    task.reply.close(sources_blocks(context.view(task.job).sources, task.job.text))


def _help(context: Context, task: Task) -> None:
    task.reply.close(help_blocks())


def _thanks(context: Context, task: Task) -> None:
    task.reply.close(notice_blocks(wording.WELCOME))


def _hello(context: Context, task: Task) -> None:
    """Greet who opens the assistant's pane, with questions that their documents may answer."""
    newest = context.view(task.job).sources[::-1]
    prompts = [wording.about(source.title) for source in newest[:2]] + list(wording.FIRST_PROMPTS)
    task.reply.close(notice_blocks(wording.HELLO))
    with suppress(*FAILURES):
        context.client.assistant_threads_setSuggestedPrompts(
            channel_id=task.job.channel,
            thread_ts=task.job.thread,
            prompts=[{"title": title, "message": asked} for title, asked in prompts[:4]],
        )


_HANDLERS: Mapping[JobKind, Callable[[Context, Task], None]] = {
    "ask": ask,
    "memo": memo,
    "review": review,
    "share": share,
    "sources": _sources,
    "help": _help,
    "thanks": _thanks,
    "hello": _hello,
}
