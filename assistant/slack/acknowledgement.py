"""Who asks sees at once that they were heard: a thread for a command, and a status under it for as long as it
waits."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from slack_sdk.web import WebClient

from assistant.lexicon.printable import plain
from assistant.render.slack import wording
from assistant.render.slack.answer import asked_blocks, notice_blocks
from assistant.render.slack.text import Blocks, notification
from assistant.slack.client import FAILURES, OUTSIDE, code_of, is_undecided
from assistant.slack.ephemeral import send_ephemeral
from assistant.slack.inbox import Inbox, Job
from ingest.errors import PinciteError

_LOG = logging.getLogger(__name__)
_AT_ONCE = 4
_STATUS = 100  # characters
_PULSE_S = 60.0  # Slack takes a status away after two minutes
_AGAIN_S = 5.0


class Acknowledger:
    """Acknowledges the jobs of one inbox, and then leaves them to the workers. Nobody waits for a status,
    which the `hasty` client sets."""

    def __init__(self, inbox: Inbox, client: WebClient, hasty: WebClient, stopping: threading.Event) -> None:
        self._inbox = inbox
        self._client = client
        self._hasty = hasty
        self._stopping = stopping
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="acknowledge")
        self._statuses: dict[str, str] = {}  # by job, as last said

    def start(self) -> None:
        """Acknowledge what the last process did not."""
        for job in self._inbox.unheard():
            self.receive(job)
        threading.Thread(target=self._pulse, name="pulse", daemon=True).start()

    def receive(self, job: Job) -> None:
        """Acknowledge it soon, and give the job to the workers."""
        with suppress(RuntimeError):  # the pool is closed: the next process acknowledges
            self._pool.submit(self._acknowledge, job)

    def stop(self) -> None:
        """Acknowledge nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _acknowledge(self, job: Job) -> None:
        for step in (self.with_thread, self._seen):
            try:
                job = step(job)
                self._inbox.keep(job)
            except Exception as error:  # noqa: BLE001 (the answer is to come all the same)
                _LOG.warning(
                    "%s was heard, but could not be shown to be: %s", job.key, code_of(error) or error
                )
        while True:
            try:
                self._inbox.ready(job)
                return
            except PinciteError as error:
                _LOG.error("%s waits: %s", job.key, error.message)
                if self._stopping.wait(_AGAIN_S):
                    return

    # Threads ------------------------------------------------------------------------------------------------

    def with_thread(self, job: Job) -> Job:
        """The job with a thread to answer in: a command's is made, in the channel or, where we are not in it,
        between us and who asked."""
        if job.thread or job.lane == "quick":
            return job
        blocks = _asked(job)
        try:
            sent = self._client.chat_postMessage(
                channel=job.channel, blocks=blocks, text=notification(blocks)
            )
        except FAILURES as error:
            if code_of(error) not in OUTSIDE:
                raise
            return self.in_direct_message(job)
        return replace(job, thread=sent["ts"], ts=sent["ts"])

    def in_direct_message(self, job: Job) -> Job:
        """The job, to be answered between us and who asked."""
        blocks = _asked(job)
        sent = self._client.chat_postMessage(channel=job.user, blocks=blocks, text=notification(blocks))
        send_ephemeral(str(job.more.get("response_url") or ""), notice_blocks(wording.IN_DIRECT_MESSAGE))
        return replace(
            job, channel=sent["channel"], thread=sent["ts"], ts=sent["ts"], replies=(), is_direct=True
        )

    # Statuses -----------------------------------------------------------------------------------------------

    def _seen(self, job: Job) -> Job:
        """The job, after its asker saw a status or, where Slack has none, a message that will become the
        answer."""
        if not job.thread or job.lane == "quick" or job.replies:
            return job
        before = self._inbox.waiting(job)
        status = wording.waiting(before) if before > 0 else wording.BEGUN[job.kind]
        code = self._status(job, status)
        if code in OUTSIDE and not job.is_direct:
            job = self.in_direct_message(job)
            code = self._status(job, status)
        if not code:
            return job
        blocks = notice_blocks(wording.as_message(status))
        sent = self._client.chat_postMessage(
            channel=job.channel, thread_ts=job.thread, blocks=blocks, text=notification(blocks)
        )
        return replace(job, replies=(sent["ts"],))

    def begin(self, job: Job) -> None:
        """Tell the asker that their turn has come, unless they know it."""
        if job.kind in wording.BEGUN and self._statuses.get(job.key) != wording.BEGUN[job.kind]:
            self.say(job, wording.BEGUN[job.kind])

    def say(self, job: Job, status: str) -> None:
        """Tell the asker where it stands; a message that shows already is not to be overwritten with a
        status."""
        if job.thread and not job.replies:
            self._status(job, status)

    def forget(self, job: Job) -> None:
        """It is answered."""
        self._statuses.pop(job.key, None)

    def _status(self, job: Job, status: str) -> str:
        """Set what stands under a thread while it waits; Slack's word for why it does not, empty where it
        does or may at another time."""
        self._statuses[job.key] = status = plain(status)[:_STATUS]
        try:
            self._hasty.assistant_threads_setStatus(
                channel_id=job.channel, thread_ts=job.thread, status=status
            )
        except FAILURES as error:
            code = code_of(error)
            return "" if is_undecided(error) or code == "ratelimited" else code or "unknown"
        return ""

    def _pulse(self) -> None:
        """Keep the statuses of those who wait from vanishing."""
        while not self._stopping.wait(_PULSE_S):
            with suppress(PinciteError):  # the next pulse may read the inbox
                for job in self._inbox.unanswered():
                    if status := self._statuses.get(job.key):
                        self.say(job, status)


def _asked(job: Job) -> Blocks:
    """Who asked for what: the words of a command, the topic in a form, or the message that was chosen."""
    form, message = job.more.get("form") or {}, job.more.get("message") or {}
    return asked_blocks(
        job.user, wording.ASKED[job.kind], job.text or str(form.get("topic") or message.get("text") or "")
    )
