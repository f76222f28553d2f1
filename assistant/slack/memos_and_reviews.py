"""Memos and reviews in a thread: written with progress, summarized in blocks, and attached as Word files."""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.errors import EmptyQuestion
from assistant.memo.types import MemoRequest
from assistant.memo.writer import Written
from assistant.paper import Paper
from assistant.render.docx.document import paper_docx
from assistant.render.slack import wording
from assistant.render.slack.answer import error_blocks, notice_blocks
from assistant.render.slack.text import Blocks
from assistant.render.slack.work import memo_blocks, review_blocks
from assistant.review.types import Assessed, Review
from assistant.slack.client import FAILURES, code_of, mapped
from assistant.slack.context import Context
from assistant.slack.task import HandedBack, Task
from assistant.slack.thread_files import take_in
from ingest.errors import UsageError
from ingest.folders import is_url
from ingest.metadata import slug_from_name
from ingest.types import Metadata
from ingest.view import View

_LOG = logging.getLogger(__name__)
_ABOUT = re.compile(r"^(?:on|about|for|regarding) (?:the topic of )?", re.IGNORECASE)
_RESPONSE = "op-ed-response"
_NAME = 60  # characters of a file's name


def memo(context: Context, task: Task) -> None:
    """Write a memo into the thread.

    Raises:
        HandedBack: the next process goes on from its finished sections.
        PinciteError: as in `Workspace.memo`.
    """
    job = task.job
    if job.more.get("made"):  # an earlier try got that far
        task.reply.close(job.more["made"])
        return
    take_in(context, task, job.more.get("files", ()))
    if not job.text and "form" not in job.more:
        task.reply.close(notice_blocks(wording.EMPTY_COMMAND["memo"]))
        return
    request = MemoRequest(**job.more["form"]) if "form" in job.more else _requested(context, job.text)
    made = _written(context, task, request)
    name = f"{slug_from_name(request.topic)[:_NAME]}-{request.format}.docx"
    quoted = {one.source for one in made.memo.citations}
    _attach(context, task, made.paper, name, memo_blocks(made.memo, name), ("a memo", made.memo.id, quoted))


def _written(context: Context, task: Task, request: MemoRequest) -> Written:
    for event in context.workspace.memos.write(context.view(task.job), request, stopped=task.stopped):
        if isinstance(event, Written):
            return event
        task.say(wording.section(event.number, event.of, event.heading))
    raise HandedBack


def _requested(context: Context, text: str) -> MemoRequest:
    """The memo that a text asks for: the name of a format may stand before a colon."""
    first, _, rest = (part.strip() for part in text.partition(":"))
    if rest and first in {one.name for one in context.workspace.memos.formats()}:
        return MemoRequest(rest, first)
    return MemoRequest(_ABOUT.sub("", text) or text)


def review(context: Context, task: Task) -> None:
    """Hold a message or an op-ed against the documents.

    Raises:
        HandedBack: the next process does it.
        PinciteError: as in `Workspace.review`, and where what is named is not there.
    """
    job, view = task.job, context.view(task.job)
    if job.more.get("made"):
        task.reply.close(job.more["made"])
    elif job.more.get("message"):
        _review_message(context, task, view, job.more["message"])
    elif location := _location(context, task, view):
        found = _reviewed(context, task, view, location, Metadata())
        response = context.workspace.reviews.respond(view, found, MemoRequest("", _RESPONSE))
        name = f"{slug_from_name(found.op_ed.title)[:_NAME]}-response.docx"
        quoted = {one.source for one in response.memo.citations}
        told = ("the response to a review", found.id, quoted)
        _attach(context, task, response.paper, name, review_blocks(found), told)


def _review_message(context: Context, task: Task, view: View, message: Mapping[str, Any]) -> None:
    with tempfile.TemporaryDirectory(prefix="pincite-") as folder:
        path = Path(folder) / "message.txt"
        path.write_text(message["text"], encoding="utf-8")
        day = datetime.fromtimestamp(float(message["ts"]), UTC).date().isoformat()
        try:
            found = (
                _reviewed(context, task, view, str(path), Metadata(title=wording.MESSAGE_TITLE, date=day))
                if message["text"]
                else None
            )
        except EmptyQuestion:
            found = None
    # What many documents stress is no lack of a message.
    task.reply.close(
        review_blocks(replace(found, omissions=())) if found else notice_blocks(wording.NOTHING_TO_REVIEW)
    )


def _location(context: Context, task: Task, view: View) -> str:
    """What is to be reviewed: the last file that came with the job, what its text names, or the file that was
    dropped last in the thread; empty where there is none, and the asker then knows."""
    if files := task.job.more.get("files"):
        reports = take_in(context, task, files)
        if not reports[-1].slug:
            task.reply.close([])
        return reports[-1].slug
    if task.job.text:
        return _named(task.job.text, view)
    own = [source for source in view.sources if task.job.slack_thread.own <= source.access]
    if not own:
        task.reply.close(notice_blocks(wording.EMPTY_COMMAND["review"]))
        return ""
    return max(own, key=lambda source: source.added).slug


def _named(text: str, view: View) -> str:
    """An address, or the slug of the document that has this title or slug; never a path, since the server's
    own files are not for those who write to us."""
    if is_url(text):
        return text
    for source in view.sources:
        if text.casefold() in (source.slug.casefold(), source.title.casefold()):
            return source.slug
    raise UsageError(wording.not_reviewable(text), hint=wording.REVIEWABLE)


def _reviewed(context: Context, task: Task, view: View, location: str, given: Metadata) -> Review:
    for event in context.workspace.reviews.review(view, location, given, stopped=task.stopped):
        if isinstance(event, Review):
            return event
        if not isinstance(event, Assessed):
            task.say(wording.claim(event.number, event.of))
    raise HandedBack


def _attach(
    context: Context, task: Task, paper: Paper, name: str, blocks: Blocks, told: tuple[str, str, set[str]]
) -> None:
    """Put a paper into the thread as a Word file, and say so, on record too: what it is, its id, and what it
    quotes; where Slack does not accept the file, say that."""
    job = task.job
    try:
        context.client.files_upload_v2(
            channel=job.channel, thread_ts=job.thread, content=paper_docx(paper), filename=name, title=name
        )
        for notice in context.workspace.record.keep_export(*told, context.view(job).reader.name):
            _LOG.error(notice)
    except FAILURES as error:
        _LOG.error("%s was not taken by Slack: %s", name, code_of(error) or error)
        failed = mapped(error)
        blocks = [*blocks, *error_blocks(wording.not_attached(name, failed.message), failed.hint)]
    task.keep(more={**job.more, "made": blocks})
    task.reply.close(blocks)
