"""The annual report for those who oversee: read, entered, adopted, and opened cell by cell to its cases."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from activities.db.agency_tree import agencies_below
from activities.db.annual import CaseBehind, Page, Period, cases_in, fees_in, remedies_in
from activities.db.annual_reports import (
    Scope,
    ToAdopt,
    adopt_report,
    adopted,
    adoptions,
    entries_of,
    put_entries,
)
from activities.db.database import AsyncConnection
from api.annual_draft import draft_of
from api.annual_sources import carried_to_next, period_of
from api.cursors import cursor_to, place_of
from api.desk import Desk
from api.overseeing import agencies_asked_for
from schemas.annual import (
    ADOPTING,
    ENTERING,
    Adopt,
    AnnualColumn,
    AnnualFault,
    AnnualReport,
    AnnualRow,
    CellCase,
    CellPage,
    EnteredEntries,
    Entries,
    EntriesChange,
    RemedyColumn,
    RemedyGroup,
)
from schemas.base import Recorded
from schemas.errors import InvalidInput, NotAllowed, NotFound, StepRefused
from schemas.oversight import SEES_BELOW
from schemas.people import SignedIn
from schemas.vocabulary import Role
from workflows.rules.annual import Course, due_on, rows_in, year_of

NAMED = 20
"""So many faults are named in a refusal; the report itself names them all."""
FEES = "fees"


class Wanted(Recorded):
    """Which report: of an agency, the person's own unless named, with all below it (``tree``) or alone.

    ``version``: an adopted one; the newest unless given, and the draft while there is none, or where ``draft`` asks.
    """

    year: int
    agency: UUID | None = None
    tree: bool = False
    version: int | None = None
    draft: bool = False


async def report_of(desk: Desk, person: SignedIn, wanted: Wanted) -> AnnualReport:
    """The adopted version, or the draft. Raises ``NotAllowed``, ``NotFound``, ``InvalidInput``.

    Raises ``DaylightError("annual_report_damaged")`` for a version that no longer matches its hash.
    """
    today = await desk.today(person.agency_id)
    async with desk.database.snapshot() as connection:
        scope, agencies = await _visible(connection, person, wanted, today)
        found = None if wanted.draft else await adopted(connection, scope, wanted.version)
        if found is None and wanted.version is not None:
            raise NotFound("not_found", field="version")
        versions = await adoptions(connection, scope)
        draft = await draft_of(connection, scope, agencies) if found is None else None
    told = {"due_on": due_on(wanted.year, government=wanted.tree), "versions": versions}
    if found:
        return AnnualReport(status="adopted", content=found.content, adoption=found.adoption, preliminary=False, **told)
    assert draft is not None  # noqa: S101 - one of the two is there
    counted = draft.model_dump(exclude={"seen"})
    return AnnualReport.model_validate({**told, **counted, "status": "draft", "preliminary": _runs(wanted, today)})


def printable(report: AnnualReport) -> AnnualReport:
    """The report, if it may be printed: what does not add up is named instead. Raises ``StepRefused``."""
    if report.faults:
        raise StepRefused("annual_report_faulty", article="50", missing=tuple(_named(report.faults)))
    return report


async def entries_in_force(desk: Desk, person: SignedIn, wanted: Wanted) -> EnteredEntries:
    """What was entered for a report, with its version."""
    today = await desk.today(person.agency_id)
    async with desk.database.snapshot() as connection:
        scope, _ = await _visible(connection, person, wanted, today)
        return await entries_of(connection, scope)


async def enter(desk: Desk, person: SignedIn, wanted: Wanted, change: EntriesChange) -> EnteredEntries:
    """Enter the figures and texts of the person's own agency. Raises ``NotAllowed`` and ``StepRefused``."""
    _refuse_others(person, ENTERING)
    today = await desk.today(person.agency_id)
    async with desk.database.transaction() as connection:
        scope, _ = await _visible(connection, person, wanted, today)
        entries = Entries.model_validate(change.model_dump(exclude={"expected_version"}))
        return await put_entries(connection, scope, entries, change.expected_version, person.staff_id)


