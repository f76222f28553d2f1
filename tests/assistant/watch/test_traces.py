"""Traces reach a collector that speaks OTLP, hold nothing that was typed, and go nowhere else."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from assistant.watch import Values, followed, happened, step
from assistant.watch.traces import end_traces, trace_to
from ingest.errors import UsageError
from tests.commands import Pincite

TYPED = "Who painted the secret pier?"


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """Keeps what is exported to it."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.headers: list[dict[str, str]] = []

    def Export(self, request: Any, context: Any) -> Any:  # noqa: N802 (the service's name for it)
        self.sent.append(request)
        self.headers.append({one.key: str(one.value) for one in context.invocation_metadata()})
        return trace_service_pb2.ExportTraceServiceResponse()

    @property
    def spans(self) -> list[Any]:
        return [
            span
            for request in self.sent
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
def collector() -> Iterator[tuple[Collector, str]]:
    """A real server of the protocol, on loopback."""
    kept, server = Collector(), grpc.server(futures.ThreadPoolExecutor(2))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(kept, server)  # type: ignore[no-untyped-call]
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield kept, f"http://127.0.0.1:{port}"
    end_traces()
    server.stop(None)


def work() -> Iterator[str]:
    with step("retrieve"), step("rerank"):
        pass
    with step("check"):
        yield "whole"


def test_a_question_is_a_span_with_its_steps_and_no_word_of_it(collector: tuple[Collector, str]) -> None:
    kept, address = collector
    trace_to(address)
    told: Values = {"outcome": "answered", "sentences": 2}
    assert [*followed("question", work(), lambda one: told, user="ana", text=TYPED)] == ["whole"]
    happened("refused", status=421)
    end_traces()
    whole = next(one for one in kept.spans if one.name == "question")
    parts = {one.name: one for one in kept.spans if one.parent_span_id == whole.span_id}
    assert parts.keys() == {"retrieve", "rerank", "check"} and len(kept.spans) == 4
    assert all(one.trace_id == whole.trace_id for one in parts.values())
    assert whole.start_time_unix_nano <= parts["rerank"].start_time_unix_nano
    assert {one.key for one in whole.attributes} == {"outcome", "sentences"}
    for planted in (TYPED, "ana", "pier"):
        assert planted not in str(kept.sent)


@contextmanager
def listener() -> Iterator[tuple[str, list[object]]]:
    """Where an office's other programs send theirs: who calls there."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as open_:

        def take() -> None:
            with suppress(OSError):
                while True:
                    callers.append(open_.accept()[1])

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{open_.getsockname()[1]}", callers


def for_others(address: str) -> dict[str, str]:
    """What an office sets for its other programs."""
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": address,
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": address,
        "OTEL_EXPORTER_OTLP_HEADERS": "authorization=harbour-key",
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_TRACES_SAMPLER": "always_off",
        "OTEL_RESOURCE_ATTRIBUTES": "harbour=north",
        "CHROMA_OTEL_COLLECTION_ENDPOINT": address,
        "CHROMA_OTEL_GRANULARITY": "all",
    }


@pytest.mark.model
@pytest.mark.process
def test_where_they_are_off_nobody_is_called_whatever_is_set_for_other_programs(
    home: Path, tmp_path: Path, pincite_apart: Pincite
) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry of Ensenada sails at nine each morning.")
    with listener() as (address, callers):
        done = pincite_apart("ingest", tmp_path / "ferry.txt", home=home, env=for_others(address))
        assert done.returncode == 0
        done = pincite_apart("ask", "When does the ferry sail?", home=home, env=for_others(address))
        assert "nine" in done.stdout
        assert callers == []


@pytest.fixture
def set_for_others(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    with listener() as (address, callers):
        for name, value in for_others(address).items():
            monkeypatch.setenv(name, value)
        yield callers


def test_where_they_are_on_they_go_where_they_are_to_alone(
    collector: tuple[Collector, str], set_for_others: list[object]
) -> None:
    kept, address = collector
    trace_to(address)
    assert [*followed("question", work(), lambda one: {"outcome": "answered"})]
    end_traces()
    assert len(kept.spans) == 4 and set_for_others == []
    assert "harbour" not in str(kept.sent) + str(kept.headers)


def test_traces_that_are_turned_off_for_the_machine_and_on_for_us_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    with pytest.raises(UsageError, match="OTEL_SDK_DISABLED"):
        trace_to("http://127.0.0.1:1")


def test_a_collector_that_is_away_holds_nobody() -> None:
    with listener() as (gone, _):
        pass
    trace_to(gone)
    assert [*followed("question", work(), lambda one: {"outcome": "answered"})] == ["whole"]
    end_traces()
    assert os.environ.get("PINCITE_TRACES") is None
