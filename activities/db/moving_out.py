"""The cases and requests of one agency, a page at a time, for taking all of them out."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import applications, cases, own_records
from schemas.case import CaseRow


async def cases_of_agency(connection: AsyncConnection, agency_id: UUID, after: UUID | None, limit: int) -> list[UUID]:
    """Ids of all that was ever entered, in their order."""
    mine = select(applications.c.case_id).where(applications.c.agency_id == agency_id)
    if after is not None:
        mine = mine.where(applications.c.case_id > after)
    return list((await connection.execute(mine.order_by(applications.c.case_id).limit(limit))).scalars())


async def rows_of_cases(connection: AsyncConnection, case_ids: Sequence[UUID]) -> list[CaseRow]:
    """The read models of these cases, in the order of their ids."""
    columns = [cases.c[name] for name in CaseRow.model_fields]
    found = await connection.execute(select(*columns).where(cases.c.case_id.in_(case_ids)).order_by(cases.c.case_id))
    return [CaseRow.model_validate(dict(row)) for row in found.mappings()]


async def own_records_of_agency(connection: AsyncConnection, agency_id: UUID) -> list[UUID]:
    """Ids of the requests for correction of own records, the earliest first."""
    mine = select(own_records.c.id).where(own_records.c.agency_id == agency_id)
    return list((await connection.execute(mine.order_by(own_records.c.registered_at, own_records.c.id))).scalars())
