"""A change of the working-day calendar: what an administrator proposes, what it would do, and how far it has got."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import Frozen, Line, Recorded
from schemas.clock import CalendarData, Day
from schemas.vocabulary import State

FIRST_YEAR, LAST_YEAR = 2006, 2100
Days = Annotated[tuple[Day, ...], Field(max_length=1000)]
Year = Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR)]


class Arrangement(Frozen):
    """An arrangement of working days (部分节假日安排), as it is sent or read from a JSON file.

    With ``year`` it is that year's whole arrangement, and makes it official; without, dated exceptions laid over the
    calendar in force. ``off``: days without work; ``work``: days with work (调休上班). ``year`` alone: as the package
    ``holidays`` holds it. ``own_agency``: for the agency of the administrator alone (a regional holiday).
    """

    year: Year | None = None
    source: Line | None = Field(None, description="the notice it was announced by")
    off: Days | None = None
    work: Days | None = None
    own_agency: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.year is None and self.off is None and self.work is None:
            raise PydanticCustomError("missing", "an arrangement has a year, or days")
        return self


class CalendarWarning(Recorded):
    """What an administrator should look at before approving; nothing is refused because of it."""

    code: str
    message: str
    message_en: str
    days: tuple[date, ...] = ()
    agencies: tuple[str, ...] = ()


class ProposalRow(Recorded):
    """A proposed calendar as it is kept."""

    version: str
    agency_id: UUID | None
    data: CalendarData
    source: str
    proposed_by: UUID
    proposed_at: datetime
    approved_by: UUID | None
    approved_at: datetime | None


class CalendarProposal(Recorded):
    """A proposed calendar as it is shown. ``agency_id`` null: nation-wide. ``in_force``: cases count by it now.

    ``outdated``: another calendar has come into force since; it cannot be approved any more.
    """

    version: str
    agency_id: UUID | None
    source: str
    official_years: tuple[int, ...]
    proposed_by: UUID
    proposed_at: datetime
    approved_by: UUID | None
    approved_at: datetime | None
    in_force: bool
    outdated: bool = False
    warnings: tuple[CalendarWarning, ...] = ()


class CalendarList(Recorded):
    """The version an agency counts by now, and what was proposed, newest first."""

    in_force: str
    items: tuple[CalendarProposal, ...]


class ChangedDay(Recorded):
    """A day that works under one calendar and not under the other; ``working``: under the new one."""

    day: date
    working: bool


class DateChange(Recorded):
    """An open case whose due date would move or change its standing, and why.

    ``days``: the changed days that lie in its count. ``years``: years of its count that become official, or no longer
    are. ``overdue_on``: the mark it would bear then, if any.
    """

    case_id: UUID
    reference: str
    state: State
    due_before: date
    due_after: date
    provisional_before: bool
    provisional_after: bool
    overdue_on: date | None
    days: tuple[ChangedDay, ...]
    years: tuple[int, ...]


class PreviewPage(Recorded):
    """What a proposal would do to a page of the agency's open cases, in the order of their ids.

    ``looked_at``: cases of this page, those in ``items`` included. ``open_cases``: of the agency, all pages together.
    ``elsewhere``: open cases of other agencies that would recount too. ``next``: cursor of the following page.
    """

    version: str
    items: tuple[DateChange, ...]
    looked_at: int
    open_cases: int
    elsewhere: int
    next: UUID | None


class CalendarMove(Recorded):
    """How far an approved calendar has got. The same request with ``after=next`` moves the following cases.

    ``moved`` and ``unchanged``: cases that have adopted it, on record. ``waiting``: open cases that have not yet.
    ``failed``: cases of this request that have not followed yet, by reference; ``failed_elsewhere``: how many more of
    other agencies.
    """

    version: str
    approved_by: UUID
    approved_at: datetime
    moved: int
    unchanged: int
    waiting: int
    failed: tuple[str, ...]
    failed_elsewhere: int
    next: UUID | None
