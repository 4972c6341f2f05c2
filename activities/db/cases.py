"""Lists and single cases for those who may see them, from the read model."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, bindparam, delete, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import applications, case_events, cases, staff
from schemas.base import Recorded
from schemas.case import CaseRow
from schemas.vocabulary import Outcome, State


class CaseFilter(Recorded):
    """What to list; every given condition must hold. ``text`` is looked for in reference and description.

    ``unfiled``: refusals not yet filed with the supervising authority. ``related``: the parts split off a case, and
    the cases joined into it. ``open``: not closed or archived. ``handler_left``: whose handler is active no more.
    """

    state: State | None = None
    open: bool | None = None
    handler: UUID | None = None
    handler_left: bool | None = None
    due_before: date | None = None
    overdue: bool | None = None
    text: str | None = None
    reassess_before: date | None = None
    unfiled: bool | None = None
    related: UUID | None = None
    after: tuple[datetime, UUID] | None = None
    limit: int = 50


class ListedCase(Recorded):
    """A row of the list, with the moment it was registered: newest first."""

    row: CaseRow
    registered_at: datetime


# Built once: every request looks at its case, and building the question costs more than the answer.
_CASE = select(*(cases.c[name] for name in CaseRow.model_fields)).where(
    cases.c.case_id == bindparam("case"), cases.c.agency_id == bindparam("agency")
)


async def find_case(connection: AsyncConnection, agency_id: UUID, case_id: UUID) -> CaseRow | None:
    """One case, if this agency may see it."""
    found = (await connection.execute(_CASE, {"case": case_id, "agency": agency_id})).mappings().first()
    return CaseRow.model_validate(dict(found)) if found else None


async def find_listed(connection: AsyncConnection, agency_id: UUID, case_id: UUID) -> ListedCase | None:
    """One case as a list shows it, if this agency may see it."""
    statement = _listed().where(cases.c.case_id == case_id, cases.c.agency_id == agency_id)
    found = (await connection.execute(statement)).mappings().first()
    return _as_listed(found) if found else None


async def list_cases(connection: AsyncConnection, agency_id: UUID, wanted: CaseFilter, today: date) -> list[ListedCase]:
    """Cases of one agency, newest first; ``limit`` + 1 of them at most, so that the caller sees whether more follow."""
    statement = (
        _listed()
        .where(applications.c.agency_id == agency_id, cases.c.agency_id == agency_id, *_conditions(wanted, today))
        .order_by(applications.c.registered_at.desc(), applications.c.case_id.desc())
        .limit(wanted.limit + 1)
    )
    return [_as_listed(row) for row in (await connection.execute(statement)).mappings()]


def _listed() -> Select[*tuple[Any, ...]]:
    columns = [cases.c[name] for name in CaseRow.model_fields]
    return select(*columns, applications.c.registered_at).join(applications, applications.c.case_id == cases.c.case_id)


def _as_listed(row: RowMapping) -> ListedCase:
    return ListedCase(row=CaseRow.model_validate(dict(row)), registered_at=row["registered_at"])


def _conditions(wanted: CaseFilter, today: date) -> list[ColumnElement[bool]]:
    """SQL conditions of a filter. A case is overdue from the day after its due date, while the limit runs."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.state:
        conditions.append(cases.c.state == wanted.state)
    if wanted.open is not None:
        ended = cases.c.state.in_((State.CLOSED, State.ARCHIVED))
        conditions.append(~ended if wanted.open else ended)
    if wanted.handler:
        conditions.append(cases.c.handler_id == wanted.handler)
    if wanted.handler_left is not None:
        left = cases.c.handler_id.in_(select(staff.c.id).where(staff.c.active.is_(False)))
        conditions.append(left if wanted.handler_left else or_(cases.c.handler_id.is_(None), ~left))
    if wanted.due_before:
        conditions.append(and_(cases.c.limit_runs, cases.c.due_on < wanted.due_before))
    if wanted.overdue is not None:
        overdue = and_(cases.c.limit_runs, cases.c.due_on.is_not(None), cases.c.due_on < today)
        conditions.append(overdue if wanted.overdue else ~overdue)
    if wanted.text:
        pattern = f"%{_escaped(wanted.text)}%"
        conditions.append(or_(cases.c.reference.ilike(pattern), applications.c.description.ilike(pattern)))
    conditions += _conditions_after_the_reply(wanted)
    if wanted.after:
        conditions.append(tuple_(applications.c.registered_at, applications.c.case_id) < wanted.after)
    return conditions


def _conditions_after_the_reply(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.reassess_before:
        conditions.append(cases.c.reassess_on < wanted.reassess_before)
    if wanted.unfiled is not None:
        refused = cases.c.outcome.in_((Outcome.REFUSED, Outcome.PARTLY_DISCLOSED))
        unfiled = and_(refused, cases.c.filed_on.is_(None), cases.c.delivered_on.is_not(None))
        conditions.append(unfiled if wanted.unfiled else cases.c.filed_on.is_not(None))
    if wanted.related:
        conditions.append(or_(cases.c.split_from == wanted.related, cases.c.joined_into == wanted.related))
    return conditions


def _escaped(text: str) -> str:
    """Text in which LIKE finds no wild card."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def case_ids(connection: AsyncConnection, after: UUID | None, limit: int = 500) -> list[UUID]:
    """Ids of all cases that are in the read model or have events, a page at a time, whatever agency they belong to."""
    recorded = select(case_events.c.case_id).where(case_events.c.case_id == applications.c.case_id).exists()
    projected = select(cases.c.case_id).where(cases.c.case_id == applications.c.case_id).exists()
    statement = select(applications.c.case_id).where(or_(recorded, projected)).order_by(applications.c.case_id)
    if after is not None:
        statement = statement.where(applications.c.case_id > after)
    return list((await connection.execute(statement.limit(limit))).scalars())


async def row_of(connection: AsyncConnection, case_id: UUID) -> CaseRow | None:
    """The read model of a case, for upkeep: whatever agency it belongs to."""
    columns = [cases.c[name] for name in CaseRow.model_fields]
    found = (await connection.execute(select(*columns).where(cases.c.case_id == case_id))).mappings().first()
    return CaseRow.model_validate(dict(found)) if found else None


async def remove_row(connection: AsyncConnection, case_id: UUID, *, only_if_recorded: bool = False) -> None:
    """Drop a case from the read model; its events stay. ``only_if_recorded``: not if it has none."""
    recorded = select(case_events.c.seq).where(case_events.c.case_id == cases.c.case_id).exists()
    conditions = [recorded] if only_if_recorded else []
    await connection.execute(delete(cases).where(cases.c.case_id == case_id, *conditions))
