"""What came of beginning the workflows of open cases again from the record."""

from typing import NamedTuple
from uuid import UUID

from schemas.base import Recorded


class NotStarted(Recorded):
    """A case or request whose workflow could not be begun, and why: a code of the catalogue of messages."""

    id: UUID
    code: str


class Restarted(Recorded):
    """``started`` anew, ``running`` already and left alone, ``removed``: workflows of what is not on record."""

    started: int = 0
    running: int = 0
    removed: int = 0
    not_started: tuple[NotStarted, ...] = ()

    def __add__(self, other: "Restarted") -> "Restarted":
        return Restarted(
            started=self.started + other.started,
            running=self.running + other.running,
            removed=self.removed + other.removed,
            not_started=(*self.not_started, *other.not_started),
        )


class WorkflowStart(NamedTuple):
    """How a workflow is begun: type, id, input."""

    workflow: str
    id: str
    start: Recorded
