"""What a proposed calendar would do to open cases, decided by the functions that will do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from activities.db.calendar_cases import OpenCase, Reach, chains_of, number_of, page_of
from api.answers import folded
from api.calendars import proposal
from api.desk import Desk
from schemas.calendars import ChangedDay, DateChange, PreviewPage
from schemas.case import Case
from schemas.events import DeadlineMoved, event_record
from schemas.people import SignedIn
from workflows.decide import decide_calendar
from workflows.evolve import fold
from workflows.limit import due_of
from workflows.rules.arrangement import changed_days
from workflows.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Difference:
    """One calendar against another, worked out once for all the cases that count by the first."""

    before: WorkingCalendar
    after: WorkingCalendar
    days: tuple[ChangedDay, ...]
    years: tuple[int, ...]


async def preview(desk: Desk, person: SignedIn, version: str, after: UUID | None, limit: int) -> PreviewPage:
    """A page of the agency's open cases: each whose date would move or change its standing. Raises ``NotFound``."""
    row = await proposal(desk, person, version)
    reach = Reach(row.agency_id, within=person.agency_id, behind=version)
    async with desk.database.snapshot() as connection:
        found = await page_of(connection, reach, after, limit + 1)
        shown = found[:limit]
        chains = await chains_of(connection, [one.case_id for one in shown])
        mine, everywhere = (
            await number_of(connection, reach),
            await number_of(connection, Reach(row.agency_id, behind=version)),
        )
    calendar, today = WorkingCalendar.of(row.data), await desk.today(person.agency_id)
    differences = {
        name: _difference(await desk.calendar(name), calendar) for name in {one.calendar_version for one in shown}
    }
    changes = (_change_of(one, chains[one.case_id], differences, today) for one in shown)
    return PreviewPage(
        version=version,
        items=tuple(change for change in changes if change),
        looked_at=len(shown),
        open_cases=mine,
        elsewhere=everywhere - mine,
        next=shown[-1].case_id if len(found) > limit else None,
    )


def _difference(before: WorkingCalendar, after: WorkingCalendar) -> Difference:
    years = set(before.data.official_years) ^ set(after.data.official_years)
    return Difference(before, after, changed_days(before.data, after.data), tuple(sorted(years)))


def _change_of(
    one: OpenCase, chain: Sequence[Mapping[str, object]], differences: Mapping[str, Difference], today: date
) -> DateChange | None:
    case = folded(one.case_id, one.agency_id, [event_record.validate_python(link) for link in chain])
    return change_of(case, differences[one.calendar_version], today)


def change_of(case: Case, difference: Difference, today: date) -> DateChange | None:
    """What the new calendar changes for a case, and why; None when its date stays as it is.

    A day matters when it lies in the count: after its day 0, up to the later of the two due dates.
    """
    events = decide_calendar(case, difference.before, difference.after, today)
    moved = next((event for event in events if isinstance(event, DeadlineMoved)), None)
    if moved is None:
        return None
    before, then = due_of(case, difference.before), fold(case, events)
    first, last = before.limit_starts, max(moved.due_before, moved.due_after)
    return DateChange(
        case_id=case.case_id,
        reference=case.reference,
        state=case.state,
        due_before=moved.due_before,
        due_after=moved.due_after,
        provisional_before=before.provisional,
        provisional_after=moved.provisional,
        overdue_on=then.overdue_on,
        days=tuple(one for one in difference.days if first < one.day <= last),
        years=tuple(year for year in difference.years if first.year <= year <= last.year),
    )
