"""The people of the agency: listed, added, changed, given a way in."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.absences import absences_seen
from api.access import DeskDep
from api.administration_staff import (
    add_member,
    change_member,
    give_password,
    member_seen,
    sign_out,
    staff_of,
    take_away_second_factor,
)
from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.typed import Typed, again, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.sight import colleagues
from schemas.administration import MemberChange, NewMember
from schemas.errors import DaylightError
from schemas.vocabulary import IMPERSONAL, Role

router = APIRouter(prefix="/staff")
GIVEN = tuple(role for role in Role if role not in IMPERSONAL)


@router.get("")
async def listing(visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """The staff, and a form for another person."""
    return await _listing(visit, desk)


async def _listing(visit: Visit, desk: Desk, sent: Typed | None = None, refused: Refused | None = None) -> HTMLResponse:
    found = await staff_of(desk.database, visit.person, None)
    return shown(visit, "staff.html", refused, found=found, roles=GIVEN, kept=Kept(sent))


@router.post("")
async def added(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Add a person, here or as first administrator of an agency below."""
    sent = await typed(request, visit)
    try:
        wanted = NewMember.model_validate({**sent.nested(), "roles": sent.every("roles")})
        member = await add_member(desk.database, visit.person, sent.key, wanted)
    except (DaylightError, ValidationError) as refused:
        return await _listing(visit, desk, again(sent, refused), refused)
    return led_to(f"/admin/staff/{member.id}?done=added")


@router.get("/{staff_id}")
async def one(visit: VisitDep, desk: DeskDep, staff_id: UUID, done: str = "") -> HTMLResponse:
    """A person: rights, ways in, open cases."""
    return await _one(visit, desk, staff_id, done=done)


async def _one(
    visit: Visit,
    desk: Desk,
    staff_id: UUID,
    sent: Typed | None = None,
    refused: Refused | None = None,
    done: str = "",
    password: str = "",
) -> HTMLResponse:
    detail = await member_seen(desk.database, visit.person, staff_id)
    member = detail.member
    return shown(
        visit,
        "member.html",
        refused,
        detail=detail,
        member=member,
        mine=member.agency_id == visit.person.agency_id,
        oneself=staff_id == visit.person.staff_id,
        roles=GIVEN,
        kept=Kept(sent, member.model_dump()),
        **await _away(visit, desk, staff_id),
        done=done,
        password=password,
    )


async def _away(visit: Visit, desk: Desk, staff_id: UUID) -> dict[str, Any]:
    """The person's absences of today and later, and who could stand in."""
    found = (await absences_seen(desk, visit.person, everything=False)).items
    others = (one for one in (await colleagues(desk, visit.person)).items if one.active and one.id != staff_id)
    return {
        "absences": [one for one in found if one.staff_id == staff_id],
        "substitutes": [(one.id, one.name) for one in others],
        "today": await desk.today(visit.person.agency_id),
    }


@router.post("/{staff_id}")
async def changed(request: Request, visit: VisitDep, desk: DeskDep, staff_id: UUID) -> Response:
    """Change name, department and roles."""
    sent = await typed(request, visit)
    try:
        told = {"department": None, **sent.nested()}
        if staff_id != visit.person.staff_id:
            told["roles"] = sent.every("roles")
        await change_member(desk.database, visit.person, staff_id, MemberChange.model_validate(told))
    except (DaylightError, ValidationError) as refused:
        return await _one(visit, desk, staff_id, sent, refused)
    return led_to(f"/admin/staff/{staff_id}?done=changed")


@router.post("/{staff_id}/active")
async def active(request: Request, visit: VisitDep, desk: DeskDep, staff_id: UUID) -> Response:
    """End or resume the right to work here."""
    sent = await typed(request, visit)
    wanted = {"active": sent.first("active") == "yes", "leaving_cases": sent.first("leaving_cases") == "yes"}
    try:
        await change_member(desk.database, visit.person, staff_id, MemberChange.model_validate(wanted))
    except DaylightError as refused:
        return await _one(visit, desk, staff_id, refused=refused)
    return led_to(f"/admin/staff/{staff_id}?done={'active' if wanted['active'] else 'inactive'}")


@router.post("/{staff_id}/password")
async def new_password(request: Request, visit: VisitDep, desk: DeskDep, staff_id: UUID) -> Response:
    """A password for one sign-in: on this page, this once, and in no address."""
    sent = await typed(request, visit)
    try:
        given = await give_password(desk.database, visit.person, sent.key, staff_id)
    except DaylightError as refused:
        return await _one(visit, desk, staff_id, refused=refused)
    return await _one(visit, desk, staff_id, password=given.password)


@router.post("/{staff_id}/sign-out")
async def signed_out(request: Request, visit: VisitDep, desk: DeskDep, staff_id: UUID) -> Response:
    """End the person's sessions."""
    await typed(request, visit)
    await sign_out(desk.database, visit.person, staff_id)
    return led_to(f"/admin/staff/{staff_id}?done=signed-out")


@router.post("/{staff_id}/second-factor")
async def without_factor(request: Request, visit: VisitDep, desk: DeskDep, staff_id: UUID) -> Response:
    """Forget a second factor that was lost."""
    await typed(request, visit)
    await take_away_second_factor(desk.database, visit.person, staff_id)
    return led_to(f"/admin/staff/{staff_id}?done=factor")
