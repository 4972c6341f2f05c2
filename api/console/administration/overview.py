"""The administrator's first page, and the record of what administrators did."""

import json
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import JsonValue
from starlette.responses import HTMLResponse

from api.access import DeskDep
from api.administration_overview import acts_seen, overview
from api.console.administration.frame import shown
from api.console.visit import VisitDep

router = APIRouter()


@router.get("")
async def first_page(visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """What needs attention."""
    return shown(visit, "overview.html", seen=await overview(desk, visit.person))


@router.get("/acts")
async def acts(
    visit: VisitDep, desk: DeskDep, before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None
) -> HTMLResponse:
    """What was done, newest first."""
    return shown(visit, "acts.html", found=await acts_seen(desk, visit.person, before, 50), plainly=plainly)


def plainly(value: JsonValue) -> str:
    """A value of the record as text: what is no text already, as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
