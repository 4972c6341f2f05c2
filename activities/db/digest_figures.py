"""The figures of a digest, counted by dates as they stood at the end of its span; states and handlers as they are now.

A digest that is made late therefore shows what was open then, though it has been closed since; what has been dated
back since (an act entered late) counts where its date puts it. Every count is over ``cases`` alone, whose events are
the record.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies, cases, staff
from activities.db.tables_annual import case_remedies
from activities.db.tables_notices import notice_deliveries, notices
from schemas.base import Recorded
from schemas.digest_periods import Span
from schemas.digests import (
    AgencyFigures,
    Flow,
    LeftOfLimit,
    Load,
    NoticesLeft,
    OpenCases,
    Remedies,
    Slipped,
    SlippedCase,
)
from schemas.notice_text import DIGEST
from schemas.vocabulary import Instance, RemedyResult, State

MOST_NAMED = 100
"""Cases that slipped which a digest names; the others are counted."""
_ANSWERED_ON = func.coalesce(cases.c.delivered_on, cases.c.closed_on)
_LATE = cases.c.due_on < _ANSWERED_ON
_TENTH = Decimal("0.1")


class Reach(Recorded):
    """The last days with so many working days left, seen from ``as_of``."""

    as_of: date
    two: date
    five: date
    ten: date


def _within(column: ColumnElement[date] | ColumnElement[date | None], span: Span) -> ColumnElement[bool]:
    return and_(column >= span.first, column < span.until)


def _open_at(until: date) -> ColumnElement[bool]:
    """Arrived before this day, and not closed before it."""
    return and_(cases.c.arrived_on < until, or_(cases.c.closed_on.is_(None), cases.c.closed_on >= until))


def _runs() -> ColumnElement[bool]:
    """A limit runs; of what has been closed since it is taken that it ran."""
    return and_(cases.c.due_on.is_not(None), or_(cases.c.limit_runs, cases.c.closed_on.is_not(None)))


async def flows(connection: AsyncConnection, of: Sequence[UUID], span: Span) -> dict[UUID, Flow]:
    """What came in and went out, of each of these agencies."""
    received = await connection.execute(
        select(cases.c.agency_id, func.count())
        .where(cases.c.agency_id.in_(of), _within(cases.c.received_on, span))
        .group_by(cases.c.agency_id)
    )
    closed = await connection.execute(
        select(
            cases.c.agency_id,
            func.count().label("closed"),
            func.count().filter(_LATE.is_not(True)).label("in_time"),
            func.avg(cases.c.days_used).label("days_used"),
        )
        .where(cases.c.agency_id.in_(of), _within(cases.c.closed_on, span))
        .group_by(cases.c.agency_id)
    )
    came_in: dict[UUID, int] = {agency_id: count for agency_id, count in received}  # noqa: C416 - typed rows
    went_out = {row["agency_id"]: dict(row) for row in closed.mappings()}
    return {one: _flow(came_in.get(one, 0), went_out.get(one, {})) for one in of}


def _flow(received: int, closed: dict[str, object]) -> Flow:
    flow = Flow.model_validate({**closed, "received": received})
    share = Decimal(100 * flow.in_time) / flow.closed if flow.closed else None
    rounded = {
        "on_time": share.quantize(_TENTH, ROUND_DOWN) if share is not None else None,
        "days_used": flow.days_used.quantize(_TENTH) if flow.days_used is not None else None,
    }
    return flow.model_copy(update=rounded)


async def open_cases(connection: AsyncConnection, agency_id: UUID, until: date, reach: Reach) -> OpenCases:
    """What was open at the end, by state and by working days left."""
    mine = and_(cases.c.agency_id == agency_id, _open_at(until))
    found = await connection.execute(select(cases.c.state, func.count()).where(mine).group_by(cases.c.state))
    states = {State(state): count for state, count in found}
    left = _days_left(reach)
    counted = await connection.execute(
        select(
            *(func.count().filter(condition).label(name) for name, condition in left.items()),
        ).where(mine)
    )
    return OpenCases(
        total=sum(states.values()),
        by_state=tuple((state, states[state]) for state in State if state in states),
        days_left=LeftOfLimit.model_validate(dict(counted.mappings().one())),
    )


def _overdue(as_of: date) -> ColumnElement[bool]:
    return and_(_runs(), cases.c.due_on < as_of)


def _days_left(reach: Reach) -> dict[str, ColumnElement[bool]]:
    due, runs = cases.c.due_on, _runs()
    return {
        "over": _overdue(reach.as_of),
        "upto_2": and_(runs, due >= reach.as_of, due <= reach.two),
        "upto_5": and_(runs, due > reach.two, due <= reach.five),
        "upto_10": and_(runs, due > reach.five, due <= reach.ten),
        "more": and_(runs, due > reach.ten),
        "stopped": ~runs,
    }


async def slipped(connection: AsyncConnection, agency_id: UUID, span: Span, as_of: date) -> Slipped:
    """What became overdue in the span, and what was closed in it too late; the worst first."""
    became, late = _within(cases.c.overdue_on, span), and_(_within(cases.c.closed_on, span), _LATE)
    mine = and_(cases.c.agency_id == agency_id, or_(became, late), cases.c.due_on.is_not(None))
    counted = (
        await connection.execute(
            select(func.count().filter(became).label("became"), func.count().filter(late).label("late")).where(mine)
        )
    ).one()
    ended = func.least(func.coalesce(_ANSWERED_ON, as_of), as_of)
    days_late = func.greatest(cast(ended - cases.c.due_on, Integer), 0).label("days_late")
    was_closed = func.coalesce(cases.c.closed_on < span.until, False).label("closed")
    columns = (cases.c.case_id, cases.c.reference, cases.c.state, cases.c.due_on, days_late, was_closed)
    found = await connection.execute(
        select(*columns, cases.c.handler_id.label("handler"), staff.c.name.label("handler_name"))
        .outerjoin(staff, staff.c.id == cases.c.handler_id)
        .where(mine)
        .order_by(days_late.desc(), cases.c.reference)
        .limit(MOST_NAMED)
    )
    named = tuple(SlippedCase.model_validate(dict(row)) for row in found.mappings())
    return Slipped(became_overdue=counted.became, closed_late=counted.late, cases=named)


async def loads(connection: AsyncConnection, agency_id: UUID, until: date, reach: Reach) -> list[Load]:
    """What lies with each handler, the most first; what lies with nobody last."""
    soon = and_(_runs(), cases.c.due_on >= reach.as_of, cases.c.due_on <= reach.five)
    found = await connection.execute(
        select(
            cases.c.handler_id.label("staff_id"),
            staff.c.name,
            staff.c.department,
            cases.c.handler_id.is_not(None).label("assigned"),
            func.count().label("open"),
            func.count().filter(_overdue(reach.as_of)).label("overdue"),
            func.count().filter(soon).label("soon"),
        )
        .outerjoin(staff, staff.c.id == cases.c.handler_id)
        .where(cases.c.agency_id == agency_id, _open_at(until))
        .group_by(cases.c.handler_id, staff.c.name, staff.c.department)
        .order_by(cases.c.handler_id.is_(None), func.count().desc(), staff.c.name)
    )
    return [Load.model_validate(dict(row)) for row in found.mappings()]


async def notices_left(connection: AsyncConnection, agency_id: UUID, first: datetime, until: datetime) -> NoticesLeft:
    """Notices about the agency's cases that nobody acknowledged, that could not be sent, or that reached nobody."""
    about = and_(notices.c.case_agency_id == agency_id, notices.c.kind != DIGEST)
    wanted = and_(about, notices.c.intended_at < until)
    standing = select(func.count().label("unacknowledged"), func.min(notices.c.true_on).label("oldest")).where(
        wanted, notices.c.addressee_kind == "staff", notices.c.tag.is_not(None), _answered_after(until)
    )
    nobody = select(func.count()).where(wanted, notices.c.addressee_kind == "nobody", notices.c.intended_at >= first)
    failed = await connection.execute(
        select(func.count())
        .join(notices, notices.c.id == notice_deliveries.c.notice_id)
        .where(about, notice_deliveries.c.status == "failed")
        .where(notice_deliveries.c.ended_at >= first, notice_deliveries.c.ended_at < until)
    )
    return NoticesLeft.model_validate(
        {
            **(await connection.execute(standing)).mappings().one(),
            "nobody": (await connection.execute(nobody)).scalar_one(),
            "failed": failed.scalar_one(),
        }
    )


