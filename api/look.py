"""A case read once: what a page says of it in many places comes from one reading, so that no two places disagree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from activities.db.cases import ListedCase, find_listed
from activities.db.events import EventRow, read_rows
from activities.db.people import find_agency
from api.answers import folded
from api.desk import Desk
from schemas.case import Case, CaseRow
from schemas.errors import NotFound
from schemas.events import EventRecord, event_record
from schemas.people import SignedIn
from workflows.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Look:
    """A case as it stands at one moment, for one person. ``links``: its record as stored; ``today``: at the agency."""

    person: SignedIn
    listed: ListedCase
    links: Sequence[EventRow]
    records: Sequence[EventRecord]
    case: Case
    calendar: WorkingCalendar
    today: date

    @property
    def row(self) -> CaseRow:
        """The read model."""
        return self.listed.row

    @property
    def as_of(self) -> date:
        """Today, or the day the case was answered or closed."""
        return self.row.delivered_on or self.row.closed_on or self.today


async def look_at(desk: Desk, person: SignedIn, case_id: UUID) -> Look:
    """Read a case. Raises ``NotFound`` when it is not there or not this agency's."""
    async with desk.database.snapshot() as connection:
        listed = await find_listed(connection, person.agency_id, case_id)
        agency = await find_agency(connection, person.agency_id)
        if listed is None or agency is None:
            raise NotFound("not_found")
        links = await read_rows(connection, case_id)
    records = [event_record.validate_python(link.record) for link in links]
    case = folded(case_id, person.agency_id, records)
    today = datetime.now(UTC).astimezone(ZoneInfo(agency.policy.timezone)).date()
    return Look(person, listed, links, records, case, await desk.calendar(case.calendar_version), today)
