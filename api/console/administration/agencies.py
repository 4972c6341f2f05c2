"""Agencies: one's own, and those below it."""

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.access import DeskDep
from api.administration import add_agency, agencies_of, agency_seen, change_agency
from api.administration_staff import staff_of
from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.typed import Typed, again, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from schemas.administration import AgencyChange, AgencyRow, NewAgency
from schemas.errors import DaylightError

router = APIRouter(prefix="/agencies")


@router.get("")
async def listing(visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """The tree, and a form for another agency."""
    return await _listing(visit, desk)


async def _listing(visit: Visit, desk: Desk, sent: Typed | None = None, refused: Refused | None = None) -> HTMLResponse:
    found = await agencies_of(desk.database, visit.person)
    depths: dict[UUID, int] = {}
    return shown(visit, "agencies.html", refused, found=in_order(found.items, depths), depths=depths, kept=Kept(sent))


def in_order(items: tuple[AgencyRow, ...], depths: dict[UUID, int]) -> list[AgencyRow]:
    """Each agency followed by those below it; ``depths`` is filled with how deep each stands."""
    below: dict[UUID | None, list[AgencyRow]] = {}
    for row in items:
        below.setdefault(row.parent_id, []).append(row)
    ordered: list[AgencyRow] = []
    waiting = [(items[0], 0)]
    while waiting:
        row, depth = waiting.pop()
        depths[row.id] = depth
        ordered.append(row)
        waiting += [(one, depth + 1) for one in reversed(below.get(row.id, [])) if one.id != items[0].id]
    return ordered


@router.post("")
async def added(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Add an agency; the password of its first administrator is shown this once."""
    sent = await typed(request, visit)
    try:
        wanted = NewAgency.model_validate(sent.nested())
        made = await add_agency(desk.database, visit.person, sent.key, wanted)
    except (DaylightError, ValidationError) as refused:
        return await _listing(visit, desk, again(sent, refused), refused)
    if made.password is None:
        return led_to(f"/admin/agencies/{made.agency.id}")
    return shown(visit, "agency_added.html", made=made)


@router.get("/{agency_id}")
async def one(visit: VisitDep, desk: DeskDep, agency_id: UUID, done: str = "") -> HTMLResponse:
    """An agency; one's own can be changed."""
    return await _one(visit, desk, agency_id, done=done)


async def _one(
    visit: Visit, desk: Desk, agency_id: UUID, sent: Typed | None = None, refused: Refused | None = None, done: str = ""
) -> HTMLResponse:
    agency = await agency_seen(desk.database, visit.person, agency_id)
    mine = agency.id == visit.person.agency_id
    people = () if mine else (await staff_of(desk.database, visit.person, agency_id)).items
    rows = (await agencies_of(desk.database, visit.person)).items
    row = next(row for row in rows if row.id == agency_id)
    kept = Kept(sent, agency.model_dump())
    return shown(visit, "agency.html", refused, agency=agency, row=row, mine=mine, people=people, kept=kept, done=done)


@router.post("/{agency_id}")
async def changed(request: Request, visit: VisitDep, desk: DeskDep, agency_id: UUID) -> Response:
    """Change one's own agency."""
    sent = await typed(request, visit)
    try:
        told = {**sent.nested(), "takes_online": bool(sent.first("takes_online"))}
        change = AgencyChange.model_validate(told)
        await change_agency(desk.database, visit.person, agency_id, change)
    except (DaylightError, ValidationError) as refused:
        return await _one(visit, desk, agency_id, sent, refused)
    return led_to(f"/admin/agencies/{agency_id}?done=changed")
