"""Tracing: one trace from the HTTP request through the workflow to its SQL, sent as OTLP over HTTP.

Imported only where ``otlp_endpoint`` is set. What leaves the process is a list of attributes we know to hold nothing
personal; whatever else a library notes (addresses with queries, texts of exceptions, parameters) stays here.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog
from opentelemetry import propagate, trace
from opentelemetry.context import Context, attach
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagators.textmap import CarrierT, Getter, default_getter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan, SpanLimits
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, SpanContext, Status
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import Attributes
from temporalio import workflow
from temporalio.client import Plugin
from temporalio.contrib.opentelemetry import OpenTelemetryPlugin, create_tracer_provider
from temporalio.plugin import SimplePlugin
from temporalio.worker import (
    ExecuteWorkflowInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

from schemas.settings import Settings

TOLD = frozenset(
    {
        "daylight.request_id",
        "db.namespace",
        "db.operation.name",
        "db.query.text",
        "db.system.name",
        "error.type",
        "exception.type",
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "network.protocol.version",
        "temporalActivityID",
        "temporalActivityType",
        "temporalRunID",
        "temporalWorkflowID",
        "url.scheme",
    }
)
"""Attributes that may leave: codes, ids and statements without their values."""
LIVES_LONG = frozenset({"DisclosureApplication", "OwnRecordCorrection"})
"""Workflows that wait for years: no span lasts as long, and what their clock does is no part of the first request."""
LONGEST_STATEMENT = 4000
"""Characters of a statement that are kept."""


@contextmanager
def traced(settings: Settings, service: str) -> Iterator[None]:
    """Send the spans of this process as ``service`` while the block runs, and what is left at its end.

    The global provider is set for good: one process, one call. A sampled share is chosen by trace id alone, so all
    processes choose the same traces, and the flag of a stranger's ``traceparent`` decides nothing.
    """
    os.environ.setdefault("OTEL_SEMCONV_STABILITY_OPT_IN", "http,database")  # the stable names of attributes
    provider = create_tracer_provider(
        sampler=TraceIdRatioBased(settings.otlp_sample_ratio),
        resource=Resource.create({"service.name": service}),
        shutdown_on_exit=False,
        span_limits=SpanLimits(max_span_attribute_length=LONGEST_STATEMENT),
    )
    sender = OTLPSpanExporter(endpoint=f"{(settings.otlp_endpoint or '').rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(DiscreetExporter(sender)))
    trace.set_tracer_provider(provider)
    propagate.set_global_textmap(PlainTraceContext())
    try:
        yield
    finally:
        provider.shutdown()


def temporal_plugins() -> list[Plugin]:
    """For a Temporal client, and with it for its workers: spans of updates, activities and signals."""
    return [
        OpenTelemetryPlugin(add_temporal_spans=True),
        SimplePlugin("daylight-clock-traces", interceptors=[ClockBeginsTraces()]),
    ]


def trace_of_line(_: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A processor of log lines: adds ``trace_id`` and ``span_id`` (hexadecimal, W3C) of the span they fall into."""
    span = trace.get_current_span().get_span_context()
    if span.is_valid:
        line["trace_id"], line["span_id"] = trace.format_trace_id(span.trace_id), trace.format_span_id(span.span_id)
    return line


class PlainTraceContext(TraceContextTextMapPropagator):
    """``traceparent`` (W3C Trace Context) without ``tracestate``: a stranger's text does not travel into histories."""

    def extract(
        self, carrier: CarrierT, context: Context | None = None, getter: Getter[CarrierT] = default_getter
    ) -> Context:
        """The context of who called, if he named one."""
        named = trace.get_current_span(super().extract(carrier, Context(), getter)).get_span_context()
        if not named.is_valid:
            return context or Context()
        caller = SpanContext(named.trace_id, named.span_id, is_remote=True, trace_flags=named.trace_flags)
        return trace.set_span_in_context(NonRecordingSpan(caller), context)


class DiscreetExporter(SpanExporter):
    """Passes spans on with the attributes of ``TOLD`` only, without texts of errors."""

    def __init__(self, sender: SpanExporter) -> None:
        self._sender = sender

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send a batch; those of runs that last for years are left out."""
        told = [_told(span) for span in spans if not _lasts_for_years(span)]
        return self._sender.export(told) if told else SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        """Close the connection."""
        self._sender.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Nothing is held back here."""
        return self._sender.force_flush(timeout_millis)


class ClockBeginsTraces(Interceptor):
    """What a case's clock does, months after the request that began it, is a trace of its own."""

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:  # noqa: A002 - the SDK's name
        """For every workflow; only those that live long are changed."""
        return _OwnTraces


class _OwnTraces(WorkflowInboundInterceptor):
    async def execute_workflow(self, input: ExecuteWorkflowInput) -> object:  # noqa: A002 - the SDK's name
        """The context of the run's own task: nobody else's is changed, and there is nothing to put back."""
        if workflow.info().workflow_type in LIVES_LONG:
            attach(Context())
        return await super().execute_workflow(input)


def _lasts_for_years(span: ReadableSpan) -> bool:
    kind, _, name = span.name.partition(":")
    return kind == "RunWorkflow" and name in LIVES_LONG


def _told(span: ReadableSpan) -> ReadableSpan:
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=_some(span.attributes),
        events=[Event(event.name, _some(event.attributes), event.timestamp) for event in span.events],
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _some(attributes: Attributes) -> Attributes:
    return {name: value for name, value in (attributes or {}).items() if name in TOLD}
