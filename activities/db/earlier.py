"""Other applications of the same applicant: found by the keyed hash of the identity number, at one agency."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, RowMapping, Select, cast, func, literal, select, true, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import applicant_texts, applications, case_events, cases, letters
from schemas.base import Recorded
from schemas.case_parts import Earlier
from schemas.commands import OtherCase
from schemas.vocabulary import FeeBasis, LetterKind, Outcome, State

_NEWEST = (applications.c.registered_at.desc(), applications.c.case_id.desc())
"""The order of the indexes that are read."""
NOT_COUNTED = frozenset({Outcome.WITHDRAWN, Outcome.JOINED, Outcome.ABANDONED, Outcome.FEE_UNPAID})
"""Outcomes that decide nothing about the application, so that it counts towards no fee."""

_asked = (
    select(applicant_texts.c.content)
    .where(
        applicant_texts.c.case_id == applications.c.case_id,
        applicant_texts.c.kind.in_(("correction", "part")),
        select(case_events.c.seq)
        .where(
            case_events.c.case_id == applicant_texts.c.case_id,
            case_events.c.record["event"]["text_id"].astext == cast(applicant_texts.c.id, applicant_texts.c.kind.type),
        )
        .exists(),
    )
    .order_by(applicant_texts.c.created_at.desc())
    .limit(1)
    .scalar_subquery()
)
_items = (
    select(cast(case_events.c.record["event"]["quantity"].astext, Integer))
    .where(
        case_events.c.case_id == applications.c.case_id,
        case_events.c.kind == "fee_notified",
        case_events.c.record["event"]["basis"].astext == FeeBasis.PER_ITEM,
    )
    .limit(1)
    .scalar_subquery()
)


class OtherApplication(Recorded):
    """An application as the same applicant's other ones are compared with it. ``items``: as its fee notice counts."""

    case_id: UUID
    reference: str
    identity_hash: str
    registered_at: datetime
    state: State
    received_on: date | None
    due_on: date | None
    delivered_on: date | None
    outcome: Outcome | None
    description: str
    items: int
    charged: bool = False


async def this_application(connection: AsyncConnection, case_id: UUID) -> OtherApplication:
    """The application itself. Raises ``NoResultFound`` when it has no case."""
    found = await connection.execute(_applications().where(applications.c.case_id == case_id))
    return _as_application(found.mappings().one())


async def others_of_the_same(connection: AsyncConnection, this: OtherApplication, limit: int) -> list[OtherApplication]:
    """The newest other applications of the same applicant at the same agency."""
    return await _others(connection, _same(this).limit(limit))


async def count_others(connection: AsyncConnection, case_id: UUID) -> int:
    """How many other applications the same applicant has at the same agency."""
    this = applications.alias("this")
    same = (this.c.agency_id == applications.c.agency_id) & (this.c.identity_hash == applications.c.identity_hash)
    statement = (
        select(func.count())
        .select_from(applications.join(this, same).join(cases, cases.c.case_id == applications.c.case_id))
        .where(this.c.case_id == case_id, applications.c.case_id != case_id)
    )
    return int((await connection.execute(statement)).scalar_one())


async def others_of_anybody(connection: AsyncConnection, this: OtherApplication, limit: int) -> list[OtherApplication]:
    """The newest other applications at the same agency, whoever made them (art. 44(1))."""
    return await _others(connection, _beside(this, _applications()).limit(limit))


def _same(this: OtherApplication) -> Select[tuple[object, ...]]:
    return _beside(this, _applications().where(applications.c.identity_hash == this.identity_hash))