def _answered_after(until: datetime) -> ColumnElement[bool]:
    """Neither acknowledged nor settled before a moment: by the index of what stands, whatever there was before."""
    answered_at = func.least(notices.c.acknowledged_at, notices.c.settled_at)
    return or_(answered_at.is_(None), answered_at >= until)


async def remedies_in(connection: AsyncConnection, agency_id: UUID, span: Span) -> Remedies:
    """What was sought and decided in the span, by the days of filing and service; the rest is pending at its end."""
    filed, served = case_remedies.c.filed_on, case_remedies.c.served_on
    mine = (
        select(case_remedies.c.instance, case_remedies.c.result, filed, served)
        .join(cases, cases.c.case_id == case_remedies.c.case_id)
        .where(cases.c.agency_id == agency_id, filed < span.until)
        .cte("mine")
    )
    sought = select(mine.c.instance, func.count()).where(mine.c.filed_on >= span.first).group_by(mine.c.instance)
    decided = select(mine.c.result, func.count()).where(_within(mine.c.served_on, span)).group_by(mine.c.result)
    pending = select(func.count()).where(or_(mine.c.served_on.is_(None), mine.c.served_on >= span.until))
    instances = {Instance(one): count for one, count in await connection.execute(sought)}
    results = {RemedyResult(one): count for one, count in await connection.execute(decided)}
    return Remedies(
        filed=tuple((one, instances[one]) for one in Instance if one in instances),
        decided=tuple((one, results[one]) for one in RemedyResult if one in results),
        pending=(await connection.execute(pending)).scalar_one(),
    )


async def agencies_figures(
    connection: AsyncConnection, of: Sequence[UUID], span: Span, as_of: date
) -> list[AgencyFigures]:
    """Each of these agencies in one line, in the order given."""
    going = await flows(connection, of, span)
    opened, became = _open_at(span.until), _within(cases.c.overdue_on, span)
    counted = await connection.execute(
        select(
            agencies.c.id.label("agency_id"),
            agencies.c.code,
            agencies.c.name,
            func.count().filter(opened).label("open"),
            func.count().filter(opened, _overdue(as_of)).label("overdue"),
            func.count().filter(became).label("became_overdue"),
        )
        .outerjoin(cases, and_(cases.c.agency_id == agencies.c.id, or_(opened, became)))
        .where(agencies.c.id.in_(of))
        .group_by(agencies.c.id)
        .order_by(case({one: n for n, one in enumerate(of)}, value=agencies.c.id))
    )
    return [AgencyFigures.model_validate({**row, "flow": going[row["agency_id"]]}) for row in counted.mappings()]
