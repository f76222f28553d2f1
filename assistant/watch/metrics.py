"""Every metric, in Prometheus' form. No label says who somebody is, what was asked or what a document is
called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from importlib.util import find_spec

from assistant.watch import Event
from ingest.errors import UsageError

_UP_TO_S = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The metrics of this process, as a watcher; `documents` says at a scrape how many there are.

    Raises:
        UsageError: the extra is not installed.
    """

    def __init__(self, documents: Callable[[], int]) -> None:
        if find_spec("prometheus_client") is None:
            raise UsageError(
                "PINCITE_METRICS is set, and the library for metrics is not installed",
                hint='pip install "pincite[office]"',
            )
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._registry = of = CollectorRegistry()
        self.questions = Counter(
            "pincite_questions",
            "Questions, by outcome: answered, declined, clarify, capabilities, failed, stopped.",
            ["outcome"],
            registry=of,
        )
        self.question_seconds = Histogram(
            "pincite_question_seconds", "From a question to its whole answer.", buckets=_UP_TO_S, registry=of
        )
        self.stage_seconds = Histogram(
            "pincite_stage_seconds",
            "What each stage of a question took: understand, retrieve, rerank, draft and check, check, chat"
            " model, record.",
            ["stage"],
            buckets=_UP_TO_S,
            registry=of,
        )
        self.work = Counter(
            "pincite_work",
            "Memos, reviews and checks, by outcome: done, failed, stopped.",
            ["kind", "outcome"],
            registry=of,
        )
        self.waiting = Gauge("pincite_queue_waiting", "Who waits for a turn now.", ["queue"], registry=of)
        self.wait_seconds = Histogram(
            "pincite_queue_wait_seconds",
            "How long a turn was waited for.",
            ["queue"],
            buckets=_UP_TO_S,
            registry=of,
        )
        self.documents = Gauge("pincite_documents", "Documents in the library.", registry=of)
        self.documents.set_function(documents)
        self.changed = Counter(
            "pincite_documents_changed",
            "Documents added and changed, by outcome: stored, replaced, moved, unchanged, skipped, refused,"
            " removed.",
            ["outcome"],
            registry=of,
        )
        self.ingest_seconds = Histogram(
            "pincite_ingest_seconds", "What a document took to store.", buckets=_UP_TO_S, registry=of
        )
        self.refused = Counter(
            "pincite_refused", "Requests that were not let in, by HTTP status.", ["status"], registry=of
        )
        self.chat_failures = Counter(
            "pincite_chat_failures",
            "Calls of the chat model that failed, by reason: late, temporary, refused.",
            ["reason"],
            registry=of,
        )
        self.record_writes = Counter(
            "pincite_record_writes", "Entries of the record: written or failed.", ["outcome"], registry=of
        )
        for told in ("answered", "declined", "failed", "stopped"):  # a rate needs a beginning
            self.questions.labels(told)
        for told in ("written", "failed"):
            self.record_writes.labels(told)

    def __call__(self, event: Event) -> None:
        """Count an event."""
        outcome = str(event.values.get("outcome", ""))
        match event.name:
            case "question":
                self.questions.labels(outcome).inc()
                self.question_seconds.observe(event.seconds)
                took: dict[str, float] = defaultdict(float)
                for one in event.steps:
                    took[one.name] += one.seconds
                for stage, seconds in took.items():
                    self.stage_seconds.labels(stage).observe(seconds)
            case "memo" | "review" | "check":
                self.work.labels(event.name, outcome).inc()
            case "queue":
                self.waiting.labels(event.values["queue"]).set(float(event.values["waiting"]))
            case "turn":
                self.wait_seconds.labels(event.values["queue"]).observe(event.seconds)
            case "document":
                self.changed.labels(outcome).inc()
                self.ingest_seconds.observe(event.seconds)
            case "refused":
                self.refused.labels(event.values["status"]).inc()
            case "chat failed":
                self.chat_failures.labels(event.values["reason"]).inc()
            case "record":
                self.record_writes.labels(outcome).inc()

    def text(self) -> bytes:
        """What a scrape is answered."""
        from prometheus_client import generate_latest

        return generate_latest(self._registry)
