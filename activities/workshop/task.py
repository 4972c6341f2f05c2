"""What passes between the worker and the process of a job: the task on stdin, the answer on stdout, the exit status."""

from enum import IntEnum

from activities.workshop.limits import Limits
from schemas.base import Recorded

MOST_ANSWER = 64 * 1024 * 1024
"""Bytes of JSON."""


class Status(IntEnum):
    """How the process ends by its own will; the answer is the result, a ``Refusal`` or a ``Failure``."""

    DONE = 0
    REFUSED = 65
    UNFIT = 69
    FAILED = 70


class Task(Recorded):
    """``place`` and ``order_type``: ``module:name``. ``order``: JSON of that type."""

    place: str
    order_type: str
    order: str
    limits: Limits


class Refusal(Recorded):
    """A code of the catalogue of messages."""

    code: str
    field: str | None = None


class Failure(Recorded):
    """An exception nobody foresaw: its type and the line, never its text, which may quote the document."""

    error: str
    at: str
