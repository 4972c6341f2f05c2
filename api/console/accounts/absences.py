"""``/account/absences``: when one is away and who stands in; of anybody, for who may enter that for others."""

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.absences import ENTER_FOR_OTHERS, absences_seen, note_absence, take_back_absence
from api.access import DeskDep
from api.console.entrance import own_path
from api.console.pages import page
from api.console.typed import Typed, again, faults_of, status_of, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.sight import colleagues
from schemas.errors import DaylightError, NotFound
from schemas.inbox import NewAbsence

router = APIRouter(include_in_schema=False)
PATH = "/account/absences"
OWN = frozenset({"back"})
"""Fields that steer the form and say nothing of the absence."""


@router.get(PATH)
async def absences_page(visit: VisitDep, desk: DeskDep, staff: UUID | None = None) -> Response:
    """Own absences, those one stands in for, and the form for another. ``staff``: whose is to be entered."""
    return await _shown(visit, desk, Typed([("staff", str(staff))] if staff else []))


@router.post(PATH)
async def enter_absence(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Enter an absence, of oneself unless somebody else is named; the form sent twice enters one."""
    sent = await typed(request, visit)
    try:
        said = {name: value for name, value in sent.nested().items() if name not in OWN}
        await note_absence(desk, visit.person, sent.key, NewAbsence.model_validate(said))
    except (ValidationError, DaylightError) as refused:
        return await _shown(visit, desk, again(sent, refused), refused)
    return _led_back(sent)


@router.post(f"{PATH}/withdraw")
async def withdraw_absence(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Withdraw one; it stays on record."""
    sent = await typed(request, visit)
    await take_back_absence(desk, visit.person, _id(sent.first("absence")))
    return _led_back(sent)


def _led_back(sent: Typed) -> RedirectResponse:
    """To the page the form stood on."""
    back = own_path(sent.first("back"))
    return RedirectResponse(PATH if back == "/" else back, 303)


def _id(given: str) -> UUID:
    """The id that a form names. Raises ``NotFound`` for what is none."""
    try:
        return UUID(given)
    except ValueError:
        raise NotFound("not_found") from None


async def _shown(
    visit: Visit, desk: Desk, sent: Typed, refused: DaylightError | ValidationError | None = None
) -> HTMLResponse:
    status = status_of(refused)
    me, for_others = visit.person.staff_id, bool(ENTER_FOR_OTHERS & set(visit.person.roles))
    staff = [one for one in (await colleagues(desk, visit.person)).items if one.active]
    found = (await absences_seen(desk, visit.person, everything=False)).items
    context = {
        "mine": [one for one in found if one.staff_id == me],
        "standing_in": [one for one in found if one.substitute_id == me],
        "others": [one for one in found if one.staff_id != me] if for_others else None,
        "choices": [(one.id, one.name) for one in staff if for_others or one.id != me],
        "whose": [(one.id, one.name) for one in sorted(staff, key=lambda one: one.id != me)],
        "today": await desk.today(visit.person.agency_id),
        "sent": sent,
        "faults": faults_of(refused) if refused else {},
    }
    return page(visit, "accounts/absences.html", status, **context)
