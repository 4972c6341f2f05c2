"""``/oversight/cases``: the cases one oversees, with every filter in the address, and one of them."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep
from api.console.oversight.asked import asked_of, page_address, with_query
from api.console.oversight.days import months_of
from api.console.oversight.filters import OFTEN, PATH, SELDOM, chips, presets
from api.console.pages import page
from api.console.typed import faults_of
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.overseen import overseen_by
from api.oversight_lists import CaseListing, overseen_case, page_of_overseen
from schemas.errors import InvalidInput

router = APIRouter(include_in_schema=False)
_NO_FILTERS = ("after", "limit")
"""Fields of the address that are no filters."""


@router.get(PATH)
async def cases(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """A page of the list; what was left empty is taken out of the address first, so that it can be kept as it is."""
    shared = await _shared(desk, visit)
    try:
        asked = asked_of(request, CaseListing)
        if len(asked) < len(request.query_params):
            return RedirectResponse(with_query(PATH, asked), 303)
        found = await page_of_overseen(desk, visit.person, CaseListing.model_validate(asked))
    except (ValidationError, InvalidInput) as refused:
        told: dict[str, Any] = {"faults": faults_of(refused), "asked": dict(request.query_params), "found": None}
        return page(visit, "oversight/cases.html", 422, **shared, **told, chips=(), **_files({}))
    following = with_query(PATH, asked, after=found.next) if found.next else None
    known: dict[str, Any] = {"chips": list(chips(asked, shared["choices"], visit.language)), "more": following}
    return page(visit, "oversight/cases.html", **shared, faults={}, asked=asked, found=found, **known, **_files(asked))


@router.get(f"{PATH}/{{case_id}}")
async def one(visit: VisitDep, desk: DeskDep, case_id: UUID) -> HTMLResponse:
    """One case in summary, with its limit day by day."""
    found = await overseen_case(desk, visit.person, case_id)
    days = months_of(found.deadline.days or ()) if found.deadline else []
    own = found.summary.agency_id == visit.person.agency_id
    return page(visit, "oversight/case.html", case=found.summary, deadline=found.deadline, months=days, own=own)


async def _shared(desk: Desk, visit: Visit) -> dict[str, Any]:
    choices = await overseen_by(desk, visit.person)
    return {"choices": choices, "often": OFTEN, "seldom": SELDOM, "presets": presets(), "address": page_address}


def _files(asked: dict[str, str]) -> dict[str, Any]:
    """The whole list to take away, and whether one of the seldom filters is set."""
    listed = {name: value for name, value in asked.items() if name not in _NO_FILTERS}
    files = {kind: f"/api/oversight/cases?{urlencode({**listed, 'format': kind})}" for kind in ("csv", "xlsx")}
    return {"files": files, "seldom_set": any(one.name in asked for one in SELDOM)}
