"""What is done for each kind of job: call the workspace, render, reply."""

from __future__ import annotations

import hashlib
import logging
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from slack_sdk.web import WebClient

from assistant.errors import EmptyQuestion
from assistant.memo.types import Memo, MemoRequest
from assistant.paper import Paper
from assistant.render import slack_wording as wording
from assistant.render.docx import paper_docx
from assistant.render.slack import asked_blocks, error_blocks, notice_blocks, rest_blocks, sentence_blocks, understood_blocks
from assistant.render.slack_text import Blocks
from assistant.render.slack_work import help_blocks, memo_blocks, reports_blocks, review_blocks, sources_blocks
from assistant.review.types import Assessed, Review
from assistant.slack.client import FAILURES, code_of, mapped
from assistant.slack.files import download
from assistant.slack.inbox import Job
from assistant.slack.messages import addressed, message_job, said
from assistant.slack.people import People
from assistant.slack.task import HandedBack, Task
from assistant.types import STOPPED, Turn
from assistant.workspace import Workspace
from ingest.errors import LoadError, ServiceError, UsageError
from ingest.metadata import slug_from_name
from ingest.pipeline import is_url
from ingest.types import FileReport, Metadata, Reader

_LOG = logging.getLogger(__name__)
_EARLIER = 50  # messages of a thread that are read when it is first a conversation with us: the last ones; Slack gives the first ones first
_PAGE, _PAGES = 200, 10
_TITLE = 80  # characters
_ABOUT = re.compile(r"(?:on|about|of|for|regarding) (?:the topic of )?", re.IGNORECASE)
_RESPONSE = "op-ed-response"


