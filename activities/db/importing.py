"""Rows of cases that are taken over from another register, and what must be known before they are."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.people import members
from activities.db.search_terms import remake_terms
from activities.db.tables import applications, counters
from activities.vault import Vault
from schemas.applications import Applicant, WantedForm, WantedRoute
from schemas.events import Actor
from schemas.imports import ImportRow
from schemas.vocabulary import Role

APPLICATION = "application"
"""The counter of references."""


class OwnNumber(NamedTuple):
    """A number in the form of ours: ``<code>申〔year〕n号``."""

    year: int
    n: int


async def one_import_at_a_time(connection: AsyncConnection, agency_id: UUID) -> None:
    """Wait until no other import of the agency is writing; held until the transaction ends."""
    place = func.hashtextextended(f"import/{agency_id}", 0)
    await connection.execute(select(func.pg_advisory_xact_lock(place)))


async def highest_numbers(connection: AsyncConnection, agency_id: UUID) -> dict[int, int]:
    """The last number of each year that has one."""
    mine = (counters.c.agency_id == agency_id) & (counters.c.name == APPLICATION)
    return {
        row.year: row.last for row in await connection.execute(select(counters.c.year, counters.c.last).where(mine))
    }


def own_form(agency_code: str, number: str) -> OwnNumber | None:
    """Year and number, where a number of the former register has the form of ours."""
    found = re.fullmatch(rf"{re.escape(agency_code)}申〔(\d{{4}})〕(\d{{1,9}})号", number)
    return OwnNumber(int(found[1]), int(found[2])) if found else None


async def standing_imports(connection: AsyncConnection, case_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The fingerprints of those of these cases that are entered already."""
    statement = select(applications.c.case_id, applications.c.fingerprint).where(applications.c.case_id.in_(case_ids))
    return {row.case_id: row.fingerprint for row in await connection.execute(statement)}


async def references_taken(connection: AsyncConnection, agency_id: UUID, wanted: Sequence[str]) -> dict[str, UUID]:
    """Those of these references that cases of the agency bear, and which."""
    mine = (applications.c.agency_id == agency_id) & applications.c.reference.in_(wanted)
    found = await connection.execute(select(applications.c.reference, applications.c.case_id).where(mine))
    return {row.reference: row.case_id for row in found}


async def handlers_by_login(connection: AsyncConnection, agency_id: UUID) -> dict[str, UUID]:
    """Who handles cases here, by login."""
    everybody = await members(connection, agency_id)
    return {member.login: member.id for member in everybody if member.active and Role.HANDLER in member.roles}


async def enter_imported(
    connection: AsyncConnection,
    *,
    vault: Vault,
    case_id: UUID,
    agency_id: UUID,
    actor: Actor,
    row: ImportRow,
    applicant: Applicant,
    calendar_version: str,
    fingerprint: str,
    at: datetime,
) -> None:
    """Commit the application of a case that is taken over, under the number of the former register."""
    contact = applicant.contact
    await connection.execute(
        insert(applications).values(
            case_id=case_id,
            agency_id=agency_id,
            reference=row.own_number,
            fingerprint=fingerprint,
            channel=row.channel,
            arrived_on=row.arrived_on,
            applicant_kind=applicant.kind,
            applicant_name=applicant.name,
            identity_kind=applicant.identity_kind,
            identity_sealed=vault.seal(applicant.identity_number, f"{case_id}/identity"),
            identity_hash=vault.lookup(applicant.identity_number),
            contact_sealed=vault.seal(contact.model_dump_json(), f"{case_id}/contact"),
            contact_hash=vault.lookup(contact.phone or contact.email or contact.address or ""),
            description=row.description,
            wanted_form=WantedForm.ELECTRONIC,
            wanted_route=WantedRoute.EMAIL,
            registered_by=actor.staff_id,
            registered_roles=[role.value for role in actor.roles],
            calendar_version=calendar_version,
            registered_at=at,
        )
    )
    await remake_terms(connection, case_id)


async def count_on_from(connection: AsyncConnection, agency_id: UUID, agency_code: str, own_number: str) -> None:
    """Where a number of the former register has the form of ours, ours go on behind it: none is given twice."""
    found = own_form(agency_code, own_number)
    if found is None:
        return
    statement = upsert(counters).values(agency_id=agency_id, name=APPLICATION, year=found.year, last=found.n)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[counters.c.agency_id, counters.c.name, counters.c.year],
            set_={"last": found.n},
            where=counters.c.last < found.n,
        )
    )
