"""Where a case stands between two of its events, as far as its stages are concerned."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from schemas.events import ReplyDrafted
from schemas.forecast import Stage
from schemas.law.versions import statute_of
from schemas.policy import Policy
from schemas.vocabulary import Consulted, StatuteId

HANDLING = frozenset({Stage.SEARCH, Stage.REVIEW, Stage.DRAFTING})


@dataclass(frozen=True, slots=True)
class Asked:
    """A consultation that stops the clock. ``unheard``: the documents on which nothing was said yet."""

    sent_on: date
    until_on: date | None = None
    unheard: frozenset[UUID] = frozenset()


@dataclass(slots=True)
class Course:
    """Where a case stands while its events are read."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(Policy().timezone))
    statute: StatuteId | None = None
    stage: Stage = Stage.REGISTRATION
    course: int = 0
    waiting: bool = False  # the applicant is waited for, and no limit runs
    awaiting: bool = False  # he is waited for, and the limit may run
    held: bool = False  # nothing can extend the limit any more: extended, ordered or issued
    added: int = 0  # working days by which the present limit is longer
    ordered: bool = False
    asked: dict[str, Asked] = field(default_factory=dict)
    rounds: set[str] = field(default_factory=set)
    searched: bool = False
    unreviewed: set[UUID] = field(default_factory=set)
    drafted: ReplyDrafted | None = None

    def restart(self) -> None:
        """A new limit begins, or will when the applicant has done his part."""
        self.course += 1
        self.added = 0

    def go_on(self) -> None:
        """The applicant is not waited for any more."""
        self.awaiting = self.waiting = False

    def stops(self, who: Consulted) -> bool:
        """Whether asking them stops the count (art. 33(3))."""
        return self.statute is not None and who in statute_of(self.statute).excluded

    def heard(self, asked_id: str) -> None:
        """One that was waited for is not any more."""
        self.asked.pop(asked_id, None)

    def move_on(self) -> None:
        """From search to review to drafting, as far as the work is done."""
        if self.stage in HANDLING and self.searched and not self.rounds:
            self.stage = Stage.REVIEW if self.unreviewed else Stage.DRAFTING
