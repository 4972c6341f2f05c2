"""``/api/absences``: who is away, and who stands in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query

from api.absences import absences_seen, note_absence, take_back_absence
from api.access import DeskDep, Person, RequiredKey
from schemas.inbox import Absence, Absences, NewAbsence

router = APIRouter(prefix="/api/absences", tags=["absences"])

ABSENCE = {
    "first_day": "2026-12-01",
    "last_day": "2026-12-11",
    "substitute": "22222222-2222-4222-8222-222222222222",
}


@router.post("", status_code=201)
async def enter(
    desk: DeskDep,
    person: Person,
    key: RequiredKey,
    absence: Annotated[NewAbsence, Body(openapi_examples={"leave": {"value": ABSENCE}})],
) -> Absence:
    """Enter an absence and who stands in; for others the head of the office or an administrator. The same key: once."""
    return await note_absence(desk, person, key, absence)


@router.get("")
async def listing(
    desk: DeskDep,
    person: Person,
    everything: Annotated[bool, Query(description="past and withdrawn ones too")] = False,
) -> Absences:
    """Absences of today and later: the own and where one stands in, or for whoever may enter them, the agency's."""
    return await absences_seen(desk, person, everything=everything)


@router.delete("/{absence_id}")
async def withdraw(desk: DeskDep, person: Person, absence_id: UUID) -> Absence:
    """Withdraw an absence; it stays on record. Again, nothing changes."""
    return await take_back_absence(desk, person, absence_id)
