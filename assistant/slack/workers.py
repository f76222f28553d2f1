"""The threads that work through the inbox, by lane, and what becomes of a job that fails."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from slack_sdk.web import WebClient

from assistant.render.slack.answer import error_blocks
from assistant.render.slack.text import notification
from assistant.slack.acknowledgement import Acknowledger
from assistant.slack.client import FAILURES, Outside, as_pincite_error, code_of, is_passing
from assistant.slack.ephemeral import EphemeralReply
from assistant.slack.inbox import Inbox, Job, Lane
from assistant.slack.reply import Reply
from assistant.slack.task import HandedBack, Task
from ingest.errors import PinciteError

_LOG = logging.getLogger(__name__)
_THREADS: dict[Lane, int] = {
    "answers": 2,
    "work": 1,
    "quick": 1,
}  # as on the web page: the cores of a small machine
_TRIES = 3
_APART_S = 5.0  # between tries, the first; each further one waits twice as long
_LATER_S = 60.0  # until Slack may take something from us again


class Workers:
    """The workers of one inbox; `do` does a task, and `home` is what no error message may show."""

    def __init__(
        self,
        inbox: Inbox,
        client: WebClient,
        hasty: WebClient,
        *,
        bot: str,
        home: str,
        do: Callable[[Task], None],
    ) -> None:
        self._inbox = inbox
        self._client = client
        self._bot = bot
        self._home = home
        self._do = do
        self._stopping = threading.Event()
        self._acknowledger = Acknowledger(inbox, client, hasty, self._stopping)
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Take up what was left, and whatever comes."""
        self._acknowledger.start()
        for lane, count in _THREADS.items():
            self._threads += [
                threading.Thread(target=self._work, args=(lane,), name=lane, daemon=True)
                for _ in range(count)
            ]
        for worker in self._threads:
            worker.start()

    def receive(self, job: Job, event: str = "") -> None:
        """Keep a job, and tell its asker so; one that is known already is left alone.

        Raises:
            LibraryUnwritable: it cannot be kept.
        """
        if self._inbox.put(job, event):
            self._acknowledger.receive(job)

    def stop(self, within_s: float) -> bool:
        """Take up nothing more, finish what is in flight or hand it back; whether all of it was."""
        self._inbox.close()
        self._acknowledger.stop()
        for share in (0.75, 0.25):  # to finish, and then to break off
            deadline = time.monotonic() + share * within_s
            for worker in self._threads:
                worker.join(max(0.0, deadline - time.monotonic()))
            self._stopping.set()
        return not any(worker.is_alive() for worker in self._threads)

    def _work(self, lane: Lane) -> None:
        """Work a lane off. Nothing ends it but the end: what goes wrong with the inbox itself is tried
        again."""
        job: Job | None = None
        while True:
            try:
                job = self._inbox.claim(lane)
                if job is None:
                    return
                self._try(Task(job, self._inbox, self._reply, self._acknowledger.say, self._stopping.is_set))
            except Exception as error:  # noqa: BLE001 (the worker is needed for the next job)
                _LOG.error(
                    "the inbox fails in lane %s: %s",
                    lane,
                    error,
                    exc_info=not isinstance(error, PinciteError),
                )
                if self._stopping.wait(_APART_S):
                    return
                if job is not None:
                    self._set_aside(replace(job, tries=job.tries + 1))

    def _set_aside(self, job: Job) -> None:
        """Hand a job back at which a worker failed that cannot tell so; not for ever."""
        with suppress(PinciteError):
            if job.tries < 2 * _TRIES:
                self._inbox.hand_back(job)
            else:
                _LOG.error("%s is given up", job.key)
                self._inbox.done(job)

    def _reply(self, task: Task) -> Reply | EphemeralReply:
        job = task.job
        if not job.thread:
            return EphemeralReply(str(job.more.get("response_url") or ""))
        return Reply(
            self._client,
            job.channel,
            job.thread,
            since=job.ts,
            asker=(job.team, job.user),
            bot=self._bot,
            earlier=job.replies,
            on_messages=lambda messages: task.keep(replies=messages),
        )

    def _try(self, task: Task) -> None:
        is_reported = True
        try:
            self._require_thread(task)
            self._acknowledger.begin(task.job)
            self._do(task)
        except HandedBack:
            self._inbox.hand_back(task.job)
            return
        except Exception as error:  # noqa: BLE001 (who asked is told, and the log has it)
            failure = as_pincite_error(error)
            if self._again(task, failure):
                return
            is_reported = self._report(task, failure)
        if not is_reported:
            self._inbox.hand_back(task.job, _LATER_S)
            return
        self._acknowledger.forget(task.job)
        self._inbox.done(task.job)

    def _require_thread(self, task: Task) -> None:
        """Give a job its thread that was to have one and, when it was heard, could not get it."""
        with_thread = self._acknowledger.with_thread(task.job)
        if with_thread is not task.job:
            task.move(with_thread)

    def _again(self, task: Task, error: PinciteError) -> bool:
        """Hand back what may come about at another try: somewhat later, or elsewhere where we may not
        write."""
        if task.job.tries + 1 >= _TRIES:
            return False
        if isinstance(error, Outside) and not task.job.is_direct:
            task.move(self._acknowledger.in_direct_message(task.job))
        elif not error.retryable:
            return False
        _LOG.warning("%s is tried again: %s", task.job.key, error.message)
        task.keep(tries=task.job.tries + 1)
        self._inbox.hand_back(
            task.job, 0.0 if isinstance(error, Outside) else _APART_S * 2 ** (task.job.tries - 1)
        )
        return True

    def _report(self, task: Task, error: PinciteError) -> bool:
        """Tell who asked what is wrong, in the thread, or where that fails between us; false where Slack
        takes neither for now."""
        job = task.job
        _LOG.warning("%s failed: %s", job.key, error.message)
        blocks = error_blocks(error.message, error.hint, home=self._home)
        try:
            task.reply.close(blocks)
        except PinciteError as second:
            _LOG.error("%s: the failure could not be reported in the thread: %s", job.key, second.message)
            try:
                self._client.chat_postMessage(channel=job.user, blocks=blocks, text=notification(blocks))
            except FAILURES as third:
                _LOG.error(
                    "%s: the failure could not be reported at all: %s", job.key, code_of(third) or third
                )
                return not is_passing(third)
        return True
