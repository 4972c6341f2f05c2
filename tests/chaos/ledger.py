"""What the clients of a run wrote down: every command before it was sent, every acknowledgement when it came.

It is a file of lines, so what was acknowledged is known whatever becomes of the process that asked; the audit reads it.
"""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter

from schemas.base import Recorded

SUBMISSION = "submission"
"""What is asked by the command that brings an application in; any other names a step."""


class Asked(Recorded):
    """A command that will be sent until it is answered; ``at`` in seconds of this machine's monotonic clock."""

    line: Literal["asked"] = "asked"
    key: str
    job: int
    what: str
    at: float


class Acknowledged(Recorded):
    """The answer to a command. ``first``, ``sent``: when it was sent for the first time, and the time it was answered.

    ``events``: of a step, their kinds in order; a submission's answer names none.
    """

    line: Literal["acknowledged"] = "acknowledged"
    key: str
    job: int
    what: str
    case_id: UUID
    reference: str
    version: int
    events: tuple[str, ...]
    first: float
    sent: float
    at: float


class Refused(Recorded):
    """A command that was refused for good and has had no effect: the case had moved on, and it is asked anew."""

    line: Literal["refused"] = "refused"
    key: str
    job: int
    code: str
    at: float


Line = Asked | Acknowledged | Refused
_lines: TypeAdapter[Line] = TypeAdapter(Line)


class Ledger:
    """The book of one run. ``troubles`` counts the attempts that got no answer, by what happened instead."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", buffering=1)
        self.asked: dict[str, Asked] = {}
        self.acknowledged: dict[str, Acknowledged] = {}
        self.refused: dict[str, Refused] = {}
        self.troubles = Counter[str]()

    @classmethod
    def read(cls, path: Path) -> "Ledger":
        """The book as it was left."""
        ledger = cls(path)
        for line in path.read_text().splitlines():
            ledger._take(_lines.validate_json(line))
        return ledger

    def write(self, line: Line) -> None:
        """Enter one line; an acknowledgement counts once, however often it came."""
        if isinstance(line, Asked) and line.key in self.asked:
            return
        self._take(line)
        self._file.write(line.model_dump_json() + "\n")

    def close(self) -> None:
        """Nothing more is entered."""
        self._file.close()

    def submissions(self) -> Iterator[Acknowledged]:
        """The acknowledged submissions."""
        return (one for one in self.acknowledged.values() if one.what == SUBMISSION)

    def steps(self) -> Iterator[Acknowledged]:
        """The acknowledged steps."""
        return (one for one in self.acknowledged.values() if one.what != SUBMISSION)

    def _take(self, line: Line) -> None:
        match line:
            case Asked():
                self.asked[line.key] = line
            case Acknowledged():
                self.acknowledged[line.key] = line
            case Refused():
                self.refused[line.key] = line


def now() -> float:
    """Seconds of the clock that every line is written by."""
    return time.monotonic()
