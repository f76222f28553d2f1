"""Traces in OpenTelemetry's form, sent to a collector: a span a piece of work, and one for each of its steps.
No attribute holds what somebody typed, who it was, or what a document says or is called.

Only `PINCITE_TRACES` turns them on and says where they go: the OTEL_ variables, which an office sets for all
of its programs, do neither. What libraries would trace of themselves is not sent."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING

from assistant.watch import Event, watch
from ingest.errors import UsageError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

_OWN = (("x-sent-by", "pincite"),)  # without headers it would send those of OTEL_EXPORTER_OTLP_HEADERS
_TIMEOUT_S = 5
_LAST_MS = 3_000  # at the end, for what is not sent yet
_TRACED = ("question", "memo", "review", "check", "document")
_begun: list[Callable[[], None]] = []


def trace_to(address: str) -> None:
    """Send traces to the collector at that address from now on; once a process.

    Raises:
        UsageError: OTEL_SDK_DISABLED turns all traces of this machine's programs off.
    """
    if _begun:
        return
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import ALWAYS_ON
    from opentelemetry.trace import NoOpTracer, set_span_in_context

    # each of these would else be taken from the environment
    resource = Resource({"service.name": "pincite", "service.version": version("pincite")})
    provider = TracerProvider(sampler=ALWAYS_ON, resource=resource, shutdown_on_exit=False)
    processor = BatchSpanProcessor(
        _exporter(address),
        max_queue_size=2048,
        schedule_delay_millis=2_000,
        max_export_batch_size=512,
        export_timeout_millis=_TIMEOUT_S * 1000,
    )
    provider.add_span_processor(processor)
    tracer = provider.get_tracer("pincite")
    if isinstance(tracer, NoOpTracer):  # OTEL_SDK_DISABLED
        raise UsageError(
            "PINCITE_TRACES is set, and OTEL_SDK_DISABLED turns all traces of this machine's programs off",
            hint="unset one of them",
        )

    def sent(event: Event) -> None:
        if event.name not in _TRACED:
            return
        whole = tracer.start_span(event.name, start_time=event.began_ns, attributes=dict(event.values))
        within = set_span_in_context(whole)
        for one in event.steps:
            span = tracer.start_span(one.name, context=within, start_time=one.began_ns)
            span.end(one.ended_ns)
        whole.end(event.ended_ns)

    unwatch = watch(sent)

    def end() -> None:
        unwatch()
        processor.force_flush(_LAST_MS)
        provider.shutdown()

    _begun.append(end)
    atexit.register(end_traces)


def end_traces() -> None:
    """Send what is not sent yet, and no more from then on."""
    while _begun:
        _begun.pop()()


def _exporter(address: str) -> SpanExporter:
    """What sends spans: by gRPC, as Chroma brings that and every collector takes it."""
    from grpc import Compression
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter(
        endpoint=address,
        insecure=address.startswith("http://"),
        headers=_OWN,
        timeout=_TIMEOUT_S,
        compression=Compression.NoCompression,
    )
