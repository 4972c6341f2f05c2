"""Who is away and who stands in (代行); and how each person wants mail."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, bindparam, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import staff
from activities.db.tables_notices import absences, notice_preferences
from activities.vault import Vault
from schemas.inbox import Absence, MailWish, NoticePreferences

SHOWN = 500
_person, _stand_in = staff.alias("person"), staff.alias("stand_in")
_AWAY_NOW = (
    select(absences.c.staff_id, absences.c.substitute_id)
    .join(staff, staff.c.id == absences.c.staff_id)
    .where(staff.c.agency_id == bindparam("agency"), absences.c.withdrawn_at.is_(None))
    .where(absences.c.first_day <= bindparam("day"), absences.c.last_day >= bindparam("day"))
)


async def enter_absence(
    connection: AsyncConnection,
    absence_id: UUID,
    *,
    staff_id: UUID,
    first_day: date,
    last_day: date,
    substitute_id: UUID,
    entered_by: UUID,
    at: datetime,
) -> bool:
    """Enter an absence; False, and nothing entered, if the person is away on one of these days already.

    Locks the person's row, so that two who enter at once cannot both find the days free.
    """
    await connection.execute(select(staff.c.id).where(staff.c.id == staff_id).with_for_update(key_share=True))
    overlapping = select(absences.c.id).where(
        absences.c.staff_id == staff_id,
        absences.c.withdrawn_at.is_(None),
        absences.c.first_day <= last_day,
        absences.c.last_day >= first_day,
    )
    if (await connection.execute(overlapping)).first():
        return False
    days = {"first_day": first_day, "last_day": last_day}
    persons = {"staff_id": staff_id, "substitute_id": substitute_id, "entered_by": entered_by}
    await connection.execute(insert(absences).values(id=absence_id, **days, **persons, entered_at=at))
    return True


async def withdraw_absence(connection: AsyncConnection, absence_id: UUID, at: datetime) -> None:
    """Withdraw an absence; one that was withdrawn stays as it is."""
    standing = (absences.c.id == absence_id) & absences.c.withdrawn_at.is_(None)
    await connection.execute(update(absences).where(standing).values(withdrawn_at=at))


async def find_absence(connection: AsyncConnection, agency_id: UUID, absence_id: UUID) -> Absence | None:
    """One absence of this agency's staff."""
    found = await connection.execute(_absences(agency_id).where(absences.c.id == absence_id))
    row = found.mappings().first()
    return Absence.model_validate(dict(row)) if row else None


async def list_absences(
    connection: AsyncConnection, agency_id: UUID, about: UUID | None, until: date | None = None
) -> list[Absence]:
    """Absences of the agency's staff, the latest first; ``about``: only of this person, or in which he stands in.

    ``until``: only those that end on this day or later, and are not withdrawn. At most ``SHOWN``.
    """
    wanted = _absences(agency_id)
    if about:
        wanted = wanted.where(or_(absences.c.staff_id == about, absences.c.substitute_id == about))
    if until:
        wanted = wanted.where(absences.c.last_day >= until, absences.c.withdrawn_at.is_(None))
    found = await connection.execute(wanted.order_by(absences.c.first_day.desc(), absences.c.id).limit(SHOWN))
    return [Absence.model_validate(dict(row)) for row in found.mappings()]


async def away_on(connection: AsyncConnection, agency_id: UUID, day: date) -> dict[UUID, UUID]:
    """Who of the agency is away on a day, with the substitute named."""
    found = await connection.execute(_AWAY_NOW, {"agency": agency_id, "day": day})
    return {row.staff_id: row.substitute_id for row in found}


def _absences(agency_id: UUID) -> Select[*tuple[object, ...]]:
    return (
        select(absences, _person.c.name.label("staff_name"), _stand_in.c.name.label("substitute_name"))
        .join(_person, _person.c.id == absences.c.staff_id)
        .join(_stand_in, _stand_in.c.id == absences.c.substitute_id)
        .where(_person.c.agency_id == agency_id)
    )


def address_context(staff_id: UUID) -> str:
    """What the sealed address of a member of staff is bound to."""
    return f"{staff_id}/email"


async def preferences_of(connection: AsyncConnection, staff_id: UUID, vault: Vault) -> NoticePreferences:
    """How a person wants mail; the defaults if he never said."""
    found = await connection.execute(select(notice_preferences).where(notice_preferences.c.staff_id == staff_id))
    row = found.first()
    if row is None:
        return NoticePreferences()
    return NoticePreferences(
        email=vault.unseal(row.email_sealed, address_context(staff_id)) if row.email_sealed else None,
        mail=MailWish(row.mail),
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        digest_at=row.digest_at,
    )


async def put_preferences(connection: AsyncConnection, staff_id: UUID, wanted: NoticePreferences, vault: Vault) -> None:
    """Set how a person wants mail, whatever was set before."""
    sealed = vault.seal(wanted.email, address_context(staff_id)) if wanted.email else None
    values = {**wanted.model_dump(exclude={"email"}), "email_sealed": sealed}
    statement = upsert(notice_preferences).values(staff_id=staff_id, **values)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[notice_preferences.c.staff_id], set_=values)
    )