async def adopt(desk: Desk, person: SignedIn, wanted: Wanted, how: Adopt) -> AnnualReport:
    """Freeze the report of the person's own agency as it is counted now. Raises ``NotAllowed`` and ``StepRefused``.

    Counted in one snapshot, then frozen under a lock if no other version was adopted meanwhile. A crash before the
    commit leaves nothing; one after it leaves the version, which the same request finds again. A damaged version is
    mended by adopting the next, with a reason.
    """
    _refuse_others(person, ADOPTING)
    today = await desk.today(person.agency_id)
    if _runs(wanted, today):
        raise StepRefused("annual_year_not_over", article="49")
    async with desk.database.snapshot() as connection:
        scope, agencies = await _visible(connection, person, wanted, today)
        draft = await draft_of(connection, scope, agencies)
        carried = await carried_to_next(connection, scope, agencies)
    if draft.faults:
        raise StepRefused("annual_report_faulty", article="50", missing=tuple(_named(draft.faults)))
    if draft.missing:
        raise StepRefused("annual_entries_missing", article="50", missing=draft.missing)
    frozen = ToAdopt(
        scope=scope,
        content=draft.content,
        carried=carried,
        seen=draft.seen,
        reason=how.reason,
        adopted_by=person.staff_id,
    )
    async with desk.database.transaction() as connection:
        await adopt_report(connection, frozen)
    return await report_of(desk, person, wanted)


async def behind(
    desk: Desk, person: SignedIn, wanted: Wanted, row: str, column: str, after: str | None, limit: int
) -> CellPage:
    """The cases behind a cell, as they are counted now. Raises ``InvalidInput`` for a cell that is not there."""
    today = await desk.today(person.agency_id)
    page = Page(place_of(after, date.fromisoformat), limit)
    async with desk.database.snapshot() as connection:
        scope, agencies = await _visible(connection, person, wanted, today)
        found = await _cell(connection, period_of(scope, agencies), row, column, page)
    items = tuple(_as_cell_case(case, wanted.year) for case in found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    return CellPage(items=items, next=cursor_to(last.day, last.key) if last else None)


async def _cell(connection: AsyncConnection, period: Period, row: str, column: str, page: Page) -> list[CaseBehind]:
    if row in set(RemedyGroup):
        return await remedies_in(connection, period, RemedyGroup(row), RemedyColumn(_known(column, RemedyColumn)), page)
    if row in set(AnnualRow):
        return await cases_in(connection, period, AnnualRow(row), AnnualColumn(_known(column, AnnualColumn)), page)
    if row != FEES:
        raise InvalidInput("invalid_field", field="row")
    _known(column, {AnnualColumn.TOTAL})
    return await fees_in(connection, period, page)


def _known(column: str, columns: type[AnnualColumn] | type[RemedyColumn] | set[AnnualColumn]) -> str:
    if column not in set(columns):
        raise InvalidInput("invalid_field", field="column")
    return column


def _as_cell_case(case: CaseBehind, year: int) -> CellCase:
    course = Course(case.received_on, case.ended_on, case.row)
    told = case.model_dump(exclude={"key", "day", "received_on"})
    rows = tuple(sorted(rows_in(course, year_of(year))))
    return CellCase(**told, entered_on=course.entered_on, rows=rows)


async def _visible(
    connection: AsyncConnection, person: SignedIn, wanted: Wanted, today: date
) -> tuple[Scope, list[UUID]]:
    """The scope, and the agencies in it, if this person oversees them: another agency is not there for who does not."""
    if wanted.tree:
        _refuse_others(person, SEES_BELOW)
    (agency,) = await agencies_asked_for(connection, person, wanted.agency or person.agency_id)
    if wanted.year > today.year:
        raise InvalidInput("annual_year_in_future", field="year")
    agencies = await agencies_below(connection, agency) if wanted.tree else [agency]
    return Scope(agency_id=agency, tree=wanted.tree, year=wanted.year), agencies


def _runs(wanted: Wanted, today: date) -> bool:
    return today <= year_of(wanted.year).last


def _refuse_others(person: SignedIn, roles: frozenset[Role]) -> None:
    if not roles & set(person.roles):
        raise NotAllowed("role_not_permitted")


def _named(faults: tuple[AnnualFault, ...]) -> Iterator[str]:
    """``code/agency/row/column/reference`` for each case, without what a check has not; one even if none is known."""
    named = [
        "/".join(filter(None, (fault.code, fault.agency, fault.row, fault.column, reference)))
        for fault in faults
        for reference in [case.reference for case in fault.cases] or [""]
    ]
    yield from named[:NAMED]
