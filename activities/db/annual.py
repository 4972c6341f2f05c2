"""What the annual report counts, and the cases behind each of its numbers. Agencies are given by who may see them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Label,
    Select,
    Subquery,
    Text,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import cases
from activities.db.tables_annual import case_first_results, case_remedies
from schemas.annual import AnnualColumn, AnnualRow, FeesPaid, RemedyColumn, RemedyGroup
from schemas.base import Recorded
from schemas.vocabulary import ApplicantKind, Instance, RemedyResult, ReportRow

FLAGS = {
    "new": AnnualRow.NEW,
    "carried_over": AnnualRow.CARRIED_OVER,
    "carried_to_next": AnnualRow.CARRIED_TO_NEXT,
}


class Counted(Recorded):
    """So many cases of an agency and a kind of applicant, by where their dates put them in the year."""

    agency_id: UUID
    applicant_kind: ApplicantKind
    new: bool
    carried_over: bool
    carried_to_next: bool
    leaf: ReportRow | None
    count: int

    @property
    def rows(self) -> frozenset[AnnualRow]:
        """The rows of table 三 these cases are in."""
        flags = {row for name, row in FLAGS.items() if getattr(self, name)}
        return frozenset(flags | ({AnnualRow(self.leaf)} if self.leaf else set()))


class RemedyCounted(Recorded):
    """So many remedies of an agency in one column of table 四."""

    agency_id: UUID
    group: RemedyGroup
    column: RemedyColumn
    count: int


class FeesCounted(FeesPaid):
    """Fees paid in the year at one agency."""

    agency_id: UUID


class CaseBehind(Recorded):
    """A case as the report counts it: received, first closed, in which row; of table 四 with the remedy.

    ``day``, on which it is listed, and ``key`` order the list: of receipt, of filing, of payment.
    """

    day: date
    key: UUID
    case_id: UUID
    agency_id: UUID
    reference: str
    applicant_kind: ApplicantKind
    received_on: date | None
    ended_on: date | None
    row: ReportRow | None
    remedy: str | None = None
    filed_on: date | None = None
    result: RemedyResult | None = None
    served_on: date | None = None


class Period(NamedTuple):
    """Of which agencies, and from which day to which, both included."""

    agencies: Sequence[UUID]
    first: date
    last: date


class Page(NamedTuple):
    """After which day and key, and how many; one more is fetched, so that the caller sees whether more follow."""

    after: tuple[date, UUID] | None = None
    limit: int | None = None


EVERYTHING = Page()


async def count_applications(connection: AsyncConnection, period: Period) -> list[Counted]:
    """Table 三, by agency: one statement, so that all of it is of one moment."""
    placed = _placed(period)
    columns = [placed.c[name] for name in Counted.model_fields if name != "count"]
    statement = select(*columns, func.count().label("count")).group_by(*columns)
    found = await connection.execute(statement)
    return [Counted.model_validate(dict(row)) for row in found.mappings()]


async def count_remedies(connection: AsyncConnection, period: Period) -> list[RemedyCounted]:
    """Table 四, by agency: decided in the period, and pending at its end."""
    placed = _remedies_placed(period)
    columns = [placed.c[name] for name in ("agency_id", "group", "column")]
    statement = select(*columns, func.count().label("count")).where(placed.c["column"].is_not(None)).group_by(*columns)
    found = await connection.execute(statement)
    return [RemedyCounted.model_validate(dict(row)) for row in found.mappings()]


async def count_fees(connection: AsyncConnection, period: Period) -> list[FeesCounted]:
    """Fees paid in the period, by agency."""
    statement = select(
        cases.c.agency_id,
        func.count().label("applications"),
        func.coalesce(func.sum(cases.c.fee_amount), 0).label("yuan"),
    ).where(*_paid(period))
    found = await connection.execute(statement.group_by(cases.c.agency_id))
    return [FeesCounted.model_validate(dict(row)) for row in found.mappings()]


async def cases_in(
    connection: AsyncConnection, period: Period, row: AnnualRow, column: AnnualColumn, page: Page = EVERYTHING
) -> list[CaseBehind]:
    """The cases behind a cell of table 三, by receipt."""
    placed = _placed(period)
    conditions = [_in_row(placed, row)]
    if column is not AnnualColumn.TOTAL:
        conditions.append(placed.c.applicant_kind == column.value)
    return await _listed(connection, _behind(placed).where(*conditions), placed.c.entered_on, placed.c.case_id, page)


async def unbalanced_cases(connection: AsyncConnection, period: Period, page: Page) -> list[CaseBehind]:
    """The cases that come in without going anywhere, or go without having come in."""
    placed = _placed(period)
    came = cast(placed.c.new, Integer) + cast(placed.c.carried_over, Integer)
    went = cast(placed.c.leaf.is_not(None), Integer) + cast(placed.c.carried_to_next, Integer)
    return await _listed(connection, _behind(placed).where(came != went), placed.c.entered_on, placed.c.case_id, page)


async def remedies_in(
    connection: AsyncConnection, period: Period, group: RemedyGroup, column: RemedyColumn, page: Page = EVERYTHING
) -> list[CaseBehind]:
    """The remedies behind a cell of table 四, with their cases, by the day of filing."""
    placed = _remedies_placed(period)
    in_column = placed.c["column"].is_not(None) if column is RemedyColumn.TOTAL else placed.c["column"] == column.value
    columns = [placed.c[name] for name in _SELECTED]
    statement = select(*columns).where(placed.c["group"] == group.value, in_column)
    return await _listed(connection, statement, placed.c.filed_on, placed.c.key, page)


async def fees_in(connection: AsyncConnection, period: Period, page: Page = EVERYTHING) -> list[CaseBehind]:
    """The cases whose fee was paid in the period, by that day."""
    first = case_first_results
    known = {"key": cases.c.case_id, "ended_on": _ended(), "row": _row()}
    columns = _columns(known)
    statement = select(*columns).outerjoin(first, first.c.case_id == cases.c.case_id).where(*_paid(period))
    return await _listed(connection, statement, cases.c.fee_paid_on, cases.c.case_id, page)


def _paid(period: Period) -> list[ColumnElement[bool]]:
    return [cases.c.agency_id.in_(period.agencies), cases.c.fee_paid_on.between(period.first, period.last)]


def _placed(period: Period) -> Subquery:
    """Every case that meets the period, with the rows its dates put it in; the rule is ``rows_in``."""
    course, first, last = _courses(period), period.first, period.last
    entered = func.coalesce(course.c.received_on, course.c.ended_on)
    ended = course.c.ended_on
    closed_here = ended.between(first, last)
    return select(
        *course.c,
        entered.label("entered_on"),
        entered.between(first, last).label("new"),
        and_(entered < first, or_(ended.is_(None), ended >= first)).label("carried_over"),
        and_(entered <= last, or_(ended.is_(None), ended > last)).label("carried_to_next"),
        case((and_(ended.is_not(None), closed_here), course.c.row), else_=null()).label("leaf"),
    ).subquery("placed")


def _courses(period: Period) -> Subquery:
    """Received and first closed. What was taken in hand again counts by its first end, all else by its only one."""
    first = case_first_results
    again = select(first.c.case_id).where(first.c.case_id == cases.c.case_id).exists()
    meets = [
        cases.c.agency_id.in_(period.agencies),
        or_(cases.c.closed_on.is_(None), cases.c.closed_on >= period.first, cases.c.received_on >= period.first),
        or_(cases.c.received_on <= period.last, cases.c.closed_on <= period.last),
    ]
    once = _course(cases.c.closed_on, cases.c.report_row).where(*meets, ~again)
    reopened = (
        _course(first.c.closed_on, first.c.report_row)
        .join(first, first.c.case_id == cases.c.case_id)
        .where(
            cases.c.agency_id.in_(period.agencies),
            or_(first.c.closed_on >= period.first, cases.c.received_on >= period.first),
            or_(cases.c.received_on <= period.last, first.c.closed_on <= period.last),
        )
    )
    return union_all(once, reopened).subquery("course")


def _course(ended: ColumnElement[Any], row: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    names = ("case_id", "agency_id", "reference", "applicant_kind", "received_on")
    return select(*(cases.c[name] for name in names), ended.label("ended_on"), row.label("row"))


def _in_row(placed: Subquery, row: AnnualRow) -> ColumnElement[bool]:
    flags: dict[AnnualRow, ColumnElement[bool]] = {flag: placed.c[name] for name, flag in FLAGS.items()}
    flags[AnnualRow.RESULTS] = placed.c.leaf.is_not(None)
    return flags.get(row, placed.c.leaf == row.value)


def _behind(placed: Subquery) -> Select[*tuple[Any, ...]]:
    known = {"key": placed.c.case_id, **{name: placed.c[name] for name in _OF_A_COURSE}}
    return select(*_columns(known))


_SELECTED = tuple(name for name in CaseBehind.model_fields if name != "day")
_OF_A_COURSE = ("case_id", "agency_id", "reference", "applicant_kind", "received_on", "ended_on", "row")


def _columns(known: Mapping[str, ColumnElement[Any]]) -> list[Label[Any]]:
    """The columns of ``CaseBehind``: those that are known, those of the case, and nulls for the remedy."""
    of_case = {name: cases.c[name] for name in _OF_A_COURSE if name in cases.c}
    found = {**of_case, **known}
    return [found[name].label(name) if name in found else null().label(name) for name in _SELECTED]


def _remedies_placed(period: Period) -> Subquery:
    """Reconsiderations and suits of these agencies, with their group and column; the column is null outside."""
    remedy, first = case_remedies, case_first_results
    decided = and_(remedy.c.served_on.is_not(None), remedy.c.served_on.between(period.first, period.last))
    still_open = or_(remedy.c.served_on.is_(None), remedy.c.served_on > period.last)
    pending = and_(remedy.c.filed_on <= period.last, still_open)
    suit = case(
        (remedy.c.after_reconsideration, RemedyGroup.SUIT_AFTER_RECONSIDERATION.value),
        else_=RemedyGroup.DIRECT_SUIT.value,
    )
    reconsidered = remedy.c.instance == Instance.RECONSIDERATION.value
    known: dict[str, ColumnElement[Any]] = {
        "key": cast(func.md5(cast(remedy.c.case_id, Text) + remedy.c.id), Uuid),
        "ended_on": _ended(),
        "row": _row(),
        "remedy": remedy.c.id,
        **{name: remedy.c[name] for name in ("filed_on", "result", "served_on")},
    }
    return (
        select(
            *_columns(known),
            case((reconsidered, RemedyGroup.RECONSIDERATION.value), else_=suit).label("group"),
            case((decided, remedy.c.result), (pending, RemedyColumn.PENDING.value), else_=null()).label("column"),
        )
        .select_from(remedy)
        .join(cases, cases.c.case_id == remedy.c.case_id)
        .outerjoin(first, first.c.case_id == cases.c.case_id)
        .where(cases.c.agency_id.in_(period.agencies), remedy.c.instance != Instance.COMPLAINT.value)
        .subquery("remedies")
    )


def _ended() -> ColumnElement[Any]:
    return func.coalesce(case_first_results.c.closed_on, cases.c.closed_on)


def _row() -> ColumnElement[Any]:
    again = case_first_results.c.case_id.is_not(None)
    return case((again, case_first_results.c.report_row), else_=cases.c.report_row)


async def _listed(
    connection: AsyncConnection,
    statement: Select[*tuple[Any, ...]],
    day: ColumnElement[Any],
    key: ColumnElement[Any],
    page: Page,
) -> list[CaseBehind]:
    """One page in the order of day and key."""
    statement = statement.add_columns(day.label("day"))
    if page.after:
        after = tuple_(literal(page.after[0], Date), literal(page.after[1], Uuid))
        statement = statement.where(tuple_(day, key) > after)
    if page.limit is not None:
        statement = statement.limit(page.limit + 1)
    found = await connection.execute(statement.order_by(day, key))
    return [CaseBehind.model_validate(dict(row)) for row in found.mappings()]
