"""Retention: periods, holds, and registers of destruction approved by a second administrator."""

from datetime import date
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.access import DeskDep
from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.typed import Typed, again, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.destruction import approve
from api.destruction_plans import dry_run, plan_with_lines, plans, propose
from api.retention import case_called, holds, release, rules_of
from api.retention import hold as hold_case
from schemas.errors import DaylightError, InvalidInput
from schemas.retention import Material, NewHold
from schemas.vocabulary import Outcome

router = APIRouter(prefix="/retention")
FIRST_CASES, LINES = 200, 100


class Sent(NamedTuple):
    """What was typed into a form of the page that was refused. ``releasing``: the hold that was to be released."""

    periods: Typed | None = None
    hold: Typed | None = None
    releasing: tuple[UUID, Typed] | None = None


NOTHING_SENT = Sent()


class Asked(NamedTuple):
    """What the page is asked for. ``hold``: the reference of a case to be held; ``as_of``: the day to look at."""

    hold: str = ""
    as_of: date | None = None
    done: str = ""


NOTHING_ASKED = Asked()


@router.get("")
async def whole(
    visit: VisitDep,
    desk: DeskDep,
    done: str = "",
    hold: Annotated[str, Query(max_length=200)] = "",
    as_of: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Periods, what is due today or another day, registers, holds."""
    try:
        return await retention_page(visit, desk, Asked(hold, day_in(as_of), done))
    except InvalidInput as refused:
        return await retention_page(visit, desk, refused=refused)


def day_in(written: str) -> date | None:
    """A day in the address; none where nothing is written. Raises ``InvalidInput``."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise InvalidInput("invalid_field", field="as_of") from None


async def retention_page(
    visit: Visit, desk: Desk, asked: Asked = NOTHING_ASKED, sent: Sent = NOTHING_SENT, refused: Refused | None = None
) -> HTMLResponse:
    """The page. Raises ``InvalidInput`` for a day far off."""
    rules, today = await rules_of(desk, visit.person), await desk.today(visit.person.agency_id)
    context = {
        "rules": rules,
        "due": await dry_run(desk, visit.person, asked.as_of or today, None, FIRST_CASES),
        "today": today,
        "plans": (await plans(desk, visit.person)).items,
        "holds": (await holds(desk, visit.person)).items,
        "materials": tuple(Material),
        "outcomes": tuple(Outcome),
        "kept": Kept(sent.periods, rules.rules.model_dump(mode="json", exclude={"by_outcome"})),
        "kept_hold": Kept(sent.hold, {"reference": asked.hold}),
        "releasing": sent.releasing,
    }
    return shown(visit, "retention.html", refused, **context, done=asked.done)


@router.post("/plans")
async def proposed(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Enter a register of what is due today."""
    sent = await typed(request, visit)
    try:
        plan = await propose(desk, visit.person, sent.key, await desk.today(visit.person.agency_id))
    except DaylightError as refused:
        return await retention_page(visit, desk, refused=refused)
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


@router.post("/holds")
async def held(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Hold a case, named by its reference: nothing of it is destroyed until the hold is released."""
    sent = await typed(request, visit)
    try:
        wanted = NewHold.model_validate({"reason": sent.first("reason")})
        case_id = await case_called(desk, visit.person, sent.first("reference"))
        await hold_case(desk, visit.person, case_id, wanted, sent.key)
    except (DaylightError, ValidationError) as refused:
        return await retention_page(visit, desk, sent=Sent(hold=again(sent, refused)), refused=refused)
    return led_to("/admin/retention?done=held#holds")


@router.post("/holds/{hold_id}/release")
async def released(request: Request, visit: VisitDep, desk: DeskDep, hold_id: UUID) -> Response:
    """Release a hold, with the reason."""
    sent = await typed(request, visit)
    try:
        await release(desk, visit.person, hold_id, NewHold.model_validate(sent.nested()))
    except (DaylightError, ValidationError) as refused:
        return await retention_page(visit, desk, sent=Sent(releasing=(hold_id, sent)), refused=refused)
    return led_to("/admin/retention?done=released#holds")
