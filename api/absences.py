"""Absences with substitutes, and how each person wants mail."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from activities.db.absences import (
    enter_absence,
    find_absence,
    list_absences,
    preferences_of,
    put_preferences,
    withdraw_absence,
)
from activities.db.database import AsyncConnection
from activities.db.people import members
from api.desk import Desk
from schemas.errors import InvalidInput, NotAllowed, NotFound, StepRefused
from schemas.inbox import Absence, Absences, NewAbsence, NoticePreferences
from schemas.people import SignedIn
from schemas.vocabulary import Role

ENTER_FOR_OTHERS = frozenset({Role.OGI_HEAD, Role.ADMINISTRATOR})
LONGEST = timedelta(days=366)


async def note_absence(desk: Desk, person: SignedIn, key: str, wanted: NewAbsence) -> Absence:
    """Enter an absence of oneself, or as head of the office or administrator of somebody else. The same key: the same.

    Raises ``NotAllowed``; ``NotFound`` for somebody of another agency; ``InvalidInput`` for an absence that is over or
    too long, and a substitute who is inactive or of another agency; ``StepRefused("absence_overlaps")``.
    """
    away = wanted.staff or person.staff_id
    if away != person.staff_id and not ENTER_FOR_OTHERS & set(person.roles):
        raise NotAllowed("role_not_permitted")
    _check_days(wanted, await desk.today(person.agency_id))
    absence_id = uuid5(person.staff_id, f"absence/{key}")
    async with desk.database.transaction() as connection:
        if standing := await find_absence(connection, person.agency_id, absence_id):
            return _the_same(standing, wanted, away)
        await _check_persons(connection, person.agency_id, away, wanted.substitute)
        entered = await enter_absence(
            connection,
            absence_id,
            staff_id=away,
            first_day=wanted.first_day,
            last_day=wanted.last_day,
            substitute_id=wanted.substitute,
            entered_by=person.staff_id,
            at=datetime.now(UTC),
        )
        if not entered:
            raise StepRefused("absence_overlaps", field="first_day")
        return await _found(connection, person.agency_id, absence_id)


def _check_days(wanted: NewAbsence, today: date) -> None:
    if wanted.last_day < today:
        raise InvalidInput("absence_is_over", field="last_day")
    if wanted.last_day - wanted.first_day >= LONGEST:
        raise InvalidInput("absence_too_long", field="last_day")


async def _check_persons(connection: AsyncConnection, agency_id: UUID, away: UUID, substitute: UUID) -> None:
    known = {member.id: member for member in await members(connection, agency_id)}
    if away not in known:
        raise NotFound("not_found", field="staff")
    if substitute == away or substitute not in known or not known[substitute].active:
        raise InvalidInput("substitute_unfit", field="substitute")


def _the_same(standing: Absence, wanted: NewAbsence, away: UUID) -> Absence:
    asked = (away, wanted.first_day, wanted.last_day, wanted.substitute)
    if asked != (standing.staff_id, standing.first_day, standing.last_day, standing.substitute_id):
        raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
    return standing


async def _found(connection: AsyncConnection, agency_id: UUID, absence_id: UUID) -> Absence:
    found = await find_absence(connection, agency_id, absence_id)
    if found is None:
        raise NotFound("not_found")
    return found


async def absences_seen(desk: Desk, person: SignedIn, *, everything: bool) -> Absences:
    """Absences of today and later, or with ``everything`` also past and withdrawn ones, the latest first.

    Of the whole agency for those who may enter them for others; otherwise the own, and where one stands in.
    """
    about = None if ENTER_FOR_OTHERS & set(person.roles) else person.staff_id
    until = None if everything else await desk.today(person.agency_id)
    async with desk.database.reading() as connection:
        return Absences(items=tuple(await list_absences(connection, person.agency_id, about, until)))


async def take_back_absence(desk: Desk, person: SignedIn, absence_id: UUID) -> Absence:
    """Withdraw an absence; again, nothing changes. Raises ``NotFound`` for one that is not one's own to withdraw."""
    async with desk.database.transaction() as connection:
        standing = await _found(connection, person.agency_id, absence_id)
        if standing.staff_id != person.staff_id and not ENTER_FOR_OTHERS & set(person.roles):
            raise NotFound("not_found")
        await withdraw_absence(connection, absence_id, datetime.now(UTC))
        return await _found(connection, person.agency_id, absence_id)


async def own_preferences(desk: Desk, person: SignedIn) -> NoticePreferences:
    """How one wants mail."""
    async with desk.database.reading() as connection:
        return await preferences_of(connection, person.staff_id, desk.vault)


async def set_preferences(desk: Desk, person: SignedIn, wanted: NoticePreferences) -> NoticePreferences:
    """Set it; what is waiting to be sent goes by it too."""
    async with desk.database.transaction() as connection:
        await put_preferences(connection, person.staff_id, wanted, desk.vault)
        return await preferences_of(connection, person.staff_id, desk.vault)
