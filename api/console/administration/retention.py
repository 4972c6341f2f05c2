"""Retention: periods, holds, and registers of destruction approved by a second administrator."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.access import DeskDep
from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.typed import WHOLE_NUMBER, Typed, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.destruction import approve
from api.destruction_plans import dry_run, plan_with_lines, plans, propose
from api.retention import holds, release, rules_of, set_rules
from schemas.errors import DaylightError
from schemas.retention import Material, NewHold, RetentionRules

router = APIRouter(prefix="/retention")
FIRST_CASES, LINES = 200, 100


@router.get("")
async def whole(visit: VisitDep, desk: DeskDep, done: str = "") -> HTMLResponse:
    """Periods, what is due, registers, holds."""
    return await _whole(visit, desk, done=done)


async def _whole(
    visit: Visit, desk: Desk, sent: Typed | None = None, refused: Refused | None = None, done: str = ""
) -> HTMLResponse:
    rules = await rules_of(desk, visit.person)
    due = await dry_run(desk, visit.person, await desk.today(visit.person.agency_id), None, FIRST_CASES)
    context = {
        "rules": rules,
        "due": due,
        "plans": (await plans(desk, visit.person)).items,
        "holds": (await holds(desk, visit.person)).items,
        "materials": tuple(Material),
        "kept": Kept(sent, rules.rules.model_dump(mode="json", exclude={"by_outcome"})),
    }
    return shown(visit, "retention.html", refused, **context, done=done)


@router.post("/rules")
async def rules_changed(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Other periods; those for single outcomes stay."""
    sent = await typed(request, visit)
    try:
        standing = (await rules_of(desk, visit.person)).rules
        years = {name: int(value) if WHOLE_NUMBER.fullmatch(value) else value for name, value in sent.nested().items()}
        wanted = RetentionRules.model_validate({**years, "by_outcome": standing.by_outcome})
        await set_rules(desk, visit.person, wanted)
    except (DaylightError, ValidationError) as refused:
        return await _whole(visit, desk, sent, refused)
    return led_to("/admin/retention?done=rules")


@router.post("/plans")
async def proposed(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Enter a register of what is due today."""
    sent = await typed(request, visit)
    try:
        plan = await propose(desk, visit.person, sent.key, await desk.today(visit.person.agency_id))
    except DaylightError as refused:
        return await _whole(visit, desk, refused=refused)
    return led_to(f"/admin/retention/plans/{plan.id}")


@router.get("/plans/{plan_id}")
async def plan(
    visit: VisitDep, desk: DeskDep, plan_id: UUID, after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
) -> HTMLResponse:
    """A register, a page of its cases, and what became of each."""
    return await _plan(visit, desk, plan_id, after)


async def _plan(
    visit: Visit, desk: Desk, plan_id: UUID, after: int = 0, refused: Refused | None = None
) -> HTMLResponse:
    found = await plan_with_lines(desk, visit.person, plan_id, after, LINES)
    own = found.plan.proposed_by == visit.person.staff_id
    return shown(visit, "plan.html", refused, found=found, own=own)


@router.post("/plans/{plan_id}/approve")
async def approved(request: Request, visit: VisitDep, desk: DeskDep, plan_id: UUID) -> Response:
    """Approve it and carry it out; asked again, go on with what is left."""
    await typed(request, visit)
    try:
        progress = await approve(desk, visit.person, plan_id, await desk.today(visit.person.agency_id))
    except DaylightError as refused:
        return await _plan(visit, desk, plan_id, refused=refused)
    return shown(visit, "plan_progress.html", progress=progress)


@router.post("/holds/{hold_id}/release")
async def released(request: Request, visit: VisitDep, desk: DeskDep, hold_id: UUID) -> Response:
    """Release a hold, with the reason."""
    sent = await typed(request, visit)
    try:
        await release(desk, visit.person, hold_id, NewHold.model_validate(sent.nested()))
    except (DaylightError, ValidationError) as refused:
        return await _whole(visit, desk, sent, refused)
    return led_to("/admin/retention?done=released")
