"""A span for every SQL statement. Imported only by processes that are traced.

The library's instrumentor changes every engine of the process and adds a span for each connection taken from a pool;
its tracer of one engine is all we want.
"""

from opentelemetry.instrumentation.sqlalchemy.engine import EngineTracer
from opentelemetry.metrics import NoOpMeter
from opentelemetry.trace import get_tracer
from sqlalchemy.ext.asyncio import AsyncEngine


def trace_statements_of(engine: AsyncEngine) -> None:
    """Have the statements of an engine traced, as text with placeholders: values never stand in it."""
    uncounted = NoOpMeter("daylight").create_up_down_counter("connections")  # the pool is counted where it is asked
    EngineTracer(get_tracer("daylight.sql"), engine.sync_engine, uncounted)  # type: ignore[no-untyped-call]
