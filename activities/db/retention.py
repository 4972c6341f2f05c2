"""Retention: an agency's rules, holds, and what of its archived cases is still there."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, cast, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies, applications, case_events, case_holds, cases, documents, retention_rules
from schemas.retention import (
    ORIGINS,
    ArchivedCase,
    CaseHold,
    KeptDocument,
    Material,
    RetentionRules,
    RulesInForce,
)
from schemas.vocabulary import State

SHOWN_HOLDS = 500
_RULES = [retention_rules.c[name] for name in RulesInForce.model_fields]
_KEPT = [documents.c[name] for name in KeptDocument.model_fields]
_main = cases.alias("main")
_archived_on = cast(case_events.c.record["event"]["archived_on"].astext, Date)
_on_hold = (
    select(case_holds.c.id).where(case_holds.c.case_id == cases.c.case_id, case_holds.c.released_at.is_(None)).exists()
)


async def rules_in_force(connection: AsyncConnection, agency_id: UUID) -> RulesInForce:
    """What the agency goes by; without any rules everything is kept for ever."""
    newest = select(*_RULES).where(retention_rules.c.agency_id == agency_id).order_by(retention_rules.c.version.desc())
    found = (await connection.execute(newest.limit(1))).mappings().first()
    if found is None:
        return RulesInForce()
    rules = RetentionRules.model_validate(found["rules"], extra="ignore")  # a newer release may know more classes
    return RulesInForce.model_validate({**found, "rules": rules})


async def put_rules(connection: AsyncConnection, agency_id: UUID, rules: RetentionRules, set_by: UUID) -> RulesInForce:
    """Keep new rules beside the earlier ones; the same again change nothing."""
    await one_at_a_time(connection, agency_id)
    standing = await rules_in_force(connection, agency_id)
    if standing.version and standing.rules == rules:
        return standing
    values = {"agency_id": agency_id, "version": standing.version + 1, "set_by": set_by}
    kept = rules.model_dump(mode="json")
    await connection.execute(insert(retention_rules).values(**values, rules=kept))
    return await rules_in_force(connection, agency_id)


async def one_at_a_time(connection: AsyncConnection, agency_id: UUID) -> None:
    """Until the transaction ends nobody else sets the agency's rules or proposes a register; all other work goes on."""
    mine = select(agencies.c.id).where(agencies.c.id == agency_id)
    await connection.execute(mine.with_for_update(key_share=True))


async def put_hold(connection: AsyncConnection, hold_id: UUID, case_id: UUID, reason: str, held_by: UUID) -> bool:
    """Hold a case; False if a hold for this reason stands. Waits for a destruction under way in it, and keeps the next
    one waiting, and whoever else holds it."""
    await lock_case(connection, case_id)
    alike = (case_holds.c.case_id == case_id) & (case_holds.c.reason == reason) & case_holds.c.released_at.is_(None)
    if (await connection.execute(select(case_holds.c.id).where(alike).limit(1))).first():
        return False
    await connection.execute(insert(case_holds).values(id=hold_id, case_id=case_id, reason=reason, held_by=held_by))
    return True


async def release_hold(connection: AsyncConnection, hold_id: UUID, by: UUID, at: datetime, reason: str) -> bool:
    """Release a hold, once; False if it was released already."""
    standing = (case_holds.c.id == hold_id) & case_holds.c.released_at.is_(None)
    values = {"released_by": by, "released_at": at, "release_reason": reason}
    statement = update(case_holds).where(standing).values(values).returning(case_holds.c.id)
    return (await connection.execute(statement)).first() is not None


async def find_hold(connection: AsyncConnection, agency_id: UUID, hold_id: UUID) -> CaseHold | None:
    """One hold, if this agency may see it."""
    found = (await connection.execute(_holds(agency_id).where(case_holds.c.id == hold_id))).mappings().first()
    return CaseHold.model_validate(dict(found)) if found else None


