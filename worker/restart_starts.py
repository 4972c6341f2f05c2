"""How the workflows of cases and requests are begun from what is on record of them."""

from collections.abc import Awaitable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from pydantic import ValidationError

from activities.db.calendars import calendar_version
from activities.db.database import AsyncConnection, Database
from activities.db.events import EventRow
from activities.db.people import find_agency
from activities.db.resuming import OpenOne, chains_of_cases, chains_of_own_records
from activities.intake import CALENDAR_YEARS, WORKFLOW, workflow_id
from activities.keeping.archive_chain import chain_faults
from activities.own_records import WORKFLOW as OWN_WORKFLOW
from activities.own_records import own_workflow_id
from schemas.case import Case
from schemas.clock import CalendarData
from schemas.commands import CaseStart
from schemas.errors import DaylightError, Unavailable
from schemas.events import ApplicationRegistered, CalendarAdopted, EventRecord, event_record
from schemas.own_records import OwnRecordState
from schemas.own_records_events import OwnRecord, OwnStart, own_event_record
from schemas.restarting import WorkflowStart
from schemas.vocabulary import State
from workflows.resumption import own_snapshot_of, snapshot_of
from workflows.rules.calendar import WorkingCalendar

Start = WorkflowStart | DaylightError | None
"""How one is begun, why it cannot be, or None where it is over."""
Begun = list[tuple[UUID, Start]]


class Starts:
    """Reads a page of chains and says how each is begun; what many share is read once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._data: dict[str, CalendarData] = {}
        self._calendars: dict[str, WorkingCalendar] = {}
        self._windows: dict[tuple[str, int, int], CalendarData] = {}
        self._zones: dict[UUID, str] = {}

    async def of_cases(self, page: Sequence[OpenOne]) -> Begun:
        """How the workflow of each of these cases is begun; None for one that is over."""
        async with self._database.reading() as connection:
            chains = await chains_of_cases(connection, page)
            return [(one.id, await _or_why(self._case_start(connection, one, chains[one.id]))) for one in page]

    async def of_own_records(self, page: Sequence[OpenOne]) -> Begun:
        """The same of requests."""
        async with self._database.reading() as connection:
            chains = await chains_of_own_records(connection, page)
            return [(one.id, await _or_why(self._own_start(connection, one, chains[one.id]))) for one in page]

    async def _case_start(
        self, connection: AsyncConnection, one: OpenOne, rows: Sequence[EventRow]
    ) -> WorkflowStart | None:
        """The start of a case that is open; None if it is over."""
        _refuse_unsound(rows)
        records = [event_record.validate_python(row.record) for row in rows]
        await self._load_calendars(connection, records)
        snapshot = snapshot_of(Case(case_id=one.id, agency_id=one.agency_id), records, self._calendars)
        case = snapshot.case
        if case.state is State.ARCHIVED:
            return None
        years = self._window(case, records)
        start = CaseStart(
            case_id=one.id, agency_id=one.agency_id, policy=case.policy, calendar=years, snapshot=snapshot
        )
        return WorkflowStart(WORKFLOW, workflow_id(one.id), start)

    def _window(self, case: Case, records: Sequence[EventRecord]) -> CalendarData:
        """The years of its calendar that the case can reach; many cases share them."""
        first = (case.arrived_on or records[0].at).year
        last = max(datetime.now(UTC), records[-1].at).year + CALENDAR_YEARS
        years = (case.calendar_version, first, last)
        if years not in self._windows:
            self._windows[years] = self._data[case.calendar_version].window(first, last)
        return self._windows[years]

    async def _own_start(
        self, connection: AsyncConnection, one: OpenOne, rows: Sequence[EventRow]
    ) -> WorkflowStart | None:
        _refuse_unsound(rows)
        links = [own_event_record.validate_python(row.record) for row in rows]
        snapshot = own_snapshot_of(OwnRecord(id=one.id, agency_id=one.agency_id), links)
        if snapshot.record.state is OwnRecordState.CLOSED:
            return None
        zone = await self._zone_of(connection, one.agency_id)
        start = OwnStart(id=one.id, agency_id=one.agency_id, timezone=zone, snapshot=snapshot)
        return WorkflowStart(OWN_WORKFLOW, own_workflow_id(one.id), start)

    async def _load_calendars(self, connection: AsyncConnection, records: Sequence[EventRecord]) -> None:
        """Every calendar these events name. Raises ``LookupError``."""
        events = [record.event for record in records]
        versions = {event.calendar_version for event in events if isinstance(event, ApplicationRegistered)}
        versions |= {event.version for event in events if isinstance(event, CalendarAdopted)}
        for version in sorted(versions - self._data.keys()):
            self._data[version] = await calendar_version(connection, version)
            self._calendars[version] = WorkingCalendar.of(self._data[version])

    async def _zone_of(self, connection: AsyncConnection, agency_id: UUID) -> str:
        if agency_id not in self._zones:
            agency = await find_agency(connection, agency_id)
            if agency is None:
                raise LookupError("the agency of a request is not there")
            self._zones[agency_id] = agency.policy.timezone
        return self._zones[agency_id]


def _refuse_unsound(rows: Sequence[EventRow]) -> None:
    if chain_faults(rows):
        raise DaylightError("chain_not_sound")


async def _or_why(start: Awaitable[WorkflowStart | None]) -> Start:
    """One case that cannot be read does not keep the others waiting."""
    try:
        return await start
    except DaylightError as refused:
        if isinstance(refused, Unavailable):
            raise
        return refused
    except (ValidationError, LookupError):
        return DaylightError("chain_not_sound")
