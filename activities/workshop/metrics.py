"""What is counted of jobs on files for Prometheus: how long they took, by kind and by how they ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import Histogram

from schemas.errors import DaylightError

JOB_SECONDS = Histogram(
    "daylight_workshop_job_duration_seconds",
    "Jobs on files in processes of their own; end: done, or the code of the refusal, or broken.",
    ["verb", "end"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600),
)


@contextmanager
def job_timed(verb: str) -> Iterator[None]:
    """Measure a job while the block runs, by how it ends."""
    began, end = perf_counter(), "broken"
    try:
        yield
        end = "done"
    except DaylightError as refused:
        end = refused.code
        raise
    finally:
        JOB_SECONDS.labels(verb, end).observe(perf_counter() - began)
