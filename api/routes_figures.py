"""``/api/oversight/figures``: the figures of those who oversee."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.access import DeskDep, Person
from api.figures import figures_now
from schemas.clock import Day
from schemas.figures import Figures

router = APIRouter(prefix="/api/oversight/figures", tags=["oversight"])


@router.get("")
async def figures(
    desk: DeskDep,
    person: Person,
    agency: Annotated[UUID | None, Query(description="one agency; all that you oversee unless given")] = None,
    first: Annotated[Day | None, Query(alias="from", description="first day; 1 January unless given")] = None,
    until: Annotated[Day | None, Query(description="last day, included; today unless given")] = None,
) -> Figures:
    """Open cases now, and what was received and closed in a period; every figure leads to its cases."""
    return await figures_now(desk, person, agency, first, until)