class Work:
    """The work over one workspace. Threads may share it; `receive` takes a job that was found in a thread."""

    def __init__(
        self, workspace: Workspace, client: WebClient, people: People, *, bot: str, team: str, max_file_bytes: int, receive: Callable[[Job], None]
    ) -> None:
        self._workspace = workspace
        self._client = client
        self._people = people
        self._bot = bot
        self._team = team
        self._max_file_bytes = max_file_bytes
        self._receive = receive

    def do(self, task: Task) -> None:
        """Do a job.

        Raises:
            HandedBack: it is to be done by the next process.
            PinciteError: it cannot be done; whoever asked is to be told.
        """
        doing = {
            "ask": self._ask,
            "memo": self._memo,
            "review": self._review,
            "sources": self._sources,
            "help": self._help,
            "hello": self._hello,
            "thanks": self._thanks,
        }
        doing[task.job.kind](task)

    # Questions --------------------------------------------------------------------------------------------------------------------------

    def _ask(self, task: Task) -> None:
        job, reader = task.job, self._people.reader(task.job)
        conversation = self._workspace.conversations.opened(reader.name, conversation_id(job))
        if job.turn < 0:
            task.keep(turn=len(conversation.exchanges))
        turn = task.job.turn
        earlier, notice = self._earlier(job) if turn == 0 and job.thread != job.ts else ((), "")
        files = [*(file for message in self._unheard(job, earlier) for file in message.get("files") or ()), *job.more.get("files", ())]
        if job.more.get("echo"):
            task.reply.add(asked_blocks(job.user, wording.ASKS, job.text))
        if turn == 0 and job.is_direct and job.text and job.thread != job.ts:
            with suppress(*FAILURES):  # only threads of the assistant's pane have one
                self._client.assistant_threads_setTitle(channel_id=job.channel, thread_ts=job.thread, title=job.text[:_TITLE])
        if files:
            task.reply.add(self._reported(task, [self._taken(task, file) for file in files]))
        for told in (notice, wording.UNKNOWN_ASKER if self._people.is_unknown(job) else ""):
            if told:
                task.reply.add(notice_blocks(told))
        if job.text:
            self._answer(task, reader, conversation, turn, [Turn(text) for one in earlier if (text := said(one.get("text", ""), self._bot))])
        else:
            task.reply.close([] if files else notice_blocks(wording.EMPTY_QUESTION))
        if turn == 0 and not job.is_direct:
            self._catch_up(job)

    def _answer(self, task: Task, reader: Reader, conversation: Any, turn: int, before: Sequence[Turn]) -> None:
        shown = 0
        at_turn = turn if turn < len(conversation.exchanges) else -1
        for grown in self._workspace.ask(
            reader, conversation, task.job.text, turn=at_turn, said=before, stopped=lambda: task.stopped() or task.reply.is_stopped
        ):  # fmt: skip
            answer = grown.exchanges[-1].answer
            if answer is not None:
                for sentence in answer.sentences[shown:]:
                    task.reply.add(sentence_blocks(sentence, answer.citations))
                shown = len(answer.sentences)
        exchange = grown.exchanges[-1]
        if exchange.answer is None:
            task.reply.close(error_blocks(exchange.error, exchange.hint))
        elif STOPPED in exchange.answer.notices and not task.reply.is_stopped:
            task.reply.close(notice_blocks(wording.INTERRUPTED))
            raise HandedBack
        else:
            at = address(task.job, exchange.answer.id)
            task.reply.close([*understood_blocks(exchange.answer), *rest_blocks(exchange.answer, at)])

    def _earlier(self, job: Job) -> tuple[Sequence[Mapping[str, Any]], str]:
        """What people wrote in the thread before, and what is to be said where that cannot be read."""
        try:
            pages = self._client.conversations_replies(channel=job.channel, ts=job.thread, latest=job.ts, limit=_PAGE)
            found = [one for page in islice(pages, _PAGES) for one in page.get("messages") or []]
        except FAILURES as error:
            _LOG.warning("what was said before in %s cannot be read: %s", job.place, mapped(error).message)
            return (), wording.unread(mapped(error).message)
        return [one for one in found if one.get("ts", "") < job.ts and one.get("user") and not one.get("bot_id")][-_EARLIER:], ""

    def _unheard(self, job: Job, earlier: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
        """The messages from before the first that was for us; what came with those after was read when they came."""
        return takewhile(lambda one: not job.is_direct and not addressed(one, self._bot, is_ours=False), earlier)

    def _catch_up(self, job: Job) -> None:
        """Receive what was written in the thread before its first question reached us, and was not known to be for us then."""
        with suppress(*FAILURES):
            found = self._client.conversations_replies(channel=job.channel, ts=job.thread, oldest=job.ts, limit=_EARLIER).get("messages") or []
            for message in found:
                event = {**message, "channel": job.channel}
                if message["ts"] > job.ts and addressed(event, self._bot, is_ours=True):
                    self._receive(message_job(event, self._bot, self._team))

    # Files ------------------------------------------------------------------------------------------------------------------------------

    def _reported(self, task: Task, reports: Sequence[FileReport]) -> Blocks:
        """What became of each file, and where there are librarians a button for them."""
        slugs = [one.slug for one in reports if one.outcome in ("stored", "replaced", "unchanged")]
        return reports_blocks(reports, address(task.job, ",".join(slugs)), self._people.has_librarians and bool(slugs))

    def _taken(self, task: Task, file: Mapping[str, Any]) -> FileReport:
        """Take a file into the thread's own documents; what became of it."""
        task.say(wording.reading(str(file.get("name", ""))))
        with tempfile.TemporaryDirectory(prefix="pincite-") as folder:
            try:
                path = download(file, Path(folder), self._client, self._max_file_bytes)
            except (LoadError, ServiceError) as error:
                return FileReport(
                    str(file.get("name") or file.get("id")), "refused", reason=error.message.removeprefix(f"{file.get('name')}: "), hint=error.hint
                )
            *_, report = self._workspace.upload([path], access=self._people.own(task.job))
        assert isinstance(report, FileReport)
        return report

    # Memos and reviews ------------------------------------------------------------------------------------------------------------------

    def _memo(self, task: Task) -> None:
        if not task.job.text and "form" not in task.job.more:
            task.reply.close(notice_blocks(wording.EMPTY_COMMAND["memo"]))
            return
        request = MemoRequest(**task.job.more["form"]) if "form" in task.job.more else self._requested(task.job.text)
        memo: Memo | None = None
        for event in self._workspace.memo(self._people.reader(task.job), request, stopped=task.stopped):
            if isinstance(event, Memo):
                memo = event
            else:
                task.say(wording.section(event.number, event.of, event.heading))
        if memo is None:
            raise HandedBack
        name = f"{slug_from_name(request.topic)[:60]}-{request.format}.docx"
        told = self._attached(task, self._workspace.paper(memo), name)
        task.reply.close([*memo_blocks(memo, name), *told])

    def _requested(self, text: str) -> MemoRequest:
        """The memo that a text asks for: the name of a format may stand before a colon."""
        first, _, rest = (part.strip() for part in text.partition(":"))
        if rest and first in {one.name for one in self._workspace.memo_formats()}:
            return MemoRequest(rest, first)
        return MemoRequest(_ABOUT.sub("", text) or text)

    def _review(self, task: Task) -> None:
        job, reader = task.job, self._people.reader(task.job)
        message = job.more.get("message")
        with tempfile.TemporaryDirectory(prefix="pincite-") as folder:
            if message:
                if not message["text"]:
                    task.reply.close(notice_blocks(wording.NOTHING_TO_REVIEW))
                    return
                location, given = _written(message, Path(folder))
            else:
                location, given = self._location(task, reader), Metadata()
            try:
                review = self._reviewed(task, reader, location, given) if location else None
            except EmptyQuestion:
                if not message:
                    raise
                task.reply.close(notice_blocks(wording.NOTHING_TO_REVIEW))
                return
        if review is None:
            return
        told: Blocks = []
        if not message:
            memo = self._workspace.response(reader, review, MemoRequest("", _RESPONSE))
            told = self._attached(task, self._workspace.paper(memo), f"{slug_from_name(review.op_ed.title)[:60]}-response.docx")
        # What many documents stress is no lack of a message.
        task.reply.close([*review_blocks(replace(review, omissions=()) if message else review), *told])

    def _location(self, task: Task, reader: Reader) -> str:
        """What is to be reviewed: what the text names, or the last file that came with the job; empty where that could not be read."""
        files = task.job.more.get("files")
        if not files:
            return self._named(task.job.text, reader) if task.job.text else self._last_file(task, reader)
        reports = [self._taken(task, file) for file in files]
        task.reply.add(self._reported(task, reports))
        if not reports[-1].slug:
            task.reply.close([])
        return reports[-1].slug

    def _last_file(self, task: Task, reader: Reader) -> str:
        """The document that was dropped last in the thread; empty where there is none, and who asked is told."""
        own = [source for source in self._workspace.sources(reader) if self._people.own(task.job) <= source.access]
        if not own:
            task.reply.close(notice_blocks(wording.EMPTY_COMMAND["review"]))
            return ""
        return max(own, key=lambda source: source.added).slug

    def _named(self, text: str, reader: Reader) -> str:
        """An address, or the slug of the document that has this title or slug; never a path, since the server's own files are not for those who write
        to us."""
        if is_url(text):
            return text
        for source in self._workspace.sources(reader):
            if text.casefold() in (source.slug.casefold(), source.title.casefold()):
                return source.slug
        raise UsageError(wording.not_reviewable(text), hint=wording.REVIEWABLE)

    def _reviewed(self, task: Task, reader: Reader, location: str, given: Metadata) -> Review:
        for event in self._workspace.review(reader, location, given, stopped=task.stopped):
            if isinstance(event, Review):
                return event
            if not isinstance(event, Assessed):
                task.say(wording.claim(event.number, event.of))
        raise HandedBack

    def _attached(self, task: Task, paper: Paper, name: str) -> Blocks:
        """Put a paper into the thread as a Word file, once; what is to be said where Slack does not take it."""
        if task.job.more.get("attached") == name:
            return []
        try:
            self._client.files_upload_v2(
                channel=task.job.channel, thread_ts=task.job.thread, content=paper_docx(paper), filename=name, title=name
            )  # fmt: skip
        except FAILURES as error:
            _LOG.error("%s was not taken by Slack: %s", name, code_of(error) or error)
            failed = mapped(error)
            return error_blocks(wording.not_attached(name, failed.message), failed.hint)
        task.keep(more={**task.job.more, "attached": name})
        return []

    # The rest ---------------------------------------------------------------------------------------------------------------------------

    def _sources(self, task: Task) -> None:
        task.reply.close(sources_blocks(self._workspace.sources(self._people.reader(task.job)), task.job.text))

    def _help(self, task: Task) -> None:
        task.reply.close(help_blocks())

    def _thanks(self, task: Task) -> None:
        task.reply.close(notice_blocks(wording.WELCOME))

    def _hello(self, task: Task) -> None:
        """Greet who opens the assistant's pane, with questions that their documents may answer."""
        newest = self._workspace.sources(self._people.reader(task.job))[::-1]
        prompts = [wording.about(source.title) for source in newest[:2]] + list(wording.FIRST_PROMPTS)
        task.reply.close(notice_blocks(wording.HELLO))
        with suppress(*FAILURES):
            self._client.assistant_threads_setSuggestedPrompts(
                channel_id=task.job.channel, thread_ts=task.job.thread, prompts=[{"title": title, "message": asked} for title, asked in prompts[:4]]
            )


def conversation_id(job: Job) -> str:
    """The id of a thread's conversation."""
    return hashlib.sha256(job.place.encode()).hexdigest()[:32]


def address(job: Job, what: str) -> str:
    """What a button holds: the thread, and what in it is meant."""
    return f"{job.channel}|{job.thread}|{what}"


def _written(message: Mapping[str, Any], folder: Path) -> tuple[str, Metadata]:
    """A message as a file to be reviewed, with what is known of it."""
    path = folder / "message.txt"
    path.write_text(message["text"], encoding="utf-8")
    day = datetime.fromtimestamp(float(message["ts"]), UTC).date().isoformat()
    return str(path), Metadata(title=wording.MESSAGE_TITLE, date=day)
