"""``/register``: enter an application, be told of alike ones, and print the receipt."""

from uuid import UUID, uuid5

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep
from api.alike import alike_cases
from api.console.pages import page
from api.console.register.channels import EFFECTS
from api.console.register.entered import LABELS, application_of, compared_of, typed_at_first
from api.console.typed import Typed, faults_of, status_of, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.inquiries import apply_for, one_inquiry
from api.routes_files import FilesDep
from api.routes_status import PageDep
from api.views import whole_case
from schemas.alike import AlikeCases
from schemas.applications import IdentityKind, WantedForm, WantedRoute
from schemas.errors import DaylightError, InvalidInput, NotAllowed
from schemas.inquiries import Inquiry
from schemas.law.versions import statute_for
from schemas.vocabulary import ApplicantKind, Channel, LetterKind
from workflows.book import HANDLING

router = APIRouter(prefix="/register", include_in_schema=False)
SHOWN_DOCUMENTS = 100
CHOICES = {
    "channels": tuple(Channel),
    "kinds": tuple(ApplicantKind),
    "proofs": tuple(IdentityKind),
    "forms": tuple(WantedForm),
    "routes": tuple(WantedRoute),
    "effects": EFFECTS,
    "labels": LABELS,
}
"""What can be chosen in the form."""


async def who_registers(visit: VisitDep) -> Visit:
    """A visitor who enters applications. Raises ``NotAllowed``."""
    if not HANDLING & set(visit.person.roles):
        raise NotAllowed("role_not_permitted")
    return visit


@router.get("")
async def empty(visit: VisitDep, desk: DeskDep, inquiry: UUID | None = None) -> HTMLResponse:
    """The empty form; of an inquiry, with what was asked."""
    await who_registers(visit)
    asked = await one_inquiry(desk, visit.person, inquiry) if inquiry else None
    begun = dict(typed_at_first((await desk.today(visit.person.agency_id)).isoformat()))
    if asked:
        begun["description"] = asked.asked
    return await _form(visit, desk, Typed(begun.items()), inquiry=asked)


@router.post("")
async def register(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Enter it, once for each form however often it is sent; or only look for alike ones. Refused, all stays typed."""
    await who_registers(visit)
    sent = await typed(request, visit)
    inquiry = await _inquiry(visit, desk, sent)
    try:
        if sent.first("do") == "check":
            found = await alike_cases(desk, visit.person, compared_of(sent))
            return await _form(visit, desk, sent, inquiry=inquiry, alike=found)
        case_id = await _registered(visit, desk, sent, inquiry)
    except (ValidationError, DaylightError) as refused:
        return await _form(visit, desk, sent, inquiry=inquiry, refused=refused)
    return RedirectResponse(f"/register/{case_id}/receipt", 303)


@router.post("/alike")
async def alike(request: Request, visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """The alike ones alone, as a part of the page, for the script that asks while somebody types."""
    await who_registers(visit)
    try:
        found = await alike_cases(desk, visit.person, compared_of(await typed(request, visit)))
    except ValidationError:
        found = None
    return page(visit, "register/alike.html", alike=found)


@router.get("/{case_id}/receipt")
async def receipt(
    request: Request, visit: VisitDep, desk: DeskDep, files: FilesDep, status: PageDep, case_id: UUID
) -> HTMLResponse:
    """The receipt to be printed and given to the applicant; and the way to attach what he has handed in."""
    code = await status.code_for(visit.person, case_id)
    view = await whole_case(desk, visit.person, case_id)
    rows, _ = await files.of_case(visit.person, case_id, None, SHOWN_DOCUMENTS)
    return page(
        visit,
        "register/receipt.html",
        view=view,
        code=code,
        status_page=code.page or str(request.url.replace(path="/status", query="")),
        agency=await desk.agency(visit.person.agency_id),
        letter=next((one for one in view.case.letters if one.kind is LetterKind.RECEIPT), None),
        uploads=[row for row in rows if row.origin == "uploaded"],
        limit=statute_for(view.summary.arrived_on).answer_limit,
        today=await desk.today(visit.person.agency_id),
    )


async def _inquiry(visit: Visit, desk: Desk, sent: Typed) -> Inquiry | None:
    given = sent.first("inquiry")
    try:
        return await one_inquiry(desk, visit.person, UUID(given)) if given else None
    except ValueError:
        raise InvalidInput("invalid_field", field="inquiry") from None


async def _registered(visit: Visit, desk: Desk, sent: Typed, inquiry: Inquiry | None) -> UUID:
    """The case of this form, or of the inquiry: sent again, it is the same."""
    application = application_of(sent)
    if inquiry:
        return (await apply_for(desk, visit.person, inquiry.id, application)).case_id
    return (await desk.register(visit.person, sent.key, application)).case_id


async def _form(
    visit: Visit,
    desk: Desk,
    sent: Typed,
    *,
    inquiry: Inquiry | None = None,
    alike: AlikeCases | None = None,
    refused: DaylightError | ValidationError | None = None,
) -> HTMLResponse:
    used = isinstance(refused, InvalidInput) and refused.code == "idempotency_key_reused"
    return page(
        visit,
        "register/form.html",
        status_of(refused),
        sent=sent,
        key=None if used else sent.first("key") or None,
        registered_as=uuid5(visit.person.agency_id, sent.key) if used else None,
        inquiry=inquiry,
        alike=alike,
        checked=sent.first("do") == "check",
        faults=faults_of(refused) if refused and not used else {},
        today=await desk.today(visit.person.agency_id),
        **CHOICES,
    )
