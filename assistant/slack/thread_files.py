"""Files that are dropped in a thread become documents of that thread alone, and of others where a librarian
adds them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.render.slack import wording
from assistant.render.slack.answer import notice_blocks
from assistant.render.slack.text import MOST_IN_VALUE, Blocks
from assistant.render.slack.work import USABLE, reports_blocks
from assistant.slack.context import Context
from assistant.slack.files import download
from assistant.slack.task import Task
from assistant.workspace.access import require
from ingest.errors import LoadError, ServiceError, UnknownSource
from ingest.types import FileReport, Reader


def take_in(context: Context, task: Task, files: Sequence[Mapping[str, Any]]) -> list[FileReport]:
    """Take files into the thread's own documents and report what became of each; where there are librarians,
    with a button for them.

    Raises:
        NotAllowed: who dropped them may not add documents.
    """
    require(context.people.reader(task.job), "add")
    reports = [_taken(context, task, file) for file in files]
    at = task.job.slack_thread.button(",".join(one.slug for one in reports if one.outcome in USABLE))
    may_add = context.people.has_librarians and len(at) <= MOST_IN_VALUE
    if reports:
        task.reply.add(reports_blocks(reports, at, may_add))
    return reports


def _taken(context: Context, task: Task, file: Mapping[str, Any]) -> FileReport:
    name = str(file.get("name") or file.get("id"))
    task.say(wording.reading(name))
    with tempfile.TemporaryDirectory(prefix="pincite-") as folder:
        try:
            path = download(file, Path(folder), context.client, context.max_file_bytes)
        except (LoadError, ServiceError) as error:
            return FileReport(name, "refused", reason=error.message, hint=error.hint)
        *_, report = context.workspace.documents.upload(
            [path], access=task.job.slack_thread.own, reader=context.people.reader(task.job)
        )
    assert isinstance(report, FileReport)
    return report


def share(context: Context, task: Task) -> None:
    """Put a thread's documents into the library for everybody, or in a channel that has groups for those."""
    blocks: Blocks = []
    for slug in task.job.more["slugs"]:
        blocks += notice_blocks(_shared(context, task, slug))
    task.reply.close(blocks)


def _shared(context: Context, task: Task, slug: str) -> str:
    thread, roles = task.job.slack_thread, context.people.roles(task.job)
    try:
        *_, report = context.workspace.documents.share(
            context.workspace.visible_to(Reader(thread.reader, thread.own, roles)),
            slug,
            context.people.labels(task.job),
        )
    except UnknownSource:
        return wording.ADDED_BEFORE
    assert isinstance(report, FileReport)
    return wording.shared(report.slug or report.path, report.outcome, report.reason)
