"""What goes into and comes out of the workflow that works on the documents of a case, in the background."""

from uuid import UUID

from pydantic import Field

from schemas.base import Recorded

LONGEST_JOB_SECONDS = 1200
"""No job may be allowed more time than this: the time-outs of the workflow are made from it."""


def documents_queue(task_queue: str) -> str:
    """The task queue of the work on documents, beside that of everything else: it never takes the place of a step."""
    return f"{task_queue}-documents"


class DocumentWorkStart(Recorded):
    """Work on the documents of one case until nothing waits. ``done``: jobs ended by the runs before."""

    case_id: UUID
    done: int = 0


class WorkOrder(Recorded):
    """Work for so many seconds, then say how much is left: an activity must not last for hours."""

    case_id: UUID
    seconds: float = Field(60, gt=0)


class WorkDone(Recorded):
    """How many jobs were ended, well or not, and whether more wait."""

    done: int
    more: bool


class DocumentWorkEnd(Recorded):
    """Result of the workflow: jobs ended by it."""

    done: int