async def list_holds(connection: AsyncConnection, agency_id: UUID) -> tuple[CaseHold, ...]:
    """The latest holds of the agency's cases: those that stand first, then newest first."""
    order = (case_holds.c.released_at.is_not(None), case_holds.c.held_at.desc(), case_holds.c.id)
    found = await connection.execute(_holds(agency_id).order_by(*order).limit(SHOWN_HOLDS))
    return tuple(CaseHold.model_validate(dict(row)) for row in found.mappings())


def _holds(agency_id: UUID) -> Select[*tuple[Any, ...]]:
    own = [case_holds.c[name] for name in CaseHold.model_fields if name in case_holds.c]
    named = select(*own, applications.c.reference)
    return named.join(applications, applications.c.case_id == case_holds.c.case_id).where(
        applications.c.agency_id == agency_id
    )


async def lock_case(connection: AsyncConnection, case_id: UUID) -> None:
    """Hold the case's row until the transaction ends: a destruction and a hold of one case follow each other."""
    await connection.execute(select(cases.c.case_id).where(cases.c.case_id == case_id).with_for_update())


async def archived_cases(
    connection: AsyncConnection,
    agency_id: UUID,
    limited: Sequence[Material],
    before: date,
    after: UUID | None,
    limit: int,
) -> list[ArchivedCase]:
    """A page of cases archived on that day or before of which something of these classes is still there, by id."""
    statement = _archived().where(cases.c.agency_id == agency_id, _archived_on <= before, _still_has(limited))
    if after is not None:
        statement = statement.where(cases.c.case_id > after)
    found = await connection.execute(statement.order_by(cases.c.case_id).limit(limit))
    return [ArchivedCase.model_validate(dict(row)) for row in found.mappings()]


async def archived_case(connection: AsyncConnection, agency_id: UUID, case_id: UUID) -> ArchivedCase | None:
    """One archived case of this agency, as it stands now."""
    statement = _archived().where(cases.c.agency_id == agency_id, cases.c.case_id == case_id)
    found = (await connection.execute(statement)).mappings().first()
    return ArchivedCase.model_validate(dict(found)) if found else None


def _archived() -> Select[*tuple[Any, ...]]:
    columns = (cases.c.case_id, cases.c.reference, cases.c.outcome, _archived_on.label("archived_on"))
    standing = (
        applications.c.personal_destroyed_at.is_(None).label("personal"),
        func.coalesce(_main.c.state != State.ARCHIVED, cases.c.joined_into.is_not(None)).label("main_open"),
        _on_hold.label("on_hold"),
    )
    return (
        select(*columns, *standing)
        .join(case_events, (case_events.c.case_id == cases.c.case_id) & (case_events.c.kind == "case_archived"))
        .join(applications, applications.c.case_id == cases.c.case_id)
        .outerjoin(_main, _main.c.case_id == cases.c.joined_into)
        .where(cases.c.state == State.ARCHIVED)
    )


def _still_has(limited: Sequence[Material]) -> ColumnElement[bool]:
    origins = [origin for material in limited for origin in ORIGINS[material]]
    there = (documents.c.case_id == cases.c.case_id) & documents.c.destroyed_at.is_(None)
    some = select(documents.c.id).where(there, documents.c.origin.in_(origins)).exists()
    if Material.PERSONAL not in limited:
        return some
    return or_(some, applications.c.personal_destroyed_at.is_(None))


async def kept_documents(connection: AsyncConnection, case_ids: Sequence[UUID]) -> dict[UUID, list[KeptDocument]]:
    """The documents of these cases that are not destroyed, oldest first, by case."""
    there = documents.c.case_id.in_(case_ids) & documents.c.destroyed_at.is_(None)
    found = await connection.execute(select(*_KEPT).where(there).order_by(documents.c.stored_at, documents.c.id))
    kept: dict[UUID, list[KeptDocument]] = {case_id: [] for case_id in case_ids}
    for row in found.mappings():
        kept[row["case_id"]].append(KeptDocument.model_validate(dict(row)))
    return kept
