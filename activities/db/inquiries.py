"""The log of inquiries: numbered without gaps, each entered once."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, insert, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.counters import next_number
from activities.db.tables import applications, inquiries
from schemas.base import Recorded
from schemas.inquiries import Inquiry, InquiryChannel, NewInquiry


class InquiryFilter(Recorded):
    """What to list; every given condition must hold. ``text`` is looked for in reference, question and answer."""

    channel: InquiryChannel | None = None
    asked_from: date | None = None
    asked_until: date | None = None
    applied: bool | None = None
    text: str | None = None
    after: tuple[datetime, UUID] | None = None
    limit: int = 50


class InquiryRow(Inquiry):
    """An inquiry with the keyed hash of what was sent."""

    fingerprint: str


async def enter_inquiry(
    connection: AsyncConnection,
    *,
    inquiry_id: UUID,
    becomes: UUID,
    agency_id: UUID,
    agency_code: str,
    taken_by: UUID,
    inquiry: NewInquiry,
    asked_on: date,
    fingerprint: str,
    at: datetime,
) -> InquiryRow:
    """Note an inquiry under its id, once; a repeated entry returns the row of the first.

    The reference is ``<code>咨〔year of the inquiry〕n号``, without gaps. ``becomes`` is the case it becomes, should
    anybody ever apply: an application entered under this case id is named by the inquiry from that moment on.
    """
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(inquiry_id), 0))))
    if standing := await find_inquiry(connection, agency_id, inquiry_id):
        return standing
    n = await next_number(connection, agency_id, "inquiry", asked_on.year)
    values = inquiry.model_dump(exclude={"asked_on"}) | {
        "id": inquiry_id,
        "agency_id": agency_id,
        "reference": f"{agency_code}咨〔{asked_on.year}〕{n}号",
        "asked_on": asked_on,
        "taken_by": taken_by,
        "fingerprint": fingerprint,
        "becomes": becomes,
        "taken_at": at,
    }
    await connection.execute(insert(inquiries).values(values))
    return InquiryRow.model_validate(values)


async def find_inquiry(connection: AsyncConnection, agency_id: UUID, inquiry_id: UUID) -> InquiryRow | None:
    """One inquiry, if this agency may see it."""
    statement = _listed().where(inquiries.c.id == inquiry_id, inquiries.c.agency_id == agency_id)
    found = (await connection.execute(statement)).mappings().first()
    return InquiryRow.model_validate(dict(found)) if found else None


async def list_inquiries(connection: AsyncConnection, agency_id: UUID, wanted: InquiryFilter) -> list[InquiryRow]:
    """Inquiries of one agency, newest first; ``limit`` + 1 at most, so that the caller sees whether more follow."""
    statement = (
        _listed()
        .where(inquiries.c.agency_id == agency_id, *_conditions(wanted))
        .order_by(inquiries.c.taken_at.desc(), inquiries.c.id.desc())
        .limit(wanted.limit + 1)
    )
    return [InquiryRow.model_validate(dict(row)) for row in (await connection.execute(statement)).mappings()]


def _listed() -> Select[*tuple[Any, ...]]:
    own = [inquiries.c[name] for name in InquiryRow.model_fields if name in inquiries.c]
    became = (applications.c.case_id, applications.c.reference.label("application"))
    return select(*own, *became).outerjoin(applications, applications.c.case_id == inquiries.c.becomes)


def _conditions(wanted: InquiryFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.channel:
        conditions.append(inquiries.c.channel == wanted.channel)
    if wanted.asked_from:
        conditions.append(inquiries.c.asked_on >= wanted.asked_from)
    if wanted.asked_until:
        conditions.append(inquiries.c.asked_on <= wanted.asked_until)
    if wanted.applied is not None:
        has_case = applications.c.case_id.is_not(None)
        conditions.append(has_case if wanted.applied else ~has_case)
    if wanted.text:
        searched = (inquiries.c.reference, inquiries.c.asked, inquiries.c.answered)
        conditions.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in searched)))
    if wanted.after:
        conditions.append(tuple_(inquiries.c.taken_at, inquiries.c.id) < wanted.after)
    return conditions
