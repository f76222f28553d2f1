"""Questions in a thread: what was said and dropped before, the answer as it grows, and what came in the
meantime."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from assistant.answer.inquiry import NEAREST
from assistant.render.slack import wording
from assistant.render.slack.answer import (
    asked_blocks,
    declined_blocks,
    error_blocks,
    notice_blocks,
    rest_blocks,
    sentence_blocks,
    understood_blocks,
)
from assistant.render.slack.text import Blocks
from assistant.slack.client import FAILURES, mapped
from assistant.slack.context import Context
from assistant.slack.inbox import Job
from assistant.slack.messages import addressed, message_job, said
from assistant.slack.task import HandedBack, Task
from assistant.slack.thread_files import take_in
from assistant.types import STOPPED, Turn
from assistant.workspace.conversation_store import Conversation, Exchange
from ingest.errors import PinciteError
from ingest.view import View

_LOG = logging.getLogger(__name__)
# messages of a thread that are read when it is first a conversation with us: the last ones; Slack gives the
# first ones first
_EARLIER = 50
_PAGE, _PAGES = 200, 10
_TITLE = 80  # characters


@dataclass(frozen=True, slots=True)
class _Before:
    """What people wrote in a thread before it was ours, oldest first, and what is to be said where that
    cannot be read."""

    messages: Sequence[Mapping[str, Any]] = ()
    notice: str = ""


def ask(context: Context, task: Task) -> None:
    """Answer a question, after what was said and with what was dropped in its thread.

    Raises:
        HandedBack: the answer is to be made whole by the next process.
    """
    job, view = task.job, context.view(task.job)
    conversation = context.workspace.conversations.opened(view.reader.name, job.slack_thread.conversation)
    if job.turn < 0:
        task.keep(turn=len(conversation.exchanges))
    is_first = task.job.turn == 0
    before = _before(context, job) if is_first and job.thread != job.ts else _Before()
    if job.more.get("echo"):
        task.reply.add(asked_blocks(job.user, wording.ASKS, job.text))
    if is_first:
        _title(context, job)
    reports = take_in(context, task, [*_dropped(context, job, before.messages), *job.more.get("files", ())])
    for notice in (before.notice, wording.UNKNOWN_ASKER if context.people.is_unknown(job) else ""):
        if notice:
            task.reply.add(notice_blocks(notice))
    if job.text:
        _answer(context, task, view, conversation, before)
    else:
        task.reply.close([] if reports else notice_blocks(wording.EMPTY_QUESTION))
    if is_first and not job.is_direct:
        _catch_up(context, job)


def _answer(context: Context, task: Task, view: View, conversation: Conversation, before: _Before) -> None:
    """Show the answer sentence by sentence, in the place of what an earlier try left."""
    turn = task.job.turn if task.job.turn < len(conversation.exchanges) else -1
    turns = [Turn(text) for one in before.messages if (text := said(one.get("text", ""), context.bot))]
    told: list[Blocks] = []
    shown = 0

    def stopped() -> bool:
        return task.stopped() or task.reply.is_stopped

    for grown in context.workspace.conversations.ask(
        view, conversation, task.job.text, turn=turn, said=turns, stopped=stopped
    ):
        answer = grown.exchanges[-1].answer
        if answer is not None:
            told = sentence_blocks(answer.sentences, answer.citations)
            if any(one.heading == NEAREST for one in answer.sentences):
                continue  # that is shown after what is missing
            for blocks in told[shown:-1]:
                task.reply.add(blocks)
            shown = max(shown, len(told) - 1)
    if answer and (declined := declined_blocks(answer)):
        task.reply.add(declined)
    for blocks in told[shown:]:
        task.reply.add(blocks)
    _close(task, grown.exchanges[-1], str(context.workspace.library.home))


def _close(task: Task, exchange: Exchange, home: str) -> None:
    """What goes under an answer; what stopped with us is handed back."""
    answer = exchange.answer
    if answer is None:
        task.reply.close(error_blocks(exchange.error, exchange.hint, home=home))
    elif STOPPED in answer.notices and not task.reply.is_stopped:
        task.reply.close(notice_blocks(wording.INTERRUPTED))
        raise HandedBack
    else:
        task.reply.close(
            [*understood_blocks(answer), *rest_blocks(answer, task.job.slack_thread.button(answer.id))]
        )


def _title(context: Context, job: Job) -> None:
    """Call a thread of the assistant's pane by its question; others have no title."""
    if job.is_direct and job.text and job.thread != job.ts:
        with suppress(*FAILURES):
            context.client.assistant_threads_setTitle(
                channel_id=job.channel, thread_ts=job.thread, title=job.text[:_TITLE]
            )


def _before(context: Context, job: Job) -> _Before:
    try:
        pages = context.client.conversations_replies(
            channel=job.channel, ts=job.thread, latest=job.ts, limit=_PAGE
        )
        found = [one for page in islice(pages, _PAGES) for one in page.get("messages") or []]
    except FAILURES as error:
        _LOG.warning("what was said before in %s cannot be read: %s", job.slack_thread, mapped(error).message)
        return _Before(notice=wording.unread(mapped(error).message))
    return _Before(
        [one for one in found if one.get("ts", "") < job.ts and one.get("user") and not one.get("bot_id")][
            -_EARLIER:
        ]
    )


def _dropped(
    context: Context, job: Job, messages: Sequence[Mapping[str, Any]]
) -> Iterable[Mapping[str, Any]]:
    """The files from before the first message that was for us; what came with those after was read when they
    came."""
    unheard = takewhile(
        lambda one: not job.is_direct and not addressed(one, context.bot, is_ours=False), messages
    )
    return (file for message in unheard for file in message.get("files") or ())


def _catch_up(context: Context, job: Job) -> None:
    """Receive what was written in the thread before its first question reached us, and was not known to be
    for us then."""
    with suppress(PinciteError, *FAILURES):
        found = (
            context.client.conversations_replies(
                channel=job.channel, ts=job.thread, oldest=job.ts, limit=_EARLIER
            ).get("messages")
            or []
        )
        for message in found:
            event = {**message, "channel": job.channel}
            if message["ts"] > job.ts and addressed(event, context.bot, is_ours=True):
                context.receive(message_job(event, context.bot, context.team))
