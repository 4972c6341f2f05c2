"""Digests as they are kept: entered once, read by those who oversee the agency, and which schedules are paused."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, func, select, true, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies
from activities.db.tables_digests import digest_pauses, digests
from schemas.base import Recorded
from schemas.digest_periods import Period
from schemas.digests import Digest, DigestHead, Pause
from schemas.policy import Policy

DEFAULT_ZONE = str(Policy.model_fields["timezone"].default)


class AgencyClock(Recorded):
    """By which time the schedules of an agency ring, and which of them do not."""

    id: UUID
    timezone: str
    paused: frozenset[Period] = frozenset()


_ZONE = func.coalesce(agencies.c.policy["timezone"].astext, DEFAULT_ZONE).label("timezone")
_NAMED = (agencies.c.code.label("agency_code"), agencies.c.name.label("agency_name"), _ZONE)
_OWN = tuple(digests.c[name] for name in DigestHead.model_fields if name in digests.c)
_HEAD = (*_OWN, *_NAMED)
_WHOLE = (*_HEAD, digests.c.as_of, digests.c.figures)


async def enter_digest(connection: AsyncConnection, key: str, digest: Digest) -> bool:
    """Keep a digest under its business key; false if there is one already, which then stays as it is."""
    own = digest.model_dump(exclude={"agency_code", "agency_name", "timezone", "figures"})
    row = {**own, "key": key, "figures": digest.figures.model_dump(mode="json")}
    entered = insert(digests).values(row).on_conflict_do_nothing().returning(digests.c.id)
    return (await connection.execute(entered)).first() is not None


async def find_digest_by_key(connection: AsyncConnection, key: str) -> DigestHead | None:
    """The digest under a business key."""
    found = (await connection.execute(_of(_HEAD).where(digests.c.key == key))).mappings().first()
    return DigestHead.model_validate(dict(found)) if found else None


async def find_digest(
    connection: AsyncConnection, digest_id: UUID, seen: Collection[UUID] | None = None
) -> Digest | None:
    """One digest, if it is of one of the agencies seen; None for ``seen`` is the engine itself, which sees all."""
    statement = _of(_WHOLE).where(digests.c.id == digest_id)
    statement = statement if seen is None else statement.where(digests.c.agency_id.in_(seen))
    found = (await connection.execute(statement)).mappings().first()
    return Digest.model_validate(dict(found)) if found else None


async def list_digests(
    connection: AsyncConnection,
    seen: Collection[UUID],
    period: Period | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[DigestHead]:
    """Digests of these agencies, newest first; ``limit`` + 1 at most, so that the caller sees whether more follow."""
    newest = select(*_OWN).where(digests.c.agency_id == agencies.c.id)
    if period is not None:
        newest = newest.where(digests.c.period == period)
    if after is not None:
        newest = newest.where(tuple_(digests.c.due_at, digests.c.id) < tuple_(*after))
    newest = newest.order_by(digests.c.due_at.desc(), digests.c.id.desc()).limit(limit + 1)
    each = newest.lateral("newest")  # agency by agency through an index, however many years of digests there are
    statement = select(*each.c, *_NAMED).select_from(agencies.join(each, true())).where(agencies.c.id.in_(seen))
    statement = statement.order_by(each.c.due_at.desc(), each.c.id.desc()).limit(limit + 1)
    return [DigestHead.model_validate(dict(row)) for row in (await connection.execute(statement)).mappings()]


async def pauses_of(connection: AsyncConnection, agency_id: UUID) -> dict[Period, Pause]:
    """The paused schedules of an agency."""
    found = await connection.execute(select(digest_pauses).where(digest_pauses.c.agency_id == agency_id))
    return {Period(row["period"]): Pause.model_validate(dict(row)) for row in found.mappings()}


async def agencies_to_schedule(connection: AsyncConnection, only: UUID | None = None) -> list[AgencyClock]:
    """Every agency, or only one, with its time zone and what of it is paused."""
    paused = func.array_remove(func.array_agg(digest_pauses.c.period), None).label("paused")
    statement = select(agencies.c.id, _ZONE, paused).outerjoin(digest_pauses).group_by(agencies.c.id)
    statement = statement if only is None else statement.where(agencies.c.id == only)
    found = (await connection.execute(statement.order_by(agencies.c.id))).mappings()
    return [AgencyClock.model_validate({name: row[name] for name in row if row[name] is not None}) for row in found]


async def put_pause(
    connection: AsyncConnection, agency_id: UUID, period: Period, paused_by: UUID, at: datetime, note: str
) -> None:
    """Pause a schedule; one that is paused gets this note instead."""
    said = {"paused_by": paused_by, "paused_at": at, "note": note}
    statement = insert(digest_pauses).values(agency_id=agency_id, period=period, **said)
    keys = [digest_pauses.c.agency_id, digest_pauses.c.period]
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=said))


async def remove_pause(connection: AsyncConnection, agency_id: UUID, period: Period) -> bool:
    """Let a schedule ring again; whether it was paused."""
    mine = (digest_pauses.c.agency_id == agency_id) & (digest_pauses.c.period == period)
    gone = delete(digest_pauses).where(mine).returning(digest_pauses.c.period)
    return (await connection.execute(gone)).first() is not None


def _of(columns: tuple[object, ...]) -> Select[tuple[object, ...]]:
    return select(*columns).join(agencies, agencies.c.id == digests.c.agency_id)  # type: ignore[call-overload,no-any-return]
