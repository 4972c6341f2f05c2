"""What the API counts of itself for Prometheus: requests by route, steps, refusals. No label names anybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import Counter, Histogram

from schemas.errors import DaylightError, Unavailable

REQUEST_SECONDS = Histogram(
    "daylight_http_request_duration_seconds",
    "Requests until the last byte of their answer, by method, route template and class of status.",
    ["method", "route", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
STEP_SECONDS = Histogram(
    "daylight_step_duration_seconds",
    "Steps of cases, from the question to the workflow to its answer; result: taken, refused, unanswered.",
    ["step", "result"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15),
)
REFUSALS = Counter("daylight_refusals_total", "Requests that were refused, by the code of the refusal.", ["code"])


@contextmanager
def step_timed(step: str) -> Iterator[None]:
    """Measure a step while the block runs, by how it ends."""
    began, result = perf_counter(), "unanswered"
    try:
        yield
        result = "taken"
    except Unavailable:
        raise
    except DaylightError:
        result = "refused"
        raise
    finally:
        STEP_SECONDS.labels(step, result).observe(perf_counter() - began)
