"""People and agencies as their administrators see them: who can sign in, who has what to do, what is missing."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, any_, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.calendars import OPEN
from activities.db.tables import agencies, cases, counters, staff, tokens
from activities.db.tables_accounts import identities, passwords, second_factors, sessions
from schemas.administration import AgencyRow, AssignedCase, StaffRow
from schemas.people import Member
from schemas.vocabulary import Role

_live_session = sessions.c.closed_at.is_(None) & (sessions.c.ends_at > func.now())
_live_token = tokens.c.revoked_at.is_(None) & or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > func.now())
_administers = literal(Role.ADMINISTRATOR.value) == any_(staff.c.roles)
_SHOWN = [agencies.c[name] for name in AgencyRow.model_fields if name not in {"active_staff", "settled"}]


def _mine(table: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(table).where(table.c.staff_id == staff.c.id, *conditions).scalar_subquery()


def _there_is(table: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(table.c.staff_id == staff.c.id, *conditions)


def _assigned() -> ScalarSelect[int]:
    return select(func.count()).select_from(cases).where(cases.c.handler_id == staff.c.id, OPEN).scalar_subquery()


def _last_seen() -> ScalarSelect[Any]:
    return select(func.max(sessions.c.seen_at)).where(sessions.c.staff_id == staff.c.id).scalar_subquery()


async def staff_rows(connection: AsyncConnection, agency_id: UUID, staff_id: UUID | None = None) -> list[StaffRow]:
    """The staff of an agency, or one of them, by login."""
    wanted = select(
        *(staff.c[name] for name in Member.model_fields),
        or_(_there_is(passwords), _there_is(identities)).label("has_password"),
        _there_is(second_factors, second_factors.c.confirmed_at.is_not(None)).label("second_factor"),
        _last_seen().label("seen_at"),
        _mine(sessions, _live_session).label("live_sessions"),
        _mine(tokens, _live_token).label("live_tokens"),
        _assigned().label("open_cases"),
    ).where(staff.c.agency_id == agency_id)
    wanted = wanted.where(staff.c.id == staff_id) if staff_id else wanted
    found = await connection.execute(wanted.order_by(staff.c.active.desc(), staff.c.login))
    return [StaffRow.model_validate(dict(row)) for row in found.mappings()]


async def agency_rows(connection: AsyncConnection, ids: Collection[UUID]) -> list[AgencyRow]:
    """These agencies, by code."""
    active = select(func.count()).where(staff.c.agency_id == agencies.c.id, staff.c.active).scalar_subquery()
    wanted = select(*_SHOWN, active.label("active_staff"), _settled().label("settled"))
    found = await connection.execute(wanted.where(agencies.c.id.in_(ids)).order_by(agencies.c.code))
    return [AgencyRow.model_validate(dict(row)) for row in found.mappings()]


async def is_settled(connection: AsyncConnection, agency_id: UUID) -> bool:
    """Whether an active administrator of the agency has a password of his own choice, an identity, or a token."""
    found = await connection.execute(select(_settled()).select_from(agencies).where(agencies.c.id == agency_id))
    return bool(found.scalar())


def _settled() -> ColumnElement[bool]:
    administers = (staff.c.agency_id == agencies.c.id) & staff.c.active & _administers
    own_password = _there_is(passwords, passwords.c.one_time_until.is_(None))
    own_way_in = or_(own_password, _there_is(identities), _there_is(tokens, _live_token))
    return exists().where(administers, own_way_in)


async def are_numbers_issued(connection: AsyncConnection, agency_id: UUID) -> bool:
    """Whether anything was ever numbered under the agency's code."""
    return (
        await connection.execute(select(counters.c.last).where(counters.c.agency_id == agency_id))
    ).first() is not None


async def open_cases_of(connection: AsyncConnection, staff_id: UUID, most: int) -> list[AssignedCase]:
    """The first of the open cases assigned to a person, by reference."""
    assigned = select(cases.c.case_id, cases.c.reference).where(cases.c.handler_id == staff_id, OPEN)
    found = await connection.execute(assigned.order_by(cases.c.reference).limit(most))
    return [AssignedCase.model_validate(dict(row)) for row in found.mappings()]


async def active_administrators(connection: AsyncConnection, agency_id: UUID) -> set[UUID]:
    """Who administers the agency now."""
    mine = (staff.c.agency_id == agency_id) & staff.c.active & _administers
    return set((await connection.execute(select(staff.c.id).where(mine))).scalars())
