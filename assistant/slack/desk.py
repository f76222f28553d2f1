"""Who works the inbox off: workers a lane, those who tell askers at once that they were heard, and what becomes of a job that fails."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from slack_sdk.web import WebClient
from slack_sdk.webhook import WebhookClient

from assistant.errors import unforeseen
from assistant.render import slack_wording as wording
from assistant.render.slack import asked_blocks, error_blocks, notice_blocks
from assistant.render.slack_text import Blocks, notification
from assistant.render.words import plain
from assistant.slack.aside import Aside
from assistant.slack.client import FAILURES, code_of, is_passing, is_undecided, mapped
from assistant.slack.inbox import Inbox, Job, Lane
from assistant.slack.reply import Reply
from assistant.slack.task import HandedBack, Task
from ingest.errors import PinciteError

_LOG = logging.getLogger(__name__)
_WORKERS: dict[Lane, int] = {"answers": 2, "work": 1, "quick": 1}  # as on the web page: the cores of a small machine
_GREETERS = 4
_TRIES = 3
_APART_S = 5.0  # between tries, the first; each further one waits twice as long
_LATER_S = 60.0  # until a job is tried again whose asker could not even be told that it failed
_STATUS = 100  # characters
_PULSE_S = 60.0  # Slack takes a status away after two minutes
_OUTSIDE = ("not_in_channel", "channel_not_found", "is_archived", "restricted_action")


class Desk:
    """The workers of one inbox; `do` does a task, and the `hasty` client sets statuses, for which nobody is to wait."""

    def __init__(self, inbox: Inbox, client: WebClient, hasty: WebClient, bot: str, do: Callable[[Task], None]) -> None:
        self._inbox = inbox
        self._client = client
        self._hasty = hasty
        self._bot = bot
        self._do = do
        self._stopping = threading.Event()
        self._greeters = ThreadPoolExecutor(_GREETERS, thread_name_prefix="greet")
        self._statuses: dict[str, str] = {}  # by job, as last said
        self._workers: list[threading.Thread] = []

    def start(self) -> None:
        """Take up what was left, and whatever comes."""
        for job in self._inbox.unheard():
            self._greeters.submit(self._greet, job)
        for lane, count in _WORKERS.items():
            self._workers += [threading.Thread(target=self._work, args=(lane,), name=lane, daemon=True) for _ in range(count)]
        for worker in self._workers:
            worker.start()
        threading.Thread(target=self._pulse, name="pulse", daemon=True).start()

    def receive(self, job: Job, event: str = "") -> None:
        """Keep a job, and tell its asker so; one that is known already is left alone.

        Raises:
            LibraryUnwritable: it cannot be kept.
        """
        if self._inbox.put(job, event):
            self._greeters.submit(self._greet, job)

    def stop(self, within_s: float) -> bool:
        """Take up nothing more, finish what is in flight or hand it back; whether all of it was."""
        self._inbox.close()
        self._greeters.shutdown(wait=True, cancel_futures=True)  # whom they did not greet, the next process does
        for share in (0.75, 0.25):  # to finish, and then to break off
            deadline = time.monotonic() + share * within_s
            for worker in self._workers:
                worker.join(max(0.0, deadline - time.monotonic()))
            self._stopping.set()
        return not any(worker.is_alive() for worker in self._workers)

    # Heard ------------------------------------------------------------------------------------------------------------------------------

    def _greet(self, job: Job) -> None:
        """Show at once that a job was heard, and give it to the workers; that comes about whatever fails."""
        try:
            job = self._seen(self._anchored(job))
        except Exception as error:  # noqa: BLE001 (the answer is to come all the same)
            _LOG.warning("%s was heard, but could not be shown to be: %s", job.key, code_of(error) or error)
        try:
            self._inbox.keep(job)
            self._inbox.ready(job)
        except PinciteError as error:
            _LOG.error("%s waits for the next start: %s", job.key, error.message)

    def _anchored(self, job: Job) -> Job:
        """The job with a thread to answer in: a command's is made, in the channel or, where we are not in it, between us and who asked."""
        if job.thread or job.lane == "quick":
            return job
        blocks = _asked(job)
        try:
            sent = self._client.chat_postMessage(channel=job.channel, blocks=blocks, text=notification(blocks))
        except FAILURES as error:
            if code_of(error) not in _OUTSIDE:
                raise
            return self._taken_aside(job)
        return replace(job, thread=sent["ts"], ts=sent["ts"])

    def _taken_aside(self, job: Job) -> Job:
        """The job, to be answered between us and who asked."""
        blocks = _asked(job)
        sent = self._client.chat_postMessage(channel=job.user, blocks=blocks, text=notification(blocks))
        if job.more.get("response_url"):
            told = notice_blocks(wording.ASIDE)
            WebhookClient(str(job.more["response_url"])).send(text=notification(told), blocks=told, response_type="ephemeral")
        return replace(job, channel=sent["channel"], thread=sent["ts"], ts=sent["ts"], is_direct=True)

    def _seen(self, job: Job) -> Job:
        """The job, after its asker saw a status or, where Slack has none, a message that will become the answer."""
        if not job.thread or job.lane == "quick" or job.replies:
            return job
        waiting = sum(one.lane == job.lane for one in self._inbox.unanswered()) - _WORKERS[job.lane]
        status = wording.waiting(waiting) if waiting > 0 else wording.BEGUN[job.kind]
        code = self._status(job, status)
        if code in _OUTSIDE and job.more.get("response_url"):
            job = self._taken_aside(job)
            code = self._status(job, status)
        if not code:
            return job
        blocks = notice_blocks(wording.as_message(status))
        sent = self._client.chat_postMessage(channel=job.channel, thread_ts=job.thread, blocks=blocks, text=notification(blocks))
        return replace(job, replies=(sent["ts"],))

    def _status(self, job: Job, status: str) -> str:
        """Set what stands under a thread while it waits; Slack's word for why it does not, empty where it does or may at another time."""
        status = plain(status)[:_STATUS]
        self._statuses[job.key] = status
        try:
            self._hasty.assistant_threads_setStatus(channel_id=job.channel, thread_ts=job.thread, status=status)
        except FAILURES as error:
            code = code_of(error)
            return "" if is_undecided(error) or code == "ratelimited" else code or "unknown"
        return ""

    def _say(self, job: Job, status: str) -> None:
        if not job.replies:  # a message that shows already is not to be overwritten with a status
            self._status(job, status)

    def _pulse(self) -> None:
        """Keep the statuses of those who wait from vanishing."""
        while not self._stopping.wait(_PULSE_S):
            for job in self._inbox.unanswered():
                if job.thread and not job.replies and job.key in self._statuses:
                    self._status(job, self._statuses[job.key])

    # Working ----------------------------------------------------------------------------------------------------------------------------

    def _work(self, lane: Lane) -> None:
        while True:
            try:
                job = self._inbox.claim(lane)
            except PinciteError as error:
                _LOG.error("the inbox cannot be read: %s", error.message)
                if self._stopping.wait(_APART_S):
                    return
                continue
            if job is None:
                return
            self._try(Task(job, self._inbox, self._reply, self._say, self._stopping.is_set))

    def _reply(self, task: Task) -> Reply | Aside:
        job = task.job
        if not job.thread:
            return Aside(str(job.more.get("response_url", "")))
        return Reply(
            self._client, job.channel, job.thread, since=job.ts, asker=(job.team, job.user), bot=self._bot, earlier=job.replies,
            on_messages=lambda messages: task.keep(replies=messages),
        )  # fmt: skip

    def _try(self, task: Task) -> None:
        is_told = True
        try:
            self._do(task)
        except HandedBack:
            self._inbox.hand_back(task.job)
            return
        except PinciteError as error:
            if error.retryable and task.job.tries + 1 < _TRIES:
                _LOG.warning("%s is tried again: %s", task.job.key, error.message)
                task.keep(tries=task.job.tries + 1)
                self._inbox.hand_back(task.job, _APART_S * 2 ** (task.job.tries - 1))
                return
            is_told = self._tell(task, error)
        except FAILURES as error:
            is_told = self._tell(task, mapped(error))
        except Exception as error:  # noqa: BLE001 (who asked is told, and the log has it)
            is_told = self._tell(task, unforeseen(error))
        if not is_told:
            self._inbox.hand_back(task.job, _LATER_S)
            return
        self._statuses.pop(task.job.key, None)
        self._inbox.done(task.job)

    def _tell(self, task: Task, error: PinciteError) -> bool:
        """Tell who asked what is wrong, in the thread, or where that fails between us; false where Slack takes neither for now."""
        job = task.job
        _LOG.warning("%s failed: %s", job.key, error.message)
        blocks = error_blocks(error.message, error.hint)
        try:
            task.reply.close(blocks)
        except PinciteError as second:
            _LOG.error("%s: its asker could not be told in the thread: %s", job.key, second.message)
            try:
                self._client.chat_postMessage(channel=job.user, blocks=blocks, text=notification(blocks))
            except FAILURES as third:
                _LOG.error("%s: its asker could not be told at all: %s", job.key, code_of(third) or third)
                return not is_passing(third)
        return True


def _asked(job: Job) -> Blocks:
    """Who asked for what: the words of a command, the topic in a form, or the message that was chosen."""
    form, message = job.more.get("form") or {}, job.more.get("message") or {}
    return asked_blocks(job.user, wording.ASKED[job.kind], job.text or str(form.get("topic") or message.get("text") or ""))