def _beside(this: OtherApplication, statement: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    agency = select(applications.c.agency_id).where(applications.c.case_id == this.case_id).scalar_subquery()
    return statement.where(applications.c.agency_id == agency, applications.c.case_id != this.case_id)


async def _others(connection: AsyncConnection, statement: Select[tuple[object, ...]]) -> list[OtherApplication]:
    found = await connection.execute(statement.order_by(*_NEWEST))
    return [_as_application(row) for row in found.mappings()]


async def applications_of_identity(
    connection: AsyncConnection, agency_id: UUID, identity_hash: str, limit: int
) -> list[OtherApplication]:
    """One agency's newest applications of whoever has the identity number with this keyed hash."""
    return await _newest(connection, agency_id, applications.c.identity_hash == identity_hash, limit)


async def applications_of_contacts(
    connection: AsyncConnection, agency_id: UUID, contact_hashes: Collection[str], limit: int
) -> list[OtherApplication]:
    """One agency's newest applications whose contact has one of these keyed hashes."""
    return await _newest(connection, agency_id, applications.c.contact_hash.in_(contact_hashes), limit)


async def newest_applications(connection: AsyncConnection, agency_id: UUID, limit: int) -> list[OtherApplication]:
    """One agency's newest applications, whoever made them."""
    return await _newest(connection, agency_id, true(), limit)


async def _newest(
    connection: AsyncConnection, agency_id: UUID, condition: ColumnElement[bool], limit: int
) -> list[OtherApplication]:
    mine = _applications().where(applications.c.agency_id == agency_id, condition)
    return await _others(connection, mine.limit(limit))


async def joined_requests(connection: AsyncConnection, case_id: UUID) -> tuple[str, ...]:
    """What the applications ask for that were joined into this case, the oldest first: it answers them as well."""
    statement = _applications().where(cases.c.joined_into == case_id).order_by(applications.c.registered_at)
    found = (await connection.execute(statement)).mappings()
    return tuple(_as_application(row).description for row in found)


async def count_joined(connection: AsyncConnection, case_id: UUID) -> int:
    """How many applications were joined into this case."""
    statement = select(func.count()).select_from(cases).where(cases.c.joined_into == case_id)
    return int((await connection.execute(statement)).scalar_one())


async def other_case(connection: AsyncConnection, case_id: UUID, other_id: UUID) -> OtherCase | None:
    """Another case of the same applicant at the same agency; None if it is none."""
    theirs = _same(await this_application(connection, case_id))
    found = (await connection.execute(theirs.where(applications.c.case_id == other_id))).mappings().first()
    if found is None:
        return None
    other = _as_application(found)
    reply = await reply_of(connection, other_id) if other.delivered_on else None
    return OtherCase(case_id=other_id, reference=other.reference, state=other.state, due_on=other.due_on, reply=reply)


async def reply_of(connection: AsyncConnection, case_id: UUID) -> Earlier | None:
    """Number and date of the last reply of a case."""
    statement = (
        select(letters.c.number, letters.c.dated)
        .where(letters.c.case_id == case_id, letters.c.kind == LetterKind.REPLY, letters.c.pdf_id.is_not(None))
        .order_by(letters.c.numbered_at.desc())
        .limit(1)
    )
    found = (await connection.execute(statement)).first()
    return Earlier(case_id=case_id, number=found.number, dated=found.dated) if found else None


async def replies_of(connection: AsyncConnection, case_ids: Collection[UUID]) -> dict[UUID, Earlier]:
    """The last reply of each of these cases that has one, by case."""
    statement = (
        select(letters.c.case_id, letters.c.number, letters.c.dated)
        .ext(distinct_on(letters.c.case_id))
        .where(letters.c.case_id.in_(case_ids), letters.c.kind == LetterKind.REPLY, letters.c.pdf_id.is_not(None))
        .order_by(letters.c.case_id, letters.c.numbered_at.desc())
    )
    found = (await connection.execute(statement)).mappings()
    return {row["case_id"]: Earlier.model_validate(dict(row)) for row in found}


async def items_before(connection: AsyncConnection, case_id: UUID) -> int:
    """Items of the applicant's other applications of the calendar month: earlier ones, and those charged already.

    国办函〔2020〕109号 art. 4.
    An application counts for the items its fee notice names, else for one.
    """
    this = await this_application(connection, case_id)
    if this.received_on is None:
        return 0
    first = this.received_on.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    of_the_month = cases.c.received_on.between(first, last)
    decided = cases.c.outcome.is_(None) | cases.c.outcome.not_in(NOT_COUNTED)
    came = tuple_(cases.c.received_on, applications.c.registered_at)
    before = came < tuple_(literal(this.received_on), literal(this.registered_at))
    counted = _same(this).where(of_the_month, decided, before | _items.is_not(None)).subquery()
    return int((await connection.execute(select(func.coalesce(func.sum(counted.c["items"]), 0)))).scalar_one())


def _applications() -> Select[tuple[object, ...]]:
    return select(
        applications.c.case_id,
        applications.c.reference,
        applications.c.identity_hash,
        applications.c.registered_at,
        cases.c.state,
        cases.c.received_on,
        cases.c.due_on,
        cases.c.delivered_on,
        cases.c.outcome,
        func.coalesce(_asked, applications.c.description).label("description"),
        func.coalesce(_items, 1).label("items"),
        _items.is_not(None).label("charged"),
    ).join(cases, cases.c.case_id == applications.c.case_id)


def _as_application(row: RowMapping) -> OtherApplication:
    return OtherApplication.model_validate(dict(row))
