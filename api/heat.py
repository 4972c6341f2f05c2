"""The heat map of days left: who has how many open cases with how many working days, each cell with its cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from activities.db.database import AsyncConnection
from activities.db.figures import Classes, handlers_of
from activities.db.heat import HeatCell, Rows, count_heat, gathered
from activities.db.oversight import agency_names, calendars_in_use
from api.desk import Desk
from api.figure_lines import figure
from api.figure_queries import days_left
from api.overseeing import agencies_asked_for
from schemas.errors import InvalidInput
from schemas.figures import DaysLeft
from schemas.heat import FARTHEST, Heat, HeatBy, HeatRow
from schemas.oversight import CaseQuery
from schemas.people import SignedIn
from workflows.rules.calendar import WorkingCalendar

Labels = dict[str | None, str | None]


async def heat_now(desk: Desk, person: SignedIn, agency: UUID | None, by: HeatBy | None) -> Heat:
    """Open cases by days left: of one agency by handler unless ``by`` says otherwise, of several by agency.

    Raises ``NotAllowed``, ``NotFound`` for an agency not overseen, ``InvalidInput`` for handlers or departments of
    several agencies.
    """
    today = await desk.today(person.agency_id)
    async with desk.database.reading() as connection:
        seen = await agencies_asked_for(connection, person, agency)
        versions = await calendars_in_use(connection, seen)
    alone = seen[0] if len(seen) == 1 else None
    if by not in {None, HeatBy.AGENCY} and alone is None:
        raise InvalidInput("heat_of_one_agency", field="agency")
    by = by or (HeatBy.HANDLER if alone else HeatBy.AGENCY)
    bounds = [_classes(await desk.calendar(version), today) for version in versions]
    async with desk.database.snapshot() as connection:
        cells = await count_heat(connection, seen, bounds, by)
        rows, names = await _rows(connection, cells, by, own=alone == person.agency_id)
    shown = [_row(of, names.get(of), counts, _query(by, of, alone)) for of, counts in rows.items()]
    return Heat(agency_id=alone, by=by, today=today, rows=tuple(sorted(shown, key=_pressing)))


async def _rows(
    connection: AsyncConnection, cells: Sequence[HeatCell], by: HeatBy, *, own: bool
) -> tuple[Rows, Labels]:
    """The counts by row, and what the rows are called."""
    ids = [one for one in {cell.of for cell in cells} if one]
    if by is HeatBy.AGENCY:
        names: Labels = {str(one): name for one, name in (await agency_names(connection, ids)).items()}
        return gathered(cells, {one: str(one) for one in ids}), names
    known = await handlers_of(connection, ids)
    if by is HeatBy.DEPARTMENT:
        rows = gathered(cells, {None: None, **{one: known[one][1] or "" for one in ids}})
        return rows, {name: name or None for name in rows}
    named: Labels = {str(one): name for one, (name, _) in known.items()} if own else {}
    return gathered(cells, {None: None, **{one: str(one) for one in ids}}), named


def _classes(calendar: WorkingCalendar, today: date) -> Classes:
    """Place 0: over; place n: n - 1 days left; the last: more than twenty."""
    rank = calendar.rank(today)
    due = [calendar.day(rank + days) for days in range(1, FARTHEST + 2)]
    return Classes(version=calendar.version, due=(today, *due), received=())


def _query(by: HeatBy, of: str | None, alone: UUID | None) -> CaseQuery:
    """The open cases of a row."""
    if by is HeatBy.AGENCY:
        return CaseQuery(open=True, agency=of)
    mine = CaseQuery(open=True, agency=alone)
    if of is None:
        return mine.model_copy(update={"assigned": False})
    if by is HeatBy.HANDLER:
        return mine.model_copy(update={"handler": UUID(of)})
    return mine.model_copy(update={"assigned": True, "department": of})


def _row(of: str | None, name: str | None, counts: Mapping[int | None, int], mine: CaseQuery) -> HeatRow:
    def cell(place: int | None, query: CaseQuery) -> object:
        return figure(counts.get(place, 0), mine.model_copy(update=query.model_dump(exclude_none=True)))

    return HeatRow.model_validate(
        {
            "of": of,
            "name": name,
            "open": figure(sum(counts.values()), mine),
            "over": cell(0, days_left(DaysLeft.OVER)),
            "days": [cell(days + 1, _left(days)) for days in range(FARTHEST + 1)],
            "more": cell(FARTHEST + 2, CaseQuery(open=True, overdue=False, days_left_from=FARTHEST + 1)),
            "not_running": cell(None, days_left(DaysLeft.NOT_RUNNING)),
        }
    )


def _left(days: int) -> CaseQuery:
    return CaseQuery(open=True, overdue=False, days_left_from=days, days_left_until=days)


def _pressing(row: HeatRow) -> tuple[int, ...]:
    """Rows with more overdue cases first, then those with more that are due the soonest."""
    return (-row.over.count, *(-cell.count for cell in row.days), -row.open.count)
