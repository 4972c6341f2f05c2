"""Digests (办理情况简报): how an agency's cases stood at the end of a period, for those who supervise it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from schemas.base import Frozen, Line, Recorded
from schemas.clock import Day
from schemas.digest_periods import Period, Span
from schemas.vocabulary import Instance, RemedyResult, Role, State

ADDRESSEES = (Role.SUPERVISOR, Role.OGI_HEAD, Role.AGENCY_HEAD)
"""Who of an agency is sent its digests."""
SCHEDULERS = frozenset({Role.ADMINISTRATOR, Role.OGI_HEAD})
"""Who may pause, resume, run and back-fill the schedules of the own agency."""
LONGEST_BACKFILL = 60
"""Most periods one request may back-fill."""
FARTHEST_BACKFILL = timedelta(days=2 * 366)
"""How long ago a period may have ended that is back-filled: no mail about what nobody remembers."""


class DigestRequest(Recorded):
    """What a schedule starts ``PeriodicDigest`` with; the period is counted in the days of ``timezone``."""

    agency_id: UUID
    period: Period
    timezone: str


class DigestOrder(Recorded):
    """One digest to be made: of ``span``, due at ``due_at``."""

    agency_id: UUID
    period: Period
    span: Span
    due_at: datetime

    @property
    def key(self) -> str:
        """The business key: a whole period has one digest, a running one at most one interim digest a day."""
        interim = f"/interim/{self.span.last}" if self.span.interim else ""
        return f"{self.agency_id}/digest/{self.period}/{self.span.first}{interim}"


class DigestMade(Recorded):
    """``made``: false if it was there already."""

    digest_id: UUID
    made: bool
    late_days: int


class SchedulesRequest(Recorded):
    """Bring the schedules of every agency to these settings. ``hour``: at which they ring, at the agency."""

    task_queue: str
    hour: int


class ScheduleOrder(Recorded):
    """What an administrator ordered: the running period now, or, with both dates, those that were due from then on."""

    id: UUID
    agency_id: UUID
    period: Period
    first_due: datetime | None = None
    last_due: datetime | None = None
    ordered_at: datetime


class SchedulesKept(Recorded):
    """How many schedules were made anew and changed, and how many orders left by a crash Temporal was told of."""

    made: int
    changed: int
    told: int = 0


class Flow(Recorded):
    """What came in and went out in a span. ``in_time``: of those closed, all but those answered after their due date.

    ``on_time``: their share in per cent, one decimal, rounded down: 100.0 means all; null where none was closed.
    ``days_used``: working days on average, one decimal, null where none is known.
    """

    received: int = 0
    closed: int = 0
    in_time: int = 0
    on_time: Decimal | None = None
    days_used: Decimal | None = None


class LeftOfLimit(Recorded):
    """Open cases by working days left of the limit on the day ``Digest.as_of``; ``over``: overdue; ``stopped``: no
    limit runs in them."""

    over: int = 0
    upto_2: int = 0
    upto_5: int = 0
    upto_10: int = 0
    more: int = 0
    stopped: int = 0


class OpenCases(Recorded):
    """What was open at the end of the span. ``by_state``: in the order of a case's life, as at the making."""

    total: int = 0
    by_state: tuple[tuple[State, int], ...] = ()
    days_left: LeftOfLimit = LeftOfLimit()


class SlippedCase(Recorded):
    """A case that became overdue in the span, or was closed in it after its due date; ``days_late``: calendar days."""

    case_id: UUID
    reference: str
    state: State
    due_on: date
    days_late: int
    closed: bool
    handler: UUID | None = None
    handler_name: str | None = None


class Slipped(Recorded):
    """How many slipped, and which: the latest first, ``cases`` holding at most a hundred of them."""

    became_overdue: int = 0
    closed_late: int = 0
    cases: tuple[SlippedCase, ...] = ()


class Load(Recorded):
    """What lies with a handler, or in a department: open cases, of these overdue, and due within five working days.

    ``assigned``: false for what lies with nobody yet. ``name`` is null then, of a department, and for readers of
    another agency.
    """

    staff_id: UUID | None = None
    name: str | None = None
    department: str | None = None
    assigned: bool = True
    open: int
    overdue: int
    soon: int


class NoticesLeft(Recorded):
    """Notices of the agency's cases at the end of the span: not acknowledged and still standing; in the span: those of
    which a sending failed for good, and those for which there was nobody."""

    unacknowledged: int = 0
    oldest: date | None = None
    failed: int = 0
    nobody: int = 0


class Remedies(Recorded):
    """Reconsiderations, suits and complaints filed and decided in the span, and pending at its end."""

    filed: tuple[tuple[Instance, int], ...] = ()
    decided: tuple[tuple[RemedyResult, int], ...] = ()
    pending: int = 0


class AgencyFigures(Recorded):
    """One agency of several, for the authority that supervises them: open, overdue at the end, the rest in the span."""

    agency_id: UUID
    code: str
    name: str
    flow: Flow
    open: int
    overdue: int
    became_overdue: int


class DigestFigures(Recorded):
    """The content of a digest. ``before``: the flow of the span ``compared``. ``agencies``: the agency itself and those
    below it, empty where there are none below."""

    flow: Flow
    compared: Span
    before: Flow
    open: OpenCases
    slipped: Slipped
    handlers: tuple[Load, ...] = ()
    departments: tuple[Load, ...] = ()
    notices: NoticesLeft = NoticesLeft()
    remedies: Remedies = Remedies()
    agencies: tuple[AgencyFigures, ...] = ()


class DigestHead(Recorded):
    """Which digest it is: the days ``first`` to before ``until``; ``late_days``: made so many days after its time."""

    id: UUID
    agency_id: UUID
    agency_code: str
    agency_name: str
    timezone: str
    period: Period
    first: date
    until: date
    interim: bool
    due_at: datetime
    made_at: datetime
    late_days: int

    @property
    def span(self) -> Span:
        """The days covered."""
        return Span(first=self.first, until=self.until, interim=self.interim)


class Digest(DigestHead):
    """A digest whole. ``as_of``: the day from which working days left are counted."""

    as_of: date
    figures: DigestFigures

    def without_names(self) -> "Digest":
        """As readers of another agency see it: how many cases lie with how many people, and not with whom."""
        handlers = tuple(load.model_copy(update={"staff_id": None, "name": None}) for load in self.figures.handlers)
        nameless = {"handler": None, "handler_name": None}
        cases = tuple(case.model_copy(update=nameless) for case in self.figures.slipped.cases)
        slipped = self.figures.slipped.model_copy(update={"cases": cases})
        figures = self.figures.model_copy(update={"handlers": handlers, "slipped": slipped})
        return self.model_copy(update={"figures": figures})

    def without_others(self) -> "Digest":
        """As those read it who oversee their own agency alone: no line for any agency below it."""
        return self.model_copy(update={"figures": self.figures.model_copy(update={"agencies": ()})})


class DigestPage(Recorded):
    """A page of digests, newest first; ``next``: the cursor of the page after it."""

    items: tuple[DigestHead, ...]
    next: str | None = None


class Pause(Recorded):
    """Who paused a schedule, when, and why."""

    paused_by: UUID
    paused_at: datetime
    note: str


class DigestSchedule(Recorded):
    """A schedule of the agency. ``next_runs``: empty while it is paused; ``last_runs``: newest first, when each was due
    and when it really began."""

    id: str
    period: Period
    timezone: str
    hour: int
    pause: Pause | None = None
    next_runs: tuple[datetime, ...] = ()
    last_runs: tuple[tuple[datetime, datetime], ...] = ()


class DigestSchedules(Recorded):
    """The five schedules of an agency."""

    items: tuple[DigestSchedule, ...]


class PauseNote(Frozen):
    """Why a schedule is paused; stays on record."""

    note: Line


class Backfill(Frozen):
    """Make the digests of the whole periods from ``first`` to before ``until`` that are not there yet."""

    first: Day = Field(alias="from")
    until: Day


class Backfilled(Recorded):
    """The periods asked for; a digest that is there already stays as it is."""

    spans: tuple[Span, ...]
